"""What to repair in the data, as parts of pages: the most worthwhile in sentences, by fault, by owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Link, Nothing, Panel, Part, Sentence, Sentences, words
from lievik.apps.web.sections import sections
from lievik.report.blocks import Bullets
from lievik.report.views.quality_view import QualityView

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.quality import QualityAnswer
    from lievik.planner.request_words import Said

_MOST_WORTHWHILE: Final = 3


def said(visit: Visit, owner: str = "") -> Said:
    """Filters and currency of a page; the quality of data is of a day and knows no period."""
    filters = {**visit.asked.filters, **({"owner": [owner]} if owner else {})}
    return {"where": filters or None, "currency": visit.asked.currency}


def quality_sentences(visit: Visit, owner: str = "") -> Sentences:
    """The repairs that do the most for the numbers, each with the way to its deals; that all is clean where none is.

    Args:
        visit: who asks.
        owner: whose data alone; empty for everybody's.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = visit.workspace.quality(as_of=visit.since, **said(visit, owner))
    view = view_of(visit)
    items = tuple(
        Sentence(text=view.repair_line(found, fault), href=visit.fault_href(fault, owner), style="care", icon="wrench")
        for fault in found.worst[:_MOST_WORTHWHILE]
    )
    clean = Sentence(text=visit.say("Nothing is odd or missing."), style="good", icon="circle-check")
    return Sentences(items=items or (clean,))


def view_of(visit: Visit) -> QualityView:
    """What writes such answers."""
    return QualityView(catalogue=visit.catalogue, language=visit.language)


def quality_panels(visit: Visit, found: QualityAnswer) -> tuple[Panel, ...]:
    """What to repair, and whose it is."""
    say, view = visit.say, view_of(visit)

    def by_fault() -> Iterable[Part]:
        told = Bullets(items=tuple(view.told(found)))
        if not found.worst:
            return (words((told,)),)
        return (words((told, view.faults(found)), caption=say("What to repair, by what it does to the numbers")),)

    def by_team() -> Iterable[Part]:
        return (words((view.teams(found),), caption=say("What to repair, by team")),)

    def by_owner() -> Iterable[Part]:
        if not found.worst:
            return (Nothing(text=say("Nobody has anything to repair.")),)
        lines = tuple(
            Sentence(text=line, href=visit.fault_href(fault, owner), style="care", icon="triangle-alert")
            for owner, fault, line in view.standing_out(found)
        )
        table = words(view.owners(found), caption=say("What to repair, who has the most deals first"))
        return (Sentences(items=lines), table) if lines else (table,)

    return (
        visit.panel("quality", say("What to repair"), by_fault, more=_everything(visit, found)),
        *((visit.panel("teams", say("By team"), by_team),) if found.teams and found.worst else ()),
        visit.panel("owners", say("By owner"), by_owner),
    )


def looked_panels(visit: Visit, found: QualityAnswer) -> tuple[Panel, ...]:
    """What was looked for and not found, and what could not be looked for."""
    _, *parts = sections(view_of(visit).looked(found))
    return tuple(Panel(name=part.name, title=part.title, parts=(words(part.blocks),)) for part in parts)


def _everything(visit: Visit, found: QualityAnswer) -> tuple[Link, ...]:
    if not found.worst:
        return ()
    return (
        Link(text=visit.say("Everything to repair, deal by deal"), href=visit.fault_href("all"), icon="arrow-up-right"),
    )
