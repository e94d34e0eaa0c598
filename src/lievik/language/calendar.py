"""Days and periods → text in a language: `31. decembra 2017`, `3. štvrťrok 2017`, `July 2017`.

A month that stands alone is in the nominative, one in a full date in the genitive; CLDR knows both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from lievik.language.numbers import locale_of
from lievik.model.periods import Grain, Period

_LONG: Final = MappingProxyType({"en": "d MMMM y", "sk": "d. MMMM y"})
_SHORT: Final = MappingProxyType({"en": "d MMM y", "sk": "d. M. y"})
_DAY_MARK: Final = MappingProxyType({"en": "d MMM", "sk": "d. M."})
_MONTHS: Final = MappingProxyType(
    {
        "en": "January February March April May June July August September October November December",
        "sk": "január február marec apríl máj jún júl august september október november december",
    }
)
"""Months standing alone, as CLDR names them: every answer may name its period, and loading all of CLDR takes long."""

_WEEK_MARK: Final = MappingProxyType({"en": "W{}", "sk": "{}. t."})

Say = Callable[..., str]
"""Says a message with facts filled in."""


def write_date(code: str, day: date, *, is_short: bool = False) -> str:
    """Write a day in full, or short for tables."""
    return _written(code, day, (_SHORT if is_short else _LONG)[code])


def write_month(code: str, day: date) -> str:
    """Name the day's month and year, standing alone."""
    return f"{_MONTHS[code].split()[day.month - 1]} {day.year}"


def _written(code: str, day: date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=locale_of(code))


def write_period_mark(code: str, period: Period) -> tuple[str, str]:
    """Write a period as short as an axis needs it, and apart from it the year, which need not stand at each.

    Example:
        >>> from lievik.model.periods import period_of
        >>> write_period_mark("sk", period_of(date(2026, 10, 5), Grain.MONTH))
        ('okt', '2026')
    """
    year, _, part = period.label.partition("-")
    match period.grain:
        case Grain.MONTH:
            return _written(code, period.start, "LLL"), year
        case Grain.DAY:
            return _written(code, period.start, _DAY_MARK[code]), year
        case Grain.WEEK:
            return _WEEK_MARK[code].format(int(part[1:])), year
        case Grain.QUARTER | Grain.HALF:
            return part, year
        case _:
            return period.label.replace("..", " – "), ""


def write_period(code: str, period: Period, say: Say) -> str:
    """Give a period the title that people read; a cut one says which days are meant."""
    title = _title(code, period, say)
    return f"{title} ({_span(code, period)})" if period.is_cut and period.grain is not None else title


def _title(code: str, period: Period, say: Say) -> str:
    if period.is_fiscal:
        return period.label
    match period.grain:
        case Grain.MONTH:
            return write_month(code, period.start)
        case Grain.DAY:
            return write_date(code, period.start)
        case Grain.WEEK:
            year, week, _ = period.start.isocalendar()
            return say("week {number}, {year}", number=week, year=year)
        case None:
            return _span(code, period)
        case _:
            return _part_of_year(period, say)


def _part_of_year(period: Period, say: Say) -> str:
    """Title of a calendar quarter, half or year."""
    year, month = period.start.year, period.start.month
    titles: Mapping[Grain, Callable[[], str]] = {
        Grain.QUARTER: lambda: say("Q{number} {year}", number=(month + 2) // 3, year=year),
        Grain.HALF: lambda: say("H{number} {year}", number=(month + 5) // 6, year=year),
    }
    title = titles.get(period.grain or Grain.YEAR)
    return title() if title else str(year)


def _span(code: str, period: Period) -> str:
    """The first and the last day; months where they are whole."""
    last = period.end - timedelta(days=1)
    if period.start.day == 1 and period.end.day == 1:
        first_month, last_month = write_month(code, period.start), write_month(code, last)
        return first_month if first_month == last_month else f"{first_month} – {last_month}"
    return f"{write_date(code, period.start, is_short=True)} – {write_date(code, last, is_short=True)}"
