"""Panels of Focus: what changed, the bridge of the period, the funnel, attainment; one without an answer is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Nothing, Panel, Sentence, Sentences

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def changes_panel(visit: Visit, said: Sequence[Sentence]) -> Panel:
    """What changed, in sentences."""
    part = (
        Sentences(items=tuple(said))
        if said
        else Nothing(text=visit.say("Nothing to tell: there is nothing to compare with yet."))
    )
    return Panel(name="changes", title=visit.say("What changed"), parts=(part,))
