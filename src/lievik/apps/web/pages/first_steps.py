"""The page of a workspace that nothing came into yet: the two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.parts import Page, Panel, Template

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def first_steps(visit: Visit) -> Page:
    """Say how numbers come here."""
    say = visit.say
    return Page(
        title=say("Nothing came in yet"),
        here="",
        lead=say("Two ways to begin; this page fills as soon as one of them is done."),
        asks=(),
        panels=(
            Panel(
                name="own",
                title=say("Your own file"),
                lead=say("An export of your CRM: CSV, XLSX, Parquet, a folder or a zip, in whatever encoding."),
                parts=(Template(name="command.html", data={"command": "lievik import deals.csv"}),),
                width="half",
            ),
            Panel(
                name="demo",
                title=say("A made-up company"),
                lead=say("Three years of a Slovak maker of industrial parts, to look around in."),
                parts=(Template(name="command.html", data={"command": "lievik demo"}),),
                width="half",
            ),
        ),
    )
