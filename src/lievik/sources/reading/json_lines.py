"""A file of JSON lines, plain or gzipped → a sheet: one object a line, a column for each value in it, however deep.

DuckDB reads. A value inside an object is named by the way to it, `value.amount`; a list is its JSON text. What an
object does not have is nothing, so that a column may be missing in any line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.model.receipt import Reject
from lievik.sources.reading.file_bytes import GET_AGAIN, told
from lievik.sources.reading.sheet import RowsRejected
from lievik.sources.sql_text import quoted

_GLOB_SIGNS: Final = re.compile(r"[*?\[]")
_LOOKED_AT: Final = 2000
_REJECTS_KEPT: Final = 100
_MOST_BYTES: Final = 1 << 22
_NO_OBJECT: Final = "an object like {...} on a line of its own"


@dataclass(frozen=True, kw_only=True)
class JsonLines:
    """A file of JSON lines that was looked through; a sheet's content.

    Attributes:
        ways: the keys that lead to each column.
    """

    path: Path
    label: str
    ways: tuple[tuple[str, ...], ...]

    @property
    def in_place(self) -> str:
        """SQL of the fields where they stand; it breaks off at a line that is no object."""
        return f"(SELECT {self._fields()}, FALSE AS is_header FROM ({self._found(self._objects(is_strict=True))}))"

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every value as text into a new temporary table with columns c0, c1, ...; `rowid` counts objects.

        Raises:
            FileFormatError: the file is damaged.
        """
        with _whole(self.label):
            connection.execute(f"CREATE TEMP TABLE lines_read AS {self._objects(is_strict=False)}")
            lines = "SELECT * FROM lines_read WHERE is_object ORDER BY rowid"
            connection.execute(f"CREATE TEMP TABLE {relation} AS SELECT {self._fields()} FROM ({self._found(lines)})")
            found = connection.execute(
                "SELECT rowid + 1, count(*) OVER () FROM lines_read WHERE NOT is_object "
                f"ORDER BY 1 LIMIT {_REJECTS_KEPT}"
            ).fetchall()
            connection.execute("DROP TABLE lines_read")
        rejects = tuple(Reject(line=line, column="", value="", reason=_NO_OBJECT) for line, _ in found)
        return RowsRejected(count=found[0][1] if found else 0, first=rejects)

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the number of each object, from 1 on."""
        return {record: record + 1 for record in records}

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give the first rows."""
        fields = ", ".join(f"coalesce(c{at}, '')" for at in range(len(self.ways)))
        lines = f"SELECT * FROM ({self._objects(is_strict=False)}) WHERE is_object LIMIT {limit}"
        objects = f"SELECT {self._fields()} FROM ({self._found(lines)})"
        with _whole(self.label), duckdb.connect() as connection:
            return connection.execute(f"SELECT {fields} FROM ({objects})").fetchall()

    def _fields(self) -> str:
        return ", ".join(f"nullif(found[{at + 1}], '') AS c{at}" for at in range(len(self.ways)))

    def _found(self, objects: str) -> str:
        """SQL of every value of an object at once: it is read a single time, whatever the number of columns."""
        ways = ", ".join(quoted("$." + ".".join(f'"{key}"' for key in way)) for way in self.ways)
        return f"SELECT json_extract_string(json, [{ways}]) AS found FROM ({objects})"

    def _objects(self, *, is_strict: bool) -> str:
        return _objects(self.path, is_strict=is_strict)


def open_json_lines(path: Path, label: str, wanted: Iterable[str] = ()) -> tuple[JsonLines, tuple[str, ...]]:
    """Look a file of JSON lines through before it is read.

    Args:
        path: the file.
        label: what people know it by.
        wanted: names of columns that are read even where none of the first objects has them.

    Returns:
        The content, and the names of its columns.

    Raises:
        FileFormatError: it is not there, or the first lines hold no objects.
    """
    with told(label), path.open("rb") as file:
        is_empty = not file.read(1)
    names: dict[str, tuple[str, ...]] = {}
    if not is_empty:
        with _whole(label), duckdb.connect() as connection:
            (found,) = connection.execute(
                "SELECT json_group_structure(json) FROM (SELECT json, is_object FROM "
                f"({_objects(path, is_strict=False)}) LIMIT {_LOOKED_AT}) WHERE is_object"
            ).fetchone() or (None,)
        names = {".".join(way): way for way in _ways(json.loads(found or "{}"))}
    names |= {name: tuple(name.split(".")) for name in wanted if name not in names}
    if not names:
        raise FileFormatError(label, "has no line with an object in it", GET_AGAIN)
    return JsonLines(path=path, label=label, ways=tuple(names.values())), tuple(names)


def _ways(structure: object, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through objects to something that is none."""
    if isinstance(structure, Mapping) and structure:
        for key, inner in structure.items():
            if '"' not in key:
                yield from _ways(inner, (*before, key))
    elif before:
        yield before


def _objects(path: Path, *, is_strict: bool) -> str:
    """SQL of the lines in order: `json`, and whether each is an object."""
    pattern = _GLOB_SIGNS.sub(r"[\g<0>]", str(path.resolve()))
    errors = "" if is_strict else ", ignore_errors = true"
    lines = f"read_ndjson_objects({quoted(pattern)}, maximum_object_size = {_MOST_BYTES}{errors})"
    is_object = "coalesce(json_type(json) = 'OBJECT', FALSE)"
    if is_strict:
        is_object = f"CASE WHEN {is_object} THEN TRUE ELSE error('no object') END"
    return f"SELECT json, {is_object} AS is_object FROM {lines}"


@contextmanager
def _whole(label: str) -> Iterator[None]:
    """Say in a sentence that DuckDB could not read a file."""
    try:
        yield
    except duckdb.Error as error:
        raise FileFormatError(label, "is not a whole file of JSON lines, as its name says", GET_AGAIN) from error
