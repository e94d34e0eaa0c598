"""The next import: what is kept reads it, is added to, and gives way only where it does not fit any more."""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.apps.typing_person import TypingPerson

DEALS = "Deal ID,Deal name,Amount,Stage,Created,Closed on\n"
JULY = f"{DEALS}1,A,10.5,Won,2026-07-01,2026-07-15\n2,B,20.5,Lost,2026-07-02,2026-07-20\n"
AUGUST = f"{JULY}3,C,30.5,Won,2026-08-02,2026-08-20\n"
FIRMS = "Company ID,Company name,Industry\nF1,Acme,Steel\nF2,Beta,Wood\n"
PLAIN = "id,name,type,created,status\n1,One,a,2026-01-01,x\n2,Two,b,2026-01-02,y\n"
"""A table that may be one of several, so that it is asked about."""


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder with one month's export."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "deals-2026-07.csv").write_text(JULY, encoding="utf-8")
    return folder


@pytest.fixture
def there(tmp_path: Path) -> tuple[str, ...]:
    """Where the workspace is, and that answers are wanted as JSON."""
    return ("--workspace", str(tmp_path / "w"), "--format", "json")


def _kept(tmp_path: Path) -> Path:
    (kept,) = (tmp_path / "w" / "mappings").glob("*.toml")
    return kept


def test_next_months_export_is_the_same_export(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    assert lievik("import", str(exports / "deals-2026-07.csv"), "--yes", *there).code == 0
    (exports / "deals-2026-08.csv").write_text(AUGUST, encoding="utf-8")
    came = lievik("import", str(exports / "deals-2026-08.csv"), *there)
    assert came.code == 0, came.err
    assert came.rows[0]["changes"] == {"deal": {"new": 1, "changed": 0, "removed": 0, "same": 2}}
    assert _kept(tmp_path).stem == "office"
    assert 'match = "deals-*.csv"' in _kept(tmp_path).read_text(encoding="utf-8")


def test_two_months_at_once_are_one_block(lievik: Command, exports: Path, tmp_path: Path) -> None:
    rows = "4,D,1.5,Won,2026-08-01,2026-08-25\n"
    (exports / "deals-2026-08.csv").write_text(DEALS + rows, encoding="utf-8")
    came = lievik("import", str(exports), "--yes", "--workspace", str(tmp_path / "w"))
    assert came.code == 0, came.err
    assert "deals-2026-07.csv, deals-2026-08.csv → deal (deals)" in came.err
    assert "From now on every file is read like this: deals-*.csv" in came.err
    assert len(tomllib.loads(_kept(tmp_path).read_text(encoding="utf-8"))["file"]) == 1


def test_a_new_table_is_added_to_what_is_kept(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    lievik("import", str(exports), "--yes", *there)
    kept = _kept(tmp_path)
    own = kept.read_text(encoding="utf-8").replace("[[file]]", "# ours, do not touch\n[[file]]", 1)
    kept.write_text(
        own.replace('name = "Deal name"', 'name = { expression = "upper(\\"Deal name\\")" }'), encoding="utf-8"
    )
    own = kept.read_text(encoding="utf-8")
    (exports / "companies.csv").write_text(FIRMS, encoding="utf-8")
    refused = lievik("import", str(exports), *there)
    assert refused.code == 2
    assert "Nobody is here to confirm" in refused.err
    came = lievik("import", str(exports), "--yes", *there)
    assert came.code == 0, came.err
    assert {row["table"] for row in came.rows} == {"account", "deal"}
    assert {row["source"] for row in came.rows} == {kept.stem}
    text = _kept(tmp_path).read_text(encoding="utf-8")
    assert text.startswith(own)
    assert [file["match"] for file in tomllib.loads(text)["file"]] == ["deals-*.csv", "companies.csv"]
    assert not kept.with_name(f"{kept.name}.old").exists()
    assert lievik("import", str(exports), *there).rows[0]["is_repeat"] is True


def test_only_the_new_table_is_asked_about(
    lievik: Command, exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = ("--workspace", str(tmp_path / "w"))
    lievik("import", str(exports), "--yes", *there)
    (exports / "companies.csv").write_text(FIRMS, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", TypingPerson("y"))
    came = lievik("import", str(exports), *there)
    assert came.code == 0, came.err
    assert "Added to what is known from before: office.toml" in came.err
    assert "companies.csv → account (companies)" in came.err
    assert "deals-2026-07.csv →" not in came.err


def test_a_column_that_is_gone_is_named_and_the_old_words_are_kept(
    lievik: Command, exports: Path, tmp_path: Path
) -> None:
    there = ("--workspace", str(tmp_path / "w"))
    (exports / "companies.csv").write_text(FIRMS, encoding="utf-8")
    lievik("import", str(exports), "--yes", *there)
    before = _kept(tmp_path).read_text(encoding="utf-8")
    (exports / "deals-2026-07.csv").write_text(JULY.replace("Amount", "Value"), encoding="utf-8")
    came = lievik("import", str(exports), "--yes", *there)
    assert came.code == 0, came.err
    assert "office.toml does not fit any more. File 'deals-2026-07.csv' has no column 'Amount'." in came.err
    assert "it is kept as office.toml.old" in came.err
    after = tomllib.loads(_kept(tmp_path).read_text(encoding="utf-8"))
    assert [file["match"] for file in after["file"]] == ["companies.csv", "deals-*.csv"]
    assert after["file"][1]["columns"]["amount"] == "Value"
    assert (tmp_path / "w" / "mappings" / "office.toml.old").read_text(encoding="utf-8") == before


def test_a_file_that_is_only_guessed_at_now_does_not_lose_its_mapping(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    people = "EmployeeKey,EmployeeID,Name,Email\n7,70011,Jana,j@x.example\n8,80022,Peter,p@x.example\n"
    mapping = tmp_path / "own.toml"
    columns = '[file.columns]\nid = "Key"\nname = "Name"\nemail = "Email"\n'
    mapping.write_text(f'source = "office"\n[[file]]\nmatch = "people.csv"\ntable = "rep"\n{columns}', encoding="utf-8")
    (exports / "deals-2026-07.csv").unlink()
    (exports / "people.csv").write_text(people.replace("EmployeeKey", "Key"), encoding="utf-8")
    assert lievik("init", str(tmp_path / "w")).code == 0
    assert lievik("import", str(exports), "--map", str(mapping), *there).code == 0
    before = _kept(tmp_path).read_text(encoding="utf-8")
    (exports / "people.csv").write_text(people, encoding="utf-8")
    refused = lievik("import", str(exports), "--yes", *there)
    assert refused.code == 3, refused.out
    assert "File 'people.csv' has no column 'Key'" in refused.err
    assert _kept(tmp_path).read_text(encoding="utf-8") == before


def test_a_file_stays_the_table_that_its_mapping_said(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    people = "User ID,Name,Email\n7,Jana,j@x.example\n8,Peter,p@x.example\n"
    mapping = tmp_path / "own.toml"
    columns = '[file.columns]\nid = "Key"\nname = "Name"\nemail = "Email"\n'
    mapping.write_text(f'source = "office"\n[[file]]\nmatch = "people.csv"\ntable = "rep"\n{columns}', encoding="utf-8")
    assert lievik("init", str(tmp_path / "w")).code == 0
    (exports / "people.csv").write_text(people.replace("User ID", "Key"), encoding="utf-8")
    assert lievik("import", str(exports / "people.csv"), "--map", str(mapping), *there).code == 0
    (exports / "people.csv").write_text(people, encoding="utf-8")
    came = lievik("import", str(exports / "people.csv"), "--yes", *there)
    assert came.code == 0, came.err
    assert [row["table"] for row in came.rows] == ["rep"]


def test_a_file_of_the_same_name_and_other_columns_is_another_source(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    lievik("import", str(exports), "--yes", *there)
    before = _kept(tmp_path).read_text(encoding="utf-8")
    other = tmp_path / "branch"
    other.mkdir()
    text = "Číslo obchodu,Názov obchodu,Hodnota,Fáza,Vytvorené\nX1,Lis,10.5,Vyhraté,2026-07-01\n"
    (other / "deals-2026-07.csv").write_text(text, encoding="utf-8")
    came = lievik("import", str(other), "--yes", *there)
    assert came.code == 0, came.err
    mappings = tmp_path / "w" / "mappings"
    assert sorted(path.name for path in mappings.iterdir()) == ["branch.toml", "office.toml"]
    assert (mappings / "office.toml").read_text(encoding="utf-8") == before


def test_what_was_left_in_doubt_is_not_asked_about_again(
    lievik: Command, exports: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    (exports / "export.csv").write_text(PLAIN, encoding="utf-8")
    came = lievik("import", str(exports), "--yes", *there)
    assert came.rows[0]["left_in_doubt"] == ["export.csv: "]
    assert '[[leave_out]]\nmatch = "export.csv"\n' in _kept(tmp_path).read_text(encoding="utf-8")
    again = lievik("import", str(exports), *there)
    assert again.code == 0, again.err
    assert again.rows[0]["is_repeat"] is True


def test_a_damaged_file_that_is_known_is_no_reason_to_guess(
    lievik: Command, exports: Path, there: tuple[str, ...]
) -> None:
    lievik("import", str(exports), "--yes", *there)
    (exports / "deals-2026-07.csv").write_bytes(b"\x00\x01\x02\x00" * 90)
    refused = lievik("import", str(exports), "--yes", *there)
    assert refused.code == 3
    assert "deals-2026-07.csv" in refused.err


def test_files_that_another_mapping_reads_are_named(lievik: Command, tmp_path: Path) -> None:
    there = ("--workspace", str(tmp_path / "w"))
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "obchody.csv").write_text(JULY, encoding="utf-8")
    (folder / "zakaznici.csv").write_text(FIRMS, encoding="utf-8")
    for name in ("obchody.csv", "zakaznici.csv"):
        assert lievik("import", str(folder / name), "--yes", *there).code == 0
    came = lievik("import", str(folder), *there)
    assert came.code == 0, came.err
    assert "Known from another import, so not brought in with these: zakaznici.csv" in came.err


def test_a_kept_mapping_is_safe_from_python_too(tmp_path: Path, exports: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", today=date(2026, 8, 1))
    now = datetime(2026, 8, 1, tzinfo=UTC)
    workspace.accept(workspace.propose([exports]), [exports], now=now)
    before = _kept(tmp_path).read_text(encoding="utf-8")
    again = workspace.propose([exports])
    workspace.accept(again.with_targets("deals-2026-07.csv", "Deal name", ()), [exports], now=now)
    assert "Deal name" not in _kept(tmp_path).read_text(encoding="utf-8")
    assert (tmp_path / "w" / "mappings" / "office.toml.old").read_text(encoding="utf-8") == before
