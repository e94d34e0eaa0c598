"""The canonical tables in a database: made where they are missing, as a newer version declares them: columns are added.

Beside each column that may be worked out when empty stands what the source gave (`given_`), so that working it out
again never mistakes its own answer for the source's. Beside each imported table stand its past rows (`<table>_past`):
what was known before a run changed or removed them, and until when.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import duckdb

from lievik.model.tables import SQL_TYPES, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

GIVEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "activity": ("is_selling",),
        "deal": ("outcome", "qualified_on"),
        "deal_version": ("outcome", "qualified_on"),
    }
)
"""Table -> columns that are worked out where the source leaves them empty."""

META: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meta_rows": "table_name VARCHAR, row_count BIGINT",
        "meta_filled": "table_name VARCHAR, column_name VARCHAR, filled BIGINT",
        "meta_currency": "table_name VARCHAR, currency VARCHAR, n BIGINT",
        "meta_span": "table_name VARCHAR, column_name VARCHAR, first_on DATE, last_on DATE",
        "meta_odd": "source VARCHAR, table_name VARCHAR, condition VARCHAR, n BIGINT",
        "meta_derived": "made_by VARCHAR",
        "meta_run": "run BIGINT, source VARCHAR, known_at TIMESTAMP, raw_folder VARCHAR, rows_kept BIGINT, "
        "mapping_text VARCHAR, extent VARCHAR, digest VARCHAR",
    }
)
"""Tables that speak of the others."""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table and column that is not there yet, in a transaction of its own."""
    there: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    ).fetchall():
        there.setdefault(table, {})[column] = kind
    connection.execute("BEGIN")
    for name, columns in META.items():
        kinds = dict(column.split(" ") for column in columns.split(", "))
        _create(connection, name, kinds, there.get(name, {}))
    for table in TABLES.values():
        _create(connection, table.name, columns_of(table), there.get(table.name, {}))
        if not table.is_derived:
            kinds = kept_columns(table) | {"known_until": "TIMESTAMP"}
            _create(connection, past_of(table.name), kinds, there.get(past_of(table.name), {}))
    connection.execute("COMMIT")


def past_of(table: str) -> str:
    """Name the table of a table's past rows."""
    return f"{table}_past"


def gone_from(table: str) -> str:
    """Name the relation of rows that the run being landed found changed or gone in a table, whole."""
    return f"(SELECT * FROM temp.{table}_met WHERE NOT is_same)"


def columns_of(table: Table) -> dict[str, str]:
    """Name every column of a table at rest, with its SQL type."""
    columns = {name: SQL_TYPES[kind] for name, kind in table.all_columns.items()}
    return columns | {f"given_{name}": columns[name] for name in GIVEN.get(table.name, ())}


def kept_columns(table: Table) -> dict[str, str]:
    """Name the columns that a run fills, with their SQL types: all but those worked out at load."""
    return {name: kind for name, kind in columns_of(table).items() if name not in table.derived_columns}


def columns_moved(table: Table) -> tuple[str, str]:
    """SQL of the columns of a table's past rows, and of what a row that goes there at $moment has in them.

    A row that its source had ended itself was known until then.
    """
    listed = ", ".join(f'"{name}"' for name in kept_columns(table) if name != "known_until")
    moment = "CAST($moment AS TIMESTAMP)"
    until = f"coalesce(known_until, {moment})" if "known_until" in table.columns else moment
    return f"{listed}, known_until", f"{listed}, {until}"


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], there: Mapping[str, str]
) -> None:
    if not there:
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        connection.execute(f"CREATE TABLE {name} ({listed})")
        return
    for column, kind in columns.items():
        if column in there and kind.startswith("DECIMAL") and there[column] != kind:
            connection.execute(f'ALTER TABLE {name} ALTER COLUMN "{column}" TYPE {kind}')
        if column not in there:
            connection.execute(f'ALTER TABLE {name} ADD COLUMN "{column}" {kind}')
            if column.startswith("given_") and column.removeprefix("given_") in there:
                # until now nothing was worked out there: what stands there was given
                connection.execute(f'UPDATE {name} SET "{column}" = "{column.removeprefix("given_")}"')
