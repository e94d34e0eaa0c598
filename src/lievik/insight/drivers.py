"""The change of a product split over its factors, and a factor's part split over segments, to the last cent.

Pure, standard library only. Splits are bookkeeping: they say where a change stands, not what caused it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import factorial, log
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

Amount = TypeVar("Amount", float, Decimal)
Method = Literal["log_mean", "shapley"]

_ALIKE: Final = 1e-9
"""Of numbers whose ratio is so near to 1 the logarithm would tell less than their mean does."""


@dataclass(frozen=True)
class Split:
    """A change, factor by factor; the parts add up to it."""

    method: Method
    parts: tuple[Decimal, ...]


def split_change(later: Sequence[Decimal], earlier: Sequence[Decimal], powers: Sequence[int]) -> Split | None:
    """Split the change of a product over its factors; none where it is divided by zero.

    By the logarithmic mean where every factor is above zero on both sides, else by Shapley's value.

    Args:
        later: each factor now.
        earlier: each factor before.
        powers: 1 where the value is multiplied by the factor, -1 where it is divided.

    Source: Ang (2004), Energy Policy 32 (LMDI-I); Shapley (1953). Zeros: Ang and Liu (2007), Energy Policy 35.

    Example:
        >>> numbers = lambda text: [Decimal(word) for word in text.split()]
        >>> found = split_change(numbers("220 .22 11000 28"), numbers("200 .25 10000 25"), (1, 1, 1, -1))
        >>> found.method, [str(round(part, 2)) for part in found.parts]
        ('log_mean', ['1858.83', '-2493.13', '1858.83', '-2210.25'])
    """
    if any(power < 0 and not value for values in (later, earlier) for power, value in zip(powers, values, strict=True)):
        return None
    if min(*later, *earlier) > 0:
        parts = log_mean_parts(later, earlier, powers)
        return Split("log_mean", _adding_up(parts, _product(later, powers) - _product(earlier, powers)))
    return Split("shapley", tuple(shapley_parts(later, earlier, powers)))


def log_mean_parts(later: Sequence[Amount], earlier: Sequence[Amount], powers: Sequence[int]) -> list[Amount]:
    """Parts of a change of a product of factors that are all above zero: Λ(V₁, V₀) · s · ln(x₁ / x₀).

    Source: Ang (2004), Energy Policy 32.
    """
    weight = log_mean(_product(later, powers), _product(earlier, powers))
    return [weight * power * _ln(now / before) for now, before, power in zip(later, earlier, powers, strict=True)]


def log_mean(one: Amount, other: Amount) -> Amount:
    """Logarithmic mean of two numbers above zero: (a − b) / ln(a / b), and a where they are equal.

    Example:
        >>> round(log_mean(20000.0, 10000.0), 2), log_mean(5.0, 5.0)
        (14426.95, 5.0)
    """
    ratio = one / other
    if abs(ratio - 1) < _ALIKE:
        return (one + other) / 2
    return (one - other) / _ln(ratio)


def shapley_parts(later: Sequence[Amount], earlier: Sequence[Amount], powers: Sequence[int]) -> list[Amount]:
    """Parts of a change of a product: what each factor adds, on average over every order in which they may change.

    Source: Shapley (1953), Contributions to the Theory of Games II.
    """
    count = len(powers)
    found = []
    for at in range(count):
        others = [place for place in range(count) if place != at]
        total = type(later[0])(0)
        for size in range(count):
            ways = factorial(size) * factorial(count - size - 1)
            for moved in combinations(others, size):
                before = [later[place] if place in moved else earlier[place] for place in range(count)]
                after = [later[at] if place == at else before[place] for place in range(count)]
                total += (_product(after, powers) - _product(before, powers)) * ways
        found.append(total / factorial(count))
    return found


@dataclass(frozen=True)
class SegmentPart:
    """What one segment adds to the change of a rate: by being a larger part of the whole, and by its own rate."""

    mix: Decimal
    rate: Decimal


def mix_and_rate(
    later: Sequence[tuple[Decimal, Decimal]], earlier: Sequence[tuple[Decimal, Decimal]]
) -> list[SegmentPart]:
    """Split the change of a rate over segments: rate (s₀+s₁)/2 · (r₁−r₀), mix (s₁−s₀) · ((r₀+r₁)/2 − (R₀+R₁)/2).

    A segment that is new or gone has the rate of the other period, so all of it is mix.

    Args:
        later: (numerator, denominator) of each segment now; their sums are the whole's, whose denominator is above 0.
        earlier: of the same segments before.

    Source: Kitagawa (1955), Journal of the American Statistical Association 50, with rates centred on the whole's.

    Example:
        >>> pairs = lambda *found: [(Decimal(part), Decimal(whole)) for part, whole in found]
        >>> parts = mix_and_rate(pairs((10, 20), (10, 80)), pairs((20, 40), (10, 60)))
        >>> [(str(round(p.mix, 4)), str(round(p.rate, 4))) for p in parts], sum(p.mix + p.rate for p in parts)
        ([('-0.0500', '0.0000'), ('-0.0208', '-0.0292')], Decimal('-0.1000000000000000000000000000'))
    """
    wholes = [tuple(sum((pair[side] for pair in period), Decimal(0)) for side in (0, 1)) for period in (later, earlier)]
    (above, below), (above_before, below_before) = wholes
    centre = (above / below + above_before / below_before) / 2
    parts = []
    for (part, whole), (part_before, whole_before) in zip(later, earlier, strict=True):
        share, share_before = whole / below, whole_before / below_before
        now = part / whole if whole else None
        before = part_before / whole_before if whole_before else now
        now = before if now is None else now
        if now is None or before is None:
            parts.append(SegmentPart(mix=Decimal(0), rate=Decimal(0)))
            continue
        mix = (share - share_before) * ((before + now) / 2 - centre)
        parts.append(SegmentPart(mix=mix, rate=(share + share_before) / 2 * (now - before)))
    return parts


def per_unit(later: Decimal, earlier: Decimal, part: Decimal, power: int, values: tuple[Decimal, Decimal]) -> Decimal:
    """What a change of a factor by one adds to the value: by it a factor's segments become parts of the value's change.

    Args:
        later: the factor now.
        earlier: the factor before.
        part: what the factor adds to the change of the value.
        power: 1 where the value is multiplied by the factor, -1 where it is divided.
        values: of the product, now and before; they decide where the factor did not change.
    """
    if later != earlier:
        return part / (later - earlier)
    if not later:
        return Decimal(0)
    now, before = values
    return power * (log_mean(now, before) if min(now, before) > 0 else (now + before) / 2) / later


def _product(values: Sequence[Amount], powers: Sequence[int]) -> Amount:
    """What the factors make."""
    above = below = type(values[0])(1)
    for value, power in zip(values, powers, strict=True):
        if power > 0:
            above *= value
        else:
            below *= value
    return above / below


_LOGARITHMS: Final[Mapping[type, Callable[..., Any]]] = MappingProxyType({float: log, Decimal: Decimal.ln})


def _ln(value: Amount) -> Amount:
    """Natural logarithm, as exact as the number is."""
    found: Amount = _LOGARITHMS[type(value)](value)
    return found


def _adding_up(parts: Sequence[Decimal], change: Decimal) -> tuple[Decimal, ...]:
    """Parts of which the largest takes what the last digits of logarithms leave over."""
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    rest = change - sum(parts, Decimal(0))
    return tuple(part + rest if place == largest else part for place, part in enumerate(parts))
