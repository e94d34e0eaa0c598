"""The deals and leads that have a fault in them, a page at a time; all of them as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, Part
from lievik.apps.web.quality_panel import said, view_of
from lievik.model.quality import ANY
from lievik.report.views.quality_wording import EFFECTS, fault_title

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.quality import QualityAnswer


def quality(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such fault.
        RequestError: the question cannot be answered as it was asked.
    """
    found = looked(visit)
    return Page(
        title=_title(visit, found),
        here="data",
        lead=_effect(visit, found),
        asks=("as_of", "where"),
        trail=(Link(text=visit.say("Data"), href=visit.href("/data")),),
        actions=(Link(text="CSV", href=visit.href("/data/quality.csv", what=found.listed), icon="download"),),
        panels=(Panel(name="rows", title="", parts=tuple(_parts(visit, found))),),
    )


def looked(visit: Visit) -> QualityAnswer:
    """What is to be repaired, with the rows of the fault that the address names; of every fault where it names none.

    Raises:
        UnknownNameError: there is no such fault.
        RequestError: the question cannot be answered as it was asked.
    """
    return visit.workspace.quality(listed=visit.asked.one("what", ANY), as_of=visit.since, **said(visit))


def _title(visit: Visit, found: QualityAnswer) -> str:
    fault = next((fault for fault in EFFECTS if fault == found.listed), None)
    return fault_title(fault, visit.language) if fault else visit.say("Everything to repair")


def _effect(visit: Visit, found: QualityAnswer) -> str:
    """How many, and what that does to the numbers."""
    fault = next((fault for fault in found.faults if fault == found.listed), None)
    if fault is None:
        return visit.language.say_many("{n} row to repair", "{n} rows to repair", len(found.rows))
    return view_of(visit).extent(found, fault)


def _parts(visit: Visit, found: QualityAnswer) -> Iterable[Part]:
    """The faults to choose from, and one page of the rows."""
    yield _choice(visit, found)
    if not found.rows:
        reason = next((left for left in found.not_looked if left.fault == found.listed), None)
        yield Nothing(
            text=_nothing(visit, reason.reason, dict(reason.facts)) if reason else visit.say("Nothing to repair here.")
        )
        return
    view = view_of(visit)
    yield from listed(visit, found.rows, lambda rows: view.rows(rows, found.listed), _title(visit, found))


def _nothing(visit: Visit, reason: str, facts: dict[str, str]) -> str:
    why = visit.language.sentence(reason, visit.catalogue.reasons, facts)
    return visit.say("Not looked for: {reason}.", reason=why)


def _choice(visit: Visit, found: QualityAnswer) -> Choice:
    """Every fault that there is, and the one shown."""
    faults = [fault for fault in found.faults if found.faults[fault].found or fault == found.listed]
    count = visit.language.count
    links = [
        Link(
            text=f"{fault_title(fault, visit.language)} ({count(found.faults[fault].found)})",
            href=visit.href(what=fault, page=None),
            is_here=fault == found.listed,
        )
        for fault in faults
    ]
    everything = Link(text=visit.say("Everything"), href=visit.href(what=ANY, page=None), is_here=found.listed == ANY)
    return Choice(label=visit.say("What to repair"), links=(everything, *links))
