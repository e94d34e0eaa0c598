"""A computer seller's segments equal plain Python over its files: products differ by size, nothing differs by winning.

The reference knows nothing of the product: it reads the files with the standard library.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import comb
from pathlib import Path

import pytest

from lievik.model.segments import SegmentsAnswer
from lievik.workspace import Workspace
from tests.real.filled_workspace import Company, filled_workspace
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)


@dataclass(frozen=True)
class Ended:
    """A deal of the file that ended."""

    product: str
    sector: str
    is_won: bool
    value: int
    days: int


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    """Where the files are."""
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def deals(folder: Path) -> list[Ended]:
    """Every deal that ended."""
    sectors = {row["account"]: row["sector"] for row in lines_of(folder / "accounts.csv")}
    return [
        Ended(
            row["product"].replace("GTXPro", "GTX Pro"),
            sectors.get(row["account"], ""),
            row["deal_stage"] == "Won",
            int(float(row["close_value"])),
            (date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])).days,
        )
        for row in lines_of(folder / "sales_pipeline.csv")
        if row["deal_stage"] in {"Won", "Lost"}
    ]


@pytest.fixture(scope="module")
def workspace(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = tmp_path_factory.mktemp("maven-segments") / "workspace"
    company = Company(as_of=LAST_DAY, currency="USD")
    return filled_workspace(place, sorted(folder.glob("*.csv")), "maven_crm", company).workspace


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> SegmentsAnswer:
    return workspace.segments()


def chance(won: int, ended: int, all_won: int, all_ended: int) -> float:
    """Twice the lesser tail, every way counted."""
    ways = [comb(all_won, k) * comb(all_ended - all_won, ended - k) for k in range(ended + 1)]
    return min(1.0, 2 * min(sum(ways[: won + 1]), sum(ways[won:])) / sum(ways))


@pytest.mark.parametrize("dimension", ["product", "industry"])
def test_every_number_is_that_of_the_files(found: SegmentsAnswer, deals: list[Ended], dimension: str) -> None:
    all_won = sum(deal.is_won for deal in deals)
    seen = 0
    for segment in found.of(dimension):
        own = [d for d in deals if (d.product if dimension == "product" else d.sector) == segment.label]
        won = [deal for deal in own if deal.is_won]
        numbers = segment.numbers
        assert (segment.ended, segment.won, segment.won_amount) == (len(own), len(won), sum(d.value for d in won))
        assert float(numbers["day_value"].value or 0) == pytest.approx(
            sum(deal.value for deal in won) / sum(deal.days for deal in own)
        )
        assert float(numbers["speed"].value or 0) == pytest.approx(sum(deal.days for deal in won) / len(won))
        assert numbers["win_rate"].chance == pytest.approx(chance(len(won), len(own), all_won, len(deals)), rel=1e-6)
        seen += len(own)
    assert seen == sum(bool(d.product if dimension == "product" else d.sector) for d in deals)


def test_no_segment_wins_more_or_less_and_products_differ_in_size(found: SegmentsAnswer) -> None:
    assert not [each for each in found.findings if each.measure == "win_rate"]
    sizes = {each.label: each.is_better for each in found.findings if each.measure == "size"}
    assert {"MG Special": False, "GTX Basic": False, "GTX Pro": True, "GTX Plus Pro": True}.items() <= sizes.items()


def test_the_order_brings_more_money_and_does_not_win_more_and_both_are_said(workspace: Workspace) -> None:
    """Open deals have no amounts in the file; those of their product are taken, as they were known then."""
    answer = workspace.calling(has_tried=True)
    assert answer.tried is not None
    assert (answer.tried.wins, answer.tried.brings, answer.tried.is_without_amounts) == ("unclear", "more", True)
    assert answer.tried.days == (date(2017, 9, 30),)
    assert {reason.kind for call in answer.calls for reason in call.reasons} >= {"size", "company_size"}
