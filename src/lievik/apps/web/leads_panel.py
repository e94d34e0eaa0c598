"""How good leads are, as a part of a page: who can be reached, by source, and conversion with and without the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Link, Nothing, Panel, Part, Sentence, Sentences, words
from lievik.apps.web.quality_panel import said
from lievik.report.blocks import Bullets
from lievik.report.views.leads_view import LeadsView

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def leads_panel(visit: Visit) -> Panel:
    """Who of the leads of the last four full quarters can be reached; where nothing tells, why.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    say = visit.say
    asked = said(visit)

    def parts() -> Iterable[Part]:
        found = visit.workspace.leads(as_of=visit.since, where=asked["where"])
        view = LeadsView(catalogue=visit.catalogue, language=visit.language, found=found)
        if view.trouble:
            return (Nothing(text=view.trouble),)
        period = visit.language.period_title(found.period)
        sources = say("Leads by source, {period}", period=period)
        lines = tuple(Sentence(text=line, style="care", icon="triangle-alert") for line in view.standing_out())
        return (
            words((Bullets(items=tuple(view.told())),)),
            *((Sentences(items=lines),) if lines else ()),
            words((view.groups(),), caption=sources),
            words((view.reasons(),), caption=say("Why it is thought that they can be reached, or cannot")),
        )

    more = Link(
        text=say("Open leads not reachable by e-mail"),
        href=visit.fault_href("lead_unreachable"),
        icon="arrow-up-right",
    )
    return visit.panel("leads", say("Lead quality"), parts, more=(more,))
