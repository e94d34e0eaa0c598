"""Whatever happens to the data that is worked out: raw alone gives everything back, and nothing that was taken back."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lievik.errors import EngineError, LievikError, SourceError, StoreError
from lievik.model.check import Check
from lievik.model.receipt import Receipt
from lievik.store import generations, raw
from lievik.store.forget import Forgotten
from lievik.store.landing import Extent
from lievik.workspace import Workspace

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DEALS = """
source = "crm"
[[file]]
match = "deals*.csv"
table = "deal"
[file.columns]
id = "id"
owner_id = "owner"
amount = "amount"
"""
REPS = """
source = "crm"
[[file]]
match = "reps*.csv"
table = "rep"
[file.columns]
id = "id"
name = "name"
email = "email"
"""
FIRST = "id,owner,amount\n1,eva,10\n2,eva,20\n3,jan,40\n"
SECOND = "id,owner,amount\n1,eva,11\n3,jan,40\n4,jan,80\n"


class Office:
    """A workspace, and files beside it that are brought in a minute apart."""

    def __init__(self, parent: Path) -> None:
        self.parent = parent
        self.workspace = Workspace.create(parent / "company", today=date(2026, 11, 1))
        self.folder = self.workspace.settings.folder
        self.now = NOW

    def bring(
        self, content: str | bytes, name: str = "deals.csv", mapping: str = DEALS, extent: Extent = ""
    ) -> Receipt:
        """Write a file and bring it in."""
        path = self.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.bring_all([path], mapping, extent)

    def bring_all(self, paths: list[Path], mapping: str = DEALS, extent: Extent = "") -> Receipt:
        """Bring files in."""
        (self.parent / "mapping.toml").write_text(mapping, encoding="utf-8")
        self.now += timedelta(minutes=1)
        return self.workspace.import_files(paths, mapping=self.parent / "mapping.toml", now=self.now, extent=extent)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the generation in use."""
        engine = Workspace.open(self.folder, today=date(2026, 11, 1)).engine
        assert engine is not None
        try:
            return engine.fetch(sql, {})[1]
        finally:
            engine.close()

    def everything(self) -> list[list[tuple[object, ...]]]:
        """Give the deals, now and in the past, and the runs."""
        return [
            self.ask("SELECT id, owner_id, amount, known_from FROM deal ORDER BY id"),
            self.ask("SELECT id, amount, known_from, known_until FROM deal_past ORDER BY ALL"),
            self.ask("SELECT * FROM meta_run ORDER BY run"),
        ]

    def data_check(self) -> Check:
        """Give what the check-up says of the data."""
        checks = Workspace.open(self.folder, today=date(2026, 11, 1)).doctor()
        return next(check for check in checks if check.name == "data")

    def hidden(self) -> list[str]:
        """Name the folders of runs that were set aside."""
        return sorted(path.name for path in (self.folder / "raw").iterdir() if path.name.startswith("."))


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _current(folder: Path) -> Path:
    path = generations.current(folder)
    assert path is not None
    return path


def _cut(folder: Path) -> None:
    path = _current(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _emptied(folder: Path) -> None:
    for path in (folder / "data").rglob("*.*"):
        path.unlink()
    (folder / "data" / "CURRENT").unlink()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "folder gone": lambda folder: shutil.rmtree(folder / "data"),
    "emptied": _emptied,
    "no pointer": lambda folder: (folder / "data" / "CURRENT").unlink(),
    "pointer to nothing": lambda folder: (folder / "data" / "CURRENT").write_text("g000009.duckdb\n"),
    "pointer damaged": lambda folder: (folder / "data" / "CURRENT").write_bytes(b"\xff\x00\xfe"),
    "pointer empty": lambda folder: (folder / "data" / "CURRENT").write_bytes(b""),
    "no database": lambda folder: _current(folder).write_bytes(b"x" * 5000),
    "cut": _cut,
}
damaged = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
gone_or_damaged = pytest.mark.parametrize("damage", [DAMAGES["emptied"], DAMAGES["cut"]], ids=["gone", "damaged"])
CHANGES = "id,owner,amount\n4,jan,81\n7,jan,7\n"


def _two_runs_and_one_undone(office: Office) -> None:
    office.bring(FIRST)
    office.bring(SECOND)
    office.workspace.undo(2)
    office.bring(CHANGES, extent="partial")


@damaged
def test_what_is_damaged_is_made_anew_before_more_comes_in(office: Office, damage: Callable[[Path], object]) -> None:
    _two_runs_and_one_undone(office)
    before = office.everything()
    damage(office.folder)
    again = office.bring(CHANGES, extent="partial")
    assert (again.run, again.is_repeat) == (3, True)
    assert office.everything() == before
    assert office.bring("id,owner,amount\n8,jan,8\n", extent="partial").run == 4
    assert office.ask("SELECT count(*), sum(amount) FROM deal") == [(6, 166)]
    assert office.hidden() == [".undone-000002-crm"]


@damaged
def test_what_is_damaged_is_told_and_rebuilt(office: Office, damage: Callable[[Path], object]) -> None:
    _two_runs_and_one_undone(office)
    before, receipts = office.everything(), office.workspace.runs()
    damage(office.folder)
    check = office.data_check()
    assert not check.is_fine
    assert "lievik rebuild" in check.fix
    assert office.workspace.rebuild() == receipts
    assert office.everything() == before
    assert office.data_check().is_fine
    assert office.hidden() == [".undone-000002-crm"]


@gone_or_damaged
def test_a_run_is_taken_back_out_of_damaged_data(office: Office, damage: Callable[[Path], object]) -> None:
    _two_runs_and_one_undone(office)
    damage(office.folder)
    assert office.workspace.undo(1).run == 1
    assert office.ask("SELECT id, amount FROM deal ORDER BY id") == [("4", 81), ("7", 7)]
    assert [receipt.run for receipt in office.workspace.runs()] == [3]


@gone_or_damaged
def test_somebody_is_forgotten_out_of_damaged_data(office: Office, damage: Callable[[Path], object]) -> None:
    office.bring("id,name,email\neva,Eva Malá,eva@x.sk\n", "reps.csv", REPS)
    office.bring("id,owner,amount\n1,Eva Malá,10\n")
    damage(office.folder)
    assert office.workspace.forget("eva@x.sk") == Forgotten(rows=2, files=2)
    assert office.ask("SELECT name FROM rep") == [("Forgotten 1",)]


def test_a_question_to_damaged_data_says_what_to_do(office: Office) -> None:
    office.bring(FIRST)
    for damage in (DAMAGES["cut"], DAMAGES["pointer to nothing"]):
        damage(office.folder)
        with pytest.raises((EngineError, StoreError)) as raised:
            office.ask("SELECT 1")
        assert raised.value.fix == "Make the data anew from the raw files with: lievik rebuild"


def test_a_workspace_in_which_nothing_came_in_yet_is_fine(office: Office) -> None:
    assert office.data_check().message == "nothing came in yet"
    assert office.workspace.rebuild() == ()


def test_a_receipt_from_before_extents_were_noted_is_of_everything(office: Office) -> None:
    office.bring(FIRST)
    office.bring("id,owner,amount\n1,eva,10\n", extent="full")
    for name in raw.names(office.folder):
        path = office.folder / "raw" / name / "receipt.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        del told["extent"], told["digest"]
        path.write_text(json.dumps(told), encoding="utf-8")
    DAMAGES["emptied"](office.folder)
    assert office.data_check().message == "files came in, but the data made from them is gone"
    office.workspace.rebuild()
    assert office.ask("SELECT id FROM deal") == [("1",)]


def test_without_data_and_receipt_nothing_is_guessed(office: Office) -> None:
    office.bring(FIRST)
    DAMAGES["emptied"](office.folder)
    (office.folder / "raw/000001-crm/receipt.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="receipt"):
        office.bring(SECOND)
    assert office.hidden() == []


def test_a_state_known_before_is_not_told_of_other_data(office: Office) -> None:
    office.bring(FIRST)
    office.bring(SECOND)
    then = (NOW + timedelta(minutes=1, seconds=5)).isoformat()
    assert office.workspace.known_then(then).facts.rows["deal"] == 3
    for path in (office.folder / "data").glob("*.duckdb"):
        path.unlink()
    office.workspace.undo(1)
    office.bring("id,owner,amount\n5,eva,5\n", extent="partial")
    later = office.workspace.known_then((NOW + timedelta(minutes=2, seconds=5)).isoformat())
    assert later.engine is not None
    assert later.engine.fetch("SELECT id FROM deal ORDER BY id", {})[1] == [("1",), ("3",), ("4",)]


KILLED = """
    import os, sys
    from datetime import UTC, date, datetime
    from pathlib import Path
    from unittest import mock
    from lievik.workspace import Workspace
    company = Workspace.open(Path("company"), today=date(2026, 11, 1))
    with mock.patch("lievik.store.generations.publish", side_effect=lambda *_: os.kill(os.getpid(), 9)):
        company.import_files([Path("deals.csv")], mapping=Path("mapping.toml"), now=datetime(2026, 11, 1, tzinfo=UTC))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process as Unix does")
def test_a_first_run_killed_when_its_files_were_whole_has_come_in(office: Office) -> None:
    (office.parent / "deals.csv").write_text(FIRST, encoding="utf-8")
    (office.parent / "mapping.toml").write_text(DEALS, encoding="utf-8")
    source = Path(__file__).resolve().parents[2] / "src"
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)],
        check=False,
        cwd=office.parent,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert killed.returncode == -9
    assert not (office.folder / "data" / "CURRENT").exists()
    again = office.bring(FIRST)
    assert (again.run, again.is_repeat) == (1, True)
    assert office.ask("SELECT count(*) FROM deal") == [(3,)]
    assert office.hidden() == []


def test_a_name_in_two_cells_stays_joined_with_the_same_name_in_one(office: Office) -> None:
    people = REPS.replace('name = "name"', """name = { expression = "first || ' ' || last" }""")
    office.bring(
        "id,first,last,email,phone\n7,Eva,Malá,eva@x.sk,0905 123 456\n8,Ján,Veľký,jan@x.sk,0905 123 457\n9,Eva\n",
        "reps.csv",
        people,
    )
    office.bring("id,owner,amount\n1,Eva Malá,10\n2,Ján Veľký,20\n")
    (office.folder / "mappings" / "crm.toml.old").write_text("# of eva@x.sk\n", encoding="utf-8")
    owners = office.ask("SELECT id, owner_id FROM deal ORDER BY id")
    assert office.workspace.forget("eva@x.sk") == Forgotten(rows=3, files=3)
    assert owners == office.ask("SELECT id, owner_id FROM deal ORDER BY id") == [("1", "7"), ("2", "8")]
    assert office.ask("SELECT name FROM rep ORDER BY id") == [("Forgotten 1",), ("Ján Veľký",)]
    for path in office.folder.rglob("*"):
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.is_file() and path.read_bytes()
        assert not text or not any(word.encode() in text for word in ("eva@x.sk", "Malá", "123 456")), path


# ------------------------------------------------------------------------------- names and mappings


@pytest.mark.parametrize(
    ("name", "given"),
    [("deals.csv", "deals.csv"), ("deals.csv.gz", "deals.csv.gz"), ("january/deals.csv", "january/deals.csv")],
)
def test_receipts_keep_the_names_of_files_and_the_time_zone(office: Office, name: str, given: str) -> None:
    content = (FIRST + "1,eva,x\n3,jan,40\n").encode()
    path = office.parent / "files" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    (office.parent / "files" / "notes.md").write_text("x", encoding="utf-8")
    receipt = office.bring_all([office.parent / "files"])
    assert [file.file for file in receipt.files] == [given]
    assert receipt.files_not_mapped == ("notes.md",)
    for _ in range(2):
        (rebuilt,) = office.workspace.rebuild()
        assert rebuilt == receipt == office.workspace.runs()[0]
        assert rebuilt.known_at.utcoffset() == office.workspace.runs()[0].known_at.utcoffset() == timedelta(hours=1)


def test_places_in_reasons_keep_the_names_of_files_too(office: Office) -> None:
    for name, content in (("deals1.csv", FIRST), ("deals2.csv", "id,owner,amount\n1,eva,9\n5,eva,1\n")):
        (office.parent / name).write_text(content, encoding="utf-8")
    receipt = office.bring_all([office.parent / "deals1.csv", office.parent / "deals2.csv"])
    assert receipt.files[0].rejects[0].reason == "comes again in line 2 of 'deals2.csv'"
    assert office.workspace.rebuild() == (receipt,)


def test_a_mapping_made_for_other_files_of_the_source_leaves_a_run_alone(office: Office) -> None:
    office.bring("id,name,email\neva,Eva,eva@x.sk\n", "reps.csv", REPS)
    office.bring(FIRST)
    kept = office.folder / "mappings" / "crm.toml"
    kept.write_text(
        DEALS.replace('amount = "amount"', 'amount = { expression = "2 * cast(amount as integer)" }'), encoding="utf-8"
    )
    assert [receipt.rows_kept for receipt in office.workspace.rebuild()] == [1, 3]
    assert office.ask("SELECT name FROM rep") == [("Eva",)]
    assert office.ask("SELECT sum(amount) FROM deal") == [(140,)]


def test_a_mapping_that_does_not_hold_is_told_and_changes_nothing(office: Office) -> None:
    office.bring(FIRST)
    before = _current(office.folder)
    (office.folder / "mappings" / "crm.toml").write_text("source =", encoding="utf-8")
    with pytest.raises(SourceError, match="Run 1 cannot be read again"):
        office.workspace.rebuild()
    assert _current(office.folder) == before


# --------------------------------------------------------------------------------- rejected rows

KEPT = DEALS.replace('table = "deal"', 'table = "deal"\nkeep = "cast(amount as integer) > 0"')


@pytest.mark.parametrize(
    "bad",
    ["2,eva,on request", "2", "2,eva", "2,eva,20,more,and more", '2,"e"v"a",20', "2,eva,1\n2,eva,x"],
    ids=["cell", "cut at once", "cut", "too wide", "quotes", "repeated"],
)
@pytest.mark.parametrize("mapping", [DEALS, KEPT], ids=["all", "keep"])
def test_a_rejected_row_leaves_what_is_known_of_it(office: Office, bad: str, mapping: str) -> None:
    office.bring(FIRST, mapping=mapping)
    lines = FIRST.splitlines()
    receipt = office.bring("\n".join((lines[0], lines[1], bad, "5,jan,50", "6,jan,60", "")), mapping=mapping)
    amount = 1 if bad.startswith("2,eva,1") else 20
    assert receipt.files[0].rows_rejected == 1
    assert office.ask("SELECT amount FROM deal WHERE id = '2'") == [(amount,)]
    (change,) = receipt.changes
    assert (change.rows_new, change.rows_removed, change.rows_changed + change.rows_same) == (2, 1, 2)
    assert change.rows_changed == (amount == 1)
    assert office.workspace.rebuild()[1] == receipt
    assert office.ask("SELECT count(*) FROM deal_past WHERE id = '2'") == [(int(amount == 1),)]


def test_a_rejected_row_of_changes_alone_is_not_spoken_of(office: Office) -> None:
    office.bring(FIRST)
    receipt = office.bring("id,owner,amount\n1,eva,10\n2,eva,x\n", extent="partial")
    assert (receipt.changes[0].rows_same, receipt.changes[0].rows_removed) == (1, 0)
    assert office.ask("SELECT sum(amount) FROM deal") == [(70,)]


def test_a_rejected_row_that_was_not_known_is_not_counted(office: Office) -> None:
    office.bring(FIRST)
    (change,) = office.bring(FIRST + "8,eva,x\n").changes
    assert (change.rows_new, change.rows_same, change.rows_removed) == (0, 3, 0)


@pytest.mark.parametrize("sixth", range(6))
def test_a_damaged_block_is_no_bug_of_ours_wherever_it_is(office: Office, sixth: int) -> None:
    office.bring(FIRST)
    path = _current(office.folder)
    whole = path.read_bytes()
    start = len(whole) * sixth // 6
    path.write_bytes(whole[:start] + b"\x07" * 4096 + whole[start + 4096 :])
    try:
        is_well = office.bring(FIRST).is_repeat
    except LievikError as trouble:
        is_well = "lievik rebuild" in trouble.fix
    assert is_well
    office.workspace.rebuild()
    assert office.ask("SELECT count(*) FROM deal") == [(3,)]


STAGED = """
source = "crm"
[[file]]
match = "deals*.csv"
table = "deal"
[file.columns]
id = "id"
stage_id = "stage"
amount = "amount"
closed_on = "closed"
created_on = { constant = "2026-01-01" }
account_id = { constant = "a" }
[[file]]
match = "stages*.csv"
table = "stage"
[file.columns]
id = "id"
kind = "kind"
"""


def test_a_rebuild_says_of_a_run_what_was_said_when_it_came(office: Office) -> None:
    """What a stage means is known from the second run on, and counts for all deals; nobody knows what 'on hold' is."""
    deals = "id,stage,amount,closed\n1,done,10,2026-02-01\n2,done,,2026-02-01\n3,gone,5,\n4,on hold,5,\n"
    office.bring(deals, mapping=STAGED)
    office.bring("id,kind\ndone,won\ngone,lost\n", name="stages.csv", mapping=STAGED)
    office.bring(f"{deals}5,done,,2026-03-01\n6,talking,1,\n", mapping=STAGED)
    said = [(receipt.run, receipt.suspicions) for receipt in office.workspace.runs()]
    assert {odd.what: odd.rows for odd in said[0][1]} == {"without_outcome": 4}
    assert {odd.what: odd.rows for odd in said[2][1]}["won_without_amount"] == 2
    rebuilt = office.workspace.rebuild()
    assert [(receipt.run, receipt.suspicions) for receipt in rebuilt] == said
    assert [(receipt.run, receipt.suspicions) for receipt in office.workspace.runs()] == said
