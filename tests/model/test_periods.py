"""Units, neighbours, cuts and parts of periods, with dates worked out by hand from a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from lievik.errors import InternalError, ParameterError, PeriodError
from lievik.model.periods import (
    FiscalYear,
    Grain,
    Period,
    custom_period,
    cut_to_elapsed,
    first_of_month,
    month_index,
    next_period,
    period_index_step,
    period_of,
    previous_period,
    same_period_last_year,
    split,
)

APRIL = FiscalYear(start_month=4, label="end")


def day(text: str) -> date:
    return date.fromisoformat(text)


def shown(period: Period) -> str:
    """Label, first day and last day included, as a person would check them."""
    last = date.fromordinal(period.end.toordinal() - 1)
    return f"{period.label} {period.start.isoformat()} {last.isoformat()}"


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        (Grain.DAY, "2017-07-15 2017-07-15 2017-07-15"),
        (Grain.WEEK, "2017-W28 2017-07-10 2017-07-16"),
        (Grain.MONTH, "2017-07 2017-07-01 2017-07-31"),
        (Grain.QUARTER, "2017-Q3 2017-07-01 2017-09-30"),
        (Grain.HALF, "2017-H2 2017-07-01 2017-12-31"),
        (Grain.YEAR, "2017 2017-01-01 2017-12-31"),
    ],
)
def test_a_day_lies_in_one_unit_of_every_grain(grain: Grain, expected: str) -> None:
    period = period_of(day("2017-07-15"), grain)
    assert shown(period) == expected
    assert period.grain is grain
    assert not period.is_fiscal
    assert not period.is_cut


@pytest.mark.parametrize(
    ("start_month", "label", "quarter", "half", "year"),
    [
        (1, "end", "FY2017-Q1 2017-01-01 2017-03-31", "FY2017-H1 2017-01-01 2017-06-30", "FY2017 2017-01-01"),
        (
            1,
            "start",
            "FY2017-Q1 2017-01-01 2017-03-31",
            "FY2017-H1 2017-01-01 2017-06-30",
            "FY2017 2017-01-01",
        ),
        (2, "end", "FY2018-Q1 2017-02-01 2017-04-30", "FY2018-H1 2017-02-01 2017-07-31", "FY2018 2017-02-01"),
        (
            2,
            "start",
            "FY2017-Q1 2017-02-01 2017-04-30",
            "FY2017-H1 2017-02-01 2017-07-31",
            "FY2017 2017-02-01",
        ),
        (4, "end", "FY2017-Q4 2017-01-01 2017-03-31", "FY2017-H2 2016-10-01 2017-03-31", "FY2017 2016-04-01"),
        (
            4,
            "start",
            "FY2016-Q4 2017-01-01 2017-03-31",
            "FY2016-H2 2016-10-01 2017-03-31",
            "FY2016 2016-04-01",
        ),
        (7, "end", "FY2017-Q3 2017-01-01 2017-03-31", "FY2017-H2 2017-01-01 2017-06-30", "FY2017 2016-07-01"),
        (
            7,
            "start",
            "FY2016-Q3 2017-01-01 2017-03-31",
            "FY2016-H2 2017-01-01 2017-06-30",
            "FY2016 2016-07-01",
        ),
        (
            10,
            "end",
            "FY2017-Q2 2017-01-01 2017-03-31",
            "FY2017-H1 2016-10-01 2017-03-31",
            "FY2017 2016-10-01",
        ),
        (
            10,
            "start",
            "FY2016-Q2 2017-01-01 2017-03-31",
            "FY2016-H1 2016-10-01 2017-03-31",
            "FY2016 2016-10-01",
        ),
    ],
)
def test_march_2017_in_every_fiscal_year(start_month: int, label: str, quarter: str, half: str, year: str) -> None:
    fiscal = FiscalYear(start_month=start_month, label="end" if label == "end" else "start")
    assert shown(period_of(day("2017-03-31"), Grain.QUARTER, fiscal)) == quarter
    assert shown(period_of(day("2017-03-31"), Grain.HALF, fiscal)) == half
    whole = period_of(day("2017-03-31"), Grain.YEAR, fiscal)
    assert shown(whole).startswith(f"{year} ")
    assert whole.days == 365
    assert whole.is_fiscal


def test_the_first_day_of_a_fiscal_year_opens_a_new_label() -> None:
    assert period_of(day("2017-03-31"), Grain.YEAR, APRIL).label == "FY2017"
    assert period_of(day("2017-04-01"), Grain.YEAR, APRIL).label == "FY2018"
    assert APRIL.first_day(2018) == day("2017-04-01")
    assert FiscalYear(start_month=4, label="start").first_day(2018) == day("2018-04-01")


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH])
def test_days_weeks_and_months_are_never_fiscal(grain: Grain) -> None:
    assert period_of(day("2017-03-31"), grain, APRIL) == period_of(day("2017-03-31"), grain)


@pytest.mark.parametrize(
    ("monday_or_later", "expected"),
    [
        ("2015-12-31", "2015-W53 2015-12-28 2016-01-03"),
        ("2016-01-01", "2015-W53 2015-12-28 2016-01-03"),
        ("2016-01-04", "2016-W01 2016-01-04 2016-01-10"),
        ("2018-12-31", "2019-W01 2018-12-31 2019-01-06"),
        ("2021-01-03", "2020-W53 2020-12-28 2021-01-03"),
        ("2021-01-04", "2021-W01 2021-01-04 2021-01-10"),
    ],
)
def test_iso_weeks_around_new_year(monday_or_later: str, expected: str) -> None:
    assert shown(period_of(day(monday_or_later), Grain.WEEK)) == expected


@pytest.mark.parametrize(("year", "days"), [(1900, 28), (2000, 29), (2016, 29), (2017, 28), (2100, 28), (2196, 29)])
def test_february_is_as_long_as_in_the_calendar(year: int, days: int) -> None:
    february = period_of(date(year, 2, 1), Grain.MONTH)
    assert february.days == days
    assert february.end == date(year, 3, 1)
    assert period_of(date(year, 12, 31), Grain.YEAR).days == 337 + days


@pytest.mark.parametrize("month", [3, 10])
def test_months_when_the_clocks_change_have_31_days(month: int) -> None:
    assert period_of(date(2017, month, 26), Grain.MONTH).days == 31
    assert len(split(period_of(date(2017, month, 26), Grain.MONTH), Grain.DAY)) == 31


def test_a_period_holds_its_start_and_not_its_end() -> None:
    july = period_of(day("2017-07-15"), Grain.MONTH)
    held = [july.contains(day(text)) for text in ("2017-06-30", "2017-07-01", "2017-07-31", "2017-08-01")]
    assert held == [False, True, True, False]


@pytest.mark.parametrize(
    ("inside", "grain", "before", "after"),
    [
        ("2016-03-01", Grain.DAY, "2016-02-29", "2016-03-02"),
        ("2021-01-03", Grain.WEEK, "2020-W52", "2021-W01"),
        ("2017-03-31", Grain.MONTH, "2017-02", "2017-04"),
        ("2017-01-15", Grain.QUARTER, "2016-Q4", "2017-Q2"),
        ("2017-01-15", Grain.HALF, "2016-H2", "2017-H2"),
        ("2017-01-15", Grain.YEAR, "2016", "2018"),
    ],
)
def test_neighbours_are_units_of_the_same_grain(inside: str, grain: Grain, before: str, after: str) -> None:
    period = period_of(day(inside), grain)
    assert previous_period(period).label == before
    assert next_period(period).label == after


def test_neighbours_of_a_fiscal_unit_are_fiscal() -> None:
    quarter = period_of(day("2017-03-31"), Grain.QUARTER, APRIL)
    assert shown(previous_period(quarter, APRIL)) == "FY2017-Q3 2016-10-01 2016-12-31"
    assert shown(next_period(quarter, APRIL)) == "FY2018-Q1 2017-04-01 2017-06-30"


def test_a_calendar_unit_stays_one_when_the_company_has_a_fiscal_year() -> None:
    quarter = period_of(day("2017-03-31"), Grain.QUARTER)
    assert previous_period(quarter, APRIL).label == "2016-Q4"
    assert [piece.label for piece in split(quarter, Grain.HALF, APRIL)] == ["2017-H1"]


def test_a_fiscal_unit_without_its_calendar_is_our_bug() -> None:
    quarter = period_of(day("2017-03-31"), Grain.QUARTER, APRIL)
    with pytest.raises(InternalError, match="'FY2017-Q4' came without its fiscal year"):
        previous_period(quarter)


@pytest.mark.parametrize(
    ("start", "end", "before", "after"),
    [
        ("2017-04-01", "2017-06-01", "2017-02-01..2017-03-31", "2017-06-01..2017-07-31"),
        ("2017-03-01", "2017-04-01", "2017-02-01..2017-02-28", "2017-04-01..2017-04-30"),
        ("2017-01-15", "2017-04-01", "2016-10-31..2017-01-14", "2017-04-01..2017-06-15"),
        ("2017-07-01", "2017-07-16", "2017-06-16..2017-06-30", "2017-07-16..2017-07-30"),
    ],
)
def test_a_custom_span_moves_by_its_own_length(start: str, end: str, before: str, after: str) -> None:
    span = custom_period(day(start), day(end))
    assert previous_period(span).label == before
    assert next_period(span).label == after


def test_a_span_of_fiscal_quarters_stays_one() -> None:
    span = custom_period(day("2016-04-01"), day("2017-01-01"), APRIL)
    assert (span.label, span.is_fiscal, span.grain) == ("FY2017-Q1..FY2017-Q3", True, None)
    assert shown(previous_period(span, APRIL)) == "FY2016-Q2..FY2016-Q4 2015-07-01 2016-03-31"
    assert same_period_last_year(span, APRIL).label == "FY2016-Q1..FY2016-Q3"
    assert [piece.label for piece in split(span, Grain.HALF, APRIL)] == ["FY2017-H1", "FY2017-H2"]


def test_a_span_that_is_not_whole_fiscal_quarters_is_not_fiscal() -> None:
    span = custom_period(day("2016-04-01"), day("2016-12-31"), APRIL)
    assert (span.label, span.is_fiscal) == ("2016-04-01..2016-12-30", False)


@pytest.mark.parametrize(
    ("inside", "grain", "expected"),
    [
        ("2016-02-29", Grain.DAY, "2015-02-28 2015-02-28 2015-02-28"),
        ("2017-02-28", Grain.DAY, "2016-02-28 2016-02-28 2016-02-28"),
        ("2020-12-31", Grain.WEEK, "2019-W52 2019-12-23 2019-12-29"),
        ("2021-12-31", Grain.WEEK, "2020-W52 2020-12-21 2020-12-27"),
        ("2019-01-01", Grain.WEEK, "2018-W01 2018-01-01 2018-01-07"),
        ("2017-02-10", Grain.MONTH, "2016-02 2016-02-01 2016-02-29"),
        ("2016-02-10", Grain.MONTH, "2015-02 2015-02-01 2015-02-28"),
        ("2017-02-10", Grain.QUARTER, "2016-Q1 2016-01-01 2016-03-31"),
        ("2017-02-10", Grain.HALF, "2016-H1 2016-01-01 2016-06-30"),
        ("2017-02-10", Grain.YEAR, "2016 2016-01-01 2016-12-31"),
    ],
)
def test_the_same_unit_a_year_earlier(inside: str, grain: Grain, expected: str) -> None:
    assert shown(same_period_last_year(period_of(day(inside), grain))) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017-01-15", "2017-03-11", "2016-01-15..2016-03-10"),
        ("2016-02-29", "2016-03-06", "2015-02-28..2015-03-05"),
        ("2016-02-10", "2016-03-01", "2015-02-10..2015-02-28"),
        ("2016-02-10", "2016-02-29", "2015-02-10..2015-02-28"),
        ("2017-01-01", "2017-03-01", "2016-01-01..2016-02-29"),
    ],
)
def test_a_custom_span_keeps_its_dates_a_year_earlier(start: str, end: str, expected: str) -> None:
    assert same_period_last_year(custom_period(day(start), day(end))).label == expected


def test_the_same_fiscal_year_earlier() -> None:
    year = period_of(day("2017-03-31"), Grain.YEAR, APRIL)
    assert shown(same_period_last_year(year, APRIL)) == "FY2016 2015-04-01 2016-03-31"


@pytest.mark.parametrize(
    ("as_of", "days", "other_days"),
    [
        ("2017-05-01", 1, 1),
        ("2017-05-29", 29, 29),
        ("2017-05-30", 30, 30),
        ("2017-05-31", 31, 30),
        ("2017-06-01", 31, 30),
        ("2017-04-30", 31, 30),
        ("9999-12-31", 31, 30),
    ],
)
def test_may_to_date_against_april(as_of: str, days: int, other_days: int) -> None:
    may = period_of(day("2017-05-01"), Grain.MONTH)
    pair = cut_to_elapsed(may, previous_period(may), day(as_of))
    assert [piece.days for piece in pair] == [days, other_days]
    assert [piece.is_cut for piece in pair] == [days < 31, other_days < 30]
    assert [piece.label for piece in pair] == ["2017-05", "2017-04"]


def test_a_shorter_month_is_compared_whole() -> None:
    march = period_of(day("2017-03-01"), Grain.MONTH)
    cut, february = cut_to_elapsed(march, previous_period(march), day("2017-03-30"))
    assert (cut.end, cut.is_cut) == (day("2017-03-31"), True)
    assert (february.end, february.is_cut) == (day("2017-03-01"), False)


def test_a_longer_month_before_is_cut_to_the_same_days() -> None:
    april = period_of(day("2017-04-01"), Grain.MONTH)
    cut, march = cut_to_elapsed(april, previous_period(april), day("2017-04-29"))
    assert (cut.days, march.days, march.end) == (29, 29, day("2017-03-30"))


def test_a_finished_month_is_compared_whole_with_a_longer_one() -> None:
    april = period_of(day("2017-04-01"), Grain.MONTH)
    march = previous_period(april)
    assert cut_to_elapsed(april, march, day("2017-04-30")) == (april, march)


def test_a_quarter_to_date_against_last_year_counts_elapsed_days() -> None:
    quarter = period_of(day("2017-03-05"), Grain.QUARTER)
    cut, before = cut_to_elapsed(quarter, same_period_last_year(quarter), day("2017-03-05"))
    assert (cut.days, before.days) == (64, 64)
    assert before.end == day("2016-03-05")


def test_a_period_cut_before_cuts_the_other_alike() -> None:
    may = period_of(day("2017-05-01"), Grain.MONTH)
    as_of = day("2017-05-10")
    cut, _ = cut_to_elapsed(may, may, as_of)
    assert previous_period(cut).label == "2017-04"
    assert previous_period(cut).days == 30
    again, april = cut_to_elapsed(cut, previous_period(cut), as_of)
    assert again == cut
    assert (april.days, april.is_cut) == (10, True)


def test_the_pieces_at_the_borders_are_cut() -> None:
    span = custom_period(day("2017-01-15"), day("2017-04-11"))
    pieces = split(span, Grain.MONTH)
    assert [shown(piece) for piece in pieces] == [
        "2017-01 2017-01-15 2017-01-31",
        "2017-02 2017-02-01 2017-02-28",
        "2017-03 2017-03-01 2017-03-31",
        "2017-04 2017-04-01 2017-04-10",
    ]
    assert [piece.is_cut for piece in pieces] == [True, False, False, True]
    assert {piece.grain for piece in pieces} == {Grain.MONTH}


def test_a_month_is_a_part_of_one_quarter() -> None:
    pieces = split(period_of(day("2017-08-01"), Grain.MONTH), Grain.QUARTER)
    assert [shown(piece) for piece in pieces] == ["2017-Q3 2017-08-01 2017-08-31"]
    assert pieces[0].is_cut


def test_a_fiscal_year_falls_into_fiscal_quarters_and_plain_months() -> None:
    year = period_of(day("2017-03-31"), Grain.YEAR, APRIL)
    quarters = [piece.label for piece in split(year, Grain.QUARTER, APRIL)]
    assert quarters == ["FY2017-Q1", "FY2017-Q2", "FY2017-Q3", "FY2017-Q4"]
    months = [piece.label for piece in split(year, Grain.MONTH, APRIL)]
    assert (months[0], months[-1], len(months)) == ("2016-04", "2017-03", 12)


def test_a_year_is_covered_by_weeks_that_reach_over_its_borders() -> None:
    weeks = split(period_of(day("2016-07-01"), Grain.YEAR), Grain.WEEK)
    assert [shown(week) for week in (weeks[0], weeks[-1])] == [
        "2015-W53 2016-01-01 2016-01-03",
        "2016-W52 2016-12-26 2016-12-31",
    ]
    assert len(weeks) == 53


@pytest.mark.parametrize("first", [date.min, date(1600, 1, 1), date(1898, 12, 31), date(2201, 1, 1), date.max])
@pytest.mark.parametrize("grain", list(Grain))
def test_a_day_far_away_has_no_period(first: date, grain: Grain) -> None:
    with pytest.raises(PeriodError, match="is outside the years 1900 to 2199"):
        period_of(first, grain, APRIL)


def test_the_edges_of_the_readable_years() -> None:
    first, last = period_of(day("1900-01-01"), Grain.YEAR), period_of(day("2199-12-31"), Grain.YEAR)
    with pytest.raises(PeriodError, match="'1899' is outside the years 1900 to 2199"):
        previous_period(first)
    with pytest.raises(PeriodError, match="'1899' is outside"):
        same_period_last_year(first)
    with pytest.raises(PeriodError, match="'2200' is outside"):
        next_period(last)


def test_units_that_reach_over_the_edges_are_kept_whole() -> None:
    fiscal = period_of(day("1900-01-01"), Grain.YEAR, APRIL)
    assert shown(fiscal) == "FY1900 1899-04-01 1900-03-31"
    assert len(split(fiscal, Grain.MONTH, APRIL)) == 12
    assert shown(period_of(day("2199-12-31"), Grain.WEEK)) == "2200-W01 2199-12-30 2200-01-05"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(1899, 12, 31), date(1900, 2, 1)),
        (date(2199, 1, 1), date(2200, 1, 2)),
        (date.min, date.max),
    ],
)
def test_a_custom_span_lies_wholly_in_the_readable_years(start: date, end: date) -> None:
    with pytest.raises(PeriodError, match="is outside the years 1900 to 2199"):
        custom_period(start, end)


def test_a_span_before_the_readable_years_is_refused() -> None:
    most = custom_period(day("1900-01-02"), day("2200-01-01"))
    for move in (previous_period, next_period, same_period_last_year):
        with pytest.raises(PeriodError, match="is outside the years 1900 to 2199"):
            move(most)


@pytest.mark.parametrize("end", [date(2017, 1, 1), date(2016, 12, 31), date.min])
def test_a_period_has_at_least_one_day(end: date) -> None:
    with pytest.raises(PeriodError, match="ends before it starts"):
        custom_period(day("2017-01-01"), end)


def test_a_fiscal_year_starts_in_one_of_twelve_months() -> None:
    with pytest.raises(ParameterError, match="a year starts in a month from 1 to 12"):
        FiscalYear(start_month=13)


def test_a_fiscal_year_is_named_by_its_start_or_its_end() -> None:
    with pytest.raises(ParameterError, match="named by its start or its end"):
        FiscalYear(start_month=4, label="middle")  # type: ignore[arg-type]


@pytest.mark.parametrize("grain", list(Grain))
def test_a_unit_is_as_many_months_or_days_long_as_its_step_says(grain: Grain) -> None:
    counted_in, size = period_index_step(grain)
    unit = period_of(day("2017-08-02"), grain)
    length = unit.days if counted_in == "day" else month_index(unit.end) - month_index(unit.start)
    assert length == size


def test_months_are_counted_through_all_years() -> None:
    assert month_index(day("2018-01-31")) - month_index(day("2017-12-01")) == 1
    assert first_of_month(month_index(day("2017-12-31"))) == day("2017-12-01")
