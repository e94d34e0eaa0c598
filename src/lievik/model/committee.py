"""What goes with how many people of the other side took part in a deal: winning, how long it took, how large it was.

Pure data. What goes together is told, never what causes what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.periods import Period
from lievik.model.result import Interval, Status

Outcome = Literal["win_rate", "cycle", "size", "rest"]
"""Share of deals that ended and were won; days and amount of the middle deal won; days after the second contact."""

Sight = Literal["early", "closing"]
"""Contacts are counted that were engaged in the first days of a deal, or until it closed."""

Trait = Literal["contacts", "several", "decision_maker", "role", "second_contact"]
"""What tells deals apart: 0, 1, 2, 3 or more contacts; two or more; a decision maker; a role; days to the second."""


@dataclass(frozen=True, kw_only=True)
class CommitteeNumber:
    """One outcome of one kind of deals.

    Attributes:
        value: none means no answer.
        n: deals that it rests on.
        part: deals won, of a win rate.
        interval: where the true value plausibly lies (95 %); Wilson's, or by order statistics.
        wide: the same for 99.8 %, by which differences are judged.
    """

    value: Decimal | None
    status: Status
    n: int
    part: int | None = None
    interval: Interval | None = None
    wide: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class CommitteeRow:
    """Deals of one kind.

    Attributes:
        key: `0`, `1`, `2`, `3+`; `yes`, `no`; days from and to, `0-14`, `15-30`, `31-60`, `61+`, `none`.
        ended, won: deals; qualified ones alone, where any deal is.
        won_amount: of deals won whose amount is known, `sized` of them.
    """

    key: str
    ended: int
    won: int
    sized: int
    won_amount: Decimal
    numbers: Mapping[Outcome, CommitteeNumber]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How an outcome of deals with a trait differs from those without.

    Attributes:
        gap: with less without; `low` and `high` are its 95 % interval. None where either has too few deals.
        is_clear: beyond what chance gives two in a thousand.
    """

    gap: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    is_clear: bool = False


@dataclass(frozen=True, kw_only=True)
class CommitteeTable:
    """Deals told apart by one trait.

    Attributes:
        label: of a role; empty otherwise.
        gaps: outcome -> how rows with the trait differ from those without; empty where there are not two rows.
    """

    trait: Trait
    sight: Sight
    label: str
    rows: tuple[CommitteeRow, ...]
    gaps: Mapping[Outcome, Gap] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CommitteeAnswer:
    """What goes with the contacts of deals that ended in a period.

    Attributes:
        reason: slug of why there is no answer; empty otherwise.
        within: days from the start in which early contacts are counted.
        deals: that ended.
        with_contacts: of them, those that have any contact at all, engaged or not.
        renewals: left out, as those who renew know each other; none where a filter names the type of deals.
        no_rate: deals won whose amount has no exchange rate.
    """

    period: Period
    as_of: date
    currency: str
    within: int
    tables: tuple[CommitteeTable, ...] = ()
    deals: int = 0
    with_contacts: int = 0
    renewals: int = 0
    no_rate: int = 0
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
