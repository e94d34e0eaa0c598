"""A ledger in PostgreSQL: kept, listed, taken back and brought in again as one in a file is."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lievik.errors import LedgerError
from lievik.ledger import database
from lievik.ledger.ledger import Ledger
from lievik.ledger.place import FILE
from lievik.ledger.tables import METADATA
from lievik.model.aim import AimEntry
from lievik.model.quota import QuotaEntry
from lievik.settings import FILE_NAME
from lievik.workspace import Workspace
from tests.desk.conftest import NOW
from tests.ledger.server import Server
from tests.ledger.test_ledger import entry
from tests.tiny_company.by_hand import AS_OF

ATTAINED = "quota_attainment_rate:attainment"


@pytest.fixture
def company(tiny: Workspace, url: str) -> Workspace:
    """The tiny company, whose ledger is in the database."""
    folder = tiny.settings.folder
    (folder / FILE).unlink()
    with (folder / FILE_NAME).open("a", encoding="utf-8") as settings:
        settings.write(f'\n[ledger]\nurl = "{url}"\n')
    return Workspace.open(folder, today=AS_OF)


def amounts(workspace: Workspace) -> dict[str, Decimal]:
    """Give the quotas that were typed in for the third quarter, by name."""
    found = workspace.quotas.list("2026-Q3")
    return {quota.subject.name: quota.amount for quota in found if quota.source == "ledger"}


def test_quotas_are_set_listed_taken_away_and_rebuilt(company: Workspace, url: str) -> None:
    quotas = company.quotas
    quotas.set("jana west", "90000", period="2026-Q3", now=NOW, by="eva")
    quotas.set("Team Óne", "150000.50", period="2026-Q3", now=NOW + timedelta(minutes=1))
    quotas.set(
        "Jana West", "91000", period="2026-Q3", now=NOW + timedelta(minutes=2), months=("1000", "40000", "50000")
    )
    assert amounts(company) == {"Jana West": 91_000, "Team One": Decimal("150000.50")}
    (attained,) = company.show(ATTAINED, period="2026-Q3", where={"owner": "Jana West"})
    assert attained.denominator == 91_000
    quotas.remove("team one", period="2026-Q3", now=NOW + timedelta(minutes=3))
    assert amounts(company) == {"Jana West": 91_000}
    company.undo(company.runs()[-1].run)
    assert amounts(company) == {"Jana West": 91_000, "Team One": Decimal("150000.50")}
    before = [receipt.run for receipt in company.runs()]
    assert [receipt.run for receipt in company.rebuild()] == before
    assert amounts(company) == {"Jana West": 91_000, "Team One": Decimal("150000.50")}
    assert [found.is_taken_back for found in Ledger.of(Path(), url).entries(QuotaEntry)] == [False, False, False, True]
    assert not (company.settings.folder / FILE).exists()
    assert [check.is_fine for check in company.doctor() if check.name == "ledger"] == [True]


def test_what_was_decided_and_did_not_come_in_does_with_the_next(company: Workspace, url: str) -> None:
    (jana,) = {quota.subject for quota in company.quotas.list("2026-Q3") if quota.subject.name == "Jana West"}
    Ledger.of(Path(), url).add(replace(entry("100.00"), subject=jana, by_month=(), spread="flat"))
    company.rebuild()
    assert amounts(company) == {"Jana West": 100}


def test_a_person_is_forgotten_there_too(company: Workspace, url: str) -> None:
    company.quotas.set("Jana West", "90000", period="2026-Q3", now=NOW, by="jana@tiny.example")
    company.forget("jana@tiny.example")
    ledger = Ledger.of(Path(), url)
    assert "jana" not in f"{ledger.entries(QuotaEntry)}{ledger.log()}".casefold()


def test_targets_notes_and_events_are_kept_there_too(company: Workspace, url: str) -> None:
    company.aims.set("total_revenue", "1,2 mil.", period="2026", now=NOW, by="eva")
    company.aims.set("total_revenue", "90k", period="2026-Q2", now=NOW)
    company.aims.remove("total_revenue", period="2026", now=NOW)
    (found,) = company.aims.standings(company.show("total_revenue", period="2026-Q2")).values()
    assert (found.aim.bounds, found.status, found.distance) == ((Decimal(90_000),), "off", Decimal(-10_000))
    company.notes.add("New prices", on="2026-05-01", team="team one", now=NOW)
    company.notes.add("Wrong", on="2026-05-02", now=NOW)
    company.notes.remove(2, now=NOW)
    assert [(note.text, note.team and note.team.name) for note in company.notes.all()] == [("New prices", "Team One")]
    company.events.add("Fair", on="2026-05-03", now=NOW)
    company.events.add("Award", on="2026-05-04", now=NOW)
    company.events.remove(1, now=NOW)
    assert [event.title for event in company.events.all()] == ["Award"]
    company.undo(company.runs()[-1].run)
    company.rebuild()
    assert [event.title for event in company.events.all()] == ["Fair", "Award"]
    assert len(Ledger.of(Path(), url).entries(AimEntry)) == 3
    assert not (company.settings.folder / FILE).exists()


def test_an_older_shape_there_is_read_and_brought_up_to_date(company: Workspace, url: str) -> None:
    ledger = Ledger.of(Path(), url)
    ledger.add(entry())
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for table in ("target_entry", "note_entry", "event_entry", "definition_seen", "sync_noted"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert (len(ledger.entries(QuotaEntry)), ledger.entries(AimEntry), company.notes.all()) == (1, (), ())
    company.aims.set("win_rate", "27%", period="2026", now=NOW)
    assert [len(ledger.entries(QuotaEntry)), len(ledger.entries(AimEntry))] == [1, 1]


def test_an_entry_comes_back_as_it_was_kept(url: str) -> None:
    ledger = Ledger.of(Path(), url)
    assert (ledger.entries(QuotaEntry), ledger.log(), ledger.check().is_fine) == ((), (), True)
    kept = ledger.add(entry())
    ledger.add(entry("", kept.row_id))
    ledger.take_back([kept], at=NOW, by="eva", reason="undo run 3")
    assert ledger.entries(QuotaEntry) == (
        replace(entry(), number=1, row_id=kept.row_id, is_taken_back=True),
        replace(entry("", kept.row_id), number=2),
    )
    assert [act for _, _, act, _ in ledger.log()] == ["set quota", "take quota away", "undo run 3"]
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def _add_many(url: str, count: int) -> None:
    for _ in range(count):
        Ledger.of(Path(), url).add(entry())


def test_two_processes_that_make_it_and_write_at_once_lose_nothing(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(url, 5)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    entries = Ledger.of(Path(), url).entries(QuotaEntry)
    assert [found.number for found in entries] == list(range(1, 11))
    assert len({found.row_id for found in entries}) == len(Ledger.of(Path(), url).log()) == 10


def test_a_ledger_that_stays_locked_is_told_and_can_be_read(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger.of(Path(), url)
    ledger.add(entry())
    monkeypatch.setattr(database, "PATIENCE", 1)
    with database.Database(url).writing():
        assert len(ledger.entries(QuotaEntry)) == 1
        with pytest.raises(LedgerError, match=r"is being written by another process\.\nWait until"):
            ledger.add(entry())
    assert ledger.add(entry()).number == 2


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("postgresql+psycopg://lievik:secret@/nowhere?host={folder}", r"is not there\.\nCorrect the url"),
        ("postgresql+psycopg://nobody:secret@/postgres?host={folder}", r"is not there\.\nCorrect the url"),
        ("postgresql+psycopg://lievik:secret@/postgres?host={folder}/data", r"cannot be reached\.\nSee that the"),
        ("postgresql+psycopg://lievik:secret@127.0.0.1:9/postgres", r"cannot be reached\.\nSee that the"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_two_lines(server: Server, place: str, told: str) -> None:
    with pytest.raises(LedgerError, match=told) as caught:
        Ledger.of(Path(), place.format(folder=server.folder)).add(entry())
    assert "secret" not in str(caught.value)
    assert str(caught.value).count("\n") == 1
