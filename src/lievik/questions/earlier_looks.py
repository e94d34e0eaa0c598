"""A period and the day it is looked at → the same day of earlier periods, as looks at what stood in the pipeline then.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from lievik.model.facts import Facts
from lievik.model.periods import FiscalYear, Period, previous_period
from lievik.planner.standing_sql import Look

_MOST_PERIODS: Final = 8
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stood in the pipeline at one look, in one currency.

    Attributes:
        won_amount, won_deals: of it, what was won before the period ended.
        squares: of amounts, summed up.
        no_rate: deals left out as their currency has no rate.
        inferred: deals whose state on the day was inferred.
    """

    amount: Decimal = Decimal(0)
    deals: int = 0
    won_amount: Decimal = Decimal(0)
    won_deals: int = 0
    squares: float = 0.0
    no_rate: int = 0
    inferred: int = 0


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The looks at a period and at those before it.

    Attributes:
        periods: the earlier ones and the period itself, the oldest first.
        by_day: place in `periods` -> the look at the same day; none where the period is over.
        by_week: place -> the look at the chosen week.
    """

    periods: tuple[Period, ...]
    by_day: dict[int, Look]
    by_week: dict[int, Look]

    @property
    def every(self) -> list[Look]:
        """All looks."""
        return [*self.by_day.values(), *self.by_week.values()]


def looks_at(period: Period, as_of: date, week: int, fiscal: FiscalYear, facts: Facts) -> Looks:
    """Look at a period and at up to eight before it; the first with data may lack its beginning, and is left out.

    Args:
        period: the one asked for.
        as_of: the day that is looked at in it, and the same part of its days in the others.
        week: the pipeline is frozen at the end of its first day.
        fiscal: the company's year.
        facts: what the tables hold.
    """
    periods = _with_earlier(period, fiscal, facts)
    last = len(periods) - 1
    by_day = {}
    for place, found in enumerate(periods) if not is_over(period, as_of) else ():
        day = as_of if place == last else _same_day(period, found, as_of)
        by_day[place] = Look(number=2 * place, period=found, day=day, rated_on=day, is_start=False)
    by_week = {}
    for place, found in enumerate(periods):
        day = min(week_day(found, week), as_of)
        rated_on = as_of if place == last else day
        by_week[place] = Look(number=2 * place + 1, period=found, day=day, rated_on=rated_on, is_start=True)
    return Looks(periods=tuple(periods), by_day=by_day, by_week=by_week)


def is_over(period: Period, as_of: date) -> bool:
    """Whether nothing of a period is left after a day."""
    return as_of >= period.end - _DAY


def week_day(period: Period, week: int) -> date:
    """The first day of a week of a period, counted from its start; its last day where it is not that long.

    Example:
        >>> week_day(Period(label="2026-Q1", start=date(2026, 1, 1), end=date(2026, 4, 1), grain=None), 3)
        datetime.date(2026, 1, 15)
    """
    return min(period.start + timedelta(days=7 * (week - 1)), period.end - _DAY)


def _with_earlier(period: Period, fiscal: FiscalYear, facts: Facts) -> list[Period]:
    """The periods before that data reaches back to, and the period itself."""
    first = facts.spans.get("deal", {}).get("created_on", (date.max, date.max))[0]
    found = [period]
    while len(found) <= _MOST_PERIODS and found[0].start > first:
        before = previous_period(found[0], fiscal)
        if before.start < first:
            break
        found.insert(0, before)
    return found


def _same_day(period: Period, other: Period, as_of: date) -> date:
    """The day of another period by which the same part of its days has passed."""
    passed = (as_of - period.start).days + 1
    if passed <= 0:
        return other.start + timedelta(days=passed - 1)
    days = int((Decimal(passed) / period.days * other.days).to_integral_value())
    return other.start + timedelta(days=min(max(days, 1), other.days) - 1)
