"""Numbers of one reading: what each name in its formula is worth for a period and group, and what that makes.

Pure. A measure without rows is worth what its definition says: zero for sums and counts, nothing for averages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.grid import Grid, Group, as_decimal
from lievik.model.evaluation import Column, NoAnswer, evaluate, evaluate_all, is_all_zero
from lievik.model.formula import Binary, Name, Node, names_in
from lievik.model.units import CONSTANTS, PERIOD_DAYS, PLAIN
from lievik.planner.one_rep import ALONE, FEWEST
from lievik.planner.period_plan import known_until
from lievik.planner.plan import Plan, PlannedPeriod, PlannedReading

_FLOAT_DIGITS: Final = 12
"""Digits kept of a number that the database worked out in binary; what comes after is noise of the binary."""

_SUMS: Final = ("sum(", "count(")


class Numbers:
    """Looks names up for one reading of one plan."""

    def __init__(self, plan: Plan, planned: PlannedReading, catalogue: Catalogue, grid: Grid) -> None:
        self.planned = planned
        self._plan = plan
        self._measures = catalogue.measures
        self._grid = grid

    def value(self, period: PlannedPeriod, group: Group) -> Decimal | None:
        """What the formula is worth; none where there is no answer."""
        return None if self.planned.missing else self.outcome(period, group)[0]

    def values(self) -> Column:
        """What the formula is worth for every period asked for and every group, in that order."""
        reading, count = self.planned.reading, len(self._plan.asked) * len(self._grid.groups)
        if self.planned.missing:
            return [None] * count
        values = evaluate_all(reading.formula, self._column_of, count)
        if self.planned.is_team_only or reading.cover is not None:
            places = [(period, group) for period in self._plan.asked for group in self._grid.groups]
            return [None if value is None else self.value(*place) for value, place in zip(values, places, strict=True)]
        if reading.when_all_zero is None:
            return values
        columns = [self._column_of(name) for name in names_in(reading.formula)]
        are_zero = [not any(place) and None not in place for place in zip(*columns, strict=True)]
        return [reading.when_all_zero if zero else value for zero, value in zip(are_zero, values, strict=True)]

    def outcome(self, period: PlannedPeriod, group: Group) -> tuple[Decimal | None, str, tuple[str, ...]]:
        """What the formula is worth, or the slug of why it is worth nothing and the names it lies in."""
        reading = self.planned.reading
        look_up = self._look_up(period, group)
        if self.is_hidden(period, group):
            return None, "one_rep", ()
        if reading.when_all_zero is not None and is_all_zero(reading.formula, look_up):
            return reading.when_all_zero, "", ()
        try:
            value = evaluate(reading.formula, look_up)
        except NoAnswer as trouble:
            is_zero = trouble.reason == "zero_denominator"
            return None, (reading.when_zero if is_zero and reading.when_zero else trouble.reason), trouble.names
        is_unknown = not value and self.covered(period, group) == 0
        return (None, "nothing_recorded", ()) if is_unknown else (value, "", ())

    def covered(self, period: PlannedPeriod, group: Group) -> Decimal | None:
        """What share of the whole is known at all; none where it is not asked, or not known either."""
        cover = self.planned.reading.cover
        return None if cover is None else self.part(cover, period, group)

    def is_hidden(self, period: PlannedPeriod, group: Group) -> bool:
        """Whether the value would tell of one person, and is kept back."""
        return self.planned.is_team_only and (self.of_name(Name(ALONE), period, group) or 0) < FEWEST

    def part(self, node: Node, period: PlannedPeriod, group: Group) -> Decimal | None:
        """What a part of the formula is worth."""
        try:
            return evaluate(node, self._look_up(period, group))
        except NoAnswer:
            return None

    def value_with(self, name: str, worth: Decimal, period: PlannedPeriod, group: Group) -> Decimal | None:
        """What the formula would be worth if one measure were worth something else; none where there is no answer."""
        look_up = self._look_up(period, group)
        try:
            return evaluate(self.planned.reading.formula, lambda found: worth if found.name == name else look_up(found))
        except NoAnswer:
            return None

    def count(self, period: PlannedPeriod, group: Group) -> Decimal | None:
        """How many records the value rests on: what the definition says, else a divisor or value that is a count."""
        reading = self.planned.reading
        if reading.count is not None:
            return self.part(reading.count, period, group)
        formula = reading.formula
        if isinstance(formula, Binary) and formula.sign == "/" and self.is_count(formula.right):
            return self.part(formula.right, period, group)
        return self.part(formula, period, group) if reading.unit_text == "count" else None

    def counted(self, period: PlannedPeriod, group: Group) -> tuple[int, int]:
        """How many of how many a share is made of.

        Raises:
            ValueError: the formula is no quotient of two counts that have a value.
        """
        formula = self.planned.reading.formula
        sides = (formula.left, formula.right) if isinstance(formula, Binary) and formula.sign == "/" else ()
        found = [self.part(side, period, group) for side in sides]
        if not found or None in found:
            msg = f"'{self.planned.reading.full_name}' is no share of counts"
            raise ValueError(msg)
        part, whole = (int(each) for each in found if each is not None)
        return part, whole

    def of_name(self, name: Name, period: PlannedPeriod, group: Group) -> Decimal | None:
        """What one name is worth."""
        if name.name == PERIOD_DAYS:
            until = known_until(period.period.end, self._plan.as_of)
            return Decimal(max((until - period.period.start) / timedelta(days=1), 0))
        if name.name in CONSTANTS:
            return CONSTANTS[name.name][0]
        if name.name not in self._measures:
            return self.planned.parameters.get(name.name)
        column = self.planned.columns.get(name.name)
        if column is None:
            return None
        found = as_decimal(self._grid.cell(self.number_of(name, period), group, column))
        return self._measures[name.name].empty if found is None else found

    def _column_of(self, name: Name) -> Column:
        """What one name is worth for every period asked for and every group, in that order."""
        asked, groups = self._plan.asked, self._grid.groups
        column = self.planned.columns.get(name.name)
        if column is None:
            return [value for period in asked for value in [self.of_name(name, period, groups[0])] * len(groups)]
        numbers = tuple(self.number_of(name, period) for period in asked)
        return self._grid.column(column, numbers, self._measures[name.name].empty)

    def side(self, name: str, side: str, period: PlannedPeriod, group: Group) -> Decimal | None:
        """Lower or upper bound that the statement gave for a measure."""
        column = f"{self.planned.columns[name]}_{side}"
        return as_decimal(self._grid.cell(period.number, group, column)) if self._grid.has(column) else None

    def matures_in(self) -> Decimal | None:
        """Days after which a cohort of this reading is mature; none where it need not be, or that is not known."""
        needed = self.planned.reading.matures_after
        if not needed:
            return None
        if needed in self.planned.parameters:
            return self.planned.parameters[needed]
        column = self.planned.columns.get(needed)
        return None if column is None else as_decimal(self._grid.ever(column))

    def is_additive(self, name: Name) -> bool:
        """Whether a measure adds rows up, so that its value is the sum of what stands behind it."""
        return name.name in self._measures and self._measures[name.name].value.startswith(_SUMS)

    def _look_up(self, period: PlannedPeriod, group: Group) -> Callable[[Name], Decimal | None]:
        return lambda name: self.of_name(name, period, group)

    def number_of(self, name: Name, period: PlannedPeriod) -> int:
        """Number of the period that a name means."""
        if not name.is_previous:
            return period.number
        return period.year_before if self.planned.reading.previous == "year" else period.before

    def is_count(self, node: Node) -> bool:
        """Whether a node adds up counts only."""
        match node:
            case Name(name):
                return name in self._measures and self._measures[name].unit == PLAIN
            case Binary("+", left, right):
                return self.is_count(left) and self.is_count(right)
            case _:
                return False
