"""Definitions as they are → noted where they differ from the last ones seen; and what changed of one, and when.

The first time of all is where the history begins, and no change. Nobody has to type anything in for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lievik.ledger.place import has_seen, may_have_changed
from lievik.model.definition import DefinitionChange, DefinitionSeen
from lievik.settings import Settings

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue
    from lievik.ledger.definitions_seen import DefinitionsSeen


@dataclass(frozen=True, kw_only=True)
class DefinitionHistory:
    """What the definitions of one workspace were."""

    settings: Settings

    def record(self, catalogue: Catalogue, *, now: datetime, by: str = "", begins: bool = True) -> int:
        """Note the definitions that differ from the last ones seen; tell how many did.

        Args:
            catalogue: the definitions as they are.
            now: the moment, with its offset.
            by: who is at it.
            begins: the history may begin with them; otherwise they are noted only where it began before.

        Raises:
            LedgerError: they cannot be kept.
        """
        metrics = catalogue.ordered()
        folder, url = self.settings.folder, self.settings.ledger_url
        if has_seen([metric.definition for metric in metrics], folder, url):
            return 0
        seen = [
            DefinitionSeen(
                metric=metric.name,
                definition=metric.definition,
                formulas={name: " ".join(reading.formula_text.split()) for name, reading in metric.readings.items()},
                seen_at=now,
                seen_by=by,
            )
            for metric in metrics
        ]
        return self._seen.add(seen, begins=begins)

    def changes(self, full_name: str) -> tuple[DefinitionChange, ...]:
        """Give what changed of a reading's definition, in order.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        metric = full_name.partition(":")[0]
        if not may_have_changed(metric, self.settings.folder, self.settings.ledger_url):
            return ()
        return tuple(self._changes(full_name, [each for each in self._seen.all() if each.metric == metric]))

    def _changes(self, full_name: str, seen: Sequence[DefinitionSeen]) -> Iterator[DefinitionChange]:
        zone, variant = ZoneInfo(self.settings.time_zone), full_name.partition(":")[2]
        for before, after in pairwise(seen):
            if not (before.formulas.get(variant) or after.formulas.get(variant)):
                continue
            yield DefinitionChange(
                metric=full_name,
                on=after.seen_at.astimezone(zone).date(),
                at=after.seen_at,
                by=after.seen_by,
                before=before.definition,
                after=after.definition,
                formula_before=before.formulas.get(variant, ""),
                formula_after=after.formulas.get(variant, ""),
            )

    @property
    def _seen(self) -> DefinitionsSeen:
        from lievik.ledger.definitions_seen import DefinitionsSeen

        return DefinitionsSeen.of(self.settings.folder, self.settings.ledger_url)
