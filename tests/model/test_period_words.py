"""What people type for a period, in both languages, read on Tuesday 15 August 2017."""

from __future__ import annotations

from datetime import date

import pytest

from lievik.errors import PeriodError
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear, Grain, Period, cut_to_elapsed, previous_period

TODAY = date(2017, 8, 15)
APRIL = FiscalYear(start_month=4, label="end")


def read(text: str, as_of: date = TODAY) -> Period:
    return read_period(text, as_of=as_of, fiscal=APRIL)


def shown(period: Period) -> str:
    """Label, first day and last day included, as a person would check them."""
    last = date.fromordinal(period.end.toordinal() - 1)
    return f"{period.label} {period.start.isoformat()} {last.isoformat()}"


@pytest.mark.parametrize(
    ("text", "expected", "grain"),
    [
        ("2017", "2017 2017-01-01 2017-12-31", Grain.YEAR),
        ("2017-H1", "2017-H1 2017-01-01 2017-06-30", Grain.HALF),
        ("2017-Q3", "2017-Q3 2017-07-01 2017-09-30", Grain.QUARTER),
        ("2017-07", "2017-07 2017-07-01 2017-07-31", Grain.MONTH),
        ("2017-W31", "2017-W31 2017-07-31 2017-08-06", Grain.WEEK),
        ("2020-W53", "2020-W53 2020-12-28 2021-01-03", Grain.WEEK),
        ("2017-07-15", "2017-07-15 2017-07-15 2017-07-15", Grain.DAY),
        ("2016-02-29", "2016-02-29 2016-02-29 2016-02-29", Grain.DAY),
        ("FY2017", "FY2017 2016-04-01 2017-03-31", Grain.YEAR),
        ("FY2017-Q3", "FY2017-Q3 2016-10-01 2016-12-31", Grain.QUARTER),
        ("FY2017-H2", "FY2017-H2 2016-10-01 2017-03-31", Grain.HALF),
    ],
)
def test_a_written_unit(text: str, expected: str, grain: Grain) -> None:
    period = read(text)
    assert shown(period) == expected
    assert period.grain is grain
    assert period.is_fiscal == text.startswith("FY")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2017-q3", "2017-Q3"),
        ("2017 Q3", "2017-Q3"),
        ("2017q3", "2017-Q3"),
        ("2017_w31", "2017-W31"),
        ("2017-w1", "2017-W01"),
        ("fy2017_q3", "FY2017-Q3"),
        ("FY 2017 Q3", "FY2017-Q3"),
        ("  Last   Quarter ", "2017-Q2"),
        ("LAST_MONTH", "2017-07"),
        ("MINULÝ ŠTVRŤROK", "2017-Q2"),
        ("minuly\u0301 mesiac", "2017-07"),
    ],
)
def test_capitals_spaces_and_accents_do_not_matter(text: str, label: str) -> None:
    assert read(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("today", "2017-08-15"),
        ("yesterday", "2017-08-14"),
        ("this-day", "2017-08-15"),
        ("last-day", "2017-08-14"),
        ("next-day", "2017-08-16"),
        ("this-week", "2017-W33"),
        ("last-week", "2017-W32"),
        ("next-week", "2017-W34"),
        ("this-month", "2017-08"),
        ("last-month", "2017-07"),
        ("next-month", "2017-09"),
        ("this-quarter", "2017-Q3"),
        ("last-quarter", "2017-Q2"),
        ("next-quarter", "2017-Q4"),
        ("this-half", "2017-H2"),
        ("last-half", "2017-H1"),
        ("next-half", "2018-H1"),
        ("this-year", "2017"),
        ("last-year", "2016"),
        ("next-year", "2018"),
        ("this-fiscal-quarter", "FY2018-Q2"),
        ("last-fiscal-quarter", "FY2018-Q1"),
        ("next-fiscal-quarter", "FY2018-Q3"),
        ("this-fiscal-half", "FY2018-H1"),
        ("this-fiscal-year", "FY2018"),
        ("last-fiscal-year", "FY2017"),
        ("next-fiscal-year", "FY2019"),
        ("dnes", "2017-08-15"),
        ("včera", "2017-08-14"),
        ("tento-deň", "2017-08-15"),
        ("tento-týždeň", "2017-W33"),
        ("tento-tyzden", "2017-W33"),
        ("minulý-týždeň", "2017-W32"),
        ("budúci-týždeň", "2017-W34"),
        ("minulý-mesiac", "2017-07"),
        ("minuly-mesiac", "2017-07"),
        ("tento-štvrťrok", "2017-Q3"),
        ("tento-stvrtrok", "2017-Q3"),
        ("minulý-kvartál", "2017-Q2"),
        ("minulý-polrok", "2017-H1"),
        ("minulý-rok", "2016"),
        ("tento-fiškálny-štvrťrok", "FY2018-Q2"),
        ("minulý-fiškálny-rok", "FY2017"),
    ],
)
def test_words_are_counted_from_the_day_given(text: str, label: str) -> None:
    assert read(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("last-7-days", "2017-08-08..2017-08-14"),
        ("last-2-weeks", "2017-07-31..2017-08-13"),
        ("last-3-months", "2017-05-01..2017-07-31"),
        ("last-12-months", "2016-08-01..2017-07-31"),
        ("last-2-quarters", "2017-01-01..2017-06-30"),
        ("last-2-halves", "2016-07-01..2017-06-30"),
        ("last-2-years", "2015-01-01..2016-12-31"),
        ("last-2-fiscal-years", "FY2016-Q1..FY2017-Q4"),
        ("last-2-fiscal-quarters", "FY2017-Q4..FY2018-Q1"),
        ("last-1-month", "2017-07"),
        ("last-1-fiscal-year", "FY2017"),
        ("posledné-3-mesiace", "2017-05-01..2017-07-31"),
        ("posledných-12-mesiacov", "2016-08-01..2017-07-31"),
        ("posledných 7 dní", "2017-08-08..2017-08-14"),
        ("posledné 2 fiškálne roky", "FY2016-Q1..FY2017-Q4"),
    ],
)
def test_the_last_units_are_whole_and_end_before_the_current_one(text: str, label: str) -> None:
    assert read(text).label == label


def test_the_three_months_before_the_last_three() -> None:
    assert previous_period(read("last-3-months")).label == "2017-02-01..2017-04-30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mtd", "2017-08 2017-08-01 2017-08-15"),
        ("qtd", "2017-Q3 2017-07-01 2017-08-15"),
        ("ytd", "2017 2017-01-01 2017-08-15"),
        ("od začiatku mesiaca", "2017-08 2017-08-01 2017-08-15"),
        ("od-začiatku-štvrťroka", "2017-Q3 2017-07-01 2017-08-15"),
        ("od-zaciatku-roka", "2017 2017-01-01 2017-08-15"),
        ("fytd", "FY2018 2017-04-01 2017-08-15"),
        ("fiscal ytd", "FY2018 2017-04-01 2017-08-15"),
        ("od začiatku fiškálneho roka", "FY2018 2017-04-01 2017-08-15"),
        ("fqtd", "FY2018-Q2 2017-07-01 2017-08-15"),
    ],
)
def test_to_date_ends_with_the_day_given(text: str, expected: str) -> None:
    period = read(text)
    assert shown(period) == expected
    assert period.is_cut


def test_to_date_on_the_last_day_is_the_whole_unit() -> None:
    assert read("mtd", as_of=date(2017, 8, 31)) == read("2017-08")


def test_month_to_date_is_compared_with_the_same_days_of_the_month_before() -> None:
    month = read("mtd")
    july = cut_to_elapsed(month, previous_period(month), TODAY)[1]
    assert shown(july) == "2017-07 2017-07-01 2017-07-15"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2017-01-15..2017-03-31", "2017-01-15..2017-03-31"),
        ("2017-01-15 .. 2017-03-31", "2017-01-15..2017-03-31"),
        ("2017-01-15..2017-01-15", "2017-01-15..2017-01-15"),
        ("2017-01..2017-03", "2017-01-01..2017-03-31"),
        ("2017-Q1..2017-Q3", "2017-01-01..2017-09-30"),
        ("2017-01-15..2017-Q3", "2017-01-15..2017-09-30"),
        ("2016..2017-02", "2016-01-01..2017-02-28"),
        ("2017-Q3..2017-07", "2017-07-01..2017-07-31"),
        ("2017-W01..2017-W02", "2017-01-02..2017-01-15"),
        ("2017-06-01..today", "2017-06-01..2017-08-15"),
        ("minulý mesiac..včera", "2017-07-01..2017-08-14"),
        ("FY2017-Q1..FY2017-Q3", "FY2017-Q1..FY2017-Q3"),
        ("FY2016..FY2017", "FY2016-Q1..FY2017-Q4"),
        ("FY2017-Q1..2017-05", "2016-04-01..2017-05-31"),
    ],
)
def test_both_ends_of_a_span_are_included(text: str, label: str) -> None:
    span = read(text)
    assert span.label == label
    assert span.grain is None
    assert read(span.label) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2017-7",
        "201707",
        "17-07",
        "2017-",
        "2017-Q",
        "2017-07-1",
        "2017-07-15T00:00",
        "2017-Q3-07",
        "FY17",
        "FY2017-07",
        "FY2017-W31",
        "FY2017-07-15",
        "..",
        "2017..",
        "..2017",
        "2017...2018",
        "2016..2017..2018",
        "last",
        "last-months",
        "last-0-months",
        "last--3-months",
        "last-3-fortnights",
        "last-3-fiscal-months",
        "last-9999999999-days",
        "this-fiscal-month",
        "next-3-months",
        "-2017",
        "\u0662\u0660\u0661\u0667",
        "quarter",
        "soon",
    ],
)
def test_other_text_cannot_be_read(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        read(text)
    assert caught.value.message == f"Period '{text}' cannot be read."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2017-13", "has no such month"),
        ("2017-00", "has no such month"),
        ("2017-13-01", "has no such month"),
        ("2017-W53", "has no such week"),
        ("2017-W00", "has no such week"),
        ("2020-W54", "has no such week"),
        ("2017-Q5", "has no such quarter"),
        ("2017-Q0", "has no such quarter"),
        ("FY2017-Q5", "has no such quarter"),
        ("2017-H3", "has no such half"),
        ("2017-02-29", "has no such day"),
        ("1900-02-29", "has no such day"),
        ("2017-04-31", "has no such day"),
        ("2017-04-00", "has no such day"),
        ("2017-01..2017-13", "has no such month"),
        ("2017-03..2017-01", "ends before it starts"),
        ("2017..2016", "ends before it starts"),
        ("2017-07-15..2017-07-14", "ends before it starts"),
        ("2017-07-15..2017-06", "ends before it starts"),
        ("today..last-month", "ends before it starts"),
        ("0000", "is outside the years 1900 to 2199"),
        ("0001", "is outside the years 1900 to 2199"),
        ("0001-01-01", "is outside the years 1900 to 2199"),
        ("0001-W01", "is outside the years 1900 to 2199"),
        ("FY0001", "is outside the years 1900 to 2199"),
        ("1899", "is outside the years 1900 to 2199"),
        ("1899-12-31", "is outside the years 1900 to 2199"),
        ("1899-W52", "is outside the years 1900 to 2199"),
        ("FY1899", "is outside the years 1900 to 2199"),
        ("2200", "is outside the years 1900 to 2199"),
        ("2200-01-01", "is outside the years 1900 to 2199"),
        ("2200-W02", "is outside the years 1900 to 2199"),
        ("FY2201", "is outside the years 1900 to 2199"),
        ("9999", "is outside the years 1900 to 2199"),
        ("9999-12", "is outside the years 1900 to 2199"),
        ("9999-12-31", "is outside the years 1900 to 2199"),
        ("9999-W52", "is outside the years 1900 to 2199"),
        ("FY9999-Q4", "is outside the years 1900 to 2199"),
        ("2017..9999", "is outside the years 1900 to 2199"),
        ("0001-01-01..2017-12-31", "is outside the years 1900 to 2199"),
        ("last-300-years", "is outside the years 1900 to 2199"),
        ("last-999999999-days", "is outside the years 1900 to 2199"),
        ("last-999999999-years", "is outside the years 1900 to 2199"),
    ],
)
def test_what_is_wrong_is_said_with_the_words_that_were_typed(text: str, reason: str) -> None:
    with pytest.raises(PeriodError) as caught:
        read(text)
    assert caught.value.message == f"Period '{text}' {reason}."


@pytest.mark.parametrize("as_of", [date.min, date.max])
@pytest.mark.parametrize("text", ["today", "yesterday", "last-week", "next-year", "last-3-months", "ytd"])
def test_no_word_is_counted_from_a_day_far_away(text: str, as_of: date) -> None:
    with pytest.raises(PeriodError) as caught:
        read(text, as_of=as_of)
    assert caught.value.message == f"Period '{text}' is outside the years 1900 to 2199."
