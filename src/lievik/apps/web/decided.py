"""What people decided about numbers, for pages: targets and how results stand against them, and what is known of days.

A ledger that cannot be read takes no page down: it says so once, on the page of the targets and in `lievik doctor`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Sentence
from lievik.errors import LievikError
from lievik.model.aim import result_key
from lievik.report.charts.beside import KINDS, Beside, Marker
from lievik.report.views.definition_wording import change_words

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.aim import Standings
    from lievik.model.definition import DefinitionChange
    from lievik.model.metric_table import MetricTable
    from lievik.model.result import MetricResult

_ICONS: Final = {"note": "pin", "event": "calendar", "definition": "wrench"}
_MOST_TOLD: Final = 12


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
    """Notes, events and changes of the definition on the days that are shown."""
    results = list(table)
    start, last = results[0].period.start, results[-1].period.end - timedelta(days=1)
    with suppress(LievikError):
        for note in visit.workspace.notes.all(metric=results[0].full_name, from_on=start, to_on=last):
            yield Marker(day=note.on, text=note.text, kind="note")
    with suppress(LievikError):
        for event in visit.workspace.events.all(from_on=start, to_on=last):
            yield Marker(day=event.happened_on, text=event.title, kind="event")
    for change in definition_changes(visit, results[0].full_name):
        if start <= change.on <= last:
            text = change_words(change, visit.catalogue, visit.language)
            yield Marker(day=change.on, text=text, kind="definition")


def definition_changes(visit: Visit, full_name: str) -> tuple[DefinitionChange, ...]:
    """How the definition of a reading changed, in order."""
    with suppress(LievikError):
        return visit.workspace.definition_changes(full_name)
    return ()


def told_of_days(visit: Visit, markers: Sequence[Marker]) -> tuple[Sentence, ...]:
    """Say what is known of days, the newest first."""
    newest = sorted(markers, key=lambda marker: marker.day, reverse=True)
    said = [_told_of_day(visit, marker) for marker in newest[:_MOST_TOLD]]
    left = len(newest) - len(said)
    if left:
        said.append(Sentence(text=visit.say("and {n} more", n=visit.language.count(left))))
    return tuple(said)


def _told_of_day(visit: Visit, marker: Marker) -> Sentence:
    """One marker; notes and events speak for themselves, and of them the icon says what they are."""
    day, kind = visit.language.date(marker.day, is_short=True), visit.say(KINDS[marker.kind])
    if marker.kind == "definition":
        return Sentence(text=f"{day} – {kind}: {marker.text}", icon=_ICONS[marker.kind])
    return Sentence(text=f"{day} – {marker.text}", icon=_ICONS[marker.kind], sign=kind)
