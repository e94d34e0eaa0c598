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
from lievik.store.schema import GIVEN, kept_columns, past_of

Extent: TypeAlias = Literal["", "full", "partial"]
"""Whether a run brings everything its source has (what is absent is gone), or only what changed; empty: not said."""

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
    changes = tuple(_Landing(connection, table, source, moment, extent).land() for table in staged.tables)
    brought = [change.table for change in changes if change.rows_new or change.rows_changed]
    met_at_rest = meet_at_rest(connection, brought, moment)
    for table in staged.tables:
        connection.execute(f"DROP TABLE {table.relation}")
    return Landed(changes=changes, met=met, met_at_rest=met_at_rest)


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

    def land(self) -> TableChange:
        """Land the rows, and count what became of them."""
        self._refuse_foreign_ids()
        brought = self._count(f"SELECT count(*) FROM {self.staged.relation}")
        known = self._count(f"SELECT count(*) FROM {self.table.name} WHERE source = $source", source=self.source)
        changed = gone = 0
        if known:
            self._find_moving()
            changed = self._count("SELECT count(*) FROM moving WHERE NOT is_gone")
            gone = self._count("SELECT count(*) FROM moving WHERE is_gone")
            self._refuse_big_loss(brought, known, gone)
            self._move_to_past()
            self.connection.execute("DROP TABLE moving")
        new = self._insert() - changed
        return TableChange(
            table=self.table.name,
            rows_new=new,
            rows_changed=changed,
            rows_removed=gone,
            rows_same=brought - new - changed,
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

    def _find_moving(self) -> None:
        """Find rows at rest that will not stay as they are: `moving` has their ids, and whether they are gone."""
        given = GIVEN.get(self.table.name, ())
        pairs = [(f"given_{name}" if name in given else name, name) for name in self.table.columns]
        differs = " OR ".join(f'there."{old}" IS DISTINCT FROM brought."{new}"' for old, new in pairs)
        join, is_gone = ("INNER", "FALSE") if self.extent == "partial" else ("LEFT", "brought.id IS NULL")
        self.connection.execute(
            f"CREATE TEMP TABLE moving AS SELECT there.id, {is_gone} AS is_gone FROM {self.table.name} AS there "
            f"{join} JOIN {self.staged.relation} AS brought ON brought.id = there.id "
            f"WHERE there.source = $source AND ({is_gone} OR {differs})",
            {"source": self.source},
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
        columns = ", ".join(f'"{name}"' for name in kept_columns(self.table))
        self.connection.execute(
            f"INSERT INTO {past_of(self.table.name)} ({columns}, known_until) SELECT {columns}, "
            f"CAST($moment AS TIMESTAMP) FROM {self.table.name} WHERE id IN (SELECT id FROM moving)",
            {"moment": self.moment},
        )
        self.connection.execute(f"DELETE FROM {self.table.name} WHERE id IN (SELECT id FROM moving)")

    def _insert(self) -> int:
        """Insert every staged row that is not at rest; tell how many."""
        given = GIVEN.get(self.table.name, ())
        own = self.table.columns
        into = ", ".join(f'"{name}"' for name in (*own, *(f"given_{name}" for name in given)))
        values = ", ".join(f'"{name}"' for name in (*own, *given))
        return self._count(
            f"INSERT INTO {self.table.name} (id, source, source_id, known_from, {into}) "
            f"SELECT id, $source, id, CAST($moment AS TIMESTAMP), {values} FROM {self.staged.relation} AS brought "
            f"WHERE NOT EXISTS (SELECT 1 FROM {self.table.name} AS there WHERE there.id = brought.id)",
            source=self.source,
            moment=self.moment,
        )

    def _count(self, sql: str, **values: object) -> int:
        found = self.connection.execute(sql, values).fetchone()
        return int(found[0]) if found else 0
