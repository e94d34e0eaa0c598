"""A reading → whether its values over parts of a period add up to that of the whole, as amounts do and rates do not.

Pure. It goes by how a number grows with the days that it covers: what is counted or summed over a period grows with
them, a stock, a median and what looks back over twelve months do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.model.formula import Binary, Call, Name, Node
from lievik.model.units import PERIOD_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lievik.model.metric import Measure, Reading

_UNITS: Final = ("money", "count")
_TOTALS: Final = ("sum(", "count(")


def adds_up(reading: Reading, measures: Mapping[str, Measure]) -> bool:
    """Whether parts add up: money and counts that grow with the days they cover."""
    return reading.unit_text in _UNITS and _growth(reading.formula, measures) > 0


def _growth(node: Node, measures: Mapping[str, Measure]) -> int:
    """With which power of its days a number grows."""
    match node:
        case Name(name):
            return _growth_of(name, measures)
        case Binary("*", left, right):
            return _growth(left, measures) + _growth(right, measures)
        case Binary("/", left, right):
            return _growth(left, measures) - _growth(right, measures)
        case Binary(_, left, right):
            return max(_growth(left, measures), _growth(right, measures))
        case Call(_, arguments):
            return max(_growth(argument, measures) for argument in arguments)
    return 0


def _growth_of(name: str, measures: Mapping[str, Measure]) -> int:
    """With which power a measure grows; parameters and constants do not."""
    if name == PERIOD_DAYS:
        return 1
    measure = measures.get(name)
    if measure is None:
        return 0
    if measure.formula is not None:
        return _growth(measure.formula, measures)
    return int(measure.stock is None and measure.reach == "period" and measure.value.startswith(_TOTALS))
