"""Writing that lasts: what the system says when it cannot be done becomes a sentence, and what is done stays done.

Knows nothing of what is written.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import StoreError

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_DAMAGE: Final = ("Corrupt", "checksum", "not a valid DuckDB", "read enough bytes")
_NOTHING_CHANGED: Final = "then run the command again; nothing was changed."

REBUILD: Final = "Make the data anew from the raw files with: lievik rebuild"
"""What to do where data is damaged that is only worked out."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Make a StoreError of whatever the disk refuses within.

    Raises:
        StoreError: no room, no rights, or the disk cannot be used.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            f"There is not enough memory or room on the disk to work on '{folder}'.",
            f"Close other programs or free some space, {_NOTHING_CHANGED}",
        ) from error
    except (duckdb.IOException, duckdb.FatalException) as error:  # a checkpoint that fails is fatal to the connection
        raise _said_by_duckdb(folder, str(error)) from error
    except OSError as error:
        raise _said_by_system(folder, error) from error


def _said_by_system(folder: Path, error: OSError) -> StoreError:
    if error.errno in _NO_ROOM:
        return _no_room(folder)
    if error.errno in _NO_RIGHTS:
        return _no_rights(folder)
    reason = error.strerror or "it does not say why"
    return StoreError(f"The disk refuses to work on '{folder}': {reason}.", f"Check the disk, {_NOTHING_CHANGED}")


def _said_by_duckdb(folder: Path, text: str) -> StoreError:
    if "No space left" in text or "Disk quota" in text:
        return _no_room(folder)
    if "Permission denied" in text or "Read-only file system" in text:
        return _no_rights(folder)
    if "set lock" in text or "being used" in text:
        return StoreError(
            f"Another program has the data of '{folder}' open.", f"Close that program, {_NOTHING_CHANGED}"
        )
    is_damaged = any(sign in text for sign in _DAMAGE)
    return StoreError(
        f"The data of '{folder}' cannot be read or written: {text.splitlines()[0]}.",
        REBUILD if is_damaged else f"Check the disk, {_NOTHING_CHANGED}",
    )


def _no_room(folder: Path) -> StoreError:
    return StoreError(f"No room is left on the disk of '{folder}'.", f"Free some space, {_NOTHING_CHANGED}")


def _no_rights(folder: Path) -> StoreError:
    return StoreError(
        f"There is no right to write in '{folder}'.", f"Ask for the right to write there, {_NOTHING_CHANGED}"
    )


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does so on its own."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(built: Path, place: Path) -> None:
    """Give something that is whole on the disk its name, for good."""
    built.replace(place)
    sync_folder(place.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it holds either the old text or the new one, whatever happens."""
    built = path.with_name(f".{path.name}.new")
    built.write_text(text, encoding="utf-8")
    sync_file(built)
    put_in_place(built, path)
