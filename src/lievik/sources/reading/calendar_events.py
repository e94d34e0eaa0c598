"""Events of a calendar → the times that they take place, up to a day, and what is wrong with those that cannot be read.

The only module that knows icalendar and what unfolds its recurrences. Hours are worked out on instants, so that
clocks that change do no harm. Titles and descriptions are never looked at.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo

from lievik.model.receipt import Reject
from lievik.sources.reading.calendar_owner import Guest
from lievik.sources.reading.calendar_text import Block, CalendarText

if TYPE_CHECKING:
    from icalendar import Event

_TIMES: Final = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_MADE_FROM: Final = (*_TIMES, "DURATION", "RRULE")
_PER_DAY: Final = {"HOURLY": 24, "MINUTELY": 1440, "SECONDLY": 86400}
_MOST_TIMES: Final = 50_000
_VALUE_SHOWN: Final = 200
_NOT_KNOWN: Final = "an event in a time zone that is known, or that the file describes"


@dataclass(frozen=True, kw_only=True)
class Taking:
    """One time that an event takes place.

    Attributes:
        line: where the event stands in its file.
        uid: of the event.
        place: what tells this time from the event's others, and stays when it is moved; empty where there is but one.
        start: UTC; `end` likewise, and never before it.
        is_whole_day: it takes whole days, and no hours of them.
        is_free: the owner is free meanwhile.
        guests: people who take part; rooms are none.
    """

    line: int
    uid: str
    place: str
    start: datetime
    end: datetime
    is_whole_day: bool
    is_free: bool
    status: str
    categories: tuple[str, ...]
    guests: tuple[Guest, ...]
    organizer: str


@dataclass(frozen=True, kw_only=True)
class _Read:
    """An event that was read, and the line it begins in."""

    line: int
    event: Event
    uid: str


class _BrokenError(Exception):
    """An event that cannot be read: the property at fault, what stands there, what was expected."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value[:_VALUE_SHOWN], reason


def takings(calendar: CalendarText, zone: str, until: date | None) -> tuple[list[Taking], list[Reject]]:
    """Find out when a calendar's events take place.

    Args:
        calendar: taken apart.
        zone: times without a zone are of this one.
        until: the last day, in that zone, that a time may begin on; none for the first time of each event alone.

    Returns:
        The times, and the events that cannot be read, with their lines.
    """
    rejects, own = list(calendar.torn), ZoneInfo(zone or "UTC")
    series: dict[str, list[_Read]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a zone's vendor prefix that is stripped is worth no warning
        _learn(calendar.zones)
        for block in calendar.events:
            try:
                read = _read(block, own)
            except _BrokenError as trouble:
                rejects.append(_reject(block.line, trouble))
            else:
                series.setdefault(read.uid, []).append(read)
        found: list[Taking] = []
        for events in series.values():
            try:
                found += list(_unfolded(events, own, until))  # all of them, or none
            except _BrokenError as trouble:
                rejects.append(_reject(events[0].line, trouble))
    return sorted(found, key=lambda one: (one.line, one.start)), sorted(rejects, key=lambda reject: reject.line)


def _reject(line: int, trouble: _BrokenError) -> Reject:
    return Reject(line=line, column=trouble.column, value=trouble.value, reason=trouble.reason)


def _learn(zones: Sequence[Block]) -> None:
    """Let a file's own time zones be known, and forget those of other files."""
    from icalendar import Timezone
    from icalendar.timezone import tzp

    tzp.use_default()
    for block in zones:
        try:
            Timezone.from_ical(block.text)
        except (ValueError, KeyError, IndexError, TypeError):
            continue  # events in it are told of one by one


def _read(block: Block, zone: ZoneInfo) -> _Read:
    """Read one event.

    Raises:
        _BrokenError: something that its times are made from cannot be read.
    """
    from icalendar import Event

    try:
        event = cast("Event", Event.from_ical(block.text))
    except (ValueError, KeyError, IndexError, TypeError) as trouble:
        raise _BrokenError("", block.lines[0], "an event that can be read") from trouble
    for name, _ in event.errors:
        if name in _MADE_FROM:
            raise _BrokenError(name, _written(block, name), "an event whose times can be read")
    if "DTSTART" not in event:
        raise _BrokenError("", block.lines[0], "an event with a start")
    for name in _TIMES:
        _refuse_unknown_zone(event, name)
    if "DTEND" in event and _moment(_time(event, "DTEND"), zone) < _moment(_time(event, "DTSTART"), zone):
        raise _BrokenError("DTEND", _written(block, "DTEND"), "an event that ends after it starts")
    return _Read(line=block.line, event=event, uid=str(event.get("UID") or _made_uid(block)))


def _written(block: Block, name: str) -> str:
    return next((line.partition(":")[2] for line in block.lines if line.upper().startswith(name)), "")


def _made_uid(block: Block) -> str:
    """Make an id for an event without one, out of what does not change with every export."""
    kept = [line for line in block.lines if not line.upper().startswith(("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))]
    return hashlib.blake2b("\n".join(kept).encode(), digest_size=10).hexdigest()


def _refuse_unknown_zone(event: Event, name: str) -> None:
    """Refuse a time in a zone that neither the world nor the file knows."""
    for prop in _listed(event.get(name)):
        zone = prop.params.get("TZID", "")
        times = [each.dt for each in getattr(prop, "dts", [prop])]
        flat = [part for each in times for part in (each if isinstance(each, tuple) else (each,))]
        if zone and any(isinstance(each, datetime) and each.tzinfo is None for each in flat):
            raise _BrokenError(name, str(zone), _NOT_KNOWN)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - a property may be of many classes
    """Give a property that may be there never, once or often."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _unfolded(events: Sequence[_Read], zone: ZoneInfo, until: date | None) -> Iterator[Taking]:
    """Give the times of one event and of what was changed in its series.

    Raises:
        _BrokenError: they cannot be worked out.
    """
    import recurring_ical_events  # type: ignore[import-untyped]
    from icalendar import Calendar

    lines = {_moment(_time(read.event, "RECURRENCE-ID"), zone): read.line for read in events if _is_change(read)}
    first = min(_moment(_time(read.event, "DTSTART"), zone) for read in events)
    limit = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC) if until else first
    is_series = any(name in read.event for read in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    for read in events:
        _refuse_too_often(read.event, limit - _moment(_time(read.event, "DTSTART"), zone))
    calendar = Calendar()
    for read in events:
        calendar.add_component(read.event)
    try:
        found = recurring_ical_events.of(calendar).between(first - timedelta(days=1), limit + timedelta(days=1))
        for event in found:
            taking = _taking(event, events[0], lines, zone, is_series=is_series)
            if taking.start < limit or until is None:
                yield taking
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError) as trouble:
        raise _BrokenError("RRULE", "", "an event whose times can be read") from trouble


def _is_change(read: _Read) -> bool:
    return "RECURRENCE-ID" in read.event


def _refuse_too_often(event: Event, span: timedelta) -> None:
    """Refuse a rule that would give more times than any person's calendar has."""
    for rule in _listed(event.get("RRULE")):
        per_day = _PER_DAY.get(str(rule.get("FREQ", [""])[0]).upper(), 1)
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            per_day *= max(len(rule.get(name, [])), 1)
        times = max(span.days + 1, 0) * per_day // max(int(rule.get("INTERVAL", [1])[0]), 1)
        if min(times, int(rule.get("COUNT", [times])[0])) > _MOST_TIMES:
            raise _BrokenError("RRULE", rule.to_ical().decode(), "an event that takes place no more than 50,000 times")


def _taking(event: Event, read: _Read, lines: dict[datetime, int], zone: ZoneInfo, *, is_series: bool) -> Taking:
    start, end = (_moment(_time(event, name), zone) for name in ("DTSTART", "DTEND"))
    place = _moment(_time(event, "RECURRENCE-ID"), zone)
    return Taking(
        line=lines.get(place, read.line),
        uid=read.uid,
        place=f"{place:%Y%m%dT%H%M%SZ}" if is_series else "",
        start=start,
        end=end,
        is_whole_day=not isinstance(_time(event, "DTSTART"), datetime),
        is_free=str(event.get("TRANSP", "")).upper() == "TRANSPARENT",
        status=str(event.get("STATUS", "")).upper(),
        categories=tuple(str(each).strip() for prop in _listed(event.get("CATEGORIES")) for each in prop.cats),
        guests=tuple(guest for guest in map(_guest, _listed(event.get("ATTENDEE"))) if not guest.is_thing),
        organizer=_address(event.get("ORGANIZER", "")),
    )


def _time(event: Event, name: str) -> date | datetime:
    """Give a time of an event as it is written."""
    prop: Any = event[name]
    return cast("date | datetime", prop.dt)


def _moment(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """Give the instant of a time, or of the start of a day, in UTC; one without a zone is of the workspace's."""
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _guest(attendee: Any) -> Guest:  # noqa: ANN401 - a property of icalendar
    parameters = getattr(attendee, "params", {})
    return Guest(
        address=_address(attendee),
        name=str(parameters.get("CN", "")),
        answer=str(parameters.get("PARTSTAT", "")).upper(),
        is_thing=str(parameters.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE"},
    )


def _address(text: object) -> str:
    """Give the e-mail address that someone is written by; who was forgotten has a made-up word for it."""
    address = str(text).strip().lower()
    return address.removeprefix("mailto:") if "@" in address or address.startswith("mailto:") else ""
