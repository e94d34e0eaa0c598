"""A workspace with one source that is asked of a made-up vendor, and the shortest ways to ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lievik.model.source_settings import SourceSettings
from lievik.model.synced import Synced
from lievik.sources.remote.stream import Connector
from lievik.syncing import Syncing
from lievik.workspace import Workspace
from tests.sources.remote.fake_vendor import FakeVendor

Make = Callable[[FakeVendor], Connector]


@dataclass
class Synchronised:
    """One workspace, kept in step with one vendor."""

    vendor: FakeVendor
    folder: Path
    make: Make
    full_days: int = 0

    @property
    def workspace(self) -> Workspace:
        """It, as it is now."""
        return Workspace.open(self.folder, today=self.vendor.clock.date())

    def sync(self, *, at: datetime | None = None, is_full: bool = False, is_dry_run: bool = False) -> Synced:
        """Ask the vendor."""

        def make(_source: SourceSettings, _secrets: Mapping[str, str]) -> Connector:
            return self.make(self.vendor)

        source = SourceSettings(name="crm", kind="made-up", full_days=self.full_days)
        settings = replace(self.workspace.settings)
        syncing = Syncing(settings=settings, make=make)
        return syncing.sync(source, at or self.vendor.clock, is_full=is_full, is_dry_run=is_dry_run)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the generation in use."""
        engine = self.workspace.engine
        assert engine is not None
        return engine.fetch(sql, {})[1]


def synchronised(folder: Path, vendor: FakeVendor, make: Make, full_days: int = 0) -> Synchronised:
    """Make the workspace."""
    Workspace.create(folder / "workspace", today=vendor.clock.date())
    return Synchronised(vendor=vendor, folder=folder / "workspace", make=make, full_days=full_days)
