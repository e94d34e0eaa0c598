"""The canonical tables in a database: made where they are missing, with columns added that a newer version declares.

Beside each column that may be worked out when empty stands what the source gave (`given_`), so that working it out
again never mistakes its own answer for the source's.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import duckdb

from lievik.model.tables import SQL_TYPES, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

GIVEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"deal": ("outcome", "qualified_on"), "deal_version": ("outcome", "qualified_on")}
)
"""Table -> columns that are worked out where the source leaves them empty."""

META: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meta_rows": "table_name VARCHAR, row_count BIGINT",
        "meta_filled": "table_name VARCHAR, column_name VARCHAR, filled BIGINT",
        "meta_currency": "table_name VARCHAR, currency VARCHAR, n BIGINT",
        "meta_span": "table_name VARCHAR, column_name VARCHAR, first_on DATE, last_on DATE",
        "meta_run": "run BIGINT, source VARCHAR, known_at TIMESTAMP, raw_folder VARCHAR, rows_kept BIGINT",
    }
)
"""Tables that speak of the others."""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table and column that is not there yet."""
    for name, columns in META.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    found = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    for table in TABLES.values():
        there = {column for name, column in found if name == table.name}
        wanted = columns_of(table)
        if not there:
            listed = ", ".join(f'"{column}" {kind}' for column, kind in wanted.items())
            connection.execute(f"CREATE TABLE {table.name} ({listed})")
            continue
        for column, kind in wanted.items():
            if column not in there:
                connection.execute(f'ALTER TABLE {table.name} ADD COLUMN "{column}" {kind}')


def columns_of(table: Table) -> dict[str, str]:
    """Name every column of a table at rest, with its SQL type."""
    columns = {name: SQL_TYPES[kind] for name, kind in table.all_columns.items()}
    return columns | {f"given_{name}": columns[name] for name in GIVEN.get(table.name, ())}
