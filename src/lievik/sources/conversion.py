"""One file's text in a table, and the plan for it → typed canonical rows in another, or the first cell at fault.

Rows are never touched in Python: a row that cannot be read carries the number of its trouble, and only then is
the cell looked up.
"""

from __future__ import annotations

from typing import Final

import duckdb

from lievik.errors import MappingError, SourceError, ValueFormatError
from lievik.model.tables import SQL_TYPES
from lievik.sources.file_plan import FilePlan, Trouble

_UNMAPPED_SHOWN: Final = 12


def convert(connection: duckdb.DuckDBPyConnection, plan: FilePlan, relation: str, file_no: int) -> tuple[int, int]:
    """Turn a file's text into typed rows in a new temporary table.

    Args:
        connection: the file's text is loaded in it.
        plan: what `plan_file` worked out.
        relation: the table to make; it has `file_no`, `record`, `id` and every column of the canonical table.
        file_no: the file's number within the run.

    Returns:
        Rows read, and rows kept.

    Raises:
        ValueFormatError: a cell cannot be read.
        MappingError: an expression cannot be worked out, or values are not mapped.
    """
    try:
        _check_keep(connection, plan)
        connection.execute(f"CREATE TEMP TABLE {relation} AS {_rows(plan, file_no)}")
        read = _count(connection, f"({plan.source_layer})")
    except (duckdb.DataError, duckdb.ProgrammingError, duckdb.NotSupportedError) as error:
        raise _not_workable(plan, error) from error
    worst = connection.execute(
        f"SELECT at_fault FROM {relation} WHERE at_fault IS NOT NULL ORDER BY record LIMIT 1"
    ).fetchone()
    if worst:
        raise _error_of(connection, plan, plan.troubles[worst[0]])
    return read, _count(connection, relation)


def _rows(plan: FilePlan, file_no: int) -> str:
    """Write the whole conversion; `at_fault` is the number of a row's first trouble."""
    kinds = {"id": "id", **plan.table.columns}
    finals = ", ".join(
        f'CAST({plan.finals.get(name, "NULL")} AS {SQL_TYPES[kind]}) AS "{name}"' for name, kind in kinds.items()
    )
    cases = " ".join(f"WHEN {trouble.condition} THEN {at}" for at, trouble in enumerate(plan.troubles))
    at_fault = f"CASE {cases} END" if cases else "CAST(NULL AS INTEGER)"
    return f"{plan.layers} SELECT {file_no} AS file_no, record, {finals}, {at_fault} AS at_fault FROM parsed"


def _check_keep(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Refuse cells that the `keep` filter cannot read: they would leave rows out in silence."""
    for check in plan.keep.checks if plan.keep else ():
        trouble = Trouble(condition="fault IS NOT NULL", value="fault", label="keep", expected=check.expected)
        rows = f"SELECT record, {check.failing} AS fault FROM ({plan.source_layer})"
        if error := _value_error(connection, plan, trouble, f"WITH parsed AS ({rows})"):
            raise error


def _error_of(connection: duckdb.DuckDBPyConnection, plan: FilePlan, trouble: Trouble) -> SourceError:
    """Look the first cell of a trouble up."""
    if trouble.is_unmapped:
        return _unmapped(connection, plan, trouble)
    return _value_error(connection, plan, trouble, plan.layers) or _not_workable(plan, trouble.label)


def _value_error(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, trouble: Trouble, layers: str
) -> ValueFormatError | None:
    """Name the first cell and count all; none if there is none."""
    found = connection.execute(
        f"{layers} SELECT record, {trouble.value}, count(*) OVER () FROM parsed "
        f"WHERE {trouble.condition} ORDER BY record LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    record, value, count = found
    line = plan.file.line_of(record)
    return ValueFormatError(plan.file.path.name, line, trouble.label, value, trouble.expected, count)


def _unmapped(connection: duckdb.DuckDBPyConnection, plan: FilePlan, trouble: Trouble) -> MappingError:
    """List the values that a mapping says nothing about, the frequent ones first."""
    found = connection.execute(
        f"{plan.layers} SELECT {trouble.value}, count(*) FROM parsed WHERE {trouble.condition} "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    shown = ", ".join(f"'{value}' ({count} times)" for value, count in found[:_UNMAPPED_SHOWN])
    more = f" and {len(found) - _UNMAPPED_SHOWN} more" if len(found) > _UNMAPPED_SHOWN else ""
    return MappingError(plan.file.path.name, [f"'values' of column '{trouble.label}' says nothing about {shown}{more}"])


def _not_workable(plan: FilePlan, told: object) -> MappingError:
    reason = str(told).splitlines()[0]
    return MappingError(plan.file.path.name, [f"an expression cannot be worked out ({reason})"])


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(found[0]) if found else 0
