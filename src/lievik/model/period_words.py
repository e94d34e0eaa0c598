"""What a person types for a period, in English or Slovak → a Period.

Pure: `today` and the like are counted from the `as_of` that is given. The words of both languages stand in
the tables below without accents, as the text is stripped of them before it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from lievik.errors import PeriodError
from lievik.model.periods import (
    OUTSIDE,
    READABLE_YEARS,
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
)

_ONE: Final = {
    Grain.DAY: "day den",
    Grain.WEEK: "week tyzden",
    Grain.MONTH: "month mesiac",
    Grain.QUARTER: "quarter stvrtrok kvartal",
    Grain.HALF: "half polrok",
    Grain.YEAR: "year rok",
}
_MANY: Final = {
    Grain.DAY: "days dni",
    Grain.WEEK: "weeks tyzdne tyzdnov",
    Grain.MONTH: "months mesiace mesiacov",
    Grain.QUARTER: "quarters stvrtroky stvrtrokov kvartaly kvartalov",
    Grain.HALF: "halves polroky polrokov",
    Grain.YEAR: "years roky rokov",
}
_FISCAL_GRAINS: Final = (Grain.QUARTER, Grain.HALF, Grain.YEAR)
_FISCAL: Final = ("fiscal", "fiskalny", "fiskalne", "fiskalnych")
_DAYS: Final = MappingProxyType({"today": 0, "dnes": 0, "yesterday": -1, "vcera": -1})
_STEPS: Final = MappingProxyType(
    {"this": 0, "tento": 0, "last": -1, "minuly": -1, "posledny": -1, "next": 1, "buduci": 1}
)
_TO_DATE: Final = MappingProxyType(
    {
        "mtd": Grain.MONTH,
        "od-zaciatku-mesiaca": Grain.MONTH,
        "qtd": Grain.QUARTER,
        "od-zaciatku-stvrtroka": Grain.QUARTER,
        "ytd": Grain.YEAR,
        "od-zaciatku-roka": Grain.YEAR,
    }
)
_FISCAL_TO_DATE: Final = MappingProxyType(
    {
        "fytd": Grain.YEAR,
        "fiscal-ytd": Grain.YEAR,
        "od-zaciatku-fiskalneho-roka": Grain.YEAR,
        "fqtd": Grain.QUARTER,
        "fiscal-qtd": Grain.QUARTER,
        "od-zaciatku-fiskalneho-stvrtroka": Grain.QUARTER,
    }
)
_PARTS: Final = MappingProxyType({"h": Grain.HALF, "q": Grain.QUARTER, "w": Grain.WEEK, "-": Grain.MONTH})

_UNIT: Final = re.compile(r"(fy-?)?([0-9]{4})(?:-?([hqw])([0-9]{1,2})|(-)([0-9]{2}))?")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LAST_N: Final = re.compile(r"(?:last|posledny|posledne|poslednych)-([1-9][0-9]{0,8})-([a-z-]+)")
_LONGEST: Final = MappingProxyType({"month": 300 * 12, "day": 300 * 366})


def _by_name(*tables: Mapping[Grain, str]) -> Mapping[str, tuple[Grain, bool]]:
    """Word -> the grain it names, and whether of the fiscal year."""
    plain = {word: grain for table in tables for grain, words in table.items() for word in words.split()}
    named = {word: (grain, False) for word, grain in plain.items()}
    for prefix in _FISCAL:
        named |= {f"{prefix}-{word}": (grain, True) for word, grain in plain.items() if grain in _FISCAL_GRAINS}
    return MappingProxyType(named)


_UNIT_NAMES: Final = _by_name(_ONE)
_COUNTED_NAMES: Final = _by_name(_ONE, _MANY)


@dataclass(frozen=True, kw_only=True)
class _Today:
    """What relative words are counted from."""

    as_of: date
    fiscal: FiscalYear


def read_period(text: str, *, as_of: date, fiscal: FiscalYear) -> Period:
    """Read a period from what a person typed.

    Capitals, accents, and a space or `_` in place of `-` do not matter. Both ends of `..` are included, and
    may be periods themselves. `last-3-months` are whole months before the current one; `ytd`, `qtd` and `mtd`
    are the current unit, cut after `as_of`; `fytd` and `fqtd` are those of the company's year.

    Args:
        text: a label such as 2017, 2017-Q3 or FY2017-H1, words such as last-quarter or minulý-mesiac, or two
            of these around `..`.
        as_of: the day that `today` is.
        fiscal: the company's year, for whatever is called FY or fiscal.

    Raises:
        PeriodError: it cannot be read, there is no such unit, it ends before it starts, or it leaves the
            years 1900 to 2199.

    Example:
        >>> year = FiscalYear(start_month=4, label="end")
        >>> words = "2017-q3 FY2017 last_quarter minulý-mesiac last-3-months 2017-01..2017-Q2"
        >>> for word in words.split():
        ...     period = read_period(word, as_of=date(2017, 8, 15), fiscal=year)
        ...     print(period.label, period.start, period.end)
        2017-Q3 2017-07-01 2017-10-01
        FY2017 2016-04-01 2017-04-01
        2017-Q2 2017-04-01 2017-07-01
        2017-07 2017-07-01 2017-08-01
        2017-05-01..2017-07-31 2017-05-01 2017-08-01
        2017-01-01..2017-06-30 2017-01-01 2017-07-01
    """
    today = _Today(as_of=as_of, fiscal=fiscal)
    start, dots, end = _plain(text).partition("..")
    try:
        return _read_span(start, end, today) if dots else _read_one(start, today)
    except PeriodError as error:
        raise PeriodError(text, error.reason) from None


def _plain(text: str) -> str:
    """The text in small letters without accents, words joined by `-`."""
    letters = unicodedata.normalize("NFD", text.strip().casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", "-", re.sub(r"\s*\.\.\s*", "..", bare))


def _read_span(start: str, end: str, today: _Today) -> Period:
    """Everything from the first day of one period to the last day of another."""
    first, last = _read_one(start, today), _read_one(end, today)
    is_fiscal = first.is_fiscal and last.is_fiscal
    return custom_period(first.start, last.end, today.fiscal if is_fiscal else None)


def _read_one(word: str, today: _Today) -> Period:
    """A period written without `..`."""
    for read in _READERS:
        period = read(word, today)
        if period is not None:
            return period
    raise PeriodError(word, "cannot be read")


def _read_date(word: str, _today: _Today) -> Period | None:
    """2017-07-15."""
    written = _DATE.fullmatch(word)
    if written is None:
        return None
    year, month, day = (int(part) for part in written.groups())
    first = _first_day(year, month, Grain.MONTH, None)
    if not 1 <= day <= period_of(first, Grain.MONTH).days:
        raise PeriodError(word, "has no such day")
    return period_of(first.replace(day=day), Grain.DAY)


def _read_unit(word: str, today: _Today) -> Period | None:
    """2017, 2017-H1, 2017-Q3, 2017-07, 2017-W31, FY2017, FY2017-H2, FY2017-Q3."""
    written = _UNIT.fullmatch(word)
    if written is None:
        return None
    prefix, year, letter, number, hyphen, month = written.groups()
    grain = _PARTS.get(letter or hyphen, Grain.YEAR)
    if prefix and grain not in _FISCAL_GRAINS:
        return None
    calendar = today.fiscal if prefix else None
    return period_of(_first_day(int(year), int(number or month or 1), grain, calendar), grain, calendar)


def _read_day_word(word: str, today: _Today) -> Period | None:
    """Today, yesterday."""
    if word not in _DAYS:
        return None
    return _stepped(period_of(today.as_of, Grain.DAY), _DAYS[word], None)


def _read_step(word: str, today: _Today) -> Period | None:
    """this-month, last-quarter, next-fiscal-year."""
    step, _, unit = word.partition("-")
    if step not in _STEPS or unit not in _UNIT_NAMES:
        return None
    grain, is_fiscal = _UNIT_NAMES[unit]
    calendar = today.fiscal if is_fiscal else None
    return _stepped(period_of(today.as_of, grain, calendar), _STEPS[step], calendar)


def _read_last_many(word: str, today: _Today) -> Period | None:
    """last-3-months: whole units before the current one."""
    written = _LAST_N.fullmatch(word)
    if written is None or written[2] not in _COUNTED_NAMES:
        return None
    grain, is_fiscal = _COUNTED_NAMES[written[2]]
    calendar = today.fiscal if is_fiscal else None
    current = period_of(today.as_of, grain, calendar)
    if written[1] == "1":
        return previous_period(current, calendar)
    counted_in, size = period_index_step(grain)
    count = int(written[1]) * size
    if count > _LONGEST[counted_in]:
        raise PeriodError(word, OUTSIDE)
    if counted_in == "day":
        return custom_period(current.start - timedelta(days=count), current.start)
    return custom_period(first_of_month(month_index(current.start) - count), current.start, calendar)


def _read_to_date(word: str, today: _Today) -> Period | None:
    """Month, quarter or year to date, of the calendar or of the company."""
    grain = _TO_DATE.get(word) or _FISCAL_TO_DATE.get(word)
    if grain is None:
        return None
    unit = period_of(today.as_of, grain, today.fiscal if word in _FISCAL_TO_DATE else None)
    return cut_to_elapsed(unit, unit, today.as_of)[0]


_READERS: Final[tuple[Callable[[str, _Today], Period | None], ...]] = (
    _read_date,
    _read_unit,
    _read_day_word,
    _read_step,
    _read_last_many,
    _read_to_date,
)


def _first_day(year: int, number: int, grain: Grain, fiscal: FiscalYear | None) -> date:
    """First day of the year's unit with that number, counted from 1."""
    if year not in READABLE_YEARS:
        raise PeriodError(str(year), OUTSIDE)
    counted_in, size = period_index_step(grain)
    units = date(year, 12, 28).isocalendar().week if counted_in == "day" else 12 // size
    if not 1 <= number <= units:
        raise PeriodError(f"{year}-{number}", f"has no such {grain}")
    if counted_in == "day":
        return date.fromisocalendar(year, number, 1)
    opens = fiscal.first_day(year) if fiscal else date(year, 1, 1)
    return first_of_month(month_index(opens) + (number - 1) * size)


def _stepped(unit: Period, step: int, fiscal: FiscalYear | None) -> Period:
    """The unit itself (0), the one before (-1) or the one after (1)."""
    if step == 0:
        return unit
    return next_period(unit, fiscal) if step > 0 else previous_period(unit, fiscal)
