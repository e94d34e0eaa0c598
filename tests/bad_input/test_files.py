"""Files as offices send them: what can be read is read, the rest is told; what cannot ends in a sentence."""

from __future__ import annotations

import gzip
import hashlib
import random
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lievik.errors import LievikError, SourceError
from lievik.model.receipt import Receipt
from lievik.workspace import Workspace

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ENDINGS = ("csv", "txt", "xlsx", "parquet")
MAPPING = "source = 'crm'\n" + "".join(
    f"[[file]]\nmatch = 'deals*.{ending}'\ntable = 'deal'\ndecimal = ','\n"
    "[file.columns]\nid = 'id'\nname = 'názov'\namount = 'suma'\n"
    for ending in ENDINGS
)
GOOD = "id;názov;suma\nd1;Žilina;1,50\nd2;=SUM(A1);2,25\n"
ROWS = [("d1", "Žilina", "1.50"), ("d2", "=SUM(A1)", "2.25")]


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    """A workspace with nothing in it."""
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return Workspace.create(tmp_path / "company", today=date(2026, 11, 1))


def brought(company: Workspace, *paths: Path) -> Receipt:
    return company.import_files(paths, mapping=company.settings.folder.parent / "mapping.toml", now=NOW)


def deals(company: Workspace) -> list[tuple[object, ...]]:
    assert company.engine is not None
    return company.engine.fetch("SELECT id, name, CAST(amount AS VARCHAR) FROM deal ORDER BY id", {})[1]


def state_of(company: Workspace) -> dict[str, str]:
    folder = company.settings.folder
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Obchody")
        sheet.merge_range(0, 0, 0, 2, "Prehľad")
        for row, fields in enumerate((["id", "názov", "suma"], ["d1", "Žilina", "1,50"]), start=2):
            sheet.write_row(row, 0, fields)
        sheet.write_row(4, 0, ["d2"])
        sheet.write_string(4, 1, "=SUM(A1)")
        sheet.write_string(4, 2, "2,25")
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def made(folder: Path, name: str) -> Path:
    """Write the good deals as a file of some kind."""
    path = folder / name
    match name.rpartition(".")[2]:
        case "xlsx":
            return workbook(path)
        case "parquet":
            duckdb.sql(
                """SELECT unnest(['d1', 'd2']) AS id, unnest(['Žilina', '=SUM(A1)']) AS "názov",
                unnest(['1,50', '2,25']) AS suma"""
            ).write_parquet(str(path))
        case "zip":
            return zipped(path, {"export/deals.csv": GOOD.encode("cp1250"), "readme.md": b"x"})
        case "gz":
            path.write_bytes(gzip.compress(GOOD.encode()))
        case _:
            path.write_text(GOOD, encoding="utf-16")
    return path


@pytest.mark.parametrize(
    "name", ["deals.txt", "deals.csv", "deals.csv.gz", "deals.xlsx", "deals.parquet", "export.zip"]
)
def test_files_of_every_kind_come_in_alike_and_are_read_again_from_what_is_kept(
    company: Workspace, tmp_path: Path, name: str
) -> None:
    receipt = brought(company, made(tmp_path, name))
    assert (receipt.rows_kept, deals(company)) == (2, ROWS)
    company.rebuild()
    assert deals(company) == ROWS


@pytest.mark.parametrize(
    ("content", "rejected"),
    [
        ("Prehľad obchodov\n\n" + GOOD, []),
        (GOOD + "id;názov;suma\n", [4]),
        (GOOD + "\n\nVytvorila Eva\n", [6]),
        (GOOD.replace("1,50", "1,50;;;"), []),
        (GOOD + "d3;x;1;2\n", [4]),
        ("sep=;\n" + GOOD, []),
        (GOOD.replace("\n", "\r\n"), []),
        (GOOD.replace("\n", "\r"), []),
        (GOOD.replace("suma\n", "suma;suma\n").replace("0\n", "0;9\n").replace("5\n", "5;9\n"), []),
        ("\n".join(line + ";x" * 300 for line in GOOD.splitlines()), []),
    ],
    ids=[
        "title", "header again", "footer", "empty fields", "too wide", "sep", "CRLF", "CR", "name twice", "300 columns"
    ],
)  # fmt: skip
def test_what_is_odd_about_a_file_costs_no_other_row(
    company: Workspace, tmp_path: Path, content: str, rejected: list[int]
) -> None:
    (tmp_path / "deals.csv").write_text(content, encoding="utf-8", newline="")
    (file,) = brought(company, tmp_path / "deals.csv").files
    assert deals(company) == ROWS
    assert [reject.line for reject in file.rejects] == rejected
    assert file.rows_read == file.rows_kept + file.rows_left_out + file.rows_rejected == 2 + len(rejected)


def test_lines_in_two_encodings_are_both_read(company: Workspace, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(GOOD.encode() + "d3;Šaľa;3\n".encode("cp1250"))
    brought(company, tmp_path / "deals.csv")
    assert deals(company) == [*ROWS, ("d3", "Šaľa", "3.00")]


def test_a_link_out_of_a_folder_is_told_and_not_followed(company: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "deals2.csv").write_text("id;názov;suma\nd9;secret;1\n", encoding="utf-8")
    made(tmp_path / "in", "deals.csv")
    (tmp_path / "in" / "deals2.csv").symlink_to(tmp_path / "deals2.csv")
    assert brought(company, tmp_path / "in").files_not_mapped == ("deals2.csv",)
    assert deals(company) == ROWS


def cannot_be_taken(folder: Path) -> dict[str, Path]:
    """Files that no import can take, by what they say."""
    bomb, line = folder / "bomb.zip", folder / "deals1.csv"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("deals.csv", "w") as member:
        for _ in range(110):
            member.write(b"0" * (1 << 20))
    line.write_bytes(b"id;suma\n" + b"x" * (40 << 20))
    (folder / "deals2.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000)
    (folder / "deals3.csv").write_bytes(b"id;suma\n1;\0\n")
    (folder / "deals4.csv").write_bytes('id;názov;suma\n1;"2\n3;4\n'.encode())
    (folder / "deals5.parquet").write_bytes(b"PAR1")
    return {
        "unpacks to far more": bomb,
        "more than 16 MB": line,
        "protected by a password": folder / "deals2.xlsx",
        "binary": folder / "deals3.csv",
        "line 2": folder / "deals4.csv",
        "not a whole Parquet file": folder / "deals5.parquet",
        "reaches out of it": zipped(folder / "out.zip", {"../deals.csv": GOOD.encode()}),
        "is not there": folder / "deals6.csv",
    }


def test_what_cannot_be_taken_ends_in_a_sentence_and_changes_nothing(company: Workspace, tmp_path: Path) -> None:
    brought(company, made(tmp_path, "deals.csv"))
    before = state_of(company)
    for told, path in cannot_be_taken(tmp_path).items():
        with pytest.raises(SourceError) as raised:
            brought(company, path)
        assert told in raised.value.message
        assert path.name in raised.value.message
        assert raised.value.fix
        assert state_of(company) == before


# ------------------------------------------------------------------------------------------- mutated


def mutated(chance: random.Random, content: bytes) -> bytes:
    """Change, cut, repeat or add a little."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 40)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at:at] = chance.choice((b'"', b";", b"\r", b"\n\n", b"\0", b"\xff\xfe", b"9" * 30, b"<", b"\xc5"))
            case _:
                del data[at + len(data) // 2 :]
    return bytes(data)


def mutated_file(chance: random.Random, folder: Path, kinds: dict[str, bytes]) -> Path:
    """Write a mutated file; of workbooks and zips mostly what is in them is mutated."""
    name = chance.choice(list(kinds))
    path = folder / name
    path.write_bytes(kinds[name])
    if name.endswith((".xlsx", ".zip")) and chance.random() < 0.7:
        with zipfile.ZipFile(path) as archive:
            members = {member: archive.read(member) for member in archive.namelist()}
        changed = chance.choice(list(members))
        zipped(path, {**members, changed: mutated(chance, members[changed])})
    else:
        path.write_bytes(mutated(chance, kinds[name]))
    return path


@pytest.mark.parametrize("count", [30, pytest.param(2000, marks=pytest.mark.soak)])
def test_a_mutated_file_comes_in_or_ends_in_a_sentence_and_changes_nothing(
    company: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str], count: int
) -> None:
    names = ("deals.txt", "deals.csv.gz", "deals.xlsx", "deals.parquet", "export.zip")
    kinds = {name: made(tmp_path, name).read_bytes() for name in names}
    kinds["deals.csv"] = GOOD.encode("cp1250") * 3
    chance, taken = random.Random(count), 0  # noqa: S311 - nothing is kept secret by it
    for _ in range(count):
        path = mutated_file(chance, tmp_path, kinds)
        before = state_of(company)
        try:
            brought(company, path)
        except LievikError as error:
            assert error.fix  # noqa: PT017 - either way is right, and this is what the other one owes
            assert state_of(company) == before
        else:
            taken += 1
    assert 0 < taken < count
    assert capfd.readouterr().err == ""
