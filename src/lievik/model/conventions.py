"""What a workspace has agreed on and its files leave open: currency, time zone, fiscal year, who is a customer.

Pure. Sources read cells by it and the store works out derived tables by it, so a change of it asks for a rebuild.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, get_args

from lievik.model.periods import FiscalYear

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


@dataclass(frozen=True, kw_only=True)
class Conventions:
    """The agreements of one workspace.

    Attributes:
        currency: three capital letters; money without a currency of its own is in it.
        country: two capital letters; whose public holidays nobody works on, but for reps with a country of their own.
        time_zone: an IANA name; days are days there, and instants without an offset are taken there.
        fiscal: when the company's year starts, and how it is labelled.
        churn_gaps: a buyer is lost after this many times the usual gap between two orders.
        churn_fixed_days: a buyer is lost after this many days instead; none for the rule above.
        customers: who is a customer, and when.
    """

    currency: str = "EUR"
    country: str = "SK"
    time_zone: str = "Europe/Bratislava"
    fiscal: FiscalYear = field(default_factory=FiscalYear)
    churn_gaps: Decimal = Decimal(3)
    churn_fixed_days: int | None = None
    customers: CustomerRule = field(default_factory=CustomerRule)
