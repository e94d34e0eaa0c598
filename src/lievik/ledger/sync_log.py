"""Times that sources were asked → kept one after the other, those that brought nothing and those that failed too.

They are no decisions: nothing is typed in, nothing taken back, and the log of acts does not speak of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lievik.ledger.database import Database
from lievik.ledger.place import FILE
from lievik.ledger.tables import SYNC_NOTED
from lievik.model.synced import SyncNoted


class SyncLog:
    """The times that one company's sources were asked."""

    def __init__(self, place: Path | str) -> None:
        self._database = Database(place)

    @classmethod
    def of(cls, folder: Path, url: str = "") -> SyncLog:
        """Give that of a workspace: behind a URL, else in the file in its folder."""
        return cls(url or folder / FILE)

    def add(self, noted: SyncNoted) -> None:
        """Keep one.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        row = {
            "source": noted.source,
            "began": noted.began.isoformat(),
            "trouble": noted.trouble,
            "run": noted.run,
            "records": noted.records,
            "requests": noted.requests,
            "is_full": noted.is_full,
            "is_failed": noted.is_failed,
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(SYNC_NOTED), row)

    def all(self) -> tuple[SyncNoted, ...]:
        """Give every one, in order.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        return tuple(_noted(row) for row in self._database.rows(SYNC_NOTED))


def _noted(row: Mapping[str, Any] | sa.RowMapping) -> SyncNoted:
    return SyncNoted(
        source=row["source"],
        began=datetime.fromisoformat(row["began"]),
        run=row["run"],
        records=row["records"],
        is_full=bool(row["is_full"]),
        requests=row["requests"],
        trouble=row["trouble"],
        is_failed=bool(row["is_failed"]),
        number=row["number"],
    )
