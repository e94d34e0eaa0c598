"""The rows behind a number: one SELECT per measure of a part, over the very scan that the number came from.

Pure. A record is a row, or the key that rows were brought together by; contributions add up to the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lievik.errors import PrivacyError, RequestError
from lievik.model.explanation import Part
from lievik.model.formula import Binary, Name, Node, names_in
from lievik.model.tables import TABLES
from lievik.planner.plan import Plan, PlannedPeriod, PlannedReading, Scan, Tally, Use
from lievik.planner.record_sql import (
    amount_column,
    key_table,
    name_of,
    number_of,
    owner_of,
    record_column,
    scan_of,
    value_of,
)
from lievik.planner.row_sql import qualified
from lievik.planner.scan_sql import (
    ScanSource,
    belongs_sql,
    dropped_keys_sql,
    dropped_sql,
    key_lines,
    key_value,
    parameters_in,
    scan_source,
)
from lievik.planner.statement import Statement, bound_names, period_lines
from lievik.planner.states_read import read_states

RECORD_COLUMNS: Final = (
    "measure",
    "record_table",
    "record",
    "record_name",
    "record_owner",
    "record_day",
    "record_amount",
    "record_currency",
    "contribution",
    "reason",
)
"""Columns of a drill's statement, in order."""


def drill_statement(plan: Plan, planned: PlannedReading, period: PlannedPeriod, part: Part) -> Statement:
    """Write the statement that lists the records of a part.

    Raises:
        RequestError: the metric has no such part.
        PrivacyError: its records tell of single persons, and are kept back.
    """
    if planned.is_team_only:
        raise PrivacyError(planned.reading.full_name)
    if part == "excluded":
        selects = _excluded_selects(plan, planned, period)
    else:
        names = list(dict.fromkeys(names_in(part_of(planned, part))))
        selects = [_select(plan, planned, period, name) for name in names if name.name in planned.columns]
    if not selects:
        nothing = ", ".join(f"NULL AS {column}" for column in RECORD_COLUMNS)
        return Statement(sql=f"SELECT {nothing} WHERE FALSE", values={})
    lines = ["WITH", *period_lines(plan.shape.period_count)]
    for position, select in enumerate(selects):
        lines += (["UNION ALL"] if position else []) + select
    lines.append("ORDER BY measure, reason, record_day, record")
    sql = read_states("\n".join(lines), plan.facts)
    return Statement(sql=sql, values={name: plan.values[name] for name in bound_names(sql)})


def part_of(planned: PlannedReading, part: Part) -> Node:
    """The part of a formula that a numerator or denominator is.

    Raises:
        RequestError: there is no division in it.
    """
    formula = planned.reading.formula
    is_division = isinstance(formula, Binary) and formula.sign == "/"
    if not is_division and part == "denominator":
        raise RequestError(
            f"Metric '{planned.reading.full_name}' has no denominator: its formula does not end in a division.",
            "Ask for --part numerator to see every record in it.",
        )
    if isinstance(formula, Binary) and is_division:
        return formula.left if part == "numerator" else formula.right
    return formula


def _select(plan: Plan, planned: PlannedReading, period: PlannedPeriod, name: Name) -> list[str]:
    """List the records of one measure."""
    scan, use = scan_of(plan, planned.columns[name.name])
    label = f"previous({name.name})" if name.is_previous else name.name
    source = scan_source(scan, plan.shape.index)
    number = number_of(planned, period, is_previous=name.is_previous)
    if scan.measure.per:
        return _key_select(scan, use, source, label, number)
    contribution = f"CAST({value_of(scan, use, source)} AS VARCHAR)"
    belongs = belongs_sql(use, scan, source.replaced)
    return _record_select(
        scan, source, number, _Listed(label=label, contribution=contribution, reason="''", where=belongs)
    )


@dataclass(frozen=True, kw_only=True)
class _Listed:
    """What a SELECT of records says of its rows, and which rows it takes."""

    label: str
    contribution: str
    reason: str
    where: str


def _record_select(scan: Scan, source: ScanSource, number: int, listed: _Listed) -> list[str]:
    """List rows of the scan's table that hold to some conditions."""
    table = scan.measure.table
    columns = TABLES[table].all_columns
    day = scan.measure.dated_by or (scan.measure.span or ("",))[0]
    amount = amount_column(table)
    name, name_join = name_of(table, table)
    owner, owner_join = owner_of(table)
    values = [
        f"'{listed.label}'",
        f"'{table}'",
        f"{table}.{record_column(table)}",
        name,
        owner,
        f"{table}.{day}",
        f"{table}.{amount}" if amount else "NULL",
        f"{table}.currency" if "currency" in columns else "NULL",
        listed.contribution,
        listed.reason,
    ]
    conditions = [*source.where, f"{source.period} = {number}", *([listed.where] if listed.where else [])]
    selected = ", ".join(f"{value} AS {column}" for value, column in zip(values, RECORD_COLUMNS, strict=True))
    return [f"SELECT {selected}", *source.from_lines, *name_join, *owner_join, "WHERE " + "\n  AND ".join(conditions)]


def _key_select(scan: Scan, use: Use, source: ScanSource, label: str, number: int) -> list[str]:
    """List the keys that rows were brought together by."""
    where = use.measure.where
    listed = _Listed(
        label=label,
        contribution=f"CAST({key_value(use, scan)} AS VARCHAR)",
        reason="''",
        where=f"({qualified(where, 'grouped', parameters_in(use, scan))})" if where else "",
    )
    return _listed_keys(scan, source, number, listed)


def _listed_keys(scan: Scan, source: ScanSource, number: int, listed: _Listed) -> list[str]:
    """List keys that hold to a condition."""
    table, key = key_table(scan), scan.measure.per
    values = [
        f"'{listed.label}'",
        f"'{table}'",
        f"grouped.{key}",
        f"coalesce(record_key.name, grouped.{key})" if table == "rep" else "record_key.name",
        f"coalesce(record_key.name, grouped.{key})" if table == "rep" else "NULL",
        "NULL",
        "NULL",
        "NULL",
        listed.contribution,
        listed.reason,
    ]
    selected = ", ".join(f"{value} AS {column}" for value, column in zip(values, RECORD_COLUMNS, strict=True))
    conditions = [f"grouped.period_no = {number}", *([listed.where] if listed.where else [])]
    return [
        f"SELECT {selected}",
        *key_lines(scan, source, [f"{source.period} AS period_no"]),
        f"LEFT JOIN {table} AS record_key ON record_key.id = grouped.{key}",
        "WHERE " + " AND ".join(conditions),
    ]


def _excluded_selects(plan: Plan, planned: PlannedReading, period: PlannedPeriod) -> list[list[str]]:
    """List the rows left out, reason by reason."""
    columns = {column for _, column in planned.excluded}
    return [
        _excluded_select(scan, tally, scan_source(scan, plan.shape.index), period.number)
        for scan in plan.shape.scans
        for tally in scan.tallies
        if tally.column in columns
    ]


def _excluded_select(scan: Scan, tally: Tally, source: ScanSource, number: int) -> list[str]:
    """List the rows left out for one reason."""
    reason = f"'{tally.reason}'"
    if tally.is_of_keys:
        where, label = f"({dropped_keys_sql(tally, scan)})", key_table(scan)
        return _listed_keys(scan, source, number, _Listed(label=label, contribution="NULL", reason=reason, where=where))
    where = f"({dropped_sql(tally, scan, source.replaced)})"
    listed = _Listed(label=scan.measure.table, contribution="NULL", reason=reason, where=where)
    return _record_select(scan, source, number, listed)
