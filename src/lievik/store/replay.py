"""Raw runs → a generation made anew: without one run (`undo`), by changed mappings (`rebuild`), or as none is left.

Every run is read and landed again in its order, at the moment it was known from, so that what was known then stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TypeAlias

import duckdb

from lievik.errors import EngineError, SourceError, StoreError
from lievik.model.conventions import Conventions
from lievik.model.receipt import Receipt
from lievik.store import generations, known_state, raw
from lievik.store.derivation import derive, derive_judged
from lievik.store.disk import write_whole
from lievik.store.folder import MAPPINGS, RAW, writing
from lievik.store.generations import Connect
from lievik.store.given_names import as_given
from lievik.store.kept_runs import is_whole, runs_in_raw, runs_in_use
from lievik.store.landing import land
from lievik.store.runs import Arrival, KnownRun, note_run, receipt_of
from lievik.store.schema import create_tables

Reread: TypeAlias = Callable[[Sequence[Path], str], Arrival]
"""Makes an arrival out of the files that a run brought, as they are kept, and a mapping's text."""


def undo(folder: Path, connect: Connect, run: int, reread: Reread, conventions: Conventions) -> Receipt:
    """Take a run back, as if it had never been; what it brought is kept, hidden.

    Returns:
        The receipt of the run that was taken back.

    Raises:
        StoreError: there is no such run, another one is writing, or the disk refuses.
        SourceError: a run that stays cannot be read again without it.
    """
    with writing(folder):
        runs = known(folder, connect, reread)
        undone = next((found for found in runs if found.run == run), None)
        if undone is None:
            listed = ", ".join(str(found.run) for found in runs) or "none"
            raise StoreError(f"There is no run {run} to undo.", f"Runs that can be undone: {listed}.")
        receipt = raw.receipt_of(folder, undone.raw_folder)
        remake(folder, connect, [found for found in runs if found.run != run], reread, conventions)
        raw.undo(folder, undone.raw_folder)
    return receipt


def rebuild(folder: Path, connect: Connect, reread: Reread, conventions: Conventions) -> tuple[Receipt, ...]:
    """Make everything anew from the raw files, each by the mapping that is kept for its source now.

    Returns:
        The receipt of every run, as it reads now.

    Raises:
        StoreError: another one is writing, or the disk refuses.
        SourceError: a run cannot be read by the mapping; nothing was changed.
    """
    with writing(folder):
        runs = runs_in_use(folder, connect)
        wanted = _by_kept_mappings(folder, runs_in_raw(folder) if runs is None else runs, reread)
        receipts = remake(folder, connect, wanted, reread, conventions)
        for run, receipt in zip(wanted, receipts, strict=True):
            write_whole(folder / RAW / run.raw_folder / raw.RECEIPT, receipt.to_json())
    return receipts


def mend(folder: Path, connect: Connect, reread: Reread, conventions: Conventions) -> None:
    """Rebuild, where runs are kept but no generation of them can be read; else do nothing.

    Raises:
        StoreError: another one is writing, or the disk refuses.
        SourceError: a run cannot be read again; nothing was changed.
    """
    with suppress(EngineError):  # it cannot be opened right now, and whoever needs it is told so
        if not is_whole(folder, connect):
            rebuild(folder, connect, reread, conventions)


def remake(
    folder: Path, connect: Connect, wanted: Sequence[KnownRun], reread: Reread, conventions: Conventions
) -> tuple[Receipt, ...]:
    """Build a generation out of runs, and put it in use; the writer's lock is held.

    Raises:
        SourceError: a run cannot be read again; nothing was changed.
    """
    try:
        files = [path for run in wanted for path in (folder / RAW / run.raw_folder).glob("*")]
        with generations.building(folder, connect, anew=True, files=files) as connection:
            create_tables(connection)
            receipts = tuple(_land_again(folder, connection, run, reread) for run in wanted)
            connection.execute("BEGIN")
            derive(connection, conventions)
            connection.execute("COMMIT")
        if runs_in_use(folder, connect) is None:
            known_state.clear(folder)  # states are called by numbers of generations, which may come again now
        generations.publish(folder)
    finally:
        generations.clear_unfinished(folder)
    return receipts


def known(folder: Path, connect: Connect, reread: Reread) -> tuple[KnownRun, ...]:
    """Name the runs that the data is made of, by number, each with the mapping that it was last read by.

    Where no generation can be read that is not known any more, and the mapping kept for its source stands for it.
    """
    runs = runs_in_use(folder, connect)
    return _by_kept_mappings(folder, runs_in_raw(folder), reread) if runs is None else runs


def _land_again(folder: Path, connection: duckdb.DuckDBPyConnection, run: KnownRun, reread: Reread) -> Receipt:
    """Read one run again, and land it as it was landed."""
    files = raw.files_of(folder, run.raw_folder)
    try:
        arrival = reread(files, run.mapping_text or _own_mapping(folder, run))
        known_at = run.known_at.replace(tzinfo=UTC)
        staged = arrival.stage(connection, known_at)
        connection.execute("BEGIN")
        # what a run was allowed to remove it may remove again
        landed = land(connection, staged, arrival.source, known_at, run.extent or "full")
        derive_judged(connection, landed.changed_tables, run.known_at)
    except SourceError as trouble:
        raise SourceError(f"Run {run.run} cannot be read again: {trouble.message}", trouble.fix) from trouble
    receipt = receipt_of(connection, staged, landed, run=run.run, source=run.source, known_at=known_at)
    note_run(connection, run, receipt.rows_kept)
    connection.execute("COMMIT")
    receipt = replace(receipt, extent=run.extent, digest=run.digest)
    with suppress(StoreError):  # a damaged receipt is written anew, by the names that files have in raw
        receipt = as_given(receipt, raw.receipt_of(folder, run.raw_folder), files)
    return receipt


def _own_mapping(folder: Path, run: KnownRun) -> str:
    return (folder / RAW / run.raw_folder / raw.MAPPING).read_text(encoding="utf-8")


def _by_kept_mappings(folder: Path, runs: Sequence[KnownRun], reread: Reread) -> tuple[KnownRun, ...]:
    """Let runs be read by the mappings that are kept for their sources now."""
    kept = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / MAPPINGS).glob("*.toml"))}
    return tuple(replace(run, mapping_text=_mapping_now(folder, run, kept, reread)) for run in runs)


def _mapping_now(folder: Path, run: KnownRun, kept: Mapping[str, str], reread: Reread) -> str:
    """Choose the kept mapping, unless it speaks of no file of the run: then it was made for other files."""
    if run.source not in kept:
        return run.mapping_text
    with suppress(SourceError):  # told when the run is read
        if not reread(raw.files_of(folder, run.raw_folder), kept[run.source]).files:
            return run.mapping_text
    return kept[run.source]
