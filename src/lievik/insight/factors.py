"""A formula taken apart into the factors it multiplies and divides: what a change of its value is split over.

Pure. Factors are those its author wrote: what stands in brackets, or is a metric of its own, stays one factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lievik.model.formula import Binary, Node

Power = Literal[1, -1]


@dataclass(frozen=True)
class Factor:
    """One factor of a product.

    Attributes:
        written: as the author wrote it.
        expanded: the same down to measures and parameters.
        power: 1 where the value is multiplied by it, -1 where it is divided.
    """

    written: Node
    expanded: Node
    power: Power


def factors_of(written: Node, expanded: Node) -> tuple[Factor, ...]:
    """Take a product or ratio apart; none where a formula is neither.

    Args:
        written: the formula with the names that its author used.
        expanded: the same formula with names replaced by formulas of their own.

    Example:
        >>> from lievik.model.formula import read_formula, write_formula
        >>> formula = read_formula("leads * (won / leads) * size / days")
        >>> [(write_formula(f.written, lambda n: n.name), f.power) for f in factors_of(formula, formula)]
        [('leads', 1), ('won / leads', 1), ('size', 1), ('days', -1)]
        >>> factors_of(read_formula("won + lost"), read_formula("won + lost"))
        ()
    """
    match written, expanded:
        case Binary("*" | "/" as sign, left, right), Binary(_, whole, part):
            first = factors_of(left, whole) or (Factor(left, whole, 1),)
            return (*first, *_divided_or_not(right, part, 1 if sign == "*" else -1))
        case _:
            return ()


def _divided_or_not(written: Node, expanded: Node, power: Power) -> tuple[Factor, ...]:
    """The factors of a right side: a product in brackets is several, a quotient in brackets one."""
    match written, expanded:
        case Binary("*", left, right), Binary("*", whole, part):
            return (*_divided_or_not(left, whole, power), *_divided_or_not(right, part, power))
        case _:
            return (Factor(written, expanded, power),)
