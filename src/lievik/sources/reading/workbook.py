"""A workbook → a sheet for every worksheet that holds a table; cells as the text that a plain file would have.

The only module that knows calamine. Each table is written into the scratch folder as delimited text, and read from it.
"""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import Final, TypeAlias

import duckdb
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from lievik.errors import FileFormatError
from lievik.model.receipt import Reject
from lievik.sources.reading.csv_text import CsvText
from lievik.sources.reading.dialect import Row, header_in
from lievik.sources.reading.file_bytes import GET_AGAIN, refuse_swollen, told, zip_told
from lievik.sources.reading.records import REJECTS_KEPT, Record, judged, reject_of
from lievik.sources.reading.sheet import NOT_MAPPED, RowsRejected, UnreadFile, Way, WayOf

_Value: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_LOOKED_AT: Final = 200
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED: Final = (".xlsx", ".xlsm", ".xlsb", ".ods")
_EMPTY: Final = "is empty"
_NO_BOOK: Final = "is not a whole workbook, as its name says"
_PROTECTED: Final = ("is protected by a password", "Save it without its password, then import again.")


@dataclass(frozen=True, kw_only=True)
class WorksheetTable:
    """A table of a worksheet, written down as text; a sheet's content.

    Attributes:
        text: its text, one record a row.
        header_line: the row of the names in the worksheet, from 1 on.
        rejected: rows that were the header again.
    """

    text: CsvText
    header_line: int
    rejected: RowsRejected

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every cell as text into a new temporary table with columns c0, c1, ...; `rowid` counts rows."""
        self.text.load(connection, relation)
        return self.rejected

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give each record's row in the worksheet."""
        return {record: self.header_line + 1 + record for record in records}

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows that hold anything, spread where that costs little."""
        return [row for row in self.text.sample(limit) if any(row)]


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """A worksheet's name, and its table."""

    name: str
    table: WorksheetTable


def open_workbook(path: Path, label: str, way_of: WayOf, scratch: Path) -> tuple[list[Worksheet], list[UnreadFile]]:
    """Find the tables of a workbook.

    Args:
        path: the file.
        label: what people know it by.
        way_of: how a worksheet of that name is said to be laid out; none where it is not wanted.
        scratch: a folder for their text.

    Returns:
        The worksheets that hold a table, and those that were passed over.

    Raises:
        FileFormatError: it is protected, damaged, or no workbook.
    """
    found: list[Worksheet] = []
    unread: list[UnreadFile] = []
    with told(label), _whole(label):
        _check(path, label)
        book = CalamineWorkbook.from_path(path)
        for number, (name, reason) in enumerate(_reasons(book, way_of).items()):
            target = scratch / f"{path.name}.{number}.csv"
            table = None if reason else _written(book.get_sheet_by_name(name), label, way_of(name) or Way(), target)
            if table is not None:
                found.append(Worksheet(name=name, table=table))
            elif reason != _EMPTY and (reason or book.get_sheet_by_name(name).start is not None):
                unread.append(UnreadFile(name=f"{label} / {name}", reason=reason or "holds no table"))
    return found, unread


def _reasons(book: CalamineWorkbook, way_of: WayOf) -> dict[str, str]:
    """Say of every worksheet why it is passed over; empty where it is not."""
    reasons = {}
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            reasons[about.name] = _EMPTY
        elif about.visible != SheetVisibleEnum.Visible:
            reasons[about.name] = "is hidden"
        else:
            reasons[about.name] = "" if way_of(about.name) else NOT_MAPPED
    return reasons


def _check(path: Path, label: str) -> None:
    """Refuse a workbook that is encrypted, or that unpacks to far too much."""
    with path.open("rb") as file:
        start = file.read(len(_OLE))
    if not start:
        raise FileFormatError(label, "is empty", "Export it again, then import it.")
    if path.suffix.casefold() not in _ZIPPED:
        return
    if start == _OLE:
        raise FileFormatError(label, *_PROTECTED)
    with zip_told(label, "workbook"), zipfile.ZipFile(path) as archive:
        refuse_swollen(label, path.stat().st_size, sum(member.file_size for member in archive.infolist()))


@contextmanager
def _whole(label: str) -> Iterator[None]:
    """Say in a sentence what calamine has against a workbook."""
    try:
        yield
    except PasswordError as error:
        raise FileFormatError(label, *_PROTECTED) from error
    except CalamineError as error:
        raise FileFormatError(label, _NO_BOOK, GET_AGAIN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's way to say that it met what it cannot read
            raise
        raise FileFormatError(label, _NO_BOOK, GET_AGAIN) from error


def _written(sheet: CalamineSheet, label: str, way: Way, target: Path) -> WorksheetTable | None:
    """Write the table of a worksheet down as text; none if it holds none."""
    if sheet.start is None:
        return None
    rows = _rows(sheet)
    start = list(islice(rows, _LOOKED_AT))
    filled = [row for row in start if any(row.fields)]
    header = next((row for row in start if row.line == way.header), None) if way.header else _header(sheet, filled)
    if header is None or not any(header.fields):
        return None
    below = [row for row in start if row.line > header.line]
    width = max(_width(row) for row in [header, *below])
    names = tuple(header.fields[:width])
    rejected = _write(names, (Row(row.line, row.fields[:width]) for row in chain(below, rows)), header.line, target)
    text = CsvText(
        path=target,
        label=label,
        header=names,
        header_line=1,
        delimiter=",",
        encoding="",
        size=target.stat().st_size,
        scratch=target.parent,
    )
    return WorksheetTable(text=text, header_line=header.line, rejected=rejected)


def _header(sheet: CalamineSheet, filled: Sequence[Row]) -> Row | None:
    """Find the row of names; one whose cells are merged sideways is a title, or a name for several columns."""
    titles = {
        line + 1
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if right > left
        for line in range(top, min(bottom, _LOOKED_AT) + 1)
    }
    return header_in([row for row in filled if row.line not in titles]) or header_in(filled)


def _write(names: Sequence[str], rows: Iterable[Row], line: int, target: Path) -> RowsRejected:
    """Write rows; one that is none leaves an empty line, so that lines can be counted."""
    count, first = 0, list[Reject]()
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            record = judged(Record(row.line, row.fields), names)
            if record.fault:
                count += 1
                first.extend([reject_of(record, ";")] if count <= REJECTS_KEPT else [])
            elif any(record.fields):
                writer.writerows([[""] * len(names)] * (row.line - line - 1))
                writer.writerow(record.fields)
                line = row.line
    return RowsRejected(count=count, first=tuple(first))


def _width(row: Row) -> int:
    """Number of cells up to the last that holds anything."""
    return max((at + 1 for at, field in enumerate(row.fields) if field), default=0)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Give the rows as text; what is merged downwards stands in each of its rows, unless it is an amount."""
    left = sheet.start[1] if sheet.start else 0
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and first >= left:
            starts.setdefault(top, []).append((first - left, bottom))
    falling: dict[int, tuple[int, str]] = {}
    for number, values in enumerate(sheet.iter_rows()):
        fields = [_text(value) for value in values]
        for at, (bottom, text) in list(falling.items()):
            if number > bottom:
                del falling[at]
            else:
                fields[at] = fields[at] or text
        falling.update(
            {
                at: (bottom, fields[at])
                for at, bottom in starts.get(number, ())
                if at < len(values) and isinstance(values[at], str | dt.date)
            }
        )
        yield Row(number + 1, fields)


def _text(value: _Value) -> str:
    """Write a cell as a plain file would: ISO days, whole numbers without decimals, no more figures than Excel has."""
    match value:
        case str():
            return value
        case bool() | int():
            return str(value).lower()
        case float():
            return _number(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return value.isoformat()


def _number(value: float) -> str:
    """Write a number with as many figures as Excel has, never with an exponent."""
    if value.is_integer():
        return format(value, ".0f")
    return format(Decimal(format(value, ".15g")), "f") if isfinite(value) else ""
