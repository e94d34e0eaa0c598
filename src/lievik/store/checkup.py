"""A look over a workspace's folder: whether it can be written, what is in it, whether the data is whole.

Reads only; a check never raises.
"""

from __future__ import annotations

import os
from pathlib import Path

from lievik.errors import LievikError
from lievik.model.check import Check
from lievik.store import generations, raw
from lievik.store.generations import Connect
from lievik.store.kept_runs import is_whole

_REBUILD = "lievik rebuild"


def look_over(folder: Path, connect: Connect) -> list[Check]:
    """Check the folder itself.

    Args:
        folder: the workspace.
        connect: opens a database file.
    """
    return [_writable(folder), _generation(folder, connect), _receipts(folder)]


def _writable(folder: Path) -> Check:
    """Whether imports can write here."""
    is_fine = os.access(folder, os.W_OK | os.X_OK)
    message = f"'{folder}' can be written" if is_fine else f"'{folder}' cannot be written"
    return Check(
        name="folder", is_fine=is_fine, message=message, fix="" if is_fine else "Ask for the right to write in it."
    )


def _generation(folder: Path, connect: Connect) -> Check:
    """Whether the generation in use is there, and can be read."""
    try:
        current = generations.current(folder)
        is_fine = is_whole(folder, connect)
    except LievikError as trouble:
        return Check(name="data", is_fine=False, message=trouble.message, fix=trouble.fix)
    if not is_fine:
        name = current.stem if current else ""
        message = f"generation {name} is damaged" if current else "files came in, but the data made from them is gone"
        return Check(name="data", is_fine=False, message=message, fix=_REBUILD)
    if current is None:
        return Check(name="data", is_fine=False, message="nothing came in yet", fix="lievik import PATH")
    return Check(name="data", is_fine=True, message=f"generation {current.stem} is in use")


def _receipts(folder: Path) -> Check:
    """Whether every run has its receipt."""
    try:
        count = len(raw.receipts(folder))
    except LievikError as trouble:
        return Check(name="runs", is_fine=False, message=trouble.message, fix=trouble.fix)
    return Check(name="runs", is_fine=True, message=f"runs with their receipts: {count}")
