"""An engine that answers about an earlier day: every statement is written anew on its way to the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

Rewrite = Callable[[str, Mapping[str, object]], tuple[str, Mapping[str, object]]]
"""A statement and its values in, those that are run out."""


class Engine(Protocol):
    """Whatever runs statements."""

    path: Path

    def fetch(self, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a statement."""
        ...

    def close(self) -> None:
        """Give the database back."""
        ...


class EngineThen:
    """Answers statements as another engine would, if the world were as it was then."""

    def __init__(self, engine: Engine, rewrite: Rewrite) -> None:
        self.path = engine.path
        self._engine = engine
        self._rewrite = rewrite

    def fetch(self, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a statement; see the engine's own for what may go wrong."""
        return self._engine.fetch(*self._rewrite(sql, values))

    def close(self) -> None:
        """Give the database back."""
        self._engine.close()
