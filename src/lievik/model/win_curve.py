"""Win rate as a curve: of the deals created in a period, what share was won, lost and still open by their age.

Pure data. Ages are whole days since creation, shares are fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.errors import RequestError
from lievik.model.funnel import Share
from lievik.model.periods import Period
from lievik.model.result import Interval, Status

CurveWarning = Literal["open_deals_flatter", "many_still_open", "closing_dates_swing", "cohorts_differ"]
"""Why the plain win rate misleads, or what to look into."""

_MOST_AGES: Final = 12
_OLDEST: Final = 3650


def read_ages(typed: str) -> tuple[int, ...]:
    """Read ages in days as people type them; in order, each once.

    Raises:
        RequestError: something is no age.

    Example:
        >>> read_ages("90, 30")
        (30, 90)
    """
    parts = [part.strip() for part in typed.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise _no_ages(typed)
    return checked_ages(map(int, parts))


def checked_ages(ages: Iterable[int]) -> tuple[int, ...]:
    """Put ages in order, each once.

    Raises:
        RequestError: there are none or too many, or one is out of bounds.
    """
    found = tuple(sorted(set(ages)))
    if not found or len(found) > _MOST_AGES or not 1 <= found[0] <= found[-1] <= _OLDEST:
        raise _no_ages(",".join(map(str, found)))
    return found


def _no_ages(typed: str) -> RequestError:
    return RequestError(
        f"Deals cannot be looked at by the age of '{typed}'.",
        "Give up to 12 ages in days, from 1 to 3650, like 30,60,90.",
    )


@dataclass(frozen=True, kw_only=True)
class Likely:
    """A share and where the true one plausibly lies."""

    value: Decimal
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What became of deals by an age.

    Attributes:
        won, lost, open: add up to 1; none where no deal is that old.
        status: immature where not every deal is that old, insufficient where fewer than ten were followed so far.
        followed: deals that ended by that age, or were seen up to it; none where there is no answer.
        won_deals: how many were won by it; likewise.
    """

    age: int
    won: Likely | None
    lost: Likely | None
    open: Likely | None
    status: Status
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
    followed: int | None = None
    won_deals: int | None = None


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """A point of a curve: shares by an age, and the interval of that won."""

    age: int
    won: Decimal
    low: Decimal
    high: Decimal
    lost: Decimal
    open: Decimal


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Deals created in one period, or in all of them together.

    Attributes:
        period: none for all together.
        part: of a dimension; none for the whole, or for deals without one where `is_part`.
        won, lost, open: deals as they stand on the as-of day.
        left_out: created before closings are recorded, so those that ended soon are missing.
        youngest: age that every deal has reached; none where the period still runs.
        reached: the ages asked for, in order.
        points: the curve, as far as enough deals were followed.
    """

    period: Period | None
    part: str | None = None
    is_part: bool = False
    won: int = 0
    lost: int = 0
    open: int = 0
    left_out: int = 0
    youngest: int | None = None
    reached: tuple[Reached, ...] = ()
    points: tuple[CurvePoint, ...] = ()

    @property
    def deals(self) -> int:
        """How many were created."""
        return self.won + self.lost + self.open

    def by(self, age: int) -> Reached | None:
        """What became of them by one of the ages asked for."""
        return next((found for found in self.reached if found.age == age), None)


@dataclass(frozen=True, kw_only=True)
class Series:
    """Win rates of several months, and whether they differ by more than chance.

    Attributes:
        chance: how likely such differences are where all months are alike.
        is_beyond_chance: less likely than one in a thousand.
        spread: standard deviation of the true rates, without what chance adds.
    """

    months: int
    low: Decimal
    high: Decimal
    chance: Decimal
    is_beyond_chance: bool
    spread: Decimal


@dataclass(frozen=True, kw_only=True)
class Swings:
    """The same rate, won of won and lost, month by month in two ways.

    Attributes:
        age: by which deals of a month of creation count; each month has reached it.
        closing: by month of closing; `created` by month of creation.
        is_artefact: months of closing differ by more than chance, and those of creation by clearly less.
    """

    age: int
    closing: Series
    created: Series
    is_artefact: bool


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What has become of deals in the end, as far as they were followed.

    Attributes:
        reached: at the age up to which enough were followed.
        has_settled: hardly any is open then, or was won in the last third of that time.
        usual: age by which nine in ten of those that end have ended, and `open_then` the share still open at it.
    """

    reached: Reached
    has_settled: bool
    usual: int
    open_then: Likely


@dataclass(frozen=True, kw_only=True)
class WinCurveAnswer:
    """Win rate as a curve, by cohort.

    Attributes:
        grain: of the cohorts; empty where the period is one.
        ages: asked for, in order; `headline` is the one that is spoken of.
        plain: the win rate of deals closed in the same period.
        undated: deals of which nobody says when they were created; `untold` those that ended, nobody says when or how.
        recorded_from: day of the first closing that is recorded, where deals created earlier are left out.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    as_of: date
    grain: str
    ages: tuple[int, ...]
    headline: int
    whole: Cohort
    plain: Share
    cohorts: tuple[Cohort, ...] = ()
    parts: tuple[Cohort, ...] = ()
    split_by: str = ""
    settled: Settled | None = None
    swings: Swings | None = None
    warnings: tuple[CurveWarning, ...] = ()
    undated: int = 0
    untold: int = 0
    recorded_from: date | None = None
    is_all_counted: bool = False
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
