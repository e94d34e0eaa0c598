"""Whether a number really moved between two periods: the interval of the change, the verdict, what could be seen.

Pure. 95 % throughout; `tests/insight` tries how often the intervals hold and how often nothing is called something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from math import sqrt
from statistics import stdev
from typing import TYPE_CHECKING, Final

from lievik.insight.change import Estimate, difference, newcombe
from lievik.insight.grid import Group
from lievik.insight.numbers import Numbers
from lievik.insight.resampling import FEW_UNITS, UNITS, percentile_interval
from lievik.insight.sample import FEWEST
from lievik.model.evaluation import Column
from lievik.model.result import Change, Interval, Verdict
from lievik.planner.plan import Plan, PlannedPeriod
from lievik.planner.resampling_plan import resampling_plan

if TYPE_CHECKING:
    from lievik.insight.draws import Draws

_Z: Final = 1.959963984540054
_SEEN: Final = 2.801585218
"""1.960 + 0.842: a difference of so many standard errors is seen in four of five cases."""

_MANY_PLACES: Final = 60

Fetch = Callable[[Plan], tuple[Sequence[str], Sequence[tuple[object, ...]]]]
"""Runs a plan: columns and rows."""


class Changes:
    """Judges the changes of one plan's numbers; rows to draw from are read when the first is looked at."""

    def __init__(self, plan: Plan, groups: int, fetch: Fetch) -> None:
        self._plan = plan
        self._fetch = fetch
        self._units = UNITS if groups * len(plan.asked) <= _MANY_PLACES else FEW_UNITS

    @cached_property
    def _of_groups(self) -> Draws | None:
        return self._read(is_whole=False)

    @cached_property
    def _of_whole(self) -> Draws | None:
        return self._read(is_whole=True)

    def _read(self, *, is_whole: bool) -> Draws | None:
        from lievik.insight.draws import Draws

        plan = resampling_plan(self._plan, self._units, is_whole=is_whole)
        return None if plan is None else Draws(self._plan, self._units, *self._fetch(plan))

    def draws(self, group: Group) -> Draws | None:
        """What a group's numbers are drawn from; none where nothing comes by chance."""
        return self._of_whole if group.is_total else self._of_groups

    def of_amounts(self, numbers: Numbers, period: PlannedPeriod, group: Group) -> tuple[Estimate, float] | None:
        """Interval of the change of a sum or ratio, by drawing records again, and its standard error.

        Returns:
            None where not all that comes by chance adds up, or most draws have no value.
        """
        node, draws = numbers.planned.reading.formula, self.draws(group)
        if draws is None or period.compared is None or not draws.can_draw(node, numbers):
            return None
        now, before = (draws.values(node, numbers, place, group) for place in (period, period.compared))
        records = min(draws.records(node, numbers, place, group) for place in (period, period.compared))
        return drawn_difference(now, before, records)


def drawn_difference(now: Column, before: Column, records: int) -> tuple[Estimate, float] | None:
    """Interval of the difference of two columns of draws, and its standard error.

    Args:
        now: draws of the later number.
        before: of the earlier.
        records: that the number of fewer records was drawn from.
    """
    pairs = zip(now, before, strict=True)
    gaps = [float(one - other) for one, other in pairs if one is not None and other is not None]
    bounds = percentile_interval(gaps, records)
    if bounds is None:
        return None
    return Estimate(value=sum(gaps) / len(gaps), low=bounds[0], high=bounds[1]), stdev(gaps)


def of_shares(now: tuple[int, int], before: tuple[int, int]) -> tuple[Estimate, float]:
    """Interval of the change of a share, and the standard error where both were one.

    Args:
        now: (successes, trials) of the later period.
        before: of the earlier.

    Example:
        >>> found, error = of_shares((10, 40), (10, 40))
        >>> round(found.low, 3), round(found.high, 3), round(2.8 * error, 3)
        (-0.186, 0.186, 0.271)
    """
    (won, trials), (earlier, of) = now, before
    share = (won + earlier) / (trials + of)
    return newcombe(won, trials, earlier, of), sqrt(share * (1 - share) * (1 / trials + 1 / of))


def of_medians(now: Interval, value: Decimal, before: Interval, earlier: Decimal) -> tuple[Estimate, float]:
    """Interval of the change of a median, out of the intervals of both, and its standard error."""
    later, first = (
        Estimate(value=float(middle), low=float(interval.low), high=float(interval.high))
        for middle, interval in ((value, now), (earlier, before))
    )
    found = difference(later, first)
    return found, (found.high - found.low) / (2 * _Z)


def judged(
    found: tuple[Estimate, float] | None, method: str, records: Sequence[Decimal | None], *, is_young: bool
) -> Change:
    """Put a change into a verdict.

    Args:
        found: its interval and standard error; none where nothing tells.
        method: how the interval was worked out.
        records: that the numbers of either period rest on; none where that is not known.
        is_young: the later cohort has not had its time yet.
    """
    few = any(count is not None and count < FEWEST for count in records)
    if found is None:
        return Change(verdict="too_young" if is_young else "too_few" if few else "unknown")
    estimate, error = found
    moved: Verdict = "up" if estimate.low > 0 else "down" if estimate.high < 0 else "unclear"
    return Change(
        verdict="too_young" if is_young else "too_few" if few else moved,
        low=_rounded(estimate.low),
        high=_rounded(estimate.high),
        method=method,  # type: ignore[arg-type]
        detectable=_rounded(_SEEN * error) if error else None,
    )


def _rounded(number: float) -> Decimal:
    """A number that came by drawing, to six digits: what comes after is noise."""
    return Decimal(f"{number:.6g}")
