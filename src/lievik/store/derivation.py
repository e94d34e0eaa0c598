"""Canonical tables → what is worked out at load: columns of theirs, and tables of their own; in a written order.

Each is one SELECT in derive/*.sql, portable but for what SQLGlot translates. Everything is worked out anew from what
is there, so that the order in which files came in never matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.tables import TABLES
from lievik.store.facts import note_facts

_PARAMETER: Final = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, kw_only=True)
class DerivedColumns:
    """Columns of an imported table that derive/<table>.sql gives by id."""

    table: str
    columns: tuple[str, ...]


COLUMNS: Final = (
    DerivedColumns(table="deal_version", columns=("outcome", "qualified_on")),
    DerivedColumns(table="deal", columns=("outcome", "qualified_on", "cycle_started_on", "open_until")),
    DerivedColumns(table="deal_line", columns=("closed_on", "outcome", "is_deleted")),
    DerivedColumns(table="lead", columns=("duplicate_of_id", "first_qualified_on", "first_converted_on", "won_on")),
    DerivedColumns(table="spend", columns=("lagged_on",)),
)
"""Worked out first; a later one may read an earlier one."""

DERIVED_TABLES: Final = (
    "day",
    "rate_day",
    "membership",
    "customer",
    "first_win",
    "quota_month",
    "owner_credit",
    "owner_month",
    "owner_progress",
    "forecast_call",
)
"""Worked out after the columns; a later one may read an earlier one."""


def derive(connection: duckdb.DuckDBPyConnection, conventions: Conventions) -> None:
    """Work out every derived column and table, and note what the tables hold.

    Args:
        connection: open for writing; the canonical tables are filled.
        conventions: currency, fiscal year and when a buyer is lost.
    """
    parameters = _parameters(conventions)
    for derived in COLUMNS:
        _set_columns(connection, derived)
    note_facts(connection, [table.name for table in TABLES.values() if not table.is_derived])
    for table in DERIVED_TABLES:
        sql = _sql(table)
        used = {name: parameters[name] for name in _PARAMETER.findall(sql)}
        columns = ", ".join(f'"{name}"' for name in TABLES[table].columns)
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM ({sql})", used)
    note_facts(connection, DERIVED_TABLES)


def _set_columns(connection: duckdb.DuckDBPyConnection, derived: DerivedColumns) -> None:
    """Write only the rows that change: most stay as they are from one run to the next."""
    values = ", ".join(f"{name} = made.{name}" for name in derived.columns)
    changed = " OR ".join(f"{derived.table}.{name} IS DISTINCT FROM made.{name}" for name in derived.columns)
    connection.execute(
        f"UPDATE {derived.table} SET {values} FROM ({_sql(derived.table)}) AS made "
        f"WHERE {derived.table}.id = made.id AND ({changed})"
    )


def _parameters(conventions: Conventions) -> dict[str, object]:
    fiscal = conventions.fiscal
    return {
        "currency": conventions.currency,
        "fiscal_start_month": fiscal.start_month,
        "fiscal_years_ahead": int(fiscal.label == "end" and fiscal.start_month > 1),
        "churn_gaps": float(conventions.churn_gaps),
        "churn_fixed_days": conventions.churn_fixed_days,
    }


@cache
def _sql(name: str) -> str:
    return files("lievik.store").joinpath("derive", f"{name}.sql").read_text(encoding="utf-8")
