"""One run: what a source brings → raw folder, new generation and receipt; whole, or not at all.

The order matters: the raw folder and the generation are whole on the disk before either gets its name, and the
pointer moves last. A run that was killed before that is put aside by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.receipt import Receipt
from lievik.model.staging import Staged
from lievik.store import generations, raw
from lievik.store.derivation import derive
from lievik.store.folder import writing
from lievik.store.generations import Connect
from lievik.store.landing import land
from lievik.store.schema import create_tables
from lievik.store.suspicion import find_suspicions


class Arrival(Protocol):
    """What a source brings: its name, its files, the mapping they are read by, and how to stage their rows."""

    @property
    def source(self) -> str:
        """The source's name."""

    @property
    def mapping_text(self) -> str:
        """The mapping as it was written."""

    @property
    def files(self) -> Sequence[Path]:
        """The files that it reads."""

    @property
    def conventions(self) -> Conventions:
        """What the workspace has agreed on."""

    def stage(self, connection: duckdb.DuckDBPyConnection) -> Staged:
        """Put typed rows into temporary tables of the connection."""


def bring_in(folder: Path, connect: Connect, arrival: Arrival, *, known_at: datetime, dry_run: bool = False) -> Receipt:
    """Bring in what a source has: everything it has for the tables it speaks of, replacing what it brought before.

    Args:
        folder: the workspace.
        connect: opens a database file.
        arrival: what the source brings.
        known_at: the moment that its rows are known from, with its offset.
        dry_run: do everything, and leave nothing behind; the receipt's number is then 0.

    Raises:
        SourceError: what comes in cannot be taken.
        StoreError: another one is writing, or the disk refuses.
        WorkspaceError: the folder is no workspace.
    """
    with writing(folder):
        try:
            with generations.building(folder, connect) as connection:
                create_tables(connection)
                _set_aside(folder, connection)
                receipt = _fill(connection, arrival, known_at, 0 if dry_run else raw.next_number(folder))
                if dry_run:
                    return receipt
                raw.build(folder, arrival.files, arrival.mapping_text, receipt)
            _put_in_use(folder, receipt)
        finally:
            raw.discard(folder)
            generations.clear_unfinished(folder)
    return receipt


def receipts(folder: Path) -> tuple[Receipt, ...]:
    """Give the receipts of all runs, by number.

    Raises:
        StoreError: a receipt cannot be read.
    """
    return raw.receipts(folder)


def rebuild_derived(folder: Path, connect: Connect, conventions: Conventions) -> None:
    """Work every derived table out anew, as a change of the conventions asks for.

    Raises:
        StoreError: another one is writing, or the disk refuses.
    """
    with writing(folder):
        try:
            with generations.building(folder, connect) as connection:
                create_tables(connection)
                connection.execute("BEGIN")
                derive(connection, conventions)
                connection.execute("COMMIT")
            generations.publish(folder)
        finally:
            generations.clear_unfinished(folder)


def _put_in_use(folder: Path, receipt: Receipt) -> None:
    """Name the raw folder, then the generation; the folder loses its name again if the generation gets none."""
    last = generations.current(folder)
    raw.land(folder, receipt)
    try:
        generations.publish(folder)
    except BaseException:
        if generations.current(folder) == last:
            raw.take_back(folder, receipt)
        raise


def _set_aside(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Put raw folders aside that the generation in use knows nothing of; without one, all of them count."""
    if generations.current(folder):
        known = connection.execute("SELECT raw_folder FROM meta_run").fetchall()
        raw.set_aside(folder, (name for (name,) in known))


def _fill(connection: duckdb.DuckDBPyConnection, arrival: Arrival, known_at: datetime, number: int) -> Receipt:
    """Stage, land and derive in one transaction; staging stands before it, as its errors are looked into."""
    staged = arrival.stage(connection)
    connection.execute("BEGIN")
    land(connection, staged, arrival.source, known_at)
    derive(connection, arrival.conventions)
    receipt = Receipt(
        run=number,
        source=arrival.source,
        known_at=known_at,
        files=staged.files,
        suspicions=find_suspicions(connection, [table.table for table in staged.tables], arrival.source),
        files_not_mapped=staged.files_not_mapped,
    )
    connection.execute(
        "INSERT INTO meta_run VALUES (?, ?, ?, ?, ?)",
        [
            receipt.run,
            receipt.source,
            known_at.astimezone(UTC).replace(tzinfo=None),
            raw.name_of(receipt),
            receipt.rows_kept,
        ],
    )
    connection.execute("COMMIT")
    return receipt
