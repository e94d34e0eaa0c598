"""Velocity: how much money the pipeline brings in per day, whether that agrees with what was won, what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.drivers_panel import drivers_parts
from lievik.apps.web.levers_panel import VELOCITY, levers_panel
from lievik.apps.web.options import form, split_field
from lievik.apps.web.pages.pipeline.chapter import SPLITS, siblings, trail
from lievik.apps.web.parts import Page, Panel, words
from lievik.report.blocks import Bullets
from lievik.report.views.velocity_view import VelocityView

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.planner.request_words import Said


def velocity(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    said: Said = {**visit.asked.compared, "by": visit.asked.one("by")}
    found = visit.workspace.velocity(as_of=visit.since, **said)
    view = VelocityView(catalogue=visit.catalogue, language=visit.language)
    title = visit.say("Money per day")
    numbers = Panel(
        name="velocity",
        title=title,
        parts=(
            form(visit, split_field(visit, SPLITS)),
            words((view.presets(found),), caption=title, is_quiet=True),
            words((Bullets(items=tuple(view.told(found))),)),
        ),
    )
    moved = [
        Panel(
            name=f"moved-{preset or 'article'}",
            title=visit.say("What moved it: {reading}", reading=view.name(drivers.result)),
            parts=tuple(drivers_parts(visit, drivers)),
        )
        for preset, drivers in found.presets.items()
    ]
    return Page(
        title=visit.say("Velocity"),
        here="pipeline",
        lead=view.title(found),
        period=found.actual.period,
        trail=trail(visit),
        panels=(numbers, *moved, *levers_panel(visit, f"{VELOCITY}:stock")),
        template="chapter.html",
        data={"nav": siblings(visit, "velocity")},
    )
