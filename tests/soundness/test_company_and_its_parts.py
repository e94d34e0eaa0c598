"""A company's own quota or forecast and its reps' are never added together."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_quotas(told: Told) -> None:
    """The company's quota is less than its reps' together, and the team's is a third one.

    quota | subject_kind subject_id starts_on  ends_on    amount
          | company      -          2026-04-01 2026-07-01 100
          | rep          eva        2026-04-01 2026-07-01 70
          | rep          jan        2026-04-01 2026-07-01 70
          | team         red        2026-04-01 2026-07-01 140
          | rep          eva        2026-07-01 2026-10-01 80
          | team         red        2026-07-01 2026-10-01 90
    deal  | id outcome amount created_on expected_close_on owner_id
          | 1  open    100    2026-01-01 2026-06-30        eva
          | 2  open    100    2026-01-01 2026-08-30        eva
    """
    company = told()
    assert company.one("pipeline_coverage:gross", "2026-Q2").denominator == 100
    assert company.one("pipeline_coverage:gross", "2026-Q3").denominator == 80
    split = company.workspace.show("pipeline_coverage:gross", period="2026-Q2", by="owner", totals=True)
    assert [(r.group.get("owner"), r.denominator) for r in split] == [("eva", 70), ("jan", 70), (None, 100)]
    assert company.one("pipeline_coverage:gross", "2026-Q2", where={"owner": ["eva", "jan"]}).denominator == 140
    months = company.workspace.show("pipeline_coverage:gross", period="2026-Q2", grain="month", as_of="2026-04-10")
    assert [str(r.denominator) for r in months] == ["33.33", "33.34", "33.33"]


def test_a_quarters_quota_in_its_months_adds_up_to_the_cent(told: Told) -> None:
    """A third of 100 is 33.33, and one month gets the cent that is left.

    quota | subject_kind subject_id starts_on  ends_on    amount
          | company      -          2026-01-01 2026-04-01 100
    deal  | id outcome amount created_on expected_close_on
          | 1  open    100    2026-01-01 2026-08-30
    """
    months = told().workspace.show("pipeline_coverage:gross", period="2026-Q1", grain="month", as_of="2026-01-05")
    assert sum(r.denominator or 0 for r in months) == 100


def test_forecasts(told: Told) -> None:
    """The company's own call stands; in the next month there are only its reps'.

    forecast_submission | subject_kind subject_id starts_on  ends_on    category amount submitted_on
                        | company      -          2026-04-01 2026-05-01 commit   100    2026-03-31
                        | rep          eva        2026-04-01 2026-05-01 commit   60     2026-03-31
                        | rep          jan        2026-04-01 2026-05-01 commit   60     2026-03-31
                        | rep          eva        2026-05-01 2026-06-01 commit   10     2026-04-01
                        | rep          eva        2026-05-01 2026-06-01 commit   60     2026-05-01
                        | rep          eva        2026-05-01 2026-06-01 best     99     2026-05-01
                        | rep          eva        2026-05-01 2026-06-01 commit   80     2026-05-02
                        | rep          jan        2026-05-01 2026-06-01 commit   60     2026-04-30
                        | team         red        2026-05-01 2026-06-01 commit   120    2026-04-30
    deal                | id outcome amount closed_on  owner_id
                        | 1  won     100    2026-04-10 eva
                        | 2  won     100    2026-05-10 eva
    """
    company = told()
    assert company.value("forecast_accuracy", "2026-04") == 1
    assert company.value("forecast_accuracy", "2026-05") == 0.8
    assert company.value("forecast_accuracy:week_3", "2026-05") == 0.6
    assert company.split("forecast_accuracy:bias", "owner", "2026-04") == {"eva": -0.4, "jan": None}


def test_a_forecast_of_a_quarter_says_nothing_of_its_months(told: Told) -> None:
    """Only the period that was forecast has an answer.

    forecast_submission | subject_kind subject_id starts_on  ends_on    category amount submitted_on
                        | company      -          2026-01-01 2026-04-01 commit   100    2025-12-31
    deal                | id outcome amount closed_on
                        | 1  won     100    2026-02-10
    """
    company = told()
    assert company.value("forecast_accuracy", "2026-Q1") == 1
    assert company.value("forecast_accuracy", "2026-02") is None


def test_a_quota_that_nothing_was_won_for(told: Told) -> None:
    """Jan won the only deal and has no quota; Eva reached nothing of hers.

    deal  | id outcome amount closed_on  owner_id
          | 1  won     100    2026-02-10 jan
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-02-01 2026-03-01 200
    """
    assert told().value("quota_attainment_rate:attainment", "2026-02") == 0
