"""Sources that are asked by themselves → what changed in them since, brought in as a run like any other.

Brings secrets, connectors and the store together. Where a run ended is kept with what it brought, so that data and
cursor always agree; a run that brings nothing leaves both as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from lievik.engines import opener
from lievik.errors import LievikError, SettingsError, UnknownNameError
from lievik.model.mapping_text import read_mapping
from lievik.model.receipt import Receipt
from lievik.model.source_settings import SourceSettings
from lievik.model.synced import Counted, StreamCame, Synced
from lievik.secrets import secret_of
from lievik.settings import Settings
from lievik.sources.file_source import FileSource
from lievik.sources.mapping_file import read_mapping_file
from lievik.sources.remote.connectors import connector_of
from lievik.sources.remote.pulling import CURSOR_FILE, Cursor, Pulled, pull
from lievik.sources.remote.stream import Connector
from lievik.store import generations, raw, replay, runs
from lievik.store.folder import MAPPINGS, RAW
from lievik.store.landing import Extent
from lievik.store.source_rows import count_rows

FOLDER: Final = "folder"
"""Kind of a source that is a folder of exports."""

Tell = Callable[[str, str, int], None]
"""Is told of each page that came: source, stream, records of it so far."""


@dataclass(frozen=True, kw_only=True)
class Syncing:
    """Asks the sources of one workspace.

    Attributes:
        settings: of the workspace.
        tell: is told how far it is; nobody where it is none.
        make: makes a connector of a source and its secrets.
    """

    settings: Settings
    tell: Tell | None = None
    make: Callable[[SourceSettings, Mapping[str, str]], Connector] = field(default=connector_of)

    def sync(self, source: SourceSettings, now: datetime, *, is_full: bool = False, is_dry_run: bool = False) -> Synced:
        """Ask one source, and bring in what changed; one that fails says so, and changes nothing.

        Args:
            source: whom to ask.
            now: the moment of the run, with an offset.
            is_full: ask for everything.
            is_dry_run: ask, and bring nothing in.
        """
        try:
            return self._synced(source, now, is_full=is_full, is_dry_run=is_dry_run)
        except LievikError as trouble:
            return Synced(source=source.name, began=now, trouble=trouble)

    def _synced(self, source: SourceSettings, now: datetime, *, is_full: bool, is_dry_run: bool) -> Synced:
        if source.kind == FOLDER:
            return self._watched(source, now, is_dry_run=is_dry_run)
        secrets = {key: secret_of(secret, self.settings.folder) for key, secret in source.secrets.items()}
        connector = self.make(source, secrets)
        cursor = self._cursor(source)
        with TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True) as scratch:
            pulled = pull(
                connector,
                cursor,
                Path(scratch),
                until=now.astimezone(UTC),
                is_full=self._is_due(source, cursor, now),
                is_anew=is_full,
                tell=lambda stream, records: self.tell(source.name, stream, records) if self.tell else None,
            )
            is_brought = pulled.records and not is_dry_run
            receipt = self._brought(source, connector, pulled, now) if is_brought else None
        counted = self._counted(source, pulled.counts) if not is_dry_run else ()
        return Synced(
            source=source.name,
            began=now,
            streams=pulled.streams,
            receipt=receipt,
            is_full=pulled.is_full,
            requests=pulled.asked,
            counted=counted,
            ended=pulled.ended,
        )

    def _watched(self, source: SourceSettings, now: datetime, *, is_dry_run: bool) -> Synced:
        """Bring in the exports that lie in a folder, by the mapping that was agreed on for them."""
        folder = self.settings.folder / Path(str(source.options.get("path", ""))).expanduser()
        mapping = self.settings.folder / (source.mapping or f"{MAPPINGS}/{source.name}.toml")
        if not source.options.get("path") or not folder.is_dir():
            raise SettingsError(
                f"Source '{source.name}' watches '{folder}', which is no folder.",
                f'Write path = "..." under [sources.{source.name}] in lievik.toml.',
            )
        if not mapping.is_file():
            raise SettingsError(
                f"Source '{source.name}' has no mapping yet.",
                f"Import '{folder}' once by hand, then name what is kept: mapping = \"{MAPPINGS}/NAME.toml\".",
            )
        from lievik.intake import Intake

        receipt = Intake(settings=self.settings).bring([folder], mapping, now, is_dry_run=is_dry_run)
        streams = tuple(StreamCame(name=file.file, records=file.rows_read, is_whole=True) for file in receipt.files)
        is_new = not (receipt.is_repeat or is_dry_run)
        return Synced(source=source.name, began=now, streams=streams, receipt=receipt if is_new else None)

    def _brought(self, source: SourceSettings, connector: Connector, pulled: Pulled, now: datetime) -> Receipt | None:
        """Bring in what came; none where nothing is different by it."""
        settings = self.settings
        beside = tuple(path for path in pulled.files if path.name == CURSOR_FILE)
        arrival = self._arrival(source, connector, tuple(path for path in pulled.files if path not in beside), beside)
        extent: Extent = "full" if pulled.is_full else "partial"
        connect = opener(settings.time_zone)
        replay.mend(settings.folder, connect, self._reread, settings.conventions)
        receipt = runs.bring_in(settings.folder, connect, arrival, known_at=now, extent=extent, keeps_same=False)
        if receipt.is_repeat:
            return None
        return replace(receipt, known_at=receipt.known_at.astimezone(ZoneInfo(settings.time_zone)))

    def _arrival(
        self, source: SourceSettings, connector: Connector, paths: tuple[Path, ...], beside: tuple[Path, ...]
    ) -> FileSource:
        mapping = (
            read_mapping_file(self.settings.folder / source.mapping)
            if source.mapping
            else read_mapping(connector.mapping.replace("{source}", source.name), path=f"{source.name}.toml")
        )
        return FileSource(mapping=mapping, paths=paths, conventions=self.settings.conventions, beside=beside)

    def _reread(self, files: Sequence[Path], mapping_text: str) -> FileSource:
        mapping = read_mapping(mapping_text, path="mapping.toml")
        return FileSource(mapping=mapping, paths=tuple(files), conventions=self.settings.conventions)

    def _counted(self, source: SourceSettings, there: Mapping[str, int]) -> tuple[Counted, ...]:
        """Hold what the vendor counts against the rows here that came from it and are not deleted."""
        path = generations.current(self.settings.folder)
        if path is None or not there:
            return ()
        return tuple(
            Counted(table=table, there=there[table], here=here)
            for table, here in count_rows(opener(self.settings.time_zone), path, source.name, tuple(there)).items()
        )

    def _cursor(self, source: SourceSettings) -> Cursor:
        """Where the source's last run that is still there ended."""
        names = [name for name in raw.names(self.settings.folder) if name.partition("-")[2] == source.name]
        for name in reversed(names):
            path = self.settings.folder / RAW / name / CURSOR_FILE
            if path.is_file():
                return Cursor.read(path)
        return Cursor()

    @staticmethod
    def _is_due(source: SourceSettings, cursor: Cursor, now: datetime) -> bool:
        """Whether it is time to ask for everything again."""
        last = cursor.full_at
        return last is not None and source.full_days > 0 and now - last >= timedelta(days=source.full_days)


def chosen(settings: Settings, names: Iterable[str]) -> tuple[SourceSettings, ...]:
    """Sources by name; all where none is named.

    Raises:
        UnknownNameError: there is no such source.
    """
    known = {source.name: source for source in settings.sources}
    wanted = tuple(names) or tuple(known)
    for name in wanted:
        if name not in known:
            raise UnknownNameError("source", name, known)
    return tuple(known[name] for name in wanted)
