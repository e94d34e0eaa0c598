"""Converted files of one table → all rows that the run brings for it, each with an id of its own; and their receipts.

Rows that have no id of their own get one: a hash of what they hold, with the number of times that it occurred before.
An id that comes again is no reason to stop: the last row counts, and the others are told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.model.receipt import FileReceipt, Reject, Total
from lievik.model.staging import StagedTable
from lievik.model.tables import TABLES, Table
from lievik.sources.conversion import REJECTS_KEPT, Converted, is_most

_PLACES: Final = "{'file': file, 'row': row}"


@dataclass(frozen=True, kw_only=True)
class Combined:
    """All rows that a run brings for a table, and the receipt of each file that they come from."""

    staged: StagedTable
    files: tuple[FileReceipt, ...]


def combine(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Converted]) -> Combined:
    """Put the converted files of a table together.

    Args:
        connection: the files are converted in it; their relations are dropped.
        table: the canonical table.
        files: what was made of each, in order.

    Raises:
        FileFormatError: most rows of a file bring an id that another row of it brings.
    """
    declared = TABLES[table]
    again = _without_again(connection, declared, files)
    receipts = tuple(_receipt(connection, declared, file, again.get(at, ())) for at, file in enumerate(files))
    relation = f"staged_{table}"
    if len(files) == 1 and files[0].plan.has_id:
        connection.execute(f"ALTER TABLE {files[0].relation} RENAME TO {relation}")
    else:
        connection.execute(f"CREATE TEMP TABLE {relation} AS {_together(declared, files)}")
        for file in files:
            connection.execute(f"DROP TABLE {file.relation}")
    rejected = _noted(connection, f"rejected_{table}", [file.rejected_ids for file in files if file.rejected_ids])
    gone = _noted(connection, f"gone_{table}", [file.gone_ids for file in files if file.gone_ids])
    if gone:
        connection.execute(f"DELETE FROM {relation} WHERE id IN (SELECT id FROM {gone})")
    staged = StagedTable(
        table=table,
        relation=relation,
        rejected=rejected,
        gone=gone,
        is_whole=all(file.plan.is_whole for file in files),
        is_lasting=any(file.plan.is_lasting for file in files),
    )
    return Combined(staged=staged, files=receipts)


def _noted(connection: duckdb.DuckDBPyConnection, relation: str, noted: Sequence[str]) -> str:
    """Make one table of the ids that the files noted; give its name, and nothing where they noted none."""
    if not noted:
        return ""
    ids = " UNION ".join(f"SELECT id FROM {each}" for each in noted)
    connection.execute(f"CREATE TEMP TABLE {relation} AS {ids}")
    for each in noted:
        connection.execute(f"DROP TABLE {each}")
    return relation


def _together(table: Table, files: Sequence[Converted]) -> str:
    """SQL of the rows of all files, each with an id."""
    columns = ", ".join(f'"{name}"' for name in table.columns)
    rows = " UNION ALL ".join(
        f"SELECT id, {columns}, {at} AS file, rowid AS row FROM {file.relation}" for at, file in enumerate(files)
    )
    if all(file.plan.has_id for file in files):
        return f"SELECT id, {columns} FROM ({rows})"
    content = f"left({_content(table)}, 20)"
    occurrence = f"row_number() OVER (PARTITION BY id, {content} ORDER BY file, row)"
    made = f"CASE WHEN id IS NOT NULL THEN id ELSE {content} || '-' || {occurrence} END"
    return f"SELECT {made} AS id, {columns} FROM ({rows}) ORDER BY file, row"


def _content(table: Table) -> str:
    """SQL of a hash of everything that a row holds."""
    held = ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in table.columns)
    return f"md5(concat_ws(chr(31), {held}))"


def _receipt(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Converted, again: Sequence[Reject]
) -> FileReceipt:
    """Add up the rows of a file that are kept, by currency."""
    money = [name for name, kind in table.columns.items() if kind == "money"] if "currency" in table.columns else []
    currency = "currency" if "currency" in table.columns else "NULL"
    sums = "".join(f', sum("{name}")' for name in money)
    found = connection.execute(
        f"SELECT {currency}, count(*), count(*) FILTER (currency_assumed), sum(words_for_nothing){sums} "
        f"FROM {file.relation} GROUP BY ALL ORDER BY 1"
    ).fetchall()
    kept = sum(row[1] for row in found)
    first = sorted((*file.rejected.first, *again), key=lambda reject: reject.line)[:REJECTS_KEPT]
    return FileReceipt(
        file=file.plan.file.label,
        sheet=file.plan.file.sheet,
        table=table.name,
        rows_read=file.rows_read,
        rows_kept=kept,
        rows_left_out=file.rows_left_out,
        rows_rejected=file.rows_read - file.rows_left_out - kept,
        rejects=tuple(first),
        cells_taken_as_empty=sum(int(row[3] or 0) for row in found),
        currency_assumed=sum(row[2] for row in found),
        totals=tuple(
            Total(column=name, currency=row[0], amount=row[at])
            for at, name in sorted(enumerate(money, start=4), key=lambda place: place[1])
            for row in found
            if row[at] is not None
        ),
        columns_not_used=file.plan.columns_not_used,
        passed_over=file.rejected.passed_over,
    )


def _without_again(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Converted]
) -> dict[int, list[Reject]]:
    """Take out rows whose id comes again; give the first of them by the number of their file."""
    ids = " UNION ALL ".join(f"SELECT id FROM {file.relation}" for file in files if file.plan.has_id)
    if not ids or not _number(connection, f"SELECT count(*) - count(DISTINCT id) FROM ({ids})"):
        return {}
    connection.execute(f"CREATE TEMP TABLE again AS {_again(table, files, ids)}")
    try:
        _refuse_if_most(connection, table, files)
        rejects = {at: _rejects(connection, files, at) for at in range(len(files))}
        for at, file in enumerate(files):
            connection.execute(f"DELETE FROM {file.relation} WHERE rowid IN (SELECT row FROM again WHERE file = {at})")
    finally:
        connection.execute("DROP TABLE again")
    return rejects


def _again(table: Table, files: Sequence[Converted], ids: str) -> str:
    """SQL of the rows that another one stands in for: of the last rows alike with an id, the first one is kept."""
    rows = " UNION ALL ".join(
        f"SELECT {at} AS file, rowid AS row, id, {_content(table)} AS content FROM {file.relation} "
        "WHERE id IN (SELECT id FROM twice)"
        for at, file in enumerate(files)
        if file.plan.has_id
    )
    order = "PARTITION BY id ORDER BY file, row"
    later = f"{order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"
    return (
        f"WITH twice AS (SELECT id FROM ({ids}) GROUP BY id HAVING count(*) > 1), rows AS ({rows}), "
        f"ended AS (SELECT *, content IS DISTINCT FROM lead(content, 1, content) OVER ({order}) AS is_end FROM rows), "
        f"runs AS (SELECT *, count(*) FILTER (is_end) OVER ({later}) = 0 AS is_last FROM ended), "
        f"judged AS (SELECT *, min({_PLACES}) FILTER (is_last) OVER (PARTITION BY id) AS kept, "
        "any_value(content) FILTER (is_last) OVER (PARTITION BY id) AS kept_content FROM runs) "
        "SELECT file, row, id, kept.file AS kept_file, kept.row AS kept_row, content = kept_content AS is_same "
        "FROM judged WHERE file <> kept.file OR row <> kept.row"
    )


def _rejects(connection: duckdb.DuckDBPyConnection, files: Sequence[Converted], at: int) -> list[Reject]:
    """Name the first rows of a file that another one stands in for."""
    found = connection.execute(
        f"SELECT row, id, kept_file, kept_row, is_same FROM again WHERE file = $at ORDER BY row LIMIT {REJECTS_KEPT}",
        {"at": at},
    ).fetchall()
    lines = files[at].lines_of([row for row, *_ in found])
    places = {
        other: files[other].lines_of([kept for _, _, file, kept, _ in found if file == other])
        for other in {file for _, _, file, _, _ in found}
    }
    rejects = []
    for row, written, file, kept, is_same in found:
        where = f"line {places[file][kept]}" + ("" if file == at else f" of '{files[file].plan.file.place}'")
        reason = f"the same row again ({where})" if is_same else f"comes again in {where}"
        rejects.append(Reject(line=lines[row], column=files[at].plan.id_label, value=written, reason=reason))
    return rejects


def _refuse_if_most(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Converted]) -> None:
    """Ids that come again all the time are none; two files that overlap are no reason to stop."""
    counts = connection.execute("SELECT file, count(*) FROM again WHERE kept_file = file GROUP BY file").fetchall()
    for at, count in counts:
        file = files[at]
        if not is_most(count + file.rejected.count, file.rows_read - file.rows_left_out):
            continue
        found = connection.execute(
            "SELECT id, list(DISTINCT row ORDER BY row)[1:2] FROM (SELECT id, unnest([row, kept_row]) AS row "
            "FROM again WHERE file = $at AND kept_file = $at) GROUP BY id ORDER BY 2 LIMIT 1",
            {"at": at},
        ).fetchone()
        written, (first, second) = found or ("", (0, 0))
        lines = file.lines_of([first, second])
        raise FileFormatError(
            file.plan.file.place,
            f"brings {table.name} '{written}' in line {lines[second]}, and it came before in line {lines[first]} "
            f"({count} such rows in all)",
            "Map the column that tells them apart to 'id'.",
        )


def _number(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    found = connection.execute(statement).fetchone()
    return int(found[0]) if found else 0
