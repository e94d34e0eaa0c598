"""A request about a period → whether the open deals are enough for it, by several measures, each named.

Pure. What metrics tell is asked of them; earlier periods are read as they stood on their day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.model.coverage import CoverageAnswer, CoverageGroup, Overdue, OverdueDeal
from lievik.model.metric_table import MetricTable
from lievik.model.periods import Grain, Period, custom_period, period_of
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known, overdue_statement, standing_statement, won_statement
from lievik.questions.asking import asked_by
from lievik.questions.coverage_numbers import REACHED, Group, Metrics, numbers_of
from lievik.questions.earlier_looks import Looks, Standing, looks_at, week_day
from lievik.questions.needed import Past, past_of
from lievik.questions.stating import Stating

_TO_GO: Final = "pipeline_coverage"
_WIN_RATE: Final = "win_rate"
_LAST_WEEK: Final = 53

Standings = Mapping[int, Mapping[str | None, Standing]]
"""Number of a look -> label of the group -> what stood then; the whole has an empty label."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked, of whom.

    Attributes:
        then: deals as they stood at the end of the as-of day.
        states: the same company with every state of its deals.
    """

    request: MetricRequest
    then: Stating
    states: Stating
    week: int
    looks: Looks
    known: Known


def coverage(
    then: Stating, states: Stating, said: Said, week: int = 3, as_of: str | date | None = None
) -> CoverageAnswer:
    """Say whether there is enough for a period, as people ask for it.

    Args:
        then: deals as they stood at the end of the as-of day.
        states: the same company with every state of its deals.
        said: period (left out for the quarter that tomorrow is in), by (one dimension), where, currency.
        week: of the period, whose pipeline is frozen.
        as_of: the day.

    Raises:
        RequestError: there is no such week, or the question cannot be answered as it was asked.
    """
    if not 1 <= week <= _LAST_WEEK:
        raise RequestError(f"There is no week {week} of a period.", "Give a week from 1 to 53, like --week 3.")
    request = _request(then, said, as_of)
    if len(request.dimensions) > 1:
        raise RequestError("Coverage is split by one dimension at a time.", "Name one, like --by owner.")
    currency = request.currency or states.facts.currency
    asked = _Asked(
        request=request,
        then=then,
        states=states,
        week=week,
        looks=looks_at(request.periods[0], request.as_of, week, request.fiscal, states.facts),
        known=Known(facts=states.facts, as_of=request.as_of, currency=currency),
    )
    return _answer(asked)


def _request(then: Stating, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question; without a period it is about the quarter that still has days to come."""
    request = then.request([_TO_GO], {**said, "period": said.get("period") or "this-quarter"}, as_of)
    if said.get("period"):
        return request
    fiscal = request.fiscal if request.fiscal.start_month > 1 else None
    return replace(request, periods=(period_of(request.as_of + timedelta(days=1), Grain.QUARTER, fiscal),))


def _answer(asked: _Asked) -> CoverageAnswer:
    request, period, looks = asked.request, asked.request.periods[0], asked.looks
    table = asked.then.ask(asked_by(request, [_TO_GO, REACHED], [period], request.dimensions, totals=True))
    standings = _standings(asked)
    won = _won(asked)
    past = past_of(looks, {number: found[""] for number, found in standings.items()}, won)
    rate = _win_rate(asked, past)
    groups = [_group(label, _of_group(table, label), standings, asked, (past, rate)) for label in _labels(table)]
    last = looks.by_week[len(looks.periods) - 1]
    whole = _group("", _of_whole(table), standings, asked, (past, rate))
    if whole.won is None and asked.known.facts.has_rows("deal"):
        whole = replace(whole, won=won.get(last.number, (Decimal(0), Decimal(0)))[0])
    return CoverageAnswer(
        period=period,
        as_of=request.as_of,
        currency=asked.known.currency,
        day_no=(request.as_of - period.start).days + 1,
        week=asked.week,
        week_day=week_day(period, asked.week),
        split_by=next(iter(request.dimensions), ""),
        whole=whole,
        groups=tuple(groups),
        conversion=past.conversion,
        past=past.periods,
        overdue=_overdue(asked, period),
        no_rate=standings[last.number][""].no_rate,
    )


def _standings(asked: _Asked) -> Standings:
    """What stood in the pipeline, look by look, and by group in those at the period itself."""
    catalogue, looks = asked.states.catalogue, asked.looks
    found: dict[int, dict[str | None, Standing]] = {look.number: {"": Standing()} for look in looks.every}
    if not asked.known.facts.has_rows("deal"):
        return found
    whole = standing_statement(looks.every, deal_filter(asked.request, catalogue), asked.known)
    for number, *numbers in asked.states.run(whole):
        found[cast("int", number)][""] = _standing(numbers)
    if asked.request.dimensions:
        last = len(looks.periods) - 1
        mine = [look for looks_of in (looks.by_day, looks.by_week) for at, look in looks_of.items() if at == last]
        split = standing_statement(mine, deal_filter(asked.request, catalogue, asked.request.dimensions), asked.known)
        for number, label, *numbers in asked.states.run(split):
            found[cast("int", number)][cast("str | None", label)] = _standing(numbers)
    return found


def _standing(numbers: Sequence[object]) -> Standing:
    amount, deals, won_amount, won_deals, squares, no_rate, inferred = numbers
    return Standing(
        amount=cast("Decimal | None", amount) or Decimal(0),
        deals=cast("int", deals),
        won_amount=cast("Decimal | None", won_amount) or Decimal(0),
        won_deals=cast("int", won_deals),
        squares=cast("float | None", squares) or 0.0,
        no_rate=cast("int", no_rate),
        inferred=cast("int", inferred),
    )


def _won(asked: _Asked) -> dict[int, tuple[Decimal, Decimal]]:
    """Number of a look -> what was won in all of its period, and after its day."""
    if not asked.known.facts.has_rows("deal"):
        return {}
    statement = won_statement(asked.looks.every, deal_filter(asked.request, asked.then.catalogue), asked.known)
    rows = cast("list[tuple[int, Decimal | None, Decimal | None]]", asked.then.run(statement))
    return {number: (won or Decimal(0), after or Decimal(0)) for number, won, after in rows}


def _win_rate(asked: _Asked, past: Past) -> MetricResult | None:
    """The win rate of the earlier periods together; none where there are none."""
    if not past.periods:
        return None
    every = custom_period(past.periods[0].period.start, past.periods[-1].period.end)
    return asked.then.ask(asked_by(asked.request, [_WIN_RATE], [every], ())).rows[0]


def _labels(table: MetricTable) -> list[str | None]:
    """Labels of the groups, by name; rows without one come last."""
    found = {next(iter(result.group.values())) for result in table if result.group}
    return sorted(found, key=lambda label: (label is None, label or ""))


def _of_group(table: MetricTable, label: str | None) -> Metrics:
    return {result.full_name: result for result in table if result.group and label in result.group.values()}


def _of_whole(table: MetricTable) -> Metrics:
    return {result.full_name: result for result in table if not result.group}


def _group(
    label: str | None, metrics: Metrics, standings: Standings, asked: _Asked, then: tuple[Past, MetricResult | None]
) -> CoverageGroup:
    """One group, or the whole."""
    looks, last = asked.looks, len(asked.looks.periods) - 1
    now = looks.by_day.get(last) if asked.known.facts.has_rows("deal") else None
    group = Group(
        period=looks.periods[last],
        as_of=asked.request.as_of,
        week=asked.week,
        now=standings[now.number].get(label, Standing()) if now else None,
        start=standings[looks.by_week[last].number].get(label, Standing()),
        is_whole=label == "",
    )
    reached = metrics.get(REACHED)
    quota, sold = (reached.denominator, reached.numerator) if reached else (None, None)
    amount, deals = group.open_now(metrics.get(_TO_GO))
    return CoverageGroup(
        label=label,
        quota=quota,
        won=sold,
        left=None if quota is None else max(quota - (sold or 0), Decimal(0)),
        amount=amount,
        deals=deals,
        numbers=numbers_of(group, metrics, *then),
    )


def _overdue(asked: _Asked, period: Period) -> Overdue:
    """The open deals that no coverage counts."""
    statement = overdue_statement(period, deal_filter(asked.request, asked.then.catalogue), asked.known)
    rows = asked.then.run(statement) if asked.known.facts.has_rows("deal") else []
    listed = tuple(_overdue_deal(row, asked.request.as_of) for row in rows)
    if not rows:
        return Overdue(listed=(), deals=0, amount=Decimal(0), in_period=0, amount_in_period=Decimal(0))
    deals, amount, in_period, amount_in = cast("tuple[int, Decimal | None, int, Decimal | None]", rows[0][7:])
    return Overdue(
        listed=listed,
        deals=deals,
        amount=amount or Decimal(0),
        in_period=in_period,
        amount_in_period=amount_in or Decimal(0),
    )


def _overdue_deal(row: Sequence[object], as_of: date) -> OverdueDeal:
    deal, name, owner, stage, amount, expected, is_in = row[:7]
    day = cast("date", expected)
    return OverdueDeal(
        deal=str(deal),
        name=str(name or ""),
        owner=str(owner or ""),
        stage=str(stage or ""),
        amount=cast("Decimal | None", amount),
        expected_close_on=day,
        days=(as_of - day).days,
        is_in_period=bool(is_in),
    )
