"""A lead entered twice counts once."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_duplicates_merged_and_invalid_leads(told: Told) -> None:
    """Ann was entered three times and converted under the second entry; one lead was merged, one is spam.

    lead | id email  created_on converted_on qualified_on deal_id merged_into_id disqualified_reason is_deleted
         | a  ann@a  2026-01-01 -            -            -       -              -                   false
         | b  ANN@a  2026-01-05 2026-01-20   2026-01-10   d       -              -                   false
         | c  ann@a  2026-01-06 2026-01-21   2026-01-11   -       -              -                   false
         | e  -      2026-01-06 -            -            -       -              -                   false
         | f  -      2026-01-06 2026-01-07   2026-01-07   -       e              -                   false
         | g  g@g    2026-01-06 -            -            -       -              Spam                false
         | h  h@h    2026-01-06 2026-01-09   2026-01-09   -       -              -                   true
    deal | id outcome amount created_on closed_on
         | d  won     100    2026-01-20 2026-02-10
    """
    company = told()
    result = company.one("lead_conversion_rate", "2026-01")
    # Ann and the one that f was merged into
    assert (result.numerator, result.denominator) == (2, 2)
    assert dict(result.excluded.reasons) == {"deleted": 1, "merged": 1, "duplicate": 2, "invalid": 1}
    assert company.value("qualified_leads", "2026-01") == 2
    assert company.one("lead_conversion_rate:in_period", "2026-01").numerator == 2
    assert company.one("lead_conversion_rate:to_customer", "2026-01").numerator == 1
    assert company.records("lead_conversion_rate", "numerator", "2026-01") == ["a", "e"]


def test_one_mailbox_is_written_in_several_ways(told: Told) -> None:
    """A tag after a plus names the same mailbox everywhere, dots do at Gmail alone.

    lead | id email                       created_on converted_on
         | a  ann@firma.sk                2026-01-01 -
         | b  Ann+fair@firma.sk           2026-01-02 2026-01-20
         | c  a.nn@firma.sk               2026-01-03 -
         | d  bea.nova@gmail.com          2026-01-01 2026-01-10
         | e  beanova+x.y@googlemail.com  2026-01-02 2026-01-10
         | f  +421905@firma.sk            2026-01-02 -
         | g  +421906@firma.sk            2026-01-02 -
    """
    company = told()
    result = company.one("lead_conversion_rate", "2026-01")
    assert (result.numerator, result.denominator) == (2, 5)
    assert dict(result.excluded.reasons) == {"duplicate": 2}
    assert company.records("lead_conversion_rate", "numerator", "2026-01") == ["a", "d"]


def test_the_window_and_its_last_day(told: Told) -> None:
    """90 days are in time, 91 are not.

    lead | id created_on converted_on
         | 1  2026-01-01 2026-04-01
         | 2  2026-01-01 2026-04-02
         | 3  2026-01-01 2026-01-01
         | 4  2026-01-01 -
    """
    company = told()
    assert company.one("lead_conversion_rate", "2026-01").numerator == 2
    assert company.one("lead_conversion_rate", "2026-01", parameters={"window_days": 91}).numerator == 3
    assert company.one("lead_conversion_rate", "2026-01", as_of="2026-03-31").numerator == 1


def test_a_cohort_that_is_too_young(told: Told) -> None:
    """On 30 June the leads of March are 91 days old, those of April 61.

    lead | id created_on converted_on
         | 1  2026-03-01 2026-04-01
         | 2  2026-04-01 2026-04-02
    """
    company = told()
    few = {"min_n": 1}
    assert company.one("lead_conversion_rate", "2026-03", parameters=few).status == "ok"
    april = company.one("lead_conversion_rate", "2026-04", parameters=few)
    assert (april.status, april.reason, april.value) == ("immature", "cohort_young", 1)
