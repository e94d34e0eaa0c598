"""Sums and means of deals → where the true ones plausibly lie, though deals are few and some are large.

Pure, standard library only. Both never reach below zero; `tests/insight` tries how often they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from typing import Final

from lievik.insight.poisson import poisson_interval

_Z: Final = 1.959963984540054


def sum_interval(amount: float, unit: float) -> tuple[float, float]:
    """95 % interval of a sum of deals of which there could have been more or fewer.

    The sum counts as amount / unit deals, and their number is Poisson.

    Args:
        amount: the sum, at least 0.
        unit: mean square of a deal's amount over its mean, see `sum_unit`; above 0.

    Source: Fay and Feuer (1997), Statistics in Medicine 16, with one weight for all deals of a team.

    Example:
        >>> [round(bound) for bound in sum_interval(100_000.0, 10_000.0)]
        [47954, 183904]
    """
    low, high = poisson_interval(max(amount, 0.0) / unit)
    return low * unit, high * unit


def sum_unit(mean: float, spread: float) -> float:
    """Mean square over mean: the larger, the more a sum depends on single deals.

    Example:
        >>> sum_unit(10.0, 5.0)
        12.5
    """
    return mean + spread**2 / mean


def mean_interval(mean: float, records: int, part: float) -> tuple[float, float]:
    """95 % interval of a mean of amounts or days: mean · exp(∓ 1.96 · part / √n).

    Args:
        mean: above 0.
        records: at least 1.
        part: the spread of one record as a part of the mean.

    Source: the delta method on the logarithm, Casella and Berger (2002), Statistical Inference, 5.5.4.

    Example:
        >>> [round(bound, 1) for bound in mean_interval(100.0, 16, 0.5)]
        [78.3, 127.8]
    """
    factor = exp(_Z * part / sqrt(records))
    return mean / factor, mean * factor


def spread_within(spreads: Sequence[tuple[float, float]]) -> float:
    """Spread of records within their groups: √(Σ (n − 1)·s² / Σ (n − 1)); 0 where no group has two.

    Args:
        spreads: (standard deviation, records) of each group.

    Example:
        >>> round(spread_within([(3.0, 2), (4.0, 3), (9.0, 1)]), 4)
        3.6968
    """
    freedom = sum(max(records - 1, 0) for _, records in spreads)
    squares = sum(spread**2 * max(records - 1, 0) for spread, records in spreads)
    return sqrt(squares / freedom) if freedom else 0.0
