"""A group's number and the whole's → whether it lies beyond what chance gives one in a thousand, either way.

Pure, standard library only. Twenty ordinary reps looked at every quarter give one false call in six years.
"""

from __future__ import annotations

from math import comb, exp, lgamma, log, sqrt
from typing import Final, Literal

from lievik.insight.poisson import poisson_tails

Side = Literal["above", "below", ""]
"""On which side of the limits a number lies; empty within them."""

LIMIT: Final = 3.0902
"""Standard deviations that leave 0.1 % of chance on each side."""

_TAIL: Final = 0.001
_EXACT_TO: Final = 1000
_NOTHING: Final = 1e-14
"""Part of a sum below which a term no longer counts."""


def share_side(successes: int, trials: int, share: float) -> Side:
    """Where a share lies against the whole's, by the exact binomial tails.

    Source: Spiegelhalter (2005), Statistics in Medicine 24: funnel plots with 99.8 % limits.

    Example:
        >>> share_side(8, 14, 0.4), share_side(0, 20, 0.4)
        ('', 'below')
    """
    if not 0 < share < 1 or trials <= 0:
        return ""
    # on the side of the mean a tail holds half of all chance or more, so that only the other one can be rare
    if successes < trials * share:
        return "below" if _is_rare(successes, trials, share) else ""
    return "above" if _is_rare(trials - successes, trials, 1 - share) else ""


def sum_side(amount: float, expected: float, unit: float) -> Side:
    """Where a sum lies against what was to be expected of it, counted in deals of the size that makes sums uncertain.

    Args:
        amount: the sum.
        expected: the whole's value over the same quota or time.
        unit: mean square of a deal's amount over its mean.

    Example:
        >>> sum_side(186_000.0, 100_000.0, 20_000.0), sum_side(600_000.0, 100_000.0, 20_000.0)
        ('', 'above')
    """
    if expected <= 0 or unit <= 0:
        return ""
    few, many = poisson_tails(max(amount, 0.0) / unit, expected / unit)
    return _side(few, many)


def mean_side(mean: float, records: int, whole: float, spread: float) -> Side:
    """Where a mean lies against the whole's: beyond 3.09 standard errors of one record's spread.

    Example:
        >>> mean_side(60.0, 16, 50.0, 10.0), mean_side(55.0, 16, 50.0, 10.0)
        ('above', '')
    """
    if records <= 0 or spread <= 0:
        return ""
    score = (mean - whole) * sqrt(records) / spread
    return "above" if score > LIMIT else "below" if score < -LIMIT else ""


def _is_rare(successes: int, trials: int, share: float) -> bool:
    """Whether so few or fewer have less than one chance in a thousand; each term from the one above it."""
    term = total = _binomial(successes, trials, share)
    for seen in range(successes, 0, -1):
        term *= seen * (1 - share) / ((trials - seen + 1) * share)
        total += term
        if total >= _TAIL or term <= total * _NOTHING:
            break
    return total < _TAIL


def _binomial(seen: int, trials: int, share: float) -> float:
    """Chance of exactly so many."""
    if trials <= _EXACT_TO:
        return comb(trials, seen) * share**seen * (1 - share) ** (trials - seen)
    ways = lgamma(trials + 1) - lgamma(seen + 1) - lgamma(trials - seen + 1)
    return exp(ways + seen * log(share) + (trials - seen) * log(1 - share))


def _side(few: float, many: float) -> Side:
    return "below" if few < _TAIL else "above" if many < _TAIL else ""
