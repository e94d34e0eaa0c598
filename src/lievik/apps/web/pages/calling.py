"""Whom to call first: the whole list, why each stands where it stands, and how the same order did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, words
from lievik.report.blocks import Bullets
from lievik.report.views.calling_view import CallingView

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.calling import CallingAnswer


def calling(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    say = visit.say
    has_tried = visit.asked.one("tried") == "1"
    view = CallingView(catalogue=visit.catalogue, language=visit.language, found=ordered(visit, has_tried=has_tried))
    if nothing := view.nothing():
        panels = [Panel(name="call", title=view.title(), parts=(Nothing(text=nothing),))]
    else:
        try_it = Link(text=say("Try the order on earlier days"), href=f"{visit.href(tried='1')}#order", icon="gauge")
        panels = [
            Panel(
                name="call",
                title=view.title(),
                lead=view.told(),
                parts=listed(visit, view.found.calls, view.table, view.title()),
            ),
            Panel(
                name="order",
                title=view.order_title(),
                parts=(words((Bullets(items=tuple(view.order())),)),),
                more=() if has_tried else (try_it,),
            ),
        ]
    return Page(
        title=say("Whom to call first"),
        here="segments",
        lead=say("Open deals and leads, by the money that a day of selling is expected to bring; filter by owner."),
        asks=("as_of", "where"),
        actions=() if view.nothing() else (Link(text="CSV", href=visit.href("/segments/call.csv"), icon="download"),),
        trail=(Link(text=say("Segments"), href=visit.href("/segments")),),
        panels=tuple(panels),
        template="chapter.html",
        data={"nav": siblings(visit, "call")},
    )


def ordered(visit: Visit, *, has_tried: bool = False) -> CallingAnswer:
    """Ask whom to call first.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    said = visit.asked.said
    return visit.workspace.calling(
        has_tried=has_tried, as_of=visit.since, where=said["where"], currency=said["currency"]
    )


def siblings(visit: Visit, here: str) -> Choice:
    """The pages of segments, side by side."""
    pages = (("", "/segments", visit.say("Segments")), ("call", "/segments/call", visit.say("Whom to call first")))
    links = tuple(Link(text=title, href=visit.href(path), is_here=name == here) for name, path, title in pages)
    return Choice(label=visit.say("Segments"), links=links)
