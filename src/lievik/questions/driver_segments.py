"""A change split over factors → where in the company each factor moved, by one dimension.

Pure. One statement where the whole formula knows the dimension; else one a factor, for those that know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from lievik.errors import DimensionError
from lievik.insight.factor_changes import Look
from lievik.insight.factors import Factor
from lievik.insight.grid import Grid
from lievik.insight.numbers import Numbers
from lievik.insight.segment_changes import segment_changes
from lievik.model.drivers import DriversAnswer, FactorChange, SegmentChange
from lievik.model.formula import as_written, write_formula
from lievik.planner.build import build
from lievik.questions.asking import Company

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue
    from lievik.model.facts import Facts
    from lievik.model.request import MetricRequest
    from lievik.planner.plan import Plan


class Planning(Company, Protocol):
    """A company whose plans can be looked into."""

    @property
    def catalogue(self) -> Catalogue:
        """Its definitions."""
        ...

    @property
    def facts(self) -> Facts:
        """What its tables hold."""
        ...

    def plan(self, request: MetricRequest) -> Plan:
        """Plan how a question is answered."""
        ...

    def fetched(self, plan: Plan) -> tuple[Sequence[str], Sequence[tuple[object, ...]]]:
        """Run a plan: columns and rows."""
        ...


def with_segments(
    company: Planning, request: MetricRequest, factors: Sequence[Factor], found: DriversAnswer
) -> DriversAnswer:
    """Add what each segment adds to the whole and to each factor, unless its segments do not make the whole.

    Raises:
        DimensionError: neither the formula nor any factor can be split that way.
    """
    try:
        shared = _looks(company, request, company.catalogue)
        looks = [shared] * len(factors)
    except DimensionError:
        shared, looks = [], [_looks_of(company, request, factor) for factor in factors]
        if not any(looks):
            raise
    whole, change = _whole(company, request.metrics[0], found)
    pairs = zip(factors if found.factors else (), found.factors, looks if found.factors else (), strict=True)
    changes = tuple(replace(each, segments=_segments(factor, each, own, found)) for factor, each, own in pairs)
    return replace(
        found,
        factors=changes,
        segments=_segments(whole, change, shared, found),
        unsplit=tuple(each.written for each in changes if not each.segments),
    )


def _looks(company: Planning, request: MetricRequest, catalogue: Catalogue) -> list[Look]:
    """The segments of a reading, each looked at as the whole was; none where its numbers are not there.

    Raises:
        DimensionError: it cannot be split that way.
    """
    (metric,), plan = request.metrics, build(request, catalogue, company.facts)
    period = plan.asked[0]
    if plan.readings[metric].missing or period.compared is None:
        return []
    grid = Grid(plan, *company.fetched(plan))
    numbers = Numbers(plan, plan.readings[metric], catalogue, grid)
    return [Look(numbers=numbers, period=period, compared=period.compared, group=group) for group in grid.groups]


def _looks_of(company: Planning, request: MetricRequest, factor: Factor) -> list[Look]:
    """The segments of one factor, as if it were the whole formula; none where it cannot be split that way."""
    catalogue, (name,) = company.catalogue, request.metrics
    metric, _, variant = name.partition(":")
    reading = replace(
        catalogue.reading(name),
        formula=factor.expanded,
        formula_text=write_formula(factor.written, lambda found: found.name),
        count=None,
        cover=None,
        interval="none",
        matures_after="",
    )
    found = catalogue.metric(metric)
    alone = replace(found, readings={**found.readings, variant: reading}, beside=())
    try:
        return _looks(company, request, replace(catalogue, metrics={**catalogue.metrics, metric: alone}))
    except DimensionError:
        return []


def _whole(company: Planning, name: str, found: DriversAnswer) -> tuple[Factor, FactorChange]:
    """The formula as one factor, and its change."""
    reading, result = company.catalogue.reading(name), found.result
    before = result.compared.value if result.compared else None
    assert result.value is not None  # noqa: S101 - told before
    assert before is not None  # noqa: S101 - told before
    change = FactorChange(
        written=reading.formula_text,
        power=1,
        unit=result.unit,
        earlier=before,
        later=result.value,
        part=result.value - before,
    )
    return Factor(as_written(reading.formula_text), reading.formula, 1), change


def _segments(
    factor: Factor, change: FactorChange, looks: Sequence[Look], found: DriversAnswer
) -> tuple[SegmentChange, ...]:
    """What each segment adds to a factor."""
    before = found.result.compared.value if found.result.compared else None
    if found.result.value is None or before is None:
        return ()
    return segment_changes(factor, change, looks, (found.result.value, before))
