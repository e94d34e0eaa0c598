"""A number that is a product of others → what each factor would bring if it were better, and which one is off.

Pure. One statement for all quarters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from lievik.errors import RequestError
from lievik.insight.answer import answer
from lievik.insight.factor_changes import unit_text
from lievik.insight.factors import Factor, factors_of
from lievik.insight.grid import Grid
from lievik.insight.levers import OFF, gain, shortfall, times_better, usual_of_year
from lievik.insight.numbers import Numbers
from lievik.model.formula import Name, as_written, write_formula
from lievik.model.levers import Lever, LeversAnswer, NoLevers
from lievik.model.periods import Grain
from lievik.planner.request_words import last_units
from lievik.questions.asking import quarterly_request
from lievik.questions.driver_segments import Planning

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue
    from lievik.model.facts import Facts
    from lievik.model.request import MetricRequest
    from lievik.model.result import MetricResult
    from lievik.planner.plan import Plan
    from lievik.planner.request_words import Said

VELOCITY: Final = "pipeline_velocity"

_MOST_QUARTERS: Final = 40
_CENT: Final = Decimal("0.01")

_ABOUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "qualified_leads_won / qualified_leads": "win_rate",
        "mean_open_deals": "qualified_leads",
        "days_open_of_closed_deals / closed_deals_with_creation": "sales_cycle_length",
    }
)
"""Factor as written, that is no metric itself -> the metric whose words on what moves it are about the same thing."""


class Known(Planning, Protocol):
    """A company of which it is known what its tables hold."""

    @property
    def facts(self) -> Facts:
        """What its tables hold."""
        ...


@dataclass(frozen=True, kw_only=True)
class _Quarters:
    """A number by quarters, and what its factors are worth in each."""

    results: Sequence[MetricResult]
    factors: Sequence[Factor]
    values: Sequence[Sequence[Decimal | None]]
    units: Sequence[str]

    def settled(self, as_of: date) -> list[bool]:
        """Whether each is over and old enough."""
        return [each.period.end <= as_of + timedelta(days=1) and each.status != "immature" for each in self.results]


def levers(
    company: Known,
    metric: str,
    said: Said,
    as_of: str | date | None = None,
    share: Decimal = Decimal("0.1"),
) -> LeversAnswer:
    """Tell what would move a number, factor by factor.

    Args:
        company: whose number.
        metric: `metric` or `metric:variant`; empty for pipeline velocity.
        said: period (a quarter; left out for the last one that is over and old enough), where, parameters, currency.
        as_of: the answer is as of the end of this day.
        share: how much better each factor is thought to be.

    Raises:
        RequestError: no factor can be better by that, the question is not about one quarter, or it cannot be answered.
    """
    if not share.is_finite() or not 0 < share < 1:
        raise RequestError(
            f"A factor cannot be better by {(share * 100).normalize():f} per cent.",
            "Give more than 0 and less than 100, like 10.",
        )
    request = _request(company, metric or VELOCITY, said, as_of)
    quarters = _quarters(company, request)
    settled = quarters.settled(request.as_of)
    chosen = len(settled) - 1
    if not said.get("period"):
        known = [at for at, each in enumerate(quarters.results) if settled[at] and each.value is not None]
        chosen = known[-1] if known else chosen
    return _told(_up_to(quarters, chosen), settled[: chosen + 1], share, company.catalogue)


def _request(company: Known, metric: str, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question, over all quarters that there may be data of."""
    request = quarterly_request(company, (metric,), {**said, "by": (), "compare": ""}, as_of)
    if len(request.periods) > 1 or request.periods[0].grain is not Grain.QUARTER:
        raise RequestError("What would move a number is told of one quarter.", "Name one, like --period 2026-Q1.")
    begins = company.facts.first_day()
    periods = last_units(request, _MOST_QUARTERS).periods
    kept = [period for period in periods[:-1] if begins is not None and period.start >= begins]
    return replace(request, periods=(*kept, periods[-1]), intervals=False)


def _quarters(company: Known, request: MetricRequest) -> _Quarters:
    """Ask, and take the formula apart as it was planned."""
    (metric,) = request.metrics
    plan: Plan = company.plan(request)
    planned = plan.readings[metric]
    columns, rows = company.fetched(plan)
    results = list(answer(plan, company.catalogue, columns, rows))
    if planned.missing:
        return _Quarters(results=results, factors=(), values=(), units=())
    grid = Grid(plan, columns, rows)
    numbers = Numbers(plan, planned, company.catalogue, grid)
    factors = factors_of(as_written(planned.reading.formula_text), planned.reading.formula)
    return _Quarters(
        results=results,
        factors=factors,
        values=[[numbers.part(f.expanded, period, grid.groups[0]) for period in plan.asked] for f in factors],
        units=[unit_text(factor, numbers, company.catalogue) for factor in factors],
    )


def _up_to(quarters: _Quarters, chosen: int) -> _Quarters:
    """The quarters up to the one that is looked at."""
    end = chosen + 1
    return replace(quarters, results=quarters.results[:end], values=[each[:end] for each in quarters.values])


def _told(quarters: _Quarters, settled: Sequence[bool], share: Decimal, catalogue: Catalogue) -> LeversAnswer:
    """What is said of the last quarter."""
    result = quarters.results[-1]
    found = tuple(_levers(quarters, settled, share, catalogue)) if result.better != "in range" else ()
    return LeversAnswer(
        result=result,
        share=share,
        levers=found,
        off=_off(found),
        quarters=sum(settled),
        unit="money" if result.unit == "money/day" else result.unit,
        reason=_why_not(result, quarters.factors),
    )


def _levers(quarters: _Quarters, settled: Sequence[bool], share: Decimal, catalogue: Catalogue) -> Iterable[Lever]:
    """Each factor; quarters that are not settled are left out of its history."""
    result = quarters.results[-1]
    for factor, values, unit in zip(quarters.factors, quarters.values, quarters.units, strict=True):
        rises = (factor.power > 0) == (result.better == "higher")
        known = [value if is_settled else None for value, is_settled in zip(values, settled, strict=True)]
        times, pairs = times_better(known, share, rises=rises)
        yield Lever(
            written=write_formula(factor.written, lambda name: name.name),
            power=factor.power,
            rises=rises,
            unit=unit,
            value=values[-1],
            gain=None
            if result.value is None
            else _in_quarter(gain(result.value, factor.power, share, rises=rises), result),
            times=times,
            pairs=pairs,
            usual=usual_of_year(known),
            short=shortfall(known, rises=rises),
            advice_of=_advice_of(factor, catalogue),
        )


def _in_quarter(gained: Decimal, result: MetricResult) -> Decimal:
    """What is gained in a quarter: money per day times its days."""
    if result.unit != "money/day":
        return gained
    return (gained * result.period.days).quantize(_CENT, ROUND_HALF_UP)


def _advice_of(factor: Factor, catalogue: Catalogue) -> str:
    """The metric that a factor is: by its name, by its formula, or as it is known to be."""
    written = write_formula(factor.written, lambda name: name.name)
    match factor.written:
        case Name(name) if name in catalogue.metrics:
            return name
    if _ABOUT.get(written, "") in catalogue.metrics:
        return _ABOUT[written]
    alike = (
        metric.name
        for metric in catalogue.ordered()
        for reading in metric.readings.values()
        if reading.formula == factor.expanded
    )
    return next(alike, "")


def _off(found: Iterable[Lever]) -> Lever | None:
    """The factor that is worse than usual by most; none where none is by enough."""
    worst = max((lever for lever in found if lever.short is not None), key=lambda lever: lever.short or 0, default=None)
    return worst if worst is not None and worst.short is not None and worst.short >= OFF else None


def _why_not(result: MetricResult, factors: Sequence[Factor]) -> NoLevers:
    if result.better == "in range":
        return "no_better"
    if not factors and result.status != "not_available":
        return "no_factors"
    return "no_value" if result.value is None else ""
