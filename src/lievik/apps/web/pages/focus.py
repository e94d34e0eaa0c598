"""Focus, the first page: on track or not, what moved, where to act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.metric_cards import metric_cards
from lievik.apps.web.parts import Page

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def focus(visit: Visit) -> Page:
    """Make the page."""
    workspace, asked = visit.workspace, visit.asked
    table = workspace.show(as_of=visit.since, **asked.compared)
    trend = workspace.trend(as_of=visit.since, **asked.said)
    return Page(
        title=visit.say("Focus"),
        here="focus",
        cards=metric_cards(visit, list(table), list(trend)),
    )
