"""Derived columns of imported tables: what they are made from, and how only those rows are written that change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from lievik.store.parts import Delta


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """Derived columns that stay as they were in a row that came again, unless certain columns of it are different.

    Attributes:
        made_by: those columns of the row.
        made_from: tables that no other derived columns of it are made from.
    """

    columns: tuple[str, ...]
    made_by: tuple[str, ...]
    made_from: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DerivedColumns:
    """Columns of an imported table that derive/<table>.sql gives by id, or another file there.

    Attributes:
        shared: name of a file that gives columns of several tables; it reads `addressed`.
        reads: tables that they are made from.
        is_by_row: a row's columns depend on no other row of the same table.
        lasting: those that stay as they are while the row does, in some columns.
    """

    table: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]
    is_by_row: bool = False
    lasting: Lasting | None = None
    shared: str = ""

    @property
    def name(self) -> str:
        """Of the file."""
        return self.shared or self.table

    @property
    def sql(self) -> str:
        """The SELECT that works them out."""
        if not self.shared:
            return sql_of(self.table)
        addressed = f"SELECT id, email, email_status FROM {self.table}"
        return f"WITH addressed AS ({addressed}) SELECT * FROM (\n{sql_of(self.shared)})"


def _reachability(table: str) -> DerivedColumns:
    """Whether who is in a table can be reached by the address there."""
    return DerivedColumns(
        table=table,
        columns=("reachability", "reachability_reason"),
        reads=tuple(sorted((table, "email_verdict"))),
        is_by_row=True,
        shared="reachability",
    )


COLUMNS: Final = (
    DerivedColumns(
        table="deal_version", columns=("outcome", "qualified_on", "until_on"), reads=("deal_version", "stage")
    ),
    DerivedColumns(
        table="deal",
        columns=("outcome", "qualified_on", "cycle_started_on", "open_until", "is_versioned"),
        reads=("deal", "deal_version", "lead", "stage"),
        is_by_row=True,
        lasting=Lasting(
            columns=("qualified_on", "cycle_started_on", "is_versioned"),
            made_by=("created_on", "first_contact_on", "given_qualified_on"),
            made_from=("deal_version", "lead"),
        ),
    ),
    DerivedColumns(
        table="deal_line",
        columns=("closed_on", "outcome", "is_deleted"),
        reads=("deal", "deal_line"),
        is_by_row=True,
    ),
    DerivedColumns(
        table="lead",
        columns=("duplicate_of_id", "first_qualified_on", "first_converted_on", "won_on"),
        reads=("deal", "lead"),
    ),
    _reachability("lead"),
    _reachability("contact"),
    DerivedColumns(table="spend", columns=("lagged_on",), reads=("deal", "spend")),
    DerivedColumns(table="work_time", columns=("is_leave",), reads=("work_time",), is_by_row=True),
    DerivedColumns(
        table="activity",
        columns=("is_selling", "is_timed"),
        reads=("activity", "activity_kind", "rep", "work_time"),
        is_by_row=True,
    ),
)
"""Worked out first; a later one may read an earlier one."""


def write_columns(connection: duckdb.DuckDBPyConnection, derived: DerivedColumns) -> int:
    """Write derived columns in the rows in which they change, and tell how many: most stay as they are."""
    return _write(connection, derived, f"SELECT * FROM ({derived.sql})")


def write_recent(
    connection: duckdb.DuckDBPyConnection, derived: DerivedColumns, since: datetime, delta: Delta | None
) -> int:
    """Write derived columns of rows that came since a moment, of a table whose rows depend on no other one of them.

    Args:
        connection: open for writing.
        derived: whose other tables are as they were.
        since: UTC.
        delta: what is different in the table; none where that is not known.

    Returns:
        In how many rows they changed.
    """
    table = derived.table
    recent = f"{table}.known_from >= TIMESTAMP '{since}'"
    if derived.lasting is None or delta is None:
        own = f"WITH {table} AS (SELECT * FROM main.{table} WHERE {recent}) "
        return _write(connection, derived, f"{own}SELECT * FROM ({derived.sql})", recent)
    _find_lasting(connection, table, derived.lasting, delta, recent)
    others = f"SELECT * FROM main.{table} WHERE {recent} AND id NOT IN (SELECT id FROM temp.{table}_lasting)"
    count = _write(connection, derived, _with_lasting(derived, derived.lasting), recent)
    if connection.execute(f"SELECT 1 FROM ({others}) LIMIT 1").fetchone():
        own = f"WITH {table} AS ({others}) "
        count += _write(connection, derived, f"{own}SELECT * FROM ({derived.sql})", recent)
    return count


def _find_lasting(
    connection: duckdb.DuckDBPyConnection, table: str, lasting: Lasting, delta: Delta, recent: str
) -> None:
    """Keep what rows that came again had in the columns that last, where they do."""
    columns = ", ".join(f"old.{name}" for name in lasting.columns)
    is_same = " AND ".join(f"new.{name} IS NOT DISTINCT FROM old.{name}" for name in lasting.made_by)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table}_lasting AS SELECT old.id, {columns} FROM {delta.gone} AS old "
        f"INNER JOIN (SELECT * FROM main.{table} WHERE {recent}) AS new ON new.id = old.id WHERE {is_same}"
    )


def _with_lasting(derived: DerivedColumns, lasting: Lasting) -> str:
    """SQL of the derived columns of rows in which some last: those are taken over, not worked out."""
    table = derived.table
    kept = f"temp.{table}_lasting"
    nothing = "".join(f", {name} AS (SELECT * FROM main.{name} LIMIT 0)" for name in lasting.made_from)
    columns = ", ".join(f"kept.{name} AS {name}" for name in lasting.columns)
    return (
        f"WITH {table} AS (SELECT * FROM main.{table} WHERE id IN (SELECT id FROM {kept})){nothing} "
        f"SELECT made.* REPLACE ({columns}) FROM ({derived.sql}) AS made "
        f"INNER JOIN {kept} AS kept ON kept.id = made.id"
    )


def _write(connection: duckdb.DuckDBPyConnection, derived: DerivedColumns, made: str, where: str = "TRUE") -> int:
    """Write what was made into those rows for which `where` holds and that differ from it."""
    table = derived.table
    values = ", ".join(f"{name} = made.{name}" for name in derived.columns)
    differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM made.{name}" for name in derived.columns)
    # made first, and only then written: in one statement that takes twice as long for a million rows
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_columns AS {made}")
    found = connection.execute(
        f"UPDATE {table} SET {values} FROM temp.{table}_columns AS made "
        f"WHERE {table}.id = made.id AND {where} AND ({differs})"
    ).fetchone()
    connection.execute(f"DROP TABLE temp.{table}_columns")
    return int(found[0]) if found else 0


@cache
def sql_of(name: str) -> str:
    """The SELECT that works out a table, or columns of one."""
    return files("lievik.store").joinpath("derive", f"{name}.sql").read_text(encoding="utf-8")
