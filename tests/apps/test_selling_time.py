"""Selling time from the command line: calendars, timesheets and kinds come in, and the team's switch holds."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command

REPS = "Name,Email,Team\nJana West,jana@tiny.example,One\nPeter East,peter@tiny.example,One\n"
HOURS = "Rep,Day,Hours\njana@tiny.example,2026-03-02,8\nPeter East,2026-03-02,8\n"
KINDS = "Kind,Is selling\nWorkshop,yes\n"
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:shared
SUMMARY:Secret title
DTSTART;TZID=Europe/Bratislava:20260302T090000
DTEND;TZID=Europe/Bratislava:20260302T130000
ATTENDEE;PARTSTAT=ACCEPTED:mailto:jana@tiny.example
ATTENDEE;PARTSTAT={answer}:mailto:peter@tiny.example
ATTENDEE:mailto:buyer@other.example
END:VEVENT
BEGIN:VEVENT
UID:weekly
CATEGORIES:Workshop
DTSTART;TZID=Europe/Bratislava:20260302T140000
DTEND;TZID=Europe/Bratislava:20260302T160000
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:broken
DTSTART:nonsense
END:VEVENT
END:VCALENDAR
"""
MARCH_2 = ("--period", "2026-03-02..2026-03-02", "--as-of", "2026-03-31", "--format", "json")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of calendars in a zip, reps, timesheets and kinds."""
    files = tmp_path / "office"
    files.mkdir()
    with zipfile.ZipFile(files / "calendars.zip", "w") as archive:
        archive.writestr("jana@tiny.example.ics", CALENDAR.format(answer="DECLINED"))
        archive.writestr("peter@tiny.example.ics", CALENDAR.format(answer="DECLINED"))
    for name, text in (("reps.csv", REPS), ("timesheet.csv", HOURS), ("activity kinds.csv", KINDS)):
        (files / name).write_text(text, encoding="utf-8")
    return files


def test_files_of_an_office_make_the_number(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"))
    came = lievik("import", str(office), "--yes", *there)
    assert came.code == 0, came.err
    assert "peter@tiny.example.ics: declined (1 row)" in came.out
    assert "jana@tiny.example.ics, line 18: DTSTART 'nonsense' is not an event whose times can be read" in came.out
    (share,) = [row for row in lievik("show", "selling_time_share", *MARCH_2, *there).rows if not row["variant"]]
    # Jana's four hours with the buyer and two of the workshop, Peter's two of it, of sixteen
    assert (share["value"], share["numerator"], share["denominator"]) == (0.5, 8, 16)
    assert share["beside"]["coverage"]["value"] == 0.5
    by_owner = lievik("show", "selling_time_share", "--by", "owner", *MARCH_2, *there).rows
    assert {row["group"]["owner"]: row["value"] for row in by_owner} == {"Jana West": 0.75, "Peter East": 0.25}
    again = lievik("import", str(office), "--format", "json", *there)
    assert again.code == 0, again.err
    assert {row["is_repeat"] for row in again.rows} == {True}


def test_the_switch_holds_at_the_door(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"))
    lievik("import", str(office), "--yes", *there)
    settings = office / "w" / "lievik.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('selling_time = "rep"', 'selling_time = "team"'), encoding="utf-8")
    (share,) = [row for row in lievik("show", "selling_time_share", *MARCH_2, *there).rows if not row["variant"]]
    assert share["value"] == 0.5
    for asked in (
        ("show", "selling_time_share", "--by", "owner"),
        ("show", "selling_time_share", "--where", "owner=Jana West"),
        ("drill", "selling_time_share"),
    ):
        refused = lievik(*asked, *MARCH_2, "--lang", "sk", *there)
        assert (refused.code, len(refused.err.strip().splitlines())) == (2, 2)
        assert "sa uvádza len za tímy" in refused.err


def test_a_later_import_brings_the_times_since(office: Path) -> None:
    workspace = Workspace.create(office / "w", today=date(2026, 3, 31))
    calendars = [office / "calendars.zip"]
    counts = []
    for day in (9, 16):
        now = datetime(2026, 3, day, 20, 0, tzinfo=UTC)
        receipt = workspace.accept(workspace.propose(calendars), calendars, now=now)
        counts.append([(change.rows_new, change.rows_same) for change in receipt.changes])
    assert counts == [[(5, 0)], [(2, 5)]]
    before = workspace.facts.rows["activity"]
    workspace.rebuild()
    assert workspace.facts.rows["activity"] == before == 7


def test_who_is_forgotten_leaves_calendars_and_the_names_of_files(office: Path) -> None:
    workspace = Workspace.create(office / "w", today=date(2026, 3, 31))
    calendar = office / "peter@tiny.example.ics"
    calendar.write_text(CALENDAR.format(answer="DECLINED"), encoding="utf-8")
    workspace.accept(workspace.propose([calendar]), [calendar], now=datetime(2026, 3, 9, 20, 0, tzinfo=UTC))
    workspace.forget("peter@tiny.example")
    assert workspace.engine is not None
    found = workspace.engine.fetch("SELECT DISTINCT rep_id, count(*) FROM activity GROUP BY ALL", {})[1]
    assert found == [("forgotten-1", 2)]
    left = [path for path in (office / "w").rglob("*") if "peter" in path.name.lower()]
    assert left == []
    assert workspace.rebuild()[0].rows_kept == 2
