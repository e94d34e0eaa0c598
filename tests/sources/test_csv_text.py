"""A file that cannot be read ends in a sentence that names what and where; every other one is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from lievik.errors import FileFormatError
from lievik.sources.csv_text import inspect


def refused(path: Path) -> str:
    """Say why a file is refused when it is looked through, or read."""
    with pytest.raises(FileFormatError) as raised:
        inspect(path).load(duckdb.connect(), "read")
    assert raised.value.fix
    return raised.value.reason


def written(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(path: Path) -> list[tuple[str | None, ...]]:
    connection = duckdb.connect()
    inspect(path).load(connection, "read")
    return connection.execute("SELECT * FROM read ORDER BY rowid").fetchall()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\na,b\n", "has no header in its first line"),
        (b" , \n1,2\n", "has no header in its first line"),
        (b"PK\x03\x04\x00\x00\x08", "is binary, not text"),
        ("a,b\n1,2\n".encode("utf-16"), "is UTF-16, not UTF-8 (from byte 0 on)"),
        ("a,b\n1,2\nč,3\n".encode("cp1250"), "is not UTF-8: byte 8, in line 3"),
        (b"a,b\n1,\xc4", "is not UTF-8: byte 6, in line 2"),
        (b"a,b,a\n1,2,3\n", "names the column 'a' more than once"),
        (b"a,b\n1,2\n3\n", "cannot be read: line 3 has 1 field where the header names 2"),
        (b"a,b\n1,2\n3,4,5\n", "cannot be read: line 3 has 3 fields where the header names 2"),
        (b'a,b\n1,"x\ny"\n3,4,5\n', "cannot be read: line 4 has 3 fields where the header names 2"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "cannot be read: line 3 has a quotation mark that is not closed, or text after it"),
        (b'a,b\n1,2\n3,"4"x\n', "cannot be read: line 3 has a quotation mark that is not closed, or text after it"),
        (b"a,b\r\n1,2\r\n3,4\n5,6\r\n", "mixes line ends or quotation marks"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refused(written(tmp_path, content)) == reason


def test_a_bad_byte_is_found_past_the_first_block(tmp_path: Path) -> None:
    line = b"0123456789,abc\n"
    lines = (1 << 20) // len(line) + 10
    path = written(tmp_path, b"a,b\n" + line * lines + b"\xff\n")
    assert refused(path) == f"is not UTF-8: byte {4 + lines * len(line)}, in line {lines + 2}"


def test_a_file_that_is_not_there_or_a_folder_says_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "is not there"
    (tmp_path / "folder.csv").mkdir()
    assert refused(tmp_path / "folder.csv") == "is a folder"


def test_a_gzip_file_that_is_broken_says_how(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + bytes(str(list(range(5000))), "ascii"))
    assert "truncated" in refused(written(tmp_path, packed[:-50], "a.csv.gz"))
    assert "not a whole gzip file" in refused(written(tmp_path, b"a,b\n1,2\n", "b.csv.gz"))
    damaged = bytearray(packed)
    damaged[30] ^= 0xFF
    assert refused(written(tmp_path, bytes(damaged), "d.csv.gz"))


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"\xef\xbb\xbfa,b\n1,2\n", [("1", "2")]),
        (b"a;b\r\n1;2,5\r\n", [("1", "2,5")]),
        (b"a\tb\n1\t2", [("1", "2")]),
        (b'a,b\n1,"x ""y"" z"\n\n3,"4\n5"\n', [("1", 'x "y" z'), ("3", "4\n5")]),
        (b"a,b\n", []),
        (b"a,b\n,\n", [(None, None)]),
        (b'"a;b;c",d\n1,2\n', [("1", "2")]),
    ],
)
def test_usual_files_are_read(tmp_path: Path, content: bytes, rows: list[tuple[str | None, ...]]) -> None:
    assert read(written(tmp_path, content)) == rows


def test_names_of_files_are_never_taken_for_patterns(tmp_path: Path) -> None:
    written(tmp_path, b"a\nwrong\n", "b1.csv")
    assert read(written(tmp_path, b"a\nright\n", "b[1]'*?.csv")) == [("right",)]


def test_a_record_is_found_by_its_line_though_fields_span_lines(tmp_path: Path) -> None:
    text = inspect(written(tmp_path, b'a,b\n1,"x\ny"\n\n2,3\n'))
    assert [text.line_of(record) for record in (0, 1)] == [2, 5]
