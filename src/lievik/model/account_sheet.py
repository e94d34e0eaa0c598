"""One account: who it is, whether it is a customer and what it pays, its deals, and who is known there.

Pure data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.customer_rule import CustomerBasis
from lievik.model.target import TargetAccount

DealState = Literal["open", "won", "lost", "unknown"]
"""How a deal stands at the end of the as-of day; unknown where it is none of the others."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the data says of an account itself; empty where it says nothing."""

    account: str
    name: str
    industry: str = ""
    size_band: str = ""
    region: str = ""
    country: str = ""
    owner: str = ""
    parent: str = ""
    is_target: bool = False
    created_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A time as a customer; `left_on` is its first day as none, none while it lasts."""

    became_on: date
    left_on: date | None


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What is paid a month for one thing.

    Attributes:
        product: its name; empty where the data names none.
        amount: a month, in its own currency.
        ends_on: first day on which it is no longer paid; none where no end is agreed.
    """

    product: str
    amount: Decimal
    currency: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class AccountDeal:
    """One deal of the account.

    Attributes:
        stage: that it is in, or ended in.
        amount: in its own currency; none where none is given.
        converted: the same in the currency of the answer; none where there is no amount, or no rate.
        day: on which it ended, or on which an open one is expected to.
    """

    deal: str
    name: str
    owner: str
    state: DealState
    stage: str
    amount: Decimal | None
    currency: str
    converted: Decimal | None
    created_on: date | None
    day: date | None


@dataclass(frozen=True, kw_only=True)
class DealTotal:
    """Deals of one state.

    Attributes:
        amount: of those that have one that can be converted; none where none has.
        without_amount: deals that add nothing to it.
    """

    deals: int
    amount: Decimal | None
    without_amount: int


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is known at the account, or took part in a deal of it.

    Attributes:
        roles: on deals, as the data names them.
        decides: any of the roles is that of who decides.
        deals: so many had this person's part.
        first_on: the first day, up to the as-of day, on which this person answered.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    decides: bool
    deals: int
    first_on: date | None


@dataclass(frozen=True, kw_only=True)
class AccountSheet:
    """One account on one page, as it stood at the end of the as-of day.

    Attributes:
        standing: how far it has come and what to do next; none of an account of which deals alone tell.
        spells: times as a customer, in order; `basis` says what makes a customer.
        monthly: what it pays a month, in the currency of the answer; none where it pays nothing, where subscriptions
            are not known, or where one of them has no rate.
        deals: open ones first, then the latest.
    """

    profile: Profile
    as_of: date
    currency: str
    standing: TargetAccount | None = None
    spells: tuple[Spell, ...] = ()
    basis: CustomerBasis | None = None
    subscriptions: tuple[Subscription, ...] = ()
    monthly: Decimal | None = None
    deals: tuple[AccountDeal, ...] = ()
    totals: Mapping[DealState, DealTotal] = field(default_factory=dict)
    people: tuple[Person, ...] = ()

    @property
    def is_customer(self) -> bool:
        """Whether it is one at the end of the day."""
        return bool(self.spells) and self.spells[-1].left_on is None

    @property
    def is_lost(self) -> bool:
        """Whether it was a customer and is none any more."""
        return bool(self.spells) and not self.is_customer
