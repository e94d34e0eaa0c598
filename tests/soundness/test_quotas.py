"""A quota is lowered by absence once, goes where its rep was, and nobody is credited with more than there is."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.model.team import RepSheet, TeamAnswer
from tests.soundness.table_from_docstring import Told

ATTAINED = "quota_attainment_rate:attainment"
EFFECTIVE = "quota_attainment_rate:effective_attainment"


def test_somebody_who_came_on_10_february_and_left_on_3_march(told: Told) -> None:
    """30 000 a month; there on 19 of 28 days of February and on 2 of 31 of March, so 20 357.14 + 1 935.48 are due.

    rep   | id  started_on left_on
          | eva 2026-02-10 2026-03-03
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-01-01 2026-04-01 90000
    deal  | id outcome amount closed_on  owner_id
          | 1  won     11000  2026-02-20 eva
    """
    company = told()
    due = Decimal(30_000) * 19 / 28 + Decimal(30_000) * 2 / 31
    result = company.one(EFFECTIVE, "2026-Q1")
    assert result.numerator == 11_000
    assert float(result.denominator or 0) == pytest.approx(float(due), abs=1e-5)
    assert company.one(ATTAINED, "2026-Q1").denominator == 90_000
    # 21 of 90 days are less than half of them
    assert company.one("quota_attainment_rate", "2026-Q1").reason == "nobody_has_a_quota"
    there = company.one("quota_attainment_rate", "2026-Q1", parameters={"active_share": "0.2"})
    assert (there.numerator, there.denominator) == (0, 1)


def test_a_quota_for_the_days_that_somebody_is_there_is_not_lowered_by_the_others(told: Told) -> None:
    """21 000 for 19 days of February and 2 of March: a thousand a day, all of which Eva was there for; Jan missed ten.

    rep   | id  started_on left_on
          | eva 2026-02-10 2026-03-03
          | jan 2026-02-20 -
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-02-10 2026-03-03 21000
          | rep          jan        2026-02-10 2026-03-03 21000
    deal  | id outcome amount closed_on  owner_id
          | 1  won     21000  2026-02-20 eva
    """
    company = told()
    due = company.groups(EFFECTIVE, "owner", "2026-Q1")
    assert {name: result.denominator for name, result in due.items()} == {"eva": 21_000, "jan": 11_000}
    months = company.workspace.show(ATTAINED, period="2026-Q1", grain="month", where={"owner": "eva"})
    assert [result.denominator for result in months] == [0, 19_000, 2_000]


def test_a_quota_of_nothing_is_no_quota(told: Told) -> None:
    """Eva has to reach 0 and won 5; Jan won half of his 100. Neither does Eva count, nor what she won.

    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-01-01 2026-04-01 0
          | rep          jan        2026-01-01 2026-04-01 100
    deal  | id outcome amount closed_on  owner_id
          | 1  won     5      2026-02-20 eva
          | 2  won     50     2026-02-20 jan
    """
    company = told()
    assert company.value(ATTAINED, "2026-Q1") == 0.5
    assert company.one("quota_attainment_rate", "2026-Q1").denominator == 1
    assert company.split("quota_attainment_rate", "owner", "2026-Q1") == {"jan": 0, "eva": None}


def test_a_month_that_gets_nothing_of_a_quota_still_has_one(told: Told) -> None:
    """Nothing of the quarter's 100 falls into February, in which all of it was won.

    quota | subject_kind subject_id starts_on  ends_on    amount spread by_month
          | rep          eva        2026-01-01 2026-04-01 100    hand   40_0_60
    deal  | id outcome amount closed_on  owner_id
          | 1  won     100    2026-02-20 eva
    """
    company = told()
    assert company.value(ATTAINED, "2026-Q1") == 1
    months = company.workspace.show(ATTAINED, period="2026-Q1", grain="month")
    assert [result.denominator for result in months] == [40, 0, 60]


def test_two_who_change_places_in_the_middle_of_a_quarter(told: Told) -> None:
    """On 16 February Eva goes to Blue and Jan to Red. Credit stays where it was earned, a month's quota where it began.

    deal        | id outcome amount closed_on  owner_id
                | 1  won     1      2026-01-10 eva
                | 2  won     2      2026-02-15 eva
                | 3  won     4      2026-02-16 eva
                | 4  won     8      2026-03-10 eva
                | 5  won     16     2026-02-15 jan
                | 6  won     32     2026-02-16 jan
    team        | id name
                | r  Red
                | b  Blue
    team_member | team_id rep_id starts_on  ends_on
                | r       eva    2025-01-01 2026-02-16
                | b       eva    2026-02-16 -
                | b       jan    2025-01-01 2026-02-16
                | r       jan    2026-02-16 -
    quota       | subject_kind subject_id starts_on  ends_on    amount
                | rep          eva        2026-01-01 2026-04-01 300
                | rep          jan        2026-01-01 2026-04-01 30
    """
    attained = told().groups(ATTAINED, "team", "2026-Q1")
    # Red: Eva's 1 + 2 and Jan's 32, of two months of Eva's and one of Jan's
    assert (attained["Red"].numerator, attained["Red"].denominator) == (35, 210)
    assert (attained["Blue"].numerator, attained["Blue"].denominator) == (28, 120)


def test_the_month_in_which_somebody_joins_is_the_teams_too(told: Told) -> None:
    """Eva comes to Red on 10 February: February's quota is Red's, and so is what she wins; January is nobody's.

    deal        | id outcome amount closed_on  owner_id created_on expected_close_on
                | 1  won     50     2026-02-20 eva      2026-01-05 2026-02-20
                | 2  open    200    -          eva      2026-01-05 2026-02-25
    team        | id name
                | r  Red
    team_member | team_id rep_id starts_on  ends_on
                | r       eva    2026-02-10 -
    quota       | subject_kind subject_id starts_on  ends_on    amount
                | rep          eva        2026-01-01 2026-04-01 300
    """
    company = told()
    attained = company.groups(ATTAINED, "team", "2026-Q1")
    assert {name: result.denominator for name, result in attained.items()} == {"Red": 200, None: 100}
    assert company.one(ATTAINED, "2026-02", where={"team": "Red"}).value == Decimal("0.5")
    covered = company.workspace.show("pipeline_coverage:gross", period="2026-02", by="team", as_of="2026-02-12")
    assert {result.group["team"]: result.denominator for result in covered} == {"Red": 100}


def test_what_is_shared_out_adds_up_to_the_deal(told: Told) -> None:
    """A deal in halves of 100.01, one in thirds, one 60 to 40, one with an overlay, and one that nobody shares.

    deal       | id outcome amount  closed_on  owner_id
               | 1  won     100.01  2026-01-10 eva
               | 2  won     100     2026-01-10 eva
               | 3  won     1000000 2026-01-10 eva
               | 4  won     10      2026-01-10 eva
               | 5  won     5       2026-01-10 eva
    deal_split | id deal_id rep_id share    kind
               | a  1       eva    0.5      revenue
               | b  1       jan    0.5      revenue
               | c  2       eva    0.333333 -
               | d  2       jan    0.333333 -
               | e  2       mia    0.333333 -
               | f  3       eva    0.6      revenue
               | g  3       jan    0.4      revenue
               | h  4       mia    0.5      overlay
    """
    company = told()
    assert company.workspace.engine is not None
    rows = company.workspace.engine.fetch("SELECT deal_id, rep_id, amount FROM owner_credit ORDER BY 1, 2", {})[1]
    assert [(deal, rep, str(amount)) for deal, rep, amount in rows] == [
        ("1", "eva", "50.01"),
        ("1", "jan", "50.00"),
        ("2", "eva", "33.33"),
        ("2", "jan", "33.34"),
        ("2", "mia", "33.33"),
        ("3", "eva", "600000.00"),
        ("3", "jan", "400000.00"),
        ("4", "eva", "10.00"),
        ("5", "eva", "5.00"),
    ]
    assert company.one("total_revenue").value == Decimal("1000215.01")


def test_shares_that_do_not_make_a_whole_are_taken_as_they_are_written(told: Told) -> None:
    """Two have 60 % of one deal, one has 60 % of another and nobody the rest; the company won 100 each time.

    deal       | id outcome amount closed_on  owner_id
               | 1  won     100    2026-01-10 eva
               | 2  won     100    2026-01-10 eva
    deal_split | deal_id rep_id share kind
               | 1       eva    0.6   revenue
               | 1       jan    0.6   revenue
               | 2       jan    0.6   revenue
    quota      | subject_kind subject_id starts_on  ends_on    amount
               | rep          eva        2026-01-01 2026-02-01 60
               | rep          jan        2026-01-01 2026-02-01 240
    """
    company = told()
    assert company.split(ATTAINED, "owner", "2026-01") == {"eva": 1, "jan": 0.5}
    assert company.value("total_revenue", "2026-01") == 200


def test_what_was_typed_in_stands_before_what_a_file_says(told: Told) -> None:
    """A file has the year for both; for Eva's second quarter, and for the company's, something else was typed in.

    quota | source subject_kind subject_id starts_on  ends_on    amount
          | crm    rep          eva        2026-01-01 2027-01-01 1200
          | crm    rep          jan        2026-01-01 2027-01-01 1200
          | crm    company      acme       2026-01-01 2027-01-01 2400
          | ledger rep          eva        2026-04-01 2026-07-01 600
          | ledger company      -          2026-04-01 2026-07-01 900
    deal  | id outcome amount closed_on  owner_id
          | 1  won     600    2026-05-10 eva
    """
    company = told(as_of=None)
    assert company.split(ATTAINED, "owner", "2026-Q2") == {"eva": 1, "jan": 0}
    due = company.groups(ATTAINED, "owner", "2026")
    assert {name: result.denominator for name, result in due.items()} == {"eva": 1500, "jan": 1200}
    quarters = company.workspace.show("pipeline_coverage:gross", period="2026", grain="quarter")
    assert company.workspace.engine is not None
    whole = "SELECT sum(quota_amount) FROM quota_month WHERE counts_for_company AND quarter(month_on) = "
    assert [company.workspace.engine.fetch(f"{whole}{n}", {})[1][0][0] for n in (1, 2, 3, 4)] == [600, 900, 600, 600]
    assert len(list(quarters)) == 4


def test_who_is_left_out_of_the_rate_is_listed_with_the_reason_as_the_team_has_it(told: Told) -> None:
    """Eva and Mia count; Jan, Zoe and Tom have no quota that counts, and Ann left after a month.

    Jan sells; in Zoe's first months nothing is due; Tom carries none and has a share of a deal. Ola leads and sells
    nothing, Pat lost a deal and carries none, and Bea comes later: nobody misses them.

    rep         | id  started_on left_on    carries_quota ramp_id
                | eva 2020-01-01 -          true          -
                | mia 2020-01-01 -          true          -
                | jan 2020-01-01 -          true          -
                | zoe 2026-01-01 -          true          slow
                | tom 2020-01-01 -          false         -
                | ann 2020-01-01 2026-02-01 true          -
                | ola 2020-01-01 -          false         -
                | pat 2020-01-01 -          false         -
                | bea 2026-05-01 -          true          -
    ramp        | ramp_id month_no share
                | slow    1        0
                | slow    2        0
                | slow    3        0
    quota       | subject_kind subject_id starts_on  ends_on    amount
                | rep          eva        2026-01-01 2026-04-01 90
                | rep          mia        2026-01-01 2026-04-01 90
                | rep          zoe        2026-01-01 2026-04-01 90
                | rep          ann        2026-01-01 2026-04-01 90
    deal        | id outcome amount closed_on  owner_id created_on qualified_on
                | 1  won     100    2026-02-20 eva      2026-01-01 2026-01-01
                | 2  won     10     2026-02-20 jan      2026-01-01 2026-01-01
                | 3  won     10     2026-01-20 eva      2026-01-01 2026-01-01
                | 4  lost    10     2026-02-20 pat      2026-01-01 2026-01-01
    deal_split  | deal_id rep_id share kind
                | 3       tom    1     revenue
    """
    company = told()
    drilled = company.workspace.drill("quota_attainment_rate", part="excluded", period="2026-Q1").records
    assert sorted((record.name, record.table, record.reason) for record in drilled) == [
        ("ann", "rep", "there_too_little"),
        ("jan", "rep", "no_quota"),
        ("tom", "rep", "no_quota"),
        ("zoe", "rep", "no_quota"),
    ]
    rate = company.one("quota_attainment_rate", "2026-Q1")
    assert (rate.numerator, rate.denominator) == (1, 2)
    assert dict(rate.excluded.reasons) == {"no_quota": 3, "there_too_little": 1}
    team = company.workspace.team(period="2026-Q1")
    assert isinstance(team, TeamAnswer)
    assert team.distribution.without_quota == ("jan", "tom", "zoe")
    assert team.distribution.short == ("ann",)
    assert company.one("quota_attainment_rate", "2026-Q1", parameters={"active_share": "0.3"}).denominator == 3


def test_whoever_won_later_than_the_day_of_the_question_is_not_missed_yet(told: Told) -> None:
    """Tom carries no quota and won in March.

    rep   | id  started_on carries_quota
          | eva 2020-01-01 true
          | tom 2020-01-01 false
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-01-01 2026-04-01 90
    deal  | id outcome amount closed_on  owner_id
          | 1  won     100    2026-03-20 tom
    """
    company = told()
    assert company.records("quota_attainment_rate", "excluded", "2026-Q1") == ["tom"]
    assert company.records("quota_attainment_rate", "excluded", "2026-Q1", as_of="2026-03-19") == []


def test_productivity_lists_whom_it_does_not_divide_by(told: Told) -> None:
    """Ola leads; Zoe is in ramp-up until the end of February; Tom left before the quarter.

    rep  | id  started_on left_on    carries_quota ramp_id
         | eva 2020-01-01 -          true          -
         | zoe 2026-01-01 -          true          slow
         | ola 2020-01-01 -          false         -
         | tom 2020-01-01 2025-07-01 false         -
    ramp | ramp_id month_no share
         | slow    1        0.5
         | slow    2        0.5
    deal | id outcome amount closed_on  owner_id
         | 1  won     100    2026-02-20 eva
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-01-01 2026-04-01 90
    """
    company = told()
    for reading in ("rep_productivity", "rep_productivity:headcount"):
        drilled = company.workspace.drill(reading, part="excluded", period="2026-Q1").records
        assert [(record.record, record.reason) for record in drilled] == [("ola", "carries_no_quota")]
    ramped = company.workspace.drill("rep_productivity:ramped", part="excluded", period="2026-Q1").records
    assert [(record.record, str(record.day), record.reason) for record in ramped] == [
        ("zoe", "2026-01-01", "in_ramp_up"),
        ("zoe", "2026-02-01", "in_ramp_up"),
        ("ola", "2026-01-01", "month_of_no_carrier"),
        ("ola", "2026-02-01", "month_of_no_carrier"),
        ("ola", "2026-03-01", "month_of_no_carrier"),
    ]
    assert company.one("rep_productivity", "2026-Q1").denominator == 2


def test_a_quota_of_more_than_a_million_millions_is_kept_to_the_cent(told: Told) -> None:
    """Eva won to the cent what is due; Jan is in ramp-up and needs half; nobody wrote since when Mia is there.

    rep   | id  started_on ramp_id
          | eva 2020-01-01 -
          | jan 2026-01-01 half
          | mia -          -
    ramp  | ramp_id month_no share
          | half    1        0.5
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-01-01 2026-02-01 987654321098765.43
          | rep          jan        2026-01-01 2026-02-01 1000000000000.02
          | rep          mia        2026-01-01 2026-02-01 7000000000000000.07
    deal  | id outcome amount             closed_on  owner_id
          | 1  won     987654321098765.43 2026-01-20 eva
          | 2  won     500000000000.01    2026-01-20 jan
          | 3  won     7000000000000000.06 2026-01-20 mia
    """
    company = told()
    due = company.groups(EFFECTIVE, "owner", "2026-01")
    assert {name: str(result.denominator) for name, result in due.items()} == {
        "eva": "987654321098765.430000",
        "jan": "500000000000.010000",
        "mia": "7000000000000000.070000",
    }
    rate = company.one("quota_attainment_rate", "2026-01")
    assert (rate.numerator, rate.denominator) == (2, 3)


def test_an_overlay_stands_beside_the_credit_and_is_part_of_no_other_number(told: Told) -> None:
    """Tom helped Eva with three deals won and one lost, Jan with one; nobody is credited with less for it.

    rep        | id  started_on carries_quota
               | eva 2020-01-01 true
               | jan 2020-01-01 true
               | tom 2020-01-01 false
    quota      | subject_kind subject_id starts_on  ends_on    amount
               | rep          eva        2026-01-01 2026-04-01 100
               | rep          jan        2026-01-01 2026-04-01 100
    deal       | id outcome amount closed_on  owner_id is_deleted
               | 1  won     100.01 2026-01-10 eva      false
               | 2  won     30     2026-02-10 eva      false
               | 3  won     -      2026-02-11 eva      false
               | 4  lost    50     2026-02-12 eva      false
               | 5  won     50     2026-02-12 eva      true
               | 6  won     50     2026-04-01 eva      false
    deal_split | deal_id rep_id share kind
               | 1       tom    0.5   overlay
               | 1       jan    1     overlay
               | 2       tom    0.25  overlay
               | 2       tom    0.25  overlay
               | 3       tom    1     overlay
               | 4       tom    1     overlay
               | 5       tom    1     overlay
               | 6       tom    1     overlay
               | 2       eva    1     revenue
    """
    company = told()
    team = company.workspace.team(period="2026-Q1")
    assert isinstance(team, TeamAnswer)
    assert {name: (str(number.value), number.n) for name, number in team.overlays.items()} == {
        "jan": ("100.01", 1),
        "tom": ("65.01", 2),
    }
    (table,) = team.tables
    assert [row.name for row in table.rows] == ["eva", "jan"]
    assert table.whole["total_revenue"].value == Decimal("130.01")
    assert company.split(ATTAINED, "owner", "2026-Q1")["eva"] == 1.3001
    assert company.split(ATTAINED, "owner", "2026-Q1")["jan"] == 0
    sheets = {name: company.workspace.team(name, period="2026-Q1") for name in ("eva", "jan", "Tom")}
    assert all(isinstance(sheet, RepSheet) for sheet in sheets.values())
    overlays = {name: sheet.overlay for name, sheet in sheets.items() if isinstance(sheet, RepSheet)}
    assert {name: found and str(found.value) for name, found in overlays.items()} == {
        "eva": None,
        "jan": "100.01",
        "Tom": "65.01",
    }
    assert company.records("quota_attainment_rate:overlay", "numerator", "2026-Q1") == ["1", "1", "2"]
    assert dict(company.one("quota_attainment_rate:overlay", "2026-Q1").excluded.reasons) == {"no_amount": 1}
