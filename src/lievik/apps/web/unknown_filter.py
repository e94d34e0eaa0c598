"""A page whose question does not know a filter that came along from another page: it stands, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.parts import Link, Page, Panel

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.errors import DimensionError


def page_without_filter(visit: Visit, title: str, here: str, error: DimensionError) -> Page:
    """The page with the reason in the place of its numbers, and the way to it without filters."""
    return Page(
        title=title,
        here=here,
        asks=("period", "as_of", "where"),
        actions=(Link(text=visit.say("Without filters"), href=visit.href(where=None), icon="arrow-up-right"),),
        panels=(Panel(name="refused", title=title, parts=(visit.trouble(error),)),),
    )
