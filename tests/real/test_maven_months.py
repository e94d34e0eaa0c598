"""A year of month-end exports, brought in one after the other: each past month is what it was, and so is what moved.

The reference is plain Python over the one original file; it knows nothing of the exports, nor of the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from lievik.model.bridge import Account, Bar, BridgeAnswer
from lievik.workspace import Workspace
from tests.real.filled_workspace import MAPPINGS
from tests.real.maven_months import MONTH_ENDS, Sale, cut, read_sales

pytestmark = pytest.mark.real

MONTHS = list(pairwise(MONTH_ENDS))


@pytest.fixture(scope="module")
def sales(real_data: Callable[[str], Path]) -> list[Sale]:
    return read_sales(real_data("maven_crm") / "raw")


@pytest.fixture(scope="module")
def workspace(sales: list[Sale], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The exports brought in, each on the evening of its day."""
    folder = tmp_path_factory.mktemp("maven-months")
    made = Workspace.create(folder / "workspace", today=MONTH_ENDS[-1], currency="USD")
    for day, path in cut(sales, folder / "exports"):
        made.import_files([path], mapping=MAPPINGS / "maven_crm.toml", now=datetime.combine(day, time(18), UTC))
    return made


def of(sales: Iterable[Sale], worth: Callable[[Sale], Decimal]) -> Bar:
    found = [worth(sale) for sale in sales]
    return Bar(deals=len(found), amount=sum(found, Decimal(0)))


def price(sale: Sale) -> Decimal:
    return sale.price


def moved(sales: list[Sale], before: date, after: date) -> dict[str, Bar]:
    """What moved from one month end to another."""
    opening = [sale for sale in sales if sale.is_open(before)]
    won = [sale for sale in opening if sale.stage_on(after) == "Won"]
    bars = {
        "new": of((sale for sale in sales if sale.is_open(after) and not sale.is_known(before)), price),
        "won": of(won, lambda sale: -sale.value),
        "lost": of((sale for sale in opening if sale.stage_on(after) == "Lost"), lambda sale: -sale.price),
        "increased": of((sale for sale in won if sale.value > sale.price), lambda sale: sale.value - sale.price),
        "decreased": of((sale for sale in won if sale.value < sale.price), lambda sale: sale.value - sale.price),
    }
    return {name: bar for name, bar in bars.items() if bar.deals}


def whole(answer: BridgeAnswer) -> Account:
    (found,) = answer.wholes
    return found


def check(answer: BridgeAnswer, sales: list[Sale], before: date, after: date) -> None:
    found = whole(answer)
    assert found.opening == of((sale for sale in sales if sale.is_open(before)), price)
    assert found.closing == of((sale for sale in sales if sale.is_open(after)), price)
    assert {movement.name: movement.net for movement in found.movements if movement.net.deals} == moved(
        sales, before, after
    )
    for way in ("net", "steps"):
        bars = [getattr(movement, way).amount for movement in found.movements]
        assert found.opening.amount + sum(bars, Decimal(0)) == found.closing.amount


@pytest.mark.parametrize(("before", "after"), MONTHS)
def test_what_moved_in_a_month_as_it_was_known_at_its_end(
    workspace: Workspace, sales: list[Sale], before: date, after: date
) -> None:
    answer = workspace.bridge(from_on=before, to_on=after, is_all=True, as_of=str(after), listed="all")
    check(answer, sales, before, after)
    assert answer.inferred == 0
    for name, bar in moved(sales, before, after).items():
        deals = answer.deals[name]
        assert len({deal.deal_id for deal in deals}) == bar.deals
        assert sum((deal.amount for deal in deals), Decimal(0)) == bar.amount


@pytest.mark.parametrize(("before", "after"), MONTHS)
def test_later_months_do_not_rewrite_it(workspace: Workspace, sales: list[Sale], before: date, after: date) -> None:
    check(workspace.bridge(from_on=before, to_on=after, is_all=True), sales, before, after)


@pytest.mark.parametrize("day", MONTH_ENDS[1:])
def test_the_stages_of_a_past_month(workspace: Workspace, sales: list[Sale], day: date) -> None:
    """Open deals by stage; and all that is known of by then, through the metrics as they stood."""
    answer = workspace.bridge(to_on=day, is_all=True, by="stage", as_of=str(day))
    stages = {part.part: (part.closing.deals, part.closing.amount) for part in answer.parts() if part.closing.deals}
    counted = Counter(sale.stage_on(day) for sale in sales if sale.is_open(day))
    value = {stage: of((s for s in sales if s.is_open(day) and s.stage_on(day) == stage), price) for stage in counted}
    assert stages == {stage: (bar.deals, bar.amount) for stage, bar in value.items()}
    won, ended = (
        sum(sale.is_known(day) and sale.stage_on(day) in kinds for sale in sales)
        for kinds in ({"Won"}, {"Won", "Lost"})
    )
    rate = next(iter(workspace.show("win_rate", period=f"2016-10-01..{day}", as_of=str(day))))
    assert (rate.numerator or 0, rate.denominator or 0) == (won, ended)


def test_deals_that_came_and_went_within_a_month_are_steps(workspace: Workspace, sales: list[Sale]) -> None:
    before, after = date(2017, 6, 30), date(2017, 7, 31)
    inside = [sale for sale in sales if sale.is_known(after) and not sale.is_known(before) and not sale.is_open(after)]
    found = whole(workspace.bridge(from_on=before, to_on=after, is_all=True))
    assert inside
    new = found.of("new")
    assert new.steps.deals - new.net.deals == len(inside)
    gone = {name: sum(sale.stage_on(after) == name.capitalize() for sale in inside) for name in ("won", "lost")}
    assert {name: found.of(name).steps.deals - found.of(name).net.deals for name in gone} == gone
