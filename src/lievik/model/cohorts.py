"""Cohorts: customers by the period in which they first became one, and what is left of them by their age in months.

Pure data. An age is counted in calendar months: 0 is the month of becoming one, and each is looked at as it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from lievik.errors import RequestError
from lievik.model.customer_rule import CustomerRule
from lievik.model.periods import Period
from lievik.model.result import Interval, Status

CohortsOf = Literal["customers", "revenue"]
"""What is followed: who is still there, or what they bring."""

Basis = Literal["subscription", "invoices", "deals", ""]
"""By what customers are known; empty where there are none."""

_OF: Final = get_args(CohortsOf)


def read_of(typed: str) -> CohortsOf:
    """Read what is followed.

    Raises:
        RequestError: there is no such thing.

    Example:
        >>> read_of("revenue")
        'revenue'
    """
    for known in _OF:
        if known == typed:
            return known  # type: ignore[no-any-return]
    raise RequestError(f"Cohorts are not told of '{typed}'.", "Name customers or revenue.")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is left of a starting set at an age.

    Attributes:
        age: in months.
        part: customers who are still there, or what customers bring.
        whole: the starting set: all customers, or what they brought in the month of age 0.
        share: of the two; none where there was nothing to start with.
        interval: Wilson's, of customers; none of money.
        status: insufficient where fewer than ten customers started.
        is_running: a month in it is not over.
    """

    age: int
    part: Decimal
    whole: Decimal
    share: Decimal | None
    status: Status
    reason: str = ""
    interval: Interval | None = None
    is_running: bool = False


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Customers of one period, of a part, or all together.

    Attributes:
        period: in which they first became one; none for all together and for parts.
        part: of a dimension; none for the whole, or for customers without one where `is_part`.
        customers: how many started.
        kept: by age, from 0 to the greatest that the youngest of them has reached; of several cohorts together each age
            is of those alone that have reached the end of that month.
    """

    period: Period | None
    part: str | None = None
    is_part: bool = False
    customers: int = 0
    kept: tuple[Kept, ...] = ()
    lasting: Survival | None = None

    def at(self, age: int) -> Kept | None:
        """What is left at an age; none where they are younger."""
        return next((found for found in self.kept if found.age == age), None)


@dataclass(frozen=True, kw_only=True)
class Outlasting:
    """The share of relationships that last longer than so many months, with its interval.

    Attributes:
        followed: relationships that were followed so far and had not ended before.
        status: immature with no share where none was followed so long, insufficient where fewer than ten were.
    """

    months: int
    share: Decimal | None
    interval: Interval | None
    followed: int
    status: Status
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """The share of relationships that last longer than so many months, which need not be whole, with its interval.

    Attributes:
        followed: so far, and had not ended before.
    """

    months: Decimal
    share: Decimal
    low: Decimal
    high: Decimal
    followed: int


@dataclass(frozen=True, kw_only=True)
class Survival:
    """How long first relationships last; those that still go on count as unfinished.

    Attributes:
        customers, lost: how many there are, and how many have ended.
        median: months within which half end; none where more than half last as long as any was followed.
        median_interval: from and to; the end is none where it cannot be told.
        curve: evenly spaced points from 0 on, as far as ten were followed.
    """

    customers: int
    lost: int
    outlasting: tuple[Outlasting, ...] = ()
    median: Decimal | None = None
    median_interval: tuple[Decimal | None, Decimal | None] = (None, None)
    curve: tuple[CurvePoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CohortsAnswer:
    """Customers by the period in which they first became one.

    Attributes:
        period: of becoming a customer.
        grain: of the cohorts.
        of: what is followed.
        basis: by what customers are known, and what they bring is read from; by anything but subscriptions it is
            inferred when they left.
        rule: what was agreed on who is a customer, and when.
        currency: of what they bring.
        has_returned: those who came back count again.
        unknown: rows of money that name no customer; `unrated` those without an exchange rate.
        is_month_running: the last month is not over on the as-of day.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    as_of: date
    grain: str
    of: CohortsOf
    basis: Basis
    currency: str
    whole: Cohort
    rule: CustomerRule = field(default_factory=CustomerRule)
    cohorts: tuple[Cohort, ...] = ()
    parts: tuple[Cohort, ...] = ()
    split_by: str = ""
    has_returned: bool = False
    unknown: int = 0
    unrated: int = 0
    is_month_running: bool = False
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def oldest(self) -> int:
        """The greatest age that any cohort has reached."""
        return max((found.age for cohort in self.cohorts for found in cohort.kept), default=0)


@dataclass(frozen=True, kw_only=True)
class CohortCustomer:
    """One customer of a cohort.

    Attributes:
        became_on: the first day as a customer.
        left_on: the day it was lost; none for who is one on the as-of day.
        is_there: at the age that is looked at.
    """

    account_id: str
    name: str
    owner: str
    became_on: date
    left_on: date | None
    is_there: bool


@dataclass(frozen=True, kw_only=True)
class CohortListAnswer:
    """The customers of one cohort, and who of them was still there at an age.

    Attributes:
        period: of becoming a customer.
        age: in months, no greater than the youngest of them has reached.
        customers: who was lost by then first, in the order they were lost.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    as_of: date
    age: int
    has_returned: bool
    customers: tuple[CohortCustomer, ...] = ()
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def there(self) -> int:
        """How many were there at the age."""
        return sum(each.is_there for each in self.customers)
