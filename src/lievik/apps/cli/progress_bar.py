"""A bar for people who wait at a terminal: how much is read, how fast, and how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from lievik.apps.cli.session import Session

_PATIENCE: Final = 1.0
"""Seconds of reading before a bar is shown."""


class _Bar:
    """The bar of one import; it appears where reading takes long."""

    def __init__(self, session: Session) -> None:
        self._say = session.language.say
        self._began = monotonic()
        self._bar: RichProgress | None = None

    def read(self, done: int, whole: int) -> None:
        """Show how much is read."""
        if self._bar is None and monotonic() - self._began > _PATIENCE and done < whole:
            self._open(whole)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done)

    def landing(self) -> None:
        """Show that what was read is put in its place."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=self._say("Putting it in its place"), total=None)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self, whole: int) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.add_task(self._say("Reading"), total=whole)
        self._bar.start()


@contextmanager
def progress_bar(session: Session) -> Iterator[None]:
    """Show a bar on the error stream while files come in, where a person watches it."""
    if not sys.stderr.isatty():
        yield
        return
    bar = _Bar(session)
    session.workspace.progress = bar
    try:
        yield
    finally:
        bar.close()
        session.workspace.progress = None
