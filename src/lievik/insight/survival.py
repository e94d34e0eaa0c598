"""How long things lasted, some of them still going on → what share lasts beyond an age, and how sure that is.

Pure, standard library only. What still goes on is known to have lasted so far, and nothing else is assumed of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, sqrt
from typing import Final

from lievik.insight.intervals import wilson

_Z: Final = 1.959963984540054
_HALF: Final = 0.5 + 1e-12


@dataclass(frozen=True)
class Life:
    """Things of one length in days: so many ended at it, so many were still going on."""

    days: int
    ended: int = 0
    going: int = 0


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """A share and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class _Step:
    """One age at which something ended: how many had come to it, the share left, and Greenwood's sum up to it."""

    days: int
    at_risk: int
    ended: int
    left: float
    spread: float


class SurvivalCurve:
    """Share of things that last beyond an age.

    Source: Kaplan and Meier (1958), JASA 53; Greenwood's variance, the interval on the scale of log(-log), where it
    stays between 0 and 1: Kalbfleisch and Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.

    Example:
        >>> curve = SurvivalCurve([Life(10, ended=1), Life(20, going=2), Life(30, ended=1)])
        >>> [round(curve.at(day).value, 3) for day in (9, 10, 29, 30)]
        [1.0, 0.75, 0.75, 0.0]
        >>> curve.median
        30
    """

    def __init__(self, lives: Iterable[Life]) -> None:
        counts: dict[int, tuple[int, int]] = {}
        for life in lives:
            ended, going = counts.get(max(life.days, 0), (0, 0))
            counts[max(life.days, 0)] = ended + life.ended, going + life.going
        self._counts = {days: found for days, found in sorted(counts.items()) if any(found)}

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(sum, self._counts.values()))

    @property
    def ended(self) -> int:
        """How many have ended."""
        return sum(ended for ended, _ in self._counts.values())

    @property
    def longest(self) -> int:
        """The greatest age that any was seen to reach."""
        return max(self._counts, default=0)

    def at_risk(self, days: int) -> int:
        """How many were followed to an age and had not ended before it."""
        return sum(sum(found) for known, found in self._counts.items() if known >= days)

    def at(self, days: int) -> Lasting:
        """The share that lasts beyond an age.

        Where none has ended yet, or all have, the logarithms say nothing: the interval is Wilson's, of those that were
        followed so far.
        """
        found = self._steps[: bisect_right([step.days for step in self._steps], days)]
        if not found:
            followed = self.at_risk(days)
            return Lasting(value=1.0, low=wilson(followed, followed)[0] if followed else 0.0, high=1.0)
        last = found[-1]
        if last.left <= 0:
            return Lasting(value=0.0, low=0.0, high=wilson(0, last.at_risk)[1])
        half = _Z * sqrt(last.spread) / abs(log(last.left))
        low, high = (last.left ** exp(sign * half) for sign in (1, -1))
        return Lasting(value=last.left, low=low, high=high)

    @property
    def median(self) -> int | None:
        """The age that half do not outlast; none where more than half are left at the greatest age."""
        return next((step.days for step in self._steps if step.left <= _HALF), None)

    @property
    def median_interval(self) -> tuple[int | None, int | None]:
        """The ages at which the interval of the share begins and ceases to hold a half; none where it does not.

        Source: Brookmeyer and Crowley (1982), Biometrics 38.
        """
        low = next((step.days for step in self._steps if self.at(step.days).low <= _HALF), None)
        high = next((step.days for step in self._steps if self.at(step.days).high <= _HALF), None)
        return low, high

    def mean_within(self, horizon: float) -> Lasting | None:
        """Mean length in days, nothing counted beyond a horizon, nor beyond the longest that any was seen.

        The variance is Greenwood's, the interval a normal one; none where nothing has ended.

        Source: Klein and Moeschberger (2003), Survival Analysis, 4.5.
        """
        until = min(horizon, self.longest)
        steps = [step for step in self._steps if step.days <= until]
        if not steps:
            return None
        edges = [*(step.days for step in steps), until]
        areas = [step.left * (end - step.days) for step, end in zip(steps, edges[1:], strict=True)]
        mean = steps[0].days + sum(areas)
        variance = 0.0
        for at, step in enumerate(steps):
            rest = sum(areas[at:])
            if step.at_risk > step.ended:
                variance += rest**2 * step.ended / (step.at_risk * (step.at_risk - step.ended))
        half = _Z * sqrt(variance)
        return Lasting(value=mean, low=max(mean - half, 0.0), high=min(mean + half, until))

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        at_risk, left, spread = self.count, 1.0, 0.0
        steps = []
        for days, (ended, going) in self._counts.items():
            if ended:
                left *= 1 - ended / at_risk
                spread += ended / (at_risk * (at_risk - ended)) if at_risk > ended else inf
                steps.append(_Step(days, at_risk, ended, left, spread))
            at_risk -= ended + going
        return tuple(steps)
