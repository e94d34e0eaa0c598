"""Staged rows of a run → rows of the canonical tables, each with its source and the moment it is known from.

What a source brings for a table replaces everything it brought for that table before, so that bringing the same
again changes no number. Ids are of one namespace a table: two sources cannot bring the same one.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from lievik.errors import SourceError
from lievik.model.staging import Staged, StagedTable
from lievik.model.tables import TABLES
from lievik.store.schema import GIVEN


def land(connection: duckdb.DuckDBPyConnection, staged: Staged, source: str, known_at: datetime) -> None:
    """Put staged rows into the canonical tables; what was staged is dropped.

    Args:
        connection: open for writing, with the staged tables in it.
        staged: what the source brought.
        source: its name.
        known_at: the moment that its rows are known from, with its offset.

    Raises:
        SourceError: a row's id was brought by another source.
    """
    for table in staged.tables:
        _check_ids(connection, table, source)
        _replace(connection, table, source, known_at)
        connection.execute(f"DROP TABLE {table.relation}")


def _check_ids(connection: duckdb.DuckDBPyConnection, staged: StagedTable, source: str) -> None:
    foreign = connection.execute(
        f"SELECT there.id, there.source FROM {staged.table} AS there "
        f"INNER JOIN {staged.relation} AS brought ON brought.id = there.id "
        "WHERE there.source <> $source ORDER BY there.id LIMIT 1",
        {"source": source},
    ).fetchone()
    if foreign:
        raise SourceError(
            f"Source '{source}' brings {staged.table} '{foreign[0]}', which source '{foreign[1]}' brought before.",
            "Map an id that no other source uses (an expression can put a word before it); nothing was changed.",
        )


def _replace(connection: duckdb.DuckDBPyConnection, staged: StagedTable, source: str, known_at: datetime) -> None:
    own = TABLES[staged.table].columns
    given = GIVEN.get(staged.table, ())
    into = ", ".join(f'"{name}"' for name in (*own, *(f"given_{name}" for name in given)))
    brought = ", ".join(f'"{name}"' for name in (*own, *given))
    connection.execute(f"DELETE FROM {staged.table} WHERE source = $source", {"source": source})
    connection.execute(
        f"INSERT INTO {staged.table} (id, source, source_id, known_from, {into}) "
        f"SELECT id, $source, id, CAST($known_at AS TIMESTAMP), {brought} FROM {staged.relation}",
        {"source": source, "known_at": known_at.astimezone(UTC).replace(tzinfo=None)},
    )
