"""What customers who order again and again are still to bring, by a model of orders, and how that model did when tried.

Pure data. An order is all that a customer ordered on a day; its money is net of what is sent back, and in one currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.model.periods import Period

Rule = Literal["bg_nbd", "plain_rate", "active_rate"]
"""The model; each customer's own repeat orders a day so far; the same of those alone who ordered lately."""

NotShown = Literal["", "few_customers", "short_history", "no_science", "no_revenue", "not_fitted", "no_better"]
"""Why the model's value is not shown; empty where it is."""

FEWEST: Final = 200
"""Customers with repeat orders below which nothing is fitted."""

SHORTEST: Final = 364
"""Days of orders below which nothing is fitted: half a year to learn from, and half a year to be tried on."""

SCIENCE: Final = "science"
"""The extra that brings what the model is fitted with."""


@dataclass(frozen=True, kw_only=True)
class Bought:
    """What is known of one customer up to a day.

    Attributes:
        orders: days on which it ordered; at least one.
        first_on, last_on: the first and the last of them.
        amount: that they came to, net of what was sent back.
    """

    orders: int
    first_on: date
    last_on: date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TriedRule:
    """How one rule did on days that it did not know.

    Attributes:
        revenue: that it expected of all customers together.
        error: what it was off by, customer by customer, added up and over the revenue there was.
    """

    revenue: Decimal
    error: Decimal


@dataclass(frozen=True, kw_only=True)
class HoldOut:
    """The rules tried: what each expected from one day on, by all that was known before, and what came.

    Attributes:
        period: of the days they were tried on.
        customers: who had ordered before.
        revenue: that those brought.
    """

    period: Period
    customers: int
    revenue: Decimal
    rules: Mapping[Rule, TriedRule] = field(default_factory=dict)

    @property
    def is_better(self) -> bool:
        """Whether the model did better than the plain rate."""
        return self.rules["bg_nbd"].error < self.rules["plain_rate"].error


@dataclass(frozen=True, kw_only=True)
class StillToCome:
    """What customers are expected to bring from the day on.

    Attributes:
        years: that are looked ahead: the horizon, or as long as orders are known of where that is shorter.
        orders: of all customers together; `buying` how many of them are expected to order at all any more.
        amount: of those orders, each customer's at its own average; one with a single order at everybody's.
        order: the average order.
        margin: share of it that is left; none where that is not known.
        parameters: of the model; days are the unit of time.
    """

    years: Decimal
    orders: Decimal
    buying: Decimal
    amount: Decimal
    order: Decimal
    margin: Decimal | None
    parameters: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class RepeatOrdersAnswer:
    """What customers are still to bring by the BG/NBD model, or why that is not told.

    Attributes:
        customers: who ever ordered; `repeating` those who ordered again.
        days: from the first order of all to the last day that is known.
        unrated: days with something in a currency without a rate, which is not counted.
    """

    customers: int
    repeating: int
    days: int
    reason: NotShown = ""
    hold_out: HoldOut | None = None
    to_come: StillToCome | None = None
    unrated: int = 0

    @property
    def per_customer(self) -> Decimal | None:
        """What a customer is still to bring on average; none where that is not told."""
        return self.to_come.amount / self.customers if self.to_come and not self.reason else None
