"""A workspace's folder and settings → whether anything was ever decided there, told without opening a database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILE: Final = "ledger.db"
"""Name of the file in the workspace."""


def is_ledger_there(folder: Path, url: str = "") -> bool:
    """Whether there is a ledger to read; a database behind a URL is taken to be there."""
    return bool(url) or (folder / FILE).is_file()
