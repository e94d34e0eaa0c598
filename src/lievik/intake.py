"""The way in, for the one door: files to the store, and what came in before, to be taken back or read again.

Brings sources and store together, which do not know each other; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from lievik.engines import opener
from lievik.errors import SourceError
from lievik.model.mapping import SourceMapping
from lievik.model.mapping_text import read_mapping
from lievik.model.progress import Progress
from lievik.model.proposal import Proposal, UnknownFile
from lievik.model.proposal_text import mapping_text
from lievik.model.receipt import Receipt
from lievik.settings import Settings
from lievik.sources.file_source import FileSource
from lievik.sources.guessing.proposing import propose
from lievik.sources.mapping_file import read_mapping_file
from lievik.sources.reading.opening import open_sheets
from lievik.store import replay, runs
from lievik.store.folder import MAPPINGS
from lievik.store.forget import Forgotten, forget
from lievik.store.generations import Connect
from lievik.store.landing import Extent


@dataclass(frozen=True, kw_only=True)
class Intake:
    """The way into one workspace.

    Attributes:
        progress: who is told how far reading has come.
    """

    settings: Settings
    progress: Progress | None = None

    def bring(
        self, paths: Sequence[Path], mapping: Path, now: datetime, *, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in by a mapping file, all of them or none."""
        return self._bring(
            self._arrival(tuple(paths), read_mapping_file(mapping)), now, extent=extent, is_dry_run=is_dry_run
        )

    def kept_mapping(self, paths: Sequence[Path]) -> Path | None:
        """Find the mapping kept from before that reads these files; none where one of them is a table it knows not."""
        for path in sorted((self.settings.folder / MAPPINGS).glob("*.toml")):
            source = self._arrival(tuple(paths), read_mapping_file(path))
            others = source.others_than_it_reads()
            if others is not None and not (others and self._proposed(others, paths).files):
                return path
        return None

    def propose(self, paths: Sequence[Path]) -> Proposal:
        """Say what files seem to be."""
        found = self._proposed(tuple(paths), paths)
        if found.files:
            return found
        names = ", ".join(file.name for file in found.unknown) or "no file at all"
        raise SourceError(
            f"None of these is a table that Lievik knows: {names}.",
            "Say what they are in a mapping, and name it with --map FILE.",
        )

    def accept(
        self, proposal: Proposal, paths: Sequence[Path], now: datetime, *, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in as a proposal says."""
        text = mapping_text(proposal)
        if not text:
            raise SourceError(
                "Nothing in these files is sure enough to be taken.",
                "Answer the questions without --yes, or say what they are in a mapping and name it with --map FILE.",
            )
        arrival = self._arrival(tuple(paths), read_mapping(text, path=f"{proposal.source}.toml"))
        return self._bring(arrival, now, extent=extent, is_dry_run=is_dry_run)

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

    def forget(self, email: str) -> Forgotten:
        """Remove a person from everything that is kept."""
        settings = self.settings
        return forget(settings.folder, self._connect, email, self._reread, settings.conventions)

    def _bring(self, arrival: FileSource, now: datetime, *, extent: Extent, is_dry_run: bool) -> Receipt:
        return runs.bring_in(
            self.settings.folder, self._connect, arrival, known_at=now, dry_run=is_dry_run, extent=extent
        )

    @staticmethod
    def _proposed(read: Sequence[Path], paths: Sequence[Path]) -> Proposal:
        """Guess what files are; the source is called by the folder they are in, or by themselves."""
        places = [name for path in paths for name in (path.resolve().stem, path.resolve().parent.name)]
        with TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True) as scratch:
            opened = open_sheets(read, Path(scratch))
            found = propose(opened.sheets, places=places)
        unread = tuple(UnknownFile(name=file.name, reason=file.reason) for file in opened.unread)
        return replace(found, unknown=(*found.unknown, *unread))

    @property
    def _connect(self) -> Connect:
        return opener(self.settings.time_zone)

    def _reread(self, files: Sequence[Path], mapping_text: str) -> runs.Arrival:
        return self._arrival(tuple(files), read_mapping(mapping_text, path="mapping.toml"))

    def _arrival(self, paths: tuple[Path, ...], mapping: SourceMapping) -> FileSource:
        return FileSource(mapping=mapping, paths=paths, conventions=self.settings.conventions, progress=self.progress)
