"""What customers ordered so far → what an order of theirs comes to, how often they order, and how far a rule was off.

Pure, standard library only. These are the plain rules that a model of repeat orders has to beat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from lievik.model.repeat_orders import Bought

_LATELY: Final = 60
"""Days within which everybody who ordered counts as active."""

_GAPS: Final = 2
"""So many times its own mean gap may have passed since the last order of one who is active."""


def average_orders(customers: Sequence[Bought]) -> list[float]:
    """What an order of each customer comes to: its own mean from two orders on, else that of all; never below zero.

    Example:
        >>> from decimal import Decimal
        >>> day = date(2026, 1, 1)
        >>> found = [(3, 90), (1, 500), (2, -10)]
        >>> average_orders([Bought(orders=n, first_on=day, last_on=day, amount=Decimal(m)) for n, m in found])
        [30.0, 96.66666666666667, 0.0]
    """
    orders = sum(each.orders for each in customers)
    mean = float(sum(each.amount for each in customers)) / orders if orders else 0.0
    return [max(float(each.amount) / each.orders if each.orders > 1 else mean, 0.0) for each in customers]


def plain_rate(customer: Bought, until: date, days: int) -> float:
    """Orders expected within so many days: the repeat orders so far over the days since the first.

    Args:
        customer: as known before a day.
        until: that day, later than the first order.
        days: to be looked ahead.

    Example:
        >>> from decimal import Decimal
        >>> known = Bought(orders=3, first_on=date(2026, 1, 1), last_on=date(2026, 1, 21), amount=Decimal(9))
        >>> plain_rate(known, date(2026, 1, 31), 60)
        4.0
    """
    return (customer.orders - 1) / (until - customer.first_on).days * days


def active_rate(customer: Bought, until: date, days: int) -> float:
    """The plain rate of one who ordered within twice its own mean gap, or sixty days; none of anybody else."""
    lasted = (customer.last_on - customer.first_on).days
    gap = lasted / (customer.orders - 1) if customer.orders > 1 else 0.0
    is_active = (until - customer.last_on).days <= max(_GAPS * gap, _LATELY)
    return plain_rate(customer, until, days) if is_active else 0.0


def absolute_error(expected: Sequence[float], came: Sequence[float]) -> float | None:
    """What was off, customer by customer, over what came (WAPE); none where nothing came.

    Example:
        >>> absolute_error([10, 0, 30], [20, 10, 10])
        1.0
    """
    whole = sum(came)
    if whole <= 0:
        return None
    return sum(abs(one - other) for one, other in zip(expected, came, strict=True)) / whole
