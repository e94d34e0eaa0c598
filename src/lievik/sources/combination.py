"""Converted files of one table → all rows that the run brings for it, each with an id; and their sums of money.

What files leave open is filled here: flags, currency, and the id of rows that have none of their own (a hash of
what they hold, with the number of times that it occurred before). The same id twice is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.model.receipt import Total
from lievik.model.staging import StagedTable
from lievik.model.tables import TABLES, Table
from lievik.sources.cells import quoted
from lievik.sources.csv_text import CsvText

_TRUE_FLAGS: Final = frozenset({"carries_quota"})
"""Flags that are true where nothing is said; every other one is false."""


def combine(
    connection: duckdb.DuckDBPyConnection, table: str, cells: Sequence[tuple[CsvText, str]], currency: str
) -> StagedTable:
    """Put the converted files of a table together.

    Args:
        connection: the files are converted in it; their relations are dropped.
        table: the canonical table.
        cells: each file with the relation that its rows are in.
        currency: what money without a currency is in.

    Raises:
        FileFormatError: an id comes twice.
    """
    declared = TABLES[table]
    _check_ids(connection, table, cells)
    own_id = all(_has_ids(connection, converted) for _, converted in cells)
    filled = ", ".join(f'{_filled(name, declared, currency)} AS "{name}"' for name in declared.columns)
    rows = " UNION ALL ".join(f"SELECT * FROM {relation}" for _, relation in cells)
    relation = f"staged_{table}"
    connection.execute(
        f"CREATE TEMP TABLE {relation} AS WITH rows AS ({rows}) "
        f"SELECT {'id' if own_id else _made_id(declared)} AS id, {filled} FROM rows"
    )
    for _, converted in cells:
        connection.execute(f"DROP TABLE {converted}")
    return StagedTable(table=table, relation=relation)


def currency_assumed(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> int:
    """Count the rows of a table with money that name no currency."""
    if "currency" not in table.columns:
        return 0
    found = connection.execute(f"SELECT count(*) FROM {relation} WHERE currency IS NULL").fetchone()
    return int(found[0]) if found else 0


def totals(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, currency: str) -> tuple[Total, ...]:
    """Add up every money column by currency; columns without any value are left out."""
    if "currency" not in table.columns:
        return ()
    sums = " UNION ALL ".join(
        f"SELECT '{name}', coalesce(currency, {quoted(currency)}), sum({name}) FROM {relation} "
        f"WHERE {name} IS NOT NULL GROUP BY ALL"
        for name, kind in table.columns.items()
        if kind == "money"
    )
    found = connection.execute(f"{sums} ORDER BY 1, 2").fetchall() if sums else []
    return tuple(Total(column=name, currency=code, amount=amount) for name, code, amount in found)


def _filled(name: str, table: Table, currency: str) -> str:
    if table.columns[name] == "flag":
        return f'coalesce("{name}", {"TRUE" if name in _TRUE_FLAGS else "FALSE"})'
    if name == "currency":
        return f"coalesce(currency, {quoted(currency)})"
    return f'"{name}"'


def _has_ids(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    found = connection.execute(f"SELECT count(*) = count(id) FROM {relation}").fetchone()
    return bool(found and found[0])


def _made_id(table: Table) -> str:
    """SQL of the id of rows that have none; the hash is taken over everything the row holds."""
    held = ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in table.columns)
    content = f"left(md5(concat_ws(chr(31), {held})), 20)"
    occurrence = f"row_number() OVER (PARTITION BY id, {content} ORDER BY file_no, record)"
    return f"CASE WHEN id IS NOT NULL THEN id ELSE {content} || '-' || {occurrence} END"


def _check_ids(connection: duckdb.DuckDBPyConnection, table: str, cells: Sequence[tuple[CsvText, str]]) -> None:
    rows = " UNION ALL ".join(
        f"SELECT {at} AS file, record, id FROM {relation} WHERE id IS NOT NULL"
        for at, (_, relation) in enumerate(cells)
    )
    twice = connection.execute(
        f"WITH rows AS ({rows}) SELECT id, list({{'file': file, 'record': record}} ORDER BY file, record)[1:2] "
        "FROM rows WHERE id IN (SELECT id FROM rows GROUP BY id HAVING count(*) > 1) "
        "GROUP BY id ORDER BY 2 LIMIT 1"
    ).fetchone()
    if twice is None:
        return
    first, second = ((cells[place["file"]][0], place["record"]) for place in twice[1])
    place = f"line {first[0].line_of(first[1])}"
    where = place if first[0] == second[0] else f"{place} of '{first[0].path.name}'"
    raise FileFormatError(
        second[0].path.name,
        f"brings {table} '{twice[0]}' in line {second[0].line_of(second[1])}, and it came before in {where}",
        "Take one of them out, or map the column that tells them apart to 'id'.",
    )
