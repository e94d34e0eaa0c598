"""Deals whose expected closing was put off: how often, by how much, and what part of the pipeline that was.

Pure data. A push moves the expected closing to a later period, a pull to an earlier one; within a period it is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lievik.model.bridge import Bar
from lievik.model.periods import Grain, Period
from lievik.model.result import Interval, Status


@dataclass(frozen=True, kw_only=True)
class SlipRate:
    """Of the deals that were to close in a period when it began, those that were pushed out of it while it ran.

    Attributes:
        opening: at the end of the day before; `pushed` of them, worth what they were worth then.
        value_share: pushed over opening value; none where nothing was open.
        deal_share: pushed over opening deals, with its Wilson interval.
        left_out: deals without a rate.
    """

    opening: Bar
    pushed: Bar
    value_share: Decimal | None
    deal_share: Decimal | None
    interval: Interval | None
    status: Status
    reason: str = ""
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class SlipUnit:
    """One period and how much was pushed out of it; a period that still runs is told of so far."""

    period: Period
    rate: SlipRate


@dataclass(frozen=True, kw_only=True)
class SlipPart:
    """The pushes of one part, or of the whole.

    Attributes:
        pushes: every one between the two days, of `deals` deals.
        days: that pushes moved the closing by, all together.
        pulls: counted apart, of `pulled` deals.
        rate: over all periods together.
    """

    part: str | None
    is_whole: bool
    pushes: int
    deals: int
    days: int
    pulls: int
    pulled: int
    rate: SlipRate

    @property
    def days_a_push(self) -> Decimal | None:
        """Mean days of a push; none without one."""
        return Decimal(self.days) / self.pushes if self.pushes else None


@dataclass(frozen=True, kw_only=True)
class PushedDeal:
    """An open deal that was pushed again and again.

    Attributes:
        pushes: in all its history, up to the last day looked at; `recent` of them between the two days.
        days: that they moved its closing by, all together.
        first_expected_on: before the first of them; `expected_on` now.
        converted: its amount in the company's currency; none where there is no rate.
    """

    deal_id: str
    name: str
    owner: str
    pushes: int
    recent: int
    days: int
    first_expected_on: date | None
    expected_on: date | None
    amount: Decimal | None
    currency: str
    converted: Decimal | None


@dataclass(frozen=True, kw_only=True)
class SlippageAnswer:
    """What was put off between the ends of two days.

    Attributes:
        grain: a move within one of its units is no push.
        times: deals pushed so often or more are listed.
    """

    from_on: date
    to_on: date
    as_of: date
    grain: Grain
    times: int
    currency: str
    split_by: str = ""
    units: tuple[SlipUnit, ...] = ()
    parts: tuple[SlipPart, ...] = ()
    deals: tuple[PushedDeal, ...] = ()
    is_all_counted: bool = False

    @property
    def whole(self) -> SlipPart | None:
        """Everything together; none before anything came in."""
        return next((part for part in self.parts if part.is_whole), None)
