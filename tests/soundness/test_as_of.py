"""Nothing after the as-of day is counted."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_what_happened_later_has_not_happened(told: Told) -> None:
    """On 15 April the second deal was open and the third not there yet.

    deal | id outcome amount created_on closed_on  expected_close_on
         | 1  won     100    2026-01-01 2026-04-15 2026-04-15
         | 2  won     200    2026-01-01 2026-04-16 2026-06-16
         | 3  open    400    2026-04-16 -          2026-06-16
         | 4  open    800    2026-04-15 -          2026-06-16
    quota | subject_kind starts_on  ends_on    amount
          | company      2026-04-01 2026-07-01 1000
    """
    company = told()
    day = {"as_of": "2026-04-15"}
    assert company.value("total_revenue", "2026-Q2", **day) == 100
    assert company.one("pipeline_coverage:gross", "2026-Q2", **day).numerator == 1000
    created = company.one("opportunity_conversion_rate", "2026", **day)
    assert (created.numerator, created.denominator) == (1, 3)
    assert created.beside["still_open"].numerator == 2


def test_past_their_expected_closing(told: Told) -> None:
    """An open deal is overdue on the day after it was expected.

    deal  | id outcome amount created_on expected_close_on
          | 1  open    1      2026-01-01 2026-04-14
          | 2  open    2      2026-01-01 2026-04-15
          | 3  open    4      2026-01-01 2026-04-16
    quota | subject_kind starts_on  ends_on    amount
          | company      2026-04-01 2026-07-01 100
    """
    result = told().one("pipeline_coverage:gross", "2026-Q2", as_of="2026-04-15")
    assert (result.numerator, dict(result.excluded.reasons)) == (6, {"overdue": 1})


def test_the_pipeline_as_it_stood_in_week_3(told: Told) -> None:
    """On the evening of 15 April: the first deal had 300, the second was lost that day, the third came a day later.

    deal         | id outcome amount created_on closed_on  expected_close_on
                 | 1  open    500    2026-01-01 -          2026-06-30
                 | 2  lost    100    2026-01-01 2026-04-15 2026-06-30
                 | 3  open    100    2026-04-16 -          2026-06-30
    deal_version | deal_id outcome amount valid_from_on valid_until_on expected_close_on
                 | 1       open    100    2026-01-01    2026-04-15     2026-06-30
                 | 1       open    300    2026-04-15    2026-04-16     2026-06-30
                 | 1       open    500    2026-04-16    -              2026-06-30
                 | 2       open    100    2026-01-01    2026-04-15     2026-06-30
                 | 2       lost    100    2026-04-15    -              2026-06-30
                 | 3       open    100    2026-04-16    -              2026-06-30
    quota        | subject_kind starts_on  ends_on    amount
                 | company      2026-04-01 2026-07-01 1000
    """
    assert told().value("pipeline_coverage:starting", "2026-Q2") == 0.3


def test_attainment_does_not_know_the_future(told: Told) -> None:
    """On 15 May Eva had won 50 of her 100.

    deal  | id outcome amount closed_on  owner_id
          | 1  won     50     2026-04-10 eva
          | 2  won     60     2026-06-10 eva
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-04-01 2026-07-01 100
    """
    assert told().value("quota_attainment_rate:attainment", "2026-Q2", as_of="2026-05-15") == 0.5


def test_a_forecast_is_not_read_before_it_was_made(told: Told) -> None:
    """On 5 April the call of 10 April did not stand yet.

    deal                | id outcome amount closed_on
                        | 1  won     100    2026-04-03
    forecast_submission | subject_kind starts_on  ends_on    category amount submitted_on
                        | company      2026-04-01 2026-07-01 commit   100    2026-03-31
                        | company      2026-04-01 2026-07-01 commit   50     2026-04-10
    """
    assert told().value("forecast_accuracy:week_3", "2026-Q2", as_of="2026-04-05") == 1
