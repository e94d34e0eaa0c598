"""A decision → an entry of the ledger and a run of the store, both or neither; what was cut off between is made good.

The ledger says what was decided, the store follows: an entry that stands and has no run is brought in, a run whose
entry was taken back is undone.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING

from lievik.desk.book import Told, nobody_is_told
from lievik.errors import LievikError
from lievik.ledger.ledger import Landing, Ledger
from lievik.model.quota import LEDGER
from lievik.model.receipt import Receipt
from lievik.settings import Settings

if TYPE_CHECKING:
    from lievik.intake import Intake
    from lievik.store.forget import Forgotten
    from lievik.store.person import Person


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Whose act it is: the moment, with its offset, and who; none and empty where nobody said."""

    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Decisions:
    """What people decided in one workspace; `told` hears of every act that was done: when, and whose."""

    settings: Settings
    intake: Intake
    told: Told = nobody_is_told

    @cached_property
    def ledger(self) -> Ledger:
        """Where decisions are kept."""
        return Ledger.of(self.settings.folder, self.settings.ledger_url)

    def decide(self, entry: Landing) -> Receipt:
        """Keep an entry, and bring it in.

        Raises:
            LedgerError: it cannot be kept; nothing was changed.
            StoreError: it cannot be brought in; the entry is marked as taken back.
        """
        kept = self.ledger.add(entry)
        try:
            receipt = self._bring(kept)
        except LievikError:
            reason = "take back: it could not be brought in"
            self.ledger.take_back([kept], at=entry.typed_at, by=entry.typed_by, reason=reason)
            raise
        self.told(entry.typed_at, entry.typed_by)
        return receipt

    def settle(self) -> bool:
        """Make good what was cut off between the ledger and the store; tell whether anything was."""
        runs = self._runs()
        entries = self.ledger.landing()
        waiting = [entry for entry in entries if not entry.is_taken_back and entry.file_name not in runs]
        for entry in waiting:
            self._bring(entry)
        undone = [runs[entry.file_name] for entry in entries if entry.is_taken_back and entry.file_name in runs]
        for run in undone:
            self.intake.undo(run)
        return bool(waiting or undone)

    def rebuild(self, hand: Hand | None = None) -> tuple[Receipt, ...]:
        """Read every old file again, then make good what was cut off.

        Args:
            hand: whose act it is.

        Raises:
            SourceError: a file cannot be read by its mapping; nothing was changed.
            StoreError: the ledger or the workspace cannot be written.
        """
        hand = hand or Hand()
        receipts = self.intake.rebuild()
        is_settled = self.settle()
        self.told(hand.at, hand.by)
        return self.intake.receipts() if is_settled else receipts

    def undo(self, run: int, hand: Hand | None = None) -> Receipt:
        """Take a run back; where it brought decisions, these no longer stand.

        Raises:
            StoreError: there is no such run, or the workspace cannot be written.
        """
        hand = hand or Hand()
        receipt = self._undo(run, hand)
        self.told(hand.at, hand.by)
        return receipt

    def _undo(self, run: int, hand: Hand) -> Receipt:
        decided = self._decided_in(run)
        if not decided:
            return self.intake.undo(run)
        self.ledger.take_back(decided, at=hand.at, by=hand.by, reason=f"undo run {run}")
        try:
            return self.intake.undo(run)
        except LievikError:
            self.ledger.give_back(decided, at=hand.at, by=hand.by, reason=f"run {run} could not be undone")
            raise

    def forget(self, email: str) -> Forgotten:
        """Remove a person from the store and from the ledger."""
        return self.intake.forget(email, lambda person: self.ledger.rewrite(lambda row: _without(person, row)))

    def _bring(self, entry: Landing) -> Receipt:
        return self.intake.type_in(entry.file_name, _as_csv(entry), entry.typed_at)

    def _runs(self) -> dict[str, int]:
        """Name the files that the store has of the ledger, each with its run."""
        typed_in = [receipt for receipt in self.intake.receipts() if receipt.source == LEDGER]
        return {file.file: receipt.run for receipt in typed_in for file in receipt.files}

    def _decided_in(self, run: int) -> list[Landing]:
        """Give the entries that a run brought."""
        names = {name for name, number in self._runs().items() if number == run}
        return [entry for entry in self.ledger.landing() if entry.file_name in names] if names else []


def _as_csv(entry: Landing) -> str:
    """Write an entry as the built-in mapping reads it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((entry.cells.keys(), entry.cells.values()))
    return text.getvalue()


def _without(person: Person, row: Sequence[str]) -> list[str]:
    """Give the texts of a row without a person; what was noted as JSON is taken as a record of its own."""
    holds = any(person.is_in(text) for text in row)
    return [
        person.out_of_record(text) if text.startswith("{") else person.out_of_cell(text, holds_address=holds)
        for text in row
    ]
