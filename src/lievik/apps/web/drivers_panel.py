"""What moved a number, as parts of a page: the change, its factors drawn and as a table, and where they moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Choice, Figure, Link, Nothing, words
from lievik.apps.web.sections import sections
from lievik.report.blocks import Bullets, Heading, Paragraph

if TYPE_CHECKING:
    from lievik.apps.web.parts import Panel, Part
    from lievik.apps.web.visit import Visit
    from lievik.model.drivers import DriversAnswer
    from lievik.planner.request_words import Said


def drivers_parts(visit: Visit, found: DriversAnswer) -> Iterator[Part]:
    """Everything that is to be said of what moved a number."""
    from lievik.report.charts.factor_steps import FactorSteps
    from lievik.report.views.drivers_view import DriversView
    from lievik.report.views.drivers_wording import care_lines, why_not

    view = DriversView(catalogue=visit.catalogue, language=visit.language)
    yield words((Paragraph(text=view.change(found)),))
    if found.factors:
        steps = FactorSteps(catalogue=visit.catalogue, language=visit.language)
        yield Figure(chart=steps.chart(found), has_table=False)
        yield words((view.factors(found),), caption=visit.say("What moved it"), is_quiet=True)
    elif line := why_not(found, visit.language):
        yield Nothing(text=line)
    for section in sections(view.segments(found)):
        if section.blocks:
            heading = Heading(text=section.title, level=2)
            yield words((heading, *section.blocks), caption=section.title, is_quiet=True)
    notes = tuple(care_lines(found, visit.catalogue, visit.language))
    if notes:
        yield words((Bullets(items=notes),))


def drivers_panel(visit: Visit, name: str) -> tuple[Panel, ...]:
    """What moved a metric's number; nothing where nothing is compared."""
    if visit.asked.compare == "none":
        return ()
    possible = visit.catalogue.dimensions_of(name)
    by = visit.asked.one("moved_by")

    def make() -> Iterable[Part]:
        titles = {each: visit.language.text(visit.catalogue.dimension(each).titles) for each in possible}
        links = [Link(text=visit.say("the whole alone"), href=f"{visit.href(moved_by=None)}#drivers", is_here=not by)]
        links += [
            Link(text=titles[each], href=f"{visit.href(moved_by=each)}#drivers", is_here=each == by)
            for each in possible
            if each == by or len(visit.workspace.values(each, 2)) > 1
        ]
        yield Choice(label=visit.say("Where it moved"), links=tuple(links), panel="drivers")
        said: Said = {**visit.asked.compared, "by": by}
        yield from drivers_parts(visit, visit.workspace.drivers(name, as_of=visit.since, **said))

    return (visit.panel("drivers", visit.say("What moved it"), make),)
