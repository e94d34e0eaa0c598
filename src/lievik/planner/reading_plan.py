"""One reading planned: its measures become uses of scans, or what it cannot do without is told.

Pure. Readings of one request share a draft, so that a measure that several of them read is read once.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.model.facts import Facts
from lievik.model.formula import drop_missing, names_in
from lievik.model.metric import Dimension, Exclusion, Measure, Reading
from lievik.model.request import MetricRequest
from lievik.planner.available import missing_for, reads_money
from lievik.planner.one_rep import ALONE, refuse_one_rep, tells_of_reps
from lievik.planner.plan import Bindings, Conversion, PlannedReading, Restriction, Scan, Use
from lievik.planner.row_sql import parameters_of, read_aggregate

_GIVEN: Final = ("as_of", "currency", "period_start", "period_end", "period_week_3")
"""Parameters that every statement has without a definition naming them."""


_CREDITED: Final = frozenset({"owner_month", "owner_progress", "forecast_call"})
"""Tables in which deals stand converted into the workspace's currency already."""

_INTERVALS: Final = {"order_statistic": "median", "kaplan_meier": "lifetime"}
"""How uncertainty is worked out -> the aggregate whose bounds the statement gives."""


@dataclass
class Draft:
    """What is collected while the readings of one request are planned."""

    request: MetricRequest
    catalogue: Catalogue
    facts: Facts
    keys: tuple[Dimension, ...]
    restrictions: tuple[Restriction, ...]
    scope: tuple[Dimension, ...]
    values: dict[str, object]
    currency: str
    scans: dict[tuple[str, Bindings, Conversion | None, tuple[Exclusion, ...]], Scan] = field(default_factory=dict)


def plan_reading(reading: Reading, draft: Draft) -> PlannedReading:
    """Plan one reading: its measures become scans, or what is missing is told."""
    parameters = _parameter_values(reading, draft.request.parameters)
    measures = draft.catalogue.measures

    def is_missing(name: str) -> bool:
        return name in measures and bool(missing_for(measures[name], draft.facts, (), ()))

    def is_certain(name: str) -> bool:
        return name not in measures or measures[name].empty is not None

    formula = drop_missing(reading.formula, is_missing, is_certain)
    needed = [name.name for name in names_in(formula)]
    counted = [name.name for name in names_in(reading.count)] if reading.count else []
    matures = [reading.matures_after] if reading.matures_after in measures else []
    if any(_cannot_be_split(measures[name], draft) for name in counted if name in measures and name not in needed):
        # a number that can be split is not withheld because what it rests on cannot be
        reading, counted = replace(reading, count=None), []
    covering = [name.name for name in names_in(reading.cover)] if reading.cover else []
    apart = (
        [ALONE] if draft.request.is_team_only and tells_of_reps(measures[n] for n in needed if n in measures) else []
    )
    names = list(dict.fromkeys(name for name in (*needed, *counted, *covering, *matures, *apart) if name in measures))
    missing = _missing(reading, [n for n in names if n not in matures or n in needed], needed, parameters, draft)
    if apart:
        refuse_one_rep(reading.full_name, (*draft.keys, *(restriction.dimension for restriction in draft.restrictions)))
    planned = replace(reading, formula=formula)
    if missing:
        return PlannedReading(reading=planned, columns={}, missing=missing, notes=(), parameters=parameters)
    names = [name for name in names if not is_missing(name)]
    uses = {name: _use(measures[name], reading, parameters, draft) for name in names}
    return PlannedReading(
        reading=planned,
        columns={name: use.column for name, use in uses.items()},
        missing={},
        notes=_notes(uses.values(), draft),
        parameters=parameters,
        looks_ahead=any(measures[name].looks_ahead for name in names),
        is_until_over=any(measures[name].is_until_over for name in names),
        is_monthly=any(measures[name].is_monthly for name in names),
        is_team_only=bool(apart),
    )


def _parameter_values(reading: Reading, given: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Values of a reading's parameters: what the request sets, else what the definition says."""
    values = {name: given.get(name, parameter.value) for name, parameter in reading.parameters.items()}
    # A value of none is a parameter that the company has to set first.
    return {name: value for name, value in values.items() if value is not None}


def _missing(
    reading: Reading, names: Iterable[str], needed: Iterable[str], parameters: Mapping[str, Decimal], draft: Draft
) -> dict[str, tuple[str, ...]]:
    """What a reading cannot do without and does not have, by reason; one kind of reason at a time."""
    unset = tuple(name for name in needed if name in reading.parameters and name not in parameters)
    if unset:
        return {"missing_parameter": unset}
    found: dict[str, list[str]] = {}
    dimensions = (*draft.keys, *(restriction.dimension for restriction in draft.restrictions))
    for name in names:
        gaps = missing_for(draft.catalogue.measures[name], draft.facts, dimensions, draft.scope)
        for reason, what in gaps.items():
            found.setdefault(reason, []).extend(what)
    for reason in ("missing_table", "missing_column", "out_of_scope", "no_such_dimension"):
        if reason in found:
            return {reason: tuple(dict.fromkeys(found[reason]))}
    return {}


def _cannot_be_split(measure: Measure, draft: Draft) -> bool:
    """Whether a measure does not know a dimension of the request."""
    dimensions = (*draft.keys, *(restriction.dimension for restriction in draft.restrictions))
    return "no_such_dimension" in missing_for(measure, draft.facts, dimensions, draft.scope)


def _use(measure: Measure, reading: Reading, parameters: Mapping[str, Decimal], draft: Draft) -> Use:
    """Find or make the scan that reads a measure for a reading."""
    conversion = _conversion(measure, reading, draft)
    conditions = _conditions(measure, conversion, parameters, draft)
    pieces = [measure.value, measure.where, measure.base_where, *measure.each.values()]
    pieces += [found.when for found in conditions]
    wanted = sorted({name for sql in pieces for name in parameters_of(sql)})
    bindings = tuple((name, _bound(name, parameters, draft)) for name in wanted if not name.startswith("period_"))
    has_interval = draft.request.intervals and _INTERVALS.get(reading.interval) == read_aggregate(measure.value).kind
    key = (measure.name, bindings, conversion, tuple(conditions))
    if key in draft.scans:
        known = draft.scans[key].uses[0]
        if has_interval and not known.has_interval:
            draft.scans[key] = replace(draft.scans[key], uses=(replace(known, has_interval=True),))
        return known
    column = _free_name(measure.name, {scan.uses[0].column for scan in draft.scans.values()})
    use = Use(
        measure=measure,
        column=column,
        bindings=bindings,
        conditions=tuple(conditions),
        has_interval=has_interval,
    )
    draft.scans[key] = Scan(
        measure=measure,
        uses=(use,),
        keys=draft.keys if measure.reach != "all" else (),
        restrictions=draft.restrictions,
        is_split=bool(draft.keys or draft.restrictions),
        conversion=conversion,
    )
    return use


def _conditions(
    measure: Measure, conversion: Conversion | None, parameters: Mapping[str, Decimal], draft: Draft
) -> list[Exclusion]:
    """Reasons that apply to a measure: those switched on whose column is filled at all, and missing rates."""
    names = [*measure.without, *(["no_rate"] if conversion is not None else [])]
    found = [draft.catalogue.exclusions[name] for name in names]
    return [
        reason
        for reason in found
        if (not reason.needs or draft.facts.has_values(measure.table, reason.needs))
        and (not reason.only_if or parameters[reason.only_if])
    ]


def _conversion(measure: Measure, reading: Reading, draft: Draft) -> Conversion | None:
    """How a measure's money is converted: at its own day where it has one that has passed, else at the as-of day."""
    policy = reading.currency_policy or draft.request.currency_policy or "close_date_rate"
    reasons = [draft.catalogue.exclusions[name] for name in measure.without]
    if policy == "per_currency" or not reads_money(measure, reasons):
        return None
    if policy == "fixed_budget_rate":
        return Conversion(kind="budget", by="as_of")
    has_own_day = policy == "close_date_rate" and bool(measure.dated_by) and not measure.looks_ahead
    return Conversion(kind="market", by="row" if has_own_day else "as_of")


def _bound(name: str, parameters: Mapping[str, Decimal], draft: Draft) -> str:
    """Name that a parameter is bound by; one with another value than before gets a name of its own."""
    if name in _GIVEN:
        return name
    value = parameters[name]
    candidate, number = name, 2
    while candidate in draft.values and draft.values[candidate] != value:
        candidate, number = f"{name}_{number}", number + 1
    draft.values[candidate] = value
    return candidate


def _free_name(name: str, taken: set[str]) -> str:
    """A column name that is not taken yet."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _notes(uses: Collection[Use], draft: Draft) -> tuple[str, ...]:
    """What else to know: exclusions whose column is empty, deals not converted at load, who counts as a customer."""
    notes: list[str] = []
    for use in uses:
        for name in use.measure.without:
            exclusion = draft.catalogue.exclusions[name]
            if exclusion.note and not draft.facts.has_values(use.measure.table, exclusion.needs):
                notes.append(exclusion.note)
        if use.measure.table in _CREDITED and draft.facts.has_values("owner_credit", "is_unrated"):
            notes.append("credit_without_rate")
        notes += _customer_notes(use.measure.table, draft.facts)
    if _blends_terms({use.measure.name for use in uses}, draft):
        notes.append("terms_blended")
    return tuple(dict.fromkeys(notes))


def _blends_terms(measures: Container[str], draft: Draft) -> bool:
    """Whether customers of contracts of different terms are put together, whose chances to leave are not the same."""
    dimensions = (*draft.keys, *(restriction.dimension for restriction in draft.restrictions))
    return (
        ("customers_at_start" in measures or "recurring_amount_at_start" in measures)
        and draft.facts.has_values("customer_amount", "is_one_of_several_terms")
        and all(dimension.name != "contract_term" for dimension in dimensions)
    )


def _customer_notes(table: str, facts: Facts) -> Iterator[str]:
    """What was agreed on who is a customer, where it is not what goes without saying."""
    if table not in {"customer", "customer_amount", "first_win"}:
        return
    rule = facts.customers_made_by
    if rule.by == "parent":
        yield "customers_are_parents"
    if table == "first_win":
        return
    if rule.basis != "subscription":
        yield f"customers_by_{rule.basis}"
    if rule.ends != "service_end":
        yield f"customers_end_by_{rule.ends}"
    if rule.grace_days:
        yield "customers_have_grace"
