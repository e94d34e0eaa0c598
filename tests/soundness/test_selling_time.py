"""Selling time: hours of selling over hours worked, how much of them is known, and when there is no number."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.errors import PrivacyError, SettingsError
from lievik.workspace import Workspace
from tests.soundness.table_from_docstring import Company, Told, company

WEEK = "2026-02-02..2026-02-08"
"""A week without a public holiday."""

BY_CONTRACT = """
rep      | id  name contract_hours
         | eva Eva  40
activity | rep_id kind started_on hours
         | eva    call {day} 1
"""
TWO_TEAMS = """
rep         | id  name region
            | eva Eva  east
            | jan Jan  east
            | iva Iva  west
team        | id name
            | t1 One
            | t2 Two
team_member | team_id rep_id starts_on
            | t1      eva    2020-01-01
            | t1      jan    2020-01-01
            | t2      iva    2020-01-01
work_time   | rep_id worked_on  hours
            | eva    2026-02-02 8
            | jan    2026-02-02 8
            | iva    2026-02-02 8
activity    | rep_id kind    started_on hours
            | eva    meeting 2026-02-02 6
            | jan    meeting 2026-02-02 4
            | iva    meeting 2026-02-02 8
"""


def days_worked(told: Company, period: str) -> list[str]:
    """Name the days that hours were worked on."""
    return sorted(record.day.isoformat() for record in worked(told.workspace, period) if record.day)


def worked(workspace: Workspace, period: str) -> tuple:  # type: ignore[type-arg]
    """List the days behind the hours worked."""
    return tuple(workspace.drill("selling_time_share", part="denominator", period=period).records)


def test_30_hours_of_40_are_75_percent(told: Told) -> None:
    """The article's week: 6 hours a day of 8.

    work_time | rep_id worked_on  hours
              | eva    2026-02-02 8
              | eva    2026-02-03 8
              | eva    2026-02-04 8
              | eva    2026-02-05 8
              | eva    2026-02-06 8
    activity  | rep_id kind        started_on hours
              | eva    prospecting 2026-02-02 6
              | eva    meeting     2026-02-03 6
              | eva    call        2026-02-04 6
              | eva    demo        2026-02-05 6
              | eva    closing     2026-02-06 6
              | eva    admin       2026-02-06 1
    """
    result = told().one("selling_time_share", WEEK)
    assert (result.value, result.numerator, result.denominator, result.status) == (Decimal("0.75"), 30, 40, "ok")
    assert result.beside["coverage"].value == Decimal(31) / 40


def test_a_week_without_records_has_no_number(told: Told) -> None:
    """Hours are known by contract, what was done in them is not.

    rep      | id  contract_hours
             | eva 40
    activity | rep_id kind started_on hours
             | eva    call 2026-01-20 1
    """
    result = told().one("selling_time_share", WEEK)
    assert (result.value, result.status, result.reason) == (None, "undefined", "nothing_recorded")
    assert result.denominator == 40
    assert result.beside["coverage"].value == 0


def test_a_week_of_paperwork_alone_is_zero(told: Told) -> None:
    """Enough is recorded, and none of it is selling.

    work_time | rep_id worked_on  hours
              | eva    2026-02-02 8
    activity  | rep_id kind           started_on hours
              | eva    Administratíva 2026-02-02 5
              | eva    call           2026-01-20 5
    """
    company = told()
    assert (company.value("selling_time_share", WEEK), company.one("selling_time_share", WEEK).status) == (0, "ok")


@pytest.mark.parametrize(("hours", "status"), [("19.99", "partial"), ("20", "ok")])
def test_below_the_floor_of_coverage_the_share_is_partial(hours: str, status: str) -> None:
    text = """
    work_time | rep_id worked_on  hours
              | eva    2026-02-02 40
    activity  | rep_id kind started_on hours
              | eva    call 2026-02-02 """
    result = company(text + hours).one("selling_time_share", WEEK)
    assert result.status == status
    if status == "partial":
        assert (result.reason, dict(result.reason_facts)) == ("little_covered", {"min_coverage": "50"})
    lower = company(text + hours).one("selling_time_share", WEEK, parameters={"min_coverage": "0.4"})
    assert lower.status == "ok"


def test_a_day_is_covered_once(told: Told) -> None:
    """Meetings overlap on Monday: ten hours of eight; the whole week is in doubt only where it is over the whole.

    work_time | rep_id worked_on  hours
              | eva    2026-02-02 8
              | eva    2026-02-03 8
    activity  | rep_id kind    started_on hours
              | eva    meeting 2026-02-02 5
              | eva    meeting 2026-02-02 5
    """
    company = told()
    assert company.value("selling_time_share:coverage", WEEK) == 0.5
    monday = company.one("selling_time_share", "2026-02-02..2026-02-02")
    assert (monday.value, monday.status, monday.reason) == (Decimal("1.25"), "partial", "more_than_worked")


def test_a_team_is_the_sum_over_the_sum(told: Told) -> None:
    """Two of two hours and none of eight: 2 of 10, not a half.

    work_time | rep_id worked_on  hours
              | eva    2026-02-02 2
              | jan    2026-02-02 8
    activity  | rep_id kind  started_on hours
              | eva    call  2026-02-02 2
              | jan    admin 2026-02-02 8
    """
    assert told().value("selling_time_share", WEEK) == 0.2


def test_a_rep_whose_hours_are_not_known_has_no_number_and_makes_none_of_others(told: Told) -> None:
    """Neither timesheet nor contract for Jan; Iva carries no quota and keeps no timesheets.

    rep       | id  name contract_hours carries_quota
              | eva Eva  -              true
              | jan Jan  -              true
              | iva Iva  40             false
    work_time | rep_id worked_on  hours
              | eva    2026-02-02 8
    activity  | rep_id kind started_on hours
              | eva    call 2026-02-02 4
              | jan    call 2026-02-02 8
              | iva    call 2026-02-02 8
    """
    company = told()
    by_owner = company.groups("selling_time_share", "owner", WEEK)
    assert (by_owner["Jan"].value, by_owner["Jan"].reason) == (None, "no_hours_worked")
    assert by_owner["Iva"].value is None
    result = company.one("selling_time_share", WEEK)
    assert (result.value, dict(result.excluded.reasons)) == (Decimal("0.5"), {"hours_not_known": 2})


# ------------------------------------------------------------------------------------------- what is selling


def test_a_row_goes_before_the_companys_table_and_that_before_what_is_usual(told: Told) -> None:
    """Case, accents and signs do not matter; a kind that nobody knows is left out and told.

    activity_kind | kind        is_selling
                  | PREPARATION true
                  | Demo        false
                  | Veľtrh      true
    work_time     | rep_id worked_on  hours
                  | eva    2026-02-02 100
    activity      | id rep_id kind          started_on hours is_selling
                  | a  eva    demo          2026-02-02 1     -
                  | b  eva    demo          2026-02-02 2     true
                  | c  eva    preparation   2026-02-02 4     -
                  | d  eva    velTRH!       2026-02-02 8     -
                  | e  eva    Schôdzka      2026-02-02 16    -
                  | f  eva    call          2026-02-02 32    false
                  | g  eva    whatever      2026-02-02 64    -
                  | h  eva    -             2026-02-02 64    -
                  | i  eva    Follow-up     2026-02-02 64    -
    """
    company = told()
    result = company.one("selling_time_share", WEEK)
    assert (result.numerator, dict(result.excluded.reasons)) == (2 + 4 + 8 + 16, {"unknown_kind": 2})
    assert company.records("selling_time_share", "numerator", WEEK) == ["b", "c", "d", "e"]
    assert company.records("selling_time_share", "excluded", WEEK) == ["g", "h"]


def test_what_is_missing_is_the_kind(told: Told) -> None:
    """Nothing tells what was selling.

    work_time | rep_id worked_on  hours
              | eva    2026-02-02 8
    activity  | rep_id started_on hours
              | eva    2026-02-02 8
    """
    result = told().one("selling_time_share", WEEK)
    assert (result.reason, dict(result.reason_facts)) == ("missing_column", {"columns": "activity.kind"})


# ------------------------------------------------------------------------------------------- hours worked


@pytest.mark.parametrize(
    ("country", "period", "days"),
    [
        # Good Friday 18 and Easter Monday 21 April 2025; 1 and 8 May
        ("SK", "2025-04", 22 - 2),
        ("SK", "2025-05", 22 - 2),
        # by a law of 2025 8 May is a working day from 2026 on
        ("SK", "2026-05", 21 - 1),
        ("CZ", "2026-05", 21 - 2),
        ("AT", "2026-05", 21 - 3),
        ("PL", "2026-01", 22 - 2),
        ("HU", "2026-04", 22 - 2),
        ("DE", "2026-04", 22 - 2),
        ("UA", "2026-05", 21),
    ],
)
def test_hours_of_a_contract_are_those_of_working_days(country: str, period: str, days: int) -> None:
    told = company(BY_CONTRACT.format(day=f"{period}-15"), country=country)
    assert told.one("selling_time_share", period).denominator == 8 * days


def test_easter_monday_and_the_first_of_may_are_not_worked() -> None:
    told = company(BY_CONTRACT.format(day="2025-04-15"))
    days = days_worked(told, "2025-04-14..2025-05-09")
    assert not {"2025-04-18", "2025-04-21", "2025-05-01", "2025-05-08"} & set(days)
    assert {"2025-04-17", "2025-04-22", "2025-05-02", "2025-05-07", "2025-05-09"} <= set(days)


def test_a_country_of_a_reps_own_goes_before_the_workspaces(told: Told) -> None:
    """Whit Monday, 25 May 2026, is a holiday in Austria alone.

    rep      | id  name country contract_hours
             | eva Eva  -       40
             | jan Jan  at      40
    activity | rep_id kind started_on hours
             | eva    call 2026-05-25 1
             | jan    call 2026-05-26 1
    """
    found = told().groups("selling_time_share", "owner", "2026-05-25..2026-05-26")
    assert {name: result.denominator for name, result in found.items()} == {"Eva": 16, "Jan": 8}


def test_a_country_that_is_not_known_is_refused() -> None:
    with pytest.raises(SettingsError, match="holidays of country 'XX' are not known"):
        company(BY_CONTRACT.format(day="2026-05-15"), country="XX")


def test_leave_is_not_worked(told: Told) -> None:
    """Two hours at the doctor's on Monday, all of Tuesday off, a holiday in the timesheet's own words on Wednesday.

    rep       | id  contract_hours
              | eva 40
    work_time | rep_id worked_on  hours kind
              | eva    2026-02-02 2     Lekár
              | eva    2026-02-03 -     Dovolenka
              | eva    2026-02-04 8     sick_leave
    activity  | rep_id kind started_on hours
              | eva    call 2026-02-02 6
    """
    result = told().one("selling_time_share", WEEK)
    assert (result.numerator, result.denominator) == (6, 6 + 8 + 8)


def test_a_month_with_timesheets_is_theirs_alone(told: Told) -> None:
    """One day of February is in a timesheet; March has none, and follows from the contract.

    rep       | id  contract_hours
              | eva 40
    work_time | rep_id worked_on  hours
              | eva    2026-02-07 5
    activity  | rep_id kind started_on hours
              | eva    call 2026-02-07 3
              | eva    call 2026-03-02 3
    """
    company = told()
    assert company.one("selling_time_share", "2026-02").denominator == 5
    assert company.one("selling_time_share", "2026-03").denominator == 22 * 8


def test_nobody_works_before_they_came_or_after_they_left(told: Told) -> None:
    """From Tuesday to Thursday; who left on Friday did not work that day.

    rep      | id  contract_hours started_on left_on
             | eva 37.5           2026-02-03 2026-02-06
    activity | rep_id kind started_on hours
             | eva    call 2026-02-03 7.5
             | eva    call 2026-02-09 7.5
    """
    company = told()
    assert days_worked(company, "2026-02") == ["2026-02-03", "2026-02-04", "2026-02-05"]
    result = company.one("selling_time_share", "2026-02")
    assert (result.value, dict(result.excluded.reasons)) == (Decimal(1) / 3, {"hours_not_known": 1})


# ------------------------------------------------------------------------------------------- kept to the team


def test_without_the_switch_a_rep_has_a_number() -> None:
    assert company(TWO_TEAMS).split("selling_time_share", "owner", WEEK) == {"Eva": 0.75, "Jan": 0.5, "Iva": 1.0}


def test_the_team_alone_has_a_number() -> None:
    told = company(TWO_TEAMS, is_team_only=True)
    assert told.value("selling_time_share", WEEK) == 0.75
    by_team = told.groups("selling_time_share", "team", WEEK)
    assert by_team["One"].value == Decimal(10) / 16
    two = by_team["Two"]
    assert (two.value, two.status, two.reason) == (None, "not_available", "one_rep")
    assert (two.numerator, two.denominator, two.formula, two.excluded.count) == (None, None, "", 0)
    assert two.beside["coverage"].value is None


@pytest.mark.parametrize("metric", ["selling_time_share", "selling_time_share:coverage"])
def test_no_question_asks_for_one_rep(metric: str) -> None:
    told = company(TWO_TEAMS, is_team_only=True)
    with pytest.raises(PrivacyError, match="is told of teams only"):
        told.one(metric, WEEK, by="owner")
    with pytest.raises(PrivacyError):
        told.one(metric, WEEK, where={"owner": "Eva"})
    for part in ("numerator", "denominator", "excluded"):
        with pytest.raises(PrivacyError):
            told.records(metric, part, WEEK)


def test_no_gap_between_readings_tells_of_one_rep() -> None:
    told = company(TWO_TEAMS, is_team_only=True).workspace
    (gap,) = told.variants("selling_time_share", between=("selling_time_share", "coverage"), period=WEEK).gaps
    assert (gap.no_gap, gap.groups, gap.records) == ("kept_back", (), ())
    with pytest.raises(PrivacyError):
        told.variants("selling_time_share", period=WEEK, where={"owner": "Eva"})


@pytest.mark.parametrize(("dimension", "value"), [("team", "Two"), ("region", "west")])
def test_a_group_of_one_is_a_rep(dimension: str, value: str) -> None:
    result = company(TWO_TEAMS, is_team_only=True).one("selling_time_share", WEEK, where={dimension: value})
    assert (result.value, result.reason) == (None, "one_rep")


def test_a_period_compared_with_is_kept_back_as_well(told: Told) -> None:
    """Jan came in February: January was Eva's alone.

    work_time | rep_id worked_on  hours
              | eva    2026-01-12 8
              | eva    2026-02-02 8
              | jan    2026-02-02 8
    activity  | rep_id kind started_on hours
              | eva    call 2026-01-12 7
              | eva    call 2026-02-02 8
              | jan    call 2026-02-02 4
    """
    result = told(is_team_only=True).one("selling_time_share", "2026-02", compare="previous")
    assert result.value == Decimal("0.75")
    assert result.compared is not None
    assert (result.compared.value, result.compared.delta) == (None, None)


def test_other_numbers_are_told_of_one_rep_as_before(told: Told) -> None:
    """The switch is about time.

    deal | id outcome amount closed_on  owner_id
         | 1  won     1      2026-01-10 eva
    """
    assert told(is_team_only=True).split("total_revenue", "owner") == {"eva": 1.0}
