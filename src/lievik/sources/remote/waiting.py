"""What a vendor's headers say of how long to wait.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_RESETS: Final = ("x-ratelimit-reset", "ratelimit-reset")
_LEFT: Final = "x-hubspot-ratelimit-remaining"
_SPAN: Final = "x-hubspot-ratelimit-interval-milliseconds"
_EPOCH: Final = 1_000_000_000
"""Larger numbers are moments, smaller ones seconds from now."""


def wait_said(headers: Mapping[str, str]) -> float | None:
    """Tell how many seconds an answer asks to wait: by `Retry-After`, else by when its limit is counted anew.

    HubSpot says how long it counts, and how many questions are left of that time.

    Args:
        headers: of the answer; its `Date` is what the moment now is told by.

    Returns:
        None where it says nothing that can be read.

    Example:
        >>> wait_said({"retry-after": "2.5"})
        2.5
        >>> wait_said({"x-ratelimit-reset": "1800000010", "date": "Fri, 15 Jan 2027 08:00:00 GMT"})
        10.0
        >>> wait_said({"x-hubspot-ratelimit-remaining": "0", "x-hubspot-ratelimit-interval-milliseconds": "10000"})
        10.0
    """
    found = {name.lower(): value for name, value in headers.items()}
    now = _moment(found.get("date", ""))
    after = found.get("retry-after", "").strip()
    if after:
        return _seconds(after, now)
    for name in _RESETS:
        if name in found:
            return _seconds(found[name].strip(), now)
    span = _number(found.get(_SPAN, "")) if found.get(_LEFT, "").strip() == "0" else None
    return span / 1000 if span is not None else None


def _seconds(text: str, now: datetime | None) -> float | None:
    """Seconds that a header says: a number of them, a moment as a number, or a date."""
    number = _number(text)
    until = datetime.fromtimestamp(number, UTC) if number is not None and number > _EPOCH else None
    if number is not None and until is None:
        return max(0.0, number)
    until = until or _moment(text)
    if until is None or now is None:
        return None
    return max(0.0, (until - now).total_seconds())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and number not in {float("inf"), float("-inf")} else None  # noqa: PLR0124 - not a number


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
