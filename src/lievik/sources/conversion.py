"""One file's text, and the plan for it → typed canonical rows in a table, and a count of those that did not come in.

Rows are never touched in Python. The text is read where it stands if that goes well, else loaded first, which tells
what is wrong with it. A row that cannot be read is taken out again and told of; where most are, the mapping is wrong.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import duckdb

from lievik.errors import MappingError, ValueFormatError
from lievik.model.receipt import PassedOver, Reject
from lievik.sources.file_plan import FilePlan
from lievik.sources.reading.sheet import RowsRejected
from lievik.sources.row_sql import BLANK, GONE, HEADER, LEFT_OUT, Trouble

REJECTS_KEPT: Final = 100
"""Rejected rows that a receipt names; the others are only counted."""

_UNMAPPED_SHOWN: Final = 12


@dataclass(frozen=True, kw_only=True)
class Converted:
    """A file's rows in a table: `id` and every column of the canonical table, in the file's order.

    Attributes:
        relation: the table; `rowid` counts rows of the file, those that did not come in among them.
        rows_left_out: rows that are not wanted; `rejected.passed_over` says why, of those that the file itself marks.
        rejected: rows that could not be read; their number, and the first of them.
        gone_ids: a table of the ids of those that say that they are gone; empty for none.
        rejected_ids: a table of the ids of those that have one; empty for none.
    """

    plan: FilePlan
    relation: str
    rows_read: int
    rows_left_out: int
    rejected: RowsRejected
    rejected_ids: str = ""
    gone_ids: str = ""

    def lines_of(self, rows: list[int]) -> dict[int, int]:
        """Give the line that each row starts in."""
        records = {row: row // self.plan.rows_of_record for row in rows}
        lines = self.plan.file.lines_of(records.values()) if records else {}
        return {row: lines[record] for row, record in records.items()}


def convert(connection: duckdb.DuckDBPyConnection, plan: FilePlan, relation: str) -> Converted:
    """Turn a file's text into typed rows in a new temporary table.

    Args:
        connection: where the table is made.
        plan: what `plan_file` worked out.
        relation: the table to make.

    Raises:
        ValueFormatError: most rows have a cell that cannot be read.
        MappingError: an expression cannot be worked out, or values are not mapped.
        FileFormatError: the file cannot be read.
    """
    unread = RowsRejected()
    if not _is_read_in_place(connection, plan, relation):
        unread = plan.file.load(connection, "text")
        try:
            _make(connection, plan, relation, "(SELECT *, FALSE AS is_header FROM text)")
        finally:
            connection.execute("DROP TABLE text")
    counts = dict(connection.execute(f"SELECT at_fault, count(*) FROM {relation} GROUP BY at_fault").fetchall())
    faults = {at: count for at, count in counts.items() if at is not None and at >= 0}
    passed_over = sum(each.rows for each in unread.passed_over)
    gone, blank = counts.get(GONE, 0), counts.get(BLANK, 0)
    left_out = counts.get(LEFT_OUT, 0) + passed_over + gone
    converted = Converted(
        plan=plan,
        relation=relation,
        rows_read=sum(counts.values()) - blank + unread.count + passed_over,
        rows_left_out=left_out,
        rejected=replace(unread, count=sum(faults.values()) + unread.count, fields=()),
    )
    if faults:
        converted = _with_rejects(connection, converted, faults)
    if converted.rejected.count and plan.has_id:
        converted = replace(converted, rejected_ids=_note_ids(connection, plan, relation, unread))
    if gone:
        converted = _with_gone(connection, converted, gone)
    if counts.keys() != {None}:
        connection.execute(f"DELETE FROM {relation} WHERE at_fault IS NOT NULL")
    return converted


def _with_gone(connection: duckdb.DuckDBPyConnection, converted: Converted, gone: int) -> Converted:
    """Make a table of the ids of what is gone, and tell how many."""
    noted = f"{converted.relation}_gone"
    connection.execute(
        f"CREATE TEMP TABLE {noted} AS SELECT DISTINCT id FROM {converted.relation} "
        f"WHERE at_fault = {GONE} AND id IS NOT NULL"
    )
    passed_over = (*converted.rejected.passed_over, PassedOver(reason="gone", rows=gone))
    return replace(converted, gone_ids=noted, rejected=replace(converted.rejected, passed_over=passed_over))


def _note_ids(connection: duckdb.DuckDBPyConnection, plan: FilePlan, relation: str, unread: RowsRejected) -> str:
    """Make a table of the ids of rows that could not be read; of a torn row, what stands where its id would."""
    noted = f"{relation}_rejected"
    connection.execute(
        f"CREATE TEMP TABLE {noted} AS SELECT DISTINCT id FROM {relation} WHERE at_fault >= 0 AND id IS NOT NULL"
    )
    if unread.fields:
        columns = ", ".join(f"fields[{at + 1}] AS c{at}" for at in range(len(plan.file.header)))
        torn = f"(SELECT {columns}, FALSE AS is_header FROM (SELECT unnest(CAST($torn AS VARCHAR[][])) AS fields))"
        fields = [[field.strip('"') or None for field in row] for row in unread.fields]
        with suppress(duckdb.Error):  # what is torn may be anything
            connection.execute(
                f"INSERT INTO {noted} SELECT DISTINCT id FROM ({plan.rows_from(torn)}) WHERE id IS NOT NULL",
                {"torn": fields},
            )
    return noted


def is_most(rejected: int, rows: int) -> bool:
    """Whether so many rows could not be read that the mapping has to be wrong."""
    return rejected == rows or (rejected > 1 and rejected * 2 > rows)


def _is_read_in_place(connection: duckdb.DuckDBPyConnection, plan: FilePlan, relation: str) -> bool:
    """Read the text where it stands; tell whether that went well."""
    rows = plan.file.in_place
    if not rows:
        return False
    try:
        connection.execute(f"CREATE TEMP TABLE {relation} AS {plan.rows_from(rows)}")
    except duckdb.Error:
        return False
    plan.file.check_stamp()
    if connection.execute(f"SELECT 1 FROM {relation} WHERE at_fault = {HEADER} LIMIT 1").fetchone() is None:
        return True
    connection.execute(f"DROP TABLE {relation}")
    return False


def _make(connection: duckdb.DuckDBPyConnection, plan: FilePlan, relation: str, rows: str) -> None:
    try:
        connection.execute(f"CREATE TEMP TABLE {relation} AS {plan.rows_from(rows)}")
    except (duckdb.DataError, duckdb.ProgrammingError, duckdb.NotSupportedError) as error:
        reason = str(error).splitlines()[0]
        raise MappingError(plan.file.place, [f"an expression cannot be worked out ({reason})"]) from error


def _with_rejects(connection: duckdb.DuckDBPyConnection, converted: Converted, faults: dict[int, int]) -> Converted:
    """Name the first rows that could not be read; refuse the file where they are most of it."""
    troubles = converted.plan.troubles
    for at in sorted(faults):
        if troubles[at].is_unmapped:
            raise _unmapped(connection, converted, at)
    found = connection.execute(
        f"SELECT rowid, at_fault, fault_value FROM {converted.relation} WHERE at_fault >= 0 "
        f"ORDER BY rowid LIMIT {REJECTS_KEPT}"
    ).fetchall()
    lines = converted.lines_of([row for row, _, _ in found])
    rejects = [_reject(lines[row], troubles[at], value) for row, at, value in found]
    count = converted.rejected.count
    if is_most(count, converted.rows_read - converted.rows_left_out):
        first, total = rejects[0], faults[found[0][1]]
        place = converted.plan.file.place
        raise ValueFormatError(place, first.line, first.column, first.value, first.reason, total)
    together = sorted((*converted.rejected.first, *rejects), key=lambda reject: reject.line)
    return replace(converted, rejected=replace(converted.rejected, first=tuple(together[:REJECTS_KEPT])))


def _reject(line: int, trouble: Trouble, value: str | None) -> Reject:
    return Reject(line=line, column=trouble.label, value=value or "", reason=trouble.expected)


def _unmapped(connection: duckdb.DuckDBPyConnection, converted: Converted, at: int) -> MappingError:
    """List the values that a mapping says nothing about, the frequent ones first."""
    found = connection.execute(
        f"SELECT fault_value, count(*) FROM {converted.relation} WHERE at_fault = {at} GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    label = converted.plan.troubles[at].label
    shown = ", ".join(f"'{value}' ({count} times)" for value, count in found[:_UNMAPPED_SHOWN])
    more = f" and {len(found) - _UNMAPPED_SHOWN} more" if len(found) > _UNMAPPED_SHOWN else ""
    place = converted.plan.file.place
    return MappingError(place, [f"'values' of column '{label}' says nothing about {shown}{more}"])
