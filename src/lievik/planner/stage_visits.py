"""Ways of deals → SQL that counts them: how many went which way, and how long visits of stages took.

Pure. A few thousand rows whatever the number of deals; what they mean is worked out elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lievik.model.facts import Facts
from lievik.planner.deal_picking import Picking
from lievik.planner.stage_places import DELETED, LOST, NOT_TOLD, WON
from lievik.planner.stage_walks import (
    Asked,
    date_of,
    day_number,
    day_of,
    is_at_stage,
    is_told,
    place_of,
    stage_of,
    walk_lines,
)
from lievik.planner.statement import Statement, bound_names

COLUMNS: Final = (
    *("part", "key", "label", "way", "place", "began", "ended", "days"),
    *("is_again", "is_told", "deals", "valued", "amount", "unrated"),
)
"""Columns of what `ways_statement` gives."""

_NOTHING: Final = {
    "key": "CAST(NULL AS VARCHAR)",
    "label": "CAST(NULL AS VARCHAR)",
    "way": "CAST(NULL AS BIGINT[])",
    "place": "CAST(NULL AS BIGINT)",
    "began": "CAST(NULL AS VARCHAR)",
    "ended": "CAST(NULL AS VARCHAR)",
    "days": "CAST(NULL AS BIGINT)",
    "is_again": "FALSE",
    "is_told": "TRUE",
    "valued": "CAST(NULL AS BIGINT)",
    "amount": "CAST(NULL AS DECIMAL(38, 2))",
    "unrated": "CAST(NULL AS BIGINT)",
}
_VALUED: Final = {"deals": "count(*)", "valued": "count(amount)", "amount": "sum(amount)"}


def ways_statement(facts: Facts, asked: Asked, picked: Picking) -> Statement:
    """Write the statement that counts deals by their way, and visits of stages by how long they took; see COLUMNS.

    Its rows are of several parts:

    * `way`: deals created in the period, by key and by the places they were at, in order.
    * `undated`: deals that no creation date puts in any period.
    * `visit`: visits of a stage that began in the year `before` the period, `within` it, or are still open; `ended` is
      left, lost, open (still there) or gone (nobody knows what came of it); `is_again` where the deal was at a place
      twice; `is_told` where the day it began is told, and not inferred.
    * `again`: all visits of such a deal to a stage together, as one.
    * `won`: visits of deals that are won by now, whatever was asked for.
    """
    parts = [_ways(picked), _undated(), _visits(), _again(), _won()]
    lines = [*walk_lines(facts, asked, picked)[:-1], "),", *_turns(asked)]
    return _bound("\n".join(["WITH", *lines, "\nUNION ALL\n".join(parts)]), asked, picked)


def stuck_statement(facts: Facts, asked: Asked, picked: Picking, limits: Mapping[int, int]) -> Statement:
    """Write the statement that lists deals that are at a stage for longer than a limit, the largest first.

    Its rows are (id, name, owner, place, since, days, amount, is_unrated).

    Args:
        facts: what the tables hold.
        asked: as of when.
        picked: which deals.
        limits: place -> days.
    """
    rows = ", ".join(f"({place}, {days})" for place, days in sorted(limits.items())) or "(-1, 0)"
    lines = [
        "WITH",
        *walk_lines(facts, asked, picked, ("name", "owner_id"), is_underway=True)[:-1],
        "),",
        *_turns(asked, names=("name", "owner_id", "is_unrated"))[:-1],
        f"), allowed AS (SELECT * FROM (VALUES {rows}) AS given (place, days))",
        f"SELECT turn.deal_id, turn.name, coalesce(rep.name, turn.owner_id), turn.place, {date_of('turn.first_no')},",
        "       turn.days, turn.amount, turn.is_unrated",
        "FROM turn",
        "INNER JOIN allowed ON allowed.place = turn.place AND turn.days > allowed.days",
        "LEFT JOIN rep ON rep.id = turn.owner_id",
        "WHERE turn.ended = 'open' AND turn.is_told",
        "ORDER BY turn.amount DESC NULLS LAST, turn.days DESC, turn.deal_id",
    ]
    return _bound("\n".join(lines), asked, picked)


def deals_statement(facts: Facts, asked: Asked, picked: Picking, ways: Sequence[Sequence[int]]) -> Statement:
    """Write the statement that lists the deals created in the period that went one of some ways, the largest first.

    Its rows are (id, name, owner, way, created_on, since, amount); a way is the places that a deal was at, in order,
    and `since` the day it came to the last of them.
    """
    way = f"list_transform(picked.steps, lambda one: {place_of('one')})"
    lines = [
        "WITH",
        *walk_lines(facts, asked, picked, ("name", "owner_id")),
        f"SELECT picked.deal_id, picked.name, coalesce(rep.name, picked.owner_id), {way}, picked.created_on,",
        f"       {date_of(day_of('picked.steps[len(picked.steps)]'))}, picked.amount",
        "FROM picked",
        "LEFT JOIN rep ON rep.id = picked.owner_id",
        "WHERE picked.created_on >= $starts_on AND picked.created_on < $ends_on",
        f"  AND {way} IN (SELECT unnest(CAST($ways AS BIGINT[][])))",
        "ORDER BY picked.amount DESC NULLS LAST, picked.created_on, picked.deal_id",
    ]
    sql = "\n".join(lines)
    values = {**asked.values, **picked.values, "ways": [list(one) for one in ways]}
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _bound(sql: str, asked: Asked, picked: Picking) -> Statement:
    values = {**asked.values, **picked.values}
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _part(name: str, columns: Mapping[str, str], source: str) -> str:
    """Write one part: its columns, and nothing in the place of those it has not."""
    given = {"part": f"'{name}'", **columns}
    selected = ", ".join(f"{given.get(column) or _NOTHING[column]} AS {column}" for column in COLUMNS)
    return f"SELECT {selected}\n{source}"


def _ways(picked: Picking) -> str:
    """Deals of the period, by their way."""
    way = f"list_transform(steps, lambda one: {place_of('one')})"
    counted = (
        f"SELECT key, {way} AS way, count(*) AS deals, count(amount) AS valued, sum(amount) AS amount, "
        "count(*) FILTER (WHERE is_unrated) AS unrated\n"
        "FROM picked WHERE created_on >= $starts_on AND created_on < $ends_on GROUP BY 1, 2"
    )
    names = ("key", "way", "deals", "valued", "amount", "unrated")
    columns = {name: f"counted.{name}" for name in names}
    columns["key"] = "CAST(counted.key AS VARCHAR)"
    joined = ""
    if picked.label_table:
        columns["label"] = "label.name"
        joined = f"\nLEFT JOIN {picked.label_table} AS label ON label.id = counted.key"
    return _part("way", columns, f"FROM (\n{counted}\n) AS counted{joined}")


def _undated() -> str:
    """Deals that are in no period."""
    return _part("undated", {"deals": "count(*)"}, "FROM picked WHERE created_on IS NULL")


def _turns(asked: Asked, names: Iterable[str] = ()) -> list[str]:
    """Write the CTEs of visits: `turn` those of deals asked for, `won_turn` those of all deals that are won."""
    others = "".join(f", {name}" for name in names)
    last = "steps[len(steps)]"
    is_late = f"{day_of(last)} >= {day_number('$before_on')} OR {is_at_stage(last)}"
    is_again = f"len(steps) > list_unique(list_transform(steps, lambda one: {place_of('one')}))"
    owner = ", owner_id" if asked.is_working and "owner_id" not in others else ""
    return [
        *_calendar(asked),
        "-- visits of a stage, each with the step after it",
        "walked AS (",
        f"  SELECT deal_id, steps, amount{others}{owner}, {is_again} AS is_again FROM picked WHERE {is_late}",
        "),",
        *_turn("turn", "walked", asked, f"deal_id, is_again, amount{others}"),
        ",",
        *_turn("won_turn", f"walk WHERE {stage_of(last)} = {WON}", asked, "deal_id"),
    ]


def _turn(name: str, source: str, asked: Asked, names: str) -> list[str]:
    """Write the CTE of the visits of some deals: place, first_no, days, ended, is_told."""
    owner = ", owner_id" if asked.is_working and "owner_id" not in names else ""
    until = f"coalesce({day_of('step.following')}, {day_number('$as_of')})"
    ended = (
        f"CASE WHEN step.following IS NULL THEN 'open' WHEN {stage_of('step.following')} = {LOST} THEN 'lost' "
        f"WHEN {stage_of('step.following')} IN ({NOT_TOLD}, {DELETED}) THEN 'gone' ELSE 'left' END"
    )
    days, joined = f"{until} - {day_of('step.number')}", []
    if asked.is_working:
        days = "coalesce(last.days, 0) - coalesce(first.days, 0)"
        country = "coalesce(owner.country, $country)"
        joined = [
            "  LEFT JOIN owner ON owner.id = step.owner_id",
            f"  LEFT JOIN work AS first ON first.country = {country} AND first.day_no = {day_of('step.number')}",
            f"  LEFT JOIN work AS last ON last.country = {country} AND last.day_no = {until}",
        ]
    kept = ", ".join(f"step.{found.strip()}" for found in names.split(","))
    return [
        f"{name} AS (",
        f"  SELECT {kept}, {place_of('step.number')} AS place, {day_of('step.number')} AS first_no,",
        f"         {days} AS days, {ended} AS ended, {is_told('step.number')} AS is_told",
        "  FROM (",
        f"    SELECT {names}{owner}, unnest(steps) AS number, unnest(list_append(steps[2:], NULL)) AS following",
        f"    FROM {source}",
        "  ) AS step",
        *joined,
        f"  WHERE {is_at_stage('step.number')}",
        ")",
    ]


def _calendar(asked: Asked) -> list[str]:
    """Write the CTEs of working days: how many lie before each day, country by country."""
    if not asked.is_working:
        return []
    first_no = f"(SELECT min({day_of('steps[1]')}) FROM walk)"
    return [
        "-- working days before each day: Monday to Friday, without the public holidays of the owner's country",
        "owner AS (",
        "  SELECT id, CASE WHEN country SIMILAR TO '[A-Za-z]{2}' THEN upper(country) ELSE $country END AS country",
        "  FROM rep",
        "),",
        "date_of AS (",
        "  SELECT CAST(unnest(generate_series(",
        f"    {date_of(first_no)}, CAST($as_of AS DATE), INTERVAL 1 DAY",
        "  )) AS DATE) AS on_date",
        "),",
        "work AS (",
        f"  SELECT country.country, {day_number('date_of.on_date')} AS day_no,",
        "         sum(CASE WHEN coalesce(day.is_workday, extract(ISODOW FROM date_of.on_date) <= 5)",
        "                       AND holiday.on_date IS NULL THEN 1 ELSE 0 END) OVER earlier AS days",
        "  FROM date_of",
        "  CROSS JOIN (SELECT $country AS country UNION SELECT country FROM owner) AS country",
        "  LEFT JOIN day ON day.on_date = date_of.on_date",
        "  LEFT JOIN holiday ON holiday.country = country.country AND holiday.on_date = date_of.on_date",
        "  WINDOW earlier AS (",
        "    PARTITION BY country.country ORDER BY date_of.on_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
        "  )",
        "),",
    ]


def _visits() -> str:
    """Visits by place, by how they ended and after how many days."""
    starts, ends, before = (day_number(day) for day in ("$starts_on", "$ends_on", "$before_on"))
    began = (
        f"CASE WHEN first_no >= {ends} OR first_no < {before} THEN 'other' "
        f"WHEN first_no >= {starts} THEN 'within' ELSE 'before' END"
    )
    columns = {name: name for name in ("place", "ended", "days", "is_again", "is_told")}
    is_asked = f"ended = 'open' OR first_no >= {before} AND first_no < {ends}"
    source = f"FROM turn WHERE {is_asked} GROUP BY place, {began}, ended, days, is_again, is_told"
    return _part("visit", {**columns, "began": began, **_VALUED}, source)


def _again() -> str:
    """Visits of deals that were somewhere twice, all of a deal to a stage as one; it began with the first of them."""
    starts, ends, before = (day_number(day) for day in ("$starts_on", "$ends_on", "$before_on"))
    together = (
        "SELECT place, min(first_no) AS first_no, CAST(sum(days) AS BIGINT) AS days, "
        "coalesce(max(CASE WHEN ended IN ('open', 'gone') THEN ended END), 'left') AS ended, "
        "bool_and(is_told) AS is_told, any_value(amount) AS amount "
        "FROM turn WHERE is_again GROUP BY deal_id, place"
    )
    began = f"CASE WHEN first_no >= {starts} THEN 'within' ELSE 'before' END"
    columns = {**{name: name for name in ("place", "ended", "days", "is_told")}, "began": began, "is_again": "TRUE"}
    where = f"WHERE first_no >= {before} AND first_no < {ends}"
    source = f"FROM (\n{together}\n) AS together {where} GROUP BY place, {began}, ended, days, is_told"
    return _part("again", {**columns, **_VALUED}, source)


def _won() -> str:
    """Visits of deals that are won."""
    columns = {"place": "place", "days": "days", "deals": "count(*)"}
    return _part("won", columns, "FROM won_turn WHERE is_told GROUP BY place, days")
