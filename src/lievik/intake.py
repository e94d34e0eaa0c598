"""The way in, for the one door: files to the store, and what came in before, to be taken back or read again.

Brings sources and store together, which do not know each other; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from lievik.engines import opener
from lievik.errors import MappingError, SourceError
from lievik.model.mapping import SourceMapping
from lievik.model.mapping_text import read_mapping
from lievik.model.progress import Progress
from lievik.model.proposal import Proposal, UnknownFile
from lievik.model.proposal_text import mapping_text, with_proposal
from lievik.model.quota import LEDGER
from lievik.model.receipt import Receipt
from lievik.settings import Settings
from lievik.sources.file_source import FileSource, Fit
from lievik.sources.guessing.proposing import propose
from lievik.sources.mapping_file import built_in_mapping, read_mapping_file
from lievik.sources.reading.archive import find_files
from lievik.sources.reading.opening import open_sheets
from lievik.store import replay, runs
from lievik.store.disk import write_whole
from lievik.store.folder import MAPPINGS
from lievik.store.forget import Forgotten, forget
from lievik.store.generations import Connect
from lievik.store.landing import Extent
from lievik.store.person import Person

_MOSTLY: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What is known of some files.

    Attributes:
        mapping: the kept mapping that reads them, or some of them; none where none does.
        proposal: what those seem to be that it does not read; none where they seem to be nothing.
        trouble: why it does not read them any more; none where nothing is wrong with it.
        elsewhere: names of files that another kept mapping reads.
        gone: names of files that it read, and does not any more.
    """

    mapping: Path | None = None
    proposal: Proposal | None = None
    trouble: SourceError | None = None
    elsewhere: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()

    def is_gone(self, key: str) -> bool:
        """Whether a sheet of the proposal (by `FileGuess.key`) is one that the mapping read before."""
        return key.partition(" / ")[0] in self.gone

    @classmethod
    def beside(cls, kept: Kept | None, guessed: Proposal) -> Looked:
        """Say what is known by a kept mapping, and by a guess of what it does not read."""
        if kept is None or not guessed.files:
            return cls(mapping=kept.path if kept else None, proposal=guessed if guessed.files else None)
        return cls(mapping=kept.path, proposal=guessed, trouble=kept.trouble, gone=kept.gone)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A mapping that is kept, held against some files."""

    path: Path
    mapping: SourceMapping
    fit: Fit

    @property
    def gone(self) -> frozenset[str]:
        """Files that it does not read as a whole any more, and those that it reads by the same [[file]]s."""
        names = {gap.file for gap in self.fit.gaps}
        while True:
            broken = [each for each in self.mapping.files if any(each.is_for(name) for name in names)]
            found = {name for name in self.fit.mapped if any(each.is_for(name) for each in broken)}
            if found == names:
                return frozenset(names)
            names = found

    @property
    def tables(self) -> dict[str, str]:
        """Sheets that it read before -> the table that each was."""
        said = [
            (name, each) for name in sorted(self.gone) for each in reversed(self.mapping.files) if each.is_for(name)
        ]
        return {f"{name} / {each.sheet}" if each.sheet else name: each.table for name, each in said}

    @property
    def reads(self) -> frozenset[str]:
        """Names of the files that it reads."""
        return self.fit.mapped - self.gone

    @property
    def unread(self) -> frozenset[str]:
        """Names of the files that it does not read."""
        return frozenset(file.name for file in self.fit.others) | self.gone

    @property
    def is_near(self) -> bool:
        """Whether it is about these files, and not about others of the same name: most of its columns are there."""
        return bool(self.reads) or any(gap.share <= _MOSTLY for gap in self.fit.gaps)

    @property
    def trouble(self) -> SourceError | None:
        """What is not there of what it speaks of; none where everything is."""
        return self.fit.gaps[0].trouble if self.fit.gaps else None


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
        read = read_mapping_file(mapping)
        if read.source == LEDGER:
            raise MappingError(read.path, [f"source '{LEDGER}' is that of what is typed in"])
        return self._bring(self._arrival(tuple(paths), read), now, extent=extent, is_dry_run=is_dry_run)

    def type_in(self, name: str, text: str, now: datetime) -> Receipt:
        """Bring in what was typed in, as changes of the built-in source.

        Args:
            name: of the file that the run keeps.
            text: what stands in it, by the built-in mapping.
            now: the moment that it is known from.
        """
        with TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True) as scratch:
            path = Path(scratch) / name
            path.write_text(text, encoding="utf-8")
            arrival = self._arrival((path,), built_in_mapping(LEDGER))
            return self._bring(arrival, now, extent="partial", is_dry_run=False)

    def look(self, paths: Sequence[Path]) -> Looked:
        """Find the mapping that is kept for some files, and guess at those that it does not read.

        Raises:
            SourceError: a file cannot be read, a kept mapping does not hold, or nothing is known of any file.
        """
        kept = [
            Kept(path=path, mapping=mapping, fit=self._arrival(tuple(paths), mapping).fit())
            for path, mapping in self._mappings()
        ]
        own = max((one for one in kept if one.is_near), key=lambda one: len(one.reads), default=None)
        if own is None:
            guessed = _with_files(self._guessed(paths))
            return Looked.beside(next((one for one in kept if one.mapping.source == guessed.source), None), guessed)
        elsewhere = frozenset(name for one in kept if one is not own and one.is_near for name in one.reads - own.reads)
        wanted = own.unread - elsewhere
        guessed = self._guessed(paths, wanted, own.tables) if wanted else Proposal(source="")
        looked = Looked.beside(own, replace(guessed, source=own.mapping.source))
        return replace(looked, elsewhere=tuple(sorted(elsewhere)))

    def propose(self, paths: Sequence[Path]) -> Proposal:
        """Say what files seem to be, but for those that a kept mapping reads; where it reads all, all of them."""
        return self.look(paths).proposal or _with_files(self._guessed(paths))

    def accept(
        self, proposal: Proposal, paths: Sequence[Path], now: datetime, *, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in as a proposal says, and as the mapping says that is kept for its source.

        What is kept stays as it was written, and the proposal is added to it. Only what it says of the proposal's
        own files goes; the whole text is then kept beside it, as `.toml.old`.
        """
        kept = next((one for one in self._mappings() if one[1].source == proposal.source), None)
        names = [file.name for file in find_files(paths).files]
        text = mapping_text(proposal) if kept is None else with_proposal(kept[1], proposal, names)
        if not text:
            raise SourceError(
                "Nothing in these files is sure enough to be taken.",
                "Answer the questions without --yes, or say what they are in a mapping and name it with --map FILE.",
            )
        arrival = self._arrival(tuple(paths), read_mapping(text, path=f"{proposal.source}.toml"))
        receipt = self._bring(arrival, now, extent=extent, is_dry_run=is_dry_run)
        if kept and not text.startswith(kept[1].text.rstrip()) and not is_dry_run:
            write_whole(kept[0].with_name(f"{kept[0].name}.old"), kept[1].text)
        return receipt

    def receipts(self) -> tuple[Receipt, ...]:
        """Give the receipts of all runs, by number, each at the moment in the workspace's time zone."""
        return self._in_zone(runs.receipts(self.settings.folder))

    def undo(self, run: int) -> Receipt:
        """Take a run back."""
        settings = self.settings
        undone = replay.undo(settings.folder, self._connect, run, self._reread, settings.conventions)
        return self._in_zone((undone,))[0]

    def rebuild(self) -> tuple[Receipt, ...]:
        """Read everything again, by the mappings as they are now."""
        settings = self.settings
        return self._in_zone(replay.rebuild(settings.folder, self._connect, self._reread, settings.conventions))

    def forget(self, email: str, elsewhere: Callable[[Person], int]) -> Forgotten:
        """Remove a person from everything that is kept; `elsewhere` does what is not kept in the store."""
        settings = self.settings
        return forget(settings.folder, self._connect, email, self._reread, settings.conventions, elsewhere=elsewhere)

    def _bring(self, arrival: FileSource, now: datetime, *, extent: Extent, is_dry_run: bool) -> Receipt:
        settings = self.settings
        # runs that no generation knows of would be set aside as unfinished
        replay.mend(settings.folder, self._connect, self._reread, settings.conventions)
        receipt = runs.bring_in(
            settings.folder, self._connect, arrival, known_at=now, dry_run=is_dry_run, extent=extent
        )
        return self._in_zone((receipt,))[0]

    def _in_zone(self, receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
        zone = ZoneInfo(self.settings.time_zone)
        return tuple(replace(receipt, known_at=receipt.known_at.astimezone(zone)) for receipt in receipts)

    def _mappings(self) -> list[tuple[Path, SourceMapping]]:
        """Read the mappings that are kept."""
        return [(path, read_mapping_file(path)) for path in sorted((self.settings.folder / MAPPINGS).glob("*.toml"))]

    @staticmethod
    def _guessed(
        paths: Sequence[Path], wanted: Collection[str] | None = None, tables: Mapping[str, str] | None = None
    ) -> Proposal:
        """Guess what files are; the source is called by the folder they are in, or by themselves.

        Args:
            paths: files and folders.
            wanted: names of the files that are meant; none for all.
            tables: sheet -> the table that it was before.
        """
        places = [name for path in paths for name in (path.resolve().name, path.resolve().parent.name)]
        found = find_files(paths).files
        read = dict.fromkeys(file.path for file in found if wanted is None or file.name in wanted)
        with TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True) as scratch:
            opened = open_sheets(paths if wanted is None else tuple(read), Path(scratch))
            sheets = [sheet for sheet in opened.sheets if wanted is None or sheet.name in wanted]
            others = {file.name for file in found} - {sheet.name for sheet in sheets}
            guessed = propose(sheets, places=places, others=others, tables=tables)
        unread = tuple(UnknownFile(name=file.name, reason=file.reason) for file in opened.unread)
        return replace(guessed, unknown=(*guessed.unknown, *unread))

    @property
    def _connect(self) -> Connect:
        return opener(self.settings.time_zone)

    def _reread(self, files: Sequence[Path], mapping_text: str) -> runs.Arrival:
        return self._arrival(tuple(files), read_mapping(mapping_text, path="mapping.toml"))

    def _arrival(self, paths: tuple[Path, ...], mapping: SourceMapping) -> FileSource:
        return FileSource(mapping=mapping, paths=paths, conventions=self.settings.conventions, progress=self.progress)


def _with_files(proposal: Proposal) -> Proposal:
    """Give a proposal that makes something of at least one file.

    Raises:
        SourceError: it does not.
    """
    if proposal.files:
        return proposal
    names = ", ".join(file.name for file in proposal.unknown) or "no file at all"
    raise SourceError(
        f"None of these is a table that Lievik knows: {names}.",
        "Say what they are in a mapping, and name it with --map FILE.",
    )
