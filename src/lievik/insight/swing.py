"""Shares of several periods → whether they differ by more than chance, by how much, and which of two series moves less.

Pure, standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from lievik.insight.poisson import gamma_share


@dataclass(frozen=True, kw_only=True)
class Swing:
    """How shares differ from one period to another.

    Attributes:
        low, high: the least and the greatest share.
        chi_square: of the test that all true shares are alike, with `freedom` degrees of freedom.
        chance: how likely such differences or greater ones are, where they are alike.
        spread: standard deviation of the true shares; 0 where chance alone explains the differences.
        weight: how much information a period has: 1 over the variance that chance gives its share, on average.
    """

    low: float
    high: float
    chi_square: float
    freedom: int
    chance: float
    spread: float
    weight: float


def chi_square_tail(value: float, freedom: int) -> float:
    """Chance that a chi-square variable is so large or larger.

    Source: Abramowitz and Stegun (1964), 26.4.19.

    Example:
        >>> round(chi_square_tail(3.841, 1), 3), round(chi_square_tail(16.919, 9), 3)
        (0.05, 0.05)
    """
    return 1 - gamma_share(freedom / 2, value / 2)


def swing_of(counts: Iterable[tuple[int, int]]) -> Swing | None:
    """Compare shares with the one share of all; none for fewer than two, and where all or nothing happened.

    χ² = Σ (k − n·p)² / (n·p·(1 − p)); spread² = (χ² − freedom) / (freedom · weight).

    Args:
        counts: (part, whole) of each period; those of nothing are passed over.

    Source: Pearson (1900), Philosophical Magazine 50; the spread as DerSimonian and Laird (1986), Controlled Clinical
    Trials 7.

    Example:
        >>> found = swing_of([(60, 100), (40, 100)])
        >>> round(found.chi_square, 3), found.freedom, round(found.chance, 4)
        (8.0, 1, 0.0047)
    """
    known = [(part, whole) for part, whole in counts if whole]
    total = sum(whole for _, whole in known)
    share = sum(part for part, _ in known) / total if total else 0.0
    if len(known) < 2 or not 0 < share < 1:  # noqa: PLR2004 - one has nothing to be compared with
        return None
    within = share * (1 - share)
    chi_square = sum((part - whole * share) ** 2 / (whole * within) for part, whole in known)
    freedom = len(known) - 1
    weight = (total - sum(whole**2 for _, whole in known) / total) / within / freedom
    return Swing(
        low=min(part / whole for part, whole in known),
        high=max(part / whole for part, whole in known),
        chi_square=chi_square,
        freedom=freedom,
        chance=chi_square_tail(chi_square, freedom),
        spread=sqrt(max(chi_square - freedom, 0.0) / (freedom * weight)),
        weight=weight,
    )


def chance_of_so_little(quiet: Swing, loud: Swing) -> float:
    """How likely one series would differ as little as it does, or less, if its true shares had the other's spread.

    Where it has few records it is not unlikely at all, so nothing is read out of their number being small.

    Example:
        >>> steady = swing_of([(500, 1000), (510, 1000), (505, 1000), (495, 1000)])
        >>> moved = swing_of([(300, 1000), (700, 1000), (300, 1000), (700, 1000)])
        >>> chance_of_so_little(steady, moved) < 0.01, chance_of_so_little(moved, moved) > 0.4
        (True, True)
    """
    scale = 1 + loud.spread**2 * quiet.weight
    return gamma_share(quiet.freedom / 2, quiet.chi_square / scale / 2)
