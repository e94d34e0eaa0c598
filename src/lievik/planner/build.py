"""From a request to a plan: which readings, which measures, which periods, which scans.

Pure. What cannot be computed stays in the plan with the reason, so that every door can say what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import DimensionError, RequestError, UnknownNameError
from lievik.model.facts import Facts
from lievik.model.formula import names_in
from lievik.model.metric import Reading
from lievik.model.periods import Period
from lievik.model.request import CURRENCY_POLICIES, Filter, MetricRequest
from lievik.planner.period_need import looks_back, narrowed
from lievik.planner.period_plan import PeriodNeeds, index_of, known_until, plan_periods
from lievik.planner.plan import Plan, PlannedReading, Restriction, Shape
from lievik.planner.reading_plan import Draft, plan_reading
from lievik.planner.rewrites import Known, rewrite
from lievik.planner.states_read import with_states
from lievik.planner.tallies import tally


def build(request: MetricRequest, catalogue: Catalogue, facts: Facts) -> Plan:
    """Plan how a request is answered.

    Raises:
        UnknownNameError: a metric, variant, dimension, parameter or currency policy is not there.
        DimensionError: none of the metrics can be split or filtered that way.
    """
    draft = _draft(request, catalogue, with_states(facts))
    readings = {reading.full_name: plan_reading(reading, draft) for reading in _wanted(request, catalogue)}
    _refuse_hopeless(request, readings, draft)
    needs = PeriodNeeds(
        before=any(looks_back(planned.reading, "unit") for planned in readings.values()),
        year_before=any(looks_back(planned.reading, "year") for planned in readings.values()),
        comparison=request.comparison,
    )
    periods, asked = plan_periods(request.periods, needs, request.as_of, request.fiscal)
    index = index_of(periods)
    scans = rewrite(tuple(draft.scans.values()), Known(facts=draft.facts, currency=draft.currency, index=index))
    scans, readings = tally(scans, readings)
    if not draft.keys:
        # of a group that stands in no other period something is told all the same
        scans = narrowed(scans, readings.values(), asked, len(periods))
    draft.values |= _period_values(periods, request.as_of)
    return Plan(
        shape=Shape(
            scans=scans,
            keys=draft.keys,
            period_count=len(periods),
            index=index,
            has_totals=request.totals and bool(draft.keys) and request.currency_policy != "per_currency",
        ),
        periods=periods,
        asked=asked,
        metrics=request.metrics,
        readings=readings,
        values=draft.values,
        as_of=request.as_of,
        currency=draft.currency,
        facts=facts,
    )


def _period_values(periods: Sequence[Period], as_of: date) -> dict[str, object]:
    """What is bound of the periods: the days of each, and of all together."""
    values: dict[str, object] = {}
    for number, period in enumerate(periods):
        values |= {f"start_{number}": period.start, f"end_{number}": period.end}
    if periods:
        first, last = periods[0], periods[-1]
        values |= {
            "first_on": first.start,
            "end_on": last.end,
            "known_until": known_until(last.end, as_of),
            "first_year": first.start.year,
            "first_month": first.start.month,
        }
    return values


def _draft(request: MetricRequest, catalogue: Catalogue, facts: Facts) -> Draft:
    """Look everything up that the request names."""
    if request.currency_policy and request.currency_policy not in CURRENCY_POLICIES:
        raise UnknownNameError("currency policy", request.currency_policy, CURRENCY_POLICIES)
    currency = request.currency or facts.currency
    values: dict[str, object] = {"as_of": request.as_of, "tomorrow": request.as_of + timedelta(days=1)}
    values["currency"] = currency
    keys = [catalogue.dimension(name) for name in request.dimensions]
    if request.currency_policy == "per_currency" and "currency" not in request.dimensions:
        keys.append(catalogue.dimension("currency"))
    filters = (*request.filters, *(request.scope or ()))
    return Draft(
        request=request,
        catalogue=catalogue,
        facts=facts,
        keys=tuple(keys),
        restrictions=tuple(_restriction(found, number, catalogue, values) for number, found in enumerate(filters)),
        scope=tuple(catalogue.dimension(found.dimension) for found in request.scope or ()),
        values=values,
        currency=currency,
    )


def _restriction(found: Filter, number: int, catalogue: Catalogue, values: dict[str, object]) -> Restriction:
    """Bind a filter's values, or the ids they stand for."""
    said = tuple(value for value in found.values if value)
    names = []
    for position, value in enumerate(said if found.ids is None else found.ids):
        names.append(f"filter_{number}_{position}")
        values[names[-1]] = value
    return Restriction(
        dimension=catalogue.dimension(found.dimension),
        names=tuple(names),
        has_none="" in found.values,
        are_ids=found.ids is not None,
        said=said,
    )


def _wanted(request: MetricRequest, catalogue: Catalogue) -> list[Reading]:
    """Every reading of the request, with those beside a metric where wanted; parameters are checked against them."""
    wanted: dict[str, Reading] = {}
    for name in request.metrics:
        reading = catalogue.reading(name)
        wanted[name] = reading
        if request.has_beside and not reading.variant:
            metric = catalogue.metric(reading.metric)
            wanted |= {f"{metric.name}:{beside}": metric.readings[beside] for beside in metric.beside}
    known = {parameter for reading in wanted.values() for parameter in reading.parameters}
    for parameter in request.parameters:
        if parameter not in known:
            raise UnknownNameError("parameter", parameter, known)
    return list(wanted.values())


def _refuse_hopeless(request: MetricRequest, readings: Mapping[str, PlannedReading], draft: Draft) -> None:
    """Refuse a request none of whose metrics can be split or filtered that way."""
    if not request.metrics:
        raise RequestError("No metric was asked for.", "Name one, or see them all with 'lievik metrics'.")
    if any("no_such_dimension" not in readings[name].missing for name in request.metrics):
        return
    first = request.metrics[0]
    dimension = readings[first].missing["no_such_dimension"][0]
    measures, dimensions = draft.catalogue.measures, draft.catalogue.dimensions
    named = [name.name for name in names_in(draft.catalogue.reading(first).formula)]
    tables = [measures[name].table for name in named if name in measures]
    lacking = next((table for table in tables if table not in dimensions[dimension].through), tables[0])
    raise DimensionError(first, dimension, lacking, draft.catalogue.dimensions_of(first))
