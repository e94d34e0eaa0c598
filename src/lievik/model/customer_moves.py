"""What moved among customers between two days: who came, left, came back, pays more or less; and what it rests on.

Pure data. Money is what customers pay a month; it is none where no subscriptions are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from lievik.model.customer_rule import CustomerBasis, CustomerRule
from lievik.model.funnel import Share
from lievik.model.periods import Period

Move = Literal["new", "reactivation", "late_reactivation", "expansion", "contraction", "churn"]
"""Why the amount of an account is another one than before; a late return is one after the window."""

MOVES: Final[tuple[Move, ...]] = get_args(Move)

Source = Literal["customers", "stated", "flagged"]
"""What says that an account is lost: its subscriptions or orders, a loss written down, or its own flag."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The accounts of one movement, and what it changed of their monthly amount: less than 0 where that fell."""

    move: Move
    accounts: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class MoneyMoves:
    """Monthly amounts from an opening to a closing, in one currency; everything together adds up to the cent.

    Attributes:
        is_converted: accounts in all their currencies, converted; else those of one currency alone.
        opening, closing: at the first moment of the period, and at that after it.
        moved: every movement, in order.
        exchange: what rates changed of the amounts that stayed.
        unrated: accounts left out, as there is no rate.
    """

    currency: str
    is_converted: bool
    opening: Decimal
    moved: tuple[Moved, ...]
    exchange: Decimal
    closing: Decimal
    unrated: int = 0

    def amount(self, *moves: Move) -> Decimal:
        """What some movements changed, together."""
        return sum((found.amount for found in self.moved if found.move in moves), Decimal(0))

    @property
    def gross_retention(self) -> Decimal | None:
        """Share of the opening that was kept, without growth: at most 1; none where nothing was there."""
        return 1 + self.amount("contraction", "churn") / self.opening if self.opening > 0 else None

    @property
    def net_retention(self) -> Decimal | None:
        """Share of the opening that its customers pay at the end, with growth; none where nothing was there."""
        if self.opening <= 0:
            return None
        return 1 + self.amount("contraction", "churn", "expansion") / self.opening

    @property
    def quick_ratio(self) -> Decimal | None:
        """What was won over what was lost: (new, expansion, returns) ÷ (contraction, churn); none without a loss."""
        lost = -self.amount("contraction", "churn")
        won = self.amount("new", "expansion", "reactivation", "late_reactivation")
        return won / lost if lost > 0 else None


@dataclass(frozen=True, kw_only=True)
class MoveUnit:
    """What moved in one period, or in one part of the customers.

    Attributes:
        period: as it was asked for; `until` is the day after the last that counts of it.
        opening, closing: customers at the first moment of it, and at that after it.
        accounts: movement -> accounts; new, returns and churn alone lead from opening to closing.
        churn: lost customers of those at the opening.
        money: converted, then each currency where there are several; none where no amounts are known.
    """

    period: Period
    until: date
    opening: int
    closing: int
    accounts: Mapping[Move, int]
    churn: Share
    money: tuple[MoneyMoves, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether days of the period are still to come."""
        return self.until < self.period.end

    @property
    def lost(self) -> int:
        """Customers who left."""
        return self.accounts.get("churn", 0)

    @property
    def joined(self) -> int:
        """Customers who were not there at the opening."""
        return sum(self.accounts.get(move, 0) for move in ("new", "reactivation", "late_reactivation"))

    @property
    def retention(self) -> Decimal | None:
        """Share of the customers at the opening who stayed; none where there were none."""
        return None if self.churn.value is None else 1 - self.churn.value

    @property
    def net_loss(self) -> Decimal | None:
        """Lost less joined customers, of those at the opening: the net change, less than 0 where they became more."""
        return Decimal(self.lost - self.joined) / self.opening if self.opening else None

    @property
    def annualised(self) -> Decimal | None:
        """Churn of twelve months like this one, 1 − (1 − m)^12; none where it is not a whole month."""
        if self.period.grain != "month" or self.is_running or self.retention is None:
            return None
        return 1 - self.retention**12


@dataclass(frozen=True, kw_only=True)
class MovePart:
    """The customers of one part, over the whole period; `since` is the period of their first day, of a cohort."""

    part: str | None
    unit: MoveUnit
    since: Period | None = None


@dataclass(frozen=True, kw_only=True)
class MovedAccount:
    """One account that moved.

    Attributes:
        before, after: its monthly amount in the currency; none where amounts are not known.
        away_days: of one that came back.
    """

    period: Period
    account_id: str
    name: str
    owner: str
    move: Move
    before: Decimal | None
    after: Decimal | None
    currency: str
    away_days: int | None


@dataclass(frozen=True, kw_only=True)
class BasisCount:
    """Accounts that would be customers by one basis.

    Attributes:
        accounts: who ever had it up to the day; `others` of them are not customers by the basis in use.
        at_end: customers at the end; none where the basis is not in use.
    """

    basis: CustomerBasis
    is_used: bool
    accounts: int
    others: int
    at_end: int | None


@dataclass(frozen=True, kw_only=True)
class LossRecord:
    """What every source says of one account, up to the day.

    Attributes:
        became_on: first day as a customer; none for one who never was.
        left_on: the day that the last service, or patience for the next order, ended; none for a customer.
        stated_on: the last loss that was written down, of `stated` ones.
        has_returned: something began after that.
        is_flagged: the account itself is marked as lost.
    """

    account_id: str
    name: str
    owner: str
    became_on: date | None
    left_on: date | None
    stated_on: date | None
    stated: int
    has_returned: bool
    is_flagged: bool

    def says(self, source: Source) -> bool:
        """Whether a source says that the account is lost now."""
        if source == "customers":
            return self.became_on is not None and self.left_on is not None
        if source == "stated":
            return self.stated > 0 and not self.has_returned
        return self.is_flagged

    def ever_said(self, source: Source) -> bool:
        """Whether a source says that the account was ever lost; a return is not heeded."""
        return self.stated > 0 if source == "stated" else self.says(source)


@dataclass(frozen=True, kw_only=True)
class LossPair:
    """How two sources agree on who was ever lost."""

    one: Source
    other: Source
    both: int
    one_alone: int
    other_alone: int


@dataclass(frozen=True, kw_only=True)
class Losses:
    """Who is lost, by every source that says anything.

    Attributes:
        ever, now: source -> accounts that it calls lost: ever, and with those left out who came back.
        stated: losses written down; there may be several of one account.
        disagree: accounts of which the sources say different things now.
    """

    sources: tuple[Source, ...] = ()
    ever: Mapping[Source, int] = field(default_factory=dict)
    now: Mapping[Source, int] = field(default_factory=dict)
    stated: int = 0
    pairs: tuple[LossPair, ...] = ()
    disagree: tuple[LossRecord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LostFor:
    """Customers lost for one reason, of those at the start; no reason where nobody told one."""

    reason: str | None
    churn: Share


@dataclass(frozen=True, kw_only=True)
class LossReason:
    """Losses that were written down with one reason in the period; `refunds` by currency."""

    reason: str | None
    losses: int
    accounts: int
    refunds: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CustomersAnswer:
    """What moved among customers in a period.

    Attributes:
        whole: over all of it; none where nothing can be told, for a `reason`.
        window: days within which a return is an early one.
        basis: what makes an account a customer here.
        rule: what was agreed on who is one, and when.
        split_by: a dimension, or `cohort`: when accounts first became customers.
        renewals: lost customers of those whose contract was up for renewal, where contracts of several terms are mixed.
        lost_for: churn by reason, over the whole period; the parts add up to its churn.
        stated: losses written down in the period, by reason.
    """

    period: Period
    as_of: date
    grain: str
    window: int
    currency: str
    basis: CustomerBasis | None = None
    rule: CustomerRule = field(default_factory=CustomerRule)
    whole: MoveUnit | None = None
    units: tuple[MoveUnit, ...] = ()
    parts: tuple[MovePart, ...] = ()
    split_by: str = ""
    bases: tuple[BasisCount, ...] = ()
    losses: Losses = field(default_factory=Losses)
    renewals: Share | None = None
    lost_for: tuple[LostFor, ...] = ()
    stated: tuple[LossReason, ...] = ()
    listed: str = ""
    accounts: tuple[MovedAccount, ...] = ()
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
