"""The gap between two readings of a metric, shared out over records: what one of them moves it by.

Pure. A record adds n to what stands above the line and d to what stands below it, in either reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Totals:
    """What all records of a reading add up to; a plain sum is divided by nothing."""

    above: Decimal
    below: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """What the reading is worth."""
        return self.above if self.below is None else self.above / self.below


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What one unit of a record's n or d in a reading moves the gap by; the first reading's count against it."""

    a_above: Decimal
    a_below: Decimal
    b_above: Decimal
    b_below: Decimal

    def moves(self, a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> Decimal:
        """What a record, or several together, move the gap by.

        Args:
            a: n and d in the first reading.
            b: the same in the second.
        """
        first = self.a_above * a[0] - self.a_below * a[1]
        return self.b_above * b[0] - self.b_below * b[1] - first


def weights_of(a: Totals, b: Totals, *, is_weighed: bool = False) -> Weights:
    """Find how the gap of two sums, or of two ratios, is shared out; exchanging the two turns every sign.

    For ratios R0 = N0/D0, R1 = N1/D1 a record moves the gap by the mean of (Δn − R0·Δd)/D1 and (Δn − R1·Δd)/D0, where
    Σ(Δn − R0·Δd)/D1 = (N1 − N0 − R0·D1 + N0)/D1 = R1 − R0, and Σ(Δn − R1·Δd)/D0 = (N1 − N0 − N1 + R1·D0)/D0 = R1 − R0.
    Where the two divide by different things, n and d are first taken as parts of their own D, so that both D are 1:
    the mean is then Δn − Δd·(R0 + R1)/2, and what money is counted in makes no difference.

    Args:
        a: the first reading.
        b: the second.
        is_weighed: they divide by different things.

    Example:
        >>> found = weights_of(Totals(Decimal(2), Decimal(4)), Totals(Decimal(2), Decimal(5)))
        >>> float(found.moves((Decimal(0), Decimal(0)), (Decimal(0), Decimal(1))))
        -0.1
    """
    if a.below is None or b.below is None:
        one, zero = Decimal(1), Decimal(0)
        return Weights(a_above=one, a_below=zero, b_above=one, b_below=zero)
    if is_weighed:
        middle = (a.value + b.value) / 2
        return Weights(a_above=1 / a.below, a_below=middle / a.below, b_above=1 / b.below, b_below=middle / b.below)
    above = (1 / a.below + 1 / b.below) / 2
    below = (a.value / b.below + b.value / a.below) / 2
    return Weights(a_above=above, a_below=below, b_above=above, b_below=below)
