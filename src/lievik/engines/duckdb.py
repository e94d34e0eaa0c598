"""The engine inside: opens DuckDB files and runs statements on them; extensions are never fetched.

The only module that opens DuckDB. Every connection has its time zone set and reads no network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from lievik.errors import EngineError

_CONFIG: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # how new files are written; the usual way, which older versions can read too, takes twice as long to open
    "storage_compatibility_version": "v1.5.0",
}

_REBUILD = "Make the data anew from the raw files with: lievik rebuild"


def connect(path: Path, is_read_only: bool, time_zone: str = "UTC") -> duckdb.DuckDBPyConnection:  # noqa: FBT001
    """Open a DuckDB file.

    Raises:
        EngineError: the file cannot be opened.
    """
    try:
        connection = duckdb.connect(str(path), read_only=is_read_only, config=dict(_CONFIG))
        connection.execute(f"SET GLOBAL TimeZone = '{time_zone}'")
        is_cut = is_read_only and _is_cut(connection, path)
    except duckdb.Error as trouble:
        raise EngineError(
            f"The database '{path.name}' cannot be opened: {_first_line(trouble)}.",
            _REBUILD,
        ) from trouble
    if is_cut:
        connection.close()
        raise EngineError(f"The database '{path.name}' is cut off: its end is missing.", _REBUILD)
    return connection


def _is_cut(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether a file is shorter than what is in use of it: DuckDB would find out only at what is missing.

    Blocks that are free may lie beyond its end.
    """
    found = connection.execute("SELECT max(block_size * used_blocks) FROM pragma_database_size()").fetchone()
    return bool(found and found[0] and path.stat().st_size < found[0])


def opener(time_zone: str) -> Callable[[Path, bool], duckdb.DuckDBPyConnection]:
    """A way to open files in one time zone, for those who are given connections."""
    return lambda path, is_read_only: connect(path, is_read_only, time_zone)


class DuckDBEngine:
    """Answers statements from one DuckDB file, read-only."""

    name = "duckdb"

    def __init__(self, path: Path, time_zone: str = "UTC") -> None:
        """Open the file; see `connect` for what may go wrong."""
        self.path = path
        self._connection = connect(path, True, time_zone)  # noqa: FBT003

    def fetch(self, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a statement.

        Returns:
            The names of the columns, and one tuple a row.

        Raises:
            EngineError: the database could not answer.
        """
        try:
            cursor = self._connection.cursor().execute(sql, dict(values))
            return _names(cursor), cursor.fetchall()
        except duckdb.Error as trouble:
            is_damaged = "Corrupt database" in str(trouble)
            raise EngineError(
                f"The database could not answer: {_first_line(trouble)}.",
                _REBUILD if is_damaged else "Run 'lievik doctor', or see the statement with --sql.",
            ) from trouble

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(column[0]) for column in cursor.description or ()]


def _first_line(trouble: Exception) -> str:
    """First line of what DuckDB says, without its full stop."""
    return str(trouble).partition("\n")[0].rstrip(".!")
