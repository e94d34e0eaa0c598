"""A group's quota, pipeline and the company's past → every way to say whether it is enough, each with its reason.

Pure. Where metrics have an answer it is theirs; there is never a 0 for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from lievik.model.coverage import CoverageKind, CoverageNumber, CoverageVerdict
from lievik.model.periods import Period
from lievik.model.result import Interval, MetricResult
from lievik.questions.earlier_looks import Standing, is_over, week_day
from lievik.questions.needed import FEWEST_PERIODS, Past

REACHED: Final = "pipeline_coverage:reached"
"""What was won, over the whole quota: it has both, whether the period is over or not."""

_TO_GO: Final = "pipeline_coverage"
_WEIGHTED: Final = "weighted"
_FEWEST: Final = 10
"""Deals below which a rate is shown as counts."""


Metrics = Mapping[str, MetricResult]
"""Full name -> result, of one group."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What stood in the pipeline of one group, or of the whole.

    Attributes:
        now: at the end of the as-of day; none where the period is over.
        start: of the chosen week.
    """

    period: Period
    as_of: date
    week: int
    now: Standing | None
    start: Standing
    is_whole: bool

    def open_now(self, to_go: MetricResult | None) -> tuple[Decimal | None, int]:
        """Open amount and deals: the metric's, else what stood, where the metric lacks a quota."""
        if to_go is not None and to_go.numerator is not None:
            return to_go.numerator, int(to_go.n or 0)
        return (None, 0) if self.now is None else (self.now.amount, self.now.deals)


def numbers_of(
    group: Group, metrics: Metrics, past: Past, win_rate: MetricResult | None
) -> dict[CoverageKind, CoverageNumber]:
    """Every number of a group; what was needed and the win rate are the whole company's."""
    to_go = _to_go(metrics, past)
    found = [to_go, _starting(group, metrics, past), _weighted(group, to_go, past), _by_probability(metrics)]
    if group.is_whole:
        found += [_needed(past, is_start=False), _needed(past, is_start=True), _by_win_rate(win_rate)]
    return {number.kind: number for number in found}


def _to_go(metrics: Metrics, past: Past) -> CoverageNumber:
    """Open amount over what is left of the quota: the metric itself."""
    number = _of_metric("to_go", metrics.get(_TO_GO))
    return replace(number, verdict=_verdict(number.value, (found.needed for found in past.periods)))


def _by_probability(metrics: Metrics) -> CoverageNumber:
    """The metric's own weighing, by the chance that the CRM gives each deal."""
    to_go = metrics.get(_TO_GO)
    return _of_metric("by_probability", to_go.beside.get(_WEIGHTED) if to_go else None)


def _of_metric(kind: CoverageKind, result: MetricResult | None) -> CoverageNumber:
    """A metric's result; a quota that the period lacks is named as what is missing."""
    if result is None:
        return CoverageNumber(kind=kind, value=None, status="undefined", reason="nobody_has_a_quota")
    is_without = result.value is None and result.reason in {"no_value", ""}
    return CoverageNumber(
        kind=kind,
        value=result.value,
        status=result.status,
        reason="nobody_has_a_quota" if is_without else result.reason,
        reason_facts=result.reason_facts,
        notes=result.notes,
        numerator=result.numerator,
        denominator=result.denominator,
        n=None if result.n is None else int(result.n),
    )


def _starting(group: Group, metrics: Metrics, past: Past) -> CoverageNumber:
    """What stood in the chosen week, over the whole quota."""
    reached = metrics.get(REACHED)
    quota = reached.denominator if reached else None
    bare = CoverageNumber(
        kind="starting", value=None, status="undefined", numerator=group.start.amount, n=group.start.deals
    )
    if quota == 0:
        return replace(bare, reason="zero_denominator")
    if quota is None:
        return replace(_of_metric("starting", reached), value=None, numerator=bare.numerator, n=bare.n)
    value = group.start.amount / quota
    found = replace(bare, value=value, denominator=quota, status="ok")
    if group.as_of < group.period.start:
        return replace(found, status="immature", reason="not_begun")
    if group.as_of < week_day(group.period, group.week):
        return replace(found, status="immature", reason="week_not_reached", reason_facts={"week": str(group.week)})
    return replace(found, verdict=_verdict(value, (past.needed_at_start for past in past.periods)))


def _weighted(group: Group, to_go: CoverageNumber, past: Past) -> CoverageNumber:
    """Open amount, counted by what part of such was won in earlier periods, over what is left of the quota."""
    bare = CoverageNumber(kind="weighted", value=None, status=to_go.status, n=past.conversion.deals)
    if to_go.value is None:
        return replace(bare, reason=to_go.reason, reason_facts=to_go.reason_facts)
    if is_over(group.period, group.as_of):
        return replace(bare, status="undefined", reason="period_over")
    share, interval = past.conversion.share, past.conversion.interval
    if share is None or interval is None or past.conversion.periods < FEWEST_PERIODS:
        return replace(bare, status="undefined", reason="few_units", reason_facts=_few(past.conversion.periods))
    is_few = past.conversion.deals < _FEWEST
    left = to_go.denominator
    return replace(
        bare,
        value=to_go.value * share,
        status="insufficient" if is_few else to_go.status,
        reason="few_records" if is_few else to_go.reason,
        reason_facts={"min_n": str(_FEWEST)} if is_few else to_go.reason_facts,
        numerator=None if to_go.numerator is None else (to_go.numerator * share).quantize(Decimal("0.01")),
        denominator=left,
        interval=Interval(low=to_go.value * interval.low, high=to_go.value * interval.high, method="wilson"),
    )


def _needed(past: Past, *, is_start: bool) -> CoverageNumber:
    """What the company in fact needed: all that stood over all that was won."""
    kind: CoverageKind = "needed_at_start" if is_start else "needed"
    kept = [found for found in past.periods if (found.needed_at_start if is_start else found.needed) is not None]
    ratios = [(found.needed_at_start if is_start else found.needed) or Decimal(0) for found in kept]
    bare = CoverageNumber(kind=kind, value=None, status="undefined", n=len(kept))
    if past.periods and not is_start and past.periods[0].day is None:
        return replace(bare, reason="period_over")
    if len(kept) < FEWEST_PERIODS:
        return replace(bare, reason="few_units", reason_facts=_few(len(kept)))
    above = sum(((found.start_amount if is_start else found.amount) or Decimal(0) for found in kept), Decimal(0))
    below = sum((found.won if is_start else found.won_after for found in kept), Decimal(0))
    return replace(
        bare,
        value=above / below,
        status="ok",
        numerator=above,
        denominator=below,
        lowest=min(ratios),
        highest=max(ratios),
    )


def _by_win_rate(result: MetricResult | None) -> CoverageNumber:
    """1 over the win rate."""
    bare = CoverageNumber(kind="by_win_rate", value=None, status="undefined")
    if result is None:
        return replace(bare, reason="few_units", reason_facts=_few(0))
    above, below = result.denominator, result.numerator
    bare = replace(
        bare,
        status=result.status,
        reason=result.reason,
        reason_facts=result.reason_facts,
        notes=result.notes,
        numerator=above,
        denominator=below,
        n=None if result.n is None else int(result.n),
    )
    if not above or not below:
        return replace(bare, reason=result.reason or "zero_denominator")
    interval = result.interval
    turned = None
    if interval is not None and interval.low > 0:
        turned = Interval(low=1 / interval.high, high=1 / interval.low, method=interval.method)
    return replace(bare, value=above / below, interval=turned)


def _verdict(value: Decimal | None, needed: Iterable[Decimal | None]) -> CoverageVerdict:
    """Where a coverage lies against what was needed; empty where too little of that is known."""
    known = [found for found in needed if found is not None]
    if value is None or len(known) < FEWEST_PERIODS:
        return ""
    return "below" if value < min(known) else "above" if value > max(known) else "within"


def _few(found: int) -> dict[str, str]:
    return {"units": str(FEWEST_PERIODS), "found": str(found)}
