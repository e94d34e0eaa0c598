"""What people decided is kept to the letter and in order; a database that cannot be used is told in two lines."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lievik.errors import LedgerError
from lievik.ledger import database
from lievik.ledger.database import VERSIONS, Database
from lievik.ledger.definitions_seen import DefinitionsSeen
from lievik.ledger.entries import KINDS
from lievik.ledger.ledger import Ledger
from lievik.ledger.place import FILE, NAMES, has_seen, may_have_changed, may_hold
from lievik.ledger.tables import METADATA
from lievik.model.aim import AimEntry
from lievik.model.definition import DefinitionSeen
from lievik.model.note import EventEntry, NoteEntry
from lievik.model.quota import QuotaEntry, Subject

NOW = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
EVA = Subject(kind="rep", id="r1", name="Eva Malá")
TEAM = Subject(kind="team", id="t1", name="West")


def entry(amount: str = "100.00", row_id: str = "") -> QuotaEntry:
    """Write an entry for Eva's third quarter."""
    return QuotaEntry(
        row_id=row_id,
        subject=EVA,
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 10, 1),
        amount=Decimal(amount) if amount else None,
        currency="EUR",
        spread="hand",
        by_month=(Decimal("20.00"), Decimal("0.00"), Decimal("80.00")),
        typed_at=NOW,
        typed_by="jana",
    )


def an_aim(*bounds: str) -> AimEntry:
    """Write an entry for the company's win rate of a year."""
    return AimEntry(
        metric="win_rate",
        subject=Subject(kind="company", id="", name="company"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        bounds=tuple(map(Decimal, bounds)),
        currency="",
        typed_at=NOW,
        typed_by="jana",
    )


A_NOTE = NoteEntry(on=date(2026, 5, 1), text="New prices", metric="win_rate", team=TEAM, typed_at=NOW, typed_by="jana")
AN_EVENT = EventEntry(
    row_id="", happened_on=date(2026, 5, 1), title="Fair", kind="market", note="", typed_at=NOW, typed_by="jana"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.of(tmp_path)


def test_an_entry_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    kept = ledger.add(entry())
    assert kept == replace(entry(), number=1, row_id="quota-1-20260630200000")
    taken = ledger.add(entry("", kept.row_id))
    assert ledger.entries(QuotaEntry) == (kept, replace(entry("", kept.row_id), number=2))
    assert taken.file_name != kept.file_name


def test_every_kind_of_entry_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    quota = ledger.add(entry())
    aims = (ledger.add(an_aim("0.27")), ledger.add(an_aim("3", "4.50")), ledger.add(an_aim()))
    notes = (ledger.add(A_NOTE), ledger.add(replace(A_NOTE, team=None, metric="")))
    event = ledger.add(AN_EVENT)
    gone = ledger.add(replace(AN_EVENT, row_id=event.row_id, happened_on=None, title=""))
    assert (ledger.entries(AimEntry), ledger.entries(NoteEntry)) == (aims, notes)
    assert [found.number for found in aims] == [1, 2, 3]
    assert ledger.entries(EventEntry) == (event, gone)
    assert event == replace(AN_EVENT, number=1, row_id="event-1-20260630200000")
    assert ledger.landing() == (quota, event, gone)
    assert [act for _, _, act, _ in ledger.log()] == [
        "set quota",
        *("set target", "set target", "take target away"),
        *("set note", "set note"),
        *("set event", "take event away"),
    ]
    assert ledger.check().message == "the ledger is of shape 0004, entries: 8"


def test_entries_of_one_number_and_several_kinds_are_told_apart(ledger: Ledger) -> None:
    quota, aim, note = ledger.add(entry()), ledger.add(an_aim("0.27")), ledger.add(A_NOTE)
    ledger.take_back([aim, note], at=NOW, by="eva", reason="undo")
    assert ledger.entries(QuotaEntry) == (quota,)
    assert ledger.entries(AimEntry) == (replace(aim, is_taken_back=True),)
    assert [about for *_, about in ledger.log()][3:] == [
        {"kind": "target", "entries": [1]},
        {"kind": "note", "entries": [1]},
    ]


def test_an_entry_that_was_taken_back_stays_and_says_so(ledger: Ledger) -> None:
    kept = ledger.add(entry())
    ledger.take_back([kept], at=NOW, by="eva", reason="undo run 3")
    assert [found.is_taken_back for found in ledger.entries(QuotaEntry)] == [True]
    ledger.give_back([kept], at=NOW, by="eva", reason="run 3 could not be undone")
    assert [found.is_taken_back for found in ledger.entries(QuotaEntry)] == [False]


def test_the_log_has_every_act_in_order_with_who_and_when(ledger: Ledger) -> None:
    kept = ledger.add(entry())
    ledger.add(entry("", kept.row_id))
    ledger.take_back([kept], at=None, by="", reason="undo run 3")
    acts = [(at, by, act) for at, by, act, _ in ledger.log()]
    assert acts == [
        ("2026-06-30T20:00:00+00:00", "jana", "set quota"),
        ("2026-06-30T20:00:00+00:00", "jana", "take quota away"),
        ("", "", "undo run 3"),
    ]
    assert ledger.log()[0][3]["amount"] == "100.00"
    assert ledger.log()[2][3] == {"kind": "quota", "entries": [1]}


@pytest.mark.parametrize("act", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit"])
def test_the_log_is_only_added_to(ledger: Ledger, tmp_path: Path, act: str) -> None:
    ledger.add(entry())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(act)


def test_a_person_is_rewritten_everywhere_and_the_log_is_guarded_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(entry())
    assert ledger.rewrite(lambda row: [text.replace("Eva Malá", "Forgotten 1") for text in row]) == 2
    assert ledger.entries(QuotaEntry)[0].subject.name == "Forgotten 1"
    assert [path for path in tmp_path.iterdir() if "Eva Malá".encode() in path.read_bytes()] == []
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("DELETE FROM audit")


def test_nothing_is_made_by_looking(ledger: Ledger, tmp_path: Path) -> None:
    assert (ledger.entries(QuotaEntry), ledger.log(), ledger.rewrite(list)) == ((), (), 0)
    assert ledger.check().is_fine
    assert list(tmp_path.iterdir()) == []


def test_the_steps_lead_to_the_tables_as_they_are_declared(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(entry())
    with sa.create_engine(f"sqlite:///{tmp_path / FILE}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_last_shape_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == VERSIONS


def test_whether_anything_of_a_kind_was_decided_is_told_without_a_library(ledger: Ledger, tmp_path: Path) -> None:
    assert not may_hold(AimEntry, tmp_path)
    ledger.add(entry())
    assert [may_hold(kind, tmp_path) for kind in NAMES] == [True, False, False, False]
    ledger.add(an_aim("0.27"))
    assert [may_hold(kind, tmp_path) for kind in NAMES] == [True, True, False, False]
    assert may_hold(AimEntry, tmp_path / "elsewhere", "postgresql://db/lievik")
    assert {kind: KINDS[kind].table.name for kind in NAMES} == {kind: f"{name}_entry" for kind, name in NAMES.items()}


@pytest.mark.parametrize("text", [b"no database at all, but a text that is long enough", b""])
def test_where_that_cannot_be_told_the_ledger_is_asked(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)
    assert may_hold(AimEntry, tmp_path)


# --------------------------------------------------------------------------------------------- an older shape


def of_first_shape(folder: Path) -> Ledger:
    """Give a ledger as the first shape had it: with a quota, and without what came later."""
    ledger = Ledger.of(folder)
    ledger.add(entry())
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for table in ("target_entry", "note_entry", "event_entry", "definition_seen", "sync_noted"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    return ledger


def test_an_older_shape_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    ledger = of_first_shape(tmp_path)
    assert [found.amount for found in ledger.entries(QuotaEntry)] == [100]
    assert (ledger.entries(AimEntry), ledger.entries(NoteEntry), ledger.entries(EventEntry)) == ((), (), ())
    assert (len(ledger.landing()), len(ledger.log())) == (1, 1)
    assert (may_hold(QuotaEntry, tmp_path), may_hold(AimEntry, tmp_path)) == (True, False)
    assert ledger.check().message == "the ledger is of shape 0001, entries: 1"
    assert Database(tmp_path / FILE).version() == "0001"


def test_an_older_shape_is_brought_up_to_date_by_the_first_write(tmp_path: Path) -> None:
    ledger = of_first_shape(tmp_path)
    before = ledger.entries(QuotaEntry), ledger.log()
    ledger.add(an_aim("0.27"))
    assert (ledger.entries(QuotaEntry), ledger.log()[:1]) == before
    assert len(ledger.entries(AimEntry)) == 1
    assert Database(tmp_path / FILE).version() == VERSIONS[-1]
    with sa.create_engine(f"sqlite:///{tmp_path / FILE}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_person_is_rewritten_in_an_older_shape_too(tmp_path: Path) -> None:
    ledger = of_first_shape(tmp_path)
    assert ledger.rewrite(lambda row: [text.replace("Eva Malá", "Forgotten 1") for text in row]) == 2
    assert ledger.entries(QuotaEntry)[0].subject.name == "Forgotten 1"


def test_a_shape_without_definitions_is_read_and_brought_up_to_date_by_the_first_that_is_kept(tmp_path: Path) -> None:
    ledger, definitions = Ledger.of(tmp_path), DefinitionsSeen.of(tmp_path)
    ledger.add(an_aim("0.27"))
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("DROP TABLE definition_seen")
        connection.execute("DROP TABLE sync_noted")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
        connection.commit()
    assert (definitions.all(), has_seen(["a@1"], tmp_path), may_have_changed("a", tmp_path)) == ((), False, False)
    assert definitions.add([seen("a@1")], begins=False) == 0
    assert Database(tmp_path / FILE).version() == "0002"
    assert definitions.add([seen("a@1")]) == 1
    assert Database(tmp_path / FILE).version() == VERSIONS[-1]
    assert len(ledger.entries(AimEntry)) == 1
    with sa.create_engine(f"sqlite:///{tmp_path / FILE}").connect() as connected:
        assert compare_metadata(MigrationContext.configure(connected), METADATA) == []


# ---------------------------------------------------------------------------------------- definitions that were seen


def seen(definition: str) -> DefinitionSeen:
    """Write a definition as it is kept."""
    name, _, content = definition.partition("@")
    formulas = {"": f'max({content}, "ž")', "by_value": ""}
    return DefinitionSeen(metric=name, definition=definition, formulas=formulas, seen_at=NOW, seen_by="jana")


def test_definitions_come_back_as_they_were_seen(tmp_path: Path) -> None:
    definitions = DefinitionsSeen.of(tmp_path)
    assert definitions.add([seen("a@1"), seen("b@1")]) == 2
    assert definitions.add([seen("a@2"), seen("b@1")]) == 1
    found = [replace(seen(name), number=at) for at, name in enumerate(("a@1", "b@1", "a@2"), 1)]
    assert definitions.all() == tuple(found)
    assert Ledger.of(tmp_path).log() == ()
    assert Ledger.of(tmp_path).check().message == "nothing was typed in yet"


def test_the_last_definitions_are_told_without_a_library(tmp_path: Path) -> None:
    definitions = DefinitionsSeen.of(tmp_path)
    assert not has_seen(["a@1"], tmp_path)
    for name in ("a@1", "b@1", "a@2"):
        definitions.add([seen(name)])
    assert [has_seen(names, tmp_path) for names in (["a@2", "b@1"], ["b@1"], ["a@1"], ["c@1"])] == [
        *(True, True),
        *(False, False),
    ]
    assert [may_have_changed(name, tmp_path) for name in ("a", "b", "c")] == [True, False, False]
    url = "postgresql://db/lievik"
    assert (has_seen(["a@2"], tmp_path, url), may_have_changed("b", tmp_path, url)) == (False, True)
    (tmp_path / FILE).write_bytes(b"no database at all, but a text that is long enough")
    assert (has_seen(["a@2"], tmp_path), may_have_changed("b", tmp_path)) == (False, True)


def test_asking_without_a_library_leaves_nothing_behind(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(an_aim("0.27"))
    before = (tmp_path / FILE).read_bytes()
    assert (may_hold(AimEntry, tmp_path), has_seen(["a@1"], tmp_path), may_have_changed("a", tmp_path)) == (
        True,
        False,
        False,
    )
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("act", ["UPDATE definition_seen SET seen_by = 'nobody'", "DELETE FROM definition_seen"])
def test_definitions_are_only_added_to(tmp_path: Path, act: str) -> None:
    DefinitionsSeen.of(tmp_path).add([seen("a@1")])
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(act)


def test_definitions_seen_by_two_at_once_are_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = DefinitionsSeen.of(tmp_path), DefinitionsSeen.of(tmp_path)
    one.add([seen("a@1")])
    before = one.all()
    other.add([seen("a@2")])
    monkeypatch.setattr(one, "all", lambda: before)
    assert one.add([seen("a@2")]) == 0
    assert len(other.all()) == 2


# --------------------------------------------------------------------------------------------- what is refused


def test_a_newer_shape_is_refused_and_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(entry())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for refused in (lambda: ledger.add(entry()), lambda: ledger.entries(AimEntry)):
        with pytest.raises(LedgerError, match=r"is of shape 9999, newer than this program\.\nInstall a newer Lievik"):
            refused()
    assert not ledger.check().is_fine


@pytest.mark.parametrize("damage", [b"no database at all, but a text that is long enough", b""])
def test_a_damaged_file_is_told_in_two_lines(ledger: Ledger, tmp_path: Path, damage: bytes) -> None:
    ledger.add(entry())
    path = tmp_path / FILE
    path.write_bytes(damage or path.read_bytes()[:5000] + b"\xff" * 9000)
    with pytest.raises(LedgerError, match=r"^The ledger '.*' is damaged\.\nRestore it from a backup") as caught:
        ledger.add(entry())
    assert str(caught.value).count("\n") == 1
    assert (ledger.check().is_fine, ledger.check().fix) == (False, caught.value.fix)


def test_a_folder_in_its_place_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger.of(tmp_path).add(entry())


def test_a_file_that_may_not_be_written(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(entry())

    def for_reading(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=ON")

    monkeypatch.setattr(database, "_prepare", for_reading)
    with pytest.raises(LedgerError, match=r"cannot be written\.\nAsk for the right to write"):
        ledger.add(entry())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "has a url that cannot be read"),
        ("nobase://db/lievik", "needs a driver that is not installed"),
        ("postgresql+asyncpg://lievik:secret@db/lievik", "needs a driver that is not installed"),
    ],
)
def test_a_url_that_leads_nowhere(tmp_path: Path, url: str, told: str) -> None:
    with pytest.raises(LedgerError, match=told) as caught:
        Ledger.of(tmp_path, url).add(entry())
    assert "secret" not in str(caught.value)


def test_another_database_is_used_where_a_url_names_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    Ledger.of(tmp_path, url).add(entry())
    assert not (tmp_path / FILE).exists()
    assert len(Ledger.of(tmp_path, url).entries(QuotaEntry)) == 1


# --------------------------------------------------------------------------------------------- two processes


def _add_many(folder: Path, count: int) -> None:
    for _ in range(count):
        Ledger.of(folder).add(entry())


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(tmp_path, 5)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    entries = Ledger.of(tmp_path).entries(QuotaEntry)
    assert [found.number for found in entries] == list(range(1, 11))
    assert len(Ledger.of(tmp_path).log()) == 10


def _aim_many(folder: Path, count: int) -> None:
    for _ in range(count):
        Ledger.of(folder).add(an_aim("0.27"))


def test_a_quota_and_a_target_that_are_set_at_once_are_both_kept(tmp_path: Path) -> None:
    of_first_shape(tmp_path)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=each, args=(tmp_path, 4)) for each in (_add_many, _aim_many)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    ledger = Ledger.of(tmp_path)
    assert [found.number for found in ledger.entries(QuotaEntry)] == [1, 2, 3, 4, 5]
    assert [found.number for found in ledger.entries(AimEntry)] == [1, 2, 3, 4]
    assert len(ledger.log()) == 9


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the right to write, as another process would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_a_ledger_that_stays_locked_is_told_and_can_be_read(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add(entry())
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with _held(tmp_path / FILE):
        assert len(ledger.entries(QuotaEntry)) == 1
        with pytest.raises(LedgerError, match=r"is being written by another process\.\nWait until"):
            ledger.add(entry())
    assert len(ledger.entries(QuotaEntry)) == 1


def test_what_failed_in_the_middle_is_not_there(tmp_path: Path) -> None:
    def half_way() -> None:
        with Database(tmp_path / FILE).writing() as connection:
            connection.execute(sa.text("CREATE TABLE half (x INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_way()
    with closing(sqlite3.connect(tmp_path / FILE)) as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == []
