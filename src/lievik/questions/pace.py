"""A request of a period that still runs → what was reached of the quota, against the shape of the company's past units.

Pure. Never linear: a company that books at the end of the quarter is not behind in its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from lievik.insight.amounts import sum_interval
from lievik.model.periods import Period, period_of, previous_period
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.model.team import Pace, PaceVerdict
from lievik.questions.asking import Ask, answers, asked_by

FEWEST_UNITS: Final = 4
"""Past units without which there is no shape."""

_MOST_UNITS: Final = 8
_WON: Final = "total_revenue"
_QUOTA: Final = "quota_attainment_rate:effective_attainment"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Parts of past units that were won by the same part of their days; `together` weighs them by what was won."""

    shares: tuple[Decimal, ...]
    together: Decimal
    currency: str


def pace(request: MetricRequest, ask: Ask, unit: float = 0.0) -> Pace | None:
    """Say how a period runs; none for one that is over, has not begun, or is no unit.

    Expected = effective quota × share of their won amount that past units had by the same part of their days;
    pace = credited ÷ expected. The shape is the whole company's, the quota that of whoever the request's filters name.

    Args:
        request: of one period.
        ask: answers requests.
        unit: of one rep's deals, see `insight.amounts.sum_unit`; 0 where there are enough of them. With it, a rep is
            ahead or behind only where the interval of what was credited says so too.
    """
    period, as_of = request.periods[0], request.as_of
    if period.grain is None:
        return None
    whole = period_of(period.start, period.grain, request.fiscal if period.is_fiscal else None)
    if not whole.start <= as_of < whole.end - timedelta(days=1):
        return None
    reached = ask(asked_by(request, [_QUOTA], [whole], ())).rows[0]
    if not reached.denominator or reached.numerator is None:
        return Pace(period=whole, reason=reached.reason or "nobody_has_a_quota", facts=reached.reason_facts)
    shape = _shape(request, ask, whole)
    bare = Pace(period=whole, credited=reached.numerator, quota=reached.denominator, currency=shape.currency)
    if len(shape.shares) < FEWEST_UNITS or not shape.together:
        facts = {"units": str(FEWEST_UNITS), "found": str(len(shape.shares))}
        return replace(bare, units=len(shape.shares), reason="few_units", facts=facts)
    return _paced(bare, (reached.numerator, reached.denominator), shape, unit)


def _paced(bare: Pace, reached: tuple[Decimal, Decimal], shape: Shape, unit: float) -> Pace:
    """Hold what was credited against what was to be expected of the quota."""
    credited, quota = reached
    lowest, highest = min(shape.shares), max(shape.shares)
    low, high = sum_interval(float(credited), unit) if unit else (float(credited), float(credited))
    verdict: PaceVerdict = "on_course"
    if low > quota * highest:
        verdict = "ahead"
    elif high < quota * lowest:
        verdict = "behind"
    expected = quota * shape.together
    return replace(
        bare,
        share=shape.together,
        lowest=lowest,
        highest=highest,
        units=len(shape.shares),
        expected=expected,
        pace=credited / expected,
        verdict=verdict,
    )


def _shape(request: MetricRequest, ask: Ask, unit: Period) -> Shape:
    """The shape of the last units; the first one with data may lack its beginning, and is left out."""
    past = [unit]
    for _ in range(_MOST_UNITS + 1):
        past.insert(0, previous_period(past[0], request.fiscal))
    passed = Decimal((request.as_of - unit.start).days + 1) / unit.days
    cuts = [_cut(period, passed) for period in past[:-1]]
    whole = replace(request, filters=(), scope=request.scope)
    found = answers(ask(replace(asked_by(whole, [_WON], [*past[:-1], *cuts], ()), has_beside=False)))
    pairs = [(found[(), _WON, cut], found[(), _WON, period]) for cut, period in zip(cuts, past[:-1], strict=True)]
    return _shape_of(pairs)


def _shape_of(pairs: Sequence[tuple[MetricResult, MetricResult]]) -> Shape:
    """The shape of units, each with what was won in its first days and in all of them."""
    sold = [(part.value or Decimal(0), whole.value) for part, whole in pairs if whole.value and whole.value > 0]
    kept = sold[-min(len(sold) - 1, _MOST_UNITS) :] if len(sold) > 1 else []
    total = sum((whole for _, whole in kept), Decimal(0))
    together = sum((part for part, _ in kept), Decimal(0)) / total if total else Decimal(0)
    currency = next((whole.currency for _, whole in pairs), "")
    return Shape(shares=tuple(part / whole for part, whole in kept), together=together, currency=currency)


def _cut(period: Period, passed: Decimal) -> Period:
    """The same part of a unit's days, at least one."""
    days = max(int((period.days * passed).to_integral_value()), 1)
    if days >= period.days:
        return period
    return replace(period, end=period.start + timedelta(days=days), is_cut=True)
