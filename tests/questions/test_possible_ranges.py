"""Between what numbers may lie: as wide as every way to fill in what is missing makes them, and no wider."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lievik.model.possible_range import PossibleAnswer, PossibleRange
from tests.soundness.table_from_docstring import Rows, company, company_of

Deal = Mapping[str, object]

PERIOD = "2026-Q2"
IN_PERIOD, BEFORE_IT = "2026-05-15", "2026-03-20"


def by_name(found: PossibleAnswer) -> dict[str, PossibleRange]:
    return {each.result.full_name: each for each in found.ranges}


def ended(won: int, lost: int, overdue: int = 0) -> list[dict[str, object]]:
    states = ["won"] * won + ["lost"] * lost + ["open"] * overdue
    return [
        {
            "id": f"d{number}",
            "outcome": state,
            "amount": 100,
            "created_on": "2026-01-10",
            "closed_on": None if state == "open" else IN_PERIOD,
            "expected_close_on": IN_PERIOD,
        }
        for number, state in enumerate(states)
    ]


def test_nine_overdue_deals_may_all_be_lost_or_all_be_won() -> None:
    found = by_name(company_of({"deal": ended(12, 36, 9)}).workspace.possible_ranges(period=PERIOD))["win_rate"]
    assert found.result.value == Decimal("0.25")
    assert found.doubts == {"overdue": 9}
    assert (found.low, found.high) == (Decimal("0.210526315789"), Decimal("0.368421052632"))


def test_where_nothing_is_missing_the_range_is_the_number() -> None:
    for each in company_of({"deal": ended(1, 3)}).workspace.possible_ranges(period=PERIOD).ranges:
        assert not each.doubts
        assert each.low == each.high == each.result.value


def test_a_number_that_is_none_yet_may_come_to_anything() -> None:
    earlier = {"id": "e", "outcome": "won", "amount": 1, "created_on": BEFORE_IT, "closed_on": BEFORE_IT}
    found = by_name(company_of({"deal": [*ended(0, 0, 2), earlier]}).workspace.possible_ranges(period=PERIOD))[
        "win_rate"
    ]
    assert found.result.value is None
    assert (found.low, found.high) == (0, 1)


def test_no_deals_have_no_ranges() -> None:
    assert company_of({"deal": []}).workspace.possible_ranges(period=PERIOD).ranges == ()


def test_an_amount_that_nothing_tells_of_leaves_a_range_open() -> None:
    deals = [{"id": "d", "outcome": "won", "amount": None, "created_on": "2026-04-01", "closed_on": IN_PERIOD}]
    other = {"id": "e", "outcome": "lost", "amount": 10, "created_on": "2026-04-01", "closed_on": IN_PERIOD}
    found = by_name(company_of({"deal": [*deals, other]}).workspace.possible_ranges(period=PERIOD))["total_revenue"]
    assert (found.low, found.high, found.amounts_missing) == (None, None, 1)


def test_what_was_won_without_a_date_may_be_of_the_period_or_of_another() -> None:
    rows = """
        deal | id  outcome amount created_on closed_on
             | a   won     100    2026-01-10 2026-05-15
             | b   won     300    2026-01-10 -
             | c   lost    300    2026-01-10 -
             | new won     900    2026-06-29 -
    """
    then = company(rows).workspace.possible_ranges(period="2026-Q1")
    assert by_name(then)["total_revenue"].high == 300
    found = by_name(company(rows).workspace.possible_ranges(period=PERIOD))
    assert (found["total_revenue"].low, found["total_revenue"].high) == (100, 1300)
    assert (found["win_rate"].low, found["win_rate"].high) == (Decimal("0.5"), 1)


def test_unqualified_deals_are_in_no_doubt_where_they_never_count() -> None:
    rows = """
        deal | id outcome amount created_on closed_on  expected_close_on qualified_on
             | a  won     100    2026-01-10 2026-05-15 2026-05-15        2026-02-01
             | b  open    100    2026-01-10 -          2026-05-15        -
             | c  open    100    2026-01-10 -          2026-05-15        2026-02-01
    """
    assert by_name(company(rows).workspace.possible_ranges(period=PERIOD))["win_rate"].doubts == {"overdue": 1}


def test_coverage_is_told_of_the_quarter_to_come() -> None:
    rows = """
        rep   | id name
              | r  Eva
        quota | subject_kind starts_on  ends_on    amount
              | company      2026-07-01 2026-10-01 1000
        deal  | id outcome amount owner_id created_on closed_on  expected_close_on
              | w  won     400    r        2026-01-10 2026-05-15 2026-05-15
              | a  open    500    r        2026-01-10 -          2026-08-15
              | b  open    250    r        2026-01-10 -          2026-05-15
              | c  open    125    r        2026-01-10 -          -
              | d  open    -      r        2026-01-10 -          2026-09-15
    """
    found = by_name(company(rows).workspace.possible_ranges(period=PERIOD))["pipeline_coverage"]
    assert found.result.period.label == "2026-Q3"
    assert found.doubts == {"overdue": 1, "open_undated": 1, "open_without_amount": 1}
    assert (found.low, found.high) == (Decimal("0.9"), Decimal("1.275"))


deals_in_doubt = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["won", "lost", "open", None]),
        "amount": st.sampled_from([None, 10, 20, 70]),
        "closed_on": st.sampled_from([None, IN_PERIOD, BEFORE_IT]),
        "expected_close_on": st.sampled_from([None, IN_PERIOD, "2026-08-01"]),
        "created_on": st.sampled_from(["2026-01-10", "2026-04-10"]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deals_in_doubt, min_size=10, max_size=10))
def test_a_range_is_what_all_completions_of_ten_deals_come_to(deals: Rows) -> None:
    deals = [{"id": f"d{number}", **deal, **_consistent(deal)} for number, deal in enumerate(deals)]
    found = company_of({"deal": deals}).workspace.possible_ranges(period=PERIOD)
    for name, each in by_name(found).items():
        if name == "pipeline_coverage" or (each.amounts_missing and found.amounts is None):
            continue
        numbers = [number for number in _numbers(name, deals, found.amounts) if number is not None]
        assert each.low is not None
        assert each.high is not None
        assert float(each.low) == pytest.approx(float(min(numbers)), abs=0.006)
        assert float(each.high) == pytest.approx(float(max(numbers)), abs=0.006)


def _consistent(deal: Deal) -> dict[str, object]:
    """What is open has not closed."""
    return {"closed_on": None} if deal["outcome"] == "open" else {}


def _numbers(name: str, deals: Rows, amounts: tuple[Decimal, Decimal] | None) -> Iterator[Fraction | None]:
    """A number of every completion; only what the number rests on is filled in, each deal apart."""
    ways = [[_of_deal(name, deal) for deal in _completed(each, amounts)] for each in deals]
    sums = {(Fraction(0), Fraction(0))}
    for way in ways:
        sums = {(above + adds, below + adds_below) for (above, below), (adds, adds_below) in product(sums, set(way))}
    for above, below in sums:
        if name == "total_revenue":
            yield above
        else:
            yield above / below if below else None


def _completed(deal: Deal, amounts: tuple[Decimal, Decimal] | None) -> Sequence[Deal]:
    """Every way that a deal may turn out to be."""
    dated = [deal]
    if deal["outcome"] in {"won", "lost"} and deal["closed_on"] is None:
        dated = [{**deal, "closed_on": day} for day in (IN_PERIOD, BEFORE_IT)]
    elif deal["outcome"] is None or (deal["outcome"] == "open" and deal["expected_close_on"] == IN_PERIOD):
        day = deal["closed_on"] or deal["expected_close_on"]
        may_have = [{**deal, "outcome": outcome, "closed_on": day} for outcome in ("won", "lost")]
        is_over = day is not None and str(day) <= "2026-06-30"
        dated = [{**deal, "outcome": "open", "closed_on": None}, *(may_have if is_over else [])]
        if not is_over and deal["outcome"] is None:
            dated.append({**deal, "outcome": "won", "closed_on": BEFORE_IT})
    possible = (deal["amount"],) if deal["amount"] is not None else amounts or (0,)
    return [{**each, "amount": amount} for each in dated for amount in possible]


def _of_deal(name: str, deal: Deal) -> tuple[Fraction, Fraction]:
    """What a complete deal adds to a number's numerator and denominator, by the number's definition."""
    is_won, is_ended = deal["outcome"] == "won", deal["outcome"] in {"won", "lost"}
    amount = Fraction(str(deal["amount"]))
    if name == "opportunity_conversion_rate":
        is_in = deal["created_on"] == "2026-04-10"
        return Fraction(is_in and is_won), Fraction(is_in)
    is_in = deal["closed_on"] == IN_PERIOD
    if name == "win_rate":
        return Fraction(is_in and is_won), Fraction(is_in and is_ended)
    if name == "win_rate:by_value":
        return amount * (is_in and is_won), amount * (is_in and is_ended)
    return amount * (is_in and is_won), Fraction(is_in and is_won)
