"""Files, folders and zips in, sheets out: what kind each file is decides who reads it.

A sheet's text may lie in the scratch folder, which has to stay until the sheets are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from threading import Thread
from typing import Final

from lievik.errors import FileFormatError
from lievik.sources.reading.archive import FoundFile, find_files
from lievik.sources.reading.calendar_file import HEADER, open_calendar
from lievik.sources.reading.csv_text import open_csv
from lievik.sources.reading.dialect import names_in
from lievik.sources.reading.file_bytes import Stamp, told
from lievik.sources.reading.json_lines import open_json_lines
from lievik.sources.reading.parquet import open_parquet
from lievik.sources.reading.sheet import NOT_MAPPED, Opened, Sheet, UnreadFile, Way, WayOf

_TEXTS: Final = (".csv", ".txt", ".tsv", ".tab")
_BOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET: Final = (".parquet", ".pq")
_CALENDARS: Final = (".ics",)
_JSON_LINES: Final = (".ndjson", ".jsonl")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for what has to be unpacked; it is removed beside whatever comes next, as disks may take long."""
    folder = Path(mkdtemp(prefix="lievik-"))
    try:
        yield folder
    finally:
        Thread(target=rmtree, args=(folder,), kwargs={"ignore_errors": True}).start()


def open_sheets(paths: Sequence[Path], scratch: Path) -> Opened:
    """Open everything that can be read.

    Args:
        paths: files, folders and zips.
        scratch: a folder for what has to be unpacked or written anew; it is needed as long as the sheets are.

    Returns:
        The sheets by name, and what was passed over: a file that cannot be read stands there with its reason.

    Raises:
        FileFormatError: a path is not there, or a zip that was named cannot be taken.
    """
    found = find_files(paths)
    sheets: list[Sheet] = []
    unread = list(found.unread)
    for file in found.files:
        try:
            opened = open_file(file, scratch, lambda _: Way())
        except FileFormatError as error:
            unread.append(UnreadFile(name=file.label, reason=error.reason, fix=error.fix))
        else:
            sheets.extend(opened.sheets)
            unread.extend(opened.unread)
    return Opened(sheets=tuple(sheets), unread=tuple(unread))


def open_file(file: FoundFile, scratch: Path, way_of: WayOf) -> Opened:
    """Open one file.

    Args:
        file: the file.
        scratch: a folder for what has to be unpacked or written anew.
        way_of: how it, or a worksheet of it, is said to be written.

    Raises:
        FileFormatError: it cannot be read.
    """
    kind = PurePosixPath(file.name).suffix.casefold()
    if kind not in (*_TEXTS, *_BOOKS, *_PARQUET, *_CALENDARS, *_JSON_LINES):
        return Opened(sheets=(), unread=(UnreadFile(name=file.label, reason="is of a kind that is not read"),))
    with told(file.label):
        stamp = Stamp.of(file.path)
    own = Path(mkdtemp(dir=scratch))
    path = file.at_hand(own)
    if kind in _BOOKS:
        return _book(file, stamp, path, way_of, own)
    way = way_of("")
    if way is None:
        return Opened(sheets=(), unread=(UnreadFile(name=file.label, reason=NOT_MAPPED),))
    if kind in _PARQUET:
        sheet = _parquet(file, stamp, path)
    elif kind in _JSON_LINES:
        sheet = _json_lines(file, stamp, path, way)
    else:
        sheet = (_calendar if kind in _CALENDARS else _text)(file, stamp, path, way, own)
    return Opened(sheets=(sheet,), unread=())


def _calendar(file: FoundFile, stamp: Stamp, path: Path, way: Way, scratch: Path) -> Sheet:
    return Sheet(
        path=file.path,
        stamp=stamp,
        name=file.name,
        label=file.label,
        header=HEADER,
        header_line=0,
        content=open_calendar(path, file.name, file.label, way, scratch),
    )


def _text(file: FoundFile, stamp: Stamp, path: Path, way: Way, scratch: Path) -> Sheet:
    text = open_csv(path, file.label, way, scratch)
    return Sheet(
        path=file.path,
        stamp=stamp,
        name=file.name,
        label=file.label,
        header=text.names,
        header_line=text.header_line,
        content=text,
        encoding=text.encoding,
        delimiter=text.delimiter,
        in_place=text.in_place,
    )


def _parquet(file: FoundFile, stamp: Stamp, path: Path) -> Sheet:
    table = open_parquet(path, file.label)
    return Sheet(
        path=file.path,
        stamp=stamp,
        name=file.name,
        label=file.label,
        header=names_in(tuple(table.kinds)),
        header_line=0,
        content=table,
    )


def _json_lines(file: FoundFile, stamp: Stamp, path: Path, way: Way) -> Sheet:
    lines, names = open_json_lines(path, file.label, way.names)
    return Sheet(
        path=file.path,
        stamp=stamp,
        name=file.name,
        label=file.label,
        header=names,
        header_line=0,
        content=lines,
        in_place=lines.in_place,
    )


def _book(file: FoundFile, stamp: Stamp, path: Path, way_of: WayOf, scratch: Path) -> Opened:
    from lievik.sources.reading.workbook import open_workbook

    worksheets, unread = open_workbook(path, file.label, way_of, scratch)
    sheets = tuple(
        Sheet(
            path=file.path,
            stamp=stamp,
            name=file.name,
            label=file.label,
            sheet=worksheet.name,
            header=worksheet.table.text.names,
            header_line=worksheet.table.header_line,
            content=worksheet.table,
        )
        for worksheet in worksheets
    )
    if not sheets and not unread:
        unread.append(UnreadFile(name=file.label, reason="holds no table"))
    return Opened(sheets=sheets, unread=tuple(unread))
