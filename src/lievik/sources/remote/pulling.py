"""A connector and where the last run ended → files of what changed since, and where this run ends.

Records are written as they come, a line of JSON each, gzipped; memory holds one page. A stream that breaks off leaves
nothing behind, unless its pages come in the order of change: then what came is kept, and the next run goes on there.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from lievik.errors import BudgetSpentError, LievikError, SourceError
from lievik.model.synced import StreamCame
from lievik.sources.remote.session import Session
from lievik.sources.remote.stream import Connector, Since, Stream, WithFiles

CURSOR_FILE: Final = ".cursor.json.gz"
"""Says where a run ended; kept with what it brought, and no part of it."""

OVERLAP: Final = timedelta(minutes=15)
"""So much of the time before is asked for again: vendors' lists lag behind their clocks."""


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a run fetched.

    Attributes:
        files: one a stream that came, and the one that says where the run ended.
        is_full: everything was asked for, and came; but for what may be refused, and never came.
        counts: how many rows the vendor says there are, by table.
        ended: why it ended before the last stream; none where it did not.
    """

    streams: tuple[StreamCame, ...]
    files: tuple[Path, ...]
    is_full: bool
    asked: int
    counts: Mapping[str, int] = field(default_factory=dict)
    ended: LievikError | None = None

    @property
    def records(self) -> int:
        """How many came of all streams."""
        return sum(stream.records for stream in self.streams if stream.is_kept)


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Where a source's last run ended.

    Attributes:
        moments: stream -> the moment up to which it is known, with an offset.
        full_at: the moment of the last run after which everything was known; none where there was none yet.
    """

    moments: Mapping[str, datetime] = field(default_factory=dict)
    full_at: datetime | None = None

    @classmethod
    def read(cls, path: Path) -> Cursor:
        """Read what a run wrote down."""
        found = json.loads(gzip.decompress(path.read_bytes()))
        moments = {name: datetime.fromisoformat(moment) for name, moment in found.get("moments", {}).items()}
        full_at = found.get("full_at")
        return cls(
            moments=moments,
            full_at=datetime.fromisoformat(full_at) if full_at else None,
        )

    @property
    def text(self) -> str:
        """It as JSON."""
        moments = {name: moment.isoformat() for name, moment in sorted(self.moments.items())}
        full_at = self.full_at.isoformat() if self.full_at else None
        return json.dumps({"moments": moments, "full_at": full_at}, indent=1)


def pull(  # noqa: PLR0913 - each is said apart
    connector: Connector,
    cursor: Cursor,
    folder: Path,
    *,
    until: datetime,
    is_full: bool = False,
    is_anew: bool = False,
    tell: Callable[[str, int], None] = lambda _name, _records: None,
) -> Pulled:
    """Fetch what changed since the last run.

    Args:
        connector: whom to ask.
        cursor: where the last run ended.
        folder: where files are written.
        until: the moment of the run, with an offset.
        is_full: ask for everything.
        is_anew: as if nothing had come before; else only to find what is gone.
        tell: is told of each page: the stream, and how many of its records came so far.

    Raises:
        SourceError: the first stream is refused, or nothing can be asked at all.
    """
    with connector.session() as session:
        pulling = _Pulling(session, cursor, folder, until, is_full=is_full or is_anew, is_anew=is_anew, tell=tell)
        for stream in connector.streams:
            if not pulling.ended:
                pulling.fetch(stream)
        if isinstance(connector, WithFiles):
            pulling.take(connector.files(session, folder))
        counts = {} if pulling.ended else _counted(connector, session)
    return pulling.pulled(counts)


def _counted(connector: Connector, session: Session) -> Mapping[str, int]:
    """What the vendor says there is; nothing where it will not say."""
    try:
        return connector.counts(session)
    except SourceError:
        return {}


class _Pulling:
    """A run under way."""

    def __init__(  # noqa: PLR0913 - each is said apart
        self,
        session: Session,
        cursor: Cursor,
        folder: Path,
        until: datetime,
        *,
        is_full: bool,
        is_anew: bool,
        tell: Callable[[str, int], None],
    ) -> None:
        self.session = session
        self.cursor = cursor
        self.folder = folder
        self.until = until
        self.is_full = is_full
        self.is_anew = is_anew
        self.tell = tell
        self.moments = dict(cursor.moments)
        self.streams: list[StreamCame] = []
        self.files: list[Path] = []
        self.ended: LievikError | None = None
        self.is_broken = False

    def fetch(self, stream: Stream) -> None:
        """Fetch one stream, or say why it did not come."""
        missing = [name for name in stream.needs if name not in {done.name for done in self.streams if done.is_kept}]
        if missing:
            trouble = SourceError(
                f"Stream '{stream.name}' needs {', '.join(missing)}, which did not come.",
                "See what is wrong with those.",
            )
            self.is_broken |= not stream.is_optional
            self._note(stream, 0, trouble=trouble, is_kept=False)
            return
        begins = self.moments.get(stream.name)
        # a clock that was moved back tells nothing of what changed meanwhile
        known = begins - OVERLAP if begins and begins <= self.until else None
        moment = None if self.is_full or stream.is_whole else known
        since = Since(moment=moment, until=self.until, known=None if self.is_anew else known)
        files = {name: _Written(self.folder / f"{name}.ndjson.gz") for name in (stream.name, *stream.also)}
        try:
            self._write(stream, files, since)
        except BudgetSpentError as error:
            self.ended = error
            self._broke_off(stream, files, error)
        except SourceError as error:
            if not stream.is_optional and not self.streams:
                raise
            self._broke_off(stream, files, error)
        else:
            self.moments[stream.name] = self.until
            self.files += [each.path for each in files.values()]
            self._note(stream, files[stream.name].records, is_whole=moment is None)

    def _write(self, stream: Stream, files: Mapping[str, _Written], since: Since) -> None:
        """Write records as they come, and what else is made of them."""
        written = files[stream.name]
        with ExitStack() as opened:
            for each in files.values():
                opened.enter_context(each)
            for page in stream.fetch(self.session, since):
                written.write(page, stream.changed)
                for name, make in stream.also.items():
                    files[name].write((found for record in page for found in make(record)), "")
                self.tell(stream.name, written.records)

    def _broke_off(self, stream: Stream, files: Mapping[str, _Written], error: SourceError) -> None:
        """Keep what came of a stream whose pages come in the order of change; else nothing of it."""
        self.is_broken |= not stream.is_optional
        written = files[stream.name]
        is_kept = bool(written.last) and not stream.is_whole
        if is_kept:
            known = self.moments.get(stream.name)
            came = datetime.fromisoformat(written.last)
            self.moments[stream.name] = max(known, came) if known else came
            self.files += [each.path for each in files.values()]
        else:
            for each in files.values():
                each.path.unlink(missing_ok=True)
        self._note(stream, written.records if is_kept else 0, trouble=error, is_kept=is_kept)

    def _note(
        self,
        stream: Stream,
        records: int,
        *,
        trouble: LievikError | None = None,
        is_kept: bool = True,
        is_whole: bool = False,
    ) -> None:
        self.streams.append(
            StreamCame(name=stream.name, records=records, is_whole=is_whole, trouble=trouble, is_kept=is_kept)
        )

    def take(self, files: Iterable[Path]) -> None:
        """Take files as they came; each stands for one record."""
        for path in files:
            self.files.append(path)
            self.streams.append(StreamCame(name=path.name, records=1, is_whole=True))
            self.moments[path.name] = self.until

    def pulled(self, counts: Mapping[str, int]) -> Pulled:
        """Say what came, and write down where the run ends."""
        path = self.folder / CURSOR_FILE
        is_complete = not self.ended and not self.is_broken
        is_full = is_complete and (self.is_full or not self.cursor.moments)
        is_known = is_full or (is_complete and self.cursor.full_at is None)
        cursor = Cursor(moments=self.moments, full_at=self.until if is_known else self.cursor.full_at)
        path.write_bytes(gzip.compress(cursor.text.encode(), mtime=0))
        return Pulled(
            streams=tuple(self.streams),
            counts=counts,
            files=(*self.files, path),
            is_full=is_full,
            asked=self.session.asked,
            ended=self.ended,
        )


class _Written:
    """A stream's file while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records = 0
        self.last = ""

    def __enter__(self) -> Self:
        self.file = gzip.open(self.path, "wt", encoding="utf-8", compresslevel=1)
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, page: Iterable[Mapping[str, Any]], changed: str) -> None:
        """Add a page's records."""
        for record in page:
            self.file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
            self.records += 1
            moment = record.get(changed) if changed else None
            if isinstance(moment, str):
                self.last = max(self.last, _in_utc(moment))


def _in_utc(moment: str) -> str:
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
