"""What tells of one rep's time, and may be told of several together alone, where the workspace says so.

Pure. A metric is known by what it reads, so that a company's own metrics are kept to it as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lievik.errors import PrivacyError
from lievik.model.metric import Dimension, Measure
from lievik.planner.row_sql import columns_of

ALONE: Final = "reps_with_hours"
"""Measure that counts the reps whose time a number tells of."""

FEWEST: Final = 2
"""Reps that a number has to tell of."""

_OF_ONE: Final = "owner"
_TIMES: Final = frozenset({"work_time", "worked_day"})


def tells_of_reps(measures: Iterable[Measure]) -> bool:
    """Whether any measure is about the time of reps: their hours worked, or the hours of what they did."""
    return any(
        measure.table in _TIMES or (measure.table == "activity" and _reads_hours(measure)) for measure in measures
    )


def refuse_one_rep(metric: str, dimensions: Iterable[Dimension]) -> None:
    """Refuse a question that asks for one rep.

    Raises:
        PrivacyError: it is split or filtered by owner.
    """
    if any(dimension.name == _OF_ONE for dimension in dimensions):
        raise PrivacyError(metric)


def _reads_hours(measure: Measure) -> bool:
    pieces = (measure.value, *measure.each.values())
    return any("hours" in columns_of(sql) for sql in pieces)
