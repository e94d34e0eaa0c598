"""The funnel of a year, asked of Lievik and written by hand with windows: the same numbers, and how long each takes.

By hand, neighbouring states at one place are merged by `lag`, and visits ended by `lead`. Both give how far deals came
and what they are worth, how visits ended, how many took how many days this year and the year before, and the days that
four in five of the deals won were at a stage.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from time import perf_counter
from typing import Final

from bench.in_turn import Round, timed
from lievik import Workspace
from lievik.insight.waiting import Seen, curve_of
from lievik.model.funnel import FunnelAnswer
from lievik.planner.deal_picking import picking
from lievik.planner.stage_visits import ways_statement
from lievik.planner.stage_walks import Asked
from lievik.planner.statement import Statement
from lievik.sources.demo import AS_OF

PERIOD: Final = "2025-07-01..2026-06-30"
_WARM_UP: Final = 1

BY_HAND: Final = """
WITH state AS (
    SELECT deal_id, valid_from_on AS from_on,
        CASE WHEN is_deleted THEN 'deleted' WHEN outcome IN ('won', 'lost') THEN outcome ELSE stage_id END AS place
    FROM deal_version
    WHERE known_until IS NULL AND (until_on > valid_from_on OR until_on IS NULL) AND valid_from_on <= DATE '2026-06-30'
),
moved AS (
    SELECT * FROM state QUALIFY place IS DISTINCT FROM lag(place) OVER (PARTITION BY deal_id ORDER BY from_on)
),
worth AS MATERIALIZED (
    SELECT deal.id, deal.pipeline_id, deal.created_on, deal.outcome = 'won' AND NOT deal.is_deleted AS is_won,
        CASE WHEN deal.currency = 'EUR' THEN deal.amount
            ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END AS amount
    FROM deal
    LEFT JOIN rate_day AS rate ON rate.from_currency = deal.currency AND rate.to_currency = 'EUR'
        AND rate.kind = 'market' AND rate.on_date = CASE
            WHEN deal.outcome IN ('won', 'lost') AND NOT deal.is_deleted THEN deal.closed_on
            ELSE (SELECT max(on_date) FROM rate_day WHERE on_date <= DATE '2026-06-30') END
),
visit AS MATERIALIZED (
    SELECT moved.*, lead(moved.place) OVER later AS following, lead(moved.from_on) OVER later AS until_on,
        stage.position, worth.pipeline_id, worth.is_won, worth.amount,
        worth.created_on BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' AS is_counted
    FROM moved
    INNER JOIN worth ON worth.id = moved.deal_id
    LEFT JOIN stage ON stage.id = moved.place
    WINDOW later AS (PARTITION BY moved.deal_id ORDER BY moved.from_on)
),
timed AS (
    SELECT deal_id, place, amount, from_on, coalesce(until_on, DATE '2026-06-30') - from_on AS days,
        CASE WHEN until_on IS NULL THEN 'open' WHEN following IN ('lost', 'deleted') THEN following ELSE 'left' END
            AS ended
    FROM visit WHERE position IS NOT NULL
),
reach AS (
    SELECT pipeline_id, max(CASE WHEN place = 'won' THEN 99 ELSE position END) AS furthest, any_value(amount) AS amount
    FROM visit WHERE is_counted GROUP BY deal_id, pipeline_id
),
stay AS (
    SELECT place, min(from_on) AS from_on, sum(days) AS days, bool_or(ended IN ('open', 'deleted')) AS is_open
    FROM timed GROUP BY deal_id, place
)
SELECT 'reach', pipeline_id, CAST(furthest AS VARCHAR), NULL, count(*), sum(amount) FROM reach GROUP BY 1, 2, 3
UNION ALL
SELECT 'exit', place, following, NULL, count(*), NULL FROM visit
WHERE is_counted AND position IS NOT NULL GROUP BY 1, 2, 3
UNION ALL
SELECT CASE WHEN from_on >= DATE '2025-07-01' THEN 'within' ELSE 'before' END, place, ended, days, count(*), sum(amount)
FROM timed WHERE from_on BETWEEN DATE '2024-07-01' AND DATE '2026-06-30' GROUP BY 1, 2, 3, 4
UNION ALL
SELECT 'open', place, NULL, days, count(*), sum(amount) FROM timed WHERE ended = 'open' GROUP BY 1, 2, 4
UNION ALL
SELECT 'stay', place, CAST(is_open AS VARCHAR), days, count(*), NULL FROM stay
WHERE from_on BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY 1, 2, 3, 4
UNION ALL
SELECT 'won', place, NULL, quantile_disc(until_on - from_on, 0.8), count(*), NULL
FROM visit WHERE is_won AND position IS NOT NULL GROUP BY 1, 2
"""

Numbers = dict[tuple[str, str], object]
"""What is told and of which stage -> the number."""


def answered(workspace: Workspace) -> FunnelAnswer:
    """Ask Lievik."""
    return workspace.funnel(period=PERIOD)


def statement_of(workspace: Workspace) -> Statement:
    """The statement that Lievik runs."""
    then = workspace.known_then(None, has_states=True)
    request = then.request((), {"period": PERIOD})
    period = request.periods[0]
    asked = Asked(
        as_of=AS_OF,
        starts_on=period.start,
        ends_on=period.end,
        before_on=period.start.replace(year=period.start.year - 1),
        currency="EUR",
    )
    picked = picking(request, then.catalogue, "deal", day="deal.created_on", asker="funnel")
    return ways_statement(then.facts, asked, picked)


def differences(workspace: Workspace) -> list[str]:
    """Tell every number that differs; none where the two are the same."""
    mine, theirs = numbers_of(answered(workspace)), _numbers_by_hand(workspace)
    return [f"{key}: {mine.get(key)} and {theirs.get(key)}" for key in mine if mine[key] != theirs.get(key)]


def numbers_of(answer: FunnelAnswer) -> Numbers:
    """The numbers of an answer, stage by stage."""
    found: Numbers = {}
    for funnel in answer.funnels:
        for stage in funnel.stages:
            found["came", stage.id] = stage.came.deals
            found["worth", stage.id] = stage.came.amount
            found["exits", stage.id] = {name: count for name, count in stage.exits.items() if count}
            found["visits", stage.id] = stage.visit.n if stage.visit else 0
            found["median", stage.id] = stage.visit.median if stage.visit else None
            found["target", stage.id] = stage.delay.target if stage.delay else None
            found["per deal", stage.id] = stage.stay.median if stage.stay else None
            found["limit", stage.id] = stage.stuck.limit if stage.stuck else None
    return found


def _numbers_by_hand(workspace: Workspace) -> Numbers:
    rows = workspace.run(Statement(sql=BY_HAND, values={}))
    stages = workspace.run(Statement(sql="SELECT id, pipeline_id, position FROM stage WHERE kind = 'open'", values={}))
    places = {str(ident): (str(pipeline), int(str(position))) for ident, pipeline, position in stages}
    found: Numbers = {}
    for stage, (pipeline, position) in places.items():
        reached = [
            row for row in rows if row[0] == "reach" and row[1] == pipeline and int(str(row[2] or 0)) >= position
        ]
        found["came", stage] = sum(int(str(row[4])) for row in reached)
        found["worth", stage] = sum((Decimal(str(row[5] or 0)) for row in reached), Decimal(0))
        own = [row for row in rows if row[1] == stage]
        found["exits", stage] = _exits(stage, own, places)
        within = [row for row in own if row[0] == "within"]
        found["visits", stage] = sum(int(str(row[4])) for row in within)
        found["median", stage] = _median(within)
        found["target", stage] = _median(row for row in own if row[0] == "before")
        found["per deal", stage] = _median(row for row in own if row[0] == "stay")
        found["limit", stage] = next((row[3] for row in own if row[0] == "won"), None)
    return found


def _exits(stage: str, rows: Iterable[tuple[object, ...]], places: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    """How visits ended, by the place after them."""
    found = Counter[str]()
    for part, _, following, _, count, _ in rows:
        if part == "exit":
            name = "still_there" if following is None else str(following)
            if name in places:
                name = "advanced" if places[name] > places[stage] else "moved_back"
            found[name] += int(str(count))
    return dict(found)


def _median(rows: Iterable[tuple[object, ...]]) -> int | None:
    seen = [
        Seen(days=int(str(row[3])), has_left=str(row[2]) in {"left", "lost", "false"}, count=int(str(row[4])))
        for row in rows
    ]
    return curve_of(seen).day_when_left(0.5)


def rounds_of_funnel(workspace: Workspace, count: int) -> list[Round]:
    """Do both in turn so many times; the first round does not count."""
    return [_round(workspace) for _ in range(count + _WARM_UP)][_WARM_UP:]


def _round(workspace: Workspace) -> Round:
    gc.collect()
    hand = timed(lambda: workspace.run(Statement(sql=BY_HAND, values={})))[0]
    gc.collect()
    planned, statement = timed(lambda: statement_of(workspace))
    executed = timed(lambda: workspace.run(statement))[0]
    start = perf_counter()
    answered(workspace)
    return Round(
        hand=hand, plan=planned, execute=executed, values=max(perf_counter() - start - planned - executed, 0.0)
    )
