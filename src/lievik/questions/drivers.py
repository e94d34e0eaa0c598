"""One number in two periods → what moved it: its factors, what each adds, how sure that is, and in which segments.

Pure. One statement for the numbers, one for how sure they are, and one more where factors are split.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from lievik.errors import RequestError
from lievik.insight.answer import answer
from lievik.insight.factor_changes import Look, factor_changes
from lievik.insight.factors import Factor, factors_of
from lievik.insight.grid import Grid
from lievik.insight.moved import Changes
from lievik.insight.numbers import Numbers
from lievik.model.drivers import DriversAnswer, NoSplit
from lievik.model.formula import as_written
from lievik.questions.asking import Company
from lievik.questions.driver_segments import Planning, with_segments

if TYPE_CHECKING:
    from lievik.model.request import MetricRequest
    from lievik.model.result import MetricResult
    from lievik.planner.plan import Plan
    from lievik.planner.request_words import Said


def drivers(company: Planning, metric: str, said: Said, as_of: str | date | None = None) -> DriversAnswer:
    """Tell what moved a number that is a product or ratio of others.

    Args:
        company: whose number.
        metric: `metric` or `metric:variant`.
        said: period, compare (left out for the period before), by (one dimension), where, parameters, currency.
        as_of: the answer is as of the end of this day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = drivers_request(company, metric, said, as_of)
    plan = company.plan(replace(request, dimensions=()))
    columns, rows = company.fetched(plan)
    result = answer(plan, company.catalogue, columns, rows, fetch=company.fetched).rows[0]
    by = next(iter(request.dimensions), "")
    if reason := _why_not(result):
        return DriversAnswer(result=result, reason=reason, by=by)
    factors = _factors(plan, metric)
    look = _look(company, plan, metric, Grid(plan, columns, rows))
    method, changes = factor_changes(look, factors, company.catalogue)
    why: NoSplit = "" if changes else "no_division" if factors else "no_factors"
    found = DriversAnswer(result=result, method=method, reason=why, factors=changes, by=by)
    return with_segments(company, request, factors, found) if by else found


def drivers_request(company: Company, metric: str, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read a question about what moved a number.

    Raises:
        RequestError: it is about several dimensions or periods at once, or cannot be read.
    """
    request = company.request((metric,), {**said, "compare": said.get("compare") or "previous"}, as_of)
    if len(request.dimensions) > 1 or len(request.periods) > 1:
        raise RequestError(
            "What moved a number can be split by one thing, over one period, at a time.",
            "Name one dimension after --by, and leave --grain out.",
        )
    return replace(request, totals=False)


def _factors(plan: Plan, metric: str) -> tuple[Factor, ...]:
    """Factors of a reading as it was planned: alternatives that are missing are out of it."""
    reading = plan.readings[metric].reading
    return factors_of(as_written(reading.formula_text), reading.formula)


def _why_not(result: MetricResult) -> NoSplit:
    """Why there is no change to split; empty where there is."""
    if result.value is None:
        return "no_value"
    return "no_value_before" if result.compared is None or result.compared.value is None else ""


def _look(company: Planning, plan: Plan, metric: str, grid: Grid) -> Look:
    """The numbers of the whole, with what they are drawn from."""
    period = plan.asked[0]
    assert period.compared is not None  # noqa: S101 - a comparison was asked for
    numbers = Numbers(plan, plan.readings[metric], company.catalogue, grid)
    group = grid.groups[0]
    draws = Changes(plan, 1, company.fetched).draws(group)
    return Look(numbers=numbers, period=period, compared=period.compared, group=group, draws=draws)
