"""A part and its whole → a share with its interval, or why there is none.

Pure, standard library only.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from lievik.insight.intervals import wilson_of
from lievik.model.funnel import Share
from lievik.model.result import Interval

FEWEST: Final = 10
"""Records below which a share is told as counts."""


def share_of(part: int, whole: int, reason: str = "") -> Share:
    """A part of some records, with its interval.

    Args:
        part: how many of them.
        whole: all of them.
        reason: slug of why there is no answer, whatever the numbers; empty otherwise.

    Example:
        >>> share_of(0, 0).status, share_of(3, 9).status, str(share_of(25, 100).value)
        ('undefined', 'insufficient', '0.25')
    """
    if reason or not whole:
        return Share(
            value=None, numerator=part, denominator=whole, status="undefined", reason=reason or "zero_denominator"
        )
    bounds = wilson_of(Decimal(part), Decimal(whole))
    is_few = whole < FEWEST
    return Share(
        value=Decimal(part) / whole,
        numerator=part,
        denominator=whole,
        status="insufficient" if is_few else "ok",
        reason="few_records" if is_few else "",
        interval=Interval(low=bounds[0], high=bounds[1], method="wilson") if bounds else None,
    )
