"""Targets → how the company's numbers stand against each: one question a period and subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from lievik.errors import RequestError
from lievik.model.aim import Aim, AimStanding, result_key
from lievik.model.result import MetricResult

if TYPE_CHECKING:
    from lievik.model.metric_table import MetricTable
    from lievik.workspace import Workspace

Stand = tuple[int, tuple[MetricResult, AimStanding]]


def aim_stands(workspace: Workspace, aims: Sequence[Aim]) -> dict[int, tuple[MetricResult, AimStanding]]:
    """Hold results against targets, by the number of the target; those that cannot be asked about are left out."""
    if workspace.engine is None:
        return {}
    found: dict[int, tuple[MetricResult, AimStanding]] = {}
    for _, group in groupby(sorted(aims, key=_asked_together), key=_asked_together):
        found.update(_stands(workspace, list(group)))
    return found


def _asked_together(aim: Aim) -> tuple[str, str]:
    return aim.subject.id, _typed(aim)


def _typed(aim: Aim) -> str:
    """The period as a person would type it."""
    return f"{aim.period.start}..{aim.period.end - timedelta(days=1)}"


def _stands(workspace: Workspace, aims: list[Aim]) -> Iterator[Stand]:
    """Ask for all at once; where one of them cannot be asked so, for each alone."""
    try:
        table = _asked(workspace, aims)
    except RequestError:
        if len(aims) > 1:
            for aim in aims:
                yield from _stands(workspace, [aim])
        return
    standings = workspace.aims.standings(table)
    results = {result_key(result): result for result in table}
    for key, standing in standings.items():
        if key in results:
            yield standing.aim.number, (results[key], standing)


def _asked(workspace: Workspace, aims: list[Aim]) -> MetricTable:
    metrics = dict.fromkeys(aim.metric for aim in aims)
    first = aims[0]
    where = {"team": first.subject.name} if first.subject.id else None
    return workspace.show(*metrics, period=_typed(first), where=where)
