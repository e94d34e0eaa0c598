"""A metric → every reading of it side by side, and why two of them are two numbers, record by record, adding up.

Pure. Three statements for a gap whatever the number of deals; only the records that move it most come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import RequestError, UnknownNameError
from lievik.insight.gap_rows import GapRows
from lievik.insight.reading_gap import weights_of
from lievik.model.facts import Facts
from lievik.model.metric import Metric
from lievik.model.metric_table import MetricTable
from lievik.model.reading_gap import ReadingGap, VariantsAnswer
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.planner.gap_sql import GapSQL
from lievik.planner.gap_terms import terms_of
from lievik.planner.plan import Plan
from lievik.planner.request_words import Said
from lievik.planner.statement import Statement

_TWO: Final = 2


class Company(Protocol):
    """Whoever reads what people type, plans it, answers, and runs statements of a question's own."""

    @property
    def catalogue(self) -> Catalogue:
        """Its definitions."""
        ...

    @property
    def facts(self) -> Facts:
        """What its tables hold."""
        ...

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question."""
        ...

    def ask(self, request: MetricRequest) -> MetricTable:
        """Answer it."""
        ...

    def plan(self, request: MetricRequest) -> Plan:
        """Plan how it is answered."""
        ...

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement."""
        ...


@dataclass(frozen=True, kw_only=True)
class Comparing:
    """Which readings are set against each other.

    Attributes:
        between: two, each by the name of its variant, its full name, or the metric's own; none for the first against
            each other one of its unit.
        most: so many records of each gap are listed, the largest first; none for all.
    """

    between: Sequence[str] = ()
    most: int | None = 20


def variants(
    company: Company, metric: str, comparing: Comparing, said: Said, as_of: str | date | None = None
) -> VariantsAnswer:
    """Set the readings of a metric side by side.

    Args:
        company: whose numbers.
        metric: its name; with a variant, that one is set against the others.
        comparing: which of them.
        said: period, where, currency.
        as_of: answers are as of the end of this day.

    Raises:
        UnknownNameError: there is no such metric or reading.
        RequestError: it is not two readings that are named, or the question cannot be answered as it was asked.
    """
    if said.get("currency_policy") == "per_currency":
        raise RequestError("Readings are set side by side in one currency.", "Leave out per_currency.")
    base = company.catalogue.reading(metric)
    found = company.catalogue.metric(base.metric)
    names = _names(found)
    pairs = _pairs(found, base.full_name, comparing.between)
    request = company.request(names, {**said, "grain": "", "by": "", "compare": ""}, as_of)
    results = {result.full_name: result for result in company.ask(request)}
    if not comparing.between:
        unit = results[base.full_name].unit
        pairs = [(a, b) for a, b in pairs if results[b].unit == unit]
    gap = _Gaps(company=company, request=request, most=comparing.most)
    return VariantsAnswer(
        metric=found.name,
        period=request.periods[0],
        as_of=request.as_of,
        currency=request.currency or company.facts.currency,
        readings=tuple(results.values()),
        gaps=tuple(gap.between(results[a], results[b]) for a, b in pairs),
        is_chosen=bool(comparing.between),
    )


def _names(metric: Metric) -> tuple[str, ...]:
    return tuple(reading.full_name for reading in metric.readings.values())


def _pairs(metric: Metric, base: str, between: Sequence[str]) -> list[tuple[str, str]]:
    """Which readings are set against each other."""
    if not between:
        return [(base, name) for name in _names(metric) if name != base]
    if len(between) != _TWO:
        raise RequestError("A gap is between two readings.", f"Name two, as in --between {metric.name},VARIANT.")
    a, b = (_full_name(metric, name) for name in between)
    if a == b:
        raise RequestError(f"'{between[0]}' and '{between[1]}' are the same reading.", "Name two different ones.")
    return [(a, b)]


def _full_name(metric: Metric, name: str) -> str:
    """Full name of a reading, however it was named."""
    variant = "" if name == metric.name else name.removeprefix(f"{metric.name}:")
    if variant not in metric.readings:
        raise UnknownNameError("reading", name, [metric.name, *(known for known in metric.readings if known)])
    return metric.readings[variant].full_name


@dataclass(frozen=True, kw_only=True)
class _Gaps:
    """Tells gaps between readings of one request."""

    company: Company
    request: MetricRequest
    most: int | None

    def between(self, a: MetricResult, b: MetricResult) -> ReadingGap:
        """Tell the gap between two readings, or why it cannot be told record by record."""
        difference = None if a.value is None or b.value is None else b.value - a.value
        gap = ReadingGap(a=a.full_name, b=b.full_name, difference=difference)
        if a.unit != b.unit:
            return replace(gap, difference=None, no_gap="other_unit")
        if difference is None:
            return replace(gap, no_gap="no_value")
        names = (a.full_name, b.full_name)
        plan = self.company.plan(self.company.catalogue.narrowed(replace(self.request, metrics=names)))
        first = terms_of(plan, plan.readings[a.full_name], plan.asked[0], "a")
        second = terms_of(plan, plan.readings[b.full_name], plan.asked[0], "b")
        for terms in (first, second):
            if isinstance(terms, str):
                return replace(gap, no_gap=terms)
        if isinstance(first, str) or isinstance(second, str) or (first.divisor is None) != (second.divisor is None):
            return replace(gap, no_gap="sum_and_ratio")
        is_weighed = first.divisor != second.divisor
        sql = GapSQL(plan=plan, terms=(*first.terms, *second.terms), is_weighed=is_weighed)
        return self._told(replace(gap, is_weighed=is_weighed), sql, is_ratio=first.divisor is not None)

    def _told(self, gap: ReadingGap, sql: GapSQL, *, is_ratio: bool) -> ReadingGap:
        """Ask for the groups, share the gap out, and ask for the records that move it most."""
        statement = sql.groups()
        rows = GapRows(self.company.run(statement), sql)
        a, b = rows.totals("a", is_ratio=is_ratio), rows.totals("b", is_ratio=is_ratio)
        if any(side.below is not None and side.below <= 0 for side in (a, b)):
            return replace(gap, no_gap="no_value")
        weights = weights_of(a, b, is_weighed=gap.is_weighed)
        groups = rows.groups(weights)
        listed = self.company.run(sql.largest(vars(weights), self.most)) if groups and self.most != 0 else []
        return replace(gap, groups=groups, alike=rows.alike, records=rows.records(listed, weights), sql=statement.sql)
