"""Folders, zips and Parquet give their sheets; what could do harm is refused, what is passed over is told."""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
from pathlib import Path

import duckdb
import pytest

from lievik.errors import FileFormatError
from lievik.sources.reading.archive import find_files
from lievik.sources.reading.opening import open_sheets
from lievik.sources.reading.sheet import Sheet


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(FileFormatError) as raised:
        find_files([path])
    assert raised.value.fix
    return raised.value.reason


def rows_of(sheet: Sheet) -> list[tuple[str | None, ...]]:
    connection = duckdb.connect()
    sheet.load(connection, "read")
    return connection.execute("SELECT * FROM read ORDER BY rowid").fetchall()


# ------------------------------------------------------------------------------------------- folders


def test_a_folder_gives_its_files_and_those_one_below_and_tells_the_rest(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside.csv"
    (folder / "january" / "deeper").mkdir(parents=True)
    outside.write_bytes(b"a\n1\n")
    for name in ("deals.csv", "january/leads.csv", "january/deeper/x.csv", ".hidden.csv", "notes.pdf"):
        (folder / name).write_bytes(b"a\n1\n")
    (folder / "link.csv").symlink_to(outside)
    (folder / "inside.csv").symlink_to(folder / "deals.csv")
    os.mkfifo(folder / "pipe.csv")
    found = open_sheets([folder], tmp_path)
    assert [(sheet.label, sheet.name) for sheet in found.sheets] == [
        ("deals.csv", "deals.csv"),
        ("inside.csv", "inside.csv"),
        ("january/leads.csv", "leads.csv"),
    ]
    assert {file.name: file.reason for file in found.unread} == {
        ".hidden.csv": "is hidden",
        "january/deeper": "lies too deep in its folder",
        "link.csv": "points out of its folder",
        "notes.pdf": "is of a kind that is not read",
        "pipe.csv": "is not a plain file",
    }


def test_what_a_workspace_keeps_is_nothing_to_import(tmp_path: Path) -> None:
    for name in ("data", "raw/000001", "mappings", "definitions"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("lievik.toml", "lock", "raw/000001/deals.csv.gz", "mappings/crm.toml", "deals.csv", "rates.csv"):
        (tmp_path / name).write_bytes(b"x")
    found = find_files([tmp_path])
    assert [file.label for file in found.files] == ["deals.csv", "rates.csv"]
    assert found.unread == ()
    (tmp_path / "lievik.toml").unlink()
    assert [file.label for file in find_files([tmp_path]).files if file.label.startswith("mappings")]


def test_a_path_that_is_no_file_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv") == "is not a plain file"
    assert refused(tmp_path / "none") == "is not there"


# ---------------------------------------------------------------------------------------------- zips


def test_a_zip_gives_its_members_by_their_own_names(tmp_path: Path) -> None:
    members = {
        "export/deals.csv": "id;suma\n1;2,5\n".encode("cp1250"),
        "reps.csv.gz": gzip.compress(b"id,name\n1,Eva\n"),
        "old.zip": b"PK",
        "__MACOSX/._deals.csv": b"x",
    }
    path = zipped(tmp_path / "export.zip", members)
    found = open_sheets([path], tmp_path)
    assert [(sheet.label, sheet.name, sheet.path, rows_of(sheet)) for sheet in found.sheets] == [
        ("export.zip / export/deals.csv", "deals.csv", path, [("1", "2,5")]),
        ("export.zip / reps.csv.gz", "reps.csv", path, [("1", "Eva")]),
    ]
    assert {file.name: file.reason for file in found.unread} == {
        "export.zip / __MACOSX/._deals.csv": "is hidden",
        "export.zip / old.zip": "is a zip in a zip",
    }


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "C:\\out.csv", "..\\out.csv"])
def test_a_zip_that_reaches_out_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(zipped(tmp_path / "a.zip", {name: b"a\n"})) == f"holds '{name}', which reaches out of it"


def test_a_zip_with_a_link_or_a_password_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(tmp_path / "a.zip") == "holds 'link.csv', which is a link"
    content = bytearray(zipped(tmp_path / "b.zip", {"a.csv": b"a\n"}).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(content)
    assert refused(tmp_path / "b.zip") == "is protected by a password"


def test_a_zip_that_fills_the_disk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        for _ in range(110):
            member.write(b"0" * (1 << 20))
    assert refused(path) == "unpacks to far more than its size allows"


def test_a_zip_that_lies_about_its_size_ends_in_a_sentence(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip", {"a.csv": b"a,b\n" * 1000}).read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    (unread,) = open_sheets([tmp_path / "a.zip"], tmp_path).unread
    assert unread.reason == "is not a whole zip, as its name says"


def test_a_broken_zip_is_refused_and_in_a_folder_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.zip"
    path.write_bytes(b"PK\x03\x04broken")
    assert refused(path) == "is not a whole zip, as its name says"
    (unread,) = open_sheets([tmp_path / "in"], tmp_path).unread
    assert (unread.name, unread.reason) == ("a.zip", "is not a whole zip, as its name says")


# ------------------------------------------------------------------------------------------- Parquet


def test_parquet_is_text_in_iso_form_and_its_decimals_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "o'deals.parquet"
    sql = """
        SELECT * FROM (VALUES
            (1, 12345678901234567.89::DECIMAL(20,2), DATE '2026-03-31', TIMESTAMP '2026-03-31 14:30:00', true,
             1001.0::DOUBLE, 0.1::FLOAT, 'Žilina', 'nan'::DOUBLE),
            (2, NULL, NULL, NULL, NULL, NULL, 2.5, '', 0.25)
        ) AS t(id, amount, "day", "moment", flag, account, share, "a 'b'", odd)
    """
    duckdb.sql(sql).write_parquet(str(path))
    (sheet,) = open_sheets([path], tmp_path).sheets
    assert sheet.header == ("id", "amount", "day", "moment", "flag", "account", "share", "a 'b'", "odd")
    moment = "2026-03-31 14:30:00"
    assert rows_of(sheet) == [
        ("1", "12345678901234567.89", "2026-03-31", moment, "true", "1001", "0.1", "Žilina", None),
        ("2", None, None, None, None, None, "2.5", None, "0.25"),
    ]
    assert sheet.lines_of([0, 1]) == {0: 1, 1: 2}
    assert len(sheet.sample(1)) == 1
    packed = tmp_path / "x.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert len(rows_of(open_sheets([packed], tmp_path).sheets[0])) == 2


def test_parquet_that_was_cut_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT range AS a, 'x' || range AS b FROM range(1000)").write_parquet(str(path))
    whole = path.read_bytes()
    for content in (whole[:-10], whole[: len(whole) // 2], b"PAR1", whole[:50] + b"x" * 50 + whole[100:]):
        path.write_bytes(content)
        found = open_sheets([path], tmp_path)
        reasons = [file.reason for file in found.unread]
        for sheet in found.sheets:
            with pytest.raises(FileFormatError) as raised:
                rows_of(sheet)
            reasons.append(raised.value.reason)
        assert reasons == ["is not a whole Parquet file, as its name says"]
    path.write_bytes(b"")
    assert open_sheets([path], tmp_path).unread[0].reason == "is empty"
