"""Asked as of an earlier day, deals are what they were then: their amount, owner, stage, category and outcome."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told

APRIL = {"as_of": "2026-04-15"}


def test_amount_and_owner_of_then(told: Told) -> None:
    """The deal was won in April for 300 by Eva, corrected to 500 in May and given to Jan.

    deal         | id outcome amount owner_id created_on closed_on
                 | 1  won     500    r2       2026-01-01 2026-04-10
    deal_version | deal_id outcome amount owner_id created_on closed_on  valid_from_on valid_until_on
                 | 1       open    300    r1       2026-01-01 -          2026-01-01    2026-04-10
                 | 1       won     300    r1       2026-01-01 2026-04-10 2026-04-10    2026-05-05
                 | 1       won     500    r2       2026-01-01 2026-04-10 2026-05-05    -
    rep          | id name
                 | r1 Eva
                 | r2 Jan
    """
    company = told()
    assert company.split("total_revenue", "owner", "2026-Q2") == {"Jan": 500}
    assert company.split("total_revenue", "owner", "2026-Q2", **APRIL) == {"Eva": 300}
    assert company.value("total_revenue", "2026-Q2", as_of="2026-04-09") == 0
    assert [
        r.amount for r in company.workspace.drill("total_revenue", period="2026-Q2", as_of="2026-04-15").records
    ] == [300]


def test_won_then_and_reopened_since(told: Told) -> None:
    """It was lost in April and is open again since May; another was won then and is lost now.

    deal         | id outcome amount created_on closed_on
                 | 1  open    100    2026-01-01 -
                 | 2  lost    100    2026-01-01 2026-05-20
    deal_version | deal_id outcome amount created_on closed_on  valid_from_on valid_until_on
                 | 1       open    100    2026-01-01 -          2026-01-01    2026-04-01
                 | 1       lost    100    2026-01-01 2026-04-01 2026-04-01    2026-05-01
                 | 1       open    100    2026-01-01 -          2026-05-01    -
                 | 2       open    100    2026-01-01 -          2026-01-01    2026-04-02
                 | 2       won     100    2026-01-01 2026-04-02 2026-04-02    2026-05-20
                 | 2       lost    100    2026-01-01 2026-05-20 2026-05-20    -
    """
    company = told()
    assert company.one("win_rate", "2026-Q2").numerator == 0
    then = company.one("win_rate", "2026-Q2", **APRIL)
    assert (then.numerator, then.denominator) == (1, 2)


def test_deleted_since(told: Told) -> None:
    """A deal that was entered by mistake was in the pipeline until it was deleted.

    deal         | id outcome amount created_on expected_close_on is_deleted
                 | 1  open    100    2026-01-01 2026-05-31        true
                 | 2  open    200    2026-01-01 2026-05-31        false
    deal_version | deal_id outcome amount created_on expected_close_on is_deleted valid_from_on valid_until_on
                 | 1       open    100    2026-01-01 2026-05-31        false      2026-01-01    2026-04-20
                 | 1       open    100    2026-01-01 2026-05-31        true       2026-04-20    -
                 | 2       open    200    2026-01-01 2026-05-31        false      2026-01-01    -
    quota        | subject_kind starts_on  ends_on    amount
                 | company      2026-04-01 2026-07-01 1000
    """
    company = told()
    assert company.one("pipeline_coverage:gross", "2026-Q2", as_of="2026-04-21").numerator == 200
    assert company.one("pipeline_coverage:gross", "2026-Q2", **APRIL).numerator == 300


def test_pushed_out_since(told: Told) -> None:
    """It was expected in the second quarter, and is now in the third.

    deal         | id outcome amount created_on expected_close_on
                 | 1  open    100    2026-01-01 2026-09-30
    deal_version | deal_id outcome amount created_on expected_close_on valid_from_on valid_until_on
                 | 1       open    100    2026-01-01 2026-05-31        2026-01-01    2026-05-01
                 | 1       open    100    2026-01-01 2026-09-30        2026-05-01    -
    quota        | subject_kind starts_on  ends_on    amount
                 | company      2026-04-01 2026-07-01 1000
    """
    company = told()
    assert company.one("pipeline_coverage:gross", "2026-Q2").numerator == 0
    assert company.one("pipeline_coverage:gross", "2026-Q2", **APRIL).numerator == 100


def test_what_is_worked_out_from_deals_follows(told: Told) -> None:
    """Credit and first wins are those of then: on 15 April the deal was Eva's and the quota reached.

    deal         | id outcome amount owner_id account_id created_on closed_on
                 | 1  won     500    r2       a1         2026-01-01 2026-05-10
    deal_version | deal_id outcome amount owner_id account_id created_on closed_on  valid_from_on valid_until_on
                 | 1       open    900    r1       a1         2026-01-01 -          2026-01-01    2026-04-10
                 | 1       won     900    r1       a1         2026-01-01 2026-04-10 2026-04-10    2026-05-10
                 | 1       won     500    r2       a1         2026-01-01 2026-05-10 2026-05-10    -
    rep          | id name started_on
                 | r1 Eva  2025-01-01
                 | r2 Jan  2025-01-01
    quota        | subject_kind subject_id starts_on  ends_on    amount
                 | rep          r1         2026-04-01 2026-07-01 900
                 | rep          r2         2026-04-01 2026-07-01 900
    spend        | spent_on   amount category
                 | 2026-04-05 100    ads
    """
    company = told()
    credited = "quota_attainment_rate:attainment"
    assert company.split(credited, "owner", "2026-Q2")["Eva"] == 0
    assert company.one(credited, "2026-Q2", where={"owner": "Eva"}, **APRIL).numerator == 900
    assert company.one("customer_acquisition_cost", "2026-04").denominator == 0
    assert company.one("customer_acquisition_cost", "2026-04", as_of="2026-04-30").denominator == 1


def test_without_versions_deals_are_cut_by_their_days(told: Told) -> None:
    """What only deals themselves tell: open until they closed.

    deal  | id outcome amount created_on closed_on  expected_close_on
          | 1  won     100    2026-01-01 2026-05-02 2026-05-31
          | 2  open    200    2026-01-01 -          2026-05-31
          | 3  won     400    2026-01-01 2026-04-02 2026-04-30
    deal_version | deal_id outcome amount created_on expected_close_on valid_from_on valid_until_on
                 | 2       open    250    2026-01-01 2026-05-31        2026-01-01    2026-05-01
                 | 2       open    200    2026-01-01 2026-05-31        2026-05-01    -
    quota | subject_kind starts_on  ends_on    amount
          | company      2026-04-01 2026-07-01 1000
    """
    company = told()
    assert company.one("pipeline_coverage:gross", "2026-Q2", **APRIL).numerator == 350
    assert company.value("total_revenue", "2026-Q2", **APRIL) == 400


def test_before_the_first_version_and_after_the_last(told: Told) -> None:
    """History that was switched on late, and ended early, is filled in by what stands next to it.

    deal         | id outcome amount created_on closed_on  expected_close_on
                 | 1  won     300    2026-01-01 2026-05-10 2026-05-31
    deal_version | deal_id outcome amount created_on expected_close_on valid_from_on valid_until_on
                 | 1       open    100    2026-01-01 2026-04-30        2026-04-10    2026-04-20
                 | 1       open    200    2026-01-01 2026-05-31        2026-04-20    2026-05-10
    quota        | subject_kind starts_on  ends_on    amount
                 | company      2026-04-01 2026-07-01 1000
    """
    company = told()
    for day, amount in (("2026-04-02", 100), ("2026-04-12", 100), ("2026-04-25", 200), ("2026-05-10", 0)):
        assert company.one("pipeline_coverage:gross", "2026-Q2", as_of=day).numerator == amount, day
    assert company.value("total_revenue", "2026-Q2", as_of="2026-05-10") == 300
