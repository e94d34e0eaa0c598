"""Movements of a software seller's customers, and its three words for a loss: every figure equals plain Python.

The reference part reads the files with the standard library alone and knows nothing of the product.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from lievik.model.customer_moves import CustomersAnswer, MoveUnit
from tests.real.filled_workspace import Company, Filled, filled_workspace
from tests.real.plain_files import lines_of
from tests.real.test_ravenstack_saas import (
    DAY,
    LAST_DAY,
    MONTHS,
    Subscription,
    amounts_on,
    customers_when,
    read_subscriptions,
    spells,
)

pytestmark = pytest.mark.real

Spells = list[tuple[str, date, date]]
YEARS = "2023-01-01..2024-12-31"


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("ravenstack_saas") / "raw"


@pytest.fixture(scope="module")
def paid(folder: Path) -> list[Subscription]:
    return [part for part in read_subscriptions(folder) if not part.is_trial]


@pytest.fixture(scope="module")
def own_spells(paid: list[Subscription]) -> Spells:
    return spells(paid)


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("ravenstack") / "workspace"
    return filled_workspace(target, [folder], "ravenstack_saas", Company(as_of=LAST_DAY, currency="USD"))


@pytest.fixture(scope="module")
def answer(filled: Filled) -> CustomersAnswer:
    return filled.workspace.customers(period=YEARS)


# ------------------------------------------------------------------------------------------- the reference


def standing(paid: list[Subscription], own: Spells, day: date) -> dict[str, Decimal]:
    """Give what every customer of a day's first moment pays a month: what was in force on the day before."""
    amounts = amounts_on(paid, day - DAY)
    return {account: amounts.get(account, Decimal(0)) for account in customers_when(own, day)}


def moved(paid: list[Subscription], own: Spells, start: date, end: date) -> dict[str, tuple[int, Decimal]]:
    """Count and add up every movement between two days."""
    before, after = standing(paid, own, start), standing(paid, own, end)
    first: dict[str, date] = {}
    for account, since, _ in sorted(own, key=lambda spell: spell[1]):
        first.setdefault(account, since)
    found: dict[str, list[Decimal]] = defaultdict(list)
    for account in before.keys() | after.keys():
        change = after.get(account, Decimal(0)) - before.get(account, Decimal(0))
        if account not in before:
            found["new" if first[account] >= start else returned(own, account, end)].append(change)
        elif account not in after:
            found["churn"].append(change)
        elif change:
            found["expansion" if change > 0 else "contraction"].append(change)
    return {move: (len(changes), sum(changes, Decimal(0))) for move, changes in found.items()}


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the next one where that month is too short."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    last = months_later(first, 1) - DAY if day.day > 1 else first
    return first + (day.day - 1) * DAY if day.day <= last.day else last + DAY


def due(paid: list[tuple[Subscription, int]], own: Spells, start: date, end: date) -> set[str]:
    """Name the customers of a start one of whose subscriptions ended, or came to the end of its term, by an end."""
    found = set()
    for part, months in paid:
        if part.amount <= 0 or not part.holds(start):
            continue
        renewals = (months_later(part.starts, months * number) for number in range(1, 26))
        if start < part.ends <= end or any(start < day <= end for day in renewals):
            found.add(part.account)
    return found & customers_when(own, start)


def returned(own: Spells, account: str, day: date) -> str:
    """Tell whether who is there on a day came back within 90 days."""
    mine = sorted(spell for spell in own if spell[0] == account)
    (place,) = [at for at, (_, since, until) in enumerate(mine) if since < day < until]
    return "reactivation" if (mine[place][1] - mine[place - 1][2]).days <= 90 else "late_reactivation"


# --------------------------------------------------------------------------------------------- the product


def assert_moved(unit: MoveUnit, paid: list[Subscription], own: Spells) -> None:
    """Compare one unit with plain Python, and see that it adds up."""
    start, end = unit.period.start, unit.until
    wanted = moved(paid, own, start, end)
    (money,) = unit.money
    assert {move: count for move, count in unit.accounts.items() if count} == {
        move: count for move, (count, _) in wanted.items()
    }
    assert {each.move: each.amount for each in money.moved if each.accounts} == {
        move: amount for move, (_, amount) in wanted.items()
    }
    before, after = standing(paid, own, start), standing(paid, own, end)
    assert (unit.opening, unit.closing) == (len(before), len(after))
    assert (money.opening, money.closing) == (sum(before.values()), sum(after.values()))
    assert money.opening + sum(each.amount for each in money.moved) == money.closing
    assert money.exchange == money.unrated == 0


def test_movements_of_every_month_add_up(answer: CustomersAnswer, paid: list[Subscription], own_spells: Spells) -> None:
    assert [unit.period.start for unit in answer.units] == MONTHS[:-1]
    for unit in answer.units:
        assert_moved(unit, paid, own_spells)
    for unit, later in zip(answer.units, answer.units[1:], strict=False):
        assert (unit.closing, unit.money[0].closing) == (later.opening, later.money[0].opening)


@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_movements_of_longer_periods(filled: Filled, paid: list[Subscription], own_spells: Spells, grain: str) -> None:
    found = filled.workspace.customers(period=YEARS, grain=grain)
    for unit in found.units:
        assert_moved(unit, paid, own_spells)
    assert found.whole is not None
    assert_moved(found.whole, paid, own_spells)


def test_they_agree_with_the_metrics(filled: Filled, answer: CustomersAnswer) -> None:
    names = ("churn_rate", "retention_rate", "retention_rate:net_revenue", "retention_rate:gross_revenue")
    for year in ("2023", "2024"):
        table = list(filled.workspace.show(*names, period=year, grain="month"))
        for unit in answer.units:
            told = {result.full_name: result.value for result in table if result.period.start == unit.period.start}
            if not told:
                continue
            (money,) = unit.money
            assert told["churn_rate"] == unit.churn.value
            assert told["retention_rate"] == unit.retention
            for name, value in (("net_revenue", money.net_retention), ("gross_revenue", money.gross_retention)):
                wanted = told[f"retention_rate:{name}"]
                assert (value is None) == (wanted is None)
                assert value is None or abs(value - Decimal(wanted or 0)) < Decimal("1e-12")
                assert name == "net_revenue" or value is None or value <= 1


def test_those_up_for_renewal(folder: Path, filled: Filled, paid: list[Subscription], own_spells: Spells) -> None:
    """Monthly and yearly contracts are mixed in nearly every account: the churn rate says so."""
    lines = [line for line in lines_of(folder / "ravenstack_subscriptions.csv") if line["is_trial"] != "TRUE"]
    by_term = [
        (part, 12 if line["billing_frequency"] == "annual" else 1) for part, line in zip(paid, lines, strict=True)
    ]
    for month, later in pairwise(MONTHS[12:]):
        (result,) = filled.workspace.show("churn_rate:of_renewals", period=f"{month:%Y-%m}")
        lost = customers_when(own_spells, month) - customers_when(own_spells, later)
        wanted = due(by_term, own_spells, month, later)
        assert lost <= wanted
        assert (result.numerator, result.denominator) == (len(lost), len(wanted))
    (whole,) = filled.workspace.show("churn_rate", period="2024-06")
    assert whole.notes == ("terms_blended",)
    found = filled.workspace.customers(period="2024-06")
    assert found.renewals is not None
    assert (found.renewals.numerator, found.renewals.denominator) == (
        len(customers_when(own_spells, MONTHS[17]) - customers_when(own_spells, MONTHS[18])),
        len(due(by_term, own_spells, MONTHS[17], MONTHS[18])),
    )


def test_parts_add_up_to_the_whole(filled: Filled, answer: CustomersAnswer) -> None:
    assert answer.whole is not None
    for by in ("cohort", "industry", "country"):
        parts = [part.unit for part in filled.workspace.customers(period=YEARS, by=by).parts]
        for move, count in answer.whole.accounts.items():
            assert sum(part.accounts[move] for part in parts) == count, (by, move)
        assert sum(part.money[0].closing for part in parts) == answer.whole.money[0].closing


def test_the_accounts_of_a_movement_are_those_that_moved(filled: Filled, answer: CustomersAnswer) -> None:
    found = filled.workspace.customers(period=YEARS, listed="all")
    counts = Counter((account.period.label, account.move) for account in found.accounts)
    wanted = {
        (unit.period.label, move): count for unit in answer.units for move, count in unit.accounts.items() if count
    }
    assert counts == wanted
    for unit in answer.units:
        own = [account for account in found.accounts if account.period == unit.period]
        change = sum((account.after or 0) - (account.before or 0) for account in own)
        assert change == unit.money[0].closing - unit.money[0].opening


def test_its_three_words_for_a_loss(folder: Path, answer: CustomersAnswer, own_spells: Spells) -> None:
    """No subscription left; a loss written down; the account's own flag: all three are told, and where they differ."""
    edge = LAST_DAY + DAY
    gone = {account for account, _, _ in own_spells} - customers_when(own_spells, edge)
    events = list(lines_of(folder / "ravenstack_churn_events.csv"))
    stated = {event["account_id"] for event in events}
    flagged = {r["account_id"] for r in lines_of(folder / "ravenstack_accounts.csv") if r["churn_flag"] == "TRUE"}
    losses = answer.losses
    assert losses.sources == ("customers", "stated", "flagged")
    assert losses.ever == {"customers": len(gone), "stated": len(stated), "flagged": len(flagged)}
    assert losses.stated == len(events) == 600
    named = {"customers": gone, "stated": stated, "flagged": flagged}
    for pair in losses.pairs:
        one, other = named[pair.one], named[pair.other]
        assert (pair.both, pair.one_alone, pair.other_alone) == (len(one & other), len(one - other), len(other - one))
    (pair,) = [pair for pair in losses.pairs if (pair.one, pair.other) == ("stated", "flagged")]
    assert (pair.one_alone, pair.other_alone) == (277, 35)


def test_accounts_on_which_they_differ(
    folder: Path, answer: CustomersAnswer, paid: list[Subscription], own_spells: Spells
) -> None:
    """Who bought again after the last loss is not lost by it."""
    gone = {account for account, _, _ in own_spells} - customers_when(own_spells, LAST_DAY + DAY)
    flagged = {r["account_id"] for r in lines_of(folder / "ravenstack_accounts.csv") if r["churn_flag"] == "TRUE"}
    last: dict[str, date] = {}
    for event in lines_of(folder / "ravenstack_churn_events.csv"):
        day = date.fromisoformat(event["churn_date"])
        last[event["account_id"]] = max(day, last.get(event["account_id"], day))
    began: dict[str, date] = {}
    for part in paid:
        if part.amount > 0:
            began[part.account] = max(part.starts, began.get(part.account, part.starts))
    stated = {account for account, day in last.items() if began.get(account, date.min) <= day}
    sets = (gone, stated, flagged)
    wanted = {account for account in gone | stated | flagged if not all(account in each for each in sets)}
    assert {record.account_id for record in answer.losses.disagree} == wanted
    for record in answer.losses.disagree:
        said = [record.says(source) for source in answer.losses.sources]
        assert said == [record.account_id in each for each in sets]


def test_reasons_of_losses(folder: Path, filled: Filled) -> None:
    found = filled.workspace.customers(period="2024")
    own = [e for e in lines_of(folder / "ravenstack_churn_events.csv") if e["churn_date"].startswith("2024")]
    assert {reason.reason: reason.losses for reason in found.stated} == Counter(e["reason_code"] for e in own)
    for reason in found.stated:
        mine = [event for event in own if event["reason_code"] == reason.reason]
        assert reason.accounts == len({event["account_id"] for event in mine})
        assert reason.refunds == {"USD": sum(Decimal(event["refund_amount_usd"]) for event in mine)}


def test_losses_that_were_written_down_end_customers_where_that_is_agreed_on(
    folder: Path, tmp_path: Path, paid: list[Subscription]
) -> None:
    """A loss ends every subscription that runs on its day, which still counts; the next one begins anew."""
    lost: dict[str, list[date]] = defaultdict(list)
    for event in lines_of(folder / "ravenstack_churn_events.csv"):
        lost[event["account_id"]].append(date.fromisoformat(event["churn_date"]))
    ended = [
        part._replace(
            ends=min((day + DAY for day in lost[part.account] if part.starts < day <= part.ends), default=part.ends)
        )
        for part in paid
    ]
    own = spells(ended)
    agreed = Company(as_of=LAST_DAY, currency="USD", settings={'ends = "service_end"': 'ends = "stated"'})
    filled = filled_workspace(tmp_path / "workspace", [folder], "ravenstack_saas", agreed)
    found = filled.workspace.customers(period=YEARS)
    assert found.rule.ends == "stated"
    for unit in found.units:
        assert_moved(unit, ended, own)
    assert found.whole is not None
    assert sum(unit.lost for unit in found.units) > 0
    (churn,) = filled.workspace.show("churn_rate", period="2024-06")
    assert churn.notes == ("customers_end_by_stated", "terms_blended")
    before, after = customers_when(own, MONTHS[17]), customers_when(own, MONTHS[18])
    assert (churn.numerator, churn.denominator) == (len(before - after), len(before))
