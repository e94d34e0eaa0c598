"""The three pieces of work as somebody who knows SQL and the definitions would write them by hand.

Plain on purpose: one pass a date, GROUPING SETS for the totals, FILTER for the parts, a full join that lets no key be
NULL. Rates are worked out by the database; rows left out are not counted.
"""

# ruff: noqa: S608 - statements are put together from pieces of this module

from __future__ import annotations

from datetime import date
from typing import Final

_DEAL_COUNTS: Final = "NOT is_deleted"
_LEAD_COUNTS: Final = (
    "NOT is_deleted AND merged_into_id IS NULL AND duplicate_of_id IS NULL"
    " AND (disqualified_reason IS NULL OR lower(disqualified_reason)"
    " NOT IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita'))"
)
_CYCLE: Final = "greatest(date_diff('day', cycle_started_on, closed_on), 0)"
_IS_WON: Final = "outcome = 'won' AND qualified_on IS NOT NULL"
_IS_LOST: Final = "outcome = 'lost' AND qualified_on IS NOT NULL"
_EUROS: Final = "CASE WHEN deal.currency = 'EUR' THEN amount ELSE round(CAST(amount AS DECIMAL(28, 2)) * rate, 2) END"
_WITH_RATES: Final = (
    "deal LEFT JOIN rate_day ON on_date = closed_on AND from_currency = deal.currency"
    " AND to_currency = 'EUR' AND kind = 'market'"
)
_CLOSED: Final = f"""
    sum({_EUROS}) FILTER (outcome = 'won') AS revenue,
    count({_EUROS}) FILTER (outcome = 'won') AS sized,
    count(*) FILTER ({_IS_WON}) AS won,
    count(*) FILTER ({_IS_LOST}) AS lost,
    sum({_EUROS}) FILTER ({_IS_WON}) AS value_won,
    sum({_EUROS}) FILTER ({_IS_LOST}) AS value_lost,
    sum({_CYCLE}) FILTER (outcome = 'won') AS cycle_days,
    count(cycle_started_on) FILTER (outcome = 'won') AS cycles,
    median({_CYCLE}) FILTER (outcome = 'won') AS middle_cycle"""
_BORN: Final = """
    count(*) AS born,
    count(*) FILTER (outcome = 'won' AND closed_on <= $as_of) AS born_won,
    count(*) FILTER (outcome = 'open' OR closed_on > $as_of) AS born_open"""
_CAME: Final = """
    count(*) AS came,
    count(*) FILTER (
        first_converted_on <= $as_of AND date_diff('day', created_on, first_converted_on) <= 90
    ) AS became"""
_QUALIFIED: Final = "count(*) AS qualified, count(*) FILTER (won_on <= $as_of) AS qualified_won"
_PASSES: Final = (
    ("closed", _WITH_RATES, "closed_on", _DEAL_COUNTS, _CLOSED),
    ("born", "deal", "created_on", _DEAL_COUNTS, _BORN),
    ("came", "lead", "created_on", _LEAD_COUNTS, _CAME),
    ("turned", "lead", "first_converted_on", _LEAD_COUNTS, "count(*) AS turned"),
    ("qualified", "lead", "first_qualified_on", _LEAD_COUNTS, _QUALIFIED),
)
_VALUES: Final = """
    coalesce(revenue, 0) AS total_revenue,
    won / nullif(won + lost, 0) AS win_rate,
    coalesce(value_won, 0) / nullif(coalesce(value_won, 0) + coalesce(value_lost, 0), 0) AS win_rate_by_value,
    revenue / nullif(sized, 0) AS average_deal_size,
    cycle_days / nullif(cycles, 0) AS sales_cycle_length,
    middle_cycle,
    born_won / nullif(born, 0) AS opportunity_conversion_rate,
    born_open / nullif(born, 0) AS still_open,
    became / nullif(came, 0) AS lead_conversion_rate,
    coalesce(turned, 0) / nullif(came, 0) AS conversions_in_period,
    coalesce(qualified, 0) AS qualified_leads,
    coalesce(qualified, 0) / nullif(came, 0) AS qualified_rate,
    qualified * (qualified_won / nullif(qualified, 0)) * (revenue / nullif(sized, 0))
        / nullif(cycle_days / nullif(cycles, 0), 0) AS pipeline_velocity"""


_THEN: Final = """deal AS (
    SELECT version.deal_id AS id, version.owner_id, version.outcome, version.amount, version.currency,
           version.created_on, version.closed_on, version.qualified_on, version.is_deleted, deal.cycle_started_on
    FROM deal_version AS version
    JOIN deal ON deal.id = version.deal_id
    WHERE valid_from_on <= DATE '{day}' AND (valid_until_on > DATE '{day}' OR valid_until_on IS NULL)
          AND (valid_until_on > valid_from_on OR valid_until_on IS NULL)
),
won AS (
    SELECT coalesce(lead.duplicate_of_id, lead.id) AS lead_id, min(deal.closed_on) AS won_on
    FROM lead JOIN deal ON deal.id = lead.deal_id AND deal.outcome = 'won' AND NOT deal.is_deleted
    GROUP BY 1
),
lead AS (
    SELECT lead.* EXCLUDE (won_on), won.won_on
    FROM lead LEFT JOIN won ON won.lead_id = lead.id
)"""
"""Deals as they stood at the end of a day, and when leads were won by that."""

_NAMED = """
    SELECT id, CASE WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || id || ')' ELSE name END AS name
    FROM rep"""
"""Reps, those of one name told apart as Lievik does it."""


def scorecard(first: date, until: date) -> str:
    """Every month by every rep, and in total."""
    ctes = ",\n".join(
        f"{name} AS (SELECT date_trunc('month', {day}) AS month, owner_id, {columns}\n"
        f"FROM {table} WHERE {day} >= DATE '{first}' AND {day} < DATE '{until}' AND {counts}\n"
        "GROUP BY GROUPING SETS ((1, 2), (1)))"
        for name, table, day, counts, columns in _PASSES
    )
    named = f"LEFT JOIN ({_NAMED}) AS rep ON rep.id = {_same('owner_id')}"
    return f"WITH {ctes}\nSELECT {_same('month')}, rep.name,{_VALUES}\n{_joined()}\n{named}"


def scorecard_then(first: date, until: date, day: date) -> str:
    """Every month by every rep, with deals as they stood at the end of a day."""
    ctes = ",\n".join(
        f"{name} AS (SELECT date_trunc('month', {day_column}) AS month, owner_id, {columns}\n"
        f"FROM {table} WHERE {day_column} >= DATE '{first}' AND {day_column} < DATE '{until}' AND {counts}\n"
        "GROUP BY 1, 2)"
        for name, table, day_column, counts, columns in _PASSES
    )
    named = f"LEFT JOIN ({_NAMED}) AS rep ON rep.id = {_same('owner_id')}"
    return f"WITH {_THEN.format(day=day)},\n{ctes}\nSELECT {_same('month')}, rep.name,{_VALUES}\n{_joined()}\n{named}"


def overview(first: date, until: date) -> str:
    """Every month, undivided."""
    ctes = ",\n".join(
        f"{name} AS (SELECT date_trunc('month', {day}) AS month, {columns}\n"
        f"FROM {table} WHERE {day} >= DATE '{first}' AND {day} < DATE '{until}' AND {counts} GROUP BY 1)"
        for name, table, day, counts, columns in _PASSES
    )
    joins = " ".join(f"FULL JOIN {name} USING (month)" for name, *_ in _PASSES[1:])
    return f"WITH {ctes}\nSELECT month, NULL AS name,{_VALUES}\nFROM closed {joins}"


def breakdown(first: date, until: date, teams: tuple[str, ...]) -> str:
    """Win rate by region and channel, of some teams."""
    listed = ", ".join(f"'{team}'" for team in teams)
    return f"""
        SELECT rep.region, deal.lead_source,
               count(*) FILTER (outcome = 'won') / nullif(count(*) FILTER (outcome IN ('won', 'lost')), 0) AS win_rate
        FROM deal
        JOIN rep ON rep.id = deal.owner_id
        JOIN membership ON membership.rep_id = deal.owner_id AND membership.starts_on <= deal.closed_on
             AND (membership.ends_on IS NULL OR deal.closed_on < membership.ends_on)
        WHERE closed_on >= DATE '{first}' AND closed_on < DATE '{until}' AND NOT deal.is_deleted
              AND qualified_on IS NOT NULL AND membership.team_id IN ({listed})
        GROUP BY 1, 2"""


def _same(key: str) -> str:
    """A key of the joined passes: the first that has it."""
    return f"coalesce({', '.join(f'{name}.{key}' for name, *_ in _PASSES)})"


def _joined() -> str:
    """Join the passes so that the totals, which have no owner, find each other."""
    lines = [f"FROM {_PASSES[0][0]}"]
    for place, (name, *_) in enumerate(_PASSES[1:], start=1):
        earlier = [found for found, *_ in _PASSES[:place]]
        month, owner = (f"coalesce({', '.join(f'{one}.{key}' for one in earlier)})" for key in ("month", "owner_id"))
        lines.append(f"FULL JOIN {name} ON {name}.month = {month} AND {name}.owner_id IS NOT DISTINCT FROM {owner}")
    return "\n".join(lines)
