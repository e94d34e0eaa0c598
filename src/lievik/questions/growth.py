"""Revenue of two periods → what it grew by: how many deals, how large they are, and exchange rates.

Pure. Split currency by currency, where a deal's own money is what it was; the parts of all currencies add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from lievik.insight.draws import Draws
from lievik.insight.drivers import split_change
from lievik.insight.factor_changes import drawn_parts
from lievik.insight.grid import Grid
from lievik.insight.moved import Changes
from lievik.insight.numbers import Numbers
from lievik.insight.resampling import percentile_interval
from lievik.model.drivers import DriversAnswer, FactorChange
from lievik.model.formula import Name
from lievik.questions.driver_segments import Planning
from lievik.questions.drivers import drivers, drivers_request

if TYPE_CHECKING:
    from lievik.model.evaluation import Column
    from lievik.model.request import MetricRequest
    from lievik.planner.plan import Plan, PlannedPeriod
    from lievik.planner.request_words import Said

REVENUE: Final = "total_revenue"
GROWTH: Final = "revenue_growth"
PARTS: Final = ("volume", "price", "exchange_rate")
"""What revenue grows by, in the order of the factors."""

_SIZE: Final = "average_deal_size"
_COUNT: Final = Name("won_deals_with_amount")
_AMOUNT: Final = Name("won_amount")
_POWERS: Final = (1, 1, 1)
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


@dataclass(frozen=True)
class _Won:
    """What was won in one currency and period: deals, their own money, and that converted."""

    deals: Decimal
    own: Decimal
    converted: Decimal


_Pair = tuple[_Won, _Won]
"""Now, and before."""


def moved_by(company: Planning, metric: str, said: Said, as_of: str | date | None = None) -> DriversAnswer:
    """Tell what moved a number: revenue by volume, price and exchange rate, any other by the factors of its formula.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    is_revenue = metric == REVENUE or metric.partition(":")[0] == GROWTH
    return (growth if is_revenue else drivers)(company, metric, said, as_of)


def growth(company: Planning, metric: str, said: Said, as_of: str | date | None = None) -> DriversAnswer:
    """Tell what revenue grew or shrank by: volume, price and exchange rate; and in which segments.

    Args:
        company: whose revenue.
        metric: `total_revenue`, or a reading of `revenue_growth`, which says what it is compared with.
        said: period, compare, by (one dimension), where, currency.
        as_of: the answer is as of the end of this day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    compare = said.get("compare") or ("year" if metric == f"{GROWTH}:year_over_year" else "previous")
    found = drivers(company, REVENUE, {**said, "compare": compare}, as_of)
    if found.reason != "no_factors":
        return found
    request = drivers_request(company, _SIZE, {**said, "compare": compare, "by": ("currency",)}, as_of)
    converted, own = (_Look.of(company, each) for each in (request, replace(request, currency_policy="per_currency")))
    pairs = _pairs(converted, own)
    method, parts = _split(pairs.values())
    return replace(found, method=method, reason="", factors=_factors(pairs, parts, _noise(converted, pairs)))


@dataclass(frozen=True)
class _Look:
    """The numbers of deals won, by currency."""

    plan: Plan
    grid: Grid
    numbers: Numbers
    draws: Draws | None

    @classmethod
    def of(cls, company: Planning, request: MetricRequest) -> _Look:
        """Ask for them."""
        plan = company.plan(request)
        grid = Grid(plan, *company.fetched(plan))
        numbers = Numbers(plan, plan.readings[_SIZE], company.catalogue, grid)
        has_money = not request.currency_policy and bool(grid.groups[0].labels)
        draws = Changes(plan, 1, company.fetched).draws(grid.groups[0]) if has_money else None
        return cls(plan, grid, numbers, draws)

    @property
    def periods(self) -> tuple[PlannedPeriod, PlannedPeriod]:
        """Now, and before."""
        period = self.plan.asked[0]
        assert period.compared is not None  # noqa: S101 - a comparison was asked for
        return period, period.compared

    def both(self, name: Name) -> dict[str | None, tuple[Decimal, Decimal]]:
        """Currency -> what a measure is worth now and before."""
        return {
            group.labels.get("currency"): tuple(  # type: ignore[misc]
                self.numbers.of_name(name, period, group) or _ZERO for period in self.periods
            )
            for group in self.grid.groups
        }


def _pairs(converted: _Look, own: _Look) -> dict[str | None, _Pair]:
    """Currency -> what was won in it now and before; money without a rate is in neither."""
    deals, amounts, owns = converted.both(_COUNT), converted.both(_AMOUNT), own.both(_AMOUNT)
    return {
        currency: tuple(  # type: ignore[misc]
            _Won(deals[currency][at], owns.get(currency, amounts[currency])[at], amounts[currency][at]) for at in (0, 1)
        )
        for currency in deals
        if any(deals[currency])
    }


def _factors_of(won: _Won, other: _Won) -> tuple[Decimal, Decimal, Decimal]:
    """Deals, own money of an average one, and the rate; of a side without any, what the other side has."""
    sized = won if won.deals else other
    rated = won if won.own else other
    return won.deals, sized.own / sized.deals, rated.converted / rated.own if rated.own else _ONE


def _split(pairs: Iterable[_Pair]) -> tuple[Literal["log_mean", "shapley"], list[Decimal]]:
    """Parts of all currencies together."""
    totals, method = [_ZERO] * len(PARTS), "log_mean"
    for now, before in pairs:
        found = split_change(_factors_of(now, before), _factors_of(before, now), _POWERS)
        if found is not None:
            totals = [total + part for total, part in zip(totals, found.parts, strict=True)]
            method = "shapley" if found.method == "shapley" else method
    return method, totals  # type: ignore[return-value]


def _noise(look: _Look, pairs: Mapping[str | None, _Pair]) -> list[tuple[float, float] | None]:
    """Where the parts plausibly lie by chance: deals are drawn again, exchange rates are what they were."""
    if look.draws is None:
        return [None] * len(PARTS)
    drawn: list[list[list[float]]] = []
    records = [0, 0]
    for group in look.grid.groups:
        pair = pairs.get(group.labels.get("currency"))
        if pair is None:
            continue
        columns = []
        for at, period in enumerate(look.periods):
            deals, amounts = (look.draws.values(name, look.numbers, period, group) for name in (_COUNT, _AMOUNT))
            records[at] += look.draws.records(_COUNT, look.numbers, period, group)
            columns.append(_drawn_factors(deals, amounts, _factors_of(pair[at], pair[1 - at])))
        drawn.append(drawn_parts(columns[0], columns[1], _POWERS))
    if not drawn or len({len(each) for each in drawn}) != 1:
        return [None] * len(PARTS)
    sums = [[sum(each[draw][place] for each in drawn) for draw in range(len(drawn[0]))] for place in range(len(PARTS))]
    return [percentile_interval(each, min(records)) for each in sums]


def _drawn_factors(deals: Column, amounts: Column, seen: tuple[Decimal, Decimal, Decimal]) -> list[Column]:
    """Deals, size and rate in each draw; where none was drawn, the size is that of the records."""
    _, size, rate = seen
    pairs = zip(amounts, deals, strict=True)
    sizes: Column = [amount / deal / rate if amount is not None and deal and rate else size for amount, deal in pairs]
    return [deals, sizes, [rate] * len(deals)]


def _factors(
    pairs: Mapping[str | None, _Pair], parts: Sequence[Decimal], noise: Sequence[tuple[float, float] | None]
) -> tuple[FactorChange, ...]:
    """The three factors; sizes at the rates of the period before, and rates as an index to it."""
    now, before = ([pair[at] for pair in pairs.values()] for at in (0, 1))
    deals, deals_before = (sum((won.deals for won in side), _ZERO) for side in (now, before))
    amount, amount_before = (sum((won.converted for won in side), _ZERO) for side in (now, before))
    steady = sum((one.own * _factors_of(other, one)[2] for one, other in pairs.values()), _ZERO)
    values = (
        ("count", deals_before, deals),
        ("money", amount_before / deals_before if deals_before else _ZERO, steady / deals if deals else _ZERO),
        ("ratio", _ONE, amount / steady if steady else _ONE),
    )
    return tuple(
        FactorChange(
            written=name,
            power=1,
            unit=unit,
            earlier=earlier,
            later=later,
            part=part,
            low=None if bounds is None else Decimal(f"{bounds[0]:.6g}"),
            high=None if bounds is None else Decimal(f"{bounds[1]:.6g}"),
        )
        for name, (unit, earlier, later), part, bounds in zip(PARTS, values, parts, noise, strict=True)
    )
