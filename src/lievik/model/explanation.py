"""What a metric's explanation and the records behind a number are made of.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.metric import Metric
from lievik.model.periods import Period
from lievik.model.result import MetricResult

Part = Literal["numerator", "denominator", "excluded"]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row behind a number.

    Attributes:
        measure: the measure it counts in; its `column` where one measure is read in two ways.
        table: the canonical table it is a row of (or the key that rows were brought together by).
        day: the day it counts by; none for what lasts.
        contribution: what it adds; for a median or another order statistic, its own value.
        reason: why it was left out; empty for what counts.
    """

    measure: str
    table: str
    record: str
    name: str
    owner: str
    day: date | None
    amount: Decimal | None
    currency: str
    contribution: Decimal | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class DrillTable:
    """The rows behind one part of one number.

    Attributes:
        sums: measure -> what its rows' contributions add up to; left out where adding them makes no sense.
    """

    metric: str
    variant: str
    period: Period
    part: Part
    group: Mapping[str, str | None]
    records: tuple[Record, ...]
    sums: Mapping[str, Decimal]
    sql: str = ""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A metric explained: its definition, and the company's own latest number.

    Attributes:
        own: this company's number for the period; none where there is no data at all.
        steps: in plain words, what is read and how it is brought together, by language.
        sql: the statement behind the number.
    """

    metric: Metric
    own: MetricResult | None
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sql: str = ""
