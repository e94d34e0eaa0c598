"""Canonical tables → what is worked out at load: columns of theirs, and tables of their own; in a written order.

Each is one SELECT in derive/*.sql, portable but for what SQLGlot translates. What a table is made from is written here,
so that a run works out only what it can have changed; the order in which files came in never matters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.tables import TABLES
from lievik.store.facts import note_facts

_PARAMETER: Final = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, kw_only=True)
class DerivedColumns:
    """Columns of an imported table that derive/<table>.sql gives by id.

    Attributes:
        reads: tables that they are made from.
        is_by_row: a row's columns depend on no other row of the same table.
    """

    table: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]
    is_by_row: bool = False


COLUMNS: Final = (
    DerivedColumns(table="deal_version", columns=("outcome", "qualified_on"), reads=("deal_version", "stage")),
    DerivedColumns(
        table="deal",
        columns=("outcome", "qualified_on", "cycle_started_on", "open_until"),
        reads=("deal", "deal_version", "lead", "stage"),
        is_by_row=True,
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
    DerivedColumns(table="spend", columns=("lagged_on",), reads=("deal", "spend")),
)
"""Worked out first; a later one may read an earlier one."""

DERIVED_TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "day": ("meta_span",),
        "rate_day": ("day", "fx_rate", "meta_currency"),
        "membership": ("team_member",),
        "customer": ("customer_period", "deal", "invoice_line", "meta_span"),
        "first_win": ("deal",),
        "quota_month": ("quota",),
        "owner_credit": ("deal", "deal_split", "quota_month", "ramp", "rate_day", "rep"),
        "owner_month": ("day", "owner_credit", "quota_month", "ramp", "rate_day", "rep"),
        "owner_progress": ("day", "owner_credit", "owner_month", "rate_day"),
        "forecast_call": ("day", "deal", "forecast_submission", "rate_day", "rep"),
    }
)
"""Worked out after the columns, each with the tables that it is made from; a later one may read an earlier one."""


def derive(
    connection: duckdb.DuckDBPyConnection,
    conventions: Conventions,
    changed: Iterable[str] | None = None,
    since: datetime | None = None,
) -> None:
    """Work out derived columns and tables, and note what the tables hold.

    Args:
        connection: open for writing; the canonical tables are filled.
        conventions: currency, fiscal year and when a buyer is lost.
        changed: imported tables that are not as they were when all was worked out last; none for all of them.
            Everything is worked out anyway where the conventions, or how it is done, differ from then.
        since: UTC; rows that are known from before it are as they were, in every table.
    """
    parameters = _parameters(conventions)
    made_by = _made_by(parameters)
    if changed is None or connection.execute("SELECT made_by FROM meta_derived").fetchall() != [(made_by,)]:
        _Derivation(connection, parameters, _IMPORTED | _META, None).work_out()
        connection.execute("DELETE FROM meta_derived")
        connection.execute("INSERT INTO meta_derived VALUES (?)", [made_by])
    elif imported := _IMPORTED & set(changed):
        _Derivation(connection, parameters, imported, since).work_out()


class _Derivation:
    """One working out of all that depends on what changed; what it changes itself counts too."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        parameters: Mapping[str, object],
        changed: frozenset[str],
        since: datetime | None,
    ) -> None:
        self.connection = connection
        self.parameters = parameters
        self.changed = set(changed)
        self.since = since

    def work_out(self) -> None:
        """Columns, then what the tables hold, then tables of their own."""
        before = self._meta()
        for derived in COLUMNS:
            if self.changed.intersection(derived.reads) and self._set_columns(derived):
                self.changed.add(derived.table)
        note_facts(self.connection, sorted(self.changed & _IMPORTED))
        after = self._meta()
        self.changed.update(name for name in _META if before[name] != after[name])
        made = [table for table, reads in DERIVED_TABLES.items() if self._is_made_anew(table, reads)]
        note_facts(self.connection, made)

    def _is_made_anew(self, table: str, reads: tuple[str, ...]) -> bool:
        """Make a derived table anew where anything that it reads changed."""
        if not self.changed.intersection(reads):
            return False
        sql = _sql(table)
        used = {name: self.parameters[name] for name in _PARAMETER.findall(sql)}
        columns = ", ".join(f'"{name}"' for name in TABLES[table].columns)
        self.connection.execute(f"DELETE FROM {table}")
        self.connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM ({sql})", used)
        self.changed.add(table)
        return True

    def _set_columns(self, derived: DerivedColumns) -> int:
        """Write only the rows that change, and tell how many: most stay as they are from one run to the next."""
        table = derived.table
        values = ", ".join(f"{name} = made.{name}" for name in derived.columns)
        differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM made.{name}" for name in derived.columns)
        is_alone = derived.is_by_row and self.changed.intersection(derived.reads) == {table}
        since = {"since": self.since} if is_alone and self.since else {}
        found = self.connection.execute(
            f"UPDATE {table} SET {values} FROM ({_sql(table)}) AS made "
            f"WHERE {table}.id = made.id AND ({differs}){f' AND {table}.known_from >= $since' if since else ''}",
            since,
        ).fetchone()
        return int(found[0]) if found else 0

    def _meta(self) -> dict[str, list[tuple[object, ...]]]:
        """What is noted of the imported tables, as far as derived tables are made from it."""
        return {
            name: self.connection.execute(
                f"SELECT * FROM {name} WHERE table_name IN (SELECT unnest($names)) ORDER BY ALL",
                {"names": sorted(_IMPORTED)},
            ).fetchall()
            for name in _META
        }


_IMPORTED: Final = frozenset(table.name for table in TABLES.values() if not table.is_derived)
_META: Final = frozenset({"meta_span", "meta_currency"})


def _made_by(parameters: Mapping[str, object]) -> str:
    """Say by what agreements and in what way everything is worked out, in one word."""
    ways = [(table, tuple(TABLES[table].all_columns.items()), _sql(table)) for table in _WORKED_OUT]
    return hashlib.blake2b(repr((sorted(parameters.items()), ways)).encode(), digest_size=20).hexdigest()


_WORKED_OUT: Final = (*(derived.table for derived in COLUMNS), *DERIVED_TABLES)


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
