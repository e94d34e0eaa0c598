"""Where a true value plausibly lies: intervals that need no simulation and hold at small numbers.

Pure, standard library only. They are for 95 % unless something else is said.
"""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from typing import Final

_Z: Final = 1.959963984540054


def wilson(successes: float, trials: float, deviations: float = _Z) -> tuple[float, float]:
    """Wilson score interval of a share.

    Args:
        successes: how many of the trials; between 0 and `trials`.
        trials: above 0.
        deviations: standard deviations to either side; 95 % unless another is given.

    Returns:
        The lower and upper share.

    Source: Wilson (1927), Journal of the American Statistical Association 22.

    Example:
        >>> [round(100 * bound, 2) for bound in wilson(25, 100)]
        [17.55, 34.3]
    """
    share = successes / trials
    scale = 1 + deviations**2 / trials
    centre = (share + deviations**2 / (2 * trials)) / scale
    half = deviations * sqrt(share * (1 - share) / trials + deviations**2 / (4 * trials**2)) / scale
    # at none and at all the bound is exact, which floats miss by a hair
    return (max(0.0, centre - half) if successes else 0.0), (min(1.0, centre + half) if successes < trials else 1.0)


def wilson_of_amounts(part: float, whole: float, squares: float) -> tuple[float, float]:
    """Wilson interval of a share of an amount: it counts as as many records as would say as much, were all of one size.

    Their number is whole² / squares: the more a few large amounts make out of the whole, the fewer they are.

    Args:
        part: of the whole; between 0 and it.
        whole: all amounts together, above 0.
        squares: of all amounts, summed up.

    Returns:
        The lower and upper share.

    Source: Kish (1965), Survey Sampling, 11.7 (effective sample size); Dean and Pagano (2015), Journal of Survey
    Statistics and Methodology 3 (Wilson's interval with it).

    Example:
        >>> wilson_of_amounts(250.0, 1000.0, 10_000.0) == wilson(25, 100)
        True
        >>> [round(bound, 3) for bound in wilson_of_amounts(250.0, 1000.0, 100_000.0)]
        [0.081, 0.558]
    """
    records = whole**2 / squares
    return wilson(part / whole * records, records)


def wilson_of(numerator: Decimal, denominator: Decimal) -> tuple[Decimal, Decimal] | None:
    """Wilson interval of two counts; none where they are no share of each other.

    Example:
        >>> wilson_of(Decimal(0), Decimal(0)) is None
        True
    """
    is_count = numerator == numerator.to_integral_value() and denominator == denominator.to_integral_value()
    if not is_count or not 0 <= numerator <= denominator or denominator == 0:
        return None
    low, high = wilson(int(numerator), int(denominator))
    return Decimal(repr(low)), Decimal(repr(high))
