"""Rows written as text, cells between bars and `-` for none, put into canonical tables and read back."""

# ruff: noqa: S608 - statements are put together from names that the tests write

from __future__ import annotations

from pathlib import Path

import duckdb

from lievik.model.tables import TABLES
from lievik.store.schema import GIVEN, create_tables


def database(**tables: str) -> duckdb.DuckDBPyConnection:
    """Give a database in memory that holds the rows written for each table; flags not written are false."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Europe/Bratislava'")
    create_tables(connection)
    for table, text in tables.items():
        _fill(connection, table, text)
    return connection


def rows(connection: duckdb.DuckDBPyConnection, table: str, columns: str, where: str = "TRUE") -> list[str]:
    """Read rows back as text, sorted, cells joined by a blank, `-` for none."""
    shown = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '-')" for name in columns.split())
    found = connection.execute(f"SELECT concat_ws(' ', {shown}) FROM {table} WHERE {where} ORDER BY 1").fetchall()
    return [row for (row,) in found]


def everything_at(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read every table of a database file, its rows as text in an order of their own.

    But for counts that are noted so that they need not be taken again: which ones are depends on the way.
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        tables.remove("meta_odd")
        return {
            name: connection.execute(f"SELECT CAST(row AS VARCHAR) FROM {name} AS row ORDER BY 1").fetchall()
            for name in tables
        }


def _fill(connection: duckdb.DuckDBPyConnection, table: str, text: str) -> None:
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip())
    flags = [name for name, kind in TABLES[table].columns.items() if kind == "flag" and name not in header]
    for number, cells in enumerate(lines):
        row: dict[str, object] = dict(zip(header, (None if cell == "-" else cell for cell in cells), strict=True))
        row |= {name: None if name == "is_selling" else False for name in flags} | {"source": "test"}
        row.setdefault("id", f"row {number}")
        row |= {f"given_{name}": row.get(name) for name in GIVEN.get(table, ())}
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(row.values()))
