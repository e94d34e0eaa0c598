"""A look over a workspace's folder: whether it can be written, what is in it, whether the data is whole.

Reads only; a check never raises.
"""

from __future__ import annotations

import os
from pathlib import Path

from lievik.errors import LievikError
from lievik.model.check import Check
from lievik.store import generations, raw


def look_over(folder: Path) -> list[Check]:
    """Check the folder itself."""
    return [_writable(folder), _generation(folder), _receipts(folder)]


def _writable(folder: Path) -> Check:
    """Whether imports can write here."""
    is_fine = os.access(folder, os.W_OK | os.X_OK)
    message = f"'{folder}' can be written" if is_fine else f"'{folder}' cannot be written"
    return Check(
        name="folder", is_fine=is_fine, message=message, fix="" if is_fine else "Ask for the right to write in it."
    )


def _generation(folder: Path) -> Check:
    """Whether the generation in use is there."""
    try:
        current = generations.current(folder)
    except LievikError as trouble:
        return Check(name="data", is_fine=False, message=trouble.message, fix=trouble.fix)
    if current is None:
        return Check(name="data", is_fine=False, message="nothing came in yet", fix="lievik import PATH --map FILE")
    return Check(name="data", is_fine=True, message=f"generation {current.stem} is in use")


def _receipts(folder: Path) -> Check:
    """Whether every run has its receipt."""
    try:
        count = len(raw.receipts(folder))
    except LievikError as trouble:
        return Check(name="runs", is_fine=False, message=trouble.message, fix=trouble.fix)
    return Check(name="runs", is_fine=True, message=f"runs with their receipts: {count}")
