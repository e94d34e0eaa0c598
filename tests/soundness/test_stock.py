"""What stands is averaged over days or taken at the end, never added up over time."""

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_reps_are_averaged_over_days(told: Told) -> None:
    """One rep all the time, one for the second half of April, one whose start nobody knows until 16 April.

    rep  | id  started_on left_on
         | eva 2025-01-01 -
         | jan 2026-04-16 2026-05-01
         | mia -          2026-04-16
    deal | id outcome amount closed_on
         | 1  won     300    2026-04-10
    """
    company = told()
    assert company.one("rep_productivity", "2026-04").denominator == 2
    assert company.value("rep_productivity", "2026-04") == 150
    quarter = company.one("rep_productivity", "2026-Q2").denominator
    assert quarter is not None
    assert abs(float(quarter) - (91 + 15 + 15) / 91) < 1e-12
    assert company.one("rep_productivity:headcount", "2026-Q2").denominator == 1


def test_open_deals_are_averaged_over_the_days_that_have_passed(told: Told) -> None:
    """From 1 to 10 April one deal is open, from the 11th on two; on the 20th the month is 20 days old.

    deal | id outcome amount created_on closed_on
         | 1  open    100    2026-01-01 -
         | 2  open    100    2026-04-11 -
         | 3  won     100    2026-04-01 2026-04-02
         | 4  lost    100    2026-04-01 2026-04-02
    """
    formula = told().one("pipeline_velocity:stock", "2026-04", as_of="2026-04-20").formula
    # two more were open for a day each: (20 + 10 + 1 + 1) / 20
    assert formula == "1.6 * (1 / (1 + 1)) * (100 / 1) / (2 / 2)"


def test_customers_of_a_year_are_an_average_and_no_sum(told: Told) -> None:
    """One customer all year, one for half of it: 1.5 on an average day, each paying 100 a month.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2024-01-01 -          100
                    | b          2025-01-01 2025-07-02 100
    """
    result = told().one("customer_lifetime_value", "2025", as_of="2026-06-30")
    average = result.n
    assert average is not None
    assert abs(float(average) - (365 + 182) / 365) < 1e-9
    revenue = result.formula.split(" * ")[0]
    assert abs(float(revenue.strip("(")) - 100 * (365 + 182) / 365) < 1e-9
