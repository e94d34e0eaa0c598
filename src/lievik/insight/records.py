"""Rows of a drill's statement become records, with the sums that their measures add up to.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from lievik.insight.grid import as_decimal
from lievik.model.explanation import DrillTable, Part, Record
from lievik.model.metric import Measure
from lievik.planner.plan import Plan, PlannedReading
from lievik.planner.row_sql import read_aggregate


def drill_table(
    plan: Plan,
    planned: PlannedReading,
    part: Part,
    rows: Iterable[tuple[object, ...]],
    measures: Mapping[str, Measure],
) -> DrillTable:
    """Turn the rows of a drill's statement into records.

    Args:
        plan: of one reading and one period.
        planned: the reading.
        part: which part was asked for.
        rows: as `planner.drill_sql.RECORD_COLUMNS` names them.
        measures: the catalogue's, to know whose rows can be added up.
    """
    records = tuple(_record(row) for row in rows)
    sums: dict[str, Decimal] = {}
    for record in records:
        if record.contribution is not None and _adds_up(measures[_bare(record.measure)]):
            sums[record.measure] = sums.get(record.measure, Decimal(0)) + record.contribution
    return DrillTable(
        metric=planned.reading.metric,
        variant=planned.reading.variant,
        period=plan.asked[0].period,
        part=part,
        group={},
        records=records,
        sums=sums,
    )


def _record(row: tuple[object, ...]) -> Record:
    """Build one record."""
    measure, table, record, name, owner, day, amount, currency, contribution, reason = row
    return Record(
        measure=str(measure),
        table=str(table),
        record=str(record),
        name=_text(name),
        owner=_text(owner),
        day=day if isinstance(day, date) else None,
        amount=as_decimal(amount),
        currency=_text(currency),
        contribution=None if contribution is None else Decimal(str(contribution)),
        reason=_text(reason),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _bare(measure: str) -> str:
    """Name of a measure, whichever period it is read for."""
    return measure.removeprefix("previous(").removesuffix(")")


def _adds_up(measure: Measure) -> bool:
    """Whether rows of a measure can be added up to it."""
    return read_aggregate(measure.value).kind in {"sum", "count"}
