"""A workspace's folder and settings → whether anything of a kind was ever decided there; no library is loaded for it.

It only spares the loading: where this cannot tell, the ledger itself is asked, and says what is wrong with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lievik.model.aim import AimEntry
from lievik.model.note import EventEntry, NoteEntry
from lievik.model.quota import QuotaEntry

FILE: Final = "ledger.db"
"""Name of the file in the workspace."""

NAMES: Final[Mapping[type[Any], str]] = MappingProxyType(
    {QuotaEntry: "quota", AimEntry: "target", NoteEntry: "note", EventEntry: "event"}
)
"""Class of an entry -> what the log and the tables call it."""


def may_hold(kind: type[Any], folder: Path, url: str = "") -> bool:
    """Whether a ledger may hold entries of a kind; one behind a URL always may."""
    path = folder / FILE
    if url or not path.is_file():
        return bool(url)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            listed = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN (?, 'alembic_version')"
            found = connection.execute(listed, [f"{NAMES[kind]}_entry"]).fetchall()
            if len(found) == 1:  # of an older shape, which has no such table
                return False
            return connection.execute(f"SELECT 1 FROM {NAMES[kind]}_entry LIMIT 1").fetchone() is not None  # noqa: S608 - our own name
    except sqlite3.Error:
        return True
