"""A first day and an end → the period that they are: a unit of the calendar or of the fiscal year, else a span of days.

Pure.
"""

from __future__ import annotations

from datetime import date

from lievik.model.periods import FiscalYear, Grain, Period, custom_period, period_of

_LONGEST_FIRST = (Grain.YEAR, Grain.HALF, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY)


def period_between(start: date, end: date, fiscal: FiscalYear | None = None) -> Period:
    """Give the period from a day to the day before another one.

    Args:
        start: its first day.
        end: the day after its last.
        fiscal: the company's year, for spans that are a unit of it and none of the calendar.

    Raises:
        PeriodError: it has a day outside the years 1900 to 2199, or none.

    Example:
        >>> period_between(date(2026, 7, 1), date(2026, 10, 1)).label
        '2026-Q3'
        >>> period_between(date(2026, 4, 1), date(2027, 4, 1), FiscalYear(start_month=4)).label
        'FY2027'
    """
    for year in (None, fiscal):
        for grain in _LONGEST_FIRST:
            unit = period_of(start, grain, year)
            if (unit.start, unit.end) == (start, end):
                return unit
    return custom_period(start, end, fiscal)
