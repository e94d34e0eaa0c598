"""Days and instants → moments of the world: a day stands for its end, in a time zone.

Pure.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lievik.errors import PeriodError

_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}.*")


def end_of(day: date, time_zone: str) -> datetime:
    """Give the last moment of a day.

    Example:
        >>> end_of(date(2026, 7, 1), "Europe/Bratislava").isoformat()
        '2026-07-01T21:59:59.999999+00:00'
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(time_zone))
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def read_instant(text: str, time_zone: str) -> datetime | None:
    """Read an instant as people type it; in the time zone, where it names no other.

    Returns:
        The instant; none where the text is not one, such as a day.

    Raises:
        PeriodError: there is no such day or time.

    Example:
        >>> read_instant("2026-07-01 14:30", "Europe/Bratislava").isoformat()
        '2026-07-01T14:30:00+02:00'
    """
    typed = text.strip()
    if not _INSTANT.fullmatch(typed):
        return None
    try:
        found = datetime.fromisoformat(typed)
    except ValueError as error:
        raise PeriodError(text, "is no instant of the calendar") from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(time_zone))
