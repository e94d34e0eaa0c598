"""Delimited text of any office is read to the last letter; what cannot be read says what and where."""

from __future__ import annotations

import gzip
from pathlib import Path
from time import monotonic, sleep

import duckdb
import pytest

from lievik.errors import FileFormatError
from lievik.model.receipt import Reject
from lievik.sources.reading.archive import FoundFile
from lievik.sources.reading.opening import open_file, open_sheets, scratch_folder
from lievik.sources.reading.sheet import Sheet, Way

Rows = list[tuple[str | None, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for files; beside it is one for scratch."""
    (tmp_path / "files").mkdir()
    (tmp_path / "scratch").mkdir()
    return tmp_path / "files"


def opened(folder: Path, content: bytes, name: str = "a.csv", way: Way | None = None) -> Sheet:
    """Write a file, and open it."""
    path = folder / name
    path.write_bytes(content)
    found = open_file(FoundFile(path=path, label=name), folder.parent / "scratch", lambda _: way or Way())
    (sheet,) = found.sheets
    return sheet


def read(sheet: Sheet) -> tuple[Rows, tuple[Reject, ...]]:
    """Read a sheet: its rows in order, and the lines that were none."""
    connection = duckdb.connect()
    rejected = sheet.load(connection, "read")
    assert rejected.count == len(rejected.first)
    return connection.execute("SELECT * FROM read ORDER BY rowid").fetchall(), rejected.first


def rows_of(folder: Path, content: bytes, name: str = "a.csv") -> Rows:
    """Read a file in which every line is fine."""
    rows, rejects = read(opened(folder, content, name))
    assert rejects == ()
    return rows


def refused(folder: Path, content: bytes, name: str = "a.csv", way: Way | None = None) -> str:
    """Say why a file is refused when it is looked through, or read."""
    with pytest.raises(FileFormatError) as raised:
        read(opened(folder, content, name, way))
    assert raised.value.fix
    return raised.value.reason


# ------------------------------------------------------------------------------------------ encodings

SLOVAK = "Názov;Štádium\nŽilina, ľahký ťah;Vyhraté\nČeské dráhy – Plzeň;\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "cp1250"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_every_encoding_is_found_and_read(folder: Path, encoding: str, told: str, *, packed: bool) -> None:
    content = SLOVAK.encode(encoding)
    sheet = opened(folder, gzip.compress(content) if packed else content, "a.csv.gz" if packed else "a.csv")
    assert (sheet.encoding, sheet.header, sheet.name) == (told, ("Názov", "Štádium"), "a.csv")
    assert read(sheet) == ([("Žilina, ľahký ťah", "Vyhraté"), ("České dráhy – Plzeň", None)], ())


def test_a_scratch_folder_goes_with_all_that_is_in_it() -> None:
    with scratch_folder() as folder:
        (folder / "deals.csv").write_text("id", encoding="utf-8")
    until = monotonic() + 10
    while folder.exists() and monotonic() < until:
        sleep(0.01)
    assert not folder.exists()


def test_big_endian_with_its_mark_is_read(folder: Path) -> None:
    assert rows_of(folder, b"\xfe\xff" + "a;b\n1;ž\n".encode("utf-16-be")) == [("1", "ž")]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("firma\nŽďár a spol.\nDušan\n", "iso8859-2"),
        ("firma\nPlzeňské žďáření\npříští žena\n", "iso8859-2"),
        ("firma\nVeľký ľad\nposteľ\n", "iso8859-2"),
        ("firma\nVeľký ľad\nposteľ\n", "cp1250"),
        ("firma\nPříští žena\n", "cp1250"),
        ("firma\nDušan\n", "cp1250"),
        ("firma\nMüller Straße\n", "cp1250"),
        ("firma\nCena v €\n", "cp1250"),
        ("firma\nObchod „zlatý“\n", "cp1250"),
    ],
)
def test_the_two_single_byte_encodings_are_told_apart(folder: Path, text: str, encoding: str) -> None:
    sheet = opened(folder, text.encode(encoding))
    assert [row[0] for row in read(sheet)[0]] == text.splitlines()[1:]
    assert sheet.encoding == encoding


def test_lines_of_two_encodings_are_each_read_in_theirs(folder: Path) -> None:
    content = "firma\nŽilina\n".encode() + "Šaľa\n".encode("cp1250") + "Košice\n".encode()
    sheet = opened(folder, content)
    assert sheet.encoding == "utf-8+cp1250"
    assert read(sheet)[0] == [("Žilina",), ("Šaľa",), ("Košice",)]
    again = opened(folder, content, way=Way(encoding="utf-8+cp1250"))
    assert read(again)[0] == [("Žilina",), ("Šaľa",), ("Košice",)]


def test_an_encoding_that_is_said_is_taken_and_a_mark_goes_before_it(folder: Path) -> None:
    text = "firma\nŽilina\n"
    assert read(opened(folder, text.encode("cp852"), way=Way(encoding="cp852")))[0] == [("Žilina",)]
    assert read(opened(folder, text.encode("utf-8-sig"), way=Way(encoding="cp1250")))[0] == [("Žilina",)]
    reason = refused(folder, "a\n\nŽ\n".encode("cp1250"), way=Way(encoding="utf-8"))
    assert reason == "cannot be read as UTF-8: line 3 holds other bytes"
    assert "no encoding" in refused(folder, b"a\n1\n", way=Way(encoding="klingon"))


def test_a_letter_that_a_block_parts_is_read(folder: Path) -> None:
    line = b"0123456789,abc\n"
    start = b"a,b\n" + line * ((1 << 20) // len(line))
    content = start + b"x" * ((1 << 20) - len(start) - 1) + "ž,1\n".encode()
    assert rows_of(folder, content)[-1][0] == "x" * ((1 << 20) - len(start) - 1) + "ž"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "has no header: no line names its columns"),
        (b" , \n1,2\n", "has no header: no line names its columns"),
        (b"PK\x03\x04\x00\x00\x08", "is binary, not text"),
        (b"a,b\n1,\x00\n", "is binary, not text"),
        ("a,b\n1,\0\n".encode("utf-16"), "is binary, not text"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "cannot be read as UTF-16: line 2 holds other bytes"),
        (b"a,b\n1,2\n\x81,3\n", "cannot be read as cp1250: line 3 holds other bytes"),
        ("a,b\nč,č".encode()[:-1], "is truncated: it breaks off within a letter"),
        (b"a,b\n" + b"x" * (17 << 20), "has a line of more than 16 MB"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "cannot be read: line 3 has a quotation mark that is not closed, or text after it"),
        (b'a,b\n1,2\n3,"4"x",\n', "cannot be read: line 3 has a quotation mark that is not closed, or text after it"),
        (b"a,b\n1,2,3\n", "cannot be read: line 2 is not a row of 2 fields"),
        (b"a,b\n1,2\n3\n4\n,,,5\n", "cannot be read: line 3 is not a row of 2 fields (3 such lines in all)"),
    ],
    ids=lambda value: None if isinstance(value, str) else value[:20].hex(),
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(folder: Path, content: bytes, reason: str) -> None:
    assert refused(folder, content) == reason


def test_a_gzip_file_that_is_broken_says_how(folder: Path) -> None:
    packed = gzip.compress(b"a,b\n" + bytes(str(list(range(5000))), "ascii"))
    assert "truncated" in refused(folder, packed[:-50], "a.csv.gz")
    assert "not a whole gzip file" in refused(folder, b"a,b\n1,2\n", "b.csv.gz")
    damaged = bytearray(packed)
    damaged[30] ^= 0xFF
    assert refused(folder, bytes(damaged), "d.csv.gz")


def test_a_gzip_file_that_fills_the_disk_is_refused(folder: Path) -> None:
    assert "unpacks to far more" in refused(folder, gzip.compress(b"a,b\n" * (30 << 20), 1), "a.csv.gz")


# ------------------------------------------------------------------------------------------- dialects


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"\xef\xbb\xbfa,b\n1,2\n", [("1", "2")]),
        (b"a;b\r\n1;2,5\r\n", [("1", "2,5")]),
        (b"a;b\r1;2,5\r3;4\r", [("1", "2,5"), ("3", "4")]),
        (b"a\tb\n1\t2", [("1", "2")]),
        (b"a|b\n1|2,5\n", [("1", "2,5")]),
        (b"sep=;\r\na,x;b\r\n1;2,5\r\n", [("1", "2,5")]),
        (b'a,b\n1,"x ""y"" z"\n\n3,"4\n5"\n', [("1", 'x "y" z'), ("3", "4\n5")]),
        (b"a,b\n", []),
        (b"a,b\n,\n", [(None, None)]),
        (b'"a;b;c",d\n1,2\n', [("1", "2")]),
        (b"a\n1\n\n2\n", [("1",), (None,), ("2",)]),
        (b"\n\na,b\n1,2\n", [("1", "2")]),
        (b"a,b\r\n1,2\n3,4\r\n", [("1", "2"), ("3", "4")]),
        (b'a,b\n1,5" pipe\n', [("1", '5" pipe')]),
        (b"a,b\n1,2,\n3,4, ,\n5,6\n", [("1", "2"), ("3", "4"), ("5", "6")]),
        (b"name;note\nA;hello, there, x\nB;no, not, y\n", [("A", "hello, there, x"), ("B", "no, not, y")]),
    ],
    ids=lambda value: value.hex()[:24] if isinstance(value, bytes) else None,
)
def test_usual_files_are_read(folder: Path, content: bytes, rows: Rows) -> None:
    assert rows_of(folder, content) == rows


@pytest.mark.parametrize(
    ("text", "line", "header"),
    [
        ("Prehľad obchodov\n\nid;suma\n1;2,5\n", 3, ("id", "suma")),
        ("Report;;;\nOd;1. 1. 2026;;\n;;;\nid;suma;fáza;dátum\n1;2;x;\n2;3;y;\n", 4, ("id", "suma", "fáza", "dátum")),
        ('"Two\nlines",,\nid,a,b\n1,2,3\n', 3, ("id", "a", "b")),
        ("Export, made by Eva\nid,a,b\n1,2,3\n", 2, ("id", "a", "b")),
        ("Year,Rep,2017,2018,2019\n1,Eva,3,4,5\n", 1, ("Year", "Rep", "2017", "2018", "2019")),
        ("id\n1\n2\n", 1, ("id",)),
        ("ID,Name,\n1,a,\n2,b,\n", 1, ("ID", "Name", "")),
        ("a,a,b,a\n1,2,3,4\n", 1, ("a", "a (2)", "b", "a (3)")),
        ("a,a (2),a\n1,2,3\n", 1, ("a", "a (2)", "a (3)")),
    ],
)
def test_the_line_of_the_names_is_found(folder: Path, text: str, line: int, header: tuple[str, ...]) -> None:
    sheet = opened(folder, text.encode())
    assert (sheet.header_line, sheet.header) == (line, header)
    assert len(read(sheet)[0]) == text.count("\n") - line


def test_a_header_and_a_delimiter_that_are_said_are_taken(folder: Path) -> None:
    sheet = opened(folder, b"x,y;z\n1,2;3\n4,5;6\n", way=Way(delimiter=";", header=2))
    assert (sheet.header, read(sheet)[0]) == (("1,2", "3"), [("4,5", "6")])
    assert refused(folder, b"a,b\n1,2\n", way=Way(header=7)) == "has no header in line 7"


def test_three_hundred_columns_are_read(folder: Path) -> None:
    header = ";".join(f"column {number}" for number in range(300))
    values = ";".join(str(number) for number in range(300))
    assert rows_of(folder, f"{header}\n{values}\n".encode()) == [tuple(str(number) for number in range(300))]


# ------------------------------------------------------------------------------- lines that are no rows


def test_a_header_that_comes_again_is_told(folder: Path) -> None:
    sheet = opened(folder, b"id,a\n1,x\nid,a\n2,y\n")
    assert read(sheet) == (
        [("1", "x"), ("2", "y")],
        (Reject(line=3, column="", value="id,a", reason="a row other than the header"),),
    )
    assert sheet.lines_of((0, 1)) == {0: 2, 1: 4}


def test_rows_that_are_too_wide_are_told_and_the_rest_comes_in(folder: Path) -> None:
    rows, rejects = read(opened(folder, b"a,b\n1,2\n3,4,5\n6,7\n"))
    assert rows == [("1", "2"), ("6", "7")]
    assert rejects == (Reject(line=3, column="", value="3,4,5", reason="a row of 2 fields"),)


def test_a_row_that_was_cut_is_told_and_a_block_without_its_last_columns_is_filled_up(folder: Path) -> None:
    rows, rejects = read(opened(folder, b"a,b,c,d\n1,2,3,4\n5,6\n1,2,3,4\n7,8\n9,10\n1,2,3,4\n"))
    assert rows == [
        ("1", "2", "3", "4"),
        ("1", "2", "3", "4"),
        ("7", "8", None, None),
        ("9", "10", None, None),
        ("1", "2", "3", "4"),
    ]
    assert [reject.line for reject in rejects] == [3]


def test_a_row_that_a_line_end_broke_in_two_is_no_two_rows(folder: Path) -> None:
    rows, rejects = read(opened(folder, b"id,note,sum\n1,x,1\n2,some\ntext,5\n3,y,2\n4,z,3\n"))
    assert rows == [("1", "x", "1"), ("3", "y", "2"), ("4", "z", "3")]
    assert [(reject.line, reject.value) for reject in rejects] == [(3, "2,some"), (4, "text,5")]


def test_lines_below_the_table_are_told(folder: Path) -> None:
    content = b'id,a,b\n1,2,3\n2,3,4\n\n"Generated by Eva"\n"Confidential"\n'
    rows, rejects = read(opened(folder, content))
    assert len(rows) == 2
    assert [reject.value for reject in rejects] == ["Generated by Eva", "Confidential"]


def test_wild_quotation_marks_cost_their_own_row(folder: Path) -> None:
    rows, rejects = read(opened(folder, b'id,name\n1,"Firma "ABC" s.r.o."\n2,x\n3,"y, z"\n'))
    assert rows == [("2", "x"), ("3", "y, z")]
    (reject,) = rejects
    assert (reject.line, reject.value) == (2, '1,"Firma "ABC" s.r.o."')
    assert reject.reason == "a row with its quotation marks doubled inside text"


def test_a_row_that_is_far_too_long_is_told(folder: Path) -> None:
    rows, rejects = read(opened(folder, b"a,b\n1," + b"x" * 2_500_000 + b"\n2,y\n3,z\n"))
    assert rows == [("2", "y"), ("3", "z")]
    assert [(reject.line, reject.reason) for reject in rejects] == [(2, "a row of less than 500,000 signs")]


def test_only_the_first_rejects_are_kept(folder: Path) -> None:
    sheet = opened(folder, b"a,b\n" + b"1,2\n" * 300 + b"1,2,3\n" * 150)
    rejected = sheet.load(duckdb.connect(), "read")
    assert (rejected.count, len(rejected.first)) == (150, 100)


# --------------------------------------------------------------------------------- names, lines, samples


def test_names_of_files_are_never_taken_for_patterns(folder: Path) -> None:
    (folder / "b1.csv").write_bytes(b"a\nwrong\n")
    assert rows_of(folder, b"a\nright\n", "b[1]'*?.csv") == [("right",)]


def test_a_record_is_found_by_its_line_though_fields_span_lines(folder: Path) -> None:
    sheet = opened(folder, 'Title\n\na,b\n1,"x\ny"\n\n2,3\n'.encode("utf-16"))
    assert [sheet.line_of(record) for record in (0, 1)] == [4, 7]


def test_a_sample_is_spread_over_a_small_file(folder: Path) -> None:
    sheet = opened(folder, b"id,b\n" + b"".join(b"%d,\n" % number for number in range(1000)))
    sample = sheet.sample(100)
    assert len(sample) == 100
    assert sample[0] == ("0", "")
    assert int(sample[-1][0]) >= 990
    assert opened(folder, b"id,b\n").sample(10) == []


def test_a_file_with_a_fault_further_down_still_gives_a_sample(folder: Path) -> None:
    assert opened(folder, b'id,b\n1,2\n3,"4\n5,6\n').sample(10) == [("1", "2")]


def test_a_file_that_changes_while_it_is_read_is_refused(folder: Path) -> None:
    sheet = opened(folder, b"a,b\n1,2\n")
    with sheet.path.open("ab") as file:
        file.write(b"3,4\n")
    with pytest.raises(FileFormatError, match="changed while it was read"):
        sheet.load(duckdb.connect(), "read")


def test_a_file_that_is_not_there_or_may_not_be_read_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileFormatError, match="is not there"):
        open_sheets([folder / "none.csv"], folder)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError

    path = folder / "a.csv"
    path.write_bytes(b"a\n1\n")
    monkeypatch.setattr(Path, "open", forbidden)
    (unread,) = open_sheets([path], folder.parent / "scratch").unread
    assert (unread.name, unread.reason) == ("a.csv", "may not be read")
