"""The door for Python: `lievik.open("folder")` reads the clock, so that nothing below has to."""

from __future__ import annotations

from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lievik.workspace import Workspace


def open_workspace(folder: str | PathLike[str] = ".", *, today: date | None = None) -> Workspace:
    """Open a workspace.

    Args:
        folder: where it is.
        today: the day that counts as today; none for the clock's.

    Raises:
        WorkspaceError: the folder is no workspace.
        SettingsError: its lievik.toml does not hold.

    Example:
        >>> lievik.open("company").show("win_rate", period="2017-Q3", by="owner")  # doctest: +SKIP
    """
    from lievik.workspace import Workspace

    return Workspace.open(Path(folder), today=today or date.today())
