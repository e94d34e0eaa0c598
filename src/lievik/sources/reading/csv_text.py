"""A file of delimited text, of any encoding, plain or gzipped → a sheet: its names, and its fields as text in a table.

DuckDB reads; a file that it stops at is read by `records`, written tidily, and read again. Nothing is read twice else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.model.receipt import Reject
from lievik.sources.reading.dialect import Dialect, dialect_of, names_in
from lievik.sources.reading.encoding import in_utf8, survey
from lievik.sources.reading.file_bytes import bytes_of, is_gzip, told
from lievik.sources.reading.records import REJECTS_KEPT, Record, UnclosedQuoteError, records, reject_of
from lievik.sources.reading.sheet import RowsRejected, Way
from lievik.sources.sql_text import quoted

_GLOB_SIGNS: Final = re.compile(r"[*?\[]")
_START: Final = 1 << 18
_SPREAD_UP_TO: Final = 8 << 20
_TORN_KEPT: Final = 10_000
_CORRECT_LINE: Final = "Correct that line, then import again."


@dataclass(frozen=True, kw_only=True)
class CsvText:
    """Delimited text in UTF-8 that was looked through; a sheet's content.

    Attributes:
        path: where the text is, maybe gzipped: the file itself, or a copy of it in UTF-8.
        label: what people know the file by.
        header: the fields of the header, as they stand.
        header_line: the line they stand in, from 1 on.
        delimiter: the sign between fields.
        encoding: what the file was written in.
        size: bytes of the text.
        scratch: a folder for copies.
    """

    path: Path
    label: str
    header: tuple[str, ...]
    header_line: int
    delimiter: str
    encoding: str
    size: int
    scratch: Path

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, stripped, each its own."""
        return names_in(self.header)

    @property
    def in_place(self) -> str:
        """SQL that reads the text where it stands, as `Sheet.in_place` tells."""
        rows = self._scan(self.path, self.delimiter, self.header_line)
        return f"(SELECT *, {self._is_header()} AS is_header FROM {rows})"

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every field as text into a new temporary table with columns c0, c1, ...; `rowid` counts records.

        Raises:
            FileFormatError: a quotation mark is not closed, or most lines are no rows.
        """
        if self._is_read(connection, relation):
            return RowsRejected()
        tidy, rejected = self._tidied()
        try:
            self._read(connection, relation, tidy, ",", 1)
        except duckdb.InvalidInputException as error:
            raise FileFormatError(
                self.label, "mixes line ends or quotation marks", "Save it again as plain CSV."
            ) from error
        tidy.unlink()
        return rejected

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the line that each record starts in, in one pass."""
        wanted = set(records)
        found: dict[int, int] = {}
        with self._records() as rows:
            for number, record in enumerate(record for record in rows if not record.fault):
                if number in wanted:
                    found[number] = record.line
                    if len(found) == len(wanted):
                        break
        return found

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some records: spread over all of a small text, the first ones of a large one."""
        found: list[tuple[str, ...]] = []
        most = limit if self.size > _SPREAD_UP_TO else self.size
        with suppress(FileFormatError), self._records() as rows:
            for record in rows:
                if not record.fault:
                    found.append(tuple(record.fields))
                if len(found) >= most:
                    break
        return found[:: max(1, -(-len(found) // limit))]

    def _is_read(self, connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
        """Read the text as it is; tell whether it went through, and nothing in it was the header again."""
        if self._has_quoted_title():
            return False
        try:
            self._read(connection, relation, self.path, self.delimiter, self.header_line)
        except duckdb.InvalidInputException:
            return False
        if self._has_header_again(connection, relation):
            connection.execute(f"DROP TABLE {relation}")
            return False
        return True

    def _read(
        self, connection: duckdb.DuckDBPyConnection, relation: str, path: Path, delimiter: str, header_line: int
    ) -> None:
        """Let DuckDB read a text; it stops at the first row that is not as wide as the header."""
        connection.execute(f"CREATE TEMP TABLE {relation} AS FROM {self._scan(path, delimiter, header_line)}")

    def _scan(self, path: Path, delimiter: str, header_line: int) -> str:
        """SQL that reads every field of a text, an empty one as NULL."""
        fields = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(self.header)))
        pattern = _GLOB_SIGNS.sub(r"[\g<0>]", str(path.resolve()))
        return (
            f"read_csv({quoted(pattern)}, columns = {{{fields}}}, "
            f"auto_detect = false, header = true, skip = {header_line - 1}, strict_mode = true, "
            f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
            f"compression = '{'gzip' if is_gzip(path) else 'none'}')"
        )

    def _has_quoted_title(self) -> bool:
        """Whether quotation marks stand above the header: DuckDB would count its lines in another way."""
        with told(self.label), text_of(self.path) as text:
            return any('"' in text.readline() for _ in range(self.header_line - 1))

    def _has_header_again(self, connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
        found = connection.execute(f"SELECT 1 FROM {relation} WHERE {self._is_header()} LIMIT 1").fetchone()
        return found is not None

    def _is_header(self) -> str:
        """SQL that tells whether a row is the header again."""
        return " AND ".join(
            f"c{at} IS NOT DISTINCT FROM nullif({quoted(field)}, '')" for at, field in enumerate(self.header)
        )

    @contextmanager
    def _records(self) -> Iterator[Iterator[Record]]:
        """Open the text below its header."""
        with told(self.label), text_of(self.path) as text:
            for _ in range(self.header_line - 1):
                text.readline()
            lines = _below_header(text, self.delimiter)
            try:
                yield records(text, self.delimiter, self.header, self.header_line + lines)
            except UnclosedQuoteError as error:
                raise FileFormatError(self.label, f"cannot be read: {error}", _CORRECT_LINE) from error

    def _tidied(self) -> tuple[Path, RowsRejected]:
        """Write the records into a text that DuckDB reads, and tell of the rows that are none."""
        path = self.scratch / f"{self.path.name}.tidy"
        kept = count = 0
        first: list[Reject] = []
        torn: list[tuple[str, ...]] = []
        with self._records() as rows, path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.header)
            for record in rows:
                if not record.fault:
                    kept += 1
                    writer.writerow(record.fields)
                    continue
                count += 1
                if count <= REJECTS_KEPT:
                    first.append(reject_of(record, self.delimiter))
                if count <= _TORN_KEPT:
                    torn.append(tuple(self.delimiter.join(record.fields).split(self.delimiter)))
        rejected = RowsRejected(count=count, first=tuple(first), fields=tuple(torn))
        self._refuse_if_most(kept, rejected)
        return path, rejected

    def _refuse_if_most(self, kept: int, rejected: RowsRejected) -> None:
        """Most rows are none: the file is not what it is taken for."""
        if rejected.count > kept:
            reject = rejected.first[0]
            more = f" ({rejected.count} such lines in all)" if rejected.count > 1 else ""
            reason = f"cannot be read: line {reject.line} is not {reject.reason}{more}"
            raise FileFormatError(self.label, reason, _CORRECT_LINE)


def open_csv(path: Path, label: str, way: Way, scratch: Path) -> CsvText:
    """Look a text through before it is read.

    Args:
        path: the file, maybe gzipped.
        label: what people know it by.
        way: what is known of how it is written.
        scratch: a folder for a copy in UTF-8, where one is needed.

    Raises:
        FileFormatError: it is missing, empty, binary, truncated, in no known encoding, or names no columns.
    """
    found = survey(path, label, way.encoding)
    text = path if found.is_utf8 else in_utf8(path, label, found.encoding, scratch / f"{path.name}.utf8")
    with told(label), text_of(text) as opened:
        dialect = dialect_of(_whole_lines(opened), way.delimiter, way.header)
    header = _header_of(dialect, label, way)
    return CsvText(
        path=text,
        label=label,
        header=header,
        header_line=dialect.header.line if dialect.header else 1,
        delimiter=dialect.delimiter,
        encoding=found.encoding,
        size=found.size,
        scratch=scratch,
    )


@contextmanager
def text_of(path: Path) -> Iterator[io.TextIOWrapper]:
    """Open a file that holds UTF-8; a byte order mark is passed over."""
    with bytes_of(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        yield text


def _header_of(dialect: Dialect, label: str, way: Way) -> tuple[str, ...]:
    if dialect.header is not None and any(names_in(dialect.header.fields)):
        return tuple(dialect.header.fields)
    reason = f"has no header in line {way.header}" if way.header else "has no header: no line names its columns"
    raise FileFormatError(label, reason, "Write the names of its columns into the first line.")


def _whole_lines(text: io.TextIOWrapper) -> str:
    """Read the start of a text, up to a line's end."""
    start = text.read(_START)
    if len(start) < _START:
        return start
    return start + text.readline()


def _below_header(text: io.TextIOWrapper, delimiter: str) -> int:
    """Read past the header; give the number of its lines."""
    read = csv.reader(iter(text.readline, ""), delimiter=delimiter)
    next(read, None)
    return read.line_num
