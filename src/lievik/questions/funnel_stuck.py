"""Limits of stages → the deals that are held up, the largest first.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from lievik.model.funnel import StuckDeal
from lievik.planner.statement import Statement
from lievik.questions.funnel_places import PipelinePlaces
from lievik.questions.funnel_waits import Waits

Run = Callable[[Statement], list[tuple[object, ...]]]
"""Runs a statement."""


def stuck_deals(
    run: Run, statement_of: Callable[[dict[int, int]], Statement], pipelines: Sequence[PipelinePlaces], waits: Waits
) -> tuple[StuckDeal, ...]:
    """List deals that are at a stage for longer than four in five of those that later won from there were."""
    named = {pipeline.place(stage): (pipeline.name, stage.name) for pipeline in pipelines for stage in pipeline.stages}
    limits = {place: limit for place in named if (limit := waits.limit(place)[0]) is not None}
    return tuple(
        StuckDeal(
            id=str(ident),
            name=cast("str | None", name),
            owner=cast("str | None", owner),
            pipeline=named[cast("int", place)][0],
            stage=named[cast("int", place)][1],
            since=cast("date", since),
            days=cast("int", days),
            limit=limits[cast("int", place)],
            amount=cast("Decimal | None", amount),
        )
        for ident, name, owner, place, since, days, amount, _ in run(statement_of(limits))
    )
