"""The words of reading: a sheet of text that was found in a file, how it may be told to be read, and what was not read.

Pure. What a sheet's text is kept in (delimited text, a workbook, Parquet) is its `content`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import duckdb

from lievik.model.receipt import PassedOver, Reject
from lievik.sources.reading.file_bytes import Stamp

NOT_MAPPED: Final = "is in no mapping"
"""Why a file or worksheet is passed over that nobody asked for."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a file is said to be written; what is left empty is found out.

    Attributes:
        encoding: of its letters; empty to find out.
        delimiter: the sign between its fields; empty to find out.
        header: line of the names, from 1 on; 0 to find out.
        time_zone: of a calendar's times that name none.
        names: columns that are wanted of JSON lines, whether the first of them have them or not.
        until: the last day of a calendar that is read; none where only its shape is looked at.
    """

    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    time_zone: str = ""
    names: tuple[str, ...] = ()
    until: date | None = None


WayOf: TypeAlias = Callable[[str], Way | None]
"""How a worksheet of a name is said to be written, none where it is not wanted; the name is empty in other files."""


@dataclass(frozen=True, kw_only=True)
class UnreadFile:
    """A file, or a worksheet, that was passed over.

    Attributes:
        name: what people know it by.
        reason: why, fit to follow the name: `is hidden`.
        fix: what to do about it; empty where nothing is wrong.
    """

    name: str
    reason: str
    fix: str = ""


@dataclass(frozen=True, kw_only=True)
class RowsRejected:
    """Rows that are no rows of their sheet: how many, the first of them, and the fields that stand in them.

    Attributes:
        passed_over: rows that are whole, but not meant, by reason; they are no part of the count.
    """

    count: int = 0
    first: tuple[Reject, ...] = ()
    fields: tuple[tuple[str, ...], ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


class Content(Protocol):
    """Where a sheet's text is, and how it is got at."""

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every field as text into a new temporary table with columns c0, c1, ..."""

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the line that each record starts in."""

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows, spread over the sheet where that costs little."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of text that was found in a file.

    Attributes:
        path: the file that was given, which is what is kept of it.
        stamp: what that file looked like before it was read.
        name: what a mapping's `match` is about: the file's base name, inside a zip the member's, without `.gz`.
        label: what people know the file by; of a zip's member `export.zip / deals.csv`.
        sheet: the worksheet; empty where a file holds one table.
        header: names of its columns, stripped and each its own; a column may be nameless.
        header_line: the line that the names stand in, from 1 on; 0 where names stand in no line.
        encoding: how its letters were read; `utf-8+cp1250` where lines differ, empty where the file itself tells.
        delimiter: the sign between its fields; empty where there is none.
        content: where its text is.
        in_place: SQL that reads its text where it stands: columns c0, c1, ..., and `is_header` where a row is the
            header again; empty where the text has to be loaded. It breaks off at a row that is none.
    """

    path: Path
    stamp: Stamp
    name: str
    label: str
    header: tuple[str, ...]
    header_line: int
    content: Content
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    in_place: str = ""

    @property
    def place(self) -> str:
        """The file and the worksheet: `book.xlsx / Deals`."""
        return f"{self.label} / {self.sheet}" if self.sheet else self.label

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Read every field as text into a new temporary table with columns c0, c1, ...; `rowid` counts records.

        Returns:
            Lines that are no rows, and so no records: cut short, too long, the header again.

        Raises:
            FileFormatError: a quotation mark is not closed, most lines are no rows, or the file changed meanwhile.
        """
        rejected = self.content.load(connection, relation)
        self.check_stamp()
        return rejected

    def check_stamp(self) -> None:
        """Refuse the file if it is no longer what it was when it was opened.

        Raises:
            FileFormatError: it changed.
        """
        self.stamp.check(self.path, self.label)

    def line_of(self, record: int) -> int:
        """Give the line (from 1 on) that a record (from 0 on) starts in; quoted fields may span lines."""
        return self.content.lines_of((record,))[record]

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the lines of many records in one pass over the file."""
        return self.content.lines_of(records)

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give at most so many rows as text, an empty cell as an empty one; of a small file, from all over it."""
        return self.content.sample(limit)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was found in some files."""

    sheets: tuple[Sheet, ...]
    unread: tuple[UnreadFile, ...]
