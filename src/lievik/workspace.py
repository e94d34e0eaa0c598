"""The one door: a folder in, answers out; import, ask, drill, explain. It delegates only.

Every app passes through it; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lievik.definitions import texts_in
from lievik.desk.book import Book
from lievik.desk.definition_history import DefinitionHistory
from lievik.errors import DefinitionError, LedgerError, MissingExtraError, UnknownNameError
from lievik.looking import Looking
from lievik.settings import Settings, read_settings, template
from lievik.store import folder as folders

if TYPE_CHECKING:
    from lievik.desk.aims import Aims
    from lievik.desk.decisions import Decisions, Hand
    from lievik.desk.events import Events
    from lievik.desk.notes import Notes
    from lievik.desk.quotas import Quotas
    from lievik.desk.subjects import Fetch
    from lievik.intake import Intake
    from lievik.ledger.sync_log import SyncLog
    from lievik.model.check import Check
    from lievik.model.definition import DefinitionChange
    from lievik.model.freshness import Freshness
    from lievik.model.progress import Progress
    from lievik.model.proposal import Proposal
    from lievik.model.receipt import Receipt
    from lievik.model.synced import Synced, SyncNoted
    from lievik.store.forget import Forgotten
    from lievik.store.landing import Extent

T = TypeVar("T")


class Workspace(Looking):
    """A workspace that is open: questions in, answers out; files and decisions in, receipts out.

    Attributes:
        progress: who is told how far reading has come.
        user: who brings files in; empty where nobody said.
    """

    def __init__(self, settings: Settings, today: date) -> None:
        super().__init__(settings, today)
        self.progress: Progress | None = None
        self.user = ""

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        today: date,
        name: str = "",
        currency: str = "EUR",
        language: str = "",
        as_of: date | None = None,
    ) -> Workspace:
        """Make a folder a workspace.

        Raises:
            WorkspaceError: it already is one.
            StoreError: it cannot be written.
        """
        folders.create(folder, template(name=name, currency=currency, language=language, as_of=as_of))
        return cls.open(folder, today=today)

    @classmethod
    def open(cls, folder: Path, *, today: date) -> Workspace:
        """Open a workspace.

        Raises:
            WorkspaceError: the folder is none.
            SettingsError: its lievik.toml does not hold.
        """
        return cls(read_settings(folder), today)

    @staticmethod
    def stamp(folder: Path) -> Hashable:
        """Give what changes whenever anything in a workspace does: data, settings, definitions, decisions."""
        from lievik.store.stamp import stamp

        return stamp(folder)

    def import_files(
        self, paths: Sequence[Path], *, mapping: Path, now: datetime, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in, all of them or none.

        Args:
            paths: files, and folders of files.
            mapping: the mapping file.
            now: the moment that their rows are known from.
            extent: "full" where rows that are not among them are gone, "partial" where they only hold changes.
            is_dry_run: do everything, and leave nothing behind.

        Raises:
            SourceError: something cannot be read; nothing was changed.
            StoreError: the workspace cannot be written.
        """
        receipt = self.intake.bring(paths, mapping, now, extent=extent, is_dry_run=is_dry_run)
        return self._came(receipt, None if is_dry_run else now)

    def sync(
        self,
        sources: Iterable[str] = (),
        *,
        now: datetime,
        is_full: bool = False,
        is_dry_run: bool = False,
        tell: Callable[[str, str, int], None] | None = None,
    ) -> tuple[Synced, ...]:
        """Ask sources for what changed in them, and bring it in, a run each; one that fails changes nothing.

        Args:
            sources: names from lievik.toml; none for all.
            now: the moment that rows are known from.
            is_full: ask for everything.
            is_dry_run: ask, and bring nothing in.
            tell: is told of each page that came: source, stream, records of it so far.

        Raises:
            UnknownNameError: there is no such source.
            MissingExtraError: what asks over a network is not installed.
        """
        if any(find_spec(name) is None for name in ("httpx2", "stamina")):
            raise MissingExtraError("lievik sync", "crm")
        from lievik.model.synced import SyncNoted
        from lievik.syncing import Syncing, chosen

        syncing = Syncing(settings=self.settings, tell=tell)
        found = [
            syncing.sync(source, now, is_full=is_full, is_dry_run=is_dry_run)
            for source in chosen(self.settings, sources)
        ]
        for each in found:
            if each.receipt:
                self._came(each.receipt, now)
            if not is_dry_run:
                self._sync_log.add(SyncNoted.of(each))
        return tuple(found)

    def syncs(self) -> tuple[SyncNoted, ...]:
        """Give every time that a source was asked, in order; nothing is read where lievik.toml names no source.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        return self._sync_log.all() if self.settings.sources else ()

    def last_asked(self) -> dict[str, datetime]:
        """Source -> the moment that it was last asked."""
        return {noted.source: noted.began for noted in self.syncs()}

    def propose(self, paths: Sequence[Path]) -> Proposal:
        """Say what files seem to be: a guess a sheet and column, with its doubts.

        Raises:
            SourceError: nothing in them can be read, or none of them seems to be a table of sales.
        """
        return self.intake.propose(paths)

    def accept(
        self, proposal: Proposal, paths: Sequence[Path], *, now: datetime, extent: Extent = "", is_dry_run: bool = False
    ) -> Receipt:
        """Bring files in as a proposal says; see `import_files`, which does the same by a mapping file.

        Raises:
            SourceError: something cannot be read; nothing was changed.
            StoreError: the workspace cannot be written.
        """
        receipt = self.intake.accept(proposal, paths, now, extent=extent, is_dry_run=is_dry_run)
        return self._came(receipt, None if is_dry_run else now)

    def _came(self, receipt: Receipt, at: datetime | None) -> Receipt:
        self.see_definitions(at, self.user)
        return self._changed(receipt)

    def runs(self) -> tuple[Receipt, ...]:
        """Give the receipt of everything that came in, by number."""
        return self.intake.receipts()

    def receipt(self, run: int | str) -> Receipt:
        """Give the receipt of a run, by its number.

        Raises:
            UnknownNameError: there is no such run.
        """
        receipts = {str(receipt.run): receipt for receipt in self.runs()}
        if str(run) not in receipts:
            raise UnknownNameError("run", str(run), receipts)
        return receipts[str(run)]

    def freshness(self, as_of: str | date | None = None) -> Freshness:
        """Tell how old what is known is at the end of a day."""
        from lievik.questions.freshness import Known, freshness

        facts = self.known_then(as_of).facts
        known = Known(limits=self.settings.fresh_days, syncs=self.syncs())
        return freshness(self.runs(), facts, self.as_of(as_of), self.settings.time_zone, known)

    def undo(self, run: int, hand: Hand | None = None) -> Receipt:
        """Take a run back, as if it had never come in; decisions that it brought no longer stand.

        Args:
            run: its number.
            hand: whose act it is, for the log of decisions.

        Raises:
            StoreError: there is no such run, or the workspace cannot be written.
        """
        return self._changed(self.decisions.undo(run, hand))

    def rebuild(self, hand: Hand | None = None) -> tuple[Receipt, ...]:
        """Read every old file again, by the mappings as they are now; what was typed in and did not come in does.

        Args:
            hand: whose act it is.

        Raises:
            SourceError: a file cannot be read by its mapping; nothing was changed.
            StoreError: the workspace cannot be written.
        """
        return self._changed(self.decisions.rebuild(hand))

    def forget(self, email: str) -> Forgotten:
        """Remove a person from everything that is kept: raw files, receipts and data.

        Raises:
            StoreError: nothing speaks of the address, or the workspace cannot be written.
        """
        return self._changed(self.decisions.forget(email))

    def definition_changes(self, metric: str) -> tuple[DefinitionChange, ...]:
        """Tell how the definition of a metric, or of a variant, changed, in order; its first one is no change.

        Raises:
            UnknownNameError: there is no such metric.
            LedgerError: the ledger cannot be read.
        """
        self.catalogue.reading(metric)
        return self._history.changes(metric)

    def see_definitions(self, at: datetime | None, by: str = "", *, begins: bool = True) -> None:
        """Note definitions that are others than when they were last seen; what hinders that is told by `doctor` alone.

        Args:
            at: the moment, with its offset; nothing is noted where nobody said.
            by: who is at it.
            begins: their history may begin with them; otherwise nothing is noted where it has not.
        """
        if at is None:
            return
        with suppress(DefinitionError, LedgerError, OSError, UnicodeDecodeError):
            if texts_in(self.settings.folder / folders.DEFINITIONS) != self.own_definitions:
                for name in ("own_definitions", "catalogue"):
                    self.__dict__.pop(name, None)
                self._past.clear()
                self._named.clear()
            self._history.record(self.catalogue, now=at, by=by, begins=begins)

    @property
    def _history(self) -> DefinitionHistory:
        return DefinitionHistory(settings=self.settings)

    @property
    def _sync_log(self) -> SyncLog:
        from lievik.ledger.sync_log import SyncLog

        return SyncLog.of(self.settings.folder, self.settings.ledger_url)

    @property
    def intake(self) -> Intake:
        """The way in."""
        from lievik.intake import Intake

        return Intake(settings=self.settings, progress=self.progress)

    @property
    def decisions(self) -> Decisions:
        """What people decided, and what becomes of it in the data."""
        from lievik.desk.decisions import Decisions

        return Decisions(self.settings, self.intake, self.see_definitions)

    @property
    def quotas(self) -> Quotas:
        """Quotas: to be set, taken away and listed."""
        from lievik.desk.quotas import Quotas

        return Quotas(
            decisions=self.decisions,
            fetch=self._fetch,
            changed=self._changed,
            as_of=self.as_of(),
        )

    @property
    def aims(self) -> Aims:
        """Targets of metrics: to be set, taken away and listed, and which holds for a result."""
        from lievik.desk.aims import Aims

        return Aims(book=self._book, catalogue=lambda: self.catalogue, fetch=self._fetch, as_of=self.as_of())

    @property
    def notes(self) -> Notes:
        """Notes that are pinned to days: to be added, removed and listed."""
        from lievik.desk.notes import Notes

        return Notes(book=self._book, catalogue=lambda: self.catalogue, fetch=self._fetch, as_of=self.as_of())

    @property
    def events(self) -> Events:
        """What happened to the company or its market: to be typed in, taken away and listed."""
        from lievik.desk.events import Events

        return Events(decisions=lambda: self.decisions, fetch=self._fetch, changed=self._changed, as_of=self.as_of())

    @property
    def _book(self) -> Book:
        return Book(self.settings, self.see_definitions)

    def _fetch(self) -> Fetch | None:
        """What asks the data; none before anything came in."""
        return self.engine.fetch if self.engine else None

    def _changed(self, told: T) -> T:
        """Forget what was read before something came in, and pass on what is told of it."""
        for name in ("engine", "facts"):
            self.__dict__.pop(name, None)
        self._past.clear()
        self._named.clear()
        return told

    def doctor(self) -> tuple[Check, ...]:
        """Look the workspace over."""
        from lievik.desk.checkup import look_over

        return look_over(self.settings, self.catalogue)
