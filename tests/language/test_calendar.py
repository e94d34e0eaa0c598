"""Days and periods have the titles that people read."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from lievik.language import Language, language_of
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear, Grain, split

EN, SK = language_of("en"), language_of("sk")
AS_OF = date(2017, 8, 15)
FISCAL = FiscalYear(start_month=4)


@pytest.mark.parametrize(
    ("words", "english", "slovak"),
    [
        ("2017", "2017", "2017"),
        ("2017-H2", "H2 2017", "2. polrok 2017"),
        ("2017-Q3", "Q3 2017", "3. štvrťrok 2017"),
        ("2017-07", "July 2017", "júl 2017"),
        ("2017-W01", "week 1, 2017", "1. týždeň 2017"),
        ("2017-07-14", "14 July 2017", "14. júla 2017"),
        ("FY2017-Q3", "FY2017-Q3", "FY2017-Q3"),
        ("2017-01-15..2017-03-31", "15 Jan 2017 – 31 Mar 2017", "15. 1. 2017 – 31. 3. 2017"),
        ("2017-01..2017-03", "January 2017 – March 2017", "január 2017 – marec 2017"),
        ("mtd", "August 2017 (1 Aug 2017 – 15 Aug 2017)", "august 2017 (1. 8. 2017 – 15. 8. 2017)"),
    ],
)
def test_a_period_has_a_title(words: str, english: str, slovak: str) -> None:
    period = read_period(words, as_of=AS_OF, fiscal=FISCAL)
    assert EN.period_title(period) == english
    assert SK.period_title(period) == slovak


def test_the_last_days_of_a_year_are_titled_by_their_week_of_the_next() -> None:
    week = split(read_period("2018-12-31..2018-12-31", as_of=AS_OF, fiscal=FISCAL), Grain.WEEK)[0]
    assert EN.period_title(week).startswith("week 1, 2019")


def test_a_month_takes_the_genitive_in_a_full_date_only() -> None:
    assert SK.date(date(2017, 12, 31)) == "31. decembra 2017"
    assert SK.month_name(date(2017, 12, 31)) == "december 2017"
    assert EN.date(date(2017, 12, 31)) == "31 December 2017"
    assert SK.date(date(2017, 12, 31), is_short=True) == "31. 12. 2017"


@pytest.mark.parametrize("language", [EN, SK])
def test_months_are_named_as_cldr_names_them(language: Language) -> None:
    for month in range(1, 13):
        day = date(2017, month, 28)
        assert language.month_name(day) == format_date(day, "LLLL y", locale=language.code)
