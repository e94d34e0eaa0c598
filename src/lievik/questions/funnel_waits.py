"""Counted visits of stages → how long they take, what is stuck, and how each stage stands against the year before.

Pure. What a stage costs is (median wait − its own median of the year before) × the value of the deals that came there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Final

from lievik.insight.funnel import LIMIT, share_side
from lievik.insight.shares import FEWEST, share_of
from lievik.insight.waiting import Curve, Seen, curve_of, how_much_longer
from lievik.model.funnel import Amount, Delay, Share, Stuck, Wait

_LATE: Final = Decimal("0.8")
"""Deals that are at a stage for longer than this part of those that later won are stuck."""

_MEDIAN, _P90 = 0.5, 0.9


@dataclass(frozen=True, kw_only=True)
class Visit:
    """So many visits of a place that took so many days.

    Attributes:
        part: visit, again (all visits of a deal to a stage as one) or won (of deals that are won by now).
        began: before, within or other: in the year before the period, in the period, or at another time.
        ended: left, lost, open or gone.
        is_again: the deal was at a place twice.
        is_told: the day it began is told.
    """

    part: str
    place: int
    began: str
    ended: str
    days: int
    is_again: bool
    is_told: bool
    amount: Amount


class Waits:
    """How long visits took, by place."""

    def __init__(self, visits: Mapping[int, list[Visit]]) -> None:
        self._visits = visits

    def visit(self, place: int) -> Wait:
        """How long a visit that began in the period takes."""
        return _wait(self._of(place, "visit", "within"))

    def stay(self, place: int) -> Wait:
        """How long all visits of a deal to the stage take, the first of which began in the period."""
        once = [visit for visit in self._of(place, "visit", "within") if not visit.is_again]
        return _wait([*once, *self._of(place, "again", "within")])

    def limit(self, place: int) -> tuple[int | None, int]:
        """How many days four in five of the deals that later won stayed at most, and on how many visits that rests."""
        counts: dict[int, int] = {}
        for visit in self._of(place, "won"):
            counts[visit.days] = counts.get(visit.days, 0) + visit.amount.deals
        won = sum(counts.values())
        if won < FEWEST:
            return None, won
        days = sorted(counts)
        upto = zip(days, accumulate(counts[day] for day in days), strict=True)
        return next(day for day, seen in upto if seen >= _LATE * won), won

    def stuck(self, place: int) -> Stuck:
        """Deals that are at the stage for longer than that."""
        limit, won = self.limit(place)
        there = [visit for visit in self._of(place, "visit") if visit.ended == "open"]
        late = [visit for visit in there if visit.is_told and limit is not None and visit.days > limit]
        return Stuck(
            limit=limit,
            won=won,
            held=_together(late),
            open=_together(there),
            reason="" if limit is not None else "few_won_from_here",
        )

    def delay(self, place: int) -> Delay:
        """How the stage stands against the year before."""
        now, before = ([v for v in self._of(place, "visit", began) if v.is_told] for began in ("within", "before"))
        lost, lost_before = _lost_share(now), _lost_share(before)
        found = Delay(
            came=_together(now), lost=lost, lost_before=lost_before, is_leaking=_is_leaking(lost, lost_before)
        )
        curve, earlier = _curve(now), _curve(before)
        target = earlier.day_when_left(_MEDIAN)
        if min(curve.count, earlier.count) < FEWEST or target is None:
            return replace(found, reason="few_visits" if curve.count < FEWEST else "few_visits_before")
        median = curve.day_when_left(_MEDIAN)
        held = (curve.longest if median is None else median) - target
        return replace(
            found,
            median=median,
            target=target,
            longest=curve.longest,
            value_days=held * found.came.amount if found.came.valued else None,
            deal_days=held * found.came.deals,
            is_clear=held > 0 and how_much_longer(curve, earlier) > LIMIT,
        )

    def _of(self, place: int, part: str, began: str = "") -> list[Visit]:
        found = self._visits.get(place, [])
        return [visit for visit in found if visit.part == part and (not began or visit.began == began)]


def waits_of(visits: Iterable[Visit]) -> Waits:
    """Bring visits together by place."""
    by_place: dict[int, list[Visit]] = {}
    for visit in visits:
        by_place.setdefault(visit.place, []).append(visit)
    return Waits(by_place)


def _curve(visits: Iterable[Visit]) -> Curve:
    """How long visits took whose first day is told; nobody knows of those that are gone when they would have left."""
    return curve_of(
        Seen(days=visit.days, has_left=visit.ended in {"left", "lost"}, count=visit.amount.deals)
        for visit in visits
        if visit.is_told
    )


def _wait(visits: list[Visit]) -> Wait:
    """How long visits took."""
    curve = _curve(visits)
    inferred = sum(visit.amount.deals for visit in visits if not visit.is_told)
    still = sum(visit.amount.deals for visit in visits if visit.is_told and visit.ended == "open")
    if not curve.count:
        return Wait(median=None, p90=None, n=0, open=0, inferred=inferred, status="undefined", reason="nobody_came")
    median, p90 = curve.day_when_left(_MEDIAN), curve.day_when_left(_P90)
    bare = Wait(median=median, p90=p90, n=curve.count, open=still, longest=curve.longest, inferred=inferred)
    if curve.count < FEWEST:
        return replace(bare, status="insufficient", reason="few_records")
    return replace(bare, status="undefined", reason="too_few_have_left") if median is None else bare


def _together(visits: Iterable[Visit]) -> Amount:
    return sum((visit.amount for visit in visits), Amount())


def _lost_share(visits: Iterable[Visit]) -> Share:
    """Share of visits that ended as lost, of those that ended."""
    ended = [visit for visit in visits if visit.ended in {"left", "lost"}]
    lost = sum(visit.amount.deals for visit in ended if visit.ended == "lost")
    return share_of(lost, sum(visit.amount.deals for visit in ended))


def _is_leaking(now: Share, before: Share) -> bool:
    """Whether more are lost than chance explains around the year before."""
    if now.status != "ok" or before.status != "ok" or before.value is None:
        return False
    return share_side(now.numerator, now.denominator, float(before.value)) == "above"
