"""A reading → the measures above and below the line of its formula, each times a number; or why it is no such.

Pure. What records add to such a reading can be told one by one, and adds up to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from lievik.model.evaluation import unit_of
from lievik.model.formula import Binary, Name, Node
from lievik.model.linear_form import LinearForm, linear_form
from lievik.model.reading_gap import NoGap
from lievik.model.units import CONSTANTS, PERIOD_DAYS, Unit, read_unit
from lievik.planner.period_plan import known_until
from lievik.planner.plan import Plan, PlannedPeriod, PlannedReading, Scan, Use
from lievik.planner.record_sql import number_of, scan_of
from lievik.planner.row_sql import read_aggregate

Side = Literal["a", "b"]
Place = Literal["above", "below"]

_ADDING_UP: Final = frozenset({"sum", "count"})


@dataclass(frozen=True, kw_only=True)
class Term:
    """One measure in one reading: its rows, and what each of them is multiplied by.

    Attributes:
        number: of the period whose rows count.
    """

    side: Side
    place: Place
    factor: Decimal
    scan: Scan
    use: Use
    number: int


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A reading taken apart; `divisor` is the unit that it divides by, none for a plain sum."""

    terms: tuple[Term, ...]
    divisor: Unit | None


def terms_of(plan: Plan, planned: PlannedReading, period: PlannedPeriod, side: Side) -> Terms | NoGap:
    """Take a reading apart.

    Args:
        plan: of both readings, for one period.
        planned: the reading.
        period: the period.
        side: which of the two readings it is.
    """
    if planned.is_team_only:
        return "kept_back"
    reader = _Reader(plan=plan, planned=planned, period=period, side=side)
    formula = planned.reading.formula
    above, below = reader.line(formula)
    if above is None or above.alone or (below and below.alone):
        return "no_sum"
    terms = [*reader.terms(above, "above"), *(reader.terms(below, "below") if below else [])]
    if any(read_aggregate(term.use.measure.value).kind not in _ADDING_UP for term in terms):
        return "no_adding_up"
    divisor = reader.unit(formula.right) if below and isinstance(formula, Binary) else None
    return Terms(terms=tuple(terms), divisor=divisor)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads the formula of one reading."""

    plan: Plan
    planned: PlannedReading
    period: PlannedPeriod
    side: Side

    def line(self, formula: Node) -> tuple[LinearForm | None, LinearForm | None]:
        """What stands above the line and what below; nothing below a plain sum, nothing at all where it is neither."""
        whole = linear_form(formula, self._constant)
        if whole is not None or not (isinstance(formula, Binary) and formula.sign == "/"):
            return whole, None
        above, below = (linear_form(side, self._constant) for side in (formula.left, formula.right))
        return (above, below) if above is not None and below is not None else (None, None)

    def terms(self, form: LinearForm, place: Place) -> Iterator[Term]:
        """The measures of a sum."""
        for name, factor in form.factors.items():
            scan, use = scan_of(self.plan, self.planned.columns[name.name])
            number = number_of(self.planned, self.period, is_previous=name.is_previous)
            yield Term(side=self.side, place=place, factor=factor, scan=scan, use=use, number=number)

    def unit(self, node: Node) -> Unit:
        """Unit of a part of the formula, which the catalogue has checked."""
        return unit_of(node, self._unit)

    def _unit(self, name: Name) -> Unit:
        if name.name in self.planned.columns:
            return scan_of(self.plan, self.planned.columns[name.name])[1].measure.unit
        if name.name in CONSTANTS:
            return CONSTANTS[name.name][1]
        if name.name == PERIOD_DAYS:
            return read_unit("day")
        return self.planned.reading.parameters[name.name].unit

    def _constant(self, name: Name) -> Decimal | None:
        """The number of a name that is no measure."""
        if name.name == PERIOD_DAYS:
            until = known_until(self.period.period.end, self.plan.as_of)
            return Decimal(max((until - self.period.period.start) / timedelta(days=1), 0))
        if name.name in CONSTANTS:
            return CONSTANTS[name.name][0]
        return None if name.name in self.planned.columns else self.planned.parameters.get(name.name)
