"""The funnel of a pipeline: how far deals came, what became of them, how long they waited, and where they are held up.

Pure data. Shares are fractions, days are whole; a number that there is no answer for is none, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from lievik.model.periods import Period
from lievik.model.result import Interval

Mode = Literal["reached", "strict", "any"]
"""A deal counts for a stage that it reached or went beyond; that it entered after every one before it; or that it was
at at any time."""

MODES: Final[tuple[Mode, ...]] = get_args(Mode)

Exit = Literal["advanced", "won", "lost", "moved_back", "moved_pipeline", "deleted", "not_told", "still_there"]
"""How a visit of a stage ended. `not_told`: after it the deal was open at a stage that nobody told."""

EXITS: Final[tuple[Exit, ...]] = get_args(Exit)

Fate = Literal["won", "lost", "open", "deleted", "moved"]
"""What became of a deal by now."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Deals, and what they are worth together.

    Attributes:
        deals: how many.
        valued: how many of them have an amount that could be converted.
        amount: theirs together.
        unrated: how many have an amount in a currency without a rate.
    """

    deals: int = 0
    valued: int = 0
    amount: Decimal = Decimal(0)
    unrated: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Both together."""
        return Amount(
            deals=self.deals + other.deals,
            valued=self.valued + other.valued,
            amount=self.amount + other.amount,
            unrated=self.unrated + other.unrated,
        )


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of some deals.

    Attributes:
        value: none where there is no answer.
        status: ok, insufficient (fewer than 10), or undefined; with its reason, a slug.
        interval: Wilson, 95 %.
    """

    value: Decimal | None
    numerator: int
    denominator: int
    status: Literal["ok", "insufficient", "undefined"]
    reason: str = ""
    interval: Interval | None = None


@dataclass(frozen=True, kw_only=True)
class Wait:
    """How many days something took, those that still go on among them.

    Attributes:
        median: days by which half had left; p90 likewise nine in ten. None where too few have left to tell.
        n: how many there were; `open` of them still go on.
        longest: the longest seen so far: what is not known is more than this.
        inferred: how many more began on a day that is not known, and are left out.
        status: ok, insufficient (fewer than 10), or undefined with its reason, a slug.
    """

    median: int | None
    p90: int | None
    n: int
    open: int
    longest: int = 0
    inferred: int = 0
    status: Literal["ok", "insufficient", "undefined"] = "ok"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Deals that are at a stage for longer than four in five of those that later won were.

    Attributes:
        limit: days; none where too few won from there, which the reason says.
        won: visits that the limit rests on.
        held: those beyond it; `open`: all that are there.
    """

    limit: int | None
    won: int
    held: Amount
    open: Amount
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Delay:
    """How a stage of the period stands against the same stage in the year before.

    Attributes:
        median, target: days in the period and in the year before; without a median, half have not left yet, and it is
            more than the `longest` that was seen, which then stands for it.
        value_days: (median - target) times the value of the deals that came there: money times days.
        deal_days: the same times their number.
        came: the deals that came there.
        is_clear: they wait longer than chance explains.
        lost, lost_before: share of deals that were lost there, of those that left; `is_leaking` where it is beyond what
            chance explains around the year before.
        reason: slug of why there is nothing to compare; empty otherwise.
    """

    median: int | None = None
    target: int | None = None
    longest: int = 0
    value_days: Decimal | None = None
    deal_days: int | None = None
    came: Amount = field(default_factory=Amount)
    is_clear: bool = False
    lost: Share | None = None
    lost_before: Share | None = None
    is_leaking: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FunnelStage:
    """One stage of a pipeline.

    Attributes:
        came: deals of the cohort that count for it.
        skipped: those of them that were never at it.
        onward: share of them that count for the next stage too, or for won.
        to_won: share of them that are won.
        lost, open, others: those that came no further: lost; still open; deleted or moved to another pipeline.
        entries: visits of the cohort; `exits` how they ended, which add up to them.
        visit, stay: days of a visit that began in the period; of all visits of such a deal together.
    """

    id: str
    name: str
    came: Amount
    skipped: int
    onward: Share
    to_won: Share
    lost: int
    open: int
    others: int
    entries: int
    exits: Mapping[Exit, int]
    visit: Wait | None = None
    stay: Wait | None = None
    stuck: Stuck | None = None
    delay: Delay | None = None


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """One pipeline, and one group where they are split.

    Attributes:
        name: of the pipeline; empty where there are none.
        group: label of the group; none where they are not split, or have no value.
        mode: how deals count for stages; `any` where nothing tells the order of the stages.
        created: deals of the cohort that were in the pipeline.
        won, lost, open, deleted, moved: what became of them.
        not_told: those whose stages are not known all the time; they count for no stage.
        win: share of all that are won by now.
    """

    name: str
    group: str | None
    mode: Mode
    created: Amount
    won: Amount
    lost: Amount
    open: Amount
    deleted: int
    moved: int
    not_told: int
    win: Share
    stages: tuple[FunnelStage, ...]
    won_name: str = ""
    has_order: bool = True

    @property
    def held_up(self) -> tuple[FunnelStage, ...]:
        """Stages where deals wait longer than in the year before, by what that costs: value times days, the most first.

        Where deals have no amounts, by deals times days.
        """
        has_value = any(stage.delay and stage.delay.value_days for stage in self.stages)
        costs = [(_cost(stage.delay, has_value=has_value), stage) for stage in self.stages if stage.delay]
        costing = [pair for pair in costs if pair[0] > 0]
        return tuple(stage for _, stage in sorted(costing, key=lambda pair: -pair[0]))

    @property
    def bottleneck(self) -> FunnelStage | None:
        """The stage that costs most, if deals wait there longer than chance explains; none otherwise."""
        first = next(iter(self.held_up), None)
        return first if first and first.delay and first.delay.is_clear else None


def _cost(delay: Delay, *, has_value: bool) -> Decimal:
    return (delay.value_days if has_value else Decimal(delay.deal_days or 0)) or Decimal(0)


@dataclass(frozen=True, kw_only=True)
class LeadStep:
    """One step of leads: how many came so far, and what share of those before."""

    name: Literal["created", "qualified", "converted", "won"]
    leads: int
    skipped: int = 0
    of_previous: Share | None = None
    of_all: Share | None = None


@dataclass(frozen=True, kw_only=True)
class StuckDeal:
    """One deal that is held up."""

    id: str
    name: str | None
    owner: str | None
    pipeline: str
    stage: str
    since: date
    days: int
    limit: int
    amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class StageDeal:
    """One deal of the cohort that counts for a stage.

    Attributes:
        fate: what became of it by now.
        stage: where it is open now; empty where it is not, or nobody told.
        since: the day it came there, or ended.
        amount: none where it has none, or no rate.
    """

    id: str
    name: str | None
    owner: str | None
    pipeline: str
    fate: Fate
    stage: str
    created_on: date
    since: date
    amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class FunnelAnswer:
    """The funnel of a company: a pipeline each, and a group each where they are split.

    Attributes:
        before: the year that stages are held against.
        by: dimension that funnels are split by; empty where they are not.
        is_working: days are working days.
        undated: deals without a day of creation, in no period.
        leads: none where there are none, or the split does not know them.
        stuck: deals that are held up, the largest first; empty where they were not asked for.
        listed: stage whose deals were asked for; empty where none's were.
        deals: those that count for it, the largest first.
    """

    period: Period
    before: Period
    as_of: date
    currency: str
    mode: Mode
    by: str
    is_working: bool
    funnels: tuple[Funnel, ...]
    undated: int = 0
    leads: tuple[LeadStep, ...] = ()
    stuck: tuple[StuckDeal, ...] = ()
    listed: str = ""
    deals: tuple[StageDeal, ...] = ()

    @property
    def stuck_worth(self) -> Amount:
        """Deals that are held up, together."""
        amounts = [deal.amount for deal in self.stuck if deal.amount is not None]
        return Amount(deals=len(self.stuck), valued=len(amounts), amount=sum(amounts, Decimal(0)))
