"""A question to the metrics: everything that decides the answer, in one frozen record.

Pure. Who may see what (`scope`) is part of the question, so every door passes through it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.model.periods import FiscalYear, Period

CURRENCY_POLICIES: Final = ("close_date_rate", "as_of_rate", "fixed_budget_rate", "per_currency")
"""How money is converted: at the rate of its own day, of the as-of day, at the budget's rate, or not at all."""


Comparison = Literal["previous", "year"] | Period | None


def is_currency(code: str) -> bool:
    """Whether a text can be a currency: three letters, as ISO 4217 has them.

    Example:
        >>> is_currency("EUR"), is_currency("euro")
        (True, False)
    """
    return re.fullmatch("[A-Za-z]{3}", code) is not None


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Rows whose dimension is one of the values; an empty text stands for rows without a value.

    Attributes:
        values: labels or ids, as they were asked for.
        ids: the ids that they stand for, where somebody looked them up; none leaves that to the database.
    """

    dimension: str
    values: tuple[str, ...]
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class MetricRequest:
    """One question.

    Attributes:
        metrics: `metric` or `metric:variant`, in the order wanted.
        periods: half-open, in the order wanted.
        dimensions: what to split by, in order.
        comparison: what every period is compared with.
        as_of: the answer is as of the end of this day.
        currency: money is shown in it; empty for the workspace's.
        scope: filters that the asker may not leave; none for everything.
        is_team_only: time spent selling is told of several reps together, never of one.
        totals: also the undivided row, when split.
        intervals: also the uncertainty of medians, which costs a second look at their rows.
        has_beside: the paired readings of a metric are worked out too.
    """

    metrics: tuple[str, ...]
    periods: tuple[Period, ...]
    as_of: date
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    comparison: Comparison = None
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    currency: str = ""
    currency_policy: str = ""
    fiscal: FiscalYear = field(default_factory=FiscalYear)
    scope: tuple[Filter, ...] | None = None
    is_team_only: bool = False
    totals: bool = False
    intervals: bool = True
    has_beside: bool = True
