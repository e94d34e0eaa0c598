"""Between what a number may lie, given what the data does not tell.

Pure data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.periods import Period
from lievik.model.result import MetricResult

Doubt = Literal[
    "overdue",
    "without_outcome",
    "won_undated",
    "lost_undated",
    "won_without_amount",
    "lost_without_amount",
    "open_undated",
    "open_without_amount",
]
"""What may be missing of a deal, so that a number cannot be sure of it."""


@dataclass(frozen=True, kw_only=True)
class PossibleRange:
    """One number, and the lowest and the highest that it may come to.

    Attributes:
        result: the number, as `show` tells it.
        low, high: over every way to fill in what is missing; none where no way gives a number, or an amount is missing
            and no deal won tells what amounts are like.
        doubts: how many deals are in doubt, by what is missing; none where nothing is.
        amounts_missing: of how many of them the amount is missing, where the number adds up amounts.
    """

    result: MetricResult
    low: Decimal | None
    high: Decimal | None
    doubts: Mapping[Doubt, int]
    amounts_missing: int = 0


@dataclass(frozen=True, kw_only=True)
class PossibleAnswer:
    """Between what numbers of a period may lie.

    Attributes:
        currency: of amounts.
        ranges: of the numbers that the data supports.
        amounts: what a missing amount is taken to lie between: where eight of ten deals won in the four quarters up to
            the period's end lie; none where no deal was won in them.
    """

    period: Period
    as_of: date
    currency: str
    ranges: tuple[PossibleRange, ...]
    amounts: tuple[Decimal, Decimal] | None = None
