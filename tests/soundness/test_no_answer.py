"""No answer is never 0."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import pytest

from tests.soundness.table_from_docstring import Company, Told, built_in_catalogue, company

EVERY_READING = sorted(r.full_name for m in built_in_catalogue().metrics.values() for r in m.readings.values())

ONE_ROW_EACH = """
deal | id outcome amount created_on closed_on  account_id owner_id expected_close_on qualified_on probability
     | 1  won     100    2020-01-01 2020-01-10 a          eva      2020-01-10        2020-01-05   0.5
deal_split          | deal_id rep_id share kind
                    | 1       eva    0.5   overlay
deal_line           | deal_id quantity unit_price discount_share
                    | 1       1        10         0.1
invoice_line        | account_id invoiced_on amount
                    | a          2020-01-10  100
lead                | created_on qualified_on converted_on deal_id email
                    | 2020-01-01 2020-01-05   2020-01-08   1       x@y.sk
rep                 | id  started_on left_on
                    | eva 2020-01-01 2020-02-01
quota               | subject_kind subject_id starts_on  ends_on    amount
                    | rep          eva        2020-01-01 2020-02-01 100
forecast_submission | subject_kind subject_id starts_on  ends_on    category amount submitted_on
                    | company      -          2020-01-01 2020-02-01 commit   100    2019-12-31
spend               | spent_on   amount category
                    | 2020-01-05 100    media
activity            | rep_id started_on hours is_selling
                    | eva    2020-01-05 1     true
work_time           | rep_id worked_on  hours
                    | eva    2020-01-05 8
customer_period     | account_id starts_on  ends_on    monthly_amount
                    | a          2020-01-01 2020-06-01 10
deal_version        | deal_id outcome amount valid_from_on valid_until_on expected_close_on
                    | 1       open    100    2020-01-01    2020-01-10     2020-01-10
"""

NOTHING_ADDS_UP_TO_NOTHING = {
    "total_revenue": 0,
    "total_revenue:billed": 0,
    "total_revenue:recurring": 0,
    "qualified_leads": 0,
    "quota_attainment_rate:overlay": 0,
    "pipeline_velocity:won_per_day": 0,
    "forecast_accuracy:naive": 1,
}
"""Sums and counts: nothing sold is 0 sold, with nothing to divide by but the days. A guess of nothing came true."""


@pytest.fixture(scope="module")
def nothing() -> Company:
    """A company that nothing is known of."""
    return company("")


@pytest.fixture(scope="module")
def long_ago() -> Company:
    """A company of which everything is known, all of it years ago."""
    return company(ONE_ROW_EACH)


@pytest.mark.parametrize("name", EVERY_READING)
def test_an_empty_workspace_has_no_numbers(nothing: Company, name: str) -> None:
    result = nothing.one(name, "2026-Q1")
    assert (result.value, result.status) == (None, "not_available")
    assert result.reason in {"missing_table", "missing_parameter"}
    assert result.reason_facts
    assert (result.numerator, result.denominator, result.n, result.interval, result.formula) == (None,) * 4 + ("",)


@pytest.mark.parametrize("name", EVERY_READING)
def test_a_period_in_which_nothing_happened(long_ago: Company, name: str) -> None:
    result = long_ago.one(name, "2026-Q1", parameters=_to_be_set(name))
    if name in NOTHING_ADDS_UP_TO_NOTHING:
        assert (result.value, result.status) == (NOTHING_ADDS_UP_TO_NOTHING[name], "ok")
    else:
        assert (result.value, result.status) == (None, "undefined"), result.formula
        assert result.reason


@pytest.mark.parametrize("name", EVERY_READING)
def test_a_period_that_has_not_begun(long_ago: Company, name: str) -> None:
    result = long_ago.one(name, "2031-Q1", parameters=_to_be_set(name))
    assert result.value is None
    assert result.status == "undefined"


def _to_be_set(name: str) -> dict[str, str]:
    """Parameters of a reading that have no value of their own, each with one."""
    parameters = built_in_catalogue().reading(name).parameters
    return {parameter: "0.6" for parameter in ("margin_share", "payroll_share") if parameter in parameters}


def test_reasons_say_what_is_missing(told: Told) -> None:
    """Sold and never forecast, sold and no costs, no quota for the month, quota met.

    deal  | id outcome amount created_on closed_on  account_id expected_close_on owner_id
          | 1  won     100    2026-01-01 2026-01-10 a          2026-01-10        eva
          | 2  won     100    2026-01-01 2026-02-10 a          2026-02-10        eva
          | 3  open    100    2026-01-01 -          a          2026-02-20        eva
    quota | subject_kind subject_id starts_on  ends_on    amount
          | company      -          2026-02-01 2026-03-01 100
    forecast_submission | subject_kind starts_on  ends_on    category amount submitted_on
          | company      2026-02-01 2026-03-01 commit   100    2026-01-31
    """
    company = told()
    outcomes = {
        (name, period): (company.one(name, period).value, company.one(name, period).reason)
        for name, period in (
            ("forecast_accuracy", "2026-01"),
            ("forecast_accuracy", "2026-03"),
            ("revenue_growth", "2026-01"),
            ("revenue_growth", "2026-03"),
            ("quota_attainment_rate", "2026-02"),
        )
    }
    assert outcomes == {
        ("forecast_accuracy", "2026-01"): (None, "no_value"),
        ("forecast_accuracy", "2026-03"): (None, "no_value"),
        ("revenue_growth", "2026-01"): (None, "nothing_before"),
        ("revenue_growth", "2026-03"): (-1, ""),
        ("quota_attainment_rate", "2026-02"): (None, "nobody_has_a_quota"),
    }
    january = company.one("pipeline_coverage", "2026-01", as_of="2026-01-20")
    assert (january.value, january.reason) == (None, "no_value")
    february = company.one("pipeline_coverage", "2026-02", as_of="2026-02-15")
    assert (february.value, february.reason) == (None, "quota_met")
    assert company.one("pipeline_coverage", "2026-02").reason == "period_over"


def test_credits_of_the_period_before_give_no_growth(told: Told) -> None:
    """Last month was negative, so that dividing by it says nothing.

    deal | id outcome amount closed_on
         | 1  won     -100   2026-01-10
         | 2  won     100    2026-02-10
    """
    result = told().one("revenue_growth", "2026-02")
    assert (result.value, result.reason) == (None, "negative_denominator")


def test_a_zero_that_is_one(told: Told) -> None:
    """A forecast of nothing that came true is right, and one that did not has nothing to be measured by.

    deal                | id outcome amount closed_on
                        | 1  won     100    2026-02-10
    forecast_submission | subject_kind starts_on  ends_on    category amount submitted_on
                        | company      2026-01-01 2026-02-01 commit   0      2025-12-31
                        | company      2026-03-01 2026-04-01 commit   50     2026-02-28
    """
    company = told()
    assert company.value("forecast_accuracy", "2026-01") == 1
    march = company.one("forecast_accuracy", "2026-03")
    assert (march.value, march.reason) == (None, "nothing_sold")


def test_customers_without_costs_are_told(told: Told) -> None:
    """Costs of January are not in yet.

    deal  | id outcome amount closed_on  account_id
          | 1  won     100    2026-01-10 a
    spend | spent_on   amount
          | 2025-12-10 100
    """
    result = told().one("customer_acquisition_cost", "2026-01")
    assert (result.value, result.status) == (0, "partial")
