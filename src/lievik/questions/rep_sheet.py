"""A request and a rep's name → one sheet: every number beside the rep's own past, the team and the target.

Pure. A change is called clear only where its interval leaves no change out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lievik.errors import UnknownNameError
from lievik.insight.change import Estimate, difference
from lievik.model.periods import Period
from lievik.model.request import Filter, MetricRequest
from lievik.model.team import Past, RepSheet, SheetLine, TeamNumber
from lievik.questions.asking import Ask, decimal_of
from lievik.questions.pace import pace
from lievik.questions.sellers import COLUMNS, EFFECTIVE, WON, Seller, Sellers, sellers
from lievik.questions.team_numbers import interval_of, numbers_of, overlay_of
from lievik.questions.yardstick import Yardstick, yardsticks


def look_at_rep(name: str, request: MetricRequest, ask: Ask) -> RepSheet:
    """Look at one rep.

    Args:
        name: as the team's table writes it; capitals do not matter.
        request: of one period; its filters say in which teams to look.
        ask: answers requests.

    Raises:
        UnknownNameError: nobody of that name sells.
    """
    found = sellers(request, ask)
    seller = _named(name, found)
    team = [other for other in found.everybody if other.team == seller.team]
    measured = yardsticks(team, found.period)
    numbers = numbers_of(seller, found.period, measured)
    own = replace(request, filters=(*request.filters, Filter(dimension="owner", values=(seller.name,))))
    return RepSheet(
        name=seller.name,
        team=seller.team,
        period=found.period,
        as_of=request.as_of,
        standing=seller.standing,
        lines=tuple(_line(seller, metric, numbers, found, measured) for metric in COLUMNS),
        overlay=overlay_of(found.overlays[seller.name]) if seller.name in found.overlays else None,
        rise=seller.rise,
        pace=pace(own, ask, measured[WON].unit),
    )


def _named(name: str, found: Sellers) -> Seller:
    """The rep of a name; of one who changed teams, in the team where the rep ended more deals."""
    wanted = name.strip().casefold()
    known = (*found.everybody, *found.helping)
    named = [seller for seller in known if seller.name.casefold() == wanted]
    if not named:
        raise UnknownNameError("rep", name, {seller.name for seller in known if seller.name})
    return max(named, key=lambda seller: _ended(seller, found.period))


def _ended(seller: Seller, period: Period) -> Decimal:
    return sum(((result.n or Decimal(0)) for metric in COLUMNS if (result := seller.of(metric, period))), Decimal(0))


def _line(
    seller: Seller, metric: str, numbers: dict[str, TeamNumber], found: Sellers, measured: dict[str, Yardstick]
) -> SheetLine:
    """One number with its past; what was won has the effective quota as its target."""
    effective = seller.of(EFFECTIVE, found.period)
    target = effective.denominator if metric == WON and effective is not None and effective.denominator else None
    periods = (found.before, found.year_before)
    past = tuple(_past(seller, metric, (found.period, period), measured[metric]) for period in dict.fromkeys(periods))
    return SheetLine(number=numbers[metric], past=past, target=target)


def _past(seller: Seller, metric: str, periods: Sequence[Period], yardstick: Yardstick) -> Past:
    """The number in an earlier period, and the change since."""
    now, then = (seller.of(metric, period) for period in periods)
    value = then.value if then else None
    if now is None or now.value is None or value is None:
        return Past(period=periods[1], value=value, delta=None, low=None, high=None, is_clear=False)
    delta = now.value - value
    bounds = [interval_of(seller, metric, period, yardstick) for period in periods]
    if bounds[0] is None or bounds[1] is None:
        return Past(period=periods[1], value=value, delta=delta, low=None, high=None, is_clear=False)
    later, earlier = (
        Estimate(value=float(number), low=bound[0], high=bound[1])
        for number, bound in zip((now.value, value), (bounds[0], bounds[1]), strict=True)
    )
    moved = difference(later, earlier)
    is_clear = moved.low > 0 or moved.high < 0
    low, high = decimal_of(moved.low), decimal_of(moved.high)
    return Past(period=periods[1], value=value, delta=delta, low=low, high=high, is_clear=is_clear)
