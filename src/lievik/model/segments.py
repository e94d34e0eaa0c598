"""Segments of deals: which win more often, bring more, close sooner and bring more money per day of selling.

Pure data. What is told apart is told apart from all other deals of the company.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from lievik.model.periods import Period
from lievik.model.result import Interval

SegmentMeasure = Literal["win_rate", "size", "speed", "day_value"]
"""Share of deals that ended and were won; amount and days of a deal won; money per day of selling."""

MEASURES: Final[tuple[SegmentMeasure, ...]] = get_args(SegmentMeasure)

FIT: Final = "icp_fit"
"""Name of the split by how well an account fits the ideal customer, which is no dimension of metrics."""


@dataclass(frozen=True, kw_only=True)
class SegmentNumber:
    """One measure of one segment.

    Attributes:
        value: none where there is no answer. A share; money; days; money per day.
        n: deals that it rests on.
        interval: where the true value plausibly lies (95 %).
        chance: how often chance alone would set a segment of this size so far apart; none where it was not tested,
            as the segment or the rest has fewer than 20 deals.
        adjusted: the same, with all tests of the answer in mind (Benjamini and Hochberg).
        side: better or worse than all other deals by more than chance; empty otherwise.
    """

    value: Decimal | None
    n: int
    interval: Interval | None = None
    chance: float | None = None
    adjusted: float | None = None
    side: Literal["", "better", "worse"] = ""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Deals of one kind.

    Attributes:
        key: what its deals have in common, as it stands in the data.
        label: what that is called.
        ended: deals that ended, qualified ones alone where any is; `won` of them.
        won_amount: of deals won whose amount is known.
        worked_days: from the start to the end of every deal that ended, won or lost, qualified or not.
        drawn: win rate, drawn towards the company's, the more so the fewer deals there are.
        open_deals, open_amount: that stand open.
    """

    dimension: str
    key: str
    label: str
    ended: int
    won: int
    won_amount: Decimal
    worked_days: int
    numbers: Mapping[SegmentMeasure, SegmentNumber]
    drawn: Decimal | None = None
    open_deals: int = 0
    open_amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class SegmentFinding:
    """A segment that differs from all other deals by more than chance.

    Attributes:
        value, rest: of the segment and of all others: a share, the median amount or days of deals won, money per day.
        is_better: more is better, but of days.
        n, rest_n: deals that they rest on.
        adjusted: of what is found with so much or less, no greater share is chance.
    """

    dimension: str
    key: str
    label: str
    measure: SegmentMeasure
    is_above: bool
    is_better: bool
    value: Decimal
    rest: Decimal
    n: int
    rest_n: int
    adjusted: float

    @property
    def segment(self) -> tuple[str, str]:
        """Which segment it is about."""
        return self.dimension, self.key


@dataclass(frozen=True, kw_only=True)
class SegmentOverlap:
    """Two segments that findings are about and that are mostly the same deals.

    Attributes:
        smaller, larger: dimension and label of each.
        shared: deals that are in both; `of` all of the smaller one.
        is_same: all deals of either are in the other, so that what is found of one is not told again of the other.
    """

    smaller: tuple[str, str]
    larger: tuple[str, str]
    shared: int
    of: int
    is_same: bool = False


@dataclass(frozen=True, kw_only=True)
class SegmentsAnswer:
    """Segments of the deals that ended in a period.

    Attributes:
        dimensions: that deals were told apart by; those that do not tell any apart are left out.
        fewest: deals that a segment and all others need to be compared.
        whole: all deals.
        segments: by dimension, the largest first.
        tests: how many comparisons were made.
        findings: the surest first.
        needed: deals in a segment from which a win rate ten points off would be seen in four of five cases; none
            where that is not known.
        renewals: deals that are left out, as renewals are won for other reasons; none where a filter names the type.
        without_amount, without_start: deals that count in no money per day.
        has_fit: whether any account tells how well it fits.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    as_of: date
    currency: str
    dimensions: tuple[str, ...] = ()
    fewest: int = 20
    whole: Segment | None = None
    segments: tuple[Segment, ...] = ()
    tests: int = 0
    findings: tuple[SegmentFinding, ...] = ()
    overlaps: tuple[SegmentOverlap, ...] = ()
    needed: int | None = None
    renewals: int = 0
    without_amount: int = 0
    without_start: int = 0
    has_fit: bool = False
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)

    def of(self, dimension: str) -> tuple[Segment, ...]:
        """Segments by one dimension."""
        return tuple(segment for segment in self.segments if segment.dimension == dimension)
