"""A workspace → the runs that its data is made of: as the generation in use knows them, else as raw keeps them.

Raw alone is enough: what a generation notes of a run stands in the run's receipt and mapping too.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import EngineError, StoreError
from lievik.store import generations, raw
from lievik.store.folder import RAW
from lievik.store.generations import Connect
from lievik.store.runs import KnownRun, known_runs

_IN_THE_WAY: Final = ("set lock", "being used", "Permission denied", "Out of Memory", "Too many open files")
"""What a database says of itself when nothing is wrong with its file."""


def runs_in_use(folder: Path, connect: Connect) -> tuple[KnownRun, ...] | None:
    """Name the runs that the generation in use is made of, by number; none where there is no such, or it is damaged.

    Raises:
        EngineError: it cannot be opened right now, though nothing tells that it is damaged.
    """
    try:
        current = generations.current(folder)
    except StoreError:
        return None
    if current is None:
        return None
    try:
        with closing(connect(current, True)) as connection:  # noqa: FBT003 - the callable takes it by place
            return known_runs(connection)
    except (duckdb.Error, EngineError) as trouble:
        if any(word in str(trouble) for word in _IN_THE_WAY):
            raise
        return None


def runs_in_raw(folder: Path) -> tuple[KnownRun, ...]:
    """Name the runs that raw keeps, by number, each with the mapping that it came by.

    Those that were undone or never finished are none of them.

    Raises:
        StoreError: a receipt cannot be read.
    """
    return tuple(_kept(folder, name) for name in raw.names(folder))


def is_whole(folder: Path, connect: Connect) -> bool:
    """Whether a generation is in use that can be read; where nothing came in yet, none is missed.

    Raises:
        EngineError: it cannot be opened right now, though nothing tells that it is damaged.
    """
    return runs_in_use(folder, connect) is not None or not raw.names(folder)


def _kept(folder: Path, name: str) -> KnownRun:
    receipt = raw.receipt_of(folder, name)
    return KnownRun(
        run=receipt.run,
        source=receipt.source,
        known_at=receipt.known_at.astimezone(UTC).replace(tzinfo=None),
        raw_folder=name,
        mapping_text=(folder / RAW / name / raw.MAPPING).read_text(encoding="utf-8"),
        extent=receipt.extent,
        digest=receipt.digest,
    )
