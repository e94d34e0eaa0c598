"""The way between the pages of the pipeline, and what their deals can be split by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Choice, Link
from lievik.language import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lievik.apps.web.parts import Panel
    from lievik.apps.web.visit import Visit

SPLITS: Final = (
    *("owner", "team", "region", "product_family", "industry", "size_band", "country", "lead_source", "deal_type"),
)
"""Dimensions that deals are offered to be split by."""

_PAGES: Final = (
    ("funnel", "/pipeline/funnel", mark("Funnel")),
    ("stuck", "/pipeline/stuck", mark("Stuck deals")),
    ("bridge", "/pipeline/bridge", mark("Bridge")),
    ("slippage", "/pipeline/slippage", mark("Slippage")),
    ("coverage", "/pipeline/coverage", mark("Coverage")),
    ("velocity", "/pipeline/velocity", mark("Velocity")),
    ("curve", "/pipeline/curve", mark("Win-rate curve")),
)


def trail(visit: Visit) -> tuple[Link, ...]:
    """The way back to the overview."""
    return (Link(text=visit.say("Pipeline"), href=visit.href("/pipeline")),)


def siblings(visit: Visit, here: str) -> Choice:
    """The pages of the pipeline, side by side."""
    links = [Link(text=visit.say(title), href=visit.href(path), is_here=name == here) for name, path, title in _PAGES]
    overview = Link(text=visit.say("Overview"), href=visit.href("/pipeline"))
    return Choice(label=visit.say("Pipeline pages"), links=(overview, *links))


def on_this_page(visit: Visit, panels: Iterable[Panel]) -> Choice:
    """The panels of a page, to go to."""
    links = tuple(Link(text=panel.title, href=f"#{panel.name}") for panel in panels)
    return Choice(label=visit.say("On this page"), links=links)
