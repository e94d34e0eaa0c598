"""What a customer is worth: the same value on several bases, side by side, with how sure each is.

Pure data. Money is what one customer brings over the whole relationship; lengths are years of 365.25 days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lievik.model.funnel import Share
from lievik.model.periods import Period
from lievik.model.repeat_orders import RepeatOrdersAnswer
from lievik.model.result import Interval, MetricResult


@dataclass(frozen=True, kw_only=True)
class ValueBasis:
    """Lifetime value on one basis.

    Attributes:
        result: the reading of the metric.
        years: the length of the relationship that it is worked out with; none where there is none.
        interval: of the value, from that of the length; what a customer brings a year is taken as it is. None where
            nothing tells.
        is_capped: the length is cut at the longest that is taken from churn.
        least: no less than this, where there is no value.
        to_cac: the value over what a new customer costs; none where either has no value.
    """

    result: MetricResult
    years: Decimal | None = None
    interval: Interval | None = None
    is_capped: bool = False
    least: Decimal | None = None
    to_cac: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class LifetimeValueAnswer:
    """What a customer is worth, on several bases.

    Attributes:
        period: the value is as of its end; twelve months up to it tell revenue and churn.
        per_year: what an average customer brings a year.
        bases: by variant; the metric's own reading is "".
        churn: customers of a year before who have left since.
        cap_years: the longest length that is taken from churn; `horizon_years` up to which lengths are counted.
        followed_years: as long as any relationship was followed; none where there is none.
        relationships, ended: times as a customer, and how many of them are over.
        tenure: mean length so far of those that go on, in years; `longest_tenure` the longest of them.
        cac: what a new customer costs, of the same period.
        repeat_orders: what customers are still to bring by a model of orders; none where they have subscriptions.
    """

    period: Period
    as_of: date
    currency: str
    per_year: MetricResult
    bases: Mapping[str, ValueBasis]
    churn: Share
    cap_years: Decimal
    horizon_years: Decimal
    followed_years: Decimal | None = None
    relationships: int = 0
    ended: int = 0
    tenure: Decimal | None = None
    longest_tenure: Decimal | None = None
    cac: MetricResult | None = None
    repeat_orders: RepeatOrdersAnswer | None = None
