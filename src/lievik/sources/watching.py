"""A statement that takes long, watched from beside: how far the database has come with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import duckdb

_PAUSE: Final = 0.2
"""Seconds between two looks."""


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, tell: Callable[[float], None] | None) -> Iterator[None]:
    """Tell how far the statement in hand has come, as a share, while the block runs; without `tell`, nothing."""
    if tell is None:
        yield
        return
    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    is_done = Event()

    def look() -> None:
        while not is_done.wait(_PAUSE):
            share = connection.query_progress()
            if share > 0:
                tell(min(share / 100, 1.0))

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_done.set()
        watcher.join()
