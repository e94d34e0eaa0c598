"""A workspace's folder → what changes whenever anything that answers rest on does."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from lievik.store.folder import DATA, DEFINITIONS, SETTINGS
from lievik.store.generations import POINTER

_DECISIONS = ("ledger.db", "ledger.db-wal")
"""The database and what is not in it yet; its third file changes whenever it is read."""


def stamp(folder: Path) -> Hashable:
    """Give names, sizes and last changes of its settings, definitions, decisions and the pointer to its data."""
    files = [folder / SETTINGS, folder / DATA / POINTER, *sorted((folder / DEFINITIONS).glob("**/*.toml"))]
    return tuple(_seen(path) for path in (*files, *(folder / name for name in _DECISIONS)))


def _seen(path: Path) -> tuple[str, int, int]:
    """One file; zeros where it is not there, or holds nothing."""
    try:
        found = path.stat()
    except OSError:
        return (path.name, 0, 0)
    return (path.name, found.st_mtime_ns if found.st_size else 0, found.st_size)
