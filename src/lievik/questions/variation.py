"""A worked example → the same with other numbers: each one made larger or smaller, and what then comes out.

Pure. A variation keeps what the numbers are to each other: counts stay whole, a part stays smaller than its whole, and
a result can be written without rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from lievik.catalogue.checks import example_result
from lievik.model.formula import Node
from lievik.model.metric import Example

_FACTORS: Final = tuple(Decimal(text) for text in ("0.4", "0.5", "0.6", "0.8", "1", "1.2", "1.5"))
_TRIES: Final = 120
_DECIMALS: Final = {"share": 3, "ratio": 1, "day": 1, "month": 1, "year": 1, "hour": 1}
"""Decimals that a number of a unit is written with; none for counts and money."""

Chance = Callable[[str, int], int]
"""A word and a number → one of so many, the same every time."""


@dataclass(frozen=True, kw_only=True)
class Variation:
    """Numbers of an example, changed, and what comes out of them."""

    given: Mapping[str, Decimal]
    result: Decimal


def vary(example: Example, formula: Node, units: Mapping[str, str], unit: str, chance: Chance) -> Variation | None:
    """Change an example's numbers; none where no way to do so was found.

    Args:
        example: what is given, and what comes out.
        formula: the tree whose names are those that the example gives.
        units: name -> unit of the number given.
        unit: of what comes out.
        chance: says how each number is changed.
    """
    for given in _changed(example.given, chance):
        result = example_result(formula, given)
        if result is not None and _fits(given, example.given, units) and _comes_out(result, example.result, unit):
            return Variation(given=given, result=result)
    return None


def _changed(given: Mapping[str, Decimal], chance: Chance) -> Iterator[dict[str, Decimal]]:
    for attempt in range(_TRIES):
        yield {name: number * _FACTORS[chance(f"{attempt} {name}", len(_FACTORS))] for name, number in given.items()}


def _fits(changed: Mapping[str, Decimal], given: Mapping[str, Decimal], units: Mapping[str, str]) -> bool:
    """Whether every number is one that could be, and stands to the others as it did."""
    if not all(_is_written_whole(number, units[name]) for name, number in changed.items()):
        return False
    pairs = ((a, b) for a, b in combinations(given, 2) if units[a] == units[b])
    return all((changed[a] < changed[b]) == (given[a] < given[b]) and changed[a] != changed[b] for a, b in pairs)


def _comes_out(result: Decimal, before: Decimal, unit: str) -> bool:
    """Whether a result is another one, can be written without rounding, and a share of a whole stays one."""
    is_share_of_whole = unit == "share" and 0 < before <= 1
    if result <= 0 or result == before or (is_share_of_whole and result >= 1):
        return False
    return _is_written_whole(result, unit)


def _is_written_whole(number: Decimal, unit: str) -> bool:
    digits = _DECIMALS.get(unit, 0)
    return number == number.quantize(Decimal(1).scaleb(-digits))
