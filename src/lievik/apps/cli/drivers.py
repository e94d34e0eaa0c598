"""`lievik show METRIC --drivers`: what moved a number between two periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lievik.apps.cli.session import Session
from lievik.errors import RequestError
from lievik.report.answer import Answer
from lievik.report.records.drivers_records import drivers_record, flat_drivers_records

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.report.blocks import Block


def drivers_answer(session: Session, metrics: Sequence[str], asked: Mapping[str, Any]) -> Answer:
    """What moved each of some metrics, in every form.

    Raises:
        RequestError: none is named, or the question cannot be answered as it was asked.
    """
    if not metrics:
        raise RequestError("What moved a number is told of metrics that are named.", "Name one: show METRIC --drivers.")
    workspace, catalogue = session.workspace, session.catalogue
    found = [workspace.drivers(metric, **asked) for metric in dict.fromkeys(metrics)]

    def blocks(language: Language) -> Iterator[Block]:
        from lievik.report.views.drivers_view import DriversView

        for place, each in enumerate(found):
            yield from DriversView(catalogue=catalogue, language=language).blocks(each, level=1 if not place else 2)

    return Answer(
        kind="drivers",
        as_of=found[0].result.as_of,
        records=lambda: [drivers_record(each, catalogue) for each in found],
        flat=lambda: [row for each in found for row in flat_drivers_records(each)],
        blocks=blocks,
    )
