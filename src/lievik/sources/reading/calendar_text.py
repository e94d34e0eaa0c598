"""The text of a calendar file (.ics) → its calendars: their names, their time zones, and their events one by one.

Pure. A broken event stands alone: the others are told apart from it, and each knows the line that it begins in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lievik.model.receipt import Reject

_EVENT: Final = "VEVENT"
_ZONE: Final = "VTIMEZONE"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One component, from BEGIN to END.

    Attributes:
        line: the line that it begins in, from 1 on.
        lines: its lines, unfolded.
    """

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The component as a calendar file has it."""
        return "\r\n".join((*self.lines, ""))


@dataclass(kw_only=True)
class CalendarText:
    """One calendar of a file.

    Attributes:
        name: what it calls itself; empty where it does not.
        torn: events that have no end.
    """

    name: str = ""
    zones: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    torn: list[Reject] = field(default_factory=list)


def calendars_in(text: str) -> list[CalendarText]:
    """Take a calendar file apart; what belongs to no calendar is passed over."""
    found: list[CalendarText] = []
    open_at, waiting = 0, list[str]()
    for number, line in (*_unfolded(text), (0, "END:VCALENDAR")):
        sign = line.strip().upper()
        if sign == "BEGIN:VCALENDAR":
            found.append(CalendarText())
        if not found:
            continue
        is_outermost = sign in {"BEGIN:VCALENDAR", "END:VCALENDAR", f"BEGIN:{_EVENT}", f"BEGIN:{_ZONE}"}
        if is_outermost and waiting:
            found[-1].torn.append(Reject(line=open_at, column="", value=waiting[0], reason="an event that has an end"))
            waiting = []
        if waiting or sign in {f"BEGIN:{_EVENT}", f"BEGIN:{_ZONE}"}:
            open_at = open_at if waiting else number
            waiting.append(line)
        elif not is_outermost:
            _note_name(found[-1], line)
        if sign in {f"END:{_EVENT}", f"END:{_ZONE}"} and waiting:
            kept = found[-1].events if sign.endswith(_EVENT) else found[-1].zones
            kept.append(Block(line=open_at, lines=tuple(waiting)))
            waiting = []
    return found


def _note_name(calendar: CalendarText, line: str) -> None:
    """Take the calendar's name from its own lines."""
    name, _, value = line.partition(":")
    if name.partition(";")[0].strip().upper() == "X-WR-CALNAME" and value.strip():
        calendar.name = value.strip().replace("\\,", ",").replace("\\;", ";")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Join lines that go on in the next one; each with the number of its first."""
    first, waiting = 0, ""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line[:1] in {" ", "\t"} and waiting:
            waiting += line[1:]
            continue
        if waiting:
            yield first, waiting
        first, waiting = number, line
    if waiting:
        yield first, waiting
