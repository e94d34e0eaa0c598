"""Decisions about quotas → kept for good, in order, with who and when; every act is noted in the log beside it.

What was decided is never changed: it is replaced by a later entry, or marked as taken back. Only forgetting a person
rewrites words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

import sqlalchemy as sa

from lievik.errors import LedgerError
from lievik.ledger.database import VERSIONS, Database
from lievik.ledger.tables import AUDIT, QUOTA_ENTRY
from lievik.model.check import Check
from lievik.model.quota import QuotaEntry, Spread, Subject, SubjectKind

FILE: Final = "ledger.db"
"""Name of the file in the workspace."""

_GUARDS: Final = ("audit_no_update", "audit_no_delete")


class Ledger:
    """What people decided about one company."""

    def __init__(self, place: Path | str) -> None:
        self._database = Database(place)

    @classmethod
    def of(cls, folder: Path, url: str = "") -> Ledger:
        """Give a workspace's ledger: behind a URL, else in the file in its folder."""
        return cls(url or folder / FILE)

    def entries(self) -> tuple[QuotaEntry, ...]:
        """Give every entry about quotas, in order; those taken back too.

        Raises:
            LedgerError: it cannot be read.
        """
        if not self._database.is_there or not self._database.version():
            return ()
        with self._database.reading() as connection:
            found = connection.execute(sa.select(QUOTA_ENTRY).order_by(QUOTA_ENTRY.c.number)).mappings()
            return tuple(_entry(row) for row in found)

    def add(self, entry: QuotaEntry) -> QuotaEntry:
        """Keep an entry, and give it its number; and a row of its own, if it replaces none.

        Raises:
            LedgerError: it cannot be written.
        """
        with self._database.writing() as connection:
            made = connection.execute(sa.insert(QUOTA_ENTRY).values(_values(entry)))
            numbered = replace(entry, number=int((made.inserted_primary_key or (0,))[0]))
            if not entry.row_id:
                numbered = replace(numbered, row_id=numbered.file_name.removesuffix(".csv"))
                own = QUOTA_ENTRY.c.number == numbered.number
                connection.execute(sa.update(QUOTA_ENTRY).where(own).values(row_id=numbered.row_id))
            act = "take quota away" if entry.amount is None else "set quota"
            _note(connection, entry.typed_at, entry.typed_by, act, {"entry": numbered.number, **_values(numbered)})
        return numbered

    def take_back(self, numbers: Collection[int], *, at: datetime | None, by: str, reason: str) -> None:
        """Mark entries as taken back.

        Args:
            numbers: of the entries.
            at: the moment, with its offset; none where nobody said.
            by: who does it.
            reason: why, for the log.

        Raises:
            LedgerError: it cannot be written.
        """
        self._mark(numbers, at=at, by=by, reason=reason, is_taken_back=True)

    def give_back(self, numbers: Collection[int], *, at: datetime | None, by: str, reason: str) -> None:
        """Let entries stand again that were marked as taken back."""
        self._mark(numbers, at=at, by=by, reason=reason, is_taken_back=False)

    def _mark(
        self, numbers: Collection[int], *, at: datetime | None, by: str, reason: str, is_taken_back: bool
    ) -> None:
        with self._database.writing() as connection:
            chosen = QUOTA_ENTRY.c.number.in_(sorted(numbers))
            connection.execute(sa.update(QUOTA_ENTRY).where(chosen).values(is_taken_back=is_taken_back))
            _note(connection, at, by, reason, {"entries": sorted(numbers)})

    def log(self) -> tuple[tuple[str, str, str, dict[str, Any]], ...]:
        """Give the log, in order: when (ISO, UTC), who, what, and about what.

        Raises:
            LedgerError: it cannot be read.
        """
        if not self._database.is_there or not self._database.version():
            return ()
        with self._database.reading() as connection:
            found = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.number))
            return tuple((row.at, row.by, row.act, json.loads(row.about)) for row in found)

    def rewrite(self, without: Callable[[Sequence[str]], Sequence[str]]) -> int:
        """Put other words in the place of a person's, in every text that is kept; the log too.

        Args:
            without: the texts of a row -> the same without the person.

        Returns:
            How many rows changed.

        Raises:
            LedgerError: it cannot be written.
        """
        if not self._database.is_there or not self._database.version():
            return 0
        with self._database.writing() as connection:
            guards = _lift_guards(connection)
            rows = sum(_rewrite(connection, table, without) for table in (QUOTA_ENTRY, AUDIT))
            for guard in guards:
                connection.execute(sa.text(guard))
        return rows

    def check(self) -> Check:
        """Look it over; nothing is raised and nothing changed."""
        try:
            if not self._database.is_there or not self._database.version():
                return Check(name="ledger", is_fine=True, message="nothing was typed in yet")
            count = len(self.entries())
        except LedgerError as trouble:
            return Check(name="ledger", is_fine=False, message=trouble.message, fix=trouble.fix)
        return Check(name="ledger", is_fine=True, message=f"the ledger is of shape {VERSIONS[-1]}, entries: {count}")


def _note(connection: sa.Connection, at: datetime | None, by: str, act: str, about: Mapping[str, object]) -> None:
    """Add an act to the log."""
    told = json.dumps(about, ensure_ascii=False)
    connection.execute(sa.insert(AUDIT).values(at=at.isoformat() if at else "", by=by, act=act, about=told))


def _lift_guards(connection: sa.Connection) -> list[str]:
    """Let the log be rewritten within this transaction; give what has to be said for its guards to stand again."""
    if connection.dialect.name != "sqlite":
        return []
    listed = ", ".join(f"'{name}'" for name in _GUARDS)
    found = connection.execute(sa.text(f"SELECT name, sql FROM sqlite_master WHERE name IN ({listed})")).all()  # noqa: S608 - our own names
    for name, _ in found:
        connection.execute(sa.text(f"DROP TRIGGER {name}"))
    return [sql for _, sql in found]


def _rewrite(connection: sa.Connection, table: sa.Table, without: Callable[[Sequence[str]], Sequence[str]]) -> int:
    """Rewrite the texts of one table."""
    rows = 0
    for row in connection.execute(sa.select(table)).mappings().all():
        texts = {name: text for name, text in row.items() if isinstance(text, str)}
        made = dict(zip(texts, without(list(texts.values())), strict=True))
        if made != texts:
            connection.execute(sa.update(table).where(table.c.number == row["number"]).values(made))
            rows += 1
    return rows


def _values(entry: QuotaEntry) -> dict[str, Any]:
    """Write an entry as its row holds it."""
    return {
        "row_id": entry.row_id,
        "subject_kind": entry.subject.kind,
        "subject_id": entry.subject.id,
        "subject_name": entry.subject.name,
        "starts_on": entry.starts_on.isoformat(),
        "ends_on": entry.ends_on.isoformat(),
        "amount": None if entry.amount is None else f"{entry.amount:f}",
        "currency": entry.currency,
        "spread": entry.spread,
        "by_month": " ".join(f"{amount:f}" for amount in entry.by_month),
        "typed_at": entry.typed_at.isoformat(),
        "typed_by": entry.typed_by,
    }


def _entry(row: sa.RowMapping) -> QuotaEntry:
    """Read an entry out of its row."""
    return QuotaEntry(
        row_id=row["row_id"],
        subject=Subject(kind=cast("SubjectKind", row["subject_kind"]), id=row["subject_id"], name=row["subject_name"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        amount=None if row["amount"] is None else Decimal(row["amount"]),
        currency=row["currency"],
        spread=cast("Spread", row["spread"]),
        by_month=tuple(Decimal(text) for text in row["by_month"].split()),
        typed_at=datetime.fromisoformat(row["typed_at"]),
        typed_by=row["typed_by"],
        number=row["number"],
        is_taken_back=bool(row["is_taken_back"]),
    )
