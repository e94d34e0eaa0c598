"""A request → what a customer is worth on every basis, each with the interval that its length of relationship has.

Pure. One over a churn rate explodes where few leave: it always has an interval here, and a longest length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.insight.shares import share_of
from lievik.insight.survival import Life, SurvivalCurve
from lievik.model.funnel import Share
from lievik.model.lifetime import LifetimeValueAnswer, ValueBasis
from lievik.model.periods import Period, custom_period, year_up_to
from lievik.model.repeat_orders import RepeatOrdersAnswer
from lievik.model.request import MetricRequest
from lievik.model.result import Interval
from lievik.planner.cohort_sql import CohortSQL, basis_statement
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.asking import asked_by, decimal_of
from lievik.questions.repeat_orders import Ahead, repeat_orders
from lievik.questions.stating import Stating

METRIC: Final = "customer_lifetime_value"
BASES: Final = ("", "article", "churn_based", "with_margin", "to_cac")
"""Readings side by side, the metric's own first."""

_NAMES: Final = tuple(f"{METRIC}:{variant}" if variant else METRIC for variant in BASES)
_PER_YEAR: Final = f"{METRIC}:per_year"
_CHURN: Final = "churn_rate"
_CAC: Final = "customer_acquisition_cost"
_YEAR: Final = 365.25
_DAY: Final = timedelta(days=1)
_ONE: Final = Decimal(1)


def lifetime_value(company: Stating, said: Said, as_of: str | date | None = None) -> LifetimeValueAnswer:
    """Tell what a customer is worth, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period (left out for the last full month that has data), where, currency, parameters.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = _request(company, said, as_of)
    found = {result.full_name: result for result in company.ask(request)}
    until = min(request.periods[0].end, request.as_of + _DAY)
    churn = _churn(company, request, until)
    sql = _customers(company, request, until)
    curve, going = _lives(company, sql)
    own = found[METRIC]
    horizon = own.parameters.get("horizon_years", Decimal(5))
    margin = found[f"{METRIC}:with_margin"].parameters.get("margin_share")
    cap = own.parameters.get("lifetime_cap", Decimal(5))
    answer = LifetimeValueAnswer(
        period=request.periods[0],
        as_of=request.as_of,
        currency=own.currency,
        per_year=found[_PER_YEAR],
        bases={
            variant: ValueBasis(result=found[name], interval=found[name].interval)
            for variant, name in zip(BASES, _NAMES, strict=True)
        },
        churn=churn,
        cap_years=cap,
        horizon_years=horizon,
        followed_years=_years(curve.longest) if curve.count else None,
        relationships=curve.count,
        ended=curve.ended,
        tenure=_years(sum(going) / len(going)) if going else None,
        longest_tenure=_years(max(going)) if going else None,
        cac=found[_CAC],
        repeat_orders=_repeat_orders(
            company,
            sql,
            until,
            Ahead(years=horizon, margin=margin),
        ),
    )
    return replace(answer, bases=_with_intervals(answer, curve))


def _request(company: Stating, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question: every basis, what they multiply, and what a new customer costs."""
    request = company.request((*_NAMES, _PER_YEAR, _CAC), {**said, "grain": ""}, as_of)
    if request.dimensions:
        raise RequestError(
            "The bases of lifetime value are set side by side for the whole.",
            f"lievik show {METRIC} --by splits one of them.",
        )
    return request


def _churn(company: Stating, request: MetricRequest, until: date) -> Share:
    """Customers of a year before who have left since, by the metric itself."""
    year = year_up_to(custom_period(until - _DAY, until))
    (found,) = company.ask(asked_by(request, (_CHURN,), (year,), ()))
    if found.denominator is None or found.numerator is None:
        return share_of(0, 0)
    return share_of(int(found.numerator), int(found.denominator))


def _customers(company: Stating, request: MetricRequest, until: date) -> CohortSQL | None:
    """What reads all customers that were won up to a day; none where nothing says who is one."""
    if not company.facts.has_source("customer"):
        return None
    return CohortSQL(
        found=deal_filter(request, company.catalogue, (), "customer"),
        known=Known(facts=company.facts, as_of=until - _DAY, currency=request.currency or company.facts.currency),
        period=Period(label="", start=date(1900, 1, 1), end=until, grain=None),
        basis="",
        has_returned=True,
    )


def _lives(company: Stating, sql: CohortSQL | None) -> tuple[SurvivalCurve, list[int]]:
    """How long every time as a customer lasted up to a day, and the days so far of those that go on."""
    rows = company.run(sql.lives()) if sql else []
    lives = [Life(*(cast("int", value) for value in row[2:5])) for row in rows]
    return SurvivalCurve(lives), [life.days for life in lives for _ in range(life.going)]


def _repeat_orders(company: Stating, sql: CohortSQL | None, until: date, ahead: Ahead) -> RepeatOrdersAnswer | None:
    """What those who are customers by their orders are still to bring."""
    bases = company.run(basis_statement()) if sql else []
    if sql is None or not bases or bases[0][0] == "subscription":
        return None
    basis, first = str(bases[0][0]), cast("date", bases[0][1])
    return repeat_orders(company, replace(sql, basis=basis), first, until, ahead)


def _with_intervals(answer: LifetimeValueAnswer, curve: SurvivalCurve) -> Mapping[str, ValueBasis]:
    """Every basis with its length, and what it is over what a new customer costs."""
    bases = dict(answer.bases)
    mean = curve.mean_within(float(int(float(answer.horizon_years) * _YEAR)))
    if mean is not None:
        for variant in ("", "with_margin", "to_cac"):
            bases[variant] = replace(bases[variant], years=_years(mean.value))
    bases["article"] = replace(bases["article"], years=_article_years(answer))
    bases["churn_based"] = _from_churn(answer)
    cost = answer.cac.value if answer.cac else None
    return {
        variant: basis
        if variant == "to_cac" or not cost or basis.result.value is None
        else replace(basis, to_cac=basis.result.value / cost)
        for variant, basis in bases.items()
    }


def _article_years(answer: LifetimeValueAnswer) -> Decimal | None:
    """The mean length of those that ended, as the reading has it."""
    value, per_year = answer.bases["article"].result.value, answer.per_year.value
    return value / per_year if value is not None and per_year else None


def _from_churn(answer: LifetimeValueAnswer) -> ValueBasis:
    """The value from churn, whose interval is carried through; without any churn what it comes to at least."""
    basis, churn, cap = answer.bases["churn_based"], answer.churn, answer.cap_years
    per_year = answer.per_year.value
    if churn.interval is None or churn.value is None or per_year is None:
        return basis
    if not churn.value:
        shortest = min(cap, _ONE / churn.interval.high)
        # both ends at the longest length that is counted would look like certainty
        ends = Interval(low=per_year * shortest, high=per_year * cap, method="wilson")
        interval = ends if shortest < cap else None
        least = per_year * answer.tenure if answer.tenure is not None else None
        return replace(basis, interval=interval, least=least)
    years = _ONE / churn.value
    return replace(basis, years=min(cap, years), is_capped=years > cap)


def _years(days: float) -> Decimal:
    return decimal_of(days / _YEAR)
