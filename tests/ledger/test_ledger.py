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
from lievik.ledger.ledger import FILE, Ledger
from lievik.ledger.tables import METADATA
from lievik.model.quota import QuotaEntry, Subject

NOW = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
EVA = Subject(kind="rep", id="r1", name="Eva Malá")


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


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.of(tmp_path)


def test_an_entry_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    kept = ledger.add(entry())
    assert kept == replace(entry(), number=1, row_id="quota-1-20260630200000")
    taken = ledger.add(entry("", kept.row_id))
    assert ledger.entries() == (kept, replace(entry("", kept.row_id), number=2))
    assert taken.file_name != kept.file_name


def test_an_entry_that_was_taken_back_stays_and_says_so(ledger: Ledger) -> None:
    number = ledger.add(entry()).number
    ledger.take_back([number], at=NOW, by="eva", reason="undo run 3")
    assert [found.is_taken_back for found in ledger.entries()] == [True]
    ledger.give_back([number], at=NOW, by="eva", reason="run 3 could not be undone")
    assert [found.is_taken_back for found in ledger.entries()] == [False]


def test_the_log_has_every_act_in_order_with_who_and_when(ledger: Ledger) -> None:
    kept = ledger.add(entry())
    ledger.add(entry("", kept.row_id))
    ledger.take_back([1], at=None, by="", reason="undo run 3")
    acts = [(at, by, act) for at, by, act, _ in ledger.log()]
    assert acts == [
        ("2026-06-30T20:00:00+00:00", "jana", "set quota"),
        ("2026-06-30T20:00:00+00:00", "jana", "take quota away"),
        ("", "", "undo run 3"),
    ]
    assert ledger.log()[0][3]["amount"] == "100.00"
    assert ledger.log()[2][3] == {"entries": [1]}


@pytest.mark.parametrize("act", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit"])
def test_the_log_is_only_added_to(ledger: Ledger, tmp_path: Path, act: str) -> None:
    ledger.add(entry())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(act)


def test_a_person_is_rewritten_everywhere_and_the_log_is_guarded_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(entry())
    assert ledger.rewrite(lambda row: [text.replace("Eva Malá", "Forgotten 1") for text in row]) == 2
    assert ledger.entries()[0].subject.name == "Forgotten 1"
    assert [path for path in tmp_path.iterdir() if "Eva Malá".encode() in path.read_bytes()] == []
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("DELETE FROM audit")


def test_nothing_is_made_by_looking(ledger: Ledger, tmp_path: Path) -> None:
    assert (ledger.entries(), ledger.log(), ledger.rewrite(list)) == ((), (), 0)
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


# --------------------------------------------------------------------------------------------- what is refused


def test_a_newer_shape_is_refused_and_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(entry())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for refused in (lambda: ledger.add(entry()), ledger.entries):
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
    assert len(Ledger.of(tmp_path, url).entries()) == 1


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
    entries = Ledger.of(tmp_path).entries()
    assert [found.number for found in entries] == list(range(1, 11))
    assert len(Ledger.of(tmp_path).log()) == 10


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
        assert len(ledger.entries()) == 1
        with pytest.raises(LedgerError, match=r"is being written by another process\.\nWait until"):
            ledger.add(entry())
    assert len(ledger.entries()) == 1


def test_what_failed_in_the_middle_is_not_there(tmp_path: Path) -> None:
    def half_way() -> None:
        with Database(tmp_path / FILE).writing() as connection:
            connection.execute(sa.text("CREATE TABLE half (x INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_way()
    with closing(sqlite3.connect(tmp_path / FILE)) as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == []
