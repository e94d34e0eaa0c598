"""Two numbers with their intervals → how much they differ and whether that is more than chance; counts → a trend.

Pure, standard library only. 95 %, but for trends, whose limit is `funnel.LIMIT`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from lievik.insight.intervals import wilson


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number and where the true one plausibly lies."""

    value: float
    low: float
    high: float


def difference(later: Estimate, earlier: Estimate) -> Estimate:
    """How much one number is above another that does not depend on it.

    low = d − √((v₁ − l₁)² + (u₂ − v₂)²), high = d + √((u₁ − v₁)² + (v₂ − l₂)²), with d = v₁ − v₂.

    Source: Zou and Donner (2008), Statistics in Medicine 27 (MOVER); for shares with Wilson intervals it is
    method 10 of Newcombe (1998), Statistics in Medicine 17.
    """
    gap = later.value - earlier.value
    return Estimate(
        value=gap,
        low=gap - sqrt((later.value - later.low) ** 2 + (earlier.high - earlier.value) ** 2),
        high=gap + sqrt((later.high - later.value) ** 2 + (earlier.value - earlier.low) ** 2),
    )


def newcombe(successes: int, trials: int, earlier_successes: int, earlier_trials: int) -> Estimate:
    """How much one share is above another.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10.

    Example:
        >>> found = newcombe(56, 70, 48, 80)
        >>> [round(part, 4) for part in (found.value, found.low, found.high)]
        [0.2, 0.0524, 0.3339]
    """
    return difference(share_estimate(successes, trials), share_estimate(earlier_successes, earlier_trials))


def share_estimate(successes: int, trials: int) -> Estimate:
    """A share with its Wilson interval."""
    low, high = wilson(successes, trials)
    return Estimate(value=successes / trials, low=low, high=high)


def trend_score(counts: Sequence[tuple[float, float]]) -> float | None:
    """How far shares rise (above 0) or fall from one period to the next, in standard deviations of chance.

    z = Σ (k − n·p)·(t − t̄) / √(p·(1 − p)·Σ n·(t − t̄)²), with t̄ weighted by n; none where nothing can be told.

    Args:
        counts: (successes, trials) of each period, in order.

    Source: Cochran (1954), Biometrics 10; Armitage (1955), Biometrics 11.

    Example:
        >>> round(trend_score([(1, 10), (3, 10), (5, 10)]), 3)
        1.952
    """
    total = sum(trials for _, trials in counts)
    share = sum(successes for successes, _ in counts) / total if total else 0.0
    centre = sum(place * trials for place, (_, trials) in enumerate(counts)) / total if total else 0.0
    chance = share * (1 - share) * sum(trials * (place - centre) ** 2 for place, (_, trials) in enumerate(counts))
    if chance <= 0:
        return None
    rise = sum((part - whole * share) * (place - centre) for place, (part, whole) in enumerate(counts))
    return rise / sqrt(chance)
