"""Definitions of metrics → kept one after the other, each time that a metric's is another than the last one.

They are no decisions: nothing is typed in, nothing taken back, and the log does not speak of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lievik.ledger.database import Database
from lievik.ledger.place import FILE
from lievik.ledger.tables import DEFINITION_SEEN
from lievik.model.definition import DefinitionSeen


class DefinitionsSeen:
    """The definitions that one company's numbers had."""

    def __init__(self, place: Path | str) -> None:
        self._database = Database(place)

    @classmethod
    def of(cls, folder: Path, url: str = "") -> DefinitionsSeen:
        """Give those of a workspace: behind a URL, else in the file in its folder."""
        return cls(url or folder / FILE)

    def all(self) -> tuple[DefinitionSeen, ...]:
        """Give every one, in order.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        return tuple(_seen(row) for row in self._database.rows(DEFINITION_SEEN))

    def add(self, now: Sequence[DefinitionSeen], *, begins: bool = True) -> int:
        """Keep those that differ from the last one of their metric; tell how many did.

        Args:
            now: the definitions as they are.
            begins: they may be the first ones; otherwise nothing is kept where nothing was before.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        before = self.all()
        if not differing(now, before) or not (before or begins):
            return 0
        with self._database.writing() as connection:
            # another process may have seen the same meanwhile
            kept = connection.execute(sa.select(DEFINITION_SEEN).order_by(DEFINITION_SEEN.c.number)).mappings()
            new = differing(now, map(_seen, kept.all()))
            if new:
                connection.execute(sa.insert(DEFINITION_SEEN), [_row(each) for each in new])
        return len(new)


def differing(now: Iterable[DefinitionSeen], kept: Iterable[DefinitionSeen]) -> list[DefinitionSeen]:
    """Give the definitions that are others than the last ones kept of their metrics."""
    last = {each.metric: each.definition for each in kept}
    return [each for each in now if last.get(each.metric) != each.definition]


def _row(seen: DefinitionSeen) -> dict[str, str]:
    return {
        "metric": seen.metric,
        "definition": seen.definition,
        "formulas": json.dumps(dict(seen.formulas), ensure_ascii=False),
        "seen_at": seen.seen_at.isoformat(),
        "seen_by": seen.seen_by,
    }


def _seen(row: Mapping[str, Any] | sa.RowMapping) -> DefinitionSeen:
    return DefinitionSeen(
        metric=row["metric"],
        definition=row["definition"],
        formulas=json.loads(row["formulas"]),
        seen_at=datetime.fromisoformat(row["seen_at"]),
        seen_by=row["seen_by"],
        number=row["number"],
    )
