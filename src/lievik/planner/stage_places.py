"""Where a deal can stand, as numbers: a stage of a pipeline, won, lost, deleted, or at a stage that nobody told.

Pure. A place is one whole number, so that the way of a deal is a list of numbers that a database sorts and groups fast.
"""

from __future__ import annotations

from typing import Final

from lievik.model.facts import Facts
from lievik.planner.statement import Statement

STAGE_BITS: Final = 12
"""Bits of a place that tell the stage; those above tell the pipeline."""

PLACE_BITS: Final = 24
"""Bits of a place, pipeline and stage together."""

NOT_TOLD: Final = 0
"""The deal was open, at a stage that nobody told."""

DELETED: Final = 4093
LOST: Final = 4094
WON: Final = 4095
"""Numbers of ends, which no stage has."""

_OPEN: Final = "coalesce({0}kind, 'open') = 'open'"


def place_lines(facts: Facts) -> list[str]:
    """Write the CTEs of what numbers pipelines and stages have.

    `pipeline_place` has pipeline_id, pipeline_no and name; `stage_place` has stage_id, pipeline_id, pipeline_no,
    stage_no (empty for a stage of won or lost deals), name, kind, and `has_rank` where something tells the order.
    Stages are numbered in their order. Where no stages came in, those that deals name are taken, by their chance of
    winning.
    """
    return [
        "-- pipelines and stages as numbers, stages in their order",
        "pipeline_place AS (",
        "  SELECT pipeline_id, name, CAST(row_number() OVER (ORDER BY name, pipeline_id) AS INTEGER) AS pipeline_no",
        f"  FROM ({_pipelines(facts)}) AS known",
        "),",
        "stage_place AS (",
        "  SELECT known.stage_id, known.pipeline_id, pipeline_place.pipeline_no, known.name, known.kind,",
        "         known.position IS NOT NULL OR known.probability IS NOT NULL AS has_rank,",
        f"         CASE WHEN {_OPEN.format('known.')} THEN CAST(row_number() OVER (",
        "           ORDER BY known.position NULLS LAST, known.probability NULLS LAST, known.name, known.stage_id",
        "         ) AS INTEGER) END AS stage_no",
        f"  FROM ({_stages(facts)}) AS known",
        "  LEFT JOIN pipeline_place ON pipeline_place.pipeline_id = known.pipeline_id",
        ")",
    ]


def places_statement(facts: Facts) -> Statement:
    """Write the statement that lists pipelines and stages with their numbers.

    Its rows are (what, pipeline_no, stage_no, id, name, kind, has_rank), `what` being pipeline or stage, in order.
    """
    lines = [
        "WITH",
        *place_lines(facts),
        "SELECT 'pipeline' AS what, pipeline_no, NULL AS stage_no, pipeline_id AS id, name, NULL AS kind,",
        "       TRUE AS has_rank",
        "FROM pipeline_place",
        "UNION ALL",
        "SELECT 'stage', pipeline_no, stage_no, stage_id, name, kind, has_rank FROM stage_place",
        "ORDER BY what, pipeline_no, stage_no, id",
    ]
    return Statement(sql="\n".join(lines), values={})


def place_sql(state: str) -> str:
    """SQL of the place of a state; `stage_place` and `pipeline_place` have to be joined to it.

    Args:
        state: alias of the state.
    """
    pipeline = "coalesce(stage_place.pipeline_no, pipeline_place.pipeline_no, 0)"
    return (
        f"({pipeline} << {STAGE_BITS}) + CASE WHEN {state}.is_deleted THEN {DELETED} "
        f"WHEN {state}.outcome = 'won' THEN {WON} WHEN {state}.outcome = 'lost' THEN {LOST} "
        f"ELSE coalesce(stage_place.stage_no, {NOT_TOLD}) END"
    )


def _pipelines(facts: Facts) -> str:
    """SQL of the pipelines that are known, by id and name."""
    found = []
    if facts.has_rows("pipeline"):
        found.append("SELECT id AS pipeline_id, coalesce(name, id) AS name FROM pipeline")
    tables = ["stage"] if facts.has_values("stage", "pipeline_id") else []
    if not found and not tables:
        tables = [table for table in ("deal", "deal_version") if facts.has_values(table, "pipeline_id")]
    for table in tables:
        apart = " AND pipeline_id NOT IN (SELECT id FROM pipeline)" if found else ""
        found.append(
            f"SELECT DISTINCT pipeline_id, pipeline_id AS name FROM {table} WHERE pipeline_id IS NOT NULL{apart}"
        )
    nothing = "SELECT NULL AS pipeline_id, NULL AS name WHERE FALSE"
    return " UNION ".join(found) or nothing


def _stages(facts: Facts) -> str:
    """SQL of the stages that are known."""
    if facts.has_rows("stage"):
        return "SELECT id AS stage_id, pipeline_id, coalesce(name, id) AS name, kind, position, probability FROM stage"
    tables = [table for table in ("deal", "deal_version", "deal_past") if facts.has_rows(table)]
    rows = " UNION ALL ".join(f"SELECT stage_id, outcome, probability FROM {table}" for table in tables)
    named = (
        "SELECT stage_id, NULL AS pipeline_id, stage_id AS name, 'open' AS kind, CAST(NULL AS INTEGER) AS position, "
        "avg(probability) AS probability"
    )
    if not rows:
        return f"{named} FROM (SELECT NULL AS stage_id, NULL AS probability WHERE FALSE) AS none GROUP BY stage_id"
    is_open = "stage_id IS NOT NULL AND coalesce(outcome, 'open') NOT IN ('won', 'lost')"
    return f"{named} FROM ({rows}) AS row WHERE {is_open} GROUP BY stage_id"
