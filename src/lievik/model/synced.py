"""What asking a source came to: its streams, the run that it made, and how far both sides count the same.

Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lievik.errors import LievikError
from lievik.model.receipt import Receipt


@dataclass(frozen=True, kw_only=True)
class StreamCame:
    """What came of one stream.

    Attributes:
        records: that were taken.
        is_whole: all of them were asked for; else those alone that changed.
        trouble: why it did not come, or not whole; none where it did.
        is_kept: what came of it is brought in.
    """

    name: str
    records: int
    is_whole: bool
    trouble: LievikError | None = None
    is_kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many rows of a table the vendor says there are, and how many are here."""

    table: str
    there: int
    here: int


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What asking one source came to.

    Attributes:
        receipt: of the run; none where nothing came, or nothing was to be brought in.
        is_full: everything was asked for, and came.
        requests: how many were sent.
        ended: why it ended before the last stream; none where it did not.
        trouble: why it failed; none where it did not.
    """

    source: str
    began: datetime
    streams: tuple[StreamCame, ...] = ()
    receipt: Receipt | None = None
    is_full: bool = False
    requests: int = 0
    counted: tuple[Counted, ...] = ()
    ended: LievikError | None = None
    trouble: LievikError | None = None


@dataclass(frozen=True, kw_only=True)
class SyncNoted:
    """That a source was asked, as it is kept: also of times that brought nothing, or failed.

    Attributes:
        began: with its offset.
        run: number of the run that it made; 0 where it made none.
        records: that came.
        trouble: why it failed or broke off, in English; empty where it did not.
        is_failed: nothing of it counts.
        number: in order, from 1 on; 0 before it is kept.
    """

    source: str
    began: datetime
    run: int
    records: int
    is_full: bool
    requests: int
    trouble: str
    is_failed: bool
    number: int = 0

    @classmethod
    def of(cls, found: Synced) -> SyncNoted:
        """What is kept of a time."""
        trouble = found.trouble or found.ended or next((each.trouble for each in found.streams if each.trouble), None)
        return cls(
            source=found.source,
            began=found.began,
            run=found.receipt.run if found.receipt else 0,
            records=sum(stream.records for stream in found.streams),
            is_full=found.is_full,
            requests=found.requests,
            trouble=trouble.message if trouble else "",
            is_failed=found.trouble is not None,
        )
