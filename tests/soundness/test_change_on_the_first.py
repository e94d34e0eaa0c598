"""What changes on the first day of a month is a movement of that month: it opens with what stood as it began."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from lievik.model.customer_moves import Move, MoveUnit
from tests.soundness.table_from_docstring import Company, Told, company

MONTHS = ("2026-04", "2026-05", "2026-06")


def _units(told: Company) -> list[MoveUnit]:
    """Give April, May and June, and see that they chain up and equal the revenue side of churn and retention."""
    units = list(told.workspace.customers(period="2026-Q2").units)
    for unit, later in pairwise(units):
        assert (unit.closing, unit.money[0].closing) == (later.opening, later.money[0].opening)
    for unit, month in zip(units, MONTHS, strict=True):
        (money,) = unit.money
        assert money.opening + sum(each.amount for each in money.moved) == money.closing
        gross, net = (told.one(f"retention_rate:{side}_revenue", month) for side in ("gross", "net"))
        assert (gross.denominator or 0) == (net.denominator or 0) == money.opening
        kept = money.opening + money.amount("contraction", "churn")
        assert (gross.numerator or 0) == kept
        assert (net.numerator or 0) == kept + money.amount("expansion")
    return units


def _moves(unit: MoveUnit) -> dict[Move, Decimal]:
    return {each.move: each.amount for each in unit.money[0].moved if each.accounts}


@pytest.mark.parametrize(("after", "move"), [(15, "expansion"), (6, "contraction")])
def test_a_price_changes_in_the_month_that_it_changes_in(after: int, move: Move) -> None:
    """On 1 June, up to 15 or down to 6; until 31 May it was 10.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-06-01 10
    """
    text = test_a_price_changes_in_the_month_that_it_changes_in.__doc__ or ""
    april, may, june = _units(company(f"{text.rstrip()}\n | a 2026-06-01 - {after}\n"))
    assert (_moves(april), _moves(may)) == ({}, {})
    assert (may.money[0].closing, june.money[0].opening, june.money[0].closing) == (10, 10, after)
    assert _moves(june) == {move: after - 10}


def test_a_renewal_moves_nothing(told: Told) -> None:
    """The same on the day after, whole and in two parts; and contracts of a month each.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | same       2025-01-01 2026-06-01 10
                    | same       2026-06-01 -          10
                    | parts      2025-01-01 2026-06-01 10
                    | parts      2026-06-01 -          7
                    | parts      2026-06-01 -          3
                    | monthly    2026-03-01 2026-04-01 5
                    | monthly    2026-04-01 2026-05-01 5
                    | monthly    2026-05-01 2026-06-01 5
                    | monthly    2026-06-01 2026-07-01 5
    """
    units = _units(told())
    assert [_moves(unit) for unit in units[:2]] == [{}, {}]
    # the last month ends with June, and so does the customer
    assert _moves(units[2]) == {"churn": -5}


def test_the_end_of_a_month_is_what_was_in_force_on_its_last_day(told: Told) -> None:
    """What is paid differs every month: each month closes with its own amount, and not with its neighbour's.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-03-01 2026-04-01 5
                    | a          2026-04-01 2026-05-01 9
                    | a          2026-05-01 2026-06-01 2
                    | a          2026-06-01 2026-08-01 4
    """
    assert [(unit.money[0].opening, unit.money[0].closing) for unit in _units(told())] == [(5, 9), (9, 2), (2, 4)]


def test_who_leaves_joins_or_does_both_on_the_first(told: Told) -> None:
    """Gone with 30 May, with 31 May, with 1 June; there from 31 May, from 1 June; one of two ends; upgraded at once.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | before     2025-01-01 2026-05-31 1
                    | with_may   2025-01-01 2026-06-01 2
                    | with_first 2025-01-01 2026-06-02 4
                    | last_day   2026-05-31 -          8
                    | first_day  2026-06-01 -          16
                    | one_of_two 2025-01-01 2026-06-01 32
                    | one_of_two 2025-01-01 -          64
                    | at_once    2026-06-01 2026-06-01 128
                    | at_once    2026-06-01 -          256
    """
    _, may, june = _units(told())
    assert _moves(may) == {"churn": -3, "new": 8}
    assert _moves(june) == {"churn": -4, "new": 16 + 256, "contraction": -32}
    assert (may.money[0].closing, june.money[0].closing) == (4 + 8 + 32 + 64, 8 + 16 + 64 + 256)


def test_revenue_of_a_cohort_ends_a_month_as_it_was_on_its_last_day(told: Told) -> None:
    """Won in March: 10, then 15 from 1 May on; 20, gone with April; 4 on top from 1 April to 1 June.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-03-10 2026-05-01 10
                    | a          2026-05-01 -          15
                    | b          2026-03-10 2026-05-01 20
                    | a          2026-04-01 2026-06-01 4
    """
    found = told()
    kept = found.workspace.cohorts(of="revenue", period="2026-03").cohorts[0].kept
    assert [each.part for each in kept] == [30, 10 + 4, 15 + 4, 15]
    assert [unit.money[0].closing for unit in _units(found)] == [10 + 4, 15 + 4, 15]
