"""What a formula is worth: a tree and its numbers in, one decimal or the reason for none out.

Pure. Everything is Decimal with 28 digits; a divisor that is zero or negative is no answer, never zero or infinity.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Final, TypeAlias

from lievik.model.formula import Binary, Call, Name, Node, Number, names_in
from lievik.model.units import PLAIN, Unit

_ZERO: Final = Decimal(0)

Column: TypeAlias = list[Decimal | None]
"""A number for each of many places, none where there is no answer."""


class NoAnswer(Exception):  # noqa: N818 - it is an answer of its own kind, not an error
    """A formula has no value; `reason` is the slug of why, `names` are what it lies in."""

    def __init__(self, reason: str, *about: Node) -> None:
        super().__init__(reason)
        self.reason = reason
        self.names = tuple(dict.fromkeys(name.name for node in about for name in names_in(node)))


def evaluate(node: Node, value_of: Callable[[Name], Decimal | None]) -> Decimal:
    """Work a formula out.

    Args:
        node: the formula.
        value_of: name -> its number, none where it has no value.

    Raises:
        NoAnswer: `no_value`, `zero_denominator` or `negative_denominator`.

    Example:
        >>> from lievik.model.formula import read_formula
        >>> evaluate(read_formula("won / (won + lost)"), lambda n: {"won": Decimal(25), "lost": Decimal(75)}[n.name])
        Decimal('0.25')
    """
    match node:
        case Number(value):
            return value
        case Name():
            found = value_of(node)
            if found is None:
                raise NoAnswer("no_value", node)
            return found
        case Binary("/", left, right):
            return _quotient(evaluate(left, value_of), evaluate(right, value_of), right)
        case Binary(sign, left, right):
            return _SIGNS[sign](evaluate(left, value_of), evaluate(right, value_of))
        case Call("coalesce", arguments):
            return _first_of(arguments, value_of)
        case Call(function, arguments):
            values = [evaluate(argument, value_of) for argument in arguments]
            return _FUNCTIONS[function](values)


def evaluate_all(node: Node, column_of: Callable[[Name], Column], count: int) -> Column:
    """Work a formula out for many places at once; the same as `evaluate` for each, none where there is no answer.

    Args:
        node: the formula.
        column_of: name -> its numbers, one a place.
        count: how many places there are.

    Example:
        >>> from lievik.model.formula import read_formula
        >>> columns = {"won": [Decimal(1), Decimal(3)], "ended": [Decimal(4), Decimal(0)]}
        >>> evaluate_all(read_formula("won / ended"), lambda name: columns[name.name], 2)
        [Decimal('0.25'), None]
    """
    match node:
        case Number(value):
            return [value] * count
        case Name():
            return column_of(node)
        case Binary(sign, left, right):
            sides = (evaluate_all(side, column_of, count) for side in (left, right))
            return _quotients(*sides) if sign == "/" else _joined(_SIGNS[sign], *sides)
        case Call(function, arguments):
            places = zip(*(evaluate_all(argument, column_of, count) for argument in arguments), strict=True)
            if function == "coalesce":
                return [next((value for value in place if value is not None), None) for place in places]
            work_out = _FUNCTIONS[function]
            return [None if None in place else work_out([v for v in place if v is not None]) for place in places]


def _quotients(dividends: Column, divisors: Column) -> Column:
    """Divide place by place."""
    pairs = zip(dividends, divisors, strict=True)
    return [None if one is None or other is None or other <= _ZERO else one / other for one, other in pairs]


def _joined(join: Callable[[Decimal, Decimal], Decimal], left: Column, right: Column) -> Column:
    """Add, subtract or multiply place by place."""
    pairs = zip(left, right, strict=True)
    return [None if one is None or other is None else join(one, other) for one, other in pairs]


def _quotient(dividend: Decimal, divisor: Decimal, node: Node) -> Decimal:
    """Divide, or say that there is nothing to divide by."""
    if divisor <= _ZERO:
        raise NoAnswer("negative_denominator" if divisor else "zero_denominator", node)
    return dividend / divisor


def _first_of(arguments: tuple[Node, ...], value_of: Callable[[Name], Decimal | None]) -> Decimal:
    """First argument that has a value."""
    for argument in arguments[:-1]:
        try:
            return evaluate(argument, value_of)
        except NoAnswer:
            continue
    return evaluate(arguments[-1], value_of)


_SIGNS: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}

_FUNCTIONS: Final[dict[str, Callable[[list[Decimal]], Decimal]]] = {
    "max": max,
    "min": min,
    "abs": lambda values: abs(values[0]),
}


def unit_of(node: Node, unit_of_name: Callable[[Name], Unit]) -> Unit:
    """Unit that a formula yields.

    Raises:
        ValueError: two sides of a sum, or two arguments, are of different units.
    """
    match node:
        case Number():
            return PLAIN
        case Name():
            return unit_of_name(node)
        case Binary("*", left, right):
            return unit_of(left, unit_of_name).times(unit_of(right, unit_of_name))
        case Binary("/", left, right):
            return unit_of(left, unit_of_name).over(unit_of(right, unit_of_name))
        case Binary(sign, left, right):
            return _same((left, right), unit_of_name, f"'{sign}'")
        case Call(function, arguments):
            return _same(arguments, unit_of_name, f"{function}()")


def _same(nodes: tuple[Node, ...], unit_of_name: Callable[[Name], Unit], where: str) -> Unit:
    """Unit that all nodes share; the number 0 fits any unit."""
    units = [unit_of(node, unit_of_name) for node in nodes if node != Number(_ZERO)] or [PLAIN]
    if any(unit != units[0] for unit in units):
        msg = f"{where} joins {' and '.join(str(unit) for unit in units)}"
        raise ValueError(msg)
    return units[0]


def is_all_zero(node: Node, value_of: Callable[[Name], Decimal | None]) -> bool:
    """Whether every name in the formula has a value and all of them are zero."""
    return all(value_of(name) == _ZERO for name in names_in(node))
