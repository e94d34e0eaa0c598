"""A decision ↔ the row that holds it: for each kind of decision its table, how it is written and read, and its acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast

import sqlalchemy as sa

from lievik.ledger.place import NAMES
from lievik.ledger.tables import EVENT_ENTRY, NOTE_ENTRY, QUOTA_ENTRY, TARGET_ENTRY
from lievik.model.aim import AimEntry
from lievik.model.note import EventEntry, EventKind, NoteEntry
from lievik.model.quota import QuotaEntry, Spread, Subject, SubjectKind

Entry: TypeAlias = QuotaEntry | AimEntry | NoteEntry | EventEntry
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[E]):
    """How one kind of decision is kept.

    Attributes:
        name: as the log calls it.
        write: an entry -> its row, but for its number.
        read: a row -> its entry.
        is_taking_away: whether an entry takes away what an earlier one set.
    """

    name: str
    table: sa.Table
    write: Callable[[E], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], E]
    is_taking_away: Callable[[E], bool]

    def act(self, entry: E) -> str:
        """Say for the log what an entry does."""
        return f"take {self.name} away" if self.is_taking_away(entry) else f"set {self.name}"


def _quota_row(entry: QuotaEntry) -> dict[str, Any]:
    return {
        "row_id": entry.row_id,
        **_subject_row(entry.subject),
        "starts_on": entry.starts_on.isoformat(),
        "ends_on": entry.ends_on.isoformat(),
        "amount": None if entry.amount is None else f"{entry.amount:f}",
        "currency": entry.currency,
        "spread": entry.spread,
        "by_month": _numbers_text(entry.by_month),
        **_typed_row(entry),
    }


def _quota(row: Mapping[str, Any]) -> QuotaEntry:
    return QuotaEntry(
        row_id=row["row_id"],
        subject=_subject(row),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        amount=None if row["amount"] is None else Decimal(row["amount"]),
        currency=row["currency"],
        spread=cast("Spread", row["spread"]),
        by_month=_numbers(row["by_month"]),
        **_typed(row),
    )


def _aim_row(entry: AimEntry) -> dict[str, Any]:
    return {
        "metric": entry.metric,
        **_subject_row(entry.subject),
        "starts_on": entry.starts_on.isoformat(),
        "ends_on": entry.ends_on.isoformat(),
        "bounds": _numbers_text(entry.bounds),
        "currency": entry.currency,
        **_typed_row(entry),
    }


def _aim(row: Mapping[str, Any]) -> AimEntry:
    return AimEntry(
        metric=row["metric"],
        subject=_subject(row),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        bounds=_numbers(row["bounds"]),
        currency=row["currency"],
        **_typed(row),
    )


def _note_row(entry: NoteEntry) -> dict[str, Any]:
    return {
        "on_date": entry.on.isoformat(),
        "text": entry.text,
        "metric": entry.metric,
        "team_id": entry.team.id if entry.team else "",
        "team_name": entry.team.name if entry.team else "",
        **_typed_row(entry),
    }


def _note(row: Mapping[str, Any]) -> NoteEntry:
    key = row["team_id"]
    return NoteEntry(
        on=date.fromisoformat(row["on_date"]),
        text=row["text"],
        metric=row["metric"],
        team=Subject(kind="team", id=key, name=row["team_name"]) if key else None,
        **_typed(row),
    )


def _event_row(entry: EventEntry) -> dict[str, Any]:
    return {
        "row_id": entry.row_id,
        "happened_on": entry.happened_on.isoformat() if entry.happened_on else "",
        "title": entry.title,
        "kind": entry.kind,
        "note": entry.note,
        **_typed_row(entry),
    }


def _event(row: Mapping[str, Any]) -> EventEntry:
    return EventEntry(
        row_id=row["row_id"],
        happened_on=date.fromisoformat(row["happened_on"]) if row["happened_on"] else None,
        title=row["title"],
        kind=cast("EventKind", row["kind"]),
        note=row["note"],
        **_typed(row),
    )


def _subject_row(subject: Subject) -> dict[str, str]:
    return {"subject_kind": subject.kind, "subject_id": subject.id, "subject_name": subject.name}


def _subject(row: Mapping[str, Any]) -> Subject:
    return Subject(kind=cast("SubjectKind", row["subject_kind"]), id=row["subject_id"], name=row["subject_name"])


def _numbers_text(numbers: tuple[Decimal, ...]) -> str:
    return " ".join(f"{number:f}" for number in numbers)


def _numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in text.split())


def _typed_row(entry: Entry) -> dict[str, str]:
    return {"typed_at": entry.typed_at.isoformat(), "typed_by": entry.typed_by}


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """What every entry has: who and when, its number, and whether it stands."""
    return {
        "typed_at": datetime.fromisoformat(row["typed_at"]),
        "typed_by": row["typed_by"],
        "number": row["number"],
        "is_taken_back": bool(row["is_taken_back"]),
    }


KINDS: Final[Mapping[type[Any], Kind[Any]]] = {
    QuotaEntry: Kind(
        name=NAMES[QuotaEntry],
        table=QUOTA_ENTRY,
        write=_quota_row,
        read=_quota,
        is_taking_away=lambda e: e.amount is None,
    ),
    AimEntry: Kind(
        name=NAMES[AimEntry], table=TARGET_ENTRY, write=_aim_row, read=_aim, is_taking_away=lambda e: not e.bounds
    ),
    NoteEntry: Kind(
        name=NAMES[NoteEntry], table=NOTE_ENTRY, write=_note_row, read=_note, is_taking_away=lambda _: False
    ),
    EventEntry: Kind(
        name=NAMES[EventEntry], table=EVENT_ENTRY, write=_event_row, read=_event, is_taking_away=lambda e: not e.title
    ),
}
"""Class of an entry -> how it is kept."""
