"""Who is a customer, and when: what a company agrees on.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

CustomerBy = Literal["account", "parent"]
"""What one customer is: an account, or the parent at the top of a group with all its accounts."""

CustomerEnds = Literal["service_end", "notice", "stated"]
"""What ends a subscription for its customer: its last day, notice before it, or a loss stated before it."""

CustomerBasis = Literal["subscription", "invoices", "deals"]
"""What makes an account a customer."""

CUSTOMER_BYS: Final[tuple[CustomerBy, ...]] = get_args(CustomerBy)
CUSTOMER_ENDS: Final[tuple[CustomerEnds, ...]] = get_args(CustomerEnds)
CUSTOMER_BASES: Final[tuple[CustomerBasis, ...]] = get_args(CustomerBasis)


@dataclass(frozen=True, kw_only=True)
class CustomerRule:
    """Who is a customer, and when.

    Attributes:
        by: what one customer is.
        basis: what makes one; none for the first that anybody has: subscriptions, invoices, won deals.
        ends: what ends a subscription for its customer; what nobody tells of ends with its service.
        grace_days: days after a subscription that ended untold in which its customer is not lost yet.
        reactivation_days: days within which a return is an early one.
    """

    by: CustomerBy = "account"
    basis: CustomerBasis | None = None
    ends: CustomerEnds = "service_end"
    grace_days: int = 0
    reactivation_days: int = 90
