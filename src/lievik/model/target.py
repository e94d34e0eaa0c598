"""The accounts that a company has chosen to win: how far each has come, and what to do next.

Pure data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Reached = Literal["won", "open_deal", "lead", "contacted", "no_contact"]
"""How far an account has come, the furthest that holds: a deal was won, one is open, a lead is being worked on, there
was an activity, a touch, an engaged contact or a lost deal, or nothing of all that."""

NextStep = Literal[
    "take_step", "set_close_date", "plan_step", "qualify", "follow_up", "first_contact", "on_course", "grow"
]
"""What to do next, the most urgent first: a step that is overdue; a closing date that has passed; an open deal without
a next step; a lead; nothing open after a contact; no contact yet; all is planned; won, with nothing open."""


@dataclass(frozen=True, kw_only=True)
class TargetAccount:
    """One target account.

    Attributes:
        stage: the furthest that an open deal of it is in; empty where none is open.
        amount: of its open deals; none where none is open, or none has an amount.
        next_step_on: the earliest of its open deals.
        expected_close_on: likewise.
        contacts, engaged: people known there; of deals, those who ever answered.
        last_on: the last day, up to the as-of day, on which anything happened.
    """

    account: str
    name: str
    owner: str
    reached: Reached
    next_step: NextStep
    stage: str
    amount: Decimal | None
    next_step_on: date | None
    expected_close_on: date | None
    open_deals: int
    won_deals: int
    lost_deals: int
    leads: int
    contacts: int
    engaged: int
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class TargetAnswer:
    """Every target account, what to do next first.

    Attributes:
        counts: how many have come how far.
        amount: of all their open deals.
        reason: slug of why there is no answer; empty otherwise.
    """

    as_of: date
    currency: str
    accounts: tuple[TargetAccount, ...] = ()
    counts: Mapping[Reached, int] = field(default_factory=dict)
    amount: Decimal = Decimal(0)
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
