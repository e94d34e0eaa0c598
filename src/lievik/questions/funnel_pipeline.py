"""Ways of the deals of one pipeline → its funnel: a row a stage, with what share goes on and how many are won.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lievik.insight.shares import share_of
from lievik.insight.stage_ways import Level, Passage, Way, passage
from lievik.model.funnel import EXITS, Exit, Funnel, FunnelStage, Mode
from lievik.questions.funnel_places import PipelinePlaces
from lievik.questions.funnel_waits import Waits

_MOST_NOT_TOLD: Final = Decimal("0.1")
"""Part of the deals whose stages may not be known for the others to speak for all."""


def funnel_of(
    pipeline: PipelinePlaces, ways: Sequence[Way], mode: Mode, waits: Waits | None, *, group: str | None
) -> Funnel:
    """Make the funnel of a pipeline.

    Args:
        pipeline: its stages in order.
        ways: of the deals of the cohort.
        mode: how deals count for stages; `any` is taken where nothing tells the order of the stages.
        waits: how long visits took; none where it was not asked for.
        group: label of the group.
    """
    counted = mode if pipeline.has_order else "any"
    found = passage(ways, len(pipeline.stages), counted)
    return Funnel(
        name=pipeline.name,
        group=group,
        mode=counted,
        has_order=pipeline.has_order,
        won_name=pipeline.won_name,
        created=found.created,
        won=found.fates["won"],
        lost=found.fates["lost"],
        open=found.fates["open"],
        deleted=found.fates["deleted"].deals,
        moved=found.fates["moved"].deals,
        not_told=found.not_told,
        win=share_of(found.fates["won"].deals, found.created.deals),
        stages=_stages(pipeline, found, waits),
    )


def _stages(pipeline: PipelinePlaces, found: Passage, waits: Waits | None) -> tuple[FunnelStage, ...]:
    """A row a stage."""
    is_dark = found.not_told > _MOST_NOT_TOLD * found.created.deals
    reason = "stages_not_told" if is_dark else ""
    rows = []
    for stage, level, exits in zip(pipeline.stages, found.levels, found.exits, strict=True):
        came = level.came.deals
        counted: dict[Exit, int] = {name: exits[name] for name in EXITS}
        place = pipeline.place(stage)
        rows.append(
            FunnelStage(
                id=stage.id,
                name=stage.name,
                came=level.came,
                skipped=level.skipped,
                onward=share_of(level.onward, came, reason),
                to_won=share_of(level.won, came, reason),
                lost=level.ended["lost"],
                open=level.ended["open"],
                others=_others(level),
                entries=sum(counted.values()),
                exits=counted,
                visit=waits.visit(place) if waits else None,
                stay=waits.stay(place) if waits else None,
                stuck=waits.stuck(place) if waits else None,
                delay=waits.delay(place) if waits else None,
            )
        )
    return tuple(rows)


def _others(level: Level) -> int:
    """Deals that came no further and are neither lost nor open; those won without every stage, where that is asked."""
    return sum(level.ended[fate] for fate in ("won", "deleted", "moved"))
