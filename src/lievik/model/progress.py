"""How far a long piece of work has come, told to whoever waits for it.

Pure.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Somebody who is told."""

    def read(self, done: int, whole: int) -> None:
        """Take notice of how many bytes of the files were read so far, of how many."""

    def landing(self) -> None:
        """Take notice that everything is read, and put in its place now."""
