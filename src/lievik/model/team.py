"""What is known of a team and its reps: numbers beside their team's, with how far they can be trusted.

Pure data. Nobody is ranked: rows stand in the order of their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.periods import Period
from lievik.model.result import Interval

Side = Literal["above", "below", ""]
Standing = Literal["counted", "ramping", "short", "no_quota", "unknown"]
"""Counted among reps with a quota; in ramp-up; there for too little of the period; without one; nothing is known."""

PaceVerdict = Literal["ahead", "on_course", "behind", ""]


@dataclass(frozen=True, kw_only=True)
class TeamNumber:
    """One number of one rep, or of the whole team.

    Attributes:
        metric: `metric` or `metric:variant`.
        value: none means no answer; shares are fractions.
        status: of the metric's result.
        n: records it rests on.
        numerator: what stands above the line, such as deals won or what was credited.
        denominator: what stands below it, such as deals that ended or the quota.
        interval: where the true value plausibly lies (95 %).
        drawn: the value drawn towards the team's, the more so the less it rests on.
        team: the team's value; for a sum, what the team's pace would have given.
        side: beyond the limits of chance around the team's value; empty within them.
        is_apart: the interval leaves the team's value out.
        more_needed: about so many more records until it could be told from the team's value; none where it can.
    """

    metric: str
    value: Decimal | None
    status: str
    unit: str
    better: str
    currency: str = ""
    n: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    interval: Interval | None = None
    drawn: Decimal | None = None
    team: Decimal | None = None
    side: Side = ""
    is_apart: bool = False
    more_needed: int | None = None

    @property
    def is_worse(self) -> bool:
        """Whether it lies on the worse side of the team's."""
        return self.value is not None and self.team is not None and self.is_worsening(self.value - self.team)

    def is_worsening(self, delta: Decimal) -> bool:
        """Whether a change by so much is one for the worse."""
        return {"higher": delta < 0, "lower": delta > 0}.get(self.better, False)


@dataclass(frozen=True, kw_only=True)
class Rise:
    """How a rep's win rate moved over several units.

    Attributes:
        side: `above` where it rose more than chance explains, `below` where it fell so.
        units: how many were looked at.
        first, last: the rate of the first and the last unit in which a deal ended.
    """

    side: Side
    units: int
    first: Decimal
    last: Decimal


@dataclass(frozen=True, kw_only=True)
class RepRow:
    """One rep in one team; numbers by metric."""

    name: str
    standing: Standing
    numbers: Mapping[str, TeamNumber]
    rise: Rise | None = None


@dataclass(frozen=True, kw_only=True)
class TeamTable:
    """One team: a row a rep, by name, and the whole, sum over sum.

    Attributes:
        name: of the team, or of the manager where there are no teams; empty where there are neither.
    """

    name: str
    rows: tuple[RepRow, ...]
    whole: Mapping[str, TeamNumber]


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Reps whose attainment lies between two parts of their quota, `low` included and `high` not; none is no end."""

    low: Decimal
    high: Decimal | None
    reps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """How attainment of the effective quota lies among the reps who are counted.

    Attributes:
        median: of the reps, with its order-statistic interval; none below six.
        at_quota: reps at their effective quota or above; `counted`: reps who have one and were there long enough.
        ramping_on_course: of the `ramping`, those far enough on the way to it.
        without_quota: listed, and never counted; `short`: likewise, as they were there too little.
    """

    bins: tuple[Bin, ...]
    median: Decimal | None
    interval: Interval | None
    at_quota: int
    counted: int
    ramping: tuple[str, ...]
    ramping_on_course: tuple[str, ...]
    without_quota: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What was reached of a quota by now, against the shape that this company's own past units had by the same day.

    Attributes:
        share: part of their won amount that past units had by the same part of their days; `lowest`, `highest` of them.
        units: past units it rests on.
        expected: the quota times the share.
        pace: credited over expected; 1 is on course.
        reason: slug of why there is no pace; empty otherwise.
    """

    period: Period
    credited: Decimal | None = None
    quota: Decimal | None = None
    currency: str = ""
    share: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    units: int = 0
    expected: Decimal | None = None
    pace: Decimal | None = None
    verdict: PaceVerdict = ""
    reason: str = ""
    facts: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class TeamAnswer:
    """The teams of a company in a period.

    Attributes:
        split_by: what the tables are of: team, manager, or nothing.
        overlays: what others won with somebody's help, by name; counted in none of the numbers above.
        pace: where the period still runs.
    """

    period: Period
    as_of: date
    split_by: str
    tables: tuple[TeamTable, ...]
    distribution: Distribution
    overlays: Mapping[str, TeamNumber]
    pace: Pace | None = None


@dataclass(frozen=True, kw_only=True)
class Past:
    """The same number in an earlier period of the same length, and how it changed since.

    Attributes:
        delta: now less then; `low` and `high` are its 95 % interval, none where there is none.
        is_clear: the interval leaves no change out.
    """

    period: Period
    value: Decimal | None
    delta: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_clear: bool


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One number of a rep beside the rep's own past; `target` is the effective quota where there is one."""

    number: TeamNumber
    past: tuple[Past, ...]
    target: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RepSheet:
    """One rep on one page.

    Attributes:
        team: of the rep, or the manager; several are joined.
        overlay: what others won with the rep's help, counted in none of the lines; none without any.
    """

    name: str
    team: str
    period: Period
    as_of: date
    standing: Standing
    lines: tuple[SheetLine, ...]
    overlay: TeamNumber | None = None
    rise: Rise | None = None
    pace: Pace | None = None
