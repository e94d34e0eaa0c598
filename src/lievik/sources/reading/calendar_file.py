"""A calendar file (.ics) → a sheet: one row for every time that an event took hours of its owner, up to a day.

What took no hours (cancelled, declined, whole days, free time) is passed over and counted by its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

import duckdb

from lievik.errors import FileFormatError
from lievik.model.receipt import PassedOver, Reject
from lievik.sources.reading.calendar_events import Taking, takings
from lievik.sources.reading.calendar_owner import Guest, Owner, owner_of
from lievik.sources.reading.calendar_text import CalendarText, calendars_in
from lievik.sources.reading.encoding import in_utf8, survey
from lievik.sources.reading.file_bytes import GET_AGAIN
from lievik.sources.reading.sheet import RowsRejected, Way
from lievik.sources.sql_text import quoted

HEADER: Final = (
    "Event id",
    "Calendar owner",
    "Kind",
    "Start",
    "End",
    "Hours",
    "Status",
    "Participation",
    "Organizer",
    "Attendees",
    "External attendees",
    "Calendar",
)
"""Columns of every calendar; a title is none of them, for it is about people."""

_DAY: Final = timedelta(days=1)
_REJECTS_KEPT: Final = 100
_BLOCK: Final = 2000


@dataclass(frozen=True)
class CalendarFile:
    """A calendar file that was taken apart; a sheet's content.

    Attributes:
        stem: name of the file, without its ending.
    """

    label: str
    stem: str
    calendars: Sequence[CalendarText]
    way: Way = field(repr=False)

    def load(self, connection: duckdb.DuckDBPyConnection, relation: str) -> RowsRejected:
        """Put every time as text into a new temporary table with columns c0, c1, ...; `rowid` counts rows.

        Raises:
            FileFormatError: no event of it can be read.
        """
        found = self._found
        if found.rejects and not (found.rows or found.passed_over):
            first = found.rejects[0]
            reason = f"cannot be read: line {first.line} is not {first.reason}"
            raise FileFormatError(self.label, reason, "Correct that line, then import again.")
        columns = ", ".join(f"c{at} VARCHAR" for at in range(len(HEADER)))
        connection.execute(f"CREATE TEMP TABLE {relation} ({columns})")
        for start in range(0, len(found.rows), _BLOCK):
            # as text: of a bound value DuckDB asks whether it is a table of pandas, which takes far longer
            rows = ", ".join(f"({', '.join(map(_literal, row))})" for row in found.rows[start : start + _BLOCK])
            connection.execute(f"INSERT INTO {relation} VALUES {rows}")
        return RowsRejected(
            count=len(found.rejects), first=tuple(found.rejects[:_REJECTS_KEPT]), passed_over=found.passed_over
        )

    def lines_of(self, records: Iterable[int]) -> dict[int, int]:
        """Give the line that the event of each row begins in."""
        return {record: self._found.lines[record] for record in records}

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows, spread over the whole calendar."""
        rows = self._found.rows
        return rows[:: max(1, -(-len(rows) // limit))]

    @cached_property
    def _found(self) -> _Found:
        found = _Found()
        for calendar in self.calendars:
            times, rejects = takings(calendar, self.way.time_zone, self.way.until)
            meetings: dict[str, tuple[Guest, ...]] = {}
            for each in times:
                meetings[each.uid] = (*meetings.get(each.uid, ()), *_everyone(each))
            owner = owner_of(calendar.name, self.stem, meetings)
            found.rejects += rejects
            for each in times:
                found.add(each, owner, calendar.name or self.stem)
        return found


def open_calendar(path: Path, name: str, label: str, way: Way, scratch: Path) -> CalendarFile:
    """Look a calendar file through before it is read.

    Args:
        path: the file.
        name: its base name, which may tell whose it is.
        label: what people know it by.
        way: its encoding, the zone of times without one, and the last day that is read.
        scratch: a folder for a copy in UTF-8, where one is needed.

    Raises:
        FileFormatError: it is empty, binary, in no known encoding, or no calendar.
    """
    seen = survey(path, label, way.encoding)
    text = path if seen.is_utf8 else in_utf8(path, label, seen.encoding, scratch / f"{path.name}.utf8")
    calendars = calendars_in(text.read_text(encoding="utf-8-sig"))
    if not calendars:
        raise FileFormatError(label, "is not a calendar, as its name says", GET_AGAIN)
    return CalendarFile(label=label, stem=PurePosixPath(name).stem, calendars=calendars, way=way)


@dataclass(kw_only=True)
class _Found:
    """What came out of a file."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """Times that took no hours, by reason."""
        return tuple(PassedOver(reason=reason, rows=count) for reason, count in sorted(self.reasons.items()))

    def add(self, taking: Taking, owner: Owner, calendar: str) -> None:
        """Take a time in, or count why not."""
        mine = owner.of(taking.guests)
        if reason := _why_not(taking, mine):
            self.reasons[reason] += 1
            return
        guests = [guest for guest in taking.guests if guest is not mine]
        outsiders = owner.outsiders(guests)
        self.lines.append(taking.line)
        self.rows.append(
            (
                " ".join(part for part in (taking.uid, taking.place, owner.name) if part),
                owner.name,
                _kind(taking, owner, has_others=bool(guests), has_outsiders=outsiders > 0),
                f"{taking.start:%Y-%m-%dT%H:%M:%SZ}",
                f"{taking.end:%Y-%m-%dT%H:%M:%SZ}",
                str((Decimal((taking.end - taking.start).total_seconds()) / 3600).quantize(Decimal("0.01"))),
                taking.status,
                mine.answer if mine else "",
                taking.organizer,
                str(len(guests)),
                str(outsiders) if owner.address else "",
                calendar,
            )
        )


def _literal(cell: str) -> str:
    return quoted(cell) if cell else "NULL"


def _everyone(taking: Taking) -> tuple[Guest, ...]:
    """Who takes part, the organizer among them."""
    return (*taking.guests, *((Guest(address=taking.organizer),) if taking.organizer else ()))


def _why_not(taking: Taking, mine: Guest | None) -> str:
    """Say why a time took no hours of the owner; empty where it did."""
    if taking.status == "CANCELLED":
        return "cancelled"
    if mine and mine.answer == "DECLINED":
        return "declined"
    if taking.is_whole_day or taking.end - taking.start > _DAY:
        return "whole days"
    return "shown as free" if taking.is_free else ""


def _kind(taking: Taking, owner: Owner, *, has_others: bool, has_outsiders: bool) -> str:
    """Give the first category; without one, people from outside make a meeting, others an internal one."""
    if taking.categories:
        return taking.categories[0]
    if has_outsiders:
        return "meeting"
    return "internal meeting" if has_others and owner.address else ""
