"""Readings of one metric side by side, and the gap between two of them, record by record.

Pure data. A gap is what the second reading is more than the first; what its groups move it by adds up to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.periods import Period
from lievik.model.result import MetricResult

Role = Literal["both", "above", "below", ""]
"""Where a record counts in a reading: above and below the line of its formula, on one side of it, or nowhere."""

WhyKind = Literal["more", "less", "alike", "excluded", "kind", "date", "table"]

NoGap = Literal["no_value", "other_unit", "no_sum", "no_adding_up", "sum_and_ratio", "kept_back"]
"""Why no gap can be told record by record."""


@dataclass(frozen=True, kw_only=True)
class Stance:
    """How records stand in one reading.

    Attributes:
        counted_above, counted_below: the measures that count them on either side of the line; empty where none does.
        above, below: what they add to either side; a sum has nothing below.
    """

    counted_above: str
    counted_below: str
    above: Decimal
    below: Decimal

    @property
    def role(self) -> Role:
        """Where they count."""
        if self.counted_above:
            return "both" if self.counted_below else "above"
        return "below" if self.counted_below else ""

    @property
    def measures(self) -> tuple[str, str]:
        """What counts them above and below the line."""
        return self.counted_above, self.counted_below


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why records stand otherwise in the second reading than in the first.

    Attributes:
        kind: counted in both, for more or less; left out of one for a reason; not of the kind that one counts; not in
            the period by the date that one counts by; of another table than one reads.
        names: the exclusion, the measures, or the date.
    """

    kind: WhyKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GapGroup:
    """Records that stand alike in both readings, and for the same reason; `moves` is their part of the gap."""

    a: Stance
    b: Stance
    why: Why
    records: int
    moves: Decimal


@dataclass(frozen=True, kw_only=True)
class GapRecord:
    """One record, and its part of the gap.

    Attributes:
        table: the canonical table it is a row of, or the one that its key is of.
        amount: in its own currency; none where it has none.
    """

    table: str
    record: str
    name: str
    owner: str
    amount: Decimal | None
    currency: str
    a: Stance
    b: Stance
    why: Why
    moves: Decimal


@dataclass(frozen=True, kw_only=True)
class ReadingGap:
    """Why two readings of a metric are two numbers.

    Attributes:
        a, b: full names.
        difference: of their values, the second less the first; none where either has none.
        no_gap: why it is not told record by record; empty where it is.
        is_weighed: the two divide by different things (money, a number of deals), so each record is looked at by the
            part of the divisor that it is.
        alike: records that count the same in both and move nothing.
        records: those that move it most, in that order.
    """

    a: str
    b: str
    difference: Decimal | None
    no_gap: NoGap | Literal[""] = ""
    is_weighed: bool = False
    groups: tuple[GapGroup, ...] = ()
    alike: int = 0
    records: tuple[GapRecord, ...] = ()
    sql: str = ""

    @property
    def differing(self) -> int:
        """How many records move it."""
        return sum(group.records for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class VariantsAnswer:
    """Every reading of a metric for one period, and gaps between some of them.

    Attributes:
        readings: the metric's own first.
        is_chosen: two readings were named; else the first is set against each other one of its unit.
    """

    metric: str
    period: Period
    as_of: date
    currency: str
    readings: tuple[MetricResult, ...]
    gaps: tuple[ReadingGap, ...]
    is_chosen: bool = False

    def of(self, full_name: str) -> MetricResult:
        """The result of one reading."""
        return next(result for result in self.readings if result.full_name == full_name)
