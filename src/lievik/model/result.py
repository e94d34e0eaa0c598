"""The answer to a question: never a bare number, and none where there is no answer.

Pure. What stands beside a metric is nested in its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from lievik.model.periods import Period

Status = Literal["ok", "undefined", "insufficient", "partial", "immature", "not_available"]


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Where the true value plausibly lies (95 %), and how that was worked out."""

    low: Decimal
    high: Decimal
    method: Literal["wilson", "order_statistic", "poisson", "logarithmic", "aalen_johansen", "kaplan_meier"]


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Rows left out: how many, and how many for which reason."""

    count: int
    reasons: Mapping[str, int]


Verdict = Literal["up", "down", "unclear", "too_few", "too_young", "unknown"]
"""Whether a number moved: more than chance explains, not told from chance, or nothing that can say so."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Whether a number really moved from one period to another.

    Attributes:
        low, high: where the true difference plausibly lies (95 %); none where nothing tells.
        method: how that was worked out; empty where nothing tells.
        detectable: the smallest true difference that so many records show in four of five cases.
    """

    verdict: Verdict
    low: Decimal | None = None
    high: Decimal | None = None
    method: Literal["newcombe", "order_statistic", "bootstrap", ""] = ""
    detectable: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The same number for the period compared with.

    Attributes:
        value: its value; none where there is no answer.
        delta: value less this one; none where either has no answer.
        delta_share: delta over this one; none where this one is zero or negative.
        judge: tells whether it really moved, when that is first looked at.
    """

    period: Period
    value: Decimal | None
    delta: Decimal | None
    delta_share: Decimal | None
    judge: Callable[[], Change | None] = field(default=lambda: None, compare=False, repr=False)

    @cached_property
    def change(self) -> Change | None:
        """Whether it really moved; none where there is no delta."""
        return self.judge()


@dataclass(frozen=True, kw_only=True)
class MetricResult:
    """One number and how it came about.

    Attributes:
        value: none means no answer, never zero.
        reason: slug of why the status is not ok; empty otherwise.
        reason_facts: what the reason's sentence needs (names of tables, days, ...).
        notes: slugs of what else to know.
        unit: as the definition writes it; shares are fractions.
        currency: of money; empty otherwise.
        n: how many records the number rests on; none where that is not known.
        formula: the formula with its own numbers in it; empty where there is none.
        definition: name@hash.
        beside: the paired readings, by variant.
        restated: of an earlier day, where it is another number by what is known today.
    """

    metric: str
    variant: str
    period: Period
    group: Mapping[str, str | None]
    value: Decimal | None
    status: Status
    reason: str
    unit: str
    as_of: date
    definition: str
    reason_facts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    currency: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: Decimal | None = None
    interval: Interval | None = None
    formula: str = ""
    excluded: Excluded = field(default_factory=lambda: Excluded(count=0, reasons={}))
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    beside: Mapping[str, MetricResult] = field(default_factory=dict)
    compared: Compared | None = None
    better: str = "higher"
    restated: MetricResult | None = None

    @property
    def has_moved(self) -> bool:
        """Whether it changed by more than chance explains."""
        change = self.compared.change if self.compared else None
        return change is not None and change.verdict in {"up", "down"}

    @property
    def full_name(self) -> str:
        """`metric` or `metric:variant`."""
        return f"{self.metric}:{self.variant}" if self.variant else self.metric
