"""Rows that a run took out of tables and put into them → the parts of derived tables that can be different by it.

A derived table reads some columns of some rows; where those are as they were, so is the table. Where its rows of one
key are made from rows of that key alone, only the keys that were touched are made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import duckdb

from lievik.model.tables import TABLES
from lievik.store.schema import columns_of


@dataclass(frozen=True, kw_only=True)
class Delta:
    """What is different in a table: rows in neither relation are as they were.

    Attributes:
        gone: relation of rows that were there before, whole.
        came: relation of rows that are there now.
    """

    table: str
    gone: str
    came: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is different since everything was worked out last.

    Attributes:
        tables: those in which anything is.
        deltas: what it is, in those of them where that is known.
    """

    tables: frozenset[str] = frozenset()
    deltas: Mapping[str, Delta] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a derived table reads of another one.

    Attributes:
        columns: those that it looks at, in rows for which `where` holds.
        key: expressions that lead from such a row to the rows made from it, by `KEYS`; empty where it leads to any.
        is_by_id: the key is the other table's own id.
        unless_any: the key leads to all of it only while this table is empty.
        known_in: a column and a table: the key leads to all of it only for rows whose column is an id in that table.
        adds: a column of it and one of the derived table: nothing else comes of such a row than that the one is added
            to the other, in some of its rows.
    """

    columns: tuple[str, ...]
    where: str = "TRUE"
    key: tuple[str, ...] = ()
    is_by_id: bool = False
    unless_any: str = ""
    known_in: tuple[str, str] | None = None
    adds: tuple[str, str] | None = None


_WON: Final = "outcome = 'won' AND NOT is_deleted AND closed_on IS NOT NULL"
_BOUGHT: Final = f"{_WON} AND account_id IS NOT NULL"
_CREDITED: Final = ("rep_id", "closed_on", "amount", "currency")

READINGS: Final[Mapping[str, Mapping[str, Reading]]] = MappingProxyType(
    {
        "deal_line": {"deal": Reading(columns=("id", "closed_on", "outcome", "is_deleted"))},
        "lead": {"deal": Reading(columns=("id", "closed_on"), where=_WON)},
        "spend": {"deal": Reading(columns=("id", "account_id", "closed_on", "cycle_started_on"), where=_BOUGHT)},
        "customer": {"deal": Reading(columns=("account_id", "closed_on"), where=_BOUGHT)},
        "first_win": {
            "deal": Reading(
                columns=("id", "account_id", "closed_on", "owner_id", "lead_source", "campaign_id", "product_id"),
                where=_BOUGHT,
                key=("account_id",),
                unless_any="subsidiary",  # the first deal of one of them may be that of another's parent
            )
        },
        "spend_part": {
            "deal": Reading(columns=("id", "closed_on", "cycle_started_on"), where=_BOUGHT),
            "first_win": Reading(columns=("deal_id",)),
        },
        "owner_credit": {
            "deal": Reading(
                columns=("id", "owner_id", "closed_on", "amount", "currency"), where=_WON, key=("id",), is_by_id=True
            )
        },
        "overlay_credit": {
            "deal": Reading(columns=("id", "closed_on", "amount", "currency"), where=_WON, key=("id",), is_by_id=True)
        },
        "owner_month": {
            "owner_credit": Reading(
                columns=_CREDITED,
                where="rep_id IS NOT NULL",
                key=("rep_id", "CAST(date_trunc('month', closed_on) AS DATE)"),
                known_in=("rep_id", "rep"),  # of whom nothing else is known, one credit makes all months
            )
        },
        "owner_progress": {
            "owner_credit": Reading(columns=_CREDITED, where="rep_id IS NOT NULL", key=("rep_id", "closed_on")),
            "owner_month": Reading(columns=tuple(TABLES["owner_month"].columns), key=("rep_id", "month_on")),
        },
        "forecast_call": {
            "deal": Reading(
                columns=("owner_id", "closed_on", "amount", "currency"), where=_WON, adds=("amount", "actual_amount")
            )
        },
    }
)
"""Derived table -> table that it is made from -> what it reads of it; what is not here is read whole."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "day": ("on_date",),
        "rate_day": ("on_date", "from_currency", "to_currency", "kind"),
        "customer": ("account_id",),
        "first_win": ("account_id",),
        "season": ("known_on", "month"),
        "quota_part": ("quota_id", "month_on"),
        "owner_credit": ("deal_id",),
        "overlay_credit": ("deal_id",),
        "owner_month": ("rep_id", "month_on"),
        "owner_progress": ("rep_id", "on_date"),
    }
)
"""Derived table -> the columns that say which part of it a row is in; they are never empty."""


class Parts:
    """The parts of one derived table that are made again."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        self.connection = connection
        self.table = table
        self.sql = sql
        self.key = KEYS[table]
        self.columns = _listed(TABLES[table].columns)
        self.made = f"temp.{table}_made"

    def make(self, changed: Sequence[Delta | str], values: Mapping[str, object]) -> Delta | None:
        """Make the parts that rows lead to, if that can be told; else all, and keep the parts that are different.

        Args:
            changed: tables that it is made from: what is different in them, or their name where that is not known.
            values: of the SQL's parameters.

        Returns:
            What is different now; none where nothing is.
        """
        touching = [each for each in changed if isinstance(each, str) or self._may_touch(each)]
        led = self._led(touching)
        is_in_parts = len(led) == len(touching)
        if not touching:
            return None
        if is_in_parts:
            self._touch(" UNION ".join(_keys(delta, reading) for delta, reading in led))
            if not is_any(self.connection, "temp.touched"):
                return None
        shadows = ", ".join(_shadow(delta, reading) for delta, reading in led) if is_in_parts else ""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {self.table}_made AS FROM {self.table} LIMIT 0")
        self.connection.execute(
            f"INSERT INTO {self.made} ({self.columns}) {f'WITH {shadows} ' if shadows else ''}"
            f"SELECT {self.columns} FROM ({self.sql}){f' WHERE {_touches(self.key)}' if is_in_parts else ''}",
            values,
        )
        if not is_in_parts:
            different = _unequal(TABLES[self.table].columns, self.made, self.table)
            self._touch(f"SELECT {', '.join(self.key)} FROM ({different})")
        return self._put() if is_any(self.connection, "temp.touched") else None

    def _may_touch(self, delta: Delta) -> bool:
        """Whether rows lead to parts, which is found with them, or what is read of them is different."""
        reading = READINGS.get(self.table, {}).get(delta.table)
        return bool(reading and reading.key) or is_touched(self.connection, self.table, delta)

    def _led(self, changed: Sequence[Delta | str]) -> list[tuple[Delta, Reading]]:
        """Keep those whose rows lead to parts, with how."""
        known = [delta for delta in changed if isinstance(delta, Delta)]
        readings = [(delta, READINGS.get(self.table, {}).get(delta.table)) for delta in known]
        return [
            (delta, reading) for delta, reading in readings if reading and reading.key and self._is_led(delta, reading)
        ]

    def _is_led(self, delta: Delta, reading: Reading) -> bool:
        """Whether every row that is different leads to all that is made from it."""
        if reading.unless_any and is_any(self.connection, reading.unless_any):
            return False
        if reading.known_in is None:
            return True
        column, table = reading.known_in
        different = f"({_different(delta, reading)})"
        return not is_any(self.connection, f"{different} WHERE {column} NOT IN (SELECT id FROM {table})")

    def _touch(self, keys: str) -> None:
        """Fill `touched` with keys."""
        names = ", ".join(f"k{number}" for number in range(len(self.key)))
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT * FROM ({keys}) AS found ({names})"
        )

    def _put(self) -> Delta:
        """Put the touched parts as they were made in the place of those that were there."""
        gone, came = f"temp.{self.table}_gone", f"temp.{self.table}_came"
        for kept, source in ((gone, self.table), (came, self.made)):
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {kept.removeprefix('temp.')} AS FROM {source} WHERE {_touches(self.key)}"
            )
        self.connection.execute(f"DELETE FROM {self.table} WHERE {_touches(self.key)}")
        self.connection.execute(f"INSERT INTO {self.table} FROM {came}")
        return Delta(table=self.table, gone=gone, came=came)


def add_up(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    sql: str,
    changed: Sequence[Delta | str],
    values: Mapping[str, object],
) -> bool | None:
    """Add to a derived table what came of rows that are different, and take away what came of those that were there.

    Args:
        connection: open for writing.
        table: the derived table.
        sql: what it is made by.
        changed: tables that it is made from, as `Parts.make` is given them.
        values: of the SQL's parameters.

    Returns:
        Whether anything is different now; none where more comes of such rows than sums.
    """
    delta = changed[0]
    reading = READINGS.get(table, {}).get(delta.table) if isinstance(delta, Delta) and len(changed) == 1 else None
    if not isinstance(delta, Delta) or reading is None or reading.adds is None:
        return None
    term, total = reading.adds
    columns = columns_of(TABLES[delta.table])
    less = ", ".join(f'-"{name}" AS "{name}"' if name == term else f'"{name}"' for name in columns)
    signed = f"SELECT {_listed(columns)} FROM {delta.came} UNION ALL SELECT {less} FROM {delta.gone}"
    others = [name for name in TABLES[table].columns if name != total]
    same = " AND ".join(f'{table}."{name}" IS NOT DISTINCT FROM made."{name}"' for name in others)
    found = connection.execute(
        f'UPDATE {table} SET "{total}" = {table}."{total}" + made."{total}" FROM (WITH {delta.table} AS ({signed}) '
        f'SELECT DISTINCT {_listed((*others, total))} FROM ({sql}) WHERE "{total}" <> 0) AS made WHERE {same}',
        values,
    ).fetchone()
    return bool(found and found[0])


def is_touched(connection: duckdb.DuckDBPyConnection, derived: str, delta: Delta) -> bool:
    """Whether anything that a derived table reads of another one is not as it was."""
    reading = READINGS.get(derived, {}).get(delta.table)
    return reading is None or is_any(connection, f"({_different(delta, reading)})")


def is_any(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Whether a relation has any row."""
    return bool(connection.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchone())


def _different(delta: Delta, reading: Reading) -> str:
    """SQL of what is read, as far as it came or is gone."""
    gone, came = (f"{rows} WHERE {reading.where}" for rows in (delta.gone, delta.came))
    return _unequal(reading.columns, gone, came)


def _unequal(columns: Iterable[str], one: str, other: str) -> str:
    """SQL of the rows that are not as often in one relation as in the other."""
    listed = _listed(columns)
    both = f"SELECT {listed}, 1 AS times FROM {one} UNION ALL SELECT {listed}, -1 AS times FROM {other}"
    return f"SELECT {listed} FROM ({both}) GROUP BY ALL HAVING sum(times) <> 0"


def _keys(delta: Delta, reading: Reading) -> str:
    return f"SELECT {', '.join(reading.key)} FROM ({_different(delta, reading)})"


def _shadow(delta: Delta, reading: Reading) -> str:
    """SQL that lets a table's name stand for its rows of the touched parts alone."""
    if reading.is_by_id:
        return f"{delta.table} AS MATERIALIZED (SELECT * FROM {delta.came})"
    columns = _listed(columns_of(TABLES[delta.table]))
    return f"{delta.table} AS MATERIALIZED (SELECT {columns} FROM main.{delta.table} WHERE {_touches(reading.key)})"


def _touches(key: Sequence[str]) -> str:
    """SQL condition: a row, by its key, is of a touched part."""
    names = ", ".join(f"k{number}" for number in range(len(key)))
    return f"({', '.join(key)}) IN (SELECT {names} FROM temp.touched)"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
