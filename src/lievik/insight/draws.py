"""Rows by unit become numbers drawn again: what a formula could have been worth by chance, draw by draw.

Pure. What does not come by chance (quotas, spend, people) is the same in every draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from lievik.insight.grid import Group, as_decimal
from lievik.insight.numbers import Numbers
from lievik.insight.resampling import DRAWS, resampled_sums
from lievik.model.evaluation import Column, evaluate_all
from lievik.model.formula import Name, Node, names_in
from lievik.planner.plan import Plan, PlannedPeriod, Use
from lievik.planner.resampling_plan import UNIT, adds_up, is_by_chance

_ZERO: Final = Decimal(0)

Place = tuple[object, tuple[object, ...]]
"""Number of a period, and key of a group."""


class Draws:
    """Draws of one plan's numbers.

    Attributes:
        units: how many units records were brought together into.
    """

    def __init__(self, plan: Plan, units: int, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        self.units = units
        self._uses = {use.column: use for scan in plan.shape.scans for use in scan.uses}
        self._drawn: dict[tuple[Place, str], Column] = {}
        self._places = {column: place for place, column in enumerate(columns)}
        self._rows: dict[Place, list[tuple[object, ...]]] = {}
        period, unit = self._places["period_no"], self._places.get(UNIT)
        keys = [self._places[key.name] for key in plan.shape.keys if key.name in self._places]
        for row in rows:
            if unit is not None and row[unit] is not None:
                self._rows.setdefault((row[period], tuple([row[place] for place in keys])), []).append(row)

    def can_draw(self, node: Node, numbers: Numbers) -> bool:
        """Whether any of a formula comes by chance, and all that does can be drawn again."""
        return bool(self._by_chance(node, numbers)) and self.adds_up(node, numbers)

    def adds_up(self, node: Node, numbers: Numbers) -> bool:
        """Whether all of a formula that comes by chance can be drawn again."""
        return all(adds_up(use) for use in self._by_chance(node, numbers))

    def _by_chance(self, node: Node, numbers: Numbers) -> list[Use]:
        """What a formula reads that comes by chance."""
        columns = (numbers.planned.columns.get(name.name, "") for name in names_in(node))
        return [self._uses[column] for column in columns if column in self._uses and is_by_chance(self._uses[column])]

    def values(self, node: Node, numbers: Numbers, period: PlannedPeriod, group: Group) -> Column:
        """What a formula is worth in each draw; none where there is no answer."""

        def column_of(name: Name) -> Column:
            column = numbers.planned.columns.get(name.name)
            if column is None or column not in self._uses or not is_by_chance(self._uses[column]):
                return [numbers.of_name(name, period, group)] * DRAWS
            return self._column((numbers.number_of(name, period), group.key), column)

        return evaluate_all(node, column_of, DRAWS)

    def records(self, node: Node, numbers: Numbers, period: PlannedPeriod, group: Group) -> int:
        """How many units hold anything of a formula."""
        held: set[object] = set()
        unit = self._places[UNIT]
        for name in names_in(node):
            column = numbers.planned.columns.get(name.name)
            if column in self._places:
                rows = self._rows.get((numbers.number_of(name, period), group.key), [])
                held |= {row[unit] for row in rows if row[self._places[column]]}
        return len(held)

    def _column(self, place: Place, column: str) -> Column:
        """Draws of one measure; what it is worth without rows where there are none."""
        found = self._drawn.get((place, column))
        if found is None:
            found = self._drawn[place, column] = self._draw(place, column)
        return found

    def _draw(self, place: Place, column: str) -> Column:
        at, unit = self._places.get(column), self._places.get(UNIT)
        rows = self._rows.get(place, [])
        if at is None or unit is None or not rows:
            return [self._uses[column].measure.empty] * DRAWS
        sums = {int(row[unit]): as_decimal(row[at] or 0) or _ZERO for row in rows}  # type: ignore[call-overload]
        return [*resampled_sums(sums, self.units)]
