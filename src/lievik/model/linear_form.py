"""A formula → the sum that it is of its names, each times a number; none where it is no such sum.

Pure. Only of such a sum can it be said what one record adds to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lievik.model.formula import Binary, Name, Node, Number

_ONE = Decimal(1)


@dataclass(frozen=True)
class LinearForm:
    """Names, each with the number that it is multiplied by, and a number that stands alone."""

    factors: Mapping[Name, Decimal] = field(default_factory=dict)
    alone: Decimal = Decimal(0)

    def plus(self, other: LinearForm, times: Decimal = _ONE) -> LinearForm:
        """This and so many times another."""
        names = dict.fromkeys((*self.factors, *other.factors))
        zero = Decimal(0)
        factors = {name: self.factors.get(name, zero) + times * other.factors.get(name, zero) for name in names}
        return LinearForm(factors, self.alone + times * other.alone)

    def times(self, number: Decimal) -> LinearForm:
        """So many times this."""
        return LinearForm().plus(self, number)


def linear_form(node: Node, constant_of: Callable[[Name], Decimal | None]) -> LinearForm | None:
    """Read a formula as a sum of its names; none where names are multiplied, divided by, or passed to a function.

    Args:
        node: the formula.
        constant_of: name -> its number where it is the same whatever the records; none otherwise.

    Example:
        >>> from lievik.model.formula import read_formula
        >>> numbers = {"days": Decimal(30), "month": Decimal(10)}
        >>> formula = read_formula("recurring / month * days - refunds")
        >>> found = linear_form(formula, lambda name: numbers.get(name.name))
        >>> {name.name: int(factor) for name, factor in found.factors.items()}
        {'recurring': 3, 'refunds': -1}
        >>> linear_form(read_formula("won / all"), lambda name: None) is None
        True
    """
    match node:
        case Number(value):
            return LinearForm(alone=value)
        case Name():
            known = constant_of(node)
            return LinearForm({node: _ONE}) if known is None else LinearForm(alone=known)
        case Binary(sign, left, right):
            first, second = linear_form(left, constant_of), linear_form(right, constant_of)
            return None if first is None or second is None else _joined(sign, first, second)
        case _:
            return None


def _joined(sign: str, first: LinearForm, second: LinearForm) -> LinearForm | None:
    """Two sums joined by a sign; none where what comes out is no sum."""
    if sign in "+-":
        return first.plus(second, _ONE if sign == "+" else -_ONE)
    if second.factors:
        return second.times(first.alone) if sign == "*" and not first.factors else None
    if sign == "*":
        return first.times(second.alone)
    return first.times(1 / second.alone) if second.alone else None
