"""The pipeline of several periods as it stood on days of theirs, what became of it, and what was won: three statements.

Pure. One scan over all states of deals, however many periods are looked at; what is inferred of them is counted. A
state is open as long as it says so, whatever closing day it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lievik.model.facts import Facts
from lievik.model.periods import Period
from lievik.planner.deal_filter import DealFilter, DealJoins, converted, deal_joins
from lievik.planner.deal_states import deal_states, deals_on
from lievik.planner.statement import Statement, bound_names

MOST_OVERDUE: Final = 200
"""Overdue deals that are listed, the largest first; all are counted."""

_OPEN_THEN: Final = (
    "((deal.outcome = 'open' OR deal.closed_on > {day}) AND (deal.created_on IS NULL OR deal.created_on <= {day}))"
)
_READ: Final = ("amount", "currency", "qualified_on", "expected_close_on", "outcome", "is_deleted")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at the pipeline of a period, as it stood at the end of a day.

    Attributes:
        is_start: the pipeline of the chosen week, in which overdue deals count.
        rated_on: money is converted at the last rate known on this day.
    """

    number: int
    period: Period
    day: date
    rated_on: date
    is_start: bool


@dataclass(frozen=True, kw_only=True)
class Known:
    """What statements are written by."""

    facts: Facts
    as_of: date
    currency: str


def standing_statement(looks: Sequence[Look], found: DealFilter, known: Known) -> Statement:
    """Write what stood in the pipeline, look by look.

    Args:
        looks: at periods that follow each other, in order.
        found: which deals; its keys split every look.
        known: what the tables hold.

    Returns:
        A statement of rows (number, keys, amount, deals, won amount and deals of them, sum of squares of amounts,
        deals without a rate, inferred deals): one a look and group that has any.
    """
    joins = deal_joins(found, "look.day_on")
    names = [f"standing.key_{place}" for place in range(len(joins.keys))]
    sql = "\n".join(
        (
            *_look_lines(looks),
            *_state_lines(looks, found, known.facts),
            *_standing_lines(joins, known),
            *_won_lines(known.facts, known.as_of),
            f"SELECT {', '.join(['standing.number', *names])}, sum(standing.amount), count(standing.amount),",
            "       sum(standing.amount) FILTER (WHERE won.id IS NOT NULL),",
            "       count(standing.amount) FILTER (WHERE won.id IS NOT NULL),",
            "       sum(CAST(standing.amount AS DOUBLE) * standing.amount),",
            "       count(*) FILTER (WHERE standing.amount IS NULL),",
            "       count(standing.amount) FILTER (WHERE standing.origin = 'inferred')",
            "FROM standing",
            "LEFT JOIN won ON won.id = standing.deal_id AND won.closed_on > standing.day_on",
            "  AND won.closed_on < standing.ends_on",
            f"GROUP BY {', '.join(['standing.number', *names])}",
        )
    )
    return _bound(sql, looks, found, known)


def _state_lines(looks: Sequence[Look], found: DealFilter, facts: Facts) -> list[str]:
    """Write the CTE of states that a look may meet."""
    return [
        "-- states of deals, each with the period that it was expected to close in",
        "state AS (",
        f"  SELECT state.*, {_number('state.expected_close_on', _periods(looks))} AS period_no",
        f"  FROM (\n{deal_states(facts, dict.fromkeys([*_READ, *found.columns]))}\n) AS state",
        "  WHERE state.expected_close_on >= $first_on AND state.expected_close_on < $end_on",
        "    AND state.is_deleted IS NOT TRUE AND state.amount IS NOT NULL",
        "    AND state.outcome = 'open'",
        "),",
    ]


def _standing_lines(joins: DealJoins, known: Known) -> list[str]:
    """Write the CTE of states that held on a look's day, in one currency."""
    amount, rate = converted(known.facts, known.currency, "look.rate_on")
    where = ["(look.is_start OR deal.expected_close_on >= look.day_on)"]
    where += [*_qualified(known.facts, "look.day_on"), *joins.where]
    keys = [f"{key} AS key_{place}" for place, key in enumerate(joins.keys)]
    return [
        "-- those that held on the day, in one currency",
        "standing AS (",
        f"  SELECT {', '.join(['look.number', *keys])}, look.day_on, look.ends_on, deal.deal_id, deal.origin,",
        f"         {amount} AS amount",
        "  FROM state AS deal",
        "  JOIN look ON look.period_no = deal.period_no AND deal.from_on <= look.day_on",
        "    AND (deal.until_on > look.day_on OR deal.until_on IS NULL)",
        *(f"  {line}" for line in (*joins.lines, *rate)),
        "  WHERE " + "\n    AND ".join(where),
        "),",
    ]


def won_statement(looks: Sequence[Look], found: DealFilter, known: Known) -> Statement:
    """Write what was won, look by look: in all of the period, and after the day.

    Returns:
        A statement of rows (number, amount, amount after the day).
    """
    joins = deal_joins(found, "deal.closed_on")
    amount, rate = converted(known.facts, known.currency, "deal.closed_on")
    where = ["deal.outcome = 'won'", "deal.is_deleted IS NOT TRUE", "deal.amount IS NOT NULL"]
    where += ["deal.closed_on >= $first_on", "deal.closed_on < $end_on", "deal.closed_on <= $as_of", *joins.where]
    sql = "\n".join(
        (
            *_look_lines(looks),
            "won AS (",
            f"  SELECT {_number('deal.closed_on', _periods(looks))} AS period_no, deal.closed_on, {amount} AS amount",
            "  FROM deal",
            *(f"  {line}" for line in (*joins.lines, *rate)),
            "  WHERE " + " AND ".join(where),
            ")",
            "SELECT look.number, sum(won.amount), sum(won.amount) FILTER (WHERE won.closed_on > look.day_on)",
            "FROM won JOIN look ON look.period_no = won.period_no",
            "GROUP BY look.number",
        )
    )
    return _bound(sql, looks, found, known)


def overdue_statement(period: Period, found: DealFilter, known: Known) -> Statement:
    """Write which open qualified deals are past their expected closing, whatever period that was in.

    Returns:
        A statement of rows (id, name, owner, stage, amount, expected closing, whether in the period, and of all:
        deals, amount, deals in the period, amount in the period), the largest first.
    """
    joins = deal_joins(found, "deal.expected_close_on")
    amount, rate = converted(known.facts, known.currency, "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)")
    in_period = "overdue.expected_close_on >= $start_on AND overdue.expected_close_on < $end_on"
    where = ["deal.expected_close_on < $as_of", "deal.is_deleted IS NOT TRUE", _OPEN_THEN.format(day="$as_of")]
    where += [*_qualified(known.facts, ""), *joins.where]
    sql = "\n".join(
        (
            "WITH overdue AS (",
            f"  SELECT deal.id, deal.name, deal.owner_id, deal.stage_id, deal.expected_close_on, {amount} AS amount",
            "  FROM deal",
            *(f"  {line}" for line in (*joins.lines, *rate)),
            "  WHERE " + "\n    AND ".join(where),
            "),",
            "counted AS (",
            "  SELECT count(*) AS deals, sum(overdue.amount) AS amount,",
            f"         count(*) FILTER (WHERE {in_period}) AS deals_in,",
            f"         sum(overdue.amount) FILTER (WHERE {in_period}) AS amount_in",
            "  FROM overdue",
            ")",
            "SELECT overdue.id, overdue.name, rep.name, stage.name, overdue.amount, overdue.expected_close_on,",
            f"       {in_period}, counted.deals, counted.amount, counted.deals_in, counted.amount_in",
            "FROM overdue CROSS JOIN counted",
            "LEFT JOIN rep ON rep.id = overdue.owner_id",
            "LEFT JOIN stage ON stage.id = overdue.stage_id",
            f"ORDER BY overdue.amount DESC NULLS LAST, overdue.expected_close_on, overdue.id LIMIT {MOST_OVERDUE}",
        )
    )
    values = {**found.values, "start_on": period.start, "end_on": period.end, "as_of": known.as_of}
    return _with(sql, {**values, "currency": known.currency})


def _periods(looks: Sequence[Look]) -> list[Period]:
    """The periods that are looked at, in order."""
    return sorted({(look.period.start, look.period.end): look.period for look in looks}.values(), key=lambda p: p.start)


def _number(day: str, periods: Sequence[Period]) -> str:
    """SQL of the place of the period that a day lies in: they follow each other, and half are left each time."""

    def among(first: int, last: int) -> str:
        if first == last:
            return str(first)
        middle = (first + last + 1) // 2
        return f"CASE WHEN {day} < $start_{middle} THEN {among(first, middle - 1)} ELSE {among(middle, last)} END"

    return among(0, len(periods) - 1)


def _look_lines(looks: Sequence[Look]) -> list[str]:
    """Write the CTE of the looks."""
    places = {period.start: place for place, period in enumerate(_periods(looks))}
    rows = ", ".join(
        f"({look.number}, {places[look.period.start]}, {str(look.is_start).upper()}, CAST($day_{look.number} AS DATE), "
        f"CAST($ends_{look.number} AS DATE), CAST($rated_{look.number} AS DATE))"
        for look in looks
    )
    return [
        "WITH look AS (",
        "  SELECT number, period_no, is_start, day_on, ends_on,",
        "         (SELECT max(on_date) FROM rate_day WHERE on_date <= rated_on) AS rate_on",
        f"  FROM (VALUES {rows}) AS given (number, period_no, is_start, day_on, ends_on, rated_on)",
        "),",
    ]


def _won_lines(facts: Facts, as_of: date) -> list[str]:
    """Write the CTE of deals that are won, as they stood at the end of the as-of day."""
    now = "FROM deal"
    if facts.has_history_after(as_of):
        now = f"FROM (\n{deals_on(facts, '$as_of', ('outcome', 'closed_on', 'is_deleted'))}\n) AS deal"
    return [
        "won AS (",
        f"  SELECT deal.id, deal.closed_on {now}",
        "  WHERE deal.outcome = 'won' AND deal.is_deleted IS NOT TRUE",
        "    AND deal.closed_on > $first_day AND deal.closed_on < $end_on AND deal.closed_on <= $as_of",
        ")",
    ]


def _qualified(facts: Facts, day: str) -> list[str]:
    """Qualified deals alone, where any is; by a day, where one is given."""
    if not facts.has_values("deal", "qualified_on"):
        return []
    return [f"deal.qualified_on <= {day}" if day else "deal.qualified_on IS NOT NULL"]


def _bound(sql: str, looks: Sequence[Look], found: DealFilter, known: Known) -> Statement:
    """Bind what the looks are of."""
    periods = _periods(looks)
    values = {**found.values, "as_of": known.as_of, "currency": known.currency}
    values |= {"first_on": periods[0].start, "end_on": periods[-1].end, "first_day": min(look.day for look in looks)}
    values |= {f"start_{place}": period.start for place, period in enumerate(periods)}
    for look in looks:
        values |= {f"day_{look.number}": look.day, f"ends_{look.number}": look.period.end}
        values[f"rated_{look.number}"] = look.rated_on
    return _with(sql, values)


def _with(sql: str, values: dict[str, object]) -> Statement:
    """A statement with the values that it names, and no others."""
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
