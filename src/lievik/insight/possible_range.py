"""The lowest and the highest quotient of two sums, some of whose records may be one thing or another.

Pure, and exact: each record is free, so the best of all completions is found without going through them (Dinkelbach,
"On Nonlinear Fractional Programming", Management Science 13, 1967).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Adds = tuple[Fraction, Fraction]
"""What a record adds to the numerator and to the denominator."""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Records in the same doubt: each of them is one of the options."""

    count: int
    options: tuple[Adds, ...]


def possible_range(
    numerator: Fraction, denominator: Fraction, doubtful: Sequence[Alike]
) -> tuple[Fraction, Fraction] | None:
    """Work out the lowest and the highest quotient over every completion that has one.

    Args:
        numerator: of the records that are in no doubt.
        denominator: of these; not negative, as are those of options.
        doubtful: the others.

    Returns:
        None where no completion has a denominator.

    Example:
        >>> nine = Alike(count=9, options=((Fraction(0), Fraction(1)), (Fraction(1), Fraction(1))))
        >>> [round(float(end), 2) for end in possible_range(Fraction(12), Fraction(48), [nine])]
        [0.21, 0.37]
    """
    high = _highest(numerator, denominator, doubtful)
    turned = [
        Alike(count=each.count, options=tuple((-adds, below) for adds, below in each.options)) for each in doubtful
    ]
    low = _highest(-numerator, denominator, turned)
    return None if high is None or low is None else (-low, high)


def _highest(numerator: Fraction, denominator: Fraction, doubtful: Sequence[Alike]) -> Fraction | None:
    """The highest quotient; each step takes the options that beat the last quotient, until none does."""
    above, below = _taken(numerator, denominator, doubtful, (max(each.options, key=_denominator) for each in doubtful))
    if not below:
        return None
    while True:
        quotient = above / below
        best = (max(each.options, key=lambda adds: adds[0] - quotient * adds[1]) for each in doubtful)
        better_above, better_below = _taken(numerator, denominator, doubtful, best)
        if better_above - quotient * better_below <= 0:
            return quotient
        above, below = better_above, better_below


def _denominator(adds: Adds) -> Fraction:
    return adds[1]


def _taken(
    numerator: Fraction, denominator: Fraction, doubtful: Sequence[Alike], options: Iterable[Adds]
) -> tuple[Fraction, Fraction]:
    """Both sums with an option taken for each group of records."""
    for each, (adds, below) in zip(doubtful, options, strict=True):
        numerator += each.count * adds
        denominator += each.count * below
    return numerator, denominator
