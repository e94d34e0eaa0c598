"""A workspace's folder and settings → whether its ledger may hold what is asked for; no library is loaded for it.

It only spares the loading: where this cannot tell, the ledger itself is asked, and says what is wrong with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
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

_SEEN: Final = "definition_seen"
_LAST_SEEN: Final = f"SELECT definition FROM {_SEEN} WHERE number IN (SELECT max(number) FROM {_SEEN} GROUP BY metric)"  # noqa: S608 - our own name

_OF_ONE: Final = f"SELECT 1 FROM {_SEEN} WHERE metric = ?"  # noqa: S608 - our own name


def may_hold(kind: type[Any], folder: Path, url: str = "") -> bool:
    """Whether a ledger may hold entries of a kind; one behind a URL always may."""
    if url:
        return True
    table = f"{NAMES[kind]}_entry"
    found = _read(folder, table, f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own name
    return found is None or bool(found)


def has_seen(definitions: Sequence[str], folder: Path, url: str = "") -> bool:
    """Whether definitions (`name@hash`) are the last ones that a ledger has seen; of one behind a URL nothing is known.

    Where it cannot be told they may be others.
    """
    found = None if url else _read(folder, _SEEN, _LAST_SEEN)
    return found is not None and {*definitions} <= {definition for (definition,) in found}


def may_have_changed(metric: str, folder: Path, url: str = "") -> bool:
    """Whether a ledger may have seen more than one definition of a metric; one behind a URL always may."""
    found = None if url else _read(folder, _SEEN, _OF_ONE, metric)
    return found is None or len(found) > 1


def _read(folder: Path, table: str, query: str, *values: str) -> list[tuple[Any, ...]] | None:
    """Ask a folder's file; no rows where it, or the table in an older shape, is not there; none if it cannot be."""
    path = folder / FILE
    if not path.is_file():
        return []
    try:
        # a connection that may only read would leave files beside it behind
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            listed = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN (?, 'alembic_version')"
            if len(connection.execute(listed, [table]).fetchall()) == 1:  # of an older shape, which has no such table
                return []
            return connection.execute(query, values).fetchall()
    except sqlite3.Error:
        return None
