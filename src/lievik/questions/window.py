"""What a question about deals through time is asked with: two days, whose deals, split by what.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import DimensionError, RequestError
from lievik.model.facts import Facts
from lievik.model.metric import Dimension
from lievik.model.period_words import read_period
from lievik.model.periods import Grain, Period
from lievik.model.request import Filter, MetricRequest
from lievik.planner.plan import Restriction
from lievik.planner.request_words import Said
from lievik.planner.statement import Statement


class History(Protocol):
    """A company with all states of its deals."""

    @property
    def facts(self) -> Facts:
        """What its tables hold."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Its definitions."""
        ...

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question."""
        ...

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement."""
        ...


@dataclass(frozen=True, kw_only=True)
class Window:
    """Two days as people typed them, and the day that answers are as of; empty where nothing was typed."""

    from_on: str | date = ""
    to_on: str | date = ""
    as_of: str | date | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that was read.

    Attributes:
        from_on, to_on: none where nothing was typed.
        split: dimension of the parts; none for the whole alone.
    """

    request: MetricRequest
    period: Period
    from_on: date | None
    to_on: date | None
    restrictions: tuple[Restriction, ...]
    split: Dimension | None
    currency: str


def asked_about(company: History, question: str, said: Said, window: Window) -> Asked:
    """Read a question about deals through time; without a period it is about the quarter of the as-of day.

    Raises:
        RequestError: a day or period cannot be read or lies ahead, or deals cannot be split or filtered that way.
    """
    request = company.request((), {**said, "period": said.get("period") or "this-quarter"}, window.as_of)
    if len(request.dimensions) > 1:
        raise RequestError("Deals can be split by one thing at a time.", "Name one dimension after --by.")
    days = _day(window.from_on, request, "--from"), _day(window.to_on, request, "--to")
    for day in days:
        if day is not None and day > request.as_of:
            raise RequestError(
                f"The day {day} lies after {request.as_of}, the day that the answer is as of.",
                "Name an earlier day, or a later --as-of.",
            )
    split = [_dimension(company, question, name) for name in request.dimensions]
    filters = (*request.filters, *(request.scope or ()))
    return Asked(
        request=request,
        period=request.periods[0],
        from_on=days[0],
        to_on=days[1],
        restrictions=tuple(
            _restriction(found, number, _dimension(company, question, found.dimension))
            for number, found in enumerate(filters)
        ),
        split=split[0] if split else None,
        currency=request.currency or company.facts.currency,
    )


def is_foreign(facts: Facts, currency: str) -> bool:
    """Whether any state of any deal may be in another currency."""
    return facts.has_rows("deal_past") or any(facts.is_foreign(table, currency) for table in ("deal", "deal_version"))


def filter_values(restrictions: Sequence[Restriction], request: MetricRequest) -> dict[str, object]:
    """What is bound by the names of restrictions."""
    filters = (*request.filters, *(request.scope or ()))
    return {
        name: value
        for restriction, found in zip(restrictions, filters, strict=True)
        for name, value in zip(restriction.names, _sought(found), strict=True)
    }


def _sought(found: Filter) -> tuple[str, ...]:
    return tuple(value for value in found.values if value) if found.ids is None else found.ids


def _restriction(found: Filter, number: int, dimension: Dimension) -> Restriction:
    return Restriction(
        dimension=dimension,
        names=tuple(f"filter_{number}_{place}" for place in range(len(_sought(found)))),
        has_none="" in found.values,
        are_ids=found.ids is not None,
        said=tuple(value for value in found.values if value),
    )


def _dimension(company: History, question: str, name: str) -> Dimension:
    """A dimension that deals have."""
    found = company.catalogue.dimension(name)
    if "deal" not in found.through:
        possible = [other.name for other in company.catalogue.dimensions.values() if "deal" in other.through]
        raise DimensionError(question, name, "deal", possible)
    return found


def _day(typed: str | date, request: MetricRequest, option: str) -> date | None:
    """Read one day."""
    if not typed or isinstance(typed, date):
        return typed or None
    period = read_period(typed, as_of=request.as_of, fiscal=request.fiscal)
    if period.grain is not Grain.DAY:
        raise RequestError(f"'{typed}' is not one day, as {option} needs it.", "Write it like 2026-05-31.")
    return period.start
