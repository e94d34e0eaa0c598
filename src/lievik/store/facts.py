"""Tables of a database → the meta tables that tell what is in them: rows, filled columns, currencies, spans of dates.

The planner decides by them what can be computed, without looking at the rows.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from lievik.model.tables import TABLES, Table


def note_facts(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Note anew what the named tables hold."""
    names = list(tables)
    if not names:
        return
    for meta in ("meta_rows", "meta_filled", "meta_currency", "meta_span"):
        listed = ", ".join(_literal(name) for name in names)
        connection.execute(f"DELETE FROM {meta} WHERE table_name IN ({listed})")
    counted: list[tuple[object, ...]] = []
    filled: list[tuple[object, ...]] = []
    spans: list[tuple[object, ...]] = []
    for name in names:
        rows, filled_here, spans_here = _look(connection, TABLES[name])
        counted.append((name, rows))
        filled += filled_here
        spans += spans_here
    _insert(connection, "meta_rows", counted)
    _insert(connection, "meta_filled", filled)
    _insert(connection, "meta_span", spans)
    _note_currencies(connection, names)


def _note_currencies(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Note how many rows of each table are in which currency."""
    for name in tables:
        if "currency" in TABLES[name].columns:
            connection.execute(
                f"INSERT INTO meta_currency SELECT '{name}', currency, count(*) FROM {name} "
                "WHERE currency IS NOT NULL GROUP BY currency"
            )


def _look(
    connection: duckdb.DuckDBPyConnection, table: Table
) -> tuple[int, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Count a table's rows and filled cells, and give the span of its dates; all in one pass."""
    kinds = table.all_columns
    dates = [name for name, kind in kinds.items() if kind == "date"]
    counts = ", ".join(_filled(name, kind) for name, kind in kinds.items())
    ends = "".join(f', min("{name}"), max("{name}")' for name in dates)
    row = connection.execute(f"SELECT count(*), {counts}{ends} FROM {table.name}").fetchone() or ()
    split = len(kinds) + 1
    filled = [(table.name, name, count) for name, count in zip(kinds, row[1:split], strict=True)]
    spans = zip(dates, row[split::2], row[split + 1 :: 2], strict=True)
    return row[0], [*filled], [(table.name, *span) for span in spans if span[1] is not None]


def _filled(name: str, kind: str) -> str:
    """Count rows with a value; for a flag, those where it is true."""
    return f'count(*) FILTER ("{name}")' if kind == "flag" else f'count("{name}")'


def _insert(connection: duckdb.DuckDBPyConnection, meta: str, rows: list[tuple[object, ...]]) -> None:
    """Insert rows as text: of bound values DuckDB asks each whether it is a table of pandas, which takes longer."""
    if rows:
        listed = ", ".join(f"({', '.join(_literal(value) for value in row)})" for row in rows)
        connection.execute(f"INSERT INTO {meta} VALUES {listed}")


def _literal(value: object) -> str:
    """Write a name, number or date of our own as SQL."""
    return str(value) if isinstance(value, int) else f"'{value}'"
