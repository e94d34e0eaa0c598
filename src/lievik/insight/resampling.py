"""Records drawn again and again → how far a number that they make could have come out by chance alone.

Pure, standard library only. Always the same draws (a fixed seed), so that the same data gives the same interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import Final

DRAWS: Final = 500
UNITS: Final = 100
"""Records are brought together into so many units; with fewer records most units hold one or none."""

FEW_UNITS: Final = 40
"""Units where many groups and periods are looked at."""

_SEED: Final = 20_260_101
_EXACT: Final = Context(prec=400)
_WORD: Final = 8
"""Bytes of a sum come in so many."""

_TAIL: Final = 0.025
_NORMAL: Final = NormalDist()


def resampled_sums(sums: Mapping[int, Decimal], units: int) -> list[Decimal]:
    """Sums of units drawn with replacement, as many as there are, empty ones among them; one for each of the draws.

    Args:
        sums: unit -> what it adds; units that hold nothing are left out.
        units: how many there are.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 6. Because empty units are drawn too,
    the number of records varies as a Poisson count does.

    Example:
        >>> total = resampled_sums({0: Decimal(10), 1: Decimal(20)}, 4)
        >>> len(total) == DRAWS, 25 < sum(total) / DRAWS < 35
        (True, True)
    """
    places = max((-int(value.as_tuple().exponent) for value in sums.values()), default=0)
    whole = {unit: int(value.scaleb(places, _EXACT)) for unit, value in sums.items()}
    gains = _drawn_together({unit: value for unit, value in whole.items() if value > 0}, units)
    losses = _drawn_together({unit: -value for unit, value in whole.items() if value < 0}, units)
    return [Decimal(gain - loss).scaleb(-places) for gain, loss in zip(gains, losses, strict=True)]


def _drawn_together(amounts: Mapping[int, int], units: int) -> list[int]:
    """Sums of whole numbers above zero in all draws at once: each draw has bytes of its own in a long number."""
    if not amounts:
        return [0] * DRAWS
    size = -(-(max(amounts.values()) * units).bit_length() // (8 * _WORD)) * _WORD
    weights = _weights(units, size)
    total = sum(amount * weights[unit] for unit, amount in amounts.items()).to_bytes(DRAWS * size, "little")
    return [int.from_bytes(total[at : at + size], "little") for at in range(0, DRAWS * size, size)]


@lru_cache(maxsize=8)
def _weights(units: int, size: int) -> tuple[int, ...]:
    """How often each unit is drawn: a number that holds draw after draw, each in so many bytes."""
    chance = Random(_SEED)  # noqa: S311 - no secret
    drawn = [Counter(chance.choices(range(units), k=units)) for _ in range(DRAWS)]
    return tuple(_side_by_side([counts[unit] for counts in drawn], size) for unit in range(units))


def _side_by_side(counts: Sequence[int], size: int) -> int:
    """Counts of at most 255 in one long number, so many bytes each."""
    held = bytearray(len(counts) * size)
    held[::size] = bytes(counts)
    return int.from_bytes(held, "little")


def percentile_interval(draws: Sequence[float], records: int) -> tuple[float, float] | None:
    """95 % interval out of draws, widened where they come from few records; none where most draws have no value.

    Args:
        draws: values, in any order; a draw without one is left out.
        records: that they were drawn from, at least 2.

    Source: Hesterberg (2015), The American Statistician 69, the expanded percentile interval: the tails are those of
    Student's distribution with records - 1 degrees of freedom, times the root of records / (records - 1).

    Example:
        >>> low, high = percentile_interval([float(number) for number in range(501)], 1000)
        >>> round(low, 2), round(high, 2)
        (12.4, 487.6)
    """
    if len(draws) < DRAWS // 2 or records < 2:  # noqa: PLR2004
        return None
    tail = _NORMAL.cdf(-student_quantile(1 - _TAIL, records - 1) * sqrt(records / (records - 1)))
    ordered = sorted(draws)
    return _at(ordered, tail), _at(ordered, 1 - tail)


def student_quantile(share: float, freedom: int) -> float:
    """Value that a share of Student's distribution lies below, to three digits from 3 degrees of freedom.

    Source: Abramowitz and Stegun (1964), 26.7.5; exact for 1 and 2 degrees.

    Example:
        >>> [round(student_quantile(0.975, freedom), 2) for freedom in (1, 2, 4, 10, 1000)]
        [12.71, 4.3, 2.78, 2.23, 1.96]
    """
    if freedom <= 2:  # noqa: PLR2004
        return _small_quantile(share, freedom)
    z = _NORMAL.inv_cdf(share)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** place for place, term in enumerate(terms, 1))


def _small_quantile(share: float, freedom: int) -> float:
    """The quantile for one degree of freedom (Cauchy) or two, in closed form."""
    if freedom == 1:
        from math import pi, tan

        return tan(pi * (share - 0.5))
    return (2 * share - 1) * sqrt(2 / (4 * share * (1 - share)))


def _at(ordered: Sequence[float], share: float) -> float:
    """The value at a share of an ordered list, between its neighbours."""
    place = share * (len(ordered) - 1)
    before = int(place)
    after = min(before + 1, len(ordered) - 1)
    return ordered[before] + (ordered[after] - ordered[before]) * (place - before)
