"""Canonical tables → what is worked out at load: columns of theirs, and tables of their own; in a written order.

Each is one SELECT in derive/*.sql, portable but for what SQLGlot translates. What a table is made from is written here,
so that a run works out only what it can have changed; the order in which files came in never matters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

import duckdb

from lievik.model.address import address_words
from lievik.model.conventions import Conventions
from lievik.model.tables import TABLES
from lievik.store.address_lookup import look_up_address_words
from lievik.store.derived_columns import COLUMNS, DerivedColumns, sql_of, write_columns, write_recent
from lievik.store.facts import adjust_facts, note_facts
from lievik.store.parts import KEYS, Changes, Delta, Parts, add_up, is_any, is_touched
from lievik.store.public_holidays import look_up_holidays
from lievik.store.schema import gone_from

LARGER: Final = 10
"""A table has to be so many times larger than what changed in it, for the changes to be followed one by one."""

_PARAMETER: Final = re.compile(r"\$([a-z_]+)")

JUDGED: Final = frozenset({"deal", "deal_version"})
"""Tables with derived columns by which a receipt tells what is odd, or which those are made from."""

DERIVED_TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "day": ("meta_span",),
        "rate_day": ("day", "fx_rate", "meta_currency"),
        "membership": ("team_member",),
        "rep_stretch": ("membership", "rep"),
        "subsidiary": ("account",),
        "customer_amount": ("churn_event", "customer_period", "subsidiary"),
        "customer": ("churn_event", "customer_amount", "deal", "invoice_line", "meta_span", "subsidiary"),
        "first_win": ("deal", "subsidiary"),
        "spend_part": ("deal", "first_win", "spend"),
        "season": ("deal", "quota", "rate_day"),
        "quota_part": ("quota", "season"),
        "quota_month": ("membership", "quota_part"),
        "owner_credit": ("deal", "deal_split", "quota_part", "ramp", "rate_day", "rep"),
        "overlay_credit": ("deal", "deal_split"),
        "owner_month": ("day", "membership", "owner_credit", "quota_month", "quota_part", "ramp", "rate_day", "rep"),
        "owner_progress": ("day", "membership", "owner_credit", "owner_month", "rate_day", "rep"),
        "forecast_call": ("day", "deal", "forecast_submission", "rate_day", "rep"),
        "holiday": ("day", "rep"),
        "worked_day": ("activity", "day", "holiday", "rep", "work_time"),
    }
)
"""Worked out after the columns, each with the tables that it is made from; a later one may read an earlier one."""


_LOOKED_UP: Final[Mapping[str, Callable[[duckdb.DuckDBPyConnection, Mapping[str, object]], None]]] = MappingProxyType(
    {"holiday": look_up_holidays, "reachability": look_up_address_words}
)
"""File of SQL -> what has to be looked up elsewhere before it can be run."""


def derive(
    connection: duckdb.DuckDBPyConnection,
    conventions: Conventions,
    changed: Iterable[str] | None = None,
    since: datetime | None = None,
    tracked: Iterable[str] = (),
) -> Changes:
    """Work out derived columns and tables, and note what the tables hold.

    Args:
        connection: open for writing; the canonical tables are filled.
        conventions: currency, fiscal year and when a buyer is lost.
        changed: imported tables that are not as they were when all was worked out last; none for all of them.
            Everything is worked out anyway where the conventions, or how it is done, differ from then.
        since: UTC; rows that are known from before it are as they were, in every table.
        tracked: those of the changed tables whose rows that are gone are kept, as `gone_from` says.

    Returns:
        What is different now, in tables of every kind.
    """
    parameters = parameters_of(conventions)
    made_by = _made_by(parameters)
    if changed is None or connection.execute("SELECT made_by FROM meta_derived").fetchall() != [(made_by,)]:
        derivation = _Derivation(connection, parameters, _IMPORTED | _META.keys(), None)
        derivation.work_out()
        connection.execute("DELETE FROM meta_derived")
        connection.execute("INSERT INTO meta_derived VALUES (?)", [made_by])
        return derivation.changes()
    imported = _IMPORTED & set(changed)
    if not imported:
        return Changes()
    derivation = _Derivation(connection, parameters, imported, since)
    derivation.track(imported.intersection(tracked))
    derivation.work_out()
    return derivation.changes()


def derive_judged(connection: duckdb.DuckDBPyConnection, changed: Iterable[str], since: datetime) -> None:
    """Work out those derived columns alone that a receipt looks at.

    Args:
        connection: open for writing; the canonical tables are filled, and the columns as they were before `changed`.
        changed: imported tables that are different since.
        since: UTC; rows that are known from before it are as they were, in every table.
    """
    _Derivation(connection, {}, _IMPORTED.intersection(changed), since).set_columns(JUDGED)


class _Derivation:
    """One working out of all that depends on what changed; what it changes itself counts too.

    Of a table in `deltas` it is known which rows are different.
    """

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
        self.deltas: dict[str, Delta] = {}

    def track(self, tables: Iterable[str]) -> None:
        """Know the rows that are different in tables of which only a small part is."""
        for table in sorted(tables):
            came = f"(SELECT * FROM {table} WHERE known_from >= TIMESTAMP '{self.since}')"
            found = self.connection.execute(
                f"SELECT (SELECT count(*) FROM {gone_from(table)}) + (SELECT count(*) FROM {came}), "
                f"(SELECT count(*) FROM {table})"
            ).fetchone()
            if found and found[0] * LARGER <= found[1]:
                self.deltas[table] = Delta(table=table, gone=gone_from(table), came=came)

    def work_out(self) -> None:
        """Columns, then what the tables hold, then tables of their own."""
        before = self._meta()
        self.set_columns()
        self._keep_what_came()
        self._note(sorted(self.changed & _IMPORTED))
        after = self._meta()
        self.changed.update(name for name in _META if before[name] != after[name])
        made = [table for table, reads in DERIVED_TABLES.items() if self._is_made_anew(table, reads)]
        self._note(made)

    def changes(self) -> Changes:
        """What is different now."""
        return Changes(tables=frozenset(self.changed), deltas=dict(self.deltas))

    def set_columns(self, tables: Container[str] = TABLES) -> None:
        """Write the derived columns of imported tables, of all or of some."""
        for derived in COLUMNS:
            if derived.table in tables and self._is_to_be_set(derived):
                self._set_columns(derived)

    def _set_columns(self, derived: DerivedColumns) -> None:
        """Write the columns; where rows may be different by it that did not come, the changes are not known."""
        table = derived.table
        if derived.name in _LOOKED_UP:
            _LOOKED_UP[derived.name](self.connection, self.parameters)
        is_alone = derived.is_by_row and self.changed.intersection(derived.reads) == {table}
        if is_alone and self.since:
            count = write_recent(self.connection, derived, self.since, self.deltas.get(table))
        elif count := write_columns(self.connection, derived):
            self.deltas.pop(table, None)
        if count:
            self.changed.add(table)

    def _is_to_be_set(self, derived: DerivedColumns) -> bool:
        return is_any(self.connection, derived.table) and self._is_touched(derived.table, derived.reads)

    def _is_touched(self, derived: str, reads: Iterable[str]) -> bool:
        """Whether anything is different in what is read."""
        changed = self.changed.intersection(reads)
        return any(
            table not in self.deltas or is_touched(self.connection, derived, self.deltas[table])
            for table in sorted(changed)
        )

    def _keep_what_came(self) -> None:
        """Keep the rows that came, now that their derived columns are written."""
        for table, delta in self.deltas.items():
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_came AS FROM {delta.came}")
            self.deltas[table] = replace(delta, came=f"temp.{table}_came")

    def _note(self, tables: Iterable[str]) -> None:
        """Note what tables hold: by the rows that are different, where those are known."""
        names = list(tables)
        note_facts(self.connection, [name for name in names if name not in self.deltas])
        for name in names:
            if name in self.deltas:
                adjust_facts(self.connection, self.deltas[name])

    def _is_made_anew(self, table: str, reads: tuple[str, ...]) -> bool:
        """Make a derived table anew, or the parts of it that can be different, where anything that it reads changed."""
        changed = [self.deltas.get(name, name) for name in reads if name in self.changed]
        if not changed:
            return False
        sql = sql_of(table)
        used = {name: self.parameters[name] for name in _PARAMETER.findall(sql)}
        if self.deltas and table in KEYS and is_any(self.connection, table):
            made = Parts(self.connection, table, sql).make(changed, used)
            if made is None:
                return False
            self.deltas[table] = made
        elif not self._is_touched(table, reads):
            return False
        else:
            is_different = add_up(self.connection, table, sql, changed, used)
            if not (self._is_made(table, sql, used) if is_different is None else is_different):
                return False
        self.changed.add(table)
        return True

    def _is_made(self, table: str, sql: str, used: Mapping[str, object]) -> bool:
        """Make a derived table; one that was empty and is empty again is as it was."""
        columns = ", ".join(f'"{name}"' for name in TABLES[table].columns)
        had_any = self.since is None or is_any(self.connection, table)
        if table in _LOOKED_UP:
            _LOOKED_UP[table](self.connection, self.parameters)
        self.connection.execute(f"DELETE FROM {table}")
        self.connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM ({sql})", used)
        return had_any or is_any(self.connection, table)

    def _meta(self) -> dict[str, list[tuple[object, ...]]]:
        """What is noted of the imported tables, as far as derived tables are made from it."""
        names = ", ".join(f"'{name}'" for name in sorted(_IMPORTED))
        return {
            name: self.connection.execute(
                f"SELECT DISTINCT {read} FROM {name} WHERE table_name IN ({names}) ORDER BY ALL"
            ).fetchall()
            for name, read in _META.items()
        }


_IMPORTED: Final = frozenset(table.name for table in TABLES.values() if not table.is_derived)
_META: Final = MappingProxyType({"meta_span": "*", "meta_currency": "currency"})
"""Tables that speak of the imported ones -> what derived tables read of it."""


def _made_by(parameters: Mapping[str, object]) -> str:
    """Say by what agreements and in what way everything is worked out, in one word."""
    made = [
        *((derived.table, derived.sql) for derived in COLUMNS),
        *((table, sql_of(table)) for table in DERIVED_TABLES),
    ]
    ways = [(table, tuple(TABLES[table].all_columns.items()), sql) for table, sql in made]
    told = repr((sorted(parameters.items()), ways, address_words()))
    return hashlib.blake2b(told.encode(), digest_size=20).hexdigest()


def parameters_of(conventions: Conventions) -> dict[str, object]:
    """Values of the parameters that derive/*.sql names."""
    fiscal = conventions.fiscal
    return {
        "currency": conventions.currency,
        "country": conventions.country,
        "fiscal_start_month": fiscal.start_month,
        "fiscal_years_ahead": int(fiscal.label == "end" and fiscal.start_month > 1),
        "churn_gaps": float(conventions.churn_gaps),
        "churn_fixed_days": conventions.churn_fixed_days,
        "customer_by": conventions.customers.by,
        "customer_basis": conventions.customers.basis,
        "customer_ends": conventions.customers.ends,
        "customer_grace_days": conventions.customers.grace_days,
    }
