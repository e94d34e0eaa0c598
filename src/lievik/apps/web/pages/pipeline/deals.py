"""The deals that came to a stage of the funnel, the largest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.options import choice
from lievik.apps.web.pages.pipeline.chapter import siblings, trail
from lievik.apps.web.pages.pipeline.funnel import chosen, look_at, mode_choice
from lievik.apps.web.parts import Link, Nothing, Page, Panel
from lievik.report.views.stage_deals_view import StageDealsView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.funnel import FunnelAnswer


def deals(visit: Visit) -> Page:
    """Make the page of the deals of a stage; of the first one where the address names none.

    Raises:
        UnknownNameError: there is no such pipeline, stage or mode.
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, listed=visit.asked.one("stage") or _first_stage(visit))
    name = visit.asked.one("pipeline")
    found = replace(found, deals=tuple(deal for deal in found.deals if name in {"", deal.pipeline}))
    view = StageDealsView(language=visit.language)
    return Page(
        title=visit.say("Deals of a stage"),
        here="pipeline",
        lead=view.about(found),
        asks=("period", "as_of", "where"),
        period=found.period,
        trail=(*trail(visit), Link(text=visit.say("Funnel"), href=visit.href("/pipeline/funnel"))),
        panels=(_panel(visit, found),),
        template="chapter.html",
        data={"nav": siblings(visit, "")},
    )


def _panel(visit: Visit, found: FunnelAnswer) -> Panel:
    view = StageDealsView(language=visit.language)
    if not found.listed:
        nothing = Nothing(text=visit.say("No deal was created in this period."))
        return Panel(name="deals", title=visit.language.period_title(found.period), parts=(nothing,))
    parts = tuple(_parts(visit, found))
    return Panel(name="deals", title=view.title(found), lead=view.told(found), parts=parts)


def _first_stage(visit: Visit) -> str:
    """The first stage of the pipeline that the address names, or of the one with most deals; empty where none is.

    Raises:
        UnknownNameError: there is no such pipeline.
    """
    stages = (stage.name for funnel in chosen(visit, look_at(visit)) for stage in funnel.stages)
    return next(stages, "")


def _parts(visit: Visit, found: FunnelAnswer) -> Iterator[Part]:
    """The choices, and the deals a page at a time."""
    view, name = StageDealsView(language=visit.language), visit.asked.one("pipeline")
    stages = dict.fromkeys(
        stage.name for funnel in found.funnels if name in {"", funnel.name} for stage in funnel.stages
    )
    options = [(stage, stage) for stage in dict.fromkeys((*stages, found.listed))]
    yield choice(visit, "stage", visit.say("Stage"), options, chosen=found.listed)
    yield mode_choice(visit)
    if found.deals:
        yield from listed(visit, found.deals, lambda shown: view.table(found, shown), view.title(found))
    else:
        yield Nothing(text=visit.say("No deal that was created in the period came there."))
