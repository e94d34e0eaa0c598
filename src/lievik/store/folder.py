"""The workspace's folder: what lies where in it, how it is made, and that only one writes in it at a time.

Readers need no lock: they open a generation that nobody changes any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lievik.errors import StoreError, WorkspaceError
from lievik.store.disk import told, write_whole

SETTINGS: Final = "lievik.toml"
DEFINITIONS: Final = "definitions"
MAPPINGS: Final = "mappings"
RAW: Final = "raw"
DATA: Final = "data"
LOCK: Final = "lock"


def is_workspace(folder: Path) -> bool:
    """Whether a folder is a workspace: it has a lievik.toml."""
    return (folder / SETTINGS).is_file()


def create(folder: Path, settings_text: str) -> None:
    """Make a workspace; the folder may be there, and other files in it stay.

    Args:
        folder: where.
        settings_text: what its lievik.toml says.

    Raises:
        WorkspaceError: it already is one, or something else has its name.
        StoreError: it cannot be written.
    """
    if is_workspace(folder):
        raise WorkspaceError(f"'{folder}' already is a workspace.", "Use it, or name another folder.")
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError(f"'{folder}' is a file, not a folder.", "Name another folder.")
    with told(folder):
        for part in (DEFINITIONS, MAPPINGS, RAW, DATA):
            (folder / part).mkdir(parents=True, exist_ok=True)
        write_whole(folder / SETTINGS, settings_text)


@contextmanager
def writing(folder: Path, timeout: float = 2.0) -> Iterator[None]:
    """Hold the workspace for writing; parts of it that are missing are made.

    Args:
        folder: the workspace.
        timeout: seconds to wait for another writer.

    Raises:
        StoreError: another one is writing, or there is no right to.
        WorkspaceError: the folder is no workspace.
    """
    if not is_workspace(folder):
        raise WorkspaceError(f"'{folder}' is not a workspace.", "Make one with: lievik init")
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=timeout)
    with told(folder):
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"Another import is running in '{folder}'.", "Wait until it is done, then run the command again."
            ) from error
    try:
        with told(folder):
            (folder / RAW).mkdir(exist_ok=True)
            (folder / DATA).mkdir(exist_ok=True)
            yield
    finally:
        lock.release()
