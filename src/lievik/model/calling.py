"""Whom to call first: open deals and leads, ordered by the money that a day of selling is expected to bring there.

Pure data. Every number of the order is a reason that is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

Side = Literal["more", "less", "unclear"]

_SURE: Final = 0.05

CallKind = Literal["deal", "lead"]

ReasonKind = Literal[
    "amount", "size", "company_size", "age", "company_rate", "stage", "segment", "becomes_deal", "source"
]
"""Its own amount; that of its segment's deals, or of all, where it has none; its age against deals that old, or the
share of all deals; its stage; its segment; for a lead, how often leads become deals, all of them or of its kind."""

ToDo = Literal["step_overdue", "no_next_step", "close_date_passed", "late"]
"""What to do there; none of it counts in the order. `late`: older than four in five of the deals that were won."""


@dataclass(frozen=True, kw_only=True)
class CallReason:
    """Why a deal or lead stands where it stands.

    Attributes:
        dimension, label: of a segment; label alone of a stage.
        value: money, or a share; `rest` what it is against: the share of all.
        days: age, of a reason of age.
        n: deals or leads that it rests on.
    """

    kind: ReasonKind
    value: Decimal
    rest: Decimal | None = None
    dimension: str = ""
    label: str = ""
    days: int | None = None
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Call:
    """One open deal or lead.

    Attributes:
        amount: its own, else that of deals like it.
        chance: of being won, a share; none where too little is known to tell.
        days_left: of selling until it ends, as deals or leads that old took, at least 1.
        per_day: chance · amount / days_left; none where either is not known.
    """

    kind: CallKind
    id: str
    name: str
    account_id: str
    account: str
    owner: str
    stage: str
    created_on: date | None
    amount: Decimal | None
    chance: Decimal | None
    days_left: Decimal
    per_day: Decimal | None
    reasons: tuple[CallReason, ...] = ()
    todos: tuple[ToDo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TriedPart:
    """A fifth of the deals that were ordered, as they ended.

    Attributes:
        deals: that ended since; `won` of them.
        amount: of those won.
        days: from the day they were ordered on to their end, all together.
    """

    deals: int
    won: int
    amount: Decimal
    days: int

    @property
    def per_day(self) -> Decimal | None:
        """Money per day that it took."""
        return self.amount / self.days if self.days else None


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The same order, made on earlier days by what was known then, and what became of the deals.

    Attributes:
        days: on which deals were ordered; each deal counts once, on the first of them.
        first, last: the first and the last fifth of each day's order.
        unended: deals of both fifths that have not ended yet and are left out.
        chance: how often so large a difference of their win rates comes by chance alone; none where nothing ended.
        money_chance: the same of their money per day.
        is_without_amounts: amounts of open deals are not known as they were then, so those of deals like them counted.
    """

    days: tuple[date, ...]
    first: TriedPart
    last: TriedPart
    unended: int = 0
    chance: float | None = None
    money_chance: float | None = None
    is_without_amounts: bool = False

    @property
    def wins(self) -> Side:
        """Whether the first fifth was won more often than the last, beyond what chance gives one in twenty."""
        return _side(self.chance, self.first.won * self.last.deals - self.last.won * self.first.deals)

    @property
    def brings(self) -> Side:
        """Whether it brought more money per day."""
        return _side(self.money_chance, (self.first.per_day or Decimal(0)) - (self.last.per_day or Decimal(0)))


def _side(chance: float | None, gap: Decimal | int) -> Side:
    if chance is None or chance > _SURE:
        return "unclear"
    return "more" if gap > 0 else "less"


@dataclass(frozen=True, kw_only=True)
class CallingAnswer:
    """Open deals and leads, whom to call first at the top.

    Attributes:
        history: first and last day of closings that it is learned from.
        calls: the first 5,000 of them.
        deals, leads: that stand open, all of them.
        ended: deals that it is learned from.
        renewals: open ones, which are left out.
        unknown: deals and leads that stand last, as nothing tells their chance or what they are worth.
        has_stages: whether a history of stages came in.
        late: days within which four in five of the deals that were won were won; none where too few were.
        reason: slug of why there is no answer; empty otherwise.
    """

    as_of: date
    currency: str
    history: tuple[date, date] | None = None
    calls: tuple[Call, ...] = ()
    deals: int = 0
    leads: int = 0
    ended: int = 0
    renewals: int = 0
    unknown: int = 0
    has_stages: bool = False
    late: int | None = None
    tried: Tried | None = None
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
