"""A request about a period → customers who first became one in it, by cohort, and what is left of them by their age.

Pure. Three or four statements whatever the number of customers; everything is worked out by months of acquisition, and
put together as sums over sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.insight.intervals import wilson_of
from lievik.insight.shares import FEWEST
from lievik.insight.survival import Life, SurvivalCurve
from lievik.model.cohorts import Basis, Cohort, CohortsAnswer, CohortsOf, Kept
from lievik.model.periods import Grain, Period, custom_period, month_index, period_of
from lievik.model.request import MetricRequest
from lievik.model.result import Interval
from lievik.planner.cohort_sql import CohortSQL, basis_statement
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.stating import Stating
from lievik.questions.survival import survival_of

_LONG: Final = ((24, Grain.MONTH), (96, Grain.QUARTER))
"""Up to so many months the cohorts are of that grain; beyond them, of years."""

_DAY: Final = timedelta(days=1)
_WHOLE: Final = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)

Part = tuple[str | None, str | None]
"""Key and label of a part."""


@dataclass(frozen=True, kw_only=True)
class _Stay:
    """Customers, or what they bring, from one age on up to another, of one month and part."""

    month: int
    part: Part
    start: int
    end: int | None
    amount: Decimal

    def holds(self, age: int) -> bool:
        return self.start <= age and (self.end is None or age < self.end)


@dataclass(frozen=True, kw_only=True)
class _Months:
    """Sums by month of acquisition and age.

    Attributes:
        stays: of what is followed.
        started: customers by month.
        last: month of the as-of day; `is_running` where it is not over.
    """

    stays: Mapping[int, Sequence[_Stay]]
    started: Mapping[int, int]
    last: int
    is_running: bool
    of: CohortsOf

    def kept(self, months: Iterable[int], age: int) -> Kept:
        """What is left of some months' customers at an age."""
        months = tuple(months)
        part = sum((s.amount for m in months for s in self.stays.get(m, ()) if s.holds(age)), Decimal(0))
        customers = sum(self.started.get(month, 0) for month in months)
        whole = Decimal(customers)
        if self.of == "revenue":
            whole = sum((s.amount for m in months for s in self.stays.get(m, ()) if s.holds(0)), Decimal(0))
        is_running = self.is_running and any(month + age == self.last for month in months)
        found = Kept(age=age, part=part, whole=whole, share=None, status="undefined", is_running=is_running)
        if whole <= 0:
            return replace(found, reason="zero_denominator")
        bounds = wilson_of(part, whole) if self.of == "customers" else None
        return replace(
            found,
            share=part / whole,
            status="insufficient" if customers < FEWEST else "ok",
            reason="few_records" if customers < FEWEST else "",
            interval=Interval(low=bounds[0], high=bounds[1], method="wilson") if bounds else None,
        )

    def customers(self, months: Iterable[int]) -> int:
        """How many started in some months."""
        return sum(self.started.get(month, 0) for month in months)

    def of_one(self, months: range) -> tuple[Kept, ...]:
        """By age, as far as the youngest month has come."""
        started = [month for month in months if month <= self.last]
        if not started or not self.customers(started):
            return ()
        return tuple(self.kept(started, age) for age in range(self.last - started[-1] + 1))

    def of_several(self, months: range) -> tuple[Kept, ...]:
        """By age, each of the months that have come to the end of it."""
        over = self.last - self.is_running
        found = []
        for age in range(max(over - months.start + 1, 0)):
            reached = [month for month in months if month + age <= over]
            if self.customers(reached):
                found.append(self.kept(reached, age))
        return tuple(found)


def cohorts(
    company: Stating,
    said: Said,
    of: CohortsOf = "customers",
    as_of: str | date | None = None,
    *,
    has_returned: bool = False,
) -> CohortsAnswer:
    """Follow the customers that were won in a period, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period of becoming a customer (left out for all time), grain of the cohorts (left out for months up to two
            years, quarters up to eight, and years), by (one dimension), where, currency.
        of: customers, or the revenue that they bring.
        as_of: the day.
        has_returned: those who come back count again; else a customer who was lost stays so.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    bases = company.run(basis_statement())
    day = company.as_of(as_of)
    period, request = _request(company, said, as_of, _ever(bases, day))
    currency = request.currency or company.facts.currency
    answer = CohortsAnswer(
        period=period,
        as_of=day,
        grain=str(request.periods[0].grain or ""),
        of=of,
        basis=cast("Basis", bases[0][0]) if bases else "",
        rule=company.facts.customers_made_by,
        currency=currency,
        whole=Cohort(period=None),
        split_by=next(iter(request.dimensions), ""),
        has_returned=has_returned,
        is_month_running=(day + _DAY).day != 1,
    )
    if not company.facts.has_source("customer"):
        return replace(answer, reason="missing_table", reason_facts={"tables": "customer_period or invoice_line"})
    found = deal_filter(request, company.catalogue, request.dimensions, "customer")
    if not bases:
        return answer
    span = custom_period(request.periods[0].start, request.periods[-1].end)
    known = Known(facts=company.facts, as_of=day, currency=currency)
    sql = CohortSQL(found=found, known=known, period=span, basis=answer.basis, has_returned=has_returned)
    return _answered(answer, company, sql, request)


def _ever(bases: Sequence[Sequence[object]], day: date) -> Period:
    """From the quarter in which anybody first became a customer up to that of the as-of day."""
    first = min([day, *(cast("date", found[1]) for found in bases)])
    return custom_period(period_of(first, Grain.QUARTER).start, period_of(day, Grain.QUARTER).end)


def _request(company: Stating, said: Said, as_of: str | date | None, ever: Period) -> tuple[Period, MetricRequest]:
    """Read the question: its period, and the same with a period a cohort."""
    period = said.get("period") or ever.label
    whole = company.request((), {**said, "period": period, "grain": ""}, as_of)
    if len(whole.dimensions) > 1:
        raise RequestError("Customers can be split by one thing at a time.", "Name one dimension after --by.")
    asked = whole.periods[0]
    months = month_index(asked.end - _DAY) - month_index(asked.start) + 1
    fitting = next((grain for most, grain in _LONG if months <= most), Grain.YEAR)
    grain = said.get("grain") or str(fitting)
    if grain not in _WHOLE:
        raise RequestError(f"A cohort cannot be a {grain}.", "Name month, quarter, half or year.")
    return asked, company.request((), {**said, "period": period, "grain": grain}, as_of)


def _answered(answer: CohortsAnswer, company: Stating, sql: CohortSQL, request: MetricRequest) -> CohortsAnswer:
    """Ask, and put what comes back in order."""
    rows = company.run(sql.customers())
    counted, started = [_stay(row) for row in rows], [_stay(row) for row in rows if row[6]]
    stays, unrated, unknown = counted, 0, 0
    if answer.of == "revenue":
        rows = company.run(sql.revenue())
        stays, unrated = [_stay(row) for row in rows], sum(cast("int", row[6]) for row in rows)
        unknown = cast("int", company.run(sql.unknown())[0][0])
    lives = [
        (cast("Part", tuple(row[:2])), _life(row)) for row in company.run(replace(sql, has_returned=False).lives())
    ]
    curve = SurvivalCurve(life for _, life in lives)
    whole = _months_of(stays, started, answer)
    span = _month_span(sql.period)
    parts = sorted({stay.part for stay in started}, key=_place) if answer.split_by else ()
    return replace(
        answer,
        whole=_together(whole, span, curve, curve.longest),
        cohorts=tuple(_one(whole, each) for each in request.periods if each.start <= answer.as_of),
        parts=tuple(
            replace(
                _together(
                    _months_of(_of_part(stays, part), _of_part(started, part), answer),
                    span,
                    SurvivalCurve(life for own, life in lives if own == part),
                    curve.longest,
                ),
                part=part[1] or part[0],
                is_part=True,
            )
            for part in parts
        ),
        unknown=unknown,
        unrated=unrated,
    )


def _together(months: _Months, span: range, curve: SurvivalCurve, longest: int) -> Cohort:
    """All months together, with how long their relationships last."""
    return Cohort(
        period=None,
        customers=months.customers(span),
        kept=months.of_several(span),
        lasting=survival_of(curve, longest),
    )


def _one(months: _Months, period: Period) -> Cohort:
    span = _month_span(period)
    return Cohort(period=period, customers=months.customers(span), kept=months.of_one(span))


def _months_of(stays: Iterable[_Stay], started: Iterable[_Stay], answer: CohortsAnswer) -> _Months:
    by_month: dict[int, list[_Stay]] = defaultdict(list)
    for stay in stays:
        by_month[stay.month].append(stay)
    counts: dict[int, int] = defaultdict(int)
    for stay in started:
        counts[stay.month] += int(stay.amount)
    return _Months(
        stays=by_month,
        started=counts,
        last=month_index(answer.as_of),
        is_running=answer.is_month_running,
        of=answer.of,
    )


def _of_part(stays: Iterable[_Stay], part: Part) -> Iterator[_Stay]:
    return (stay for stay in stays if stay.part == part)


def _month_span(period: Period) -> range:
    """Months of a period; one that is cut counts by the days that are left of it."""
    return range(month_index(period.start), month_index(period.end - _DAY) + 1)


def _stay(row: Sequence[object]) -> _Stay:
    month, key, label, start, end, amount = row[:6]
    return _Stay(
        month=cast("int", month),
        part=(cast("str | None", key), cast("str | None", label)),
        start=cast("int", start),
        end=cast("int | None", end),
        amount=Decimal(str(amount or 0)),
    )


def _life(row: Sequence[object]) -> Life:
    days, ended, going = (cast("int", value) for value in row[2:5])
    return Life(days, ended=ended, going=going)


def _place(part: Part) -> tuple[bool, str, str]:
    """By label, customers without one last."""
    key, label = part
    return key is None, (label or key or "").casefold(), key or ""
