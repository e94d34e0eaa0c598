"""Values → an axis: from where to where it goes, and which round numbers stand on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_NEAR_ZERO: Final = Decimal("0.45")
"""An axis starts at zero where the least value is less than so much of the greatest."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """An axis of numbers, both ends among its ticks."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """Every number on the axis, in order."""
        return tuple(self.low + self.step * at for at in range(int((self.high - self.low) / self.step) + 1))


def scale_of(values: Iterable[Decimal], *, has_zero: bool = False, ticks: int = 4, is_whole: bool = False) -> Scale:
    """The axis for values.

    Args:
        values: all that is drawn on it.
        has_zero: it has to start at zero, as that of bars.
        ticks: about how many steps.
        is_whole: only whole numbers stand on it.

    Example:
        >>> found = scale_of([Decimal(3), Decimal(96)])
        >>> (found.low, found.high, found.step)
        (Decimal('0'), Decimal('100'), Decimal('25'))
    """
    known = [value for value in values if value.is_finite()]
    low, high = _ends(known, has_zero=has_zero)
    step = _step((high - low) / ticks, is_whole=is_whole)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Scale(low=first, high=last if last > first else first + step, step=step)


def _ends(known: Sequence[Decimal], *, has_zero: bool) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that have to be on the axis."""
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    if low >= 0 and (has_zero or low < high * _NEAR_ZERO or low == high):
        low = Decimal(0)
    if high <= 0 and (has_zero or high > low * _NEAR_ZERO or low == high):
        high = Decimal(0)
    if has_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return (low, high) if low < high else (low, low + 1)


def _step(rough: Decimal, *, is_whole: bool) -> Decimal:
    """The least round step that is not smaller."""
    size = Decimal(1).scaleb(rough.adjusted())
    found = next(step * size for step in _STEPS if step * size >= rough)
    return max(found.to_integral_value(ROUND_CEILING), Decimal(1)) if is_whole else found.normalize()
