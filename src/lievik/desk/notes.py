"""What is noted of a day → notes added, removed and listed; they stay in the ledger, removed ones too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from lievik.desk.book import Book
from lievik.desk.subjects import Fetch, by_key, find_team, known_subjects
from lievik.errors import RequestError
from lievik.model.note import NoteEntry

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Notes:
    """The notes of one workspace.

    Attributes:
        catalogue: gives the definitions.
        fetch: asks the data; none before anything came in.
        as_of: the day that words like `yesterday` are counted from.
    """

    book: Book
    catalogue: Callable[[], Catalogue]
    fetch: Callable[[], Fetch | None]
    as_of: date

    def add(  # noqa: PLR0913 - each is said apart
        self, text: str, *, on: str | date, now: datetime, metric: str = "", team: str = "", by: str = ""
    ) -> NoteEntry:
        """Pin a note to a day.

        Args:
            text: at most 500 characters.
            on: the day.
            now: the moment, with its offset.
            metric: `metric` or `metric:variant` that it is about; all where none is said.
            team: its name or id; all where none is said.
            by: who notes it.

        Raises:
            UnknownNameError: there is no such metric or team.
            RequestError: the day or the text cannot be taken.
            LedgerError: it cannot be kept; nothing was changed.
        """
        from lievik.desk.typed_day import read_day, read_text

        note = NoteEntry(
            on=read_day(on, self.as_of),
            text=read_text(text),
            metric=self.catalogue().reading(metric).full_name if metric else "",
            team=find_team(team, known_subjects(self.fetch())) if team else None,
            typed_at=now,
            typed_by=by,
        )
        return self.book.add(note)

    def remove(self, number: int, *, now: datetime, by: str = "") -> NoteEntry:
        """Remove a note by its number; the ledger keeps it, marked as removed.

        Raises:
            RequestError: there is no such note.
            LedgerError: it cannot be written; nothing was changed.
        """
        found = next((note for note in self.all() if note.number == number), None)
        if found is None:
            raise RequestError(f"There is no note {number}.", "'lievik note list' tells their numbers.")
        self.book.take_back([found], at=now, by=by, reason=f"remove note {number}")
        return found

    def all(
        self, *, metric: str = "", team: str = "", from_on: date | None = None, to_on: date | None = None
    ) -> tuple[NoteEntry, ...]:
        """Give the notes, by day.

        Args:
            metric: those about this one, and about none alone.
            team: an id or name; those about it, and about none alone.
            from_on: the first day.
            to_on: the last day, which counts too.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        found = [
            note
            for note in self._with_names(self.book.standing(NoteEntry))
            if (not metric or note.metric in {"", metric})
            and (not team or note.team is None or team in {note.team.id, note.team.name})
            and (from_on or note.on) <= note.on <= (to_on or note.on)
        ]
        return tuple(sorted(found, key=lambda note: (note.on, note.number)))

    def _with_names(self, notes: tuple[NoteEntry, ...]) -> tuple[NoteEntry, ...]:
        """Give notes with the names that teams have now."""
        if not any(note.team for note in notes):
            return notes
        known = by_key(known_subjects(self.fetch()))
        return tuple(
            replace(note, team=known.get((note.team.kind, note.team.id), note.team)) if note.team else note
            for note in notes
        )
