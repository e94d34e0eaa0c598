"""Retention and churn are of the same customers and add up to 1."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date

from tests.soundness.table_from_docstring import Told

PERIODS = ("2025-12", "2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2025-01-15..2026-02-14")


def test_retention_and_churn_add_up_to_1(told: Told) -> None:
    """Stayed, left, came and left, came, came back under another contract, changed contract, trial, free.

    customer_period | account_id starts_on  ends_on    monthly_amount is_trial
                    | stayed     2025-01-01 -          10             false
                    | left       2025-01-01 2026-02-10 10             false
                    | short      2026-01-10 2026-02-10 10             false
                    | came       2026-01-10 -          10             false
                    | back       2025-01-01 2026-01-20 10             false
                    | back       2026-02-20 -          10             false
                    | changed    2025-01-01 2026-02-01 10             false
                    | changed    2026-02-01 -          30             false
                    | trial      2025-01-01 -          10             true
                    | free       2025-01-01 -          0              false
                    | last       2025-01-01 2026-03-31 10             false
                    | edge       2025-01-01 2026-04-01 10             false
    """
    company = told()
    for period in PERIODS:
        churn, kept = company.one("churn_rate", period), company.one("retention_rate", period)
        assert churn.denominator == kept.denominator
        if churn.denominator:
            assert churn.numerator is not None
            assert churn.numerator + (kept.numerator or 0) == churn.denominator
        assert company.value("retention_rate:article", period) == company.value("retention_rate", period)
    quarter = company.one("churn_rate", "2026-Q1")
    # at the start: stayed, left, back, changed, last, edge; gone by the end: left, last, edge
    assert (quarter.numerator, quarter.denominator) == (3, 6)
    assert company.one("churn_rate", "2026-01").numerator == 1
    assert company.records("churn_rate", "numerator", "2026-Q1") == ["edge", "last", "left"]
    assert company.records("retention_rate", "numerator", "2026-Q1") == ["back", "changed", "stayed"]


def test_months_chain_up(told: Told) -> None:
    """Who is a customer at the end of a month is one at the start of the next.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-02-01 10
                    | b          2026-01-01 2026-02-28 10
                    | c          2026-02-01 -          10
                    | d          2025-06-30 2026-03-31 10
    """
    company = told()
    starts = [company.one("churn_rate", f"2026-0{month}").denominator for month in (2, 3, 4)]
    assert starts == [2, 2, 1]


def test_who_buys_by_order_is_lost_after_a_gap_that_is_long_for_them(told: Told) -> None:
    """Anna orders every 10 days and stops; Beth orders once; Cyril goes on; 3 times the gap makes a loss.

    deal | id outcome amount account_id created_on closed_on
         | 1  won     1      anna       2025-12-01 2026-01-01
         | 2  won     1      anna       2025-12-01 2026-01-11
         | 3  won     1      anna       2025-12-01 2026-01-21
         | 4  won     1      cyril      2025-12-01 2026-01-01
         | 5  won     1      cyril      2025-12-01 2026-02-10
         | 6  won     1      cyril      2025-12-01 2026-03-22
         | 7  lost    1      beth       2025-12-01 2026-03-22
    """
    company = told()
    # Anna is lost on 20 February, 30 days after her last order; Cyril's gaps are 40 days
    assert company.records("churn_rate", "numerator", "2026-02") == ["anna"]
    assert company.value("churn_rate", "2026-02") == 0.5
    assert company.value("churn_rate", "2026-03") == 0


def test_an_account_with_several_deals_is_won_once(told: Told) -> None:
    """Expansion is no new customer.

    deal  | id outcome amount account_id closed_on
          | 1  won     1      a          2025-12-31
          | 2  won     1      a          2026-01-10
          | 3  won     1      b          2026-01-10
          | 4  won     1      b          2026-01-20
          | 5  lost    1      c          2026-01-20
    spend | spent_on   amount
          | 2026-01-31 100
    """
    company = told()
    assert company.one("customer_acquisition_cost", "2026-01").denominator == 1
    assert company.value("customer_acquisition_cost", "2026-01") == 100


def test_lifetimes_of_those_who_stay_are_unfinished_and_not_left_out(told: Told) -> None:
    """Kaplan-Meier by hand: of 4 seen for 365, 730, 730 and 1095 days, one ends after 365 and one after 730.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2023-01-01 2024-01-01 100
                    | b          2023-01-01 2024-12-31 100
                    | c          2024-01-01 -          100
                    | d          2023-01-01 -          100
    """
    as_of = date(2025, 12, 30)
    result = told().one("customer_lifetime_value", "2025", as_of=as_of)
    years = float(result.formula.rsplit(" * ", 1)[1])
    # alive: 1 until day 365, 3/4 until day 730, then 3/4 x 2/3 until day 1095 (c is still seen on day 730)
    assert abs(years - (365 + 365 * 0.75 + 365 * 0.5) / 365.25) < 1e-9
