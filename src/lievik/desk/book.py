"""Decisions that stay in the ledger, read and written; where there are none, nothing heavy is loaded to say so."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from lievik.ledger.place import may_hold
from lievik.settings import Settings

if TYPE_CHECKING:
    from lievik.ledger.entries import E, Entry
    from lievik.ledger.ledger import Ledger

Told: TypeAlias = Callable[[datetime | None, str], None]
"""Hears of an act: the moment, with its offset, and who; none and empty where nobody said."""


def nobody_is_told(_at: datetime | None, _by: str) -> None:
    """Let an act pass unheard."""


@dataclass(frozen=True)
class Book:
    """The ledger of one workspace, for what does not land in its store; `told` hears of every act: when, and whose."""

    settings: Settings
    told: Told = nobody_is_told

    def standing(self, kind: type[E]) -> tuple[E, ...]:
        """Give the entries of a kind that were not taken back, in order.

        Raises:
            LedgerError: it cannot be read.
        """
        if not may_hold(kind, self.settings.folder, self.settings.ledger_url):
            return ()
        return tuple(entry for entry in self._ledger.entries(kind) if not entry.is_taken_back)

    def add(self, entry: E) -> E:
        """Keep an entry, and give it its number.

        Raises:
            LedgerError: it cannot be written.
        """
        kept = self._ledger.add(entry)
        self.told(entry.typed_at, entry.typed_by)
        return kept

    def take_back(self, entries: Collection[Entry], *, at: datetime, by: str, reason: str) -> None:
        """Mark entries as taken back.

        Raises:
            LedgerError: it cannot be written.
        """
        self._ledger.take_back(entries, at=at, by=by, reason=reason)
        self.told(at, by)

    @cached_property
    def _ledger(self) -> Ledger:
        from lievik.ledger.ledger import Ledger

        return Ledger.of(self.settings.folder, self.settings.ledger_url)
