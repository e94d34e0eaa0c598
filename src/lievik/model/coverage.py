"""What is known of a period's coverage: whether open deals are enough, by several measures, each with how sure it is.

Pure data. Shares are fractions, money is in one currency; none means no answer, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.periods import Period
from lievik.model.result import Interval, Status

CoverageKind = Literal["to_go", "starting", "weighted", "by_probability", "needed", "needed_at_start", "by_win_rate"]
"""The ways to say whether the pipeline is enough.

to_go: open amount over what is left of the quota, now.
starting: open amount of the chosen week, frozen, over the whole quota.
weighted: as to_go, each open amount counted by the company's own conversion at this day of earlier periods.
by_probability: as to_go, each open amount times the chance that the CRM gives it.
needed, needed_at_start: what the company in fact needed in earlier periods, at this day and in the chosen week.
by_win_rate: 1 over the win rate of those periods, the rule of thumb.
"""

CoverageVerdict = Literal["below", "within", "above", ""]
"""Where a coverage lies against all that was needed in earlier periods; empty where that is not known."""


@dataclass(frozen=True, kw_only=True)
class CoverageNumber:
    """One way to say whether the pipeline is enough.

    Attributes:
        value: a ratio; none where there is no answer, and then `reason` is the slug of why.
        numerator: what stands above the line: an amount, or deals that ended.
        denominator: what stands below it: what is left of the quota, the quota, what was won.
        n: deals that it rests on; periods, for what was needed.
        interval: where the true value plausibly lies (95 %).
        lowest, highest: of earlier periods, for what was needed.
        verdict: against what was needed.
    """

    kind: CoverageKind
    value: Decimal | None
    status: Status
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int | None = None
    interval: Interval | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    verdict: CoverageVerdict = ""


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """How much of the pipeline that stood on the same day of earlier periods was won before they ended.

    Attributes:
        share: of the amount, as it stood on the day; `interval` is Wilson's, by as many deals as the amounts are worth.
        won, deals: the same in deals.
        lowest, highest: share of any one period.
        periods: how many were looked at.
    """

    share: Decimal | None
    won: int
    deals: int
    interval: Interval | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    periods: int = 0


@dataclass(frozen=True, kw_only=True)
class PastPeriod:
    """An earlier period, read as it stood on its day.

    Attributes:
        day: the same part of the period as has passed of this one; none where this one is over.
        amount, deals: open qualified pipeline at the end of that day, expected to close in the period, not overdue.
        converted: of that amount, what was won before the period ended; `converted_deals` in deals.
        won_after: won in the period after that day, new deals among it; `won` in all of it.
        needed: amount over won_after.
        start_day: of the chosen week; `start_amount`, `start_deals` stood then; `needed_at_start` is over `won`.
        inferred: of both pipelines, deals whose state on the day nobody told, so that it was inferred.
    """

    period: Period
    day: date | None
    amount: Decimal | None
    deals: int
    converted: Decimal | None
    converted_deals: int
    won_after: Decimal
    won: Decimal
    needed: Decimal | None
    start_day: date
    start_amount: Decimal
    start_deals: int
    needed_at_start: Decimal | None
    inferred: int


@dataclass(frozen=True, kw_only=True)
class OverdueDeal:
    """An open qualified deal whose expected closing has passed, so that no coverage counts it.

    Attributes:
        amount: in the answer's currency; none where there is none, or no rate.
        days: that it is overdue.
        is_in_period: it was expected to close in the period asked for.
    """

    deal: str
    name: str
    owner: str
    stage: str
    amount: Decimal | None
    expected_close_on: date
    days: int
    is_in_period: bool


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """Overdue deals: the largest, and how many there are in all."""

    listed: tuple[OverdueDeal, ...]
    deals: int
    amount: Decimal
    in_period: int
    amount_in_period: Decimal


@dataclass(frozen=True, kw_only=True)
class CoverageGroup:
    """The coverage of one owner or team, or of the whole.

    Attributes:
        label: of the group; none for rows without one, and empty for the whole.
        quota, won, left: of the period; none where there is no quota.
        amount, deals: open qualified pipeline expected to close in it, not overdue.
    """

    label: str | None
    quota: Decimal | None
    won: Decimal | None
    left: Decimal | None
    amount: Decimal | None
    deals: int
    numbers: Mapping[CoverageKind, CoverageNumber]


@dataclass(frozen=True, kw_only=True)
class CoverageAnswer:
    """Whether there is enough for a period.

    Attributes:
        day_no: how many days of the period have passed by the as-of day; 0 or less before it begins.
        week: the chosen one; `week_day` is the day at whose end its pipeline was frozen.
        split_by: owner, team, or empty.
        past: earlier periods, the oldest first.
        no_rate: open deals left out as their currency has no rate.
    """

    period: Period
    as_of: date
    currency: str
    day_no: int
    week: int
    week_day: date
    split_by: str
    whole: CoverageGroup
    groups: tuple[CoverageGroup, ...]
    conversion: Conversion
    past: tuple[PastPeriod, ...]
    overdue: Overdue
    no_rate: int = 0
