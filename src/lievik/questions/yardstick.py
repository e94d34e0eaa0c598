"""The sellers of one team → what one of them is measured by: the team's values, its spread, how alike its reps are.

Pure. Values of the whole are sums over sums, never means of reps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from lievik.insight.amounts import spread_within, sum_unit
from lievik.insight.shrinkage import Pool, pool_means, pool_shares
from lievik.model.periods import Period
from lievik.questions.sellers import (
    CYCLE,
    CYCLE_SPREAD,
    DEAL,
    DEAL_SPREAD,
    EFFECTIVE,
    PRESENCE,
    RAW,
    WIN_RATE,
    WON,
    Seller,
)

_ALIKE = Pool(mean=0.0, weight=inf)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A number taken apart: what stands above the line, below it, and how many records it rests on."""

    above: float
    below: float
    records: int

    @property
    def value(self) -> float:
        """Above over below."""
        return self.above / self.below


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What numbers of one metric are measured by.

    Attributes:
        whole: of the team; none where nobody has a number.
        pool: what its reps have in common.
        spread: of one deal within its rep, of means only.
        unit: see `sum_unit`, of sums only.
    """

    whole: Part | None
    pool: Pool = _ALIKE
    spread: float = 0.0
    unit: float = 0.0


def parts_of(seller: Seller, metric: str, period: Period) -> Part | None:
    """Take a rep's number apart; none where there is no answer, or nothing below the line."""
    found = seller.of(metric, period)
    if metric == WON:
        return _presence_part(seller, period)
    if found is None or found.numerator is None or not found.denominator:
        return None
    records = found.n
    if metric in {RAW, EFFECTIVE}:
        deals = seller.of(DEAL, period)
        records = deals.n if deals else None
    return Part(above=float(found.numerator), below=float(found.denominator), records=int(records or 0))


def _presence_part(seller: Seller, period: Period) -> Part | None:
    """What was won, over the part of the period that the rep was there: the whole where that is not known."""
    won, there, deals = (seller.of(metric, period) for metric in (WON, PRESENCE, DEAL))
    if won is None or won.value is None:
        return None
    presence = float(there.denominator) if there is not None and there.denominator else 1.0
    return Part(above=float(won.value), below=presence, records=int((deals.n if deals else None) or 0))


def yardsticks(sellers: Sequence[Seller], period: Period) -> dict[str, Yardstick]:
    """Work out what every number of a team is measured by."""
    deals = _of_means(sellers, DEAL, DEAL_SPREAD, period)
    unit = sum_unit(deals.whole.value, deals.spread) if deals.whole and deals.whole.above > 0 else 0.0
    return {
        WIN_RATE: _of_shares(sellers, period),
        DEAL: deals,
        CYCLE: _of_means(sellers, CYCLE, CYCLE_SPREAD, period),
        **{metric: _of_sums(sellers, metric, period, unit) for metric in (WON, RAW, EFFECTIVE)},
    }


def _of_shares(sellers: Iterable[Seller], period: Period) -> Yardstick:
    parts = _parts(sellers, WIN_RATE, period)
    return Yardstick(whole=_sum(parts), pool=pool_shares([(part.above, part.below) for part in parts]))


def _of_means(sellers: Iterable[Seller], metric: str, spread_metric: str, period: Period) -> Yardstick:
    parts = _parts(sellers, metric, period)
    spreads = [
        (float(found.value), int(found.n or 0))
        for seller in sellers
        if (found := seller.of(spread_metric, period)) is not None and found.value is not None
    ]
    spread = spread_within(spreads)
    pool = pool_means([part.value for part in parts], [part.below for part in parts], spread**2)
    return Yardstick(whole=_sum(parts), pool=pool, spread=spread)


def _of_sums(sellers: Iterable[Seller], metric: str, period: Period, unit: float) -> Yardstick:
    parts = _parts(sellers, metric, period)
    whole = _sum(parts)
    within = unit * whole.value if whole else 0.0
    pool = pool_means([part.value for part in parts], [part.below for part in parts], within)
    return Yardstick(whole=whole, pool=pool, unit=unit)


def _parts(sellers: Iterable[Seller], metric: str, period: Period) -> list[Part]:
    found = (parts_of(seller, metric, period) for seller in sellers)
    return [part for part in found if part is not None]


def _sum(parts: Sequence[Part]) -> Part | None:
    """All parts together."""
    if not parts:
        return None
    above, below = sum(part.above for part in parts), sum(part.below for part in parts)
    return Part(above=above, below=below, records=sum(part.records for part in parts)) if below else None
