"""Deals that are stuck, the largest first: all of them, or those of one stage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.options import choice
from lievik.apps.web.pages.pipeline.chapter import siblings, trail
from lievik.apps.web.pages.pipeline.funnel import day_choice, look_at
from lievik.apps.web.parts import Nothing, Page, Panel
from lievik.errors import UnknownNameError
from lievik.report.views.stuck_view import StuckView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.funnel import FunnelAnswer


def stuck(visit: Visit) -> Page:
    """Make the page of stuck deals.

    Raises:
        UnknownNameError: there is no such pipeline or stage.
        RequestError: the question cannot be answered as it was asked.
    """
    every = look_at(visit, has_stuck=True)
    found, view = _of_stage(visit, every), StuckView(language=visit.language)
    return Page(
        title=visit.say("Stuck deals"),
        here="pipeline",
        lead=view.about(),
        asks=("as_of", "where"),
        trail=trail(visit),
        panels=(
            Panel(
                name="deals",
                title=view.title(found),
                lead=view.told(found) if found.stuck else "",
                parts=tuple(_parts(visit, every, found)),
            ),
        ),
        template="chapter.html",
        data={"nav": siblings(visit, "stuck")},
    )


def _parts(visit: Visit, every: FunnelAnswer, found: FunnelAnswer) -> Iterator[Part]:
    view, asked = StuckView(language=visit.language), visit.asked
    named = f"{asked.one('pipeline')}: {asked.one('stage')}" if asked.one("pipeline") else asked.one("stage")
    stages = dict.fromkeys(deal.stage for deal in every.stuck if asked.one("pipeline") in {"", deal.pipeline})
    if stages or asked.one("stage"):
        shown = dict.fromkeys((*stages, *asked.many("stage")))
        options = (("", visit.say("all")), *((stage, stage) for stage in shown))
        yield choice(visit, "stage", visit.say("Stage"), options)
    yield day_choice(visit)
    if found.stuck:
        yield from listed(visit, found.stuck, lambda deals: view.table(every, deals), named or view.title(found))
    else:
        yield Nothing(text=view.told(found))


def _of_stage(visit: Visit, found: FunnelAnswer) -> FunnelAnswer:
    """The answer for the pipeline and the stage that the address names.

    Raises:
        UnknownNameError: there is none of that name.
    """
    pipeline, stage = visit.asked.one("pipeline"), visit.asked.one("stage")
    places = {(funnel.name, each.name) for funnel in found.funnels for each in funnel.stages}
    places |= {(deal.pipeline, deal.stage) for deal in found.stuck}
    for kind, name, known in (
        ("pipeline", pipeline, {place[0] for place in places}),
        ("stage", stage, {place[1] for place in places}),
    ):
        if name and name not in known:
            raise UnknownNameError(kind, name, sorted(known))
    listed = [deal for deal in found.stuck if pipeline in {"", deal.pipeline} and stage in {"", deal.stage}]
    return replace(found, stuck=tuple(listed))
