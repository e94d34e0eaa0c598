"""The pipeline at a glance: is it enough, how far deals come, what holds them up, what moved, what was put off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from lievik.apps.web.pages.pipeline.answers import PipelineAnswers
from lievik.apps.web.pages.pipeline.bridge import account_parts
from lievik.apps.web.pages.pipeline.chapter import on_this_page
from lievik.apps.web.pages.pipeline.coverage import number_parts
from lievik.apps.web.pages.pipeline.figures import funnel_figure, time_figure
from lievik.apps.web.pages.pipeline.funnel import (
    chosen,
    day_choice,
    measure_choice,
    mode_choice,
    pipeline_choice,
    tables_of,
)
from lievik.apps.web.pages.pipeline.slippage import told_parts
from lievik.apps.web.pages.pipeline.summary import summary
from lievik.apps.web.parts import Link, Nothing, Page, words
from lievik.language import mark
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.views.bridge_view import BridgeView
from lievik.report.views.coverage_view import CoverageView
from lievik.report.views.funnel_view import FunnelView
from lievik.report.views.slippage_view import SlippageView
from lievik.report.views.stuck_view import StuckView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part, Width
    from lievik.apps.web.visit import Visit

_SHOWN: Final = 8
"""So many stuck deals stand on the overview."""

_MORE: Final = (
    (
        "funnel",
        "/pipeline/funnel",
        mark("All of the funnel: leads, stages, how visits ended"),
        ("mode", "measure", "pipeline", "working_days"),
    ),
    ("funnel", "/pipeline/curve", mark("Win rate as a curve"), ()),
    (
        "time",
        "/pipeline/funnel",
        mark("All of the funnel: leads, stages, how visits ended"),
        ("mode", "measure", "pipeline", "working_days"),
    ),
    ("stuck", "/pipeline/stuck", mark("All stuck deals"), ("working_days",)),
    ("bridge", "/pipeline/bridge", mark("All of the bridge: by owner, between other days"), ()),
    ("slippage", "/pipeline/slippage", mark("All of slippage: by owner, deals put off again and again"), ()),
    ("coverage", "/pipeline/coverage", mark("All of coverage: earlier periods, by owner or team"), ()),
)
"""Panel -> where it reads on."""


Make = Callable[["Visit", PipelineAnswers], "Iterator[Part]"]


def pipeline(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: period or filters cannot be read.
    """
    visit.workspace.request((), visit.asked.said, visit.since)
    answers = PipelineAnswers(visit=visit)
    panels = tuple(
        visit.panel(name, visit.say(title), partial(_made, make, visit, answers), more=_more(visit, name), width=width)
        for name, title, width, make in _PANELS
    )
    return Page(
        title=visit.say("Pipeline"),
        here="pipeline",
        lead=visit.say("As it stood at the end of {day}", day=visit.language.date(visit.as_of)),
        asks=("period", "as_of", "where"),
        own_periods=visit.say("usual for each panel"),
        panels=panels,
        template="chapter.html",
        data={"nav": on_this_page(visit, panels)},
    )


def _made(make: Make, visit: Visit, answers: PipelineAnswers) -> tuple[Part, ...]:
    return tuple(make(visit, answers))


def _more(visit: Visit, panel: str) -> tuple[Link, ...]:
    """Where a panel reads on."""
    return tuple(
        Link(
            text=visit.say(text),
            href=visit.href(path, **{each: visit.asked.many(each) for each in kept}),
            icon="chevron-right",
        )
        for name, path, text, kept in _MORE
        if name == panel
    )


def _funnel(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """How far the deals of one pipeline came."""
    found, view = answers.funnel, FunnelView(catalogue=visit.catalogue, language=visit.language)
    if not found.funnels:
        yield Nothing(text=visit.say("No deal was created in this period."))
        return
    shown = chosen(visit, found)[0]
    yield words((Paragraph(text=f"{view.title(found)}. {view.about(shown)}", style="dim"),))
    if shown.stages:
        yield words((Bullets(items=view.held_up(shown, found)),))
    yield from pipeline_choice(visit, found, has_all=False, anchor="#funnel")
    yield mode_choice(visit, "#funnel")
    yield measure_choice(visit, "#funnel")
    yield funnel_figure(visit, found, shown, tables_of(visit, found).stages(shown))


def _time(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """How long each stage took."""
    found, view = answers.funnel, FunnelView(catalogue=visit.catalogue, language=visit.language)
    shown = chosen(visit, found)[:1]
    if not shown or not shown[0].stages:
        yield Nothing(text=visit.say("No deal was created in this period."))
        return
    yield day_choice(visit, "#time")
    yield words((Paragraph(text=view.wait_about(), style="dim"),))
    yield time_figure(visit, found, shown[0], tables_of(visit, found).waits(shown[0]))


def _stuck(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """How many deals are stuck, and the largest of them."""
    found, view = answers.funnel, StuckView(language=visit.language)
    if not found.stuck:
        yield Nothing(text=view.told(found))
        return
    yield words((Paragraph(text=view.told(found), style="strong"), Paragraph(text=view.about(), style="dim")))
    yield words((view.table(found, found.stuck[:_SHOWN]),), caption=view.title(found), is_quiet=True)


def _bridge(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """What moved."""
    view = BridgeView(catalogue=visit.catalogue, language=visit.language, is_page=True)
    yield words((Paragraph(text=view.title(answers.bridge), style="dim"),))
    yield from account_parts(visit, answers.bridge, is_open=False)


def _slippage(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """What was put off."""
    view = SlippageView(catalogue=visit.catalogue, language=visit.language)
    yield words((Paragraph(text=view.title(answers.slippage), style="dim"),))
    yield from told_parts(visit, answers.slippage, is_open=False)


def _coverage(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """Whether it is enough."""
    view = CoverageView(catalogue=visit.catalogue, language=visit.language, found=answers.coverage)
    yield words((Paragraph(text=view.title(), style="dim"),))
    yield from number_parts(visit, answers.coverage)


_PANELS: Final[tuple[tuple[str, str, Width, Make], ...]] = (
    ("short", mark("In short"), "full", summary),
    ("funnel", mark("Funnel"), "half", _funnel),
    ("time", mark("Time in stage"), "half", _time),
    ("stuck", mark("Stuck deals"), "full", _stuck),
    ("bridge", mark("Bridge"), "full", _bridge),
    ("slippage", mark("Slippage"), "half", _slippage),
    ("coverage", mark("Coverage"), "half", _coverage),
)
