"""A Parquet file → a sheet: the names of its columns, and every value as text the way a plain file would have it.

DuckDB reads. Days and moments are in ISO form, whole numbers have no decimals, and decimals are as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.sources.reading.file_bytes import GET_AGAIN, told
from lievik.sources.reading.sheet import RowsRejected
from lievik.sources.sql_text import quoted

_GLOB_SIGNS: Final = re.compile(r"[*?\[]")
_FLOATS: Final = ("FLOAT", "DOUBLE")


@dataclass(frozen=True, kw_only=True)
class ParquetTable:
    """A Parquet file that was looked through; a sheet's content.

    Attributes:
        kinds: type of each column, by its name.
    """

    path: Path
    label: str
    kinds: dict[str, str]

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every value as text into a new temporary table with columns c0, c1, ...; `rowid` counts rows.

        Raises:
            FileFormatError: the file is damaged.
        """
        with _whole(self.label):
            connection.execute(f"CREATE TEMP TABLE {relation} AS {self._texts()}")
        return RowsRejected()

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the number of each row, from 1 on."""
        return {record: record + 1 for record in records}

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows, spread over the whole file."""
        with _whole(self.label), duckdb.connect() as connection:
            counted = connection.execute(f"SELECT count(*) FROM {_relation(self.path)}").fetchone()
            step = max(1, -(-(counted[0] if counted else 0) // limit))
            numbered = f"SELECT *, row_number() OVER () AS row_no FROM ({self._texts()})"
            columns = ", ".join(f"coalesce(c{at}, '')" for at in range(len(self.kinds)))
            return connection.execute(f"SELECT {columns} FROM ({numbered}) WHERE (row_no - 1) % {step} = 0").fetchall()

    def _texts(self) -> str:
        fields = ", ".join(f"{_as_text(name, kind)} AS c{at}" for at, (name, kind) in enumerate(self.kinds.items()))
        return f"SELECT {fields} FROM {_relation(self.path)}"


def open_parquet(path: Path, label: str) -> ParquetTable:
    """Look a Parquet file through before it is read.

    Raises:
        FileFormatError: it is not there, not Parquet, or has no columns.
    """
    with told(label), path.open("rb") as file:
        if not file.read(1):
            raise FileFormatError(label, "is empty", "Export it again, then import it.")
    with _whole(label), duckdb.connect() as connection:
        found = connection.execute(f"DESCRIBE SELECT * FROM {_relation(path)}").fetchall()
    return ParquetTable(path=path, label=label, kinds={row[0]: row[1] for row in found})


@contextmanager
def _whole(label: str) -> Iterator[None]:
    """Say in a sentence that DuckDB could not read a file."""
    try:
        yield
    except duckdb.Error as error:
        raise FileFormatError(label, "is not a whole Parquet file, as its name says", GET_AGAIN) from error


def _relation(path: Path) -> str:
    pattern = _GLOB_SIGNS.sub(r"[\g<0>]", str(path.resolve()))
    return f"read_parquet({quoted(pattern)})"


def _as_text(name: str, kind: str) -> str:
    """SQL of a column's values as text; what is not a number, and an empty text, is nothing."""
    column = '"' + name.replace('"', '""') + '"'
    text = f"nullif(CAST({column} AS VARCHAR), '')"
    if kind not in _FLOATS:
        return text
    whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
    number = f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"
    return f"CASE WHEN isfinite({column}) THEN {number} END"
