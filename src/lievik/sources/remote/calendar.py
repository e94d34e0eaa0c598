"""A calendar by its address (.ics): hours of meetings, read as a calendar file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

from lievik.sources.remote.connectors import needed
from lievik.sources.remote.session import Given, Session
from lievik.sources.remote.stream import Stream

MAPPING: Final = """\
source = "{source}"

[[file]]
match = "*.ics"
table = "activity"

[file.columns]
id = "Event id"
rep_id = "Calendar owner"
kind = "Kind"
started_at = "Start"
hours = "Hours"
"""


def calendar(options: Mapping[str, object], secrets: Mapping[str, str]) -> Calendar:
    """Make the connector.

    Raises:
        ValueError: there is no address.
    """
    del options
    (url,) = needed(secrets, "url")
    return Calendar(url=url)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One calendar.

    Attributes:
        url: which lets in whoever knows it; never shown.
    """

    url: str = field(repr=False)
    vendor: str = "The calendar"
    mapping: str = MAPPING
    streams: tuple[Stream, ...] = ()
    transport: httpx2.BaseTransport | None = None

    def session(self) -> Session:
        """A session that is not open yet."""
        access = Given(token="", header="Accept", scheme="text/calendar")
        return Session(vendor=self.vendor, url=self.url, access=access, transport=self.transport)

    def counts(self, session: Session) -> Mapping[str, int]:
        """A calendar counts nothing."""
        del session
        return {}

    def files(self, session: Session, folder: Path) -> tuple[Path, ...]:
        """Write the calendar to a file, as it came."""
        path = folder / "calendar.ics"
        path.write_bytes(session.content(self.url))
        return (path,)
