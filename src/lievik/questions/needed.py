"""What stood in the pipeline of earlier periods, and was won in them → what the company needed, and what it converted.

Pure. Sums over sums, never means of ratios.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.insight.intervals import wilson_of_amounts
from lievik.model.coverage import Conversion, PastPeriod
from lievik.model.result import Interval
from lievik.questions.asking import decimal_of
from lievik.questions.earlier_looks import Looks, Standing

FEWEST_PERIODS: Final = 4
"""Earlier periods without which nothing is said of what was needed."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """Earlier periods, and what they say together."""

    periods: tuple[PastPeriod, ...]
    conversion: Conversion


def past_of(looks: Looks, standings: Mapping[int, Standing], won: Mapping[int, tuple[Decimal, Decimal]]) -> Past:
    """Read the earlier periods; one in which nothing stood and nothing was won is left out.

    Args:
        looks: the last period of them is the one asked for.
        standings: number of a look -> what stood then.
        won: number of a look -> what was won in its period, and after its day.
    """
    found, stood = [], []
    for place in range(len(looks.periods) - 1):
        past = _period(place, looks, standings, won)
        if past.amount or past.start_amount or past.won:
            found.append(past)
            look = looks.by_day.get(place, looks.by_week[place])
            stood.append(standings[look.number])
    return Past(periods=tuple(found), conversion=_conversion(stood))


def _period(
    place: int, looks: Looks, standings: Mapping[int, Standing], won: Mapping[int, tuple[Decimal, Decimal]]
) -> PastPeriod:
    """One earlier period."""
    by_week, by_day = looks.by_week[place], looks.by_day.get(place)
    start = standings[by_week.number]
    now = standings[by_day.number] if by_day else None
    nothing = (Decimal(0), Decimal(0))
    whole = won.get(by_week.number, nothing)[0]
    after = won.get(by_day.number, nothing)[1] if by_day else Decimal(0)
    converted = now or start
    return PastPeriod(
        period=looks.periods[place],
        day=by_day.day if by_day else None,
        amount=now.amount if now else None,
        deals=now.deals if now else 0,
        converted=converted.won_amount,
        converted_deals=converted.won_deals,
        won_after=after,
        won=whole,
        needed=now.amount / after if now and now.amount and after else None,
        start_day=by_week.day,
        start_amount=start.amount,
        start_deals=start.deals,
        needed_at_start=start.amount / whole if start.amount and whole else None,
        inferred=start.inferred + (now.inferred if now else 0),
    )


def _conversion(stood: Iterable[Standing]) -> Conversion:
    """What part of the amount that stood was won, in all periods together."""
    kept = [found for found in stood if found.amount > 0]
    amount, won = (sum((part(found) for found in kept), Decimal(0)) for part in (_amount, _won))
    deals, won_deals = sum(found.deals for found in kept), sum(found.won_deals for found in kept)
    if not amount:
        return Conversion(share=None, won=won_deals, deals=deals)
    low, high = wilson_of_amounts(float(won), float(amount), sum(found.squares for found in kept))
    shares = [found.won_amount / found.amount for found in kept]
    return Conversion(
        share=won / amount,
        won=won_deals,
        deals=deals,
        interval=Interval(low=decimal_of(low), high=decimal_of(high), method="wilson"),
        lowest=min(shares),
        highest=max(shares),
        periods=len(kept),
    )


def _amount(found: Standing) -> Decimal:
    return found.amount


def _won(found: Standing) -> Decimal:
    return found.won_amount
