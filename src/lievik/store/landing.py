"""Staged rows of a run → rows of the canonical tables, each with its source and the moment it is known from.

A row that is the same as before stays untouched; one that a run changes or removes moves to the table's past rows, so
that what was known can be told at any later time. Ids are of one namespace a table: two sources cannot bring the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

import duckdb

from lievik.errors import SourceError
from lievik.model.receipt import TableChange
from lievik.model.staging import Staged, StagedTable
from lievik.model.tables import TABLES
from lievik.store.references import Met, meet_at_rest, meet_staged
from lievik.store.schema import GIVEN, columns_moved, gone_from, past_of

Extent: TypeAlias = Literal["", "full", "partial"]
"""Whether a run brings everything its source has (what is absent is gone), or only what changed; empty: not said."""

GATHERED: Final = frozenset({"email_verdict"})
"""Tables of which no file tells all that its source said before: what is absent is gone only where that is said."""

_FEW: Final = 10
"""So many rows may go without a word."""


@dataclass(frozen=True, kw_only=True)
class Landed:
    """What a run did to the tables.

    Attributes:
        met: references of what it brought that met a row by its name.
        met_at_rest: references that had been waiting for what it brought.
    """

    changes: tuple[TableChange, ...]
    met: Met
    met_at_rest: Met

    @property
    def changed_tables(self) -> frozenset[str]:
        """Tables in which anything is different now."""
        touched = [c.table for c in self.changes if c.rows_new or c.rows_changed or c.rows_removed]
        return frozenset((*touched, *(table for table, _ in self.met_at_rest)))

    @property
    def tracked_tables(self) -> frozenset[str]:
        """Tables of which every row that is changed or gone is known, as `gone_from` says."""
        return frozenset(change.table for change in self.changes) - {table for table, _ in self.met_at_rest}


def land(
    connection: duckdb.DuckDBPyConnection, staged: Staged, source: str, known_at: datetime, extent: Extent = ""
) -> Landed:
    """Put staged rows into the canonical tables; what was staged is dropped.

    Args:
        connection: open for writing, with the staged tables in it.
        staged: what the source brought.
        source: its name.
        known_at: the moment that its rows are known from, with its offset.
        extent: whether rows that it does not bring are gone.

    Raises:
        SourceError: a row's id was brought by another source, or most of a table would go without that being said.
    """
    moment = known_at.astimezone(UTC).replace(tzinfo=None)
    met = meet_staged(connection, {table.table: table.relation for table in staged.tables})
    changes = tuple(_landed(connection, table, source, moment, extent) for table in staged.tables)
    brought = [change.table for change in changes if change.rows_new or change.rows_changed]
    met_at_rest = meet_at_rest(connection, brought, moment)
    return Landed(changes=changes, met=met, met_at_rest=met_at_rest)


def _landed(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, source: str, moment: datetime, extent: Extent
) -> TableChange:
    """Land one table, and give up its staged rows at once: all of them together may be more than fits into memory."""
    if staged.table in GATHERED:
        _tell_verdicts_apart(connection, staged.relation, source)
    change = _Landing(connection, staged, source, moment, extent).land()
    for relation in filter(None, (staged.relation, staged.rejected, staged.gone)):
        connection.execute(f"DROP TABLE {relation}")
    return change


def _tell_verdicts_apart(connection: duckdb.DuckDBPyConnection, relation: str, source: str) -> None:
    """Give staged verdicts an id by who says it, of which address, and as checked on which day.

    So what a source says of an address without a day stands in the place of what it said before, and two sources never
    bring the same id.
    """
    address = "coalesce(lower(trim(email)), '')"
    again = f"row_number() OVER (PARTITION BY {address}, checked_on ORDER BY status, reason, id)"
    made = f"concat_ws(' ', $source, {address}, CAST(checked_on AS VARCHAR), CASE WHEN again > 1 THEN '#' || again END)"
    connection.execute(
        f"UPDATE {relation} SET id = told.id FROM (SELECT place, {made} AS id FROM "
        f"(SELECT *, rowid AS place, {again} AS again FROM {relation})) AS told WHERE {relation}.rowid = told.place",
        {"source": source},
    )


class _Landing:
    """One staged table on its way into the table at rest."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        staged: StagedTable,
        source: str,
        moment: datetime,
        extent: Extent,
    ) -> None:
        self.connection = connection
        self.staged = staged
        self.source = source
        self.moment = moment
        self.extent = extent
        self.table = TABLES[staged.table]
        self.met = f"temp.{staged.table}_met"
        is_part = extent == "partial" or (not extent and self.table.name in GATHERED)
        self.is_part = staged.is_lasting or (is_part and not staged.is_whole)

    def land(self) -> TableChange:
        """Land the rows, and count what became of them."""
        brought = self._count(f"SELECT count(*) FROM {self.staged.relation}")
        known = self._count(f"SELECT count(*) FROM {self.table.name} WHERE source = $source", source=self.source)
        if known < self._count(f"SELECT count(*) FROM {self.table.name}"):
            self._refuse_foreign_ids()
        self._meet(known)
        gone = self._count(f"SELECT count(*) FROM {self.met} WHERE is_gone")
        moving = self._count(f"SELECT count(*) FROM {gone_from(self.table.name)}")
        if moving:
            self._refuse_big_loss(brought, known, gone)
            self._move_to_past()
        inserted = self._insert(known)
        changed = moving - gone
        return TableChange(
            table=self.table.name,
            rows_new=inserted - changed,
            rows_changed=changed,
            rows_removed=gone,
            rows_same=brought - inserted + self._spared(),
        )

    def _refuse_foreign_ids(self) -> None:
        foreign = self.connection.execute(
            f"SELECT there.id, there.source FROM {self.table.name} AS there "
            f"INNER JOIN {self.staged.relation} AS brought ON brought.id = there.id "
            "WHERE there.source <> $source ORDER BY there.id LIMIT 1",
            {"source": self.source},
        ).fetchone()
        if foreign:
            raise SourceError(
                f"Source '{self.source}' brings {self.table.name} '{foreign[0]}', "
                f"which source '{foreign[1]}' brought before.",
                "Map an id that no other source uses (an expression can put a word before it); nothing was changed.",
            )

    def _meet(self, known: int) -> None:
        """Find the source's known rows that the run speaks of, each with its place, and whether it is gone or the same.

        Of a whole source those that stay the same are left out, as they are most of it.
        """
        given = GIVEN.get(self.table.name, ())
        pairs = [(f"given_{name}" if name in given else name, name) for name in self.table.columns]
        differs = " OR ".join(f'there."{old}" IS DISTINCT FROM brought."{new}"' for old, new in pairs)
        join, is_gone = ("INNER", "FALSE") if self.is_part else ("LEFT", "brought.id IS NULL")
        wanted = "TRUE" if self.is_part else f"({is_gone} OR {differs})"
        if self.is_part and self.staged.gone:
            join, is_gone = "LEFT", f"(brought.id IS NULL AND there.id IN (SELECT id FROM {self.staged.gone}))"
            wanted = f"(brought.id IS NOT NULL OR {is_gone})"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {self.table.name}_met AS SELECT there.*, there.rowid AS place, "
            f"{is_gone} AS is_gone, NOT ({is_gone} OR {differs}) AS is_same FROM {self.table.name} AS there "
            f"{join} JOIN {self.staged.relation} AS brought ON brought.id = there.id "
            f"WHERE there.source = $source AND {wanted} {self._but_spared()} {'' if known else 'LIMIT 0'}",
            {"source": self.source},
        )

    def _but_spared(self) -> str:
        """SQL that passes over rows of which a new version came that could not be read: they stay as they are."""
        rejected = self.staged.rejected
        return f"AND (brought.id IS NOT NULL OR there.id NOT IN (SELECT id FROM {rejected}))" if rejected else ""

    def _spared(self) -> int:
        """Count the rows that were passed over so; of changes alone no row is spoken of that is not brought."""
        if self.is_part or not self.staged.rejected:
            return 0
        return self._count(
            f"SELECT count(*) FROM {self.table.name} WHERE source = $source "
            f"AND id IN (SELECT id FROM {self.staged.rejected}) AND id NOT IN (SELECT id FROM {self.staged.relation})",
            source=self.source,
        )

    def _refuse_big_loss(self, brought: int, known: int, gone: int) -> None:
        """Ask, where most of a table would go and nobody said that it is gone."""
        if self.extent or gone <= _FEW or gone * 2 <= known:
            return
        raise SourceError(
            f"Source '{self.source}' brings {brought:,} rows of {self.table.name}, "
            f"and {gone:,} of the {known:,} known from it are not among them.",
            "Say --full if those are gone, or --partial if only changes were brought; nothing was changed.",
        )

    def _move_to_past(self) -> None:
        into, values = columns_moved(self.table)
        moving = gone_from(self.table.name)
        self.connection.execute(
            f"INSERT INTO {past_of(self.table.name)} ({into}) SELECT {values} FROM {moving}", {"moment": self.moment}
        )
        self.connection.execute(f"DELETE FROM {self.table.name} WHERE rowid IN (SELECT place FROM {moving})")

    def _insert(self, known: int) -> int:
        """Insert every staged row that is not at rest; tell how many."""
        given = GIVEN.get(self.table.name, ())
        own = self.table.columns
        into = ", ".join(f'"{name}"' for name in (*own, *(f"given_{name}" for name in given)))
        values = ", ".join(f'"{name}"' for name in (*own, *given))
        rest = self.met if self.is_part else self.table.name
        is_same = "there.is_same AND " if self.is_part else ""
        is_new = f"NOT EXISTS (SELECT 1 FROM {rest} AS there WHERE {is_same}there.id = brought.id)" if known else "TRUE"
        return self._count(
            f"INSERT INTO {self.table.name} (id, source, source_id, known_from, {into}) "
            f"SELECT id, $source, id, CAST($moment AS TIMESTAMP), {values} FROM {self.staged.relation} AS brought "
            f"WHERE {is_new}",
            source=self.source,
            moment=self.moment,
        )

    def _count(self, sql: str, **values: object) -> int:
        found = self.connection.execute(sql, values).fetchone()
        return int(found[0]) if found else 0
