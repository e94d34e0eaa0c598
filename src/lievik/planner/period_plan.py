"""Which periods an answer needs: those asked for, the ones before them, and those they are compared with.

Pure. A period that still runs is compared with the same elapsed days of the other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lievik.model.periods import (
    FiscalYear,
    Period,
    cut_to_elapsed,
    period_index_step,
    previous_period,
    same_period_last_year,
)
from lievik.model.request import Comparison
from lievik.planner.plan import PeriodIndex, PlannedPeriod


@dataclass(frozen=True, kw_only=True)
class PeriodNeeds:
    """Which other periods the readings of a request look at."""

    before: bool
    year_before: bool
    comparison: Comparison


def plan_periods(
    asked: Sequence[Period], needs: PeriodNeeds, as_of: date, fiscal: FiscalYear
) -> tuple[tuple[Period, ...], tuple[PlannedPeriod, ...]]:
    """List every period to compute, in order of time, and where each asked one finds those it needs."""
    compared = [_compared_with(period, needs.comparison, as_of, fiscal) for period in asked]
    every = [*(period for period in compared if period is not None), *asked]
    befores = {(p.start, p.end): _befores(p, needs, as_of, fiscal) for p in every}
    spans = {(p.start, p.end): p for pair in befores.values() for p in pair if p is not None}
    spans |= {(p.start, p.end): p for p in every}
    periods = tuple(spans[key] for key in sorted(spans))
    numbers = {(p.start, p.end): number for number, p in enumerate(periods)}

    def planned(period: Period, other: Period | None) -> PlannedPeriod:
        own = numbers[(period.start, period.end)]
        before, year_before = (numbers[(p.start, p.end)] if p else own for p in befores[(period.start, period.end)])
        compared_with = None if other is None else planned(other, None)
        return PlannedPeriod(period=period, number=own, before=before, year_before=year_before, compared=compared_with)

    return periods, tuple(planned(period, other) for period, other in zip(asked, compared, strict=True))


def _befores(
    period: Period, needs: PeriodNeeds, as_of: date, fiscal: FiscalYear
) -> tuple[Period | None, Period | None]:
    """The unit before and the same unit last year, where needed, each cut if `period` still runs."""
    before = previous_period(period, fiscal) if needs.before else None
    year_before = same_period_last_year(period, fiscal) if needs.year_before else None

    def cut(other: Period | None) -> Period | None:
        return None if other is None else cut_to_elapsed(period, other, as_of)[1]

    return cut(before), cut(year_before)


def _compared_with(period: Period, comparison: Comparison, as_of: date, fiscal: FiscalYear) -> Period | None:
    """The period compared with, cut if `period` still runs; one that was named stays as it is."""
    if comparison is None or isinstance(comparison, Period):
        return comparison
    find = previous_period if comparison == "previous" else same_period_last_year
    return cut_to_elapsed(period, find(period, fiscal), as_of)[1]


def index_of(periods: Sequence[Period]) -> PeriodIndex | None:
    """How dates become numbers of these periods; none where the periods do not follow each other in equal units."""
    grains = {period.grain for period in periods}
    grain = next(iter(grains)) if len(grains) == 1 else None
    if grain is None or any(period.is_cut for period in periods):
        return None
    if any(one.end != two.start for one, two in pairwise(periods)):
        return None
    unit, step = period_index_step(grain)
    return PeriodIndex(unit=unit, step=step, is_single=len(periods) == 1)


def is_whole_months(period: Period) -> bool:
    """Whether a period begins and ends with a month."""
    return period.start.day == 1 and period.end.day == 1


def known_until(end: date, as_of: date) -> date:
    """First day that is no longer known: the period's end, or the day after the as-of day."""
    return min(end, as_of + timedelta(days=1))
