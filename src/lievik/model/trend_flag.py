"""Months of a metric that stand out: what the months before one lead to expect of it, and whether it lies beyond.

Pure data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from lievik.model.aim import ResultKey
from lievik.model.result import MetricResult

Silence = Literal["", "no_value", "few_months", "has_trend", "no_spread"]
"""Why nothing is said of a month: it has no settled value, or the months before it are too few, rise or fall, or
never differ."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One month held against the months before it.

    Attributes:
        side: where it lies beyond what is usual; empty where it does not, or nothing is said.
        expected, low, high: in the unit of the metric; none where nothing is said.
        months: before it that it was held against.
        reason: why nothing is said; empty where something is.
    """

    side: Literal["", "above", "below"] = ""
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    months: int = 0
    reason: Silence = ""

    @property
    def stands_out(self) -> bool:
        """Whether the month lies beyond what is usual."""
        return bool(self.side)


Flags: TypeAlias = Mapping[ResultKey, Flag]
"""Key of a month's result -> its flag."""


@dataclass(frozen=True, kw_only=True)
class FlaggedMonth:
    """A metric in one month, and how it lies against the months before."""

    result: MetricResult
    flag: Flag
