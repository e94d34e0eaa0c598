"""What a workspace has agreed on and its files leave open: currency, time zone, fiscal year, who is a customer.

Pure. Sources read cells by it and the store works out derived tables by it, so a change of it asks for a rebuild.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from lievik.model.customer_rule import CustomerRule
from lievik.model.periods import FiscalYear


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
