"""Rates of the bank, a calendar by its address, a folder of exports: asked, brought in once, and followed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from lievik.model.source_settings import SourceSettings
from lievik.model.synced import Synced
from lievik.sources.remote.calendar import Calendar
from lievik.sources.remote.ecb import ECB
from lievik.sources.remote.stream import Connector
from lievik.syncing import Syncing
from lievik.workspace import Workspace

NOW = datetime(2026, 6, 30, 16, tzinfo=UTC)
RATES = "Date,USD,CZK,BGN,\n2026-06-30,1.17,24.7,N/A,\n2026-06-29,1.16,24.8,1.9558,\n"
CALENDAR = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:jana@firma.sk", "BEGIN:VEVENT", "UID:1"),
        *("DTSTART:20260629T080000Z", "DTEND:20260629T093000Z", "SUMMARY:Meeting", "ORGANIZER:mailto:jana@firma.sk"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
)


@dataclass
class Place:
    """A workspace, and what its only source answers with."""

    folder: Path
    content: bytes = b""
    asked: list[str] = field(default_factory=list)

    @property
    def transport(self) -> httpx2.MockTransport:
        """Answers every question with the content."""

        def handle(request: httpx2.Request) -> httpx2.Response:
            self.asked.append(str(request.url))
            return httpx2.Response(200, content=self.content)

        return httpx2.MockTransport(handle)

    def sync(self, connector: Connector, *, at: datetime = NOW) -> Synced:
        """Ask it."""
        settings = Workspace.open(self.folder, today=at.date()).settings
        syncing = Syncing(settings=settings, make=lambda _source, _secrets: connector)
        return syncing.sync(SourceSettings(name="one", kind="made-up"), at)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the generation in use."""
        engine = Workspace.open(self.folder, today=NOW.date()).engine
        assert engine is not None
        return engine.fetch(sql, {})[1]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    Workspace.create(tmp_path / "workspace", today=NOW.date())
    return Place(folder=tmp_path / "workspace")


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return file.getvalue()


def test_rates_come_in_a_row_a_day_and_currency_and_later_only_new_ones(place: Place) -> None:
    place.content = zipped(RATES)
    bank = ECB(transport=place.transport)
    assert place.sync(bank).trouble is None
    rates = "SELECT CAST(on_date AS VARCHAR), to_currency, CAST(rate AS DOUBLE) FROM fx_rate ORDER BY 1, 2"
    assert place.rows(rates) == [
        ("2026-06-29", "BGN", 1.9558),
        ("2026-06-29", "CZK", 24.8),
        ("2026-06-29", "USD", 1.16),
        ("2026-06-30", "CZK", 24.7),
        ("2026-06-30", "USD", 1.17),
    ]
    place.content = zipped(RATES.replace("\n2026-06-30", "\n2026-07-01,1.2,25,N/A,\n2026-06-30", 1))
    found = place.sync(bank, at=NOW + timedelta(days=1))
    assert found.receipt is not None
    assert [(change.rows_new, change.rows_removed) for change in found.receipt.changes] == [(2, 0)]
    assert place.sync(bank, at=NOW + timedelta(days=2)).receipt is None


def test_rates_that_are_no_zip_are_said_to_be_none(place: Place) -> None:
    place.content = b"<html>"
    assert "no whole zip" in str(place.sync(ECB(transport=place.transport)).trouble)


def test_a_calendar_brings_hours_and_its_address_is_never_shown(place: Place) -> None:
    place.content = CALENDAR.encode()
    url = "https://calendar.example/private-s3cret/basic.ics"
    calendar = Calendar(url=url, transport=place.transport)
    assert place.sync(calendar).trouble is None
    assert place.rows("SELECT rep_id, CAST(hours AS DOUBLE) FROM activity") == [("jana@firma.sk", 1.5)]
    assert "s3cret" not in repr(calendar)
    written = [path for path in place.folder.rglob("*") if path.is_file()]
    assert not any(b"s3cret" in path.read_bytes() for path in written)


def test_a_folder_of_exports_is_brought_in_when_something_in_it_changed(place: Place, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "deals.csv").write_text("id,amount,stage\n1,10,Won\n", encoding="utf-8")
    (place.folder / "mappings").mkdir(exist_ok=True)
    (place.folder / "mappings" / "exports.toml").write_text(
        'source = "exports"\n[[file]]\nmatch = "deals.csv"\ntable = "deal"\n'
        '[file.columns]\nid = "id"\namount = "amount"\n',
        encoding="utf-8",
    )
    source = SourceSettings(name="exports", kind="folder", options={"path": str(exports)})
    syncing = Syncing(settings=Workspace.open(place.folder, today=NOW.date()).settings)
    assert syncing.sync(source, NOW).receipt is not None
    assert syncing.sync(source, NOW + timedelta(hours=1)).receipt is None
    (exports / "deals.csv").write_text("id,amount,stage\n1,20,Won\n2,5,Lost\n", encoding="utf-8")
    found = syncing.sync(source, NOW + timedelta(hours=2)).receipt
    assert found is not None
    assert [(change.rows_new, change.rows_changed) for change in found.changes] == [(1, 1)]


def test_a_folder_without_a_mapping_says_what_to_do(place: Place, tmp_path: Path) -> None:
    source = SourceSettings(name="exports", kind="folder", options={"path": str(tmp_path)})
    syncing = Syncing(settings=Workspace.open(place.folder, today=NOW.date()).settings)
    assert "once by hand" in str(syncing.sync(source, NOW).trouble)
