"""Worksheets become the text that a plain file would have; what holds no table is passed over and told."""

from __future__ import annotations

import datetime as dt
import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from lievik.errors import FileFormatError
from lievik.sources.reading.archive import FoundFile
from lievik.sources.reading.opening import open_file, open_sheets
from lievik.sources.reading.sheet import Opened, Sheet, Way

Rows = list[tuple[str | None, ...]]


def opened(folder: Path, fill: Callable[[xlsxwriter.Workbook], None], way: Way | None = None) -> Opened:
    """Make a workbook, and open it."""
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    (folder / "scratch").mkdir()
    return open_file(FoundFile(path=path, label=path.name), folder / "scratch", lambda _: way or Way())


def one(folder: Path, fill: Callable[[xlsxwriter.Workbook, Worksheet], None], way: Way | None = None) -> Sheet:
    """Make a workbook of one worksheet, and open that."""
    (sheet,) = opened(folder, lambda book: fill(book, book.add_worksheet("Obchody")), way).sheets
    return sheet


def rows_of(sheet: Sheet) -> Rows:
    connection = duckdb.connect()
    sheet.load(connection, "read")
    return connection.execute("SELECT * FROM read ORDER BY rowid").fetchall()


def test_cells_are_text_as_a_plain_file_would_have_it(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "d. m. yyyy"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hours = book.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(0, 0, ["id", "amount", "day", "moment", "time", "flag", "formula", "error", "text", "hours"])
        sheet.write_row(1, 0, [1, 1234567.89])
        sheet.write_datetime(1, 2, dt.date(2026, 3, 31), day)
        sheet.write_datetime(1, 3, dt.datetime.fromisoformat("2026-03-31T14:30"), moment)
        sheet.write_datetime(1, 4, dt.time(9, 5), book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 5, True)  # noqa: FBT003 - the library takes it by place
        sheet.write_formula(1, 6, "=1+1", None, 2)
        sheet.write_formula(1, 7, "=1/0", None, "#DIV/0!")
        sheet.write_string(1, 8, "=HYPERLINK(1)")
        sheet.write_number(1, 9, 1.5, hours)
        sheet.write_row(2, 0, [1e16, 0.1 + 0.2, 45000, "1 234,50", "Žilina\nmesto", "007"])

    sheet = one(tmp_path, fill)
    assert (sheet.sheet, sheet.header_line, sheet.place) == ("Obchody", 1, "book.xlsx / Obchody")
    moment = "2026-03-31 14:30:00"
    assert rows_of(sheet) == [
        ("1", "1234567.89", "2026-03-31", moment, "09:05:00", "true", "2", None, "=HYPERLINK(1)", "36:00:00"),
        ("10000000000000000", "0.3", "45000", "1 234,50", "Žilina\nmesto", "007", None, None, None, None),
    ]


def test_the_table_is_found_where_it_is_and_its_lines_are_the_worksheets(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(1, 2, 1, 5, "Prehľad obchodov")
        sheet.write(2, 2, "Vytvorila: Eva")
        sheet.write_row(4, 2, ["id", "suma", "fáza"])
        sheet.write_row(5, 2, ["d1", 10, "Vyhraté"])
        sheet.write_row(7, 2, ["id", "suma", "fáza"])
        sheet.write_row(8, 2, ["d2", 20, "Prehraté"])

    sheet = one(tmp_path, fill)
    assert (sheet.header, sheet.header_line) == (("id", "suma", "fáza"), 5)
    connection = duckdb.connect()
    rejected = sheet.load(connection, "read")
    found = connection.execute("SELECT rowid, c0 FROM read WHERE c0 IS NOT NULL ORDER BY rowid").fetchall()
    assert [(sheet.line_of(record), name) for record, name in found] == [(6, "d1"), (9, "d2")]
    assert [(reject.line, reject.value) for reject in rejected.first] == [(8, "id;suma;fáza")]
    assert sheet.sample(10) == [("d1", "10", "Vyhraté"), ("d2", "20", "Prehraté")]


def test_a_header_that_is_said_is_taken(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for row, fields in enumerate((["a", "b"], ["c", "d"], [1, 2])):
            sheet.write_row(row, 0, fields)

    assert one(tmp_path, fill, Way(header=2)).header == ("c", "d")


def test_what_is_merged_downwards_stands_in_every_row_but_an_amount_only_once(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 1, 0, "owner")
        sheet.merge_range(0, 1, 0, 2, "deal")
        sheet.write_row(1, 1, ["id", "amount"])
        sheet.merge_range(2, 0, 4, 0, "Eva")
        sheet.merge_range(2, 2, 3, 2, 100)
        for row, name in enumerate(("d1", "d2", "d3", "d4"), start=2):
            sheet.write(row, 1, name)

    sheet = one(tmp_path, fill)
    assert (sheet.header, sheet.header_line) == (("owner", "id", "amount"), 2)
    assert rows_of(sheet) == [("Eva", "d1", "100"), ("Eva", "d2", None), ("Eva", "d3", None), (None, "d4", None)]


def test_every_worksheet_with_a_table_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Deals", "Reps"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["id", "name"])
            sheet.write_row(1, 0, [1, name])
        book.add_worksheet("Empty")
        book.add_worksheet("Figures").write_row(0, 0, [1, 2, 3])
        hidden = book.add_worksheet("Lists")
        hidden.write_row(0, 0, ["a", "b"])
        hidden.hide()

    found = opened(tmp_path, fill)
    assert [rows_of(sheet) for sheet in found.sheets] == [[("1", "Deals")], [("1", "Reps")]]
    assert [(file.name, file.reason) for file in found.unread] == [
        ("book.xlsx / Figures", "holds no table"),
        ("book.xlsx / Lists", "is hidden"),
    ]


def test_a_workbook_without_anything_is_told(tmp_path: Path) -> None:
    found = opened(tmp_path, lambda book: book.add_worksheet())
    assert [(file.name, file.reason) for file in found.unread] == [("book.xlsx", "holds no table")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "is protected by a password"),
        ("a.xlsx", b"id;name\n", "is not a whole workbook, as its name says"),
        ("a.xls", b"<html><table></table></html>", "is not a whole workbook, as its name says"),
        ("a.xlsx", b"", "is empty"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileFormatError) as raised:
        open_file(FoundFile(path=path, label=name), tmp_path, lambda _: Way())
    assert raised.value.reason == reason
    assert open_sheets([path], tmp_path).unread[0].reason == reason


def test_a_workbook_that_fills_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as member:
        for _ in range(110):
            member.write(b" " * (1 << 20))
    assert "unpacks to far more" in open_sheets([path], tmp_path).unread[0].reason


def test_a_workbook_that_was_cut_or_changed_ends_in_a_sentence(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["id", "name"])
    whole = (tmp_path / "book.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(0, len(whole), 300):
        path.write_bytes(whole[:end])
        assert open_sheets([path], tmp_path).unread
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        found = open_sheets([path], tmp_path)
        assert len(found.sheets) + len(found.unread) <= 1


def test_a_gzipped_workbook_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_row(1, 0, [1, "x"])
    path = tmp_path / "book.xlsx.gz"
    path.write_bytes(gzip.compress((tmp_path / "book.xlsx").read_bytes()))
    (found,) = open_sheets([path], tmp_path).sheets
    assert (found.name, found.path, rows_of(found)) == ("book.xlsx", path, [("1", "x")])
