"""What people decided about numbers, for pages: targets and how results stand against them, notes and events by day.

A ledger that cannot be read takes no page down: it says so once, on the page of the targets and in `lievik doctor`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.errors import LievikError
from lievik.model.aim import result_key
from lievik.report.charts.beside import Beside, Marker

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.aim import Standings
    from lievik.model.metric_table import MetricTable
    from lievik.model.result import MetricResult


def standings(visit: Visit, table: MetricTable) -> Standings:
    """How the results of a table stand against their targets, by `result_key`."""
    with suppress(LievikError):
        return visit.workspace.aims.standings(table)
    return {}


def beside(visit: Visit, table: MetricTable, before: Sequence[MetricResult]) -> Beside:
    """What a trend is shown beside: targets, the same units a year earlier, and what happened meanwhile."""
    held = standings(visit, table)
    targets = [_target(held, result) for result in table]
    return Beside(
        targets=targets if any(target is not None for target in targets) else (),
        before=before,
        markers=tuple(_markers(visit, table)),
    )


def _target(held: Standings, result: MetricResult) -> Decimal | None:
    """The one value that a result ought to reach; none for a range."""
    standing = held.get(result_key(result))
    return standing.aim.bounds[0] if standing and len(standing.aim.bounds) == 1 else None


def _markers(visit: Visit, table: MetricTable) -> Iterator[Marker]:
    """Notes and events of the days that are shown."""
    results = list(table)
    start, last = results[0].period.start, results[-1].period.end - timedelta(days=1)
    with suppress(LievikError):
        for note in visit.workspace.notes.all(metric=results[0].full_name, from_on=start, to_on=last):
            yield Marker(day=note.on, text=note.text, kind="note")
    with suppress(LievikError):
        for event in visit.workspace.events.all(from_on=start, to_on=last):
            yield Marker(day=event.happened_on, text=event.title, kind="event")
