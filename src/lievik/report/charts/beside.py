"""What a trend is shown beside: targets, the year before, and what happened on single days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.language import mark
from lievik.model.result import MetricResult
from lievik.model.trend_flag import Flag

KINDS: Final = {"note": mark("Note"), "event": mark("Event"), "definition": mark("Definition changed")}
"""Kind of a marker -> what it is called."""


@dataclass(frozen=True, kw_only=True)
class Marker:
    """Something to know of a day: a note, an event, a changed definition."""

    day: date
    text: str
    kind: Literal["note", "event", "definition"] = "note"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a trend is shown beside.

    Attributes:
        targets: one a result, none where there is none; empty without any.
        before: the results of the same units a year earlier, in order; empty without any.
        flags: how each result lies against the months before it; empty without any.
    """

    targets: Sequence[Decimal | None] = ()
    before: Sequence[MetricResult] = ()
    markers: Sequence[Marker] = ()
    flags: Sequence[Flag] = ()
