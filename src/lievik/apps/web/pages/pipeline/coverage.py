"""Coverage: whether the open deals are enough, and what this company in fact needed in earlier periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.options import Field, form, split_field, whole_number
from lievik.apps.web.pages.pipeline.chapter import siblings, trail
from lievik.apps.web.pages.pipeline.figures import coverage_figure
from lievik.apps.web.parts import Page, Panel, words
from lievik.apps.web.sections import sections
from lievik.report.blocks import Paragraph
from lievik.report.views.coverage_view import CoverageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.coverage import CoverageAnswer

_WEEK: Final = 3
_SPLITS: Final = ("owner", "team", "manager", "region")


def coverage(visit: Visit) -> Page:
    """Make the page of coverage.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, by=visit.asked.one("by"))
    view = CoverageView(catalogue=visit.catalogue, language=visit.language, found=found)
    first, *others = sections(view.blocks())
    title = visit.say("Is it enough?")
    options = form(
        visit,
        Field(
            name="week",
            label=visit.say("Starting coverage of week"),
            kind="number",
            value=str(found.week),
            least=1,
            most=53,
        ),
        split_field(visit, _SPLITS),
    )
    panels = [
        Panel(
            name="enough",
            title=title,
            parts=(options, coverage_figure(visit, found), words(first.blocks, caption=title, is_quiet=True)),
        ),
        *(
            Panel(name=each.name, title=each.title, parts=(words(each.blocks, caption=each.title, is_quiet=True),))
            for each in others
        ),
    ]
    return Page(
        title=visit.say("Coverage"),
        here="pipeline",
        lead=view.title(),
        asks=("period", "as_of", "where"),
        period=found.period,
        trail=trail(visit),
        panels=tuple(panels),
        template="chapter.html",
        data={"nav": siblings(visit, "coverage")},
    )


def look_at(visit: Visit, *, by: str = "") -> CoverageAnswer:
    """Ask for the coverage of the period that the address names.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    week = whole_number(visit.asked.one("week"), "week", _WEEK, most=53)
    return visit.workspace.coverage(week=week, as_of=visit.since, **visit.asked.split(by))


def number_parts(visit: Visit, found: CoverageAnswer) -> Iterator[Part]:
    """What it comes to, and every measure."""
    view = CoverageView(catalogue=visit.catalogue, language=visit.language, found=found)
    yield words((Paragraph(text=view.standing()),))
    if line := view.verdict():
        yield words((Paragraph(text=line, style="strong"),))
    yield coverage_figure(visit, found, view.numbers())
