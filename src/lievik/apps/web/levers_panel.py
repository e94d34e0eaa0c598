"""What would move pipeline velocity, as a panel of its metric's page and of the pipeline's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Panel, Part, words
from lievik.model.periods import Grain
from lievik.report.blocks import Paragraph
from lievik.report.views.levers_view import LeversView

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.planner.request_words import Said

VELOCITY: Final = "pipeline_velocity"


def levers_panel(visit: Visit, name: str) -> tuple[Panel, ...]:
    """What would move pipeline velocity, in the quarter asked for, else in the last one that is over and old enough."""
    if name.partition(":")[0] != VELOCITY or "*" not in visit.catalogue.reading(name).formula_text:
        return ()

    def make() -> Iterable[Part]:
        is_quarter = visit.period.grain is Grain.QUARTER
        said: Said = {**visit.asked.said, "period": visit.period.label if is_quarter else ""}
        found = visit.workspace.levers(name, as_of=visit.since, **said)
        view = LeversView(catalogue=visit.catalogue, language=visit.language, found=found)
        quarter = visit.language.period_title(found.result.period)
        yield words((Paragraph(text=quarter, style="dim"), *view.content(level=3)), caption=view.title(), is_quiet=True)

    return (visit.panel("levers", visit.say("What would move it"), make),)
