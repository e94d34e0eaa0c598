"""Deals that ended, told apart by who of the other side took part in them: one statement.

Pure. Each deal is read once and each of its contacts once; medians come with the order statistics that bracket them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lievik.model.facts import Facts
from lievik.model.periods import Period
from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

DECISION_MAKER: Final = "decision_maker"
"""The role of who decides, however many kinds of them there are."""

_PLAIN_ROLE: Final = "regexp_replace(lower(trim(part.role)), '[ -]+', '_', 'g')"
ROLE: Final = f"CASE WHEN {_PLAIN_ROLE} LIKE '%{DECISION_MAKER}%' THEN '{DECISION_MAKER}' ELSE {_PLAIN_ROLE} END"
"""SQL of a role: Decision Maker and economic decision-maker both decide."""

SECOND_CONTACT: Final = (("0-14", 14), ("15-30", 30), ("31-60", 60))
"""Days from the start to the second contact, and the last of them; what comes later is `61+`."""

_HALF: Final = "0.98"
_HALF_WIDE: Final = "1.5451"
"""Half of 1.96 and of 3.09: ranks of a median's interval stand (n + 1) / 2 -+ half * sqrt(n)."""

_LISTS: Final = ("cycle", "size", "rest")


@dataclass(frozen=True, kw_only=True)
class _Grouping:
    """Deals told apart: by what, of which, SQL."""

    trait: str
    sight: str
    label: str
    key: str
    source: str = "told"


def committee_statement(period: Period, within: int, found: DealFilter, known: Known) -> Statement:
    """Write what became of the deals that ended in a period, by who took part.

    Args:
        period: in which they ended.
        within: contacts engaged so many days from the start are early.
        found: which deals; renewals are among them only where a filter names the type.
        known: what the tables hold.

    Returns:
        A statement of rows (trait, sight, label, key, ended, won, with an amount, their sum, and of cycle, size and
        rest: n, median, low, high, low and high for 99.8 %), and a row of trait `all` whose counts are of all deals,
        those with any contact, renewals left out, deals won without a rate.
    """
    groupings = _groupings(known.facts)
    sql = "\n".join(
        (
            "WITH",
            *_ended_lines(found, known),
            *_contact_lines(),
            *_role_lines(),
            "listed AS (",
            "\n  UNION ALL\n".join(_grouped(grouping) for grouping in groupings),
            ")",
            f"SELECT trait, sight, label, key, ended, won, sized, won_amount, {', '.join(map(_bounds, _LISTS))}",
            "FROM listed",
            "UNION ALL",
            "SELECT 'all', '', '', '', (SELECT count(*) FILTER (WHERE is_counted AND is_qualified) FROM ended),",
            "       (SELECT count(*) FILTER (WHERE is_told AND is_qualified) FROM told),",
            "       (SELECT count(*) FILTER (WHERE NOT is_counted AND is_qualified) FROM ended), NULL,",
            "       (SELECT count(*) FILTER (WHERE is_won AND is_unrated AND is_counted) FROM ended),",
            f"       {', '.join(['NULL'] * (6 * len(_LISTS) - 1))}",
        )
    )
    values = {**found.values, "start_on": period.start, "end_on": period.end, "as_of": known.as_of, "within": within}
    values["currency"] = known.currency
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _ended_lines(found: DealFilter, known: Known) -> list[str]:
    """Write the CTE of deals that ended: one row each."""
    facts, joins = known.facts, deal_joins(found, "deal.closed_on")
    amount, rate = converted(facts, known.currency, "deal.closed_on")
    qualified = "deal.qualified_on IS NOT NULL" if facts.has_values("deal", "qualified_on") else "TRUE"
    is_typed = any(restriction.dimension.name == "deal_type" for restriction in found.restrictions)
    is_new = "TRUE" if is_typed else "(deal.deal_type IS NULL OR deal.deal_type <> 'renewal')"
    where = ["deal.outcome IN ('won', 'lost')", "deal.is_deleted IS NOT TRUE", "deal.closed_on >= $start_on"]
    where += ["deal.closed_on < $end_on", "deal.closed_on <= $as_of", *joins.where]
    return [
        "-- deals that ended, renewals apart",
        "ended AS (",
        f"  SELECT deal.id, deal.outcome = 'won' AS is_won, {qualified} AS is_qualified, {is_new} AS is_counted,",
        "         deal.closed_on, deal.cycle_started_on AS start_on,",
        "         CASE WHEN deal.cycle_started_on IS NOT NULL",
        "              THEN greatest(date_diff('day', deal.cycle_started_on, deal.closed_on), 0) END AS days,",
        f"         {amount} AS amount, deal.amount IS NOT NULL AND {amount} IS NULL AS is_unrated",
        "  FROM deal",
        *(f"  {line}" for line in (*joins.lines, *rate)),
        "  WHERE " + "\n    AND ".join(where),
        "),",
    ]


def _contact_lines() -> list[str]:
    """Write the CTEs of who took part in them, and when first."""
    return [
        "-- each person once a deal, by the first day",
        "person AS (",
        "  SELECT part.deal_id, coalesce(part.contact_id, part.id) AS who, min(part.first_engaged_on) AS engaged_on",
        "  FROM deal_contact AS part",
        "  JOIN ended ON ended.id = part.deal_id AND ended.is_counted",
        "  GROUP BY ALL",
        "),",
        "counted AS (",
        "  SELECT person.deal_id, count(*) FILTER (WHERE person.engaged_on <= ended.closed_on) AS at_closing,",
        "         count(*) FILTER (",
        "           WHERE person.engaged_on <= least(ended.closed_on, ended.start_on + $within)) AS early,",
        "         list_sort(list(person.engaged_on) FILTER (",
        "           WHERE person.engaged_on <= ended.closed_on))[2] AS second_on",
        "  FROM person JOIN ended ON ended.id = person.deal_id",
        "  GROUP BY person.deal_id",
        "),",
        "told AS (",
        "  SELECT ended.*, counted.deal_id IS NOT NULL AS is_told, coalesce(counted.at_closing, 0) AS at_closing,",
        "         coalesce(counted.early, 0) AS early,",
        "         CASE WHEN counted.second_on IS NOT NULL AND ended.start_on IS NOT NULL",
        "              THEN greatest(date_diff('day', ended.start_on, counted.second_on), 0) END AS second_after,",
        "         date_diff('day', counted.second_on, ended.closed_on) AS rest",
        "  FROM ended LEFT JOIN counted ON counted.deal_id = ended.id",
        "  WHERE ended.is_counted",
        "),",
    ]


def _role_lines() -> list[str]:
    """Write the CTEs of deals and every role that any of them has."""
    return [
        "-- a deal and role, where the role was ever engaged",
        "part AS (",
        f"  SELECT part.deal_id, {ROLE} AS role,",
        "         bool_or(part.first_engaged_on <= ended.closed_on) AS at_closing,",
        "         bool_or(part.first_engaged_on <= least(ended.closed_on, ended.start_on + $within)) AS early",
        "  FROM deal_contact AS part JOIN ended ON ended.id = part.deal_id AND ended.is_counted",
        "  WHERE part.role IS NOT NULL",
        "  GROUP BY ALL",
        "),",
        "role_told AS (",
        "  SELECT told.* EXCLUDE (at_closing, early), role.role, coalesce(part.at_closing, FALSE) AS at_closing,",
        "         coalesce(part.early, FALSE) AS early",
        "  FROM told CROSS JOIN (SELECT DISTINCT part.role FROM part) AS role",
        "  LEFT JOIN part ON part.deal_id = told.id AND part.role = role.role",
        "),",
    ]


def _groupings(facts: Facts) -> list[_Grouping]:
    """List how deals are told apart; by roles only where any is known."""
    found = []
    for sight, column in (("early", "early"), ("closing", "at_closing")):
        counted = f"CASE WHEN told.{column} > 2 THEN '3+' ELSE CAST(told.{column} AS VARCHAR) END"
        found.append(_Grouping(trait="contacts", sight=sight, label="''", key=counted))
        several = f"CASE WHEN told.{column} > 1 THEN 'yes' ELSE 'no' END"
        found.append(_Grouping(trait="several", sight=sight, label="''", key=several))
        if facts.has_values("deal_contact", "role"):
            key = f"CASE WHEN told.{column} THEN 'yes' ELSE 'no' END"
            found.append(_Grouping(trait="role", sight=sight, label="told.role", key=key, source="role_told"))
    bands = " ".join(f"WHEN told.second_after <= {last} THEN '{band}'" for band, last in SECOND_CONTACT)
    key = f"CASE WHEN told.at_closing < 2 THEN 'none' {bands} WHEN told.second_after > 60 THEN '61+' END"
    return [*found, _Grouping(trait="second_contact", sight="closing", label="''", key=key)]


def _grouped(grouping: _Grouping) -> str:
    """Write one way of telling deals apart, as a SELECT of a row a kind."""
    needs_start = grouping.sight == "early" or grouping.trait == "second_contact"
    where = " WHERE told.start_on IS NOT NULL" if needs_start else ""
    return "\n".join(
        (
            f"  SELECT '{grouping.trait}' AS trait, '{grouping.sight}' AS sight, {grouping.label} AS label,",
            f"         {grouping.key} AS key, count(*) FILTER (WHERE told.is_qualified) AS ended,",
            "         count(*) FILTER (WHERE told.is_won AND told.is_qualified) AS won,",
            "         count(told.amount) FILTER (WHERE told.is_won) AS sized,",
            "         sum(told.amount) FILTER (WHERE told.is_won) AS won_amount,",
            "         list_sort(list(told.days) FILTER (WHERE told.is_won AND told.days IS NOT NULL)) AS cycle,",
            "         list_sort(list(told.amount) FILTER (WHERE told.is_won AND told.amount IS NOT NULL)) AS size,",
            "         list_sort(list(told.rest) FILTER (WHERE told.is_won AND told.rest IS NOT NULL)) AS rest",
            f"  FROM {grouping.source} AS told{where}",
            "  GROUP BY 3, 4",
        )
    )


def _bounds(name: str) -> str:
    """Write a sorted list as its length, its median, and the order statistics that bracket that."""
    n = f"len({name})"
    columns = [f"coalesce({n}, 0)", f"CAST({name}[({n} + 1) // 2] + {name}[{n} // 2 + 1] AS DOUBLE) / 2"]
    for half in (_HALF, _HALF_WIDE):
        rank = f"CAST(floor(({n} + 1) / 2 - {half} * sqrt({n})) AS BIGINT)"
        columns += [f"CASE WHEN {rank} > 0 THEN CAST({name}[{at}] AS DOUBLE) END" for at in (rank, f"{n} + 1 - {rank}")]
    return ", ".join(f"{column} AS {name}_{place}" for place, column in enumerate(columns))
