"""A moment → the database to read for what was known then.

What was known changes only with a run, so a state is made once a run and kept: the tables as they stood after it,
with everything that is worked out from them worked out again. It never differs from what was answered at the time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.tables import TABLES
from lievik.store import generations
from lievik.store.derivation import derive
from lievik.store.disk import put_in_place, sync_file, told
from lievik.store.folder import DATA
from lievik.store.generations import Connect
from lievik.store.runs import KnownRun, known_runs
from lievik.store.schema import create_tables, kept_columns, past_of

KNOWN: Final = "known"
KEPT: Final = 3

_MAKING: Final = Lock()
"""Whoever makes a state: those who ask for it at the same time wait, and find it."""


def state_at(folder: Path, connect: Connect, moment: datetime, conventions: Conventions) -> Path | None:
    """Give the database to read for what was known at a moment.

    The generation in use where no run came later; also where the moment lies before the first run, when nothing was
    known: what is known now is then cut by its days alone.

    Args:
        folder: the workspace.
        connect: opens a database file.
        moment: with its offset.
        conventions: what derived tables are worked out by.

    Returns:
        Its path; none before anything came in.

    Raises:
        StoreError: the disk refuses.
    """
    current = generations.current(folder)
    if current is None:
        return None
    with closing(connect(current, True)) as connection:  # noqa: FBT003 - the callable takes it by place
        runs = known_runs(connection)
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    before = [run for run in runs if run.known_at <= utc]
    if not before or len(before) == len(runs):
        return current
    name = f"{current.stem}-r{before[-1].run:06}.duckdb"
    with told(folder), _MAKING:
        return _kept(folder, name) or _make(
            folder, name, lambda built: _fill(built, connect, current, before[-1], conventions)
        )


def clear(folder: Path) -> None:
    """Remove every state that was made."""
    for place in _places(folder):
        _remove_old(place, keep=0)


def _places(folder: Path) -> tuple[Path, Path]:
    """Where states are kept: in the workspace, or where it cannot be written, in this person's temporary folder."""
    inside = folder / DATA / KNOWN
    mark = f"{abs(hash(str(folder.resolve()))):x}"
    return inside, Path(tempfile.gettempdir()) / f"lievik-{os.getpid()}-{mark}"


def _kept(folder: Path, name: str) -> Path | None:
    """A state that was made before."""
    return next((place / name for place in _places(folder) if (place / name).is_file()), None)


def _make(folder: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """Build a state under a name of its own, then give it the name that it is looked for by."""
    inside, outside = _places(folder)
    place = inside if os.access(folder / DATA, os.W_OK | os.X_OK) else outside
    place.mkdir(exist_ok=True)
    built = place / f".{os.getpid()}-{name}"
    try:
        fill(built)
        sync_file(built)
        put_in_place(built, place / name)
    finally:
        for rest in place.glob(f"{built.name}*"):
            rest.unlink(missing_ok=True)
    _remove_old(place, keep=KEPT)
    return place / name


def _fill(built: Path, connect: Connect, current: Path, run: KnownRun, conventions: Conventions) -> None:
    """Write the tables as they stood after a run, and work the rest out."""
    with closing(connect(built, False)) as connection:  # noqa: FBT003 - the callable takes it by place
        create_tables(connection)
        path = str(current).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS whole (READ_ONLY)")
        connection.execute("BEGIN")
        for table in TABLES.values():
            if not table.is_derived:
                _restore(connection, table.name, run.known_at)
        connection.execute("INSERT INTO meta_run BY NAME FROM whole.meta_run WHERE run <= ?", [run.run])
        derive(connection, conventions)
        connection.execute("COMMIT")
        connection.execute("DETACH whole")
        connection.execute("CHECKPOINT")


def _restore(connection: duckdb.DuckDBPyConnection, table: str, moment: datetime) -> None:
    """Write one table, and its past, as they stood at a moment, UTC."""
    names = [f'"{name}"' for name in kept_columns(TABLES[table])]
    columns = ", ".join(names)
    then = ", ".join("NULL" if name == '"known_until"' else name for name in names)
    past = past_of(table)
    values = {"moment": moment}
    connection.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM whole.{table} WHERE known_from <= $moment "
        f"UNION ALL SELECT {then} FROM whole.{past} WHERE known_from <= $moment AND known_until > $moment",
        values,
    )
    connection.execute(f"INSERT INTO {past} BY NAME FROM whole.{past} WHERE known_until <= $moment", values)


def _remove_old(place: Path, keep: int) -> None:
    """Remove all but the last states made; Windows does not remove what somebody still reads."""
    if not place.is_dir():
        return
    states = sorted(place.glob("g*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for old in states[: len(states) - keep]:
        with suppress(OSError):
            old.unlink()
