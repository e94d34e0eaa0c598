"""What was sold in two periods → what the change of revenue is made of, to the cent, product by product.

Pure. A product that is sold in two currencies is looked at in each, where prices are its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.insight.drivers import split_change
from lievik.model.products import EFFECTS, Effect

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_CENT: Final = Decimal("0.01")
_TOLD: Final[tuple[Effect, ...]] = ("volume", "mix", "price", "discount", "exchange_rate")


@dataclass(frozen=True, kw_only=True)
class Sold:
    """What was sold of one product in one currency and period.

    Attributes:
        units: of lines that say how many; `listed` without a discount and `sold` with it, in the line's currency.
        listed_converted, sold_converted: the same in the wanted currency; likewise the others.
        without_units: of lines that do not say how many.
        returned: zero or below, as a rule.
    """

    units: Decimal = _ZERO
    listed: Decimal = _ZERO
    listed_converted: Decimal = _ZERO
    sold: Decimal = _ZERO
    sold_converted: Decimal = _ZERO
    without_units: Decimal = _ZERO
    without_units_converted: Decimal = _ZERO
    returned: Decimal = _ZERO
    returned_converted: Decimal = _ZERO

    @property
    def revenue(self) -> Decimal:
        """In the wanted currency."""
        return self.sold_converted + self.without_units_converted + self.returned_converted


Pair = tuple[Sold, Sold]
"""Now, and before."""


def sales_effects(pairs: Sequence[Pair]) -> list[Mapping[Effect, Decimal]]:
    """Split the change of revenue of every product over its effects; they add up to it, to the cent.

    What was sold of a product is a product of five factors: all units together (volume), its share of them (mix), the
    price that a unit is listed at (price), one less the discount (discount), and the rate (exchange_rate):

        sold = N · (q / N) · (listed / q) · (sold / listed) · (converted / sold)

    Its change is split by the logarithmic mean, Λ(V₁, V₀) · ln(x₁ / x₀) a factor, where all are above zero, and by
    Shapley's value elsewhere. A product that is new or gone has the price, discount and rate of the period that it was
    sold in, so it is all volume and mix. What came back, and what was sold on lines without a quantity, is split into
    its own amount and the rate.

    Args:
        pairs: of each product in each currency, now and before.

    Returns:
        The effects of each, in the same order.

    Source: Ang (2004), Energy Policy 32 (LMDI-I), with shares as structure, activity as volume and price as intensity;
    Shapley (1953) for zeros.

    Example:
        >>> def sold(units, amount):
        ...     money = Decimal(amount)
        ...     return Sold(units=Decimal(units), listed=money, sold=money, sold_converted=money)
        >>> a, b = sales_effects([(sold(30, 300), sold(10, 100)), (sold(30, 660), sold(30, 600))])
        >>> [(str(a[name]), str(b[name])) for name in ("volume", "mix", "price")]
        [('73.81', '255.25'), ('126.19', '-255.25'), ('0.00', '60.00')]
    """
    totals = [sum((pair[side].units for pair in pairs), _ZERO) for side in (0, 1)]
    return [_effects(now, before, totals[0], totals[1]) for now, before in pairs]


def added_up(effects: Iterable[Mapping[Effect, Decimal]]) -> Mapping[Effect, Decimal]:
    """Effects of several products together."""
    totals = dict.fromkeys(EFFECTS, Decimal("0.00"))
    for each in effects:
        for name, part in each.items():
            totals[name] += part
    return totals


def _effects(now: Sold, before: Sold, total: Decimal, total_before: Decimal) -> Mapping[Effect, Decimal]:
    """Effects of one product in one currency, in cents; the largest takes what rounding leaves over."""
    parts = dict.fromkeys(EFFECTS, _ZERO)
    factors, factors_before = _factors(now, before, total), _factors(before, now, total_before)
    for name, part in zip(_TOLD, _split(factors, factors_before), strict=True):
        parts[name] += part
    returned = [(side.returned, side.returned_converted) for side in (now, before)]
    without = [(side.without_units, side.without_units_converted) for side in (now, before)]
    apart: tuple[tuple[Effect, list[tuple[Decimal, Decimal]]], ...] = (
        ("returns", returned),
        ("without_units", without),
    )
    for effect, sides in apart:
        amount, rate = _split(_rated(*sides), _rated(*reversed(sides)))
        parts[effect] += amount
        parts["exchange_rate"] += rate
    rounded = {name: part.quantize(_CENT) for name, part in parts.items()}
    largest = max(EFFECTS, key=lambda name: abs(parts[name]))
    rounded[largest] += now.revenue - before.revenue - sum(rounded.values(), _ZERO)
    return rounded


def _factors(sold: Sold, other: Sold, total: Decimal) -> tuple[Decimal, ...]:
    """The five factors of a period; what cannot be told of it is as in the other one."""
    priced = sold if sold.units else other
    given = sold if sold.listed else other
    return (
        total,
        _share(sold.units, total) if total else _ONE,
        _share(priced.listed, priced.units),
        _share(given.sold, given.listed) if given.listed else _ONE,
        _rate((sold.sold, sold.sold_converted), (other.sold, other.sold_converted)),
    )


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole if whole else _ZERO


def _rate(own: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> Decimal:
    """What one of its own currency is worth; that of the other period where nothing was taken."""
    amount, converted = own if own[0] else other
    return converted / amount if amount else _ONE


def _rated(own: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return own[0], _rate(own, other)


def _split(now: Sequence[Decimal], before: Sequence[Decimal]) -> list[Decimal]:
    """Parts of the factors; one that did not change has none, and is only multiplied by."""
    moved = [at for at in range(len(now)) if now[at] != before[at]]
    steady = _ONE
    for at in range(len(now)):
        steady *= _ONE if at in moved else now[at]
    parts = [_ZERO] * len(now)
    if not moved or not steady:
        return parts
    found = split_change([now[at] for at in moved], [before[at] for at in moved], [1] * len(moved))
    if found is not None:
        for at, part in zip(moved, found.parts, strict=True):
            parts[at] = part * steady
    return parts
