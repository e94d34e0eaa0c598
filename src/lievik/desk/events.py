"""What happened to the company or its market → events typed in, taken away and listed; they land like quotas do.

A question of them is answered from the data alone, where those that a file brought stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from lievik.desk.subjects import Fetch
from lievik.errors import RequestError
from lievik.model.note import EVENT_KINDS, Event, EventEntry, EventKind
from lievik.model.quota import LEDGER

if TYPE_CHECKING:
    from lievik.desk.decisions import Decisions

_EVENTS: Final = """
SELECT id, happened_on, title, coalesce(kind, ''), coalesce(note, ''), source
FROM event
WHERE title IS NOT NULL AND happened_on >= $from_on AND happened_on <= $to_on
ORDER BY happened_on, title, id
"""
_NUMBER: Final = re.compile(r"event-(\d+)-\d+")


@dataclass(frozen=True, kw_only=True)
class Events:
    """The events of one workspace.

    Attributes:
        decisions: gives what people decided.
        fetch: asks the data; none before anything came in.
        changed: is told whenever the data changed.
        as_of: the day that words like `yesterday` are counted from.
    """

    decisions: Callable[[], Decisions]
    fetch: Callable[[], Fetch | None]
    changed: Callable[[None], None]
    as_of: date

    def add(  # noqa: PLR0913 - each is said apart
        self, title: str, *, on: str | date, now: datetime, kind: str = "internal", note: str = "", by: str = ""
    ) -> Event:
        """Type in an event.

        Args:
            title: in a few words.
            on: the day that it happened on.
            now: the moment, with its offset.
            kind: internal or market.
            note: what else there is to say, at most 500 characters.
            by: who types it in.

        Raises:
            RequestError: what is said cannot be taken.
            LedgerError: it cannot be kept; nothing was changed.
            StoreError: it cannot be brought in; nothing was changed.
        """
        from lievik.desk.typed_day import read_day, read_text

        if kind not in EVENT_KINDS:
            raise RequestError(f"An event cannot be of kind '{kind}'.", f"Kinds of events: {', '.join(EVENT_KINDS)}.")
        day, name, more = read_day(on, self.as_of), read_text(title, longest=120), read_text(note, needed=False)
        self._settle()
        key = self._change(
            EventEntry(
                row_id="",
                happened_on=day,
                title=name,
                kind=cast("EventKind", kind),
                note=more,
                typed_at=now,
                typed_by=by,
            )
        )
        return next(event for event in self.all() if event.id == key)

    def remove(self, number: int, *, now: datetime, by: str = "") -> Event:
        """Take away an event that was typed in, by its number.

        Raises:
            RequestError: none of that number was typed in.
            StoreError: the ledger or the workspace cannot be written.
        """
        self._settle()
        found = next((event for event in self.all() if number and event.number == number), None)
        if found is None:
            raise RequestError(
                f"There is no event {number} that was typed in.", "'lievik event list' tells their numbers."
            )
        self._change(
            EventEntry(
                row_id=found.id,
                happened_on=None,
                title="",
                kind=cast("EventKind", found.kind),
                note="",
                typed_at=now,
                typed_by=by,
            )
        )
        return found

    def all(self, *, kind: str = "", from_on: date | None = None, to_on: date | None = None) -> tuple[Event, ...]:
        """Give the events, by day.

        Args:
            kind: internal or market; both where none is said.
            from_on: the first day.
            to_on: the last day, which counts too.
        """
        fetch = self.fetch()
        if fetch is None:
            return ()
        rows = fetch(_EVENTS, {"from_on": from_on or date.min, "to_on": to_on or date.max})[1]
        return tuple(event for event in map(_event, rows) if kind in {"", event.kind})

    def _settle(self) -> None:
        if self.decisions().settle():
            self.changed(None)

    def _change(self, entry: EventEntry) -> str:
        """Keep an entry and bring it in; give the name of its file, which is also its row's where it has one alone."""
        receipt = self.decisions().decide(entry)
        self.changed(None)
        return receipt.files[0].file.removesuffix(".csv")


def _event(row: tuple[Any, ...]) -> Event:
    key, happened_on, title, kind, note, source = row
    number = _NUMBER.fullmatch(key) if source == LEDGER else None
    return Event(
        id=key,
        happened_on=happened_on,
        title=title,
        kind=kind,
        note=note,
        source=source,
        number=int(number[1]) if number else 0,
    )
