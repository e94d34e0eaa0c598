"""The workspace behind the pages, opened anew when anything in it changed; and pages, kept as they were made.

Here the clock is read. A page is made again when the data, the settings, a decision or the day changed, not before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from gzip import compress
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from lievik.settings import environment_user

if TYPE_CHECKING:
    from lievik.desk.decisions import Hand
    from lievik.workspace import Workspace

_SECONDS_KEPT: Final = 5.0

MOST_PAGES: Final = 400
"""Pages that are kept; the longest unasked go first."""


@dataclass(frozen=True)
class Written:
    """A page as it is sent."""

    status: int
    body: bytes

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed."""
        return compress(self.body, compresslevel=6, mtime=0)

    @cached_property
    def tag(self) -> str:
        """What tells it from any other page."""
        return f'"{blake2b(self.body, digest_size=12).hexdigest()}"'


class Site:
    """One workspace, shown in browsers."""

    def __init__(self, folder: Path, today: Callable[[], date] | None = None) -> None:
        self.folder = folder
        self._today = today or (lambda: datetime.now().astimezone().date())
        self._lock = Lock()
        self._opened: tuple[Hashable, Workspace] | None = None
        self._pages: OrderedDict[Hashable, Written] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def workspace(self) -> Workspace:
        """The workspace as it is now.

        Raises:
            WorkspaceError: the folder is none.
            SettingsError: its settings do not hold.
        """
        return self._current()[1]

    def version(self) -> Hashable:
        """What every page of now rests on; another value means that pages have to be made anew.

        Decisions in a database elsewhere leave no trace in the folder: pages are kept for some seconds then.
        """
        stamp, workspace = self._current()
        return (stamp, int(monotonic() / _SECONDS_KEPT) if workspace.settings.ledger_url else 0)

    @property
    def hand(self) -> Hand:
        """Whose act it is that is done now."""
        from lievik.desk.decisions import Hand

        return Hand(at=datetime.now(UTC), by=environment_user())

    @property
    def now(self) -> datetime:
        """The moment of the clock."""
        return datetime.now(UTC)

    def kept(self, key: Hashable, make: Callable[[], Written]) -> Written:
        """Give the page that is kept for a key, else what is made for it now; once, whoever asks for it meanwhile."""
        if found := self._found(key):
            return found
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            # whoever had to wait finds it made, unless that failed
            if found := self._found(key):
                return found
            try:
                return self._keep(key, make())
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _found(self, key: Hashable) -> Written | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def _keep(self, key: Hashable, made: Written) -> Written:
        with self._lock:
            self._pages[key] = made
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return made

    def empty_cache(self) -> None:
        """Let every page be made anew."""
        with self._lock:
            self._pages.clear()

    def _current(self) -> tuple[Hashable, Workspace]:
        from lievik.workspace import Workspace

        today = self._today()
        version = (Workspace.stamp(self.folder), today)
        with self._lock:
            if self._opened is not None and self._opened[0] == version:
                return self._opened
            opened = self._opened = (version, Workspace.open(self.folder, today=today))
            self._pages.clear()
        # looking begins no history, and waits for no other page
        opened[1].see_definitions(self.now, environment_user(), begins=False)
        return opened
