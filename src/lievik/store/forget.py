"""A person's e-mail address → a workspace that holds nothing of them: raw files, receipts, mappings, generations.

In their place stand made-up words, the same everywhere, so that no number changes. What was begun is noted first, and
forgetting the same person again carries on where it was cut off.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb

from lievik.errors import StoreError
from lievik.model.conventions import Conventions
from lievik.store import generations, known_state, raw
from lievik.store.disk import put_in_place, sync_file, write_whole
from lievik.store.erasing import Eraser
from lievik.store.folder import MAPPINGS, RAW, writing
from lievik.store.generations import Connect
from lievik.store.person import Person
from lievik.store.replay import Reread, known, mend, remake

NOTE: Final = "forgotten.json"

_SCRATCH: Final = ".forgetting"
_NAMED: Final = ("contact", "contact_past", "rep", "rep_past")


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What forgetting a person changed.

    Attributes:
        rows: rows of raw files that spoke of them, mappings and receipts among them.
        files: files that such a row stood in.
    """

    rows: int
    files: int


def forget(  # noqa: PLR0913 - each is said apart
    folder: Path,
    connect: Connect,
    email: str,
    reread: Reread,
    conventions: Conventions,
    *,
    elsewhere: Callable[[Person], int] = lambda _: 0,
) -> Forgotten:
    """Take a person out of everything that the workspace holds.

    Args:
        folder: the workspace.
        connect: opens a database file.
        email: their address; case does not matter.
        reread: reads a run's kept files again.
        conventions: what derived tables are worked out by.
        elsewhere: takes them out of what is not kept here, and tells how many rows that changed.

    Raises:
        StoreError: nothing speaks of them, another one is writing, or the disk refuses.
        SourceError: a run cannot be read again without them; forgetting them again carries on.
    """
    mend(folder, connect, reread, conventions)
    with writing(folder):
        note = _Note(folder)
        begun = note.begun(email)
        person = begun or _find(folder, connect, email.strip().lower(), note.count + 1)
        note.begin(person)
        outside = elsewhere(person)
        inside = _erase_files(folder, connect, person)
        forgotten = Forgotten(rows=inside.rows + outside, files=inside.files + (outside > 0))
        if not forgotten.rows and begun is None:
            note.end(note.count - 1)
            raise StoreError(f"Nothing here speaks of '{email}'.", "Check the address; nothing was changed.")
        runs = known(folder, connect, reread)
        wanted = [replace(run, mapping_text=person.out_of_text(run.mapping_text)) for run in runs]
        if wanted:
            remake(folder, connect, wanted, reread, conventions)
        generations.remove_earlier(folder)
        known_state.clear(folder)
        note.end(note.count)
    return forgotten


class _Note:
    """Who is being forgotten right now, if anybody, and how many were so far; never who they were."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / RAW / NOTE
        read: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8")) if self.path.is_file() else {}
        self.count: int = read.get("count", 0)
        self.running: dict[str, Any] | None = read.get("running")

    def begun(self, email: str) -> Person | None:
        """Give the person whom forgetting was begun and cut off.

        Raises:
            StoreError: that is somebody else.
        """
        if self.running is None:
            return None
        person = Person(**{**self.running, **{name: tuple(self.running[name]) for name in ("names", "names_of_rep")}})
        if person.email != email.strip().lower():
            raise StoreError(
                f"Forgetting '{person.email}' was cut off.", f"Carry on with it first: lievik forget {person.email}"
            )
        return person

    def begin(self, person: Person) -> None:
        """Note who is being forgotten."""
        self.count = max(self.count, person.number)
        self._write({"count": self.count, "running": person.__dict__})

    def end(self, count: int) -> None:
        """Note that nobody is being forgotten any more."""
        if count:
            self._write({"count": count})
        else:
            self.path.unlink()

    def _write(self, read: dict[str, Any]) -> None:
        write_whole(self.path, json.dumps(read, ensure_ascii=False))


def _find(folder: Path, connect: Connect, email: str, number: int) -> Person:
    """Find what a person is called, in all that is known and ever was."""
    current = generations.current(folder)
    names: list[str] = []
    names_of_rep: list[str] = []
    if current is not None:
        with closing(connect(current, True)) as connection:  # noqa: FBT003 - the callable takes it by place
            names, names_of_rep = _names(connection, email)
    return Person(email=email, names=tuple(names), names_of_rep=tuple(names_of_rep), number=number)


def _names(connection: duckdb.DuckDBPyConnection, email: str) -> tuple[list[str], list[str]]:
    """Give every name beside an address, and those of two words or more that only one rep ever had."""
    everybody = " UNION ALL ".join(f"SELECT name, email FROM {table}" for table in _NAMED)
    names = connection.execute(
        f"SELECT DISTINCT trim(name) FROM ({everybody}) WHERE lower(trim(email)) = $email AND trim(name) <> ''",
        {"email": email},
    ).fetchall()
    reps = "SELECT id, lower(trim(name)) AS folded, name, email FROM rep UNION ALL "
    reps += "SELECT id, lower(trim(name)), name, email FROM rep_past"
    of_rep = connection.execute(
        f"WITH reps AS ({reps}) SELECT min(trim(name)) FROM reps WHERE contains(trim(name), ' ') "
        "GROUP BY folded HAVING count(DISTINCT id) = 1 AND bool_or(lower(trim(email)) = $email)",
        {"email": email},
    ).fetchall()
    return [name for (name,) in names], [name for (name,) in of_rep]


def _erase_files(folder: Path, connect: Connect, person: Person) -> Forgotten:
    """Take a person out of every file, each replaced as a whole."""
    raw.discard(folder)
    scratch = folder / RAW / _SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    rows = files = 0
    try:
        with closing(connect(scratch / "erasing.duckdb", False)) as connection:  # noqa: FBT003 - by place
            eraser = Eraser(person=person, connection=connection, scratch=scratch)
            for path in _files(folder):
                erased, changed = eraser.erase(path.read_bytes(), is_mapping=".toml" in path.suffixes)
                if changed:
                    _replace(path, erased, scratch)
                if (name := person.out_of_name(path.name)) != path.name:
                    path.rename(path.with_name(name))
                    changed = max(changed, 1)
                rows += changed
                files += changed > 0
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Forgotten(rows=rows, files=files)


def _files(folder: Path) -> Iterator[Path]:
    """Name every file that may speak of somebody: what runs brought, undone and unfinished ones too, and mappings."""
    for run in sorted(path for path in (folder / RAW).iterdir() if path.is_dir() and path.name != _SCRATCH):
        yield from sorted(path for path in run.iterdir() if path.is_file())
    yield from sorted((folder / MAPPINGS).glob("*.toml*"))


def _replace(path: Path, data: bytes, scratch: Path) -> None:
    built = scratch / "erased"
    built.write_bytes(data)
    sync_file(built)
    put_in_place(built, path)
