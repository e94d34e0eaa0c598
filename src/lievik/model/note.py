"""Notes as people pin them to a day, and events of the company and its market as they type them in.

Pure. An event that was taken away is an entry without a title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from lievik.model.quota import Subject

EVENT_KINDS: Final = ("internal", "market")
"""What an event happened to."""

EventKind: TypeAlias = Literal["internal", "market"]

LONGEST_TEXT: Final = 500
"""Characters that a note, or what is said of an event, may have."""


@dataclass(frozen=True, kw_only=True)
class NoteEntry:
    """One note.

    Attributes:
        on: the day it is pinned to.
        metric: `metric` or `metric:variant` that it is about; empty for all.
        team: that it is about; none for all.
        typed_at: with its offset.
        typed_by: who typed it in; empty where nobody said.
        number: of the entry, from 1 on; 0 before it is kept.
        is_taken_back: whether it was removed.
    """

    on: date
    text: str
    metric: str
    team: Subject | None
    typed_at: datetime
    typed_by: str
    number: int = 0
    is_taken_back: bool = False


@dataclass(frozen=True, kw_only=True)
class EventEntry:
    """One decision about an event, as the ledger keeps it.

    Attributes:
        row_id: of the row that it fills in the table of events; empty for one of its own.
        happened_on: none where the event is taken away.
        title: empty where the event is taken away.
    """

    row_id: str
    happened_on: date | None
    title: str
    kind: EventKind
    note: str
    typed_at: datetime
    typed_by: str
    number: int = 0
    is_taken_back: bool = False

    @property
    def file_name(self) -> str:
        """Name of the file that its run brings; no other entry has it, in whatever ledger."""
        return f"event-{self.number}-{self.typed_at:%Y%m%d%H%M%S}.csv"

    @property
    def cells(self) -> Mapping[str, str]:
        """Its row as the built-in mapping reads it."""
        return {
            "id": self.row_id,
            "happened_on": self.happened_on.isoformat() if self.happened_on else "",
            "title": self.title,
            "kind": self.kind if self.title else "",
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event that stands.

    Attributes:
        id: of its row.
        source: where it came from; `ledger` where it was typed in.
        number: to take it away by; 0 for one that a file brought.
    """

    id: str
    happened_on: date
    title: str
    kind: str
    note: str
    source: str
    number: int = 0
