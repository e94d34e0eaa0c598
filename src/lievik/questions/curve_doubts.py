"""A win rate as a curve → what makes the plain one misleading: open deals that are left out, months that swing.

Pure. Each doubt is told only beyond chance, and where enough deals were followed for long enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.insight.change import Estimate, difference
from lievik.insight.outcome_curve import Aged, Chance, OutcomeCurve
from lievik.insight.shares import FEWEST
from lievik.insight.swing import Swing, chance_of_so_little, swing_of
from lievik.model.result import Interval
from lievik.model.win_curve import CurveWarning, Likely, Reached, Series, Settled, Swings
from lievik.questions.asking import decimal_of

if TYPE_CHECKING:
    from lievik.model.win_curve import WinCurveAnswer

_LATE: Final = 0.05
"""A curve has settled where no more of the wins than this come in the last third of the time followed."""

_SOME_OPEN: Final = 0.05
"""Open deals can flatter a rate where at least so many stay open."""

_MANY_OPEN: Final = Decimal("0.25")
"""So many of the deals are open when nine in ten of those that end have: the plain rate is about the quick ones."""

_USUAL: Final = 0.9
_FEWEST_MONTHS: Final = 4
_LIMIT: Final = 0.001
"""Differences between months are called more than chance below this."""

_SURE: Final = 0.05
"""One series moves less than another where this or less speaks for their moving alike."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month as one of closing and as one of creation.

    Attributes:
        closed: deals won and lost in it, whenever they were created.
        created: deals created in it, by age.
        youngest: days from its last day to the as-of day.
        is_told: closings are recorded for all of its deals.
    """

    closed: tuple[int, int]
    created: tuple[Aged, ...]
    youngest: int
    is_told: bool


def settled_of(curve: OutcomeCurve) -> Settled | None:
    """What has become of deals in the end; none where fewer than ten were followed or none was won."""
    last = curve.told_until
    found = curve.at(last)
    if curve.count < FEWEST or not found.won.value:
        return None
    late = found.won.value - curve.at(last * 2 // 3).won.value
    usual = curve.age_of_ended(_USUAL)
    return Settled(
        reached=Reached(
            age=last,
            won=likely(found.won),
            lost=likely(found.lost),
            open=likely(found.open),
            status="ok",
            followed=found.followed,
        ),
        has_settled=found.open.value < _SOME_OPEN or late <= _LATE * found.won.value,
        usual=usual,
        open_then=likely(curve.at(usual).open),
    )


def likely(chance: Chance) -> Likely:
    """A share as the answer has it."""
    interval = Interval(low=decimal_of(chance.low), high=decimal_of(chance.high), method="aalen_johansen")
    return Likely(value=decimal_of(chance.value), interval=interval)


def swings_of(months: Sequence[Month], ages: Sequence[int], headline: int) -> Swings | None:
    """Compare the rate by month of closing with the same by month of creation, won of won and lost.

    Args:
        months: in order.
        ages: asked for; the greatest one up to the headline that enough months have reached is taken.
        headline: one of them.

    Returns:
        None where fewer than four months can be compared.
    """
    closing = swing_of(_rated(month.closed for month in months))
    for age in sorted((age for age in ages if age <= headline), reverse=True):
        full = [_by(month.created, age) for month in months if month.is_told and month.youngest >= age]
        created = swing_of(_rated(full))
        if closing and created and min(closing.freedom, created.freedom) >= _FEWEST_MONTHS - 1:
            is_artefact = (
                closing.chance < _LIMIT
                and created.spread < closing.spread / 2
                and chance_of_so_little(created, closing) < _SURE
            )
            return Swings(age=age, closing=_series(closing), created=_series(created), is_artefact=is_artefact)
    return None


def _by(deals: Iterable[Aged], age: int) -> tuple[int, int]:
    ended = [aged for aged in deals if aged.age <= age]
    return sum(aged.won for aged in ended), sum(aged.lost for aged in ended)


def _rated(counts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Won and ended of months in which enough ended."""
    return [(won, won + lost) for won, lost in counts if won + lost >= FEWEST]


def _series(found: Swing) -> Series:
    low, high, chance, spread = (decimal_of(value) for value in (found.low, found.high, found.chance, found.spread))
    return Series(
        months=found.freedom + 1,
        low=low,
        high=high,
        chance=chance,
        is_beyond_chance=found.chance < _LIMIT,
        spread=spread,
    )


def warnings_of(answer: WinCurveAnswer) -> tuple[CurveWarning, ...]:
    """Name what to be careful of, the most serious first.

    * open_deals_flatter: the curve has settled, deals stay open, and the plain rate lies above what is won in the end
      by more than chance.
    * many_still_open: a quarter of the deals is open at the age by which nine in ten of those that end have ended.
    * closing_dates_swing: the rate by month of closing moves by more than chance, and by month of creation by less.
    * cohorts_differ: the rate by month of creation moves by more than chance, and not merely by less.
    """
    found: list[CurveWarning] = []
    if answer.settled is not None and answer.whole.deals >= FEWEST:
        if _flatters(answer, answer.settled):
            found.append("open_deals_flatter")
        elif answer.settled.open_then.interval.low > _MANY_OPEN:
            found.append("many_still_open")
    if answer.swings is not None:
        if answer.swings.is_artefact:
            found.append("closing_dates_swing")
        elif answer.swings.created.is_beyond_chance:
            found.append("cohorts_differ")
    return tuple(found)


def _flatters(answer: WinCurveAnswer, settled: Settled) -> bool:
    """Whether the plain rate lies above the share that is won in the end, of all, as some stay open."""
    plain, won, still = answer.plain, settled.reached.won, settled.reached.open
    if plain.value is None or plain.interval is None or won is None or still is None or plain.status != "ok":
        return False
    gap = difference(_estimate(plain.value, plain.interval), _estimate(won.value, won.interval))
    return settled.has_settled and float(still.value) >= _SOME_OPEN and gap.low > 0


def _estimate(value: Decimal, interval: Interval) -> Estimate:
    return Estimate(value=float(value), low=float(interval.low), high=float(interval.high))
