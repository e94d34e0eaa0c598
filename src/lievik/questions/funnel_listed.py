"""Ways of deals → the deals that count for one stage, the largest first.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from lievik.errors import UnknownNameError
from lievik.insight.stage_ways import ranks_of
from lievik.model.funnel import Amount, Mode, StageDeal
from lievik.questions.funnel_places import PipelinePlaces

_ALONE = Amount(deals=1)


def stage_named(pipelines: Sequence[PipelinePlaces], typed: str) -> str:
    """Name of the stage that somebody means, by name or id.

    Raises:
        UnknownNameError: no pipeline has such a stage.
    """
    wanted, stages = typed.casefold(), [stage for pipeline in pipelines for stage in pipeline.stages]
    for stage in stages:
        if wanted in {stage.name.casefold(), stage.id.casefold()}:
            return stage.name
    raise UnknownNameError("stage", typed, sorted({stage.name for stage in stages}))


def stage_deals(
    went: Callable[[Sequence[Sequence[int]]], list[tuple[object, ...]]],
    pipelines: Sequence[PipelinePlaces],
    ways: Sequence[Sequence[int]],
    *,
    stage: str,
    mode: Mode,
) -> tuple[StageDeal, ...]:
    """List the deals of the cohort that count for a stage, in every pipeline that has one of that name.

    Args:
        went: ways -> rows of the deals that went one of them.
        pipelines: to look at.
        ways: that deals of the cohort went.
        stage: its name.
        mode: how deals count for stages.
    """
    ranks = {
        pipeline.number: rank
        for pipeline in pipelines
        for rank, each in enumerate(pipeline.stages, 1)
        if each.name == stage
    }
    holding = [pipeline for pipeline in pipelines if pipeline.number in ranks]
    counted = {
        pipeline.number: {tuple(way) for way in ways if _counts(pipeline, way, ranks[pipeline.number], mode)}
        for pipeline in holding
    }
    rows = went(sorted(set().union(*counted.values())))
    return tuple(
        _deal(row, pipeline)
        for row in rows
        for pipeline in holding
        if tuple(cast("Sequence[int]", row[3])) in counted[pipeline.number]
    )


def _counts(pipeline: PipelinePlaces, places: Sequence[int], rank: int, mode: Mode) -> bool:
    """Whether deals that went a way count for a stage."""
    way = pipeline.way(places, _ALONE)
    counted = mode if pipeline.has_order else "any"
    return way.was_there and way.is_told and rank in ranks_of(way.turns, counted, len(pipeline.stages))[0]


def _deal(row: Sequence[object], pipeline: PipelinePlaces) -> StageDeal:
    ident, name, owner, places, created_on, since, amount = row
    way = pipeline.way(cast("Sequence[int]", places), _ALONE)
    last = way.turns[-1]
    return StageDeal(
        id=str(ident),
        name=cast("str | None", name),
        owner=cast("str | None", owner),
        pipeline=pipeline.name,
        fate=way.fate,
        stage=pipeline.stages[last - 1].name if isinstance(last, int) else "",
        created_on=cast("date", created_on),
        since=cast("date", since),
        amount=cast("Decimal | None", amount),
    )
