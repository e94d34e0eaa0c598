"""Rows of a statement become results: values, statuses, intervals, formulas with their numbers in them.

Pure. A result is built when it is looked at, so that a large answer costs only what is read of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, overload

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.grid import Grid, Group
from lievik.insight.intervals import wilson_of
from lievik.insight.numbers import Numbers
from lievik.insight.status import Standing, Support, before_the_number, of_the_number
from lievik.model.formula import Binary, Name, Node, names_in, write_formula
from lievik.model.metric_table import MetricTable
from lievik.model.result import Change, Compared, Excluded, Interval, MetricResult
from lievik.planner.period_plan import known_until
from lievik.planner.plan import Plan, PlannedPeriod, PlannedReading

if TYPE_CHECKING:
    from lievik.insight.moved import Changes, Fetch

Sides = tuple[Decimal | None, Decimal | None]
"""What stands above and below the line of a formula."""


def answer(  # noqa: PLR0913 - what rows are read with
    plan: Plan,
    catalogue: Catalogue,
    columns: Sequence[str],
    rows: Iterable[tuple[object, ...]],
    *,
    sql: str = "",
    fetch: Fetch | None = None,
) -> MetricTable:
    """Turn the rows that a plan's statement gave into results, metric by metric, period by period, group by group.

    Args:
        plan: what was asked.
        catalogue: every definition.
        columns: names of the rows' columns.
        rows: as the database gave them.
        sql: the statement.
        fetch: runs a further plan, for how sure changes are; none leaves that out.
    """
    grid = Grid(plan, columns, rows)
    return MetricTable(
        rows=Answers(plan, catalogue, grid, fetch),
        as_of=plan.as_of,
        dimensions=tuple(key.name for key in plan.shape.keys),
        sql=sql,
    )


class Answers(Sequence[MetricResult]):
    """Results of one plan, each built when it is looked at."""

    def __init__(self, plan: Plan, catalogue: Catalogue, grid: Grid, fetch: Fetch | None = None) -> None:
        self._plan = plan
        self._catalogue = catalogue
        self._grid = grid
        self._fetch = fetch
        self._numbers = {name: Numbers(plan, planned, catalogue, grid) for name, planned in plan.readings.items()}

    def __len__(self) -> int:
        """How many results there are."""
        return len(self._plan.metrics) * len(self._plan.asked) * len(self._grid.groups)

    @overload
    def __getitem__(self, position: int) -> MetricResult: ...
    @overload
    def __getitem__(self, position: slice) -> list[MetricResult]: ...
    def __getitem__(self, position: int | slice) -> MetricResult | list[MetricResult]:
        """Build one result, or several."""
        if isinstance(position, slice):
            return [self[number] for number in range(*position.indices(len(self)))]
        place = range(len(self))[position]
        rest, group = divmod(place, len(self._grid.groups))
        metric, period = divmod(rest, len(self._plan.asked))
        return self._result(self._plan.metrics[metric], self._plan.asked[period], self._grid.groups[group])

    def values(self) -> list[Decimal | None]:
        """Every value in the order of the results, without building them."""
        return [value for name in self._plan.metrics for value in self._numbers[name].values()]

    def _result(self, name: str, period: PlannedPeriod, group: Group) -> MetricResult:
        """Build one result with what stands beside it."""
        planned = self._plan.readings[name].reading
        beside = () if planned.variant else self._catalogue.metric(planned.metric).beside
        known = tuple(variant for variant in beside if f"{name}:{variant}" in self._plan.readings)
        paired = Paired(known, lambda variant: self._bare(f"{name}:{variant}", period, group))
        return self._bare(name, period, group, paired)

    def _bare(
        self, name: str, period: PlannedPeriod, group: Group, beside: Mapping[str, MetricResult] | None = None
    ) -> MetricResult:
        """Build one result."""
        planned = self._plan.readings[name]
        reading = planned.reading
        told: dict[str, Any] = {
            "metric": reading.metric,
            "variant": reading.variant,
            "period": period.period,
            "group": group.labels,
            "unit": reading.unit_text,
            "as_of": self._plan.as_of,
            "definition": self._catalogue.metric(reading.metric).definition,
            "notes": self._notes(planned, period),
            "currency": self._currency(planned, group),
            "parameters": planned.parameters,
            "better": reading.better,
            "beside": beside or {},
        }
        barred = before_the_number(planned, period.period, self._plan.as_of)
        if barred is not None:
            return _without(told, barred)
        return self._filled(told, planned, period, group)

    def _notes(self, planned: PlannedReading, period: PlannedPeriod) -> tuple[str, ...]:
        """What else to know, among it that a period which still runs was compared over the same number of days."""
        looks_back = period.compared is not None or any(name.is_previous for name in names_in(planned.reading.formula))
        is_cut = looks_back and known_until(period.period.end, self._plan.as_of) < period.period.end
        return (*planned.notes, "period_cut") if is_cut else planned.notes

    def _currency(self, planned: PlannedReading, group: Group) -> str:
        """Currency of a result of money: the one asked for, or its group's own where nothing is converted."""
        if planned.reading.unit.money == 0:
            return ""
        columns = set(planned.columns.values())
        is_converted = any(
            scan.conversion is not None for scan in self._plan.shape.scans if columns & {u.column for u in scan.uses}
        )
        return self._plan.currency if is_converted else group.labels.get("currency") or self._plan.currency

    def _filled(
        self, told: dict[str, Any], planned: PlannedReading, period: PlannedPeriod, group: Group
    ) -> MetricResult:
        """Add everything that follows from the numbers."""
        numbers = self._numbers[planned.reading.full_name]
        if numbers.is_hidden(period, group):
            return _without(told, Standing(status="not_available", reason="one_rep"))
        value, reason, names = numbers.outcome(period, group)
        excluded, n = self._excluded(planned, period, group), numbers.count(period, group)
        above, below = sides = _sides(numbers, value, period, group)
        told |= {"excluded": excluded, "n": n, "numerator": above, "denominator": below}
        if value is None:
            return _without(told, Standing(status="undefined", reason=reason, facts={"names": ", ".join(names)}))
        support = Support(
            n=n,
            matures_in=numbers.matures_in(),
            no_rate=excluded.reasons.get("no_rate", 0),
            value=value,
            covered=numbers.covered(period, group),
        )
        stands = of_the_number(planned, period.period, self._plan.as_of, support)
        return MetricResult(
            **told,
            status=stands.status,
            reason=stands.reason,
            reason_facts=stands.facts,
            value=value,
            formula=_with_numbers(planned.reading.formula, numbers, period, group),
            interval=_interval(numbers, sides, period, group),
            compared=self._compared(numbers, support, stands, period, group),
        )

    def _excluded(self, planned: PlannedReading, period: PlannedPeriod, group: Group) -> Excluded:
        """Count the rows left out."""
        reasons: dict[str, int] = {}
        for reason, column in planned.excluded:
            count = int(self._grid.cell(period.number, group, column) or 0)
            if count:
                reasons[reason] = reasons.get(reason, 0) + count
        return Excluded(count=sum(reasons.values()), reasons=reasons)

    def _compared(
        self, numbers: Numbers, support: Support, stands: Standing, period: PlannedPeriod, group: Group
    ) -> Compared | None:
        """The same number for the period compared with."""
        if period.compared is None:
            return None
        other = period.compared.period
        is_barred = before_the_number(numbers.planned, other, self._plan.as_of) is not None
        earlier = None if is_barred else numbers.value(period.compared, group)
        if earlier is None:
            return Compared(period=other, value=None, delta=None, delta_share=None)
        delta = support.value - earlier
        share = delta / earlier if earlier > 0 else None
        judge = partial(self._change, numbers, support, period, group, is_young=stands.status == "immature")
        return Compared(period=other, value=earlier, delta=delta, delta_share=share, judge=judge)

    @cached_property
    def _changes(self) -> Changes | None:
        """What judges changes; none where nothing runs further plans."""
        from lievik.insight.moved import Changes

        return Changes(self._plan, len(self._grid.groups), self._fetch) if self._fetch else None

    def _change(
        self, numbers: Numbers, support: Support, period: PlannedPeriod, group: Group, *, is_young: bool
    ) -> Change | None:
        """Whether a number really moved."""
        from lievik.insight.moved import judged, of_medians, of_shares

        earlier = numbers.value(period.compared, group) if period.compared else None
        if self._changes is None or period.compared is None or earlier is None:
            return None
        now, before = (
            _interval(numbers, _sides(numbers, value, place, group), place, group)
            for value, place in ((support.value, period), (earlier, period.compared))
        )
        method = "bootstrap"
        is_carried = numbers.planned.reading.interval in {"wilson_carried", "kaplan_meier"}
        if now is None or before is None or is_carried:
            found = self._changes.of_amounts(numbers, period, group)
        elif now.method == "wilson":
            found, method = (
                of_shares(numbers.counted(period, group), numbers.counted(period.compared, group)),
                "newcombe",
            )
        else:
            found, method = of_medians(now, support.value, before, earlier), "order_statistic"
        return judged(found, method, (support.n, numbers.count(period.compared, group)), is_young=is_young)


class Paired(Mapping[str, MetricResult]):
    """What stands beside a result, by variant; each built when it is first looked at."""

    def __init__(self, variants: tuple[str, ...], build: Callable[[str], MetricResult]) -> None:
        self._variants = variants
        self._build = build
        self._built: dict[str, MetricResult] = {}

    def __getitem__(self, variant: str) -> MetricResult:
        """Give the result of a variant."""
        if variant not in self._variants:
            raise KeyError(variant)
        if variant not in self._built:
            self._built[variant] = self._build(variant)
        return self._built[variant]

    def __iter__(self) -> Iterator[str]:
        """Go through the variants in order."""
        return iter(self._variants)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._variants)

    def __repr__(self) -> str:
        """Show it as what it holds."""
        return repr(dict(self))


def _sides(numbers: Numbers, value: Decimal | None, period: PlannedPeriod, group: Group) -> Sides:
    """What is divided, and by what; of a measure that adds up, its value alone."""
    top = numbers.planned.reading.formula
    if isinstance(top, Binary) and top.sign == "/":
        return numbers.part(top.left, period, group), numbers.part(top.right, period, group)
    return (value if isinstance(top, Name) and numbers.is_additive(top) else None), None


def _without(told: dict[str, Any], stands: Standing) -> MetricResult:
    """A result without a number, and why there is none."""
    return MetricResult(**told, value=None, status=stands.status, reason=stands.reason, reason_facts=stands.facts)


def _with_numbers(formula: Node, numbers: Numbers, period: PlannedPeriod, group: Group) -> str:
    """The formula with its own numbers in it, exact enough to be worked out again."""

    def spell(name: Name) -> str:
        found = numbers.of_name(name, period, group)
        return "?" if found is None else f"{found.normalize():f}"

    return write_formula(formula, spell)


def _interval(numbers: Numbers, sides: Sides, period: PlannedPeriod, group: Group) -> Interval | None:
    """Where the true value plausibly lies."""
    if numbers.planned.reading.interval in {"wilson_carried", "kaplan_meier"}:
        from lievik.insight.carried import carried_interval

        return carried_interval(numbers, period, group)
    reading = numbers.planned.reading
    top = reading.formula
    if reading.interval == "wilson" and isinstance(top, Binary) and top.sign == "/":
        above, below = sides
        bounds = wilson_of(above, below) if above is not None and below is not None else None
        return Interval(low=bounds[0], high=bounds[1], method="wilson") if bounds else None
    if reading.interval == "order_statistic":
        name = next(names_in(top)).name
        low, high = (numbers.side(name, side, period, group) for side in ("low", "high"))
        return Interval(low=low, high=high, method="order_statistic") if low is not None and high is not None else None
    return None
