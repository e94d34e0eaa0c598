"""One run: what a source brings → raw folder, new generation and receipt; whole, or not at all.

The order matters: the raw folder and the generation are whole on the disk before either gets its name, and the
pointer moves last. A run that was killed before that is put aside by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.quota import LEDGER
from lievik.model.receipt import Receipt, Suspicion
from lievik.model.staging import Staged
from lievik.store import generations, raw
from lievik.store.derivation import derive
from lievik.store.disk import write_whole
from lievik.store.folder import MAPPINGS, writing
from lievik.store.generations import Connect
from lievik.store.landing import Extent, Landed, land
from lievik.store.parts import Changes
from lievik.store.schema import create_tables
from lievik.store.suspicion import find_suspicions

_TICK: Final = timedelta(microseconds=1)


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

    def stage(self, connection: duckdb.DuckDBPyConnection, known_at: datetime) -> Staged:
        """Put typed rows into temporary tables of the connection, as far as they are known at a moment."""


@dataclass(frozen=True, kw_only=True)
class KnownRun:
    """A run as a generation knows it.

    Attributes:
        known_at: UTC, without an offset.
        mapping_text: the mapping that it was last read by.
        digest: of its files.
    """

    run: int
    source: str
    known_at: datetime
    raw_folder: str
    mapping_text: str
    extent: Extent
    digest: str


def bring_in(  # noqa: PLR0913 - each is said apart
    folder: Path,
    connect: Connect,
    arrival: Arrival,
    *,
    known_at: datetime,
    dry_run: bool = False,
    extent: Extent = "",
    keeps_same: bool = True,
) -> Receipt:
    """Bring in what a source has; what is the same as before stays untouched, what is not becomes past.

    Args:
        folder: the workspace.
        connect: opens a database file.
        arrival: what the source brings.
        known_at: the moment that its rows are known from, with its offset; never before an earlier run's.
        dry_run: do everything, and leave nothing behind; the receipt's number is then 0.
        extent: whether rows that it does not bring are gone ("full") or only not spoken of ("partial").
        keeps_same: other files than last time make a run, though nothing in the tables is different by them.

    Returns:
        The receipt; that of the source's last run where this one brings the very same.

    Raises:
        SourceError: what comes in cannot be taken.
        StoreError: another one is writing, or the disk refuses.
        WorkspaceError: the folder is no workspace.
    """
    with writing(folder):
        try:
            with (
                generations.building(folder, connect, files=arrival.files) as connection,
                raw.copying(folder, arrival.files) as digest,
            ):
                create_tables(connection)
                known = known_runs(connection)
                _set_aside(folder, known)
                number = 0 if dry_run else raw.next_number(folder)
                moment = _rising(known_at, known)
                landed, receipt = _fill(connection, arrival, moment, number, extent)
                receipt = replace(receipt, extent=extent, digest=digest.result())
                run = known_run(receipt, arrival)
                earlier = _repeated(run, landed, known, keeps_same=keeps_same)
                if earlier or dry_run:
                    connection.execute("ROLLBACK")
                    return replace(raw.receipt_of(folder, earlier.raw_folder), is_repeat=True) if earlier else receipt
                note_run(connection, run, receipt.rows_kept)
                with generations.making_room(folder):
                    connection.execute("COMMIT")
                    raw.write_down(folder, arrival.mapping_text, receipt)
            _put_in_use(folder, receipt)
            keep_mapping(folder, arrival.source, arrival.mapping_text)
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


def known_runs(connection: duckdb.DuckDBPyConnection) -> tuple[KnownRun, ...]:
    """Name the runs that a generation is made of, by number."""
    found = connection.execute(
        "SELECT run, source, known_at, raw_folder, coalesce(mapping_text, '') AS mapping_text, "
        "coalesce(extent, 'full') AS extent, coalesce(digest, '') AS digest FROM meta_run ORDER BY run"
    )
    names = [column[0] for column in found.description or ()]
    return tuple(KnownRun(**dict(zip(names, row, strict=True))) for row in found.fetchall())


def known_run(receipt: Receipt, arrival: Arrival) -> KnownRun:
    """Say of a run what a generation has to know."""
    return KnownRun(
        run=receipt.run,
        source=arrival.source,
        known_at=receipt.known_at.astimezone(UTC).replace(tzinfo=None),
        raw_folder=raw.name_of(receipt),
        mapping_text=arrival.mapping_text,
        extent=receipt.extent,
        digest=receipt.digest,
    )


def note_run(connection: duckdb.DuckDBPyConnection, run: KnownRun, rows_kept: int) -> None:
    """Note a run in the generation that it made."""
    connection.execute(
        "INSERT INTO meta_run (run, source, known_at, raw_folder, rows_kept, mapping_text, extent, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [run.run, run.source, run.known_at, run.raw_folder, rows_kept, run.mapping_text, run.extent, run.digest],
    )


def keep_mapping(folder: Path, source: str, mapping_text: str) -> None:
    """Keep the mapping that a source was read by, for the next time and for `rebuild`; not the built-in one."""
    if source == LEDGER:
        return
    (folder / MAPPINGS).mkdir(exist_ok=True)
    write_whole(folder / MAPPINGS / f"{source}.toml", mapping_text)


def receipt_of(  # noqa: PLR0913 - each is a fact of it
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    landed: Landed,
    *,
    run: int,
    source: str,
    known_at: datetime,
    changes: Changes | None = None,
) -> Receipt:
    """Write the receipt of what was landed; `changes` are those that `find_suspicions` is told of."""
    met = [Suspicion(table=table, what="met_by_name", rows=rows) for table, rows in (*landed.met, *landed.met_at_rest)]
    odd = find_suspicions(connection, [table.table for table in staged.tables], source, changes)
    return Receipt(
        run=run,
        source=source,
        known_at=known_at,
        files=staged.files,
        suspicions=(*odd, *met),
        files_not_mapped=staged.files_not_mapped,
        changes=landed.changes,
    )


def _fill(
    connection: duckdb.DuckDBPyConnection, arrival: Arrival, known_at: datetime, number: int, extent: Extent
) -> tuple[Landed, Receipt]:
    """Stage, land and derive in a transaction, still open; staging stands before it, as its errors are looked into."""
    staged = arrival.stage(connection, known_at)
    connection.execute("BEGIN")
    landed = land(connection, staged, arrival.source, known_at, extent)
    since = known_at.astimezone(UTC).replace(tzinfo=None)
    changes = derive(connection, arrival.conventions, landed.changed_tables, since, landed.tracked_tables)
    receipt = receipt_of(
        connection, staged, landed, run=number, source=arrival.source, known_at=known_at, changes=changes
    )
    return landed, receipt


def _rising(known_at: datetime, known: Sequence[KnownRun]) -> datetime:
    """The moment of a run: never one at or before that of an earlier run, whatever the clock says."""
    latest = max((run.known_at for run in known), default=None)
    if latest is None:
        return known_at
    return max(known_at, latest.replace(tzinfo=UTC) + _TICK)


def _repeated(run: KnownRun, landed: Landed, known: Sequence[KnownRun], *, keeps_same: bool) -> KnownRun | None:
    """The source's last run, where this one changes nothing and brings the same files by the same mapping."""
    last = next((earlier for earlier in reversed(known) if earlier.source == run.source), None)
    if last is None or landed.changed_tables:
        return None
    is_same = last.mapping_text == run.mapping_text and (last.digest == run.digest or not keeps_same)
    return last if is_same else None


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


def _set_aside(folder: Path, known: Sequence[KnownRun]) -> None:
    """Put raw folders aside that the generation in use knows nothing of; without one, all of them count."""
    if generations.current(folder):
        raw.set_aside(folder, (run.raw_folder for run in known))
