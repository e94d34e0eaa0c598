"""Calendar files: what recurs, what was moved, declined or cancelled, time zones, clocks that change, broken events."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lievik.errors import FileFormatError
from lievik.model.receipt import PassedOver, Reject
from lievik.sources.reading.calendar_file import HEADER, open_calendar
from lievik.sources.reading.opening import open_sheets
from lievik.sources.reading.sheet import RowsRejected, Way

OWNER = "jana@tiny.example"
UNTIL = date(2026, 6, 30)
WEEKLY = """
UID:weekly
DTSTART;TZID=Europe/Bratislava:20260302T090000
DTEND;TZID=Europe/Bratislava:20260302T100000
RRULE:FREQ=WEEKLY;COUNT=6
EXDATE;TZID=Europe/Bratislava:20260309T090000
"""
MOVED = """
UID:weekly
RECURRENCE-ID;TZID=Europe/Bratislava:20260316T090000
DTSTART;TZID=Europe/Bratislava:20260317T090000
DTEND;TZID=Europe/Bratislava:20260317T110000
"""
CALLED_OFF = """
UID:weekly
RECURRENCE-ID;TZID=Europe/Bratislava:20260323T090000
DTSTART;TZID=Europe/Bratislava:20260323T090000
DTEND;TZID=Europe/Bratislava:20260323T100000
STATUS:CANCELLED
"""


class Read:
    """A calendar that was read whole."""

    def __init__(self, folder: Path, text: str, name: str, until: date | None) -> None:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        way = Way(time_zone="Europe/Bratislava", until=until)
        calendar = open_calendar(path, name, name, way, folder)
        with duckdb.connect() as connection:
            self.rejected: RowsRejected = calendar.load(connection, "times")
            found = connection.execute("FROM times").fetchall()
        self.rows = [dict(zip(HEADER, row, strict=True)) for row in found]
        self.lines = calendar.lines_of(range(len(found)))

    def column(self, *names: str) -> list[str]:
        """Give some columns of every row, as one text."""
        return [" ".join(row[name] or "-" for name in names) for row in self.rows]


def calendar(*events: str, head: str = "") -> str:
    """Write a calendar of events."""
    blocks = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *([head] if head else []), *blocks, "END:VCALENDAR", ""))


def read(folder: Path, *events: str, head: str = "", name: str = f"{OWNER}.ics", until: date | None = UNTIL) -> Read:
    """Write a calendar of events, and read it."""
    return Read(folder, calendar(*events, head=head), name, until)


def test_a_series_without_a_day_with_one_moved_and_one_called_off(tmp_path: Path) -> None:
    found = read(tmp_path, WEEKLY, MOVED, CALLED_OFF)
    assert found.column("Start", "Hours") == [
        "2026-03-02T08:00:00Z 1.00",
        # from here on summer time
        "2026-03-30T07:00:00Z 1.00",
        "2026-04-06T07:00:00Z 1.00",
        "2026-03-17T08:00:00Z 2.00",
    ]
    assert found.rejected.passed_over == (PassedOver(reason="cancelled", rows=1),)
    assert found.rejected.count == 0


def test_a_moved_time_keeps_its_id_and_its_own_line(tmp_path: Path) -> None:
    before, after = (
        dict(zip(found.column("Event id"), found.column("Start"), strict=True))
        for found in (read(tmp_path, WEEKLY), read(tmp_path, WEEKLY, MOVED))
    )
    assert before.keys() == after.keys()
    assert {key for key in before if before[key] != after[key]} == {f"weekly 20260316T080000Z {OWNER}"}
    assert read(tmp_path, WEEKLY, MOVED).lines[4] == 10


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("FREQ=DAILY;UNTIL=20260105T090000Z", 5),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", 5),
        ("FREQ=MONTHLY", 6),
        ("FREQ=YEARLY", 1),
        ("FREQ=DAILY", 181),
    ],
)
def test_a_rule_goes_on_until_it_ends_or_the_day_of_the_run(tmp_path: Path, rule: str, times: int) -> None:
    # 1 January 2026 is a Thursday, no day of the second rule, and still the first time of it
    found = read(tmp_path, f"UID:r\nDTSTART:20260101T090000Z\nDTEND:20260101T093000Z\nRRULE:{rule}")
    assert len(found.rows) == times
    assert max(found.column("Start")) <= "2026-06-30T22:00:00Z"


def test_further_days_are_added_to_a_series(tmp_path: Path) -> None:
    found = read(tmp_path, "UID:r\nDTSTART:20260101T090000Z\nDURATION:PT30M\nRDATE:20260105T100000Z,20260107T110000Z")
    assert found.column("Start", "Hours") == [
        "2026-01-01T09:00:00Z 0.50",
        "2026-01-05T10:00:00Z 0.50",
        "2026-01-07T11:00:00Z 0.50",
    ]


@pytest.mark.parametrize(
    ("day", "hours"), [("20260328", "2.00"), ("20260329", "1.00"), ("20251025", "2.00"), ("20251026", "3.00")]
)
@pytest.mark.parametrize("zone", [";TZID=Europe/Bratislava", ""], ids=["zoned", "floating"])
def test_hours_over_a_change_of_clocks_are_those_that_passed(tmp_path: Path, zone: str, day: str, hours: str) -> None:
    found = read(tmp_path, f"UID:night\nDTSTART{zone}:{day}T013000\nDTEND{zone}:{day}T033000")
    assert found.column("Hours") == [hours]


def test_a_time_without_a_zone_is_of_the_workspace(tmp_path: Path) -> None:
    found = read(tmp_path, "UID:a\nDTSTART:20260701T090000\nDTEND:20260701T100000", until=date(2026, 7, 1))
    assert found.column("Start") == ["2026-07-01T07:00:00Z"]


def test_the_last_day_is_one_of_the_workspace(tmp_path: Path) -> None:
    late = "UID:late\nDTSTART:20260630T213000Z\nDURATION:PT20M"
    later = "UID:later\nDTSTART:20260630T220000Z\nDURATION:PT20M"
    assert read(tmp_path, late, later).column("Event id") == [f"late {OWNER}"]


def test_an_unknown_time_zone_loses_its_event_alone(tmp_path: Path) -> None:
    mars = "UID:mars\nDTSTART;TZID=Mars/Base:20260105T090000\nDTEND;TZID=Mars/Base:20260105T100000"
    found = read(tmp_path, mars, WEEKLY)
    assert found.rejected.first == (
        Reject(
            line=3,
            column="DTSTART",
            value="Mars/Base",
            reason="an event in a time zone that is known, or that the file describes",
        ),
    )
    assert len(found.rows) == 5


def test_a_time_zone_that_the_file_describes_is_known_in_that_file_alone(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Mars/Base\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE"
    )
    mars = "UID:mars\nDTSTART;TZID=Mars/Base:20260105T090000\nDTEND;TZID=Mars/Base:20260105T100000"
    both = "UID:other\nDTSTART:20260105T090000Z\nDURATION:PT1H"
    assert read(tmp_path, mars, both, head=zone).column("Start") == ["2026-01-05T06:00:00Z", "2026-01-05T09:00:00Z"]
    assert read(tmp_path, mars, both).rejected.count == 1


@pytest.mark.parametrize(
    "name",
    ["Central Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Bratislava"],
    ids=["win", "vendor"],
)
def test_other_names_of_a_time_zone_are_known(tmp_path: Path, name: str) -> None:
    event = f"UID:a\nDTSTART;TZID={name}:20260105T090000\nDTEND;TZID={name}:20260105T100000"
    assert read(tmp_path, event).column("Start") == ["2026-01-05T08:00:00Z"]


def test_one_broken_event_of_five(tmp_path: Path) -> None:
    fine = [f"UID:e{number}\nDTSTART:2026010{number}T090000Z\nDURATION:PT1H" for number in range(5, 9)]
    found = read(tmp_path, *fine[:2], "UID:broken\nDTSTART:2026-13-45\nDURATION:PT1H", *fine[2:])
    assert found.column("Event id") == [f"e{number} {OWNER}" for number in range(5, 9)]
    assert found.rejected.first == (
        Reject(line=13, column="DTSTART", value="2026-13-45", reason="an event whose times can be read"),
    )


@pytest.mark.parametrize(
    ("event", "column", "reason"),
    [
        ("UID:a\nSUMMARY:nothing", "", "an event with a start"),
        ("UID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=NEVER", "RRULE", "an event whose times can be read"),
        ("UID:a\nDTSTART:20260105T090000Z\nDTEND:20260105T080000Z", "DTEND", "an event that ends after it starts"),
        (
            "UID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=SECONDLY",
            "RRULE",
            "an event that takes place no more than 50,000 times",
        ),
        (
            "UID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;BYMINUTE="
            + ",".join(map(str, range(60)))
            + ";BYSECOND="
            + ",".join(map(str, range(60))),
            "RRULE",
            "an event that takes place no more than 50,000 times",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, event: str, column: str, reason: str) -> None:
    found = read(tmp_path, WEEKLY, event)
    (reject,) = found.rejected.first
    assert (reject.line, reject.column, reject.reason) == (10, column, reason)
    assert len(found.rows) == 5


def test_an_event_that_is_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    text = calendar(WEEKLY).replace("BEGIN:VEVENT", "BEGIN:VEVENT\nUID:torn\nDTSTART:20260105T090000Z\nBEGIN:VEVENT")
    found = Read(tmp_path, text, f"{OWNER}.ics", UNTIL)
    assert found.rejected.first == (Reject(line=3, column="", value="BEGIN:VEVENT", reason="an event that has an end"),)
    assert len(found.rows) == 5


def test_a_line_that_is_none_does_not_lose_its_event(tmp_path: Path) -> None:
    found = read(tmp_path, "UID:a\nDESCRIPTION:first\nsecond line\nDTSTART:20260105T090000Z\nDURATION:PT1H")
    assert (len(found.rows), found.rejected.count) == (1, 0)


def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="line 3 is not an event with a start"):
        read(tmp_path, "UID:a")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("DTSTART;VALUE=DATE:20260105", "whole days"),
        ("DTSTART:20260105T090000Z\nDTEND:20260107T170000Z", "whole days"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", "shown as free"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED", "cancelled"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:Jana@tiny.example", "declined"),
    ],
)
def test_what_takes_no_hours_is_passed_over_and_counted(tmp_path: Path, lines: str, reason: str) -> None:
    found = read(tmp_path, f"UID:a\n{lines}")
    assert (found.rows, found.rejected.passed_over) == ([], (PassedOver(reason=reason, rows=1),))


def test_what_another_one_declined_takes_place(tmp_path: Path) -> None:
    found = read(
        tmp_path, "UID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:eva@other.example"
    )
    assert len(found.rows) == 1


def _meeting(number: int, *attendees: str) -> str:
    lines = "\n".join(f"ATTENDEE;PARTSTAT=ACCEPTED{attendee}" for attendee in attendees)
    return f"UID:m{number}\nDTSTART:202601{number + 10}T090000Z\nDURATION:PT1H\n{lines}"


@pytest.mark.parametrize(
    ("attendees", "kind"),
    [
        ((f":mailto:{OWNER}", ":mailto:buyer@other.example"), "meeting"),
        ((f":mailto:{OWNER}", ":mailto:peter@tiny.example"), "internal meeting"),
        ((f":mailto:{OWNER}", ";CUTYPE=ROOM:mailto:room@other.example"), "-"),
        ((), "-"),
    ],
)
def test_who_takes_part_tells_the_kind_where_no_category_does(
    tmp_path: Path, attendees: Sequence[str], kind: str
) -> None:
    assert read(tmp_path, _meeting(1, *attendees)).column("Kind") == [kind]
    assert read(tmp_path, _meeting(1, *attendees) + "\nCATEGORIES:Demo,Later").column("Kind") == ["Demo"]


@pytest.mark.parametrize(
    ("name", "head", "owner"),
    [
        ("calendar.ics", "X-WR-CALNAME:Jana@tiny.example", OWNER),
        (f"{OWNER}.ics", "X-WR-CALNAME:Work", OWNER),
        ("export.ics", "X-WR-CALNAME:Jána West", OWNER),
        ("jana-west.ics", "", OWNER),
        ("export.ics", "", OWNER),
        ("export.ics", "X-WR-CALNAME:Peter East", OWNER),
    ],
)
def test_whose_calendar_it_is(tmp_path: Path, name: str, head: str, owner: str) -> None:
    own = f";CN=Jana West:mailto:{OWNER}"
    events = [_meeting(number, own, f":mailto:buyer{number}@other.example") for number in range(3)]
    assert set(read(tmp_path, *events, head=head, name=name).column("Calendar owner")) == {owner}


def test_an_owner_that_nothing_tells_of_is_called_by_the_calendar(tmp_path: Path) -> None:
    both = (f":mailto:{OWNER}", ":mailto:boss@tiny.example")
    found = read(tmp_path, *(_meeting(number, *both) for number in range(3)), head="X-WR-CALNAME:Obchod", name="a.ics")
    assert set(found.column("Calendar owner", "Kind")) == {"Obchod -"}


def test_the_same_meeting_in_two_calendars_is_two_rows(tmp_path: Path) -> None:
    meeting = _meeting(1, f":mailto:{OWNER}", ":mailto:peter@tiny.example")
    ids = {read(tmp_path, meeting, name=f"{name}@tiny.example.ics").rows[0]["Event id"] for name in ("jana", "peter")}
    assert ids == {"m1 jana@tiny.example", "m1 peter@tiny.example"}


def test_a_title_is_no_column(tmp_path: Path) -> None:
    found = read(tmp_path, "UID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H\nSUMMARY:Secret\nDESCRIPTION:Secret")
    assert "Secret" not in str(found.rows)


def test_a_calendar_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.ics"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(FileFormatError, match="is not a calendar"):
        open_calendar(path, path.name, path.name, Way(), tmp_path)


def test_calendars_in_a_zip_and_in_another_encoding(tmp_path: Path) -> None:
    text = calendar(WEEKLY, head="X-WR-CALNAME:Žofia Šťastná")
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        archive.writestr("Calendar/zofia.ics", text.replace("\n", "\r\n").encode("cp1250"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (sheet,) = open_sheets([tmp_path / "takeout.zip"], scratch).sheets
    assert (sheet.name, sheet.header) == ("zofia.ics", HEADER)
    assert {row[1] for row in sheet.sample(10)} == {"Žofia Šťastná"}
