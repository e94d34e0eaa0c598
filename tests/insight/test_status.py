"""How far a number may be trusted: the first reason that applies stands, and the number is kept."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.soundness.table_from_docstring import Told

FEW = {"min_n": 3}


@pytest.mark.parametrize(
    ("metric", "period", "said", "status", "reason"),
    [
        ("win_rate", "2026-01", {}, "insufficient", "few_records"),
        ("win_rate", "2026-01", {"parameters": FEW}, "ok", ""),
        ("win_rate", "2026-06", {"as_of": "2026-06-15", "parameters": {"min_n": 1}}, "partial", "unfinished_period"),
        ("win_rate", "2026-06", {"as_of": "2026-06-15"}, "insufficient", "few_records"),
        ("win_rate", "2026-06", {"as_of": "2026-06-30", "parameters": {"min_n": 1}}, "ok", ""),
        ("win_rate", "2026-03", {}, "undefined", "zero_denominator"),
        ("win_rate", "2027-01", {}, "undefined", "not_begun"),
        ("win_rate:within_90_days", "2026-05", {"parameters": {"min_n": 1}}, "immature", "cohort_young"),
        ("total_revenue", "2026-06", {"as_of": "2026-06-15"}, "partial", "unfinished_period"),
        ("selling_time_share", "2026-01", {}, "not_available", "missing_table"),
        ("total_revenue:billed", "2026-01", {}, "not_available", "missing_table"),
        ("customer_lifetime_value:with_margin", "2026-01", {}, "not_available", "missing_parameter"),
    ],
)
def test_one_status_and_its_reason(  # noqa: PLR0913, PLR0917 - a row of the table above
    told: Told, metric: str, period: str, said: dict[str, object], status: str, reason: str
) -> None:
    """Three deals ended in January, one in June; one was created in May.

    deal | id outcome amount created_on closed_on  account_id
         | 1  won     100    2026-01-01 2026-01-10 a
         | 2  lost    100    2026-01-01 2026-01-10 a
         | 3  lost    100    2026-01-01 2026-01-10 a
         | 4  won     100    2026-05-31 2026-06-10 a
    """
    result = told().one(metric, period, **said)
    assert (result.status, result.reason) == (status, reason)
    assert (result.value is None) == (status in {"undefined", "not_available"})


@pytest.mark.parametrize(
    ("period", "status", "reason"),
    [
        ("ytd", "partial", "unfinished_month"),
        ("2026-01-01..2026-05-15", "not_available", "not_whole_months"),
        ("2026-01..2026-05", "ok", ""),
    ],
)
def test_a_year_to_date_counts_the_quota_of_the_running_month_whole(
    told: Told, period: str, status: str, reason: str
) -> None:
    """Twelve thousand a year for Eva, of which she won six by 15 May: 6 of 5 months of 1.

    quota | subject_kind subject_id starts_on  ends_on    amount currency
          | rep          eva        2026-01-01 2027-01-01 12     EUR

    rep   | id  name started_on carries_quota
          | eva Eva  2025-01-01 yes

    deal  | id outcome amount currency closed_on  owner_id
          | 1  won     6      EUR      2026-05-10 eva
    """
    result = told().one("quota_attainment_rate:attainment", period, as_of="2026-05-15")
    assert (result.status, result.reason) == (status, reason)
    assert result.value == (None if status == "not_available" else Decimal("1.2"))


def test_a_number_of_few_records_keeps_its_value_and_interval(told: Told) -> None:
    """One of two.

    deal | id outcome closed_on
         | 1  won     2026-01-10
         | 2  lost    2026-01-10
    """
    result = told().one("win_rate", "2026-01")
    assert (result.value, result.status, result.n) == (0.5, "insufficient", 2)
    assert result.interval is not None
    assert result.interval.low < 0.5 < result.interval.high
    assert result.reason_facts == {"min_n": "10"}


def test_a_cohort_matures_when_eight_of_ten_deals_have_had_their_time(told: Told) -> None:
    """Deals end after 10, 20, 30, 40 and 100 days, so eight of ten within 52.

    deal | id outcome created_on closed_on
         | 1  won     2026-01-01 2026-01-11
         | 2  won     2026-01-01 2026-01-21
         | 3  won     2026-01-01 2026-01-31
         | 4  lost    2026-01-01 2026-02-10
         | 5  lost    2026-01-01 2026-04-11
    """
    company = told()
    few = {"parameters": {"min_n": 1}}
    # the youngest of January's were created on the 31st: 52 days later is 24 March
    young = company.one("opportunity_conversion_rate", "2026-01", as_of="2026-03-23", **few)
    assert young.status == "ok"  # as of that day the slow deal had not ended, and eight of ten ended within 34
    assert company.one("opportunity_conversion_rate", "2026-01", as_of="2026-02-15", **few).status == "immature"
    assert company.one("opportunity_conversion_rate", "2026-01", **few).status == "ok"


def test_what_stands_beside_is_nested_and_no_row_of_its_own(told: Told) -> None:
    """The answer to one question is one row.

    deal | id outcome amount closed_on
         | 1  won     100    2026-01-10
         | 2  lost    300    2026-01-10
    """
    table = told().workspace.show("win_rate", period="2026-01")
    assert len(table) == 1
    (result,) = table
    assert result.beside["by_value"].value == 0.25
    assert result.beside["by_value"].beside == {}
