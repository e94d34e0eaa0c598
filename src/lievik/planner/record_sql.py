"""What a row behind a number is of: its record with a name and an owner, and what it adds.

Pure. Shared by the list of records behind one number and by the gap between two.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from lievik.model.tables import TABLES
from lievik.planner.plan import Plan, PlannedPeriod, PlannedReading, Scan, Use
from lievik.planner.row_sql import qualified, read_aggregate
from lievik.planner.scan_sql import ScanSource, parameters_in

_RECORDS: Final = ("id", "spend_id", "account_id", "deal_id", "rep_id", "subject_id")
"""Columns that tell which record a row is of; the first that a table has."""

_NAMES: Final = ("name", "email", "invoice_no", "category", "kind")


def record_column(table: str) -> str:
    """Column that tells which record a row of a table is of; the first that it has."""
    return next(name for name in _RECORDS if name in TABLES[table].all_columns)


def amount_column(table: str) -> str:
    """Column of the money that a row is about; empty where it has none, or only a part of its record's."""
    if record_column(table) == "spend_id":
        return ""
    return next((name for name in ("amount", "monthly_amount") if name in TABLES[table].all_columns), "")


def scan_of(plan: Plan, column: str) -> tuple[Scan, Use]:
    """The scan and the use that a column of the answer comes from."""
    return next((scan, use) for scan in plan.shape.scans for use in scan.uses if use.column == column)


def number_of(planned: PlannedReading, period: PlannedPeriod, *, is_previous: bool) -> int:
    """Number of the period that a name means."""
    if not is_previous:
        return period.number
    return period.year_before if planned.reading.previous == "year" else period.before


def name_of(table: str, alias: str) -> tuple[str, list[str]]:
    """SQL of a record's name, and the join it needs."""
    columns = TABLES[table].all_columns
    own = next((f"{alias}.{name}" for name in _NAMES if name in columns), "")
    if not own and "id" not in columns and "account_id" not in columns:
        return _name_by_key(alias, columns)
    if "account_id" not in columns:
        return own or "NULL", []
    joined = "record_account.name"
    join = [f"LEFT JOIN account AS record_account ON record_account.id = {alias}.account_id"]
    return (f"coalesce({own}, {joined})" if own else joined), join


def _name_by_key(alias: str, columns: Container[str]) -> tuple[str, list[str]]:
    """SQL of the name of what a row without an id of its own is of: its deal, else its rep; and the join it needs."""
    for key, table in (("deal_id", "deal"), ("rep_id", "rep")):
        if key in columns:
            return f"record_{key}.name", [f"LEFT JOIN {table} AS record_{key} ON record_{key}.id = {alias}.{key}"]
    return "NULL", []


def owner_of(table: str) -> tuple[str, list[str]]:
    """SQL of a record's owner, and the join it needs."""
    columns = TABLES[table].all_columns
    key = next((name for name in ("owner_id", "rep_id") if name in columns), "")
    if not key:
        return "NULL", []
    join = f"LEFT JOIN rep AS record_rep ON record_rep.id = {table}.{key}"
    return f"coalesce(record_rep.name, {table}.{key})", [join]


def value_of(scan: Scan, use: Use, source: ScanSource) -> str:
    """What one row adds to its measure, SQL."""
    aggregate = read_aggregate(use.measure.value)
    inner = "1"
    if aggregate.inner:
        inner = qualified(aggregate.inner, scan.measure.table, parameters_in(use, scan), source.replaced)
    if aggregate.kind in {"count", "different"}:
        inner = "1"
    if source.overlap:
        inner = f"({inner}) * {source.overlap} / nullif({source.days}, 0)"
    if aggregate.kind == "lifetime":
        inner = _years_seen(scan)
    return inner


def _years_seen(scan: Scan) -> str:
    """Years that a relationship was seen."""
    first, last = (f"{scan.measure.table}.{name}" for name in scan.measure.span or ("", ""))
    return f"date_diff('day', {first}, least(coalesce({last}, period.known_until), period.known_until)) / 365.25"


def key_table(scan: Scan) -> str:
    """Table that the keys of a scan are rows of."""
    return "rep" if scan.measure.per == "rep_id" else "account"
