"""A day, a grain and the fiscal year → the period it lies in, its neighbours and its parts.

Pure: no clock, no database. Every period is half-open and has a day in the years 1900 to 2199; a step out of
them ends in a PeriodError. `Period.is_fiscal` tells a unit of the fiscal year from an ordinary one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from lievik.errors import InternalError, ParameterError, PeriodError

OUTSIDE: Final = "is outside the years 1900 to 2199"
READABLE_YEARS: Final = range(1899, 2201)
"""One more at both ends, as a week or fiscal year that touches 1900 to 2199 may be labelled so."""

_OPENS: Final = date(1900, 1, 1)
_CLOSES: Final = date(2200, 1, 1)
_DAY: Final = timedelta(days=1)


class Grain(StrEnum):
    """How long a unit is; a week is an ISO week, from Monday on."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_STEPS: Final[Mapping[Grain, tuple[Literal["month", "day"], int]]] = MappingProxyType(
    {
        Grain.DAY: ("day", 1),
        Grain.WEEK: ("day", 7),
        Grain.MONTH: ("month", 1),
        Grain.QUARTER: ("month", 3),
        Grain.HALF: ("month", 6),
        Grain.YEAR: ("month", 12),
    }
)


@dataclass(frozen=True, kw_only=True)
class FiscalYear:
    """When the company's year starts, and which calendar year it is named after.

    Attributes:
        start_month: 1 to 12; the year starts on the first day of it.
        label: the year is named after the calendar year it ends in, or starts in.
    """

    start_month: int = 1
    label: Literal["start", "end"] = "end"

    def __post_init__(self) -> None:
        """Refuse a start month and a label rule that do not exist."""
        if self.start_month not in range(1, 13):
            raise ParameterError("start_month", str(self.start_month), "a year starts in a month from 1 to 12")
        if self.label not in ("start", "end"):
            raise ParameterError("label", self.label, "a year is named by its start or its end")

    @property
    def _years_behind_label(self) -> int:
        """How many years before the label's year the fiscal year starts: 0 or 1."""
        return int(self.label == "end" and self.start_month > 1)

    def first_day(self, year: int) -> date:
        """First day of the fiscal year labelled `year`.

        Example:
            >>> FiscalYear(start_month=4, label="end").first_day(2017)
            datetime.date(2016, 4, 1)
        """
        return date(year - self._years_behind_label, self.start_month, 1)

    def year_of(self, day: date) -> int:
        """Label of the fiscal year that the day lies in."""
        return day.year - (day.month < self.start_month) + self._years_behind_label


@dataclass(frozen=True, kw_only=True)
class Period:
    """A stretch of days, the start included and the end not.

    Attributes:
        label: what a person reads and may type; `read_period` understands it.
        grain: the unit it is, none for a custom span.
        is_fiscal: a unit of the fiscal year, or a custom span made of such units.
        is_cut: shorter than its label says, as only a part of the unit is meant.
    """

    label: str
    start: date
    end: date
    grain: Grain | None
    is_fiscal: bool = False
    is_cut: bool = False

    def __post_init__(self) -> None:
        """Refuse a period without days."""
        if self.end <= self.start:
            raise PeriodError(self.label, "ends before it starts")

    @property
    def days(self) -> int:
        """Calendar days in it."""
        return (self.end - self.start).days

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day < self.end


def period_index_step(grain: Grain) -> tuple[Literal["month", "day"], int]:
    """What a unit is counted in, and how many of them it holds.

    Example:
        >>> period_index_step(Grain.QUARTER), period_index_step(Grain.WEEK)
        (('month', 3), ('day', 7))
    """
    return _STEPS[grain]


def month_index(day: date) -> int:
    """Number of the day's month, counted through all years: 12 × year + month − 1."""
    return day.year * 12 + day.month - 1


def first_of_month(index: int) -> date:
    """First day of the month with that `month_index`."""
    return date(index // 12, index % 12 + 1, 1)


def period_of(day: date, grain: Grain, fiscal: FiscalYear | None = None) -> Period:
    """The unit that the day lies in.

    Args:
        day: any day whose unit touches the years 1900 to 2199.
        grain: day, week and month are the same in every year; the others follow `fiscal`.
        fiscal: when given, quarters, halves and years are fiscal and labelled FY.

    Raises:
        PeriodError: the unit is outside those years.

    Example:
        >>> period_of(date(2017, 8, 2), Grain.QUARTER).label
        '2017-Q3'
        >>> period_of(date(2017, 8, 2), Grain.QUARTER, FiscalYear(start_month=4)).label
        'FY2018-Q2'
        >>> period_of(date(2016, 1, 1), Grain.WEEK).label
        '2015-W53'
    """
    if day.year not in READABLE_YEARS:
        raise PeriodError(day.isoformat(), OUTSIDE)
    return _inside(_unit(day, grain, fiscal))


def custom_period(start: date, end: date, fiscal: FiscalYear | None = None) -> Period:
    """A span of days that is no unit; fiscal when `fiscal` is given and the span is whole fiscal quarters.

    Raises:
        PeriodError: it ends before it starts, or has a day outside the years 1900 to 2199.

    Example:
        >>> custom_period(date(2017, 1, 15), date(2017, 4, 1)).label
        '2017-01-15..2017-03-31'
    """
    last = max(end, date.min + _DAY) - _DAY
    span = _inside(Period(label=f"{start.isoformat()}..{last.isoformat()}", start=start, end=end, grain=None))
    if fiscal is None:
        return span
    quarters = _unit(start, Grain.QUARTER, fiscal), _unit(last, Grain.QUARTER, fiscal)
    if (quarters[0].start, quarters[1].end) != (start, end):
        return span
    return replace(span, label=f"{quarters[0].label}..{quarters[1].label}", is_fiscal=True)


def next_period(period: Period, fiscal: FiscalYear | None = None) -> Period:
    """The unit after; after a custom span, as much time again (see `previous_period`).

    Raises:
        PeriodError: it is outside the years 1900 to 2199.

    Example:
        >>> next_period(period_of(date(2020, 12, 31), Grain.WEEK)).label
        '2021-W01'
    """
    return _neighbour(period, 1, fiscal)


def previous_period(period: Period, fiscal: FiscalYear | None = None) -> Period:
    """The unit before, however long it is; a cut period counts as its whole unit.

    Args:
        period: a custom span that is whole months goes back as many months, any other as many days.
        fiscal: the company's year; needed only when the period is fiscal.

    Raises:
        PeriodError: it is outside the years 1900 to 2199.

    Example:
        >>> previous_period(period_of(date(2017, 3, 31), Grain.MONTH)).days
        28
        >>> previous_period(custom_period(date(2017, 4, 1), date(2017, 6, 1))).label
        '2017-02-01..2017-03-31'
    """
    return _neighbour(period, -1, fiscal)


def same_period_last_year(period: Period, fiscal: FiscalYear | None = None) -> Period:
    """The same unit a year earlier; a day and a custom span keep their dates, and 29 February becomes 28.

    A custom span of whole months stays one, so February keeps its last day; week 53 becomes 52 where absent.

    Raises:
        PeriodError: it is outside the years 1900 to 2199.

    Example:
        >>> same_period_last_year(period_of(date(2020, 12, 31), Grain.WEEK)).label
        '2019-W52'
        >>> same_period_last_year(period_of(date(2020, 2, 29), Grain.DAY)).label
        '2019-02-28'
    """
    calendar = _calendar_of(_inside(period), fiscal)
    if period.grain is None:
        if _whole_months(period):
            return custom_period(_year_before(period.start), _year_before(period.end), calendar)
        return custom_period(_year_before(period.start), _year_before(period.end - _DAY) + _DAY)
    if period.grain is Grain.WEEK:
        year, week, _ = period.start.isocalendar()
        return _inside(_unit(_monday(year - 1, week), Grain.WEEK, None))
    return _inside(_unit(_year_before(period.start), period.grain, calendar))


def year_up_to(period: Period) -> Period:
    """The twelve months that end with a period.

    Raises:
        PeriodError: they begin before 1900.

    Example:
        >>> year_up_to(period_of(date(2026, 6, 1), Grain.MONTH)).label
        '2025-07-01..2026-06-30'
    """
    return custom_period(_year_before(period.end), period.end)


def cut_to_elapsed(period: Period, other: Period, as_of: date) -> tuple[Period, Period]:
    """Both periods for a comparison to date: what has passed of the one, and as many days of the other.

    Args:
        period: unfinished when days of it are left after `as_of`; a finished one changes nothing.
        other: never made longer, so a shorter unit is compared whole.
        as_of: the last day that counts, to its end.

    Example:
        >>> march, february = (period_of(date(2017, month, 1), Grain.MONTH) for month in (3, 2))
        >>> [piece.days for piece in cut_to_elapsed(march, february, date(2017, 3, 10))]
        [10, 10]
        >>> [piece.days for piece in cut_to_elapsed(march, february, date(2017, 3, 31))]
        [31, 28]
    """
    if period.contains(as_of):
        elapsed = (as_of - period.start).days + 1
        if elapsed < period.days:
            return _shortened(period, elapsed), _shortened(other, elapsed)
    if period.is_cut:
        return period, _shortened(other, period.days)
    return period, other


def split(period: Period, grain: Grain, fiscal: FiscalYear | None = None) -> tuple[Period, ...]:
    """The units of the grain that cover the period, in order; fiscal ones when the period is fiscal.

    The first and the last stop at the period's borders: such a piece keeps its unit's label and `is_cut`.

    Example:
        >>> pieces = split(custom_period(date(2017, 1, 15), date(2017, 3, 1)), Grain.MONTH)
        >>> [(piece.label, piece.days, piece.is_cut) for piece in pieces]
        [('2017-01', 17, True), ('2017-02', 28, False)]
    """
    calendar = _calendar_of(_inside(period), fiscal)
    pieces: list[Period] = []
    start = period.start
    while start < period.end:
        unit = _unit(start, grain, calendar)
        end = min(unit.end, period.end)
        pieces.append(replace(unit, start=start, end=end, is_cut=(start, end) != (unit.start, unit.end)))
        start = unit.end
    return tuple(pieces)


def _unit(day: date, grain: Grain, fiscal: FiscalYear | None) -> Period:
    """The unit that the day lies in, whatever the year."""
    if grain is Grain.DAY:
        return Period(label=day.isoformat(), start=day, end=day + _DAY, grain=grain)
    if grain is Grain.WEEK:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Period(label=f"{year}-W{week:02d}", start=monday, end=monday + 7 * _DAY, grain=grain)
    if grain is Grain.MONTH:
        start, end = first_of_month(month_index(day)), first_of_month(month_index(day) + 1)
        return Period(label=f"{start:%Y-%m}", start=start, end=end, grain=grain)
    return _part_of_year(day, grain, fiscal)


def _part_of_year(day: date, grain: Grain, fiscal: FiscalYear | None) -> Period:
    """The quarter, half or year that the day lies in."""
    calendar = fiscal or FiscalYear()
    year = calendar.year_of(day)
    months = _STEPS[grain][1]
    opens = month_index(calendar.first_day(year))
    position = (month_index(day) - opens) // months
    part = "" if grain is Grain.YEAR else f"-{grain[0].upper()}{position + 1}"
    return Period(
        label=f"{'FY' if fiscal else ''}{year}{part}",
        start=first_of_month(opens + position * months),
        end=first_of_month(opens + (position + 1) * months),
        grain=grain,
        is_fiscal=fiscal is not None,
    )


def _inside(period: Period) -> Period:
    """The period itself; a unit must touch the years 1900 to 2199, a custom span lie within them."""
    if period.grain is None:
        is_inside = period.start >= _OPENS and period.end <= _CLOSES
    else:
        is_inside = period.start < _CLOSES and period.end > _OPENS
    if not is_inside:
        raise PeriodError(period.label, OUTSIDE)
    return period


def _calendar_of(period: Period, fiscal: FiscalYear | None) -> FiscalYear | None:
    """The fiscal year to count by: none for a period of the ordinary year."""
    if not period.is_fiscal:
        return None
    if fiscal is None:
        raise InternalError(f"Fiscal period '{period.label}' came without its fiscal year.")
    return fiscal


def _neighbour(period: Period, step: Literal[-1, 1], fiscal: FiscalYear | None) -> Period:
    """The unit or span directly after (1) or before (-1)."""
    calendar = _calendar_of(_inside(period), fiscal)
    if period.grain is not None:
        unit = _unit(period.start, period.grain, calendar)
        return _inside(_unit(unit.end if step > 0 else unit.start - _DAY, period.grain, calendar))
    if months := step * _whole_months(period):
        start, end = month_index(period.start) + months, month_index(period.end) + months
        return custom_period(first_of_month(start), first_of_month(end), calendar)
    days = timedelta(days=step * period.days)
    return custom_period(period.start + days, period.end + days)


def _whole_months(period: Period) -> int:
    """How many months it is long; 0 when it does not start and end on the first of one."""
    if period.start.day != 1 or period.end.day != 1:
        return 0
    return month_index(period.end) - month_index(period.start)


def _year_before(day: date) -> date:
    """The same date a year earlier, 28 for 29 February."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _monday(year: int, week: int) -> date:
    """First day of the ISO week, or of week 52 in a year without a week 53."""
    weeks = date(year, 12, 28).isocalendar().week
    return date.fromisocalendar(year, min(week, weeks), 1)


def _shortened(period: Period, days: int) -> Period:
    """Its first days only; the period itself when it has no more."""
    if days >= period.days:
        return period
    return replace(period, end=period.start + timedelta(days=days), is_cut=True)
