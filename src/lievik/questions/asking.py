"""What a question is given to ask with, and a way to find what came back.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from lievik.model.periods import (
    Grain,
    Period,
    custom_period,
    cut_to_elapsed,
    period_of,
    previous_period,
    same_period_last_year,
)
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult

if TYPE_CHECKING:
    from lievik.model.metric_table import MetricTable
    from lievik.planner.request_words import Said

Group = tuple[str, ...]
"""Labels of a group, in the order of the dimensions; empty for rows without one."""

Answers = Mapping[tuple[Group, str, Period], MetricResult]
"""Results by group, full name and period."""


class Ask(Protocol):
    """A request in, its answer out."""

    def __call__(self, request: MetricRequest) -> MetricTable:
        """Answer a request."""
        ...


class Company(Protocol):
    """Whoever reads what people type, and answers."""

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question."""
        ...

    def ask(self, request: MetricRequest) -> MetricTable:
        """Answer it."""
        ...

    def default_period(self, as_of: str | date | None = None) -> Period:
        """The last full month that has data."""
        ...

    def as_of(self, given: str | date | None = None) -> date:
        """The day that answers are as of."""
        ...


def quarterly_request(
    company: Company, metrics: Sequence[str], said: Said, as_of: str | date | None = None
) -> MetricRequest:
    """Read a question that is about the last full quarter with data where no period is named.

    Raises:
        RequestError: it cannot be answered as it was asked.
    """
    period = said.get("period") or last_full_quarter(company.default_period(as_of)).label
    return company.request(metrics, {**said, "period": period}, as_of)


def last_full_quarter(month: Period) -> Period:
    """The last quarter that is over with a month.

    Example:
        >>> last_full_quarter(period_of(date(2026, 5, 1), Grain.MONTH)).label
        '2026-Q1'
    """
    quarter = period_of(month.start, Grain.QUARTER)
    return quarter if quarter.end == month.end else previous_period(quarter)


def last_four_quarters(month: Period) -> Period:
    """The last four quarters that are over with a month.

    Example:
        >>> last_four_quarters(period_of(date(2026, 5, 1), Grain.MONTH)).label
        '2025-04-01..2026-03-31'
    """
    last = first = last_full_quarter(month)
    for _ in range(3):
        first = previous_period(first)
    return custom_period(first.start, last.end)


def answers(table: MetricTable) -> Answers:
    """Put results in order by what they are of; the undivided whole has an empty group."""
    return {
        (
            tuple(result.group[name] or "" for name in table.dimensions if name in result.group),
            result.full_name,
            period,
        ): (result)
        for result in table
        for period in (result.period,)
    }


def asked_by(
    request: MetricRequest,
    metrics: Iterable[str],
    periods: Iterable[Period],
    dimensions: tuple[str, ...],
    *,
    totals: bool = False,
) -> MetricRequest:
    """Ask the same of other metrics, periods and groups."""
    return replace(
        request,
        metrics=tuple(metrics),
        periods=tuple(dict.fromkeys(periods)),
        dimensions=dimensions,
        comparison=None,
        totals=totals,
        intervals=totals,
    )


def earlier_periods(request: MetricRequest) -> tuple[Period, Period]:
    """The unit before and the same unit last year, cut to as many days as have passed of a period that still runs."""
    period, fiscal = request.periods[0], request.fiscal
    found = previous_period(period, fiscal), same_period_last_year(period, fiscal)
    before, year_before = (cut_to_elapsed(period, other, request.as_of)[1] for other in found)
    return before, year_before


def last_units(period: Period, units: int, request: MetricRequest) -> tuple[Period, ...]:
    """So many units that end with a period, in order."""
    found = [period]
    while len(found) < units:
        found.insert(0, previous_period(found[0], request.fiscal))
    return tuple(found)


def decimal_of(value: float) -> Decimal:
    """A number worked out in binary, without the noise of the binary.

    Example:
        >>> decimal_of(0.1 + 0.2)
        Decimal('0.3')
    """
    return Decimal(f"{value:.12g}")
