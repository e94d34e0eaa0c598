"""Credits and costs of channels → rates and returns, how sure they are, and which channels are told from the others.

Pure, standard library only. A return is told apart where a channel's part of what came back is clearly not its part of
the costs; of all that are told apart on a page, at most one in ten is so by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import erfc, sqrt
from typing import Final

from lievik.insight.amounts import sum_interval
from lievik.insight.intervals import wilson
from lievik.insight.poisson import poisson_tails
from lievik.insight.shrinkage import Pool, pool_means, pool_shares
from lievik.model.channels import ChannelRow, Credits, Rate, Return, Standing

FALSE_ONES: Final = 0.1
"""Of channels that are called better or worse at most this part is not."""

_STEADY: Final = 10
"""So many deals to be expected, here and elsewhere, and their number is as good as normal."""


def with_rates(rows: Sequence[ChannelRow]) -> tuple[ChannelRow, ...]:
    """Work out how many of the leads of each row were qualified, became a deal and were won.

    Args:
        rows: channels, of which small ones are drawn towards all of them.
    """
    found = list(rows)
    for name, part in (("to_qualified", "qualified"), ("to_deal", "converted"), ("to_won", "won")):
        counts = [_counts(row.credits, part) for row in rows]
        pool = pool_shares(counts)
        found = [
            replace(row, **{name: _rate(count, pool)})  # type: ignore[arg-type]
            for row, count in zip(found, counts, strict=True)
        ]
    return tuple(found)


def _counts(credited: Credits, part: str) -> tuple[float, float]:
    return float(getattr(credited, part)), float(credited.leads)


def _rate(count: tuple[float, float], pool: Pool) -> Rate | None:
    part, whole = count
    if whole <= 0:
        return None
    low, high = wilson(part, whole)
    drawn = pool.drawn(part / whole, whole)
    return Rate(value=_decimal(part / whole), low=_decimal(low), high=_decimal(high), drawn=_decimal(drawn))


def with_returns(rows: Sequence[ChannelRow], squares: Decimal, margin: Decimal | None) -> tuple[ChannelRow, ...]:
    """Work out what came back for each row's costs, and which rows are told from the others.

    Args:
        rows: channels; those without a cost above zero have no return.
        squares: of the deals that rows with a cost are credited with, each deal's amount in one.
        margin: share of revenue that comes back; none for all of it.

    Source: Fay and Feuer (1997), Statistics in Medicine 16, of intervals; Bühlmann and Straub (1970), ASTIN Bulletin 5,
    of drawing; Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, of telling many apart.
    """
    costed = [row for row in rows if row.cost is not None and row.cost > 0]
    whole = Credits(
        revenue=sum((row.credits.revenue for row in costed), Decimal(0)),
        squares=squares,
    )
    pool = _pool(costed, whole)
    backs = {row.key: _return(row, whole, pool, margin) for row in costed}
    standings = _standings(costed, whole)
    return tuple(
        replace(row, back=backs.get(row.key), standing=standings.get(row.key, "")) if row in costed else row
        for row in rows
    )


def return_of(row: ChannelRow, margin: Decimal | None) -> Return | None:
    """What came back for the costs of all channels that have any, told as one row."""
    if row.cost is None or row.cost <= 0:
        return None
    alone = Pool(mean=float(row.credits.revenue) / float(row.cost), weight=0.0)
    return _return(row, row.credits, alone, margin)


def _pool(costed: Sequence[ChannelRow], whole: Credits) -> Pool:
    """What revenue per unit of cost channels have in common."""
    costs = [float(row.cost or 0) for row in costed]
    values = [float(row.credits.revenue) / cost for row, cost in zip(costed, costs, strict=True)]
    within = float(whole.squares) / sum(costs) if costs else 0.0
    return pool_means(values, costs, within)


def _return(row: ChannelRow, whole: Credits, pool: Pool, margin: Decimal | None) -> Return:
    cost, revenue = float(row.cost or 0), float(row.credits.revenue)
    low, high = sum_interval(revenue, unit) if (unit := _unit(row.credits, whole)) else (0.0, 0.0)
    share = float(margin) if margin is not None else 1.0
    value, least, most = (part * share / cost - 1 for part in (revenue, low, high))
    drawn = pool.drawn(revenue / cost, cost) * share - 1
    return Return(value=_decimal(value), low=_decimal(least), high=_decimal(most), drawn=_decimal(drawn))


def _unit(own: Credits, whole: Credits) -> float:
    """Mean square of a deal over its mean, here or everywhere, whichever is less sure; 0 where nothing was won."""
    units = [float(found.squares) / float(found.revenue) for found in (own, whole) if found.revenue > 0]
    return max(units, default=0.0)


def _standings(costed: Sequence[ChannelRow], whole: Credits) -> dict[str | None, Standing]:
    """Key -> whether it is told from the others."""
    spent = sum(float(row.cost or 0) for row in costed)
    if len(costed) < 2 or whole.squares <= 0 or whole.revenue <= 0:  # noqa: PLR2004 - two can be told apart
        return {}
    deals = float(whole.revenue) ** 2 / float(whole.squares)
    parts = {row.key: (float(row.credits.revenue / whole.revenue), float(row.cost or 0) / spent) for row in costed}
    chances = {key: _chance(part, due, deals) for key, (part, due) in parts.items()}
    told = discoveries(chances, FALSE_ONES)
    return {
        key: ("better" if part > due else "worse") if key in told else "alike" for key, (part, due) in parts.items()
    }


def _chance(part: float, due: float, deals: float) -> float:
    """Chance of a part so far from what is due, of as many deals as would say as much, were all of one size."""
    if min(due, 1 - due) * deals >= _STEADY:
        return erfc(abs(part - due) / sqrt(2 * due * (1 - due) / deals))
    # the rarer side is counted: as good as Poisson
    seen, expected = (part, due) if due <= 0.5 else (1 - part, 1 - due)  # noqa: PLR2004 - half
    return min(2 * min(poisson_tails(seen * deals, expected * deals)), 1.0) if expected > 0 else 1.0


def discoveries(chances: Mapping[str | None, float], share: float) -> frozenset[str | None]:
    """Those of many that are told by more than chance, so that at most a share of them is not.

    Args:
        chances: of what was seen, or more, where there is nothing.
        share: of those told, that may be false.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Example:
        >>> sorted(discoveries({"a": 0.01, "b": 0.04, "c": 0.5}, 0.1))
        ['a', 'b']
    """
    ordered = sorted(chances, key=lambda key: (chances[key], key or ""))
    last = max((n for n, key in enumerate(ordered, 1) if chances[key] <= share * n / len(ordered)), default=0)
    return frozenset(ordered[:last])


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")
