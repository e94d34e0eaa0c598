"""States of deals → SQL of one row a deal: the places it was at, one after another, as a sorted list of numbers.

Pure. All states of a deal are brought together in a single pass, and neighbours at one place merged, without a window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from lievik.model.facts import Facts
from lievik.planner.deal_picking import Picking
from lievik.planner.deal_states import deal_states
from lievik.planner.stage_places import DELETED, LOST, PLACE_BITS, STAGE_BITS, WON, place_lines, place_sql

_DAY_BITS: Final = PLACE_BITS + 1
_TOLD: Final = 1 << PLACE_BITS
_BEGINS: Final = "DATE '1900-01-01'"
_READ: Final = ("is_deleted", "outcome", "stage_id", "pipeline_id")
"""Columns that tell the place of a state."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of deals on their way.

    Attributes:
        starts_on: first day of the period; `ends_on` the day after its last.
        before_on: first day of the year before, by which stages are held against themselves.
        currency: money is converted to it.
        country: whose public holidays count, for owners without a country of their own.
        is_working: days are working days.
    """

    as_of: date
    starts_on: date
    ends_on: date
    before_on: date
    currency: str
    country: str = ""
    is_working: bool = False

    @property
    def values(self) -> dict[str, object]:
        """What may be bound in a statement."""
        names = ("as_of", "starts_on", "ends_on", "before_on", "currency", "country")
        return {name: getattr(self, name) for name in names}


def place_of(step: str) -> str:
    """SQL of the place of a step."""
    return f"({step} & {_TOLD - 1})"


def stage_of(step: str) -> str:
    """SQL of the stage's number of a step, or of the end that it is."""
    return f"({step} & {(1 << STAGE_BITS) - 1})"


def day_of(step: str) -> str:
    """SQL of the day on which a step began, as a number."""
    return f"({step} >> {_DAY_BITS})"


def day_number(day: str) -> str:
    """SQL of a day as a number."""
    return f"({day} - {_BEGINS})"


def date_of(number: str) -> str:
    """SQL of the date of a day's number."""
    return f"({_BEGINS} + CAST({number} AS INTEGER))"


def is_told(step: str) -> str:
    """SQL that holds where the day on which a step began is told, and not inferred."""
    return f"({step} & {_TOLD}) <> 0"


def is_at_stage(step: str) -> str:
    """SQL that holds where a step is at a stage that is known."""
    return f"{stage_of(step)} BETWEEN 1 AND {DELETED - 1}"


def is_at_end(step: str) -> str:
    """SQL that holds where a step is won or lost."""
    return f"{stage_of(step)} IN ({LOST}, {WON})"


def walk_lines(
    facts: Facts, asked: Asked, picked: Picking, further: Iterable[str] = (), *, is_underway: bool = False
) -> list[str]:
    """Write the CTEs up to `walk`, a row a deal, and `picked`, the same for deals that are asked for.

    Both have deal_id, steps, created_on, amount (converted), is_unrated and the columns asked for; `picked` has `key`.
    A step is a number that tells the day it began, whether that is told, and the place. A deal that is gone ends as
    deleted; one that was never there but as a deleted one has no row.

    Args:
        facts: what the tables hold.
        asked: as of when, and in which currency.
        picked: which deals, and split by what.
        further: columns of `deal` to have beside.
        is_underway: only deals whose last step is at a stage.
    """
    is_foreign = any(facts.is_foreign(table, asked.currency) for table in ("deal", "deal_version"))
    wanted = {"amount", "created_on", *picked.columns, *further, *(["owner_id"] if asked.is_working else [])}
    kept = sorted({*wanted, *(["currency", "closed_on"] if is_foreign else [])})
    return [
        *place_lines(facts)[:-1],
        "),",
        *_steps(facts, kept, is_underway=is_underway),
        *_walks(facts, kept, is_foreign=is_foreign, is_underway=is_underway),
        *_picked(picked),
    ]


def _steps(facts: Facts, kept: list[str], *, is_underway: bool) -> list[str]:
    """Write the CTE of each state as a number; read twice, it is cheaper to make again than to keep."""
    kind = "NOT MATERIALIZED " if is_underway else ""
    return [
        "-- each state of a deal as a number: day, whether that is told, place",
        f"step AS {kind}(",
        "  SELECT state.deal_id, state.until_on,",
        f"         (CAST(greatest({day_number('state.from_on')}, 0) AS BIGINT) << {_DAY_BITS})",
        f"         + CASE WHEN state.origin = 'inferred' THEN 0 ELSE {_TOLD} END",
        f"         + {place_sql('state')} AS number,",
        "         " + ", ".join(f"state.{name}" for name in kept),
        f"  FROM (\n{deal_states(facts, sorted({*kept, *_READ}))}\n  ) AS state",
        "  LEFT JOIN stage_place ON stage_place.stage_id = state.stage_id",
        "  LEFT JOIN pipeline_place ON pipeline_place.pipeline_id = state.pipeline_id",
        "  WHERE state.from_on <= $as_of",
        "),",
    ]


def _walks(facts: Facts, kept: list[str], *, is_foreign: bool, is_underway: bool) -> list[str]:
    """Write the CTEs of each deal with its steps in order, neighbours at one place merged, and what it is worth."""
    gone = f"(CAST({day_number('gone_on')} AS BIGINT) << {_DAY_BITS}) + {_TOLD + DELETED}"
    numbers = f"CASE WHEN gone_on IS NULL THEN numbers ELSE list_append(numbers, {gone}) END"
    others = [f"merged.{name}" for name in kept if name != "amount"]
    never = f"len(merged.steps) = 1 AND {stage_of('merged.steps[1]')} = {DELETED}"
    return [
        "-- each deal: its steps in order, and what it was like at the last of them",
        "gathered AS (",
        "  SELECT deal_id, list_sort(list(number)) AS numbers,",
        "         CASE WHEN bool_and(coalesce(until_on <= $as_of, FALSE)) THEN max(until_on) END AS gone_on,",
        "         " + ",\n         ".join(f"{_last(name, facts)} AS {name}" for name in kept),
        *(_underway() if is_underway else ["  FROM step GROUP BY deal_id"]),
        "),",
        "merged AS (",
        "  SELECT * EXCLUDE (numbers, gone_on), list_filter(",
        f"    {numbers}, lambda one, i: i = 1 OR {place_of('one')} <> {place_of('numbers[i - 1]')}",
        "  ) AS steps",
        "  FROM gathered",
        "),",
        "walk AS MATERIALIZED (",
        f"  SELECT merged.deal_id, merged.steps, {', '.join(others)},",
        *(_converted() if is_foreign else ["         merged.amount, FALSE AS is_unrated", "  FROM merged"]),
        f"  WHERE NOT ({never})",
        "),",
    ]


def _underway() -> list[str]:
    """Write where steps come from, of deals alone whose last one is at a stage: few are, and no others are sorted."""
    return [
        "  FROM step",
        "  WHERE deal_id IN (",
        f"    SELECT deal_id FROM step GROUP BY deal_id HAVING {is_at_stage('max(number)')}",
        "  )",
        "  GROUP BY deal_id",
    ]


def _converted() -> list[str]:
    """Write amounts as they are converted: of closed deals on their closing day, of open ones as of now."""
    last = "merged.steps[len(merged.steps)]"
    own = "merged.currency = $currency"
    worth = f"CASE WHEN {own} THEN merged.amount ELSE round(CAST(merged.amount AS DECIMAL(28, 2)) * rate.rate, 2) END"
    return [
        f"         {worth} AS amount,",
        f"         merged.amount IS NOT NULL AND rate.rate IS NULL AND NOT {own} AS is_unrated",
        "  FROM merged",
        "  LEFT JOIN rate_day AS rate ON rate.from_currency = merged.currency AND rate.to_currency = $currency",
        "    AND rate.kind = 'market' AND rate.on_date = CASE",
        f"      WHEN {is_at_end(last)} THEN coalesce(merged.closed_on, {date_of(day_of(last))})",
        "      ELSE (SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of) END",
    ]


def _last(name: str, facts: Facts) -> str:
    """SQL of a column as a deal last had it; the state that holds on the day has it, where no deal is gone."""
    if facts.has_rows("deal_past"):
        return f"arg_max_null({name}, number)"
    return f"any_value({name}) FILTER (WHERE until_on IS NULL OR until_on > $as_of)"


def _picked(picked: Picking) -> list[str]:
    """Write the CTE of the deals asked for."""
    where = [f"  WHERE {' AND '.join(picked.where)}"] if picked.where else []
    return [
        "picked AS (",
        f"  SELECT deal.*, {picked.key or 'NULL'} AS key",
        "  FROM walk AS deal",
        *(f"  {line}" for line in picked.joins),
        *where,
        ")",
    ]
