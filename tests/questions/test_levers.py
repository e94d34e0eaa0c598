"""What would move velocity of companies that a person can add up."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lievik.errors import RequestError
from lievik.model.levers import LeversAnswer
from lievik.planner.plan import Plan
from lievik.workspace import Workspace
from tests.soundness.table_from_docstring import Company, Rows, company_of

STOCK = "pipeline_velocity:stock"
LEADS, WON, SIZE, CYCLE = range(4)


def quarter(number: int) -> date:
    """First day of a quarter, counted from the first of 2023."""
    return date(2023 + number // 4, number % 4 * 3 + 1, 1)


def company(*, sizes: Sequence[int], days: Sequence[int]) -> Company:
    """In each quarter four leads are qualified and two of them won, for so much, after so many days each."""
    deals: list[dict[str, object]] = []
    leads: list[dict[str, object]] = []
    for at, (size, took) in enumerate(zip(sizes, days, strict=True)):
        start = quarter(at)
        for each in range(4):
            is_won = each < 2
            key = f"{at}-{each}"
            leads.append(
                {
                    "id": f"l{key}",
                    "created_on": start,
                    "qualified_on": start,
                    "converted_on": start if is_won else None,
                    "deal_id": f"d{key}" if is_won else None,
                }
            )
            if is_won:
                deals.append(
                    {
                        "id": f"d{key}",
                        "amount": size,
                        "outcome": "won",
                        "created_on": start,
                        "first_contact_on": start,
                        "qualified_on": start,
                        "closed_on": start + timedelta(days=took),
                    }
                )
    tables: dict[str, Rows] = {"deal": deals, "lead": leads}
    return company_of(tables)


def levers(company: Company, period: str = "2026-Q1", **said: object) -> LeversAnswer:
    return company.workspace.levers(period=period, **said)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def steady() -> Company:
    """Thirteen quarters up to 2026-Q1, in which deals are larger and take longer or shorter, and then 40 days."""
    return company(
        sizes=[1000, 1100, 1000, 1200, 1000, 1100, 1000, 1200, 1000, 1100, 1000, 1200, 1000],
        days=[20, 18, 20, 22, 20, 18, 20, 22, 20, 18, 20, 22, 40],
    )


def test_gains_by_hand(steady: Company) -> None:
    """4 × 2/4 × 1 000 ÷ 40 = 50 a day; the first quarter of 2026 has 90 days."""
    found = levers(steady)
    assert (found.result.value, found.unit, found.quarters, found.reason) == (50, "money", 13, "")
    assert [lever.value for lever in found.levers] == [4, Decimal("0.5"), 1000, 40]
    assert [str(lever.gain) for lever in found.levers] == ["450.00", "450.00", "450.00", "500.00"]
    assert [(lever.power, lever.rises) for lever in found.levers] == [(1, True), (1, True), (1, True), (-1, False)]
    twice = levers(steady, better=50)
    assert [str(lever.gain) for lever in twice.levers] == ["2250.00", "2250.00", "2250.00", "4500.00"]


def test_history_by_hand(steady: Company) -> None:
    """Deals grew by a tenth or more six times of twelve; they took a tenth less in 20 → 18, and 9 % in 22 → 20."""
    found = levers(steady)
    assert [(lever.times, lever.pairs) for lever in found.levers] == [(0, 12), (0, 12), (6, 12), (3, 12)]
    # 22 → 20 is 9.09 % shorter, and counts at 9 per cent
    assert levers(steady, better=9).levers[CYCLE].times == 5


def test_the_factor_that_is_off_is_told_with_the_metric_whose_advice_it_is(steady: Company) -> None:
    found = levers(steady)
    off = found.off
    assert off is not None
    assert (off.written, off.usual, off.advice_of) == ("sales_cycle_length", 20, "sales_cycle_length")
    # before it: median 20, distances 0 2 0 2 ... with median 1
    assert off.short == pytest.approx(Decimal(20) / Decimal("1.4826"))
    assert [lever.advice_of for lever in found.levers] == [
        "qualified_leads",
        "win_rate",
        "average_deal_size",
        "sales_cycle_length",
    ]


def test_none_is_off_where_all_are_as_usual(steady: Company) -> None:
    found = levers(steady, "2025-Q3")
    assert (found.off, found.can_tell) == (None, True)


def test_the_other_preset(steady: Company) -> None:
    found = steady.workspace.levers(STOCK, period="2026-Q1")
    assert [lever.written for lever in found.levers] == [
        "mean_open_deals",
        "win_rate",
        "average_deal_size",
        "days_open_of_closed_deals / closed_deals_with_creation",
    ]
    assert [lever.advice_of for lever in found.levers] == [
        "qualified_leads",
        "win_rate",
        "average_deal_size",
        "sales_cycle_length",
    ]
    assert found.levers[CYCLE].value == 40


def test_one_quarter_has_gains_and_no_history() -> None:
    """4 × 2/4 × 1 000 ÷ 20 = 100 a day."""
    found = levers(company(sizes=[1000], days=[20]), "2023-Q1")
    assert [str(lever.gain) for lever in found.levers] == ["900.00"] * 3 + ["1000.00"]
    assert [(lever.pairs, lever.usual, lever.short) for lever in found.levers] == [(0, None, None)] * 4
    assert (found.off, found.can_tell, found.quarters) == (None, False, 1)


def test_a_factor_that_is_zero_brings_nothing_and_its_history_stands() -> None:
    rows: list[dict[str, object]] = [
        {"id": f"d{at}-{each}", "outcome": "won" if each < won else "lost", "amount": 100, "closed_on": quarter(at)}
        for at, won in enumerate([2, 3, 0])
        for each in range(4)
    ]
    found = company_of({"deal": rows}).workspace.levers("win_rate", period="2023-Q3")
    assert found.result.value == 0
    assert [lever.gain for lever in found.levers] == [0, 0]
    assert [(lever.written, lever.value, lever.times, lever.pairs) for lever in found.levers] == [
        ("won_deals", 0, 1, 2),
        ("won_deals + lost_deals", 4, 0, 2),
    ]


def test_a_number_that_is_not_there_has_no_gains(steady: Company) -> None:
    found = levers(steady, "2026-Q2")
    assert (found.result.value, found.reason, found.off) == (None, "no_value", None)
    assert [lever.gain for lever in found.levers] == [None] * 4


def test_a_sum_has_no_factors_and_a_range_no_better_side(steady: Company) -> None:
    for metric, reason in (("total_revenue", "no_factors"), ("pipeline_coverage", "no_better")):
        found = steady.workspace.levers(metric, period="2026-Q1")
        assert (found.reason, found.levers) == (reason, ())


def test_without_a_period_it_is_the_last_quarter_with_data_that_is_old_enough(steady: Company) -> None:
    """The last deal was won in February of 2026, so its quarter is not known to be whole."""
    found = steady.workspace.levers()
    assert (found.result.period.label, found.result.status) == ("2025-Q4", "ok")


def test_quarters_that_are_too_young_are_no_history() -> None:
    """As of the middle of the second quarter, in which most deals took 80 days, the first one's leads are too young."""
    young = company(sizes=[1000] * 14, days=[80] * 14)
    found = young.workspace.levers(period="2026-Q1", as_of="2026-04-05")
    assert found.result.status == "immature"
    assert (found.quarters, found.levers[WON].pairs) == (12, 11)
    assert young.workspace.levers(as_of="2026-04-05").result.period.label == "2025-Q4"


def test_an_empty_company_says_that_there_is_no_number() -> None:
    found = company_of({}).workspace.levers()
    assert (found.result.value, found.off, found.levers) == (None, None, ())


@pytest.mark.parametrize("period", ["2026", "2026-01", "2025-11-01..2026-01-31"])
def test_only_a_quarter_can_be_asked_about(steady: Company, period: str) -> None:
    with pytest.raises(RequestError, match="one quarter"):
        levers(steady, period)


@pytest.mark.parametrize("better", [0, 100, -5, float("nan"), float("inf")])
def test_a_factor_cannot_be_better_by_all_or_nothing(steady: Company, better: float) -> None:
    with pytest.raises(RequestError, match="cannot be better"):
        levers(steady, better=better)


def test_it_is_one_statement(steady: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace: Workspace = steady.workspace
    asked: list[Plan] = []
    fetched = workspace.fetched

    def counted(plan: Plan) -> tuple[Sequence[str], Sequence[tuple[object, ...]]]:
        asked.append(plan)
        return fetched(plan)

    monkeypatch.setattr(workspace, "fetched", counted)
    assert workspace.levers(period="2026-Q1").levers[0].pairs == 12
    assert len(asked) == 1
