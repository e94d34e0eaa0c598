"""The way in, for the one door: files to the store, and what came in before, to be taken back or read again.

Brings sources and store together, which do not know each other; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lievik.engines import opener
from lievik.model.mapping import SourceMapping
from lievik.model.mapping_text import read_mapping
from lievik.model.receipt import Receipt
from lievik.settings import Settings
from lievik.sources.csv_file import CsvFile
from lievik.sources.mapping_file import read_mapping_file
from lievik.store import replay, runs
from lievik.store.generations import Connect
from lievik.store.landing import Extent


@dataclass(frozen=True, kw_only=True)
class Intake:
    """The way into one workspace."""

    settings: Settings

    def bring(
        self, paths: Sequence[Path], mapping: Path, now: datetime, *, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in by a mapping file, all of them or none."""
        arrival = self._arrival(tuple(paths), read_mapping_file(mapping))
        return runs.bring_in(
            self.settings.folder, self._connect, arrival, known_at=now, dry_run=is_dry_run, extent=extent
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """Give the receipts of all runs, by number, each at the moment in the workspace's time zone."""
        zone = ZoneInfo(self.settings.time_zone)
        found = runs.receipts(self.settings.folder)
        return tuple(replace(receipt, known_at=receipt.known_at.astimezone(zone)) for receipt in found)

    def undo(self, run: int) -> Receipt:
        """Take a run back."""
        settings = self.settings
        return replay.undo(settings.folder, self._connect, run, self._reread, settings.conventions)

    def rebuild(self) -> tuple[Receipt, ...]:
        """Read everything again, by the mappings as they are now."""
        settings = self.settings
        return replay.rebuild(settings.folder, self._connect, self._reread, settings.conventions)

    @property
    def _connect(self) -> Connect:
        return opener(self.settings.time_zone)

    def _reread(self, files: Sequence[Path], mapping_text: str) -> runs.Arrival:
        return self._arrival(tuple(files), read_mapping(mapping_text, path="mapping.toml"))

    def _arrival(self, paths: tuple[Path, ...], mapping: SourceMapping) -> CsvFile:
        return CsvFile(mapping=mapping, paths=paths, conventions=self.settings.conventions)
