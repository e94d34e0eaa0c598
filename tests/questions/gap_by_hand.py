"""What records move a gap by, worked out in plain Python from what each adds to two readings.

Nothing of the product is imported: a reading is key -> (what it adds above the line, what below).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Adds = Mapping[str, tuple[Fraction, Fraction]]

NOTHING = (Fraction(0), Fraction(0))


def value(reading: Adds) -> Fraction:
    """What a ratio is worth."""
    return sum((n for n, _ in reading.values()), Fraction(0)) / sum((d for _, d in reading.values()), Fraction(0))


def moves(first: Adds, second: Adds) -> dict[str, Fraction]:
    """What each record moves a ratio by: the mean of what it moves it by seen from either end.

    Those that move nothing are left out.
    """
    tops = [sum(d for _, d in reading.values()) for reading in (first, second)]
    ends = value(first), value(second)
    found = {}
    for key in {*first, *second}:
        (n0, d0), (n1, d1) = first.get(key, NOTHING), second.get(key, NOTHING)
        forward = (n1 - n0 - ends[0] * (d1 - d0)) / tops[1]
        backward = (n1 - n0 - ends[1] * (d1 - d0)) / tops[0]
        found[key] = (forward + backward) / 2
    return {key: moved for key, moved in found.items() if moved}


def moves_by_part(first: Adds, second: Adds) -> dict[str, Fraction]:
    """The same where the two divide by different things: each record by the part of the divisor that it is."""
    parts = []
    for reading in (first, second):
        whole = sum(d for _, d in reading.values())
        parts.append({key: (n / whole, d / whole) for key, (n, d) in reading.items()})
    return moves(*parts)


def moves_of_sums(first: Mapping[str, Fraction], second: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each record moves a sum by."""
    zero = Fraction(0)
    return {key: second.get(key, zero) - first.get(key, zero) for key in {*first, *second}}
