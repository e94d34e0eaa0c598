"""Some of all records, and what they add up to → how often chance alone would pick records that lie so far off.

Pure, standard library only. Nothing is drawn: the moments of all possible picks have formulas, so the same data gives
the same answer. `tests/insight` compares them with picks that are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, sqrt
from statistics import NormalDist
from typing import Final

from lievik.insight.poisson import gamma_share

_NORMAL: Final = NormalDist()
_NEGLIGIBLE: Final = 1e-17
_STRAIGHT: Final = 0.02
"""A skewness below which picks are as good as normal."""

_FEWEST: Final = 3


@dataclass(frozen=True, kw_only=True)
class Scores:
    """All records' scores.

    Attributes:
        records: how many.
        squares, cubes: sums of the scores' powers; the scores themselves add up to 0.
    """

    records: int
    squares: float
    cubes: float


def chance_of_wins(won: int, ended: int, all_won: int, all_ended: int) -> float:
    """Two-sided chance that so many of the winners, or so few, are among records picked blindly: twice the lesser tail.

    Args:
        won: winners among those picked.
        ended: how many were picked.
        all_won: winners among all.
        all_ended: how many there are.

    Source: Fisher (1935), The Design of Experiments: the hypergeometric tail, exact at any size.

    Example:
        >>> round(chance_of_wins(3, 4, 4, 8), 4)
        0.4857
    """
    least, most = max(0, ended + all_won - all_ended), min(ended, all_won)
    here = exp(_log_ways(all_won, won) + _log_ways(all_ended - all_won, ended - won) - _log_ways(all_ended, ended))
    is_above = won * all_ended > ended * all_won
    step = 1 if is_above else -1
    total = term = here
    while (won < most if is_above else won > least) and term > total * _NEGLIGIBLE:
        if is_above:
            term *= (all_won - won) * (ended - won) / ((won + 1) * (all_ended - all_won - ended + won + 1))
        else:
            term *= won * (all_ended - all_won - ended + won) / ((all_won - won + 1) * (ended - won + 1))
        won += step
        total += term
    return min(1.0, 2 * total)


def _log_ways(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def chance_of_sum(total: float, picked: int, scores: Scores) -> float:
    """Two-sided chance that records picked blindly add up to so much or more, or to so little or less.

    Variance n(N - n)/(N(N - 1)) Σs², third moment n(N - n)(N - 2n)/(N(N - 1)(N - 2)) Σs³; a gamma distribution has
    these (Pearson's type III), a normal one where they are hardly skewed. With midranks as scores, ties among them, it
    is Wilcoxon's rank sum test.

    Args:
        total: of the scores of those picked.
        picked: how many.
        scores: of all.

    Source: Isserlis (1931), Philosophical Magazine 12 (moments of samples without replacement); Mielke and Berry
    (2007), Permutation Methods, 2.3 (type III); Wilcoxon (1945), Biometrics Bulletin 1.

    Example:
        >>> ranks = Scores(records=40, squares=sum((rank - 20.5) ** 2 for rank in range(1, 41)), cubes=0.0)
        >>> round(chance_of_sum(80.0, 20, ranks), 3)
        0.03
    """
    n, whole = picked, scores.records
    if not 0 < n < whole or whole < _FEWEST or scores.squares <= 0:
        return 1.0
    variance = n * (whole - n) / (whole * (whole - 1)) * scores.squares
    third = n * (whole - n) * (whole - 2 * n) / (whole * (whole - 1) * (whole - 2)) * scores.cubes
    z, skew = total / sqrt(variance), third / variance**1.5
    if skew < 0:
        z, skew = -z, -skew
    if skew < _STRAIGHT:
        above = 1 - _NORMAL.cdf(z)
    else:
        shape = 4 / skew**2
        above = 1 - gamma_share(shape, shape + z * sqrt(shape))
    return min(1.0, max(0.0, 2 * min(above, 1 - above)))
