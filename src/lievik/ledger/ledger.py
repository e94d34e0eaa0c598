"""Decisions → kept for good, in order, with who and when; every act is noted in the log beside it.

What was decided is never changed: it is replaced by a later entry, or marked as taken back. Only forgetting a person
rewrites words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from lievik.errors import LedgerError
from lievik.ledger.database import Database
from lievik.ledger.entries import KINDS, E, Entry
from lievik.ledger.place import FILE
from lievik.ledger.tables import AUDIT, DEFINITION_SEEN
from lievik.model.check import Check
from lievik.model.note import EventEntry
from lievik.model.quota import QuotaEntry

Landing = QuotaEntry | EventEntry
"""Decisions that land in the store, each as a run of its own."""

_GUARDS: Final = tuple(f"{table}_no_{act}" for table in ("audit", "definition_seen") for act in ("update", "delete"))


class Ledger:
    """What people decided about one company."""

    def __init__(self, place: Path | str) -> None:
        self._database = Database(place)

    @classmethod
    def of(cls, folder: Path, url: str = "") -> Ledger:
        """Give a workspace's ledger: behind a URL, else in the file in its folder."""
        return cls(url or folder / FILE)

    def entries(self, kind: type[E]) -> tuple[E, ...]:
        """Give every entry of a kind, in order; those taken back too.

        Raises:
            LedgerError: it cannot be read.
        """
        found = self._database.rows(KINDS[kind].table)
        return tuple(KINDS[kind].read(dict(row)) for row in found)

    def landing(self) -> tuple[Landing, ...]:
        """Give every entry that lands in the store, in the order that they were typed in.

        Raises:
            LedgerError: it cannot be read.
        """
        every: tuple[Landing, ...] = (*self.entries(QuotaEntry), *self.entries(EventEntry))
        return tuple(sorted(every, key=lambda entry: entry.typed_at))

    def add(self, entry: E) -> E:
        """Keep an entry, and give it its number; where it lands, also a row of its own, if it replaces none.

        Raises:
            LedgerError: it cannot be written.
        """
        kind = KINDS[type(entry)]
        with self._database.writing() as connection:
            made = connection.execute(sa.insert(kind.table).values(kind.write(entry)))
            numbered = replace(entry, number=int((made.inserted_primary_key or (0,))[0]))
            if isinstance(numbered, QuotaEntry | EventEntry) and not numbered.row_id:
                numbered = replace(numbered, row_id=numbered.file_name.removesuffix(".csv"))
                own = kind.table.c.number == numbered.number
                connection.execute(sa.update(kind.table).where(own).values(row_id=numbered.row_id))
            about = {"entry": numbered.number, **kind.write(numbered)}
            _note(connection, entry.typed_at, entry.typed_by, kind.act(entry), about)
        return numbered

    def take_back(self, entries: Collection[Entry], *, at: datetime | None, by: str, reason: str) -> None:
        """Mark entries as taken back.

        Args:
            entries: which.
            at: the moment, with its offset; none where nobody said.
            by: who does it.
            reason: why, for the log.

        Raises:
            LedgerError: it cannot be written.
        """
        self._mark(entries, at=at, by=by, reason=reason, is_taken_back=True)

    def give_back(self, entries: Collection[Entry], *, at: datetime | None, by: str, reason: str) -> None:
        """Let entries stand again that were marked as taken back."""
        self._mark(entries, at=at, by=by, reason=reason, is_taken_back=False)

    def _mark(
        self, entries: Collection[Entry], *, at: datetime | None, by: str, reason: str, is_taken_back: bool
    ) -> None:
        numbers: dict[type[Entry], list[int]] = defaultdict(list)
        for entry in entries:
            numbers[type(entry)].append(entry.number)
        with self._database.writing() as connection:
            for kind, marked in numbers.items():
                table = KINDS[kind].table
                chosen = table.c.number.in_(sorted(marked))
                connection.execute(sa.update(table).where(chosen).values(is_taken_back=is_taken_back))
                _note(connection, at, by, reason, {"kind": KINDS[kind].name, "entries": sorted(marked)})

    def log(self) -> tuple[tuple[str, str, str, dict[str, Any]], ...]:
        """Give the log, in order: when (ISO, UTC), who, what, and about what.

        Raises:
            LedgerError: it cannot be read.
        """
        return tuple((row["at"], row["by"], row["act"], json.loads(row["about"])) for row in self._database.rows(AUDIT))

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
            tables = (*(kind.table for kind in KINDS.values()), AUDIT)
            rows = sum(_rewrite(connection, table, without) for table in tables)
            # of a definition only who was at it can be a person
            rows += _rewrite(connection, DEFINITION_SEEN, without, only=("seen_by",))
            for guard in guards:
                connection.execute(sa.text(guard))
        return rows

    def check(self) -> Check:
        """Look it over; nothing is raised and nothing changed."""
        try:
            if not self._database.is_there or not (version := self._database.version()):
                return Check(name="ledger", is_fine=True, message="nothing was typed in yet")
            count = sum(len(self._database.rows(kind.table)) for kind in KINDS.values())
        except LedgerError as trouble:
            return Check(name="ledger", is_fine=False, message=trouble.message, fix=trouble.fix)
        if not count:
            return Check(name="ledger", is_fine=True, message="nothing was typed in yet")
        return Check(name="ledger", is_fine=True, message=f"the ledger is of shape {version}, entries: {count}")


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


def _rewrite(
    connection: sa.Connection,
    table: sa.Table,
    without: Callable[[Sequence[str]], Sequence[str]],
    only: Collection[str] = (),
) -> int:
    """Rewrite the texts of one table; all of them where none are named."""
    rows = 0
    for row in connection.execute(sa.select(table)).mappings().all():
        texts = {name: text for name, text in row.items() if isinstance(text, str) and (not only or name in only)}
        made = dict(zip(texts, without(list(texts.values())), strict=True))
        if made != texts:
            connection.execute(sa.update(table).where(table.c.number == row["number"]).values(made))
            rows += 1
    return rows
