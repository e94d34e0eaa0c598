"""One CSV file, plain or gzipped → its header, and its fields as text in a table of the connection.

Whatever makes a file unreadable ends here, in a sentence that names the line; DuckDB reads, Python explains.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.sources.cells import BLANKS, quoted

_CHUNK: Final = 1 << 20
_DELIMITERS: Final = (",", ";", "\t", "|")
_GLOB_SIGNS: Final = re.compile(r"[*?\[]")
_LINE_IN_ERROR: Final = re.compile(r"CSV Error on Line: (\d+)")
_SAVE_AS_UTF8: Final = "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8'), then import again."
_GET_AGAIN: Final = "Get the file again, then import it."


@dataclass(frozen=True, kw_only=True)
class CsvText:
    """A CSV file that was looked through: UTF-8 text with a header.

    Attributes:
        header: names of its columns, stripped; a column may be nameless.
        delimiter: the sign between its fields.
    """

    path: Path
    header: tuple[str, ...]
    delimiter: str

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> None:
        """Read every field as text into a new temporary table with columns c0, c1, ...; `rowid` counts records.

        Raises:
            FileFormatError: a row has too few or too many fields, or a quotation mark is not closed.
        """
        fields = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(self.header)))
        compression = "gzip" if _is_gzip(self.path) else "none"
        path = _GLOB_SIGNS.sub(r"[\g<0>]", str(self.path.resolve()))
        options = (
            f"columns = {{{fields}}}, auto_detect = false, header = true, strict_mode = true, "
            f"delim = {quoted(self.delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
            f"compression = '{compression}'"
        )
        try:
            connection.execute(f"CREATE TEMP TABLE {relation} AS FROM read_csv({quoted(path)}, {options})")
        except duckdb.InvalidInputException as error:
            raise self._fault(str(error)) from error

    def line_of(self, record: int) -> int:
        """Give the line (from 1 on) that a record (from 0 on) starts in; quoted fields may span lines."""
        with _text_of(self.path) as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            next(reader)
            line = reader.line_num + 1
            for fields in reader:
                if fields or len(self.header) == 1:
                    if record == 0:
                        return line
                    record -= 1
                line = reader.line_num + 1
        return line

    def _fault(self, told: str) -> FileFormatError:
        """Find the line that could not be read, and say why."""
        line, reason = self._first_fault()
        if not line and (found := _LINE_IN_ERROR.search(told)):
            line, reason = int(found[1]), "cannot be told apart into fields"
        if not line:
            return FileFormatError(self.path.name, "mixes line ends or quotation marks", "Save it again as plain CSV.")
        return FileFormatError(
            self.path.name, f"cannot be read: line {line} {reason}", "Correct that line, then import again."
        )

    def _first_fault(self) -> tuple[int, str]:
        width, line = len(self.header), 1
        try:
            with _text_of(self.path) as text:
                reader = csv.reader(text, delimiter=self.delimiter, strict=True)
                for fields in reader:
                    if fields and len(fields) != width:
                        return line, f"has {_fields(len(fields))} where the header names {width}"
                    line = reader.line_num + 1
        except csv.Error:
            return line, "has a quotation mark that is not closed, or text after it"
        return 0, ""


def inspect(path: Path, delimiter: str = "") -> CsvText:
    """Look a file through before it is read.

    Args:
        path: a `.csv` or `.csv.gz` file.
        delimiter: the sign between fields; empty to go by the header.

    Raises:
        FileFormatError: it is missing, empty, binary, truncated, not UTF-8, or has no header or a double one.
    """
    try:
        _check_bytes(path)
        header, delimiter = _header(path, delimiter)
    except FileNotFoundError as error:
        raise FileFormatError(path.name, "is not there", "Check the path, then import again.") from error
    except PermissionError as error:
        raise FileFormatError(path.name, "may not be read", "Ask for the right to read it.") from error
    except gzip.BadGzipFile as error:
        raise FileFormatError(path.name, "is not a whole gzip file, as its name says", _GET_AGAIN) from error
    except EOFError as error:
        raise FileFormatError(path.name, "is truncated: its compressed data break off", _GET_AGAIN) from error
    except zlib.error as error:
        raise FileFormatError(path.name, "is damaged: its compressed data do not add up", _GET_AGAIN) from error
    except IsADirectoryError as error:
        raise FileFormatError(path.name, "is a folder", "Name the files in it.") from error
    _check_names(path, header)
    return CsvText(path=path, header=header, delimiter=delimiter)


def _is_gzip(path: Path) -> bool:
    return path.name.casefold().endswith(".gz")


def _bytes_of(path: Path) -> gzip.GzipFile | io.BufferedReader:
    return gzip.open(path, "rb") if _is_gzip(path) else path.open("rb")


@contextmanager
def _text_of(path: Path) -> Iterator[io.TextIOWrapper]:
    """Open a file that holds UTF-8; a byte order mark is passed over."""
    with _bytes_of(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        yield text


def _check_bytes(path: Path) -> None:
    """Refuse what is empty, binary or not UTF-8; the whole file is looked at."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen = lines = 0
    with _bytes_of(path) as raw:
        while chunk := raw.read(_CHUNK):
            if seen == 0 and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise FileFormatError(path.name, "is UTF-16, not UTF-8 (from byte 0 on)", _SAVE_AS_UTF8)
            if b"\0" in chunk:
                raise FileFormatError(path.name, "is binary, not text", "Export it as CSV, then import again.")
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise _not_utf8(path, seen - pending + error.start, lines + _lines_before(error)) from error
            seen += len(chunk)
            lines += chunk.count(b"\n")
    if not seen:
        raise FileFormatError(path.name, "is empty", "Export it again, then import it.")
    if pending := len(decoder.getstate()[0]):
        raise _not_utf8(path, seen - pending, lines + 1)


def _lines_before(error: UnicodeDecodeError) -> int:
    return error.object[: error.start].count(b"\n") + 1


def _not_utf8(path: Path, offset: int, line: int) -> FileFormatError:
    return FileFormatError(path.name, f"is not UTF-8: byte {offset}, in line {line}", _SAVE_AS_UTF8)


def _header(path: Path, delimiter: str) -> tuple[tuple[str, ...], str]:
    """Read the names in the first line, and the sign between them."""
    with _text_of(path) as text:
        first = text.readline()
        delimiter = delimiter or _likely_delimiter(first)
        text.seek(0)
        try:
            names = next(csv.reader(text, delimiter=delimiter, strict=True), [])
        except csv.Error:
            names = []
    return tuple(name.strip(BLANKS) for name in names), delimiter


def _likely_delimiter(line: str) -> str:
    """Take the usual sign that parts the line most often, outside quotation marks."""
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _check_names(path: Path, header: tuple[str, ...]) -> None:
    if not any(header):
        raise FileFormatError(
            path.name, "has no header in its first line", "Write the names of its columns into the first line."
        )
    twice = [name for name, times in Counter(header).items() if name and times > 1]
    if twice:
        raise FileFormatError(
            path.name,
            f"names the column '{twice[0]}' more than once",
            "Give every column a name of its own in the first line.",
        )


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"
