"""The funnel: how far deals come, how long each stage takes, and what holds them up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lievik.apps.web.options import choice, form, split_field
from lievik.apps.web.pages.pipeline.chapter import SPLITS, siblings, trail
from lievik.apps.web.pages.pipeline.figures import funnel_figure, time_figure
from lievik.apps.web.parts import Nothing, Page, Panel, words
from lievik.errors import UnknownNameError
from lievik.report.blocks import Bullets, Heading, Paragraph
from lievik.report.views.funnel_tables import FunnelTables
from lievik.report.views.funnel_view import FunnelView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lievik.apps.web.parts import Choice, Part
    from lievik.apps.web.visit import Visit
    from lievik.model.funnel import Funnel, FunnelAnswer


def funnel(visit: Visit) -> Page:
    """Make the page of the funnel.

    Raises:
        UnknownNameError: there is no such pipeline, mode or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, by=visit.asked.one("by"))
    view = FunnelView(catalogue=visit.catalogue, language=visit.language)
    return Page(
        title=visit.say("Funnel"),
        here="pipeline",
        lead=view.title(found),
        asks=("period", "as_of", "where"),
        period=found.period,
        trail=trail(visit),
        panels=(_options(visit, found), *_leads(visit, found), *_pipelines(visit, found), *_notes(visit, found)),
        template="chapter.html",
        data={"nav": siblings(visit, "funnel")},
    )


def look_at(visit: Visit, *, by: str = "", has_stuck: bool = False, listed: str = "") -> FunnelAnswer:
    """Ask for the funnels of every pipeline, and for the deals that are stuck or those of a stage.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    return visit.workspace.funnel(
        as_of=visit.since,
        mode=asked.one("mode"),
        working_days=bool(asked.one("working_days")),
        stuck=has_stuck,
        listed=listed,
        **asked.split(by),
    )


def chosen(visit: Visit, found: FunnelAnswer) -> tuple[Funnel, ...]:
    """Funnels of the pipeline that the address names; all of them where it names none.

    Raises:
        UnknownNameError: there is none of that name.
    """
    name = visit.asked.one("pipeline")
    shown = tuple(funnel for funnel in found.funnels if not name or funnel.name == name)
    if not shown and found.funnels:
        raise UnknownNameError("pipeline", name, sorted({funnel.name for funnel in found.funnels}))
    return shown


def tables_of(visit: Visit, found: FunnelAnswer) -> FunnelTables:
    """Writes the tables, without bars of signs."""
    return FunnelTables(language=visit.language, currency=found.currency, has_bars=False)


def pipeline_choice(visit: Visit, found: FunnelAnswer, *, has_all: bool, anchor: str = "") -> Iterator[Choice]:
    """Which pipeline; nothing where there is one alone."""
    names = list(dict.fromkeys(funnel.name for funnel in found.funnels if funnel.name))
    if len(names) > 1:
        whole = [("", visit.say("all"))] if has_all else []
        options = [*whole, *((name, name) for name in names)]
        default = "" if has_all else names[0]
        yield choice(visit, "pipeline", visit.say("Pipeline"), options, default=default, anchor=anchor)


def mode_choice(visit: Visit, anchor: str = "") -> Choice:
    """How deals count for stages."""
    say = visit.say
    options = (("reached", say("reached or beyond")), ("strict", say("one after another")), ("any", say("at any time")))
    return choice(visit, "mode", say("Deals count"), options, default="reached", anchor=anchor)


def measure_choice(visit: Visit, anchor: str = "") -> Choice:
    """What bars are as long as."""
    options = (("", visit.say("number of deals")), ("value", visit.say("value")))
    return choice(visit, "measure", visit.say("Bars show"), options, anchor=anchor)


def day_choice(visit: Visit, anchor: str = "") -> Choice:
    """Days of the calendar, or working days."""
    options = (("", visit.say("calendar days")), ("1", visit.say("working days")))
    return choice(visit, "working_days", visit.say("Days"), options, anchor=anchor)


def _options(visit: Visit, found: FunnelAnswer) -> Panel:
    choices = (
        *pipeline_choice(visit, found, has_all=True),
        mode_choice(visit),
        measure_choice(visit),
        day_choice(visit),
    )
    return Panel(name="options", title="", parts=(*choices, form(visit, split_field(visit, SPLITS))))


def _leads(visit: Visit, found: FunnelAnswer) -> Iterator[Panel]:
    if found.leads:
        title = visit.say("From leads to customers")
        yield Panel(
            name="leads",
            title=title,
            parts=(words((tables_of(visit, found).leads(found.leads),), caption=title, is_quiet=True),),
        )


def _pipelines(visit: Visit, found: FunnelAnswer) -> Iterator[Panel]:
    """A panel a pipeline."""
    view = FunnelView(catalogue=visit.catalogue, language=visit.language)
    if not found.funnels:
        nothing = Nothing(text=visit.say("No deal was created in this period."))
        yield Panel(name="deals", title=visit.say("Deals"), parts=(nothing,))
    for place, (name, group) in enumerate(groupby(chosen(visit, found), key=lambda funnel: funnel.name), 1):
        funnels = list(group)
        title = name or visit.say("Deals")
        parts = _split(visit, found, funnels, title) if found.by else _whole(visit, found, funnels[0], title)
        yield Panel(name=f"pipeline-{place}", title=title, lead=view.about(funnels[0]), parts=tuple(parts))


def _split(visit: Visit, found: FunnelAnswer, funnels: Sequence[Funnel], title: str) -> Iterator[Part]:
    view = FunnelView(catalogue=visit.catalogue, language=visit.language)
    yield words((view.groups(funnels, found),), caption=title, is_quiet=True)


def _whole(visit: Visit, found: FunnelAnswer, funnel: Funnel, title: str) -> Iterator[Part]:
    """Everything about one pipeline."""
    view, tables = FunnelView(catalogue=visit.catalogue, language=visit.language), tables_of(visit, found)
    if funnel.stages:
        yield words((Bullets(items=view.held_up(funnel, found)),))
        yield funnel_figure(visit, found, funnel)
    yield words((tables.stages(funnel),), caption=title, is_quiet=True)
    if not funnel.stages:
        return
    yield words((Heading(text=view.wait_title(found), level=3), Paragraph(text=view.wait_about(), style="dim")))
    yield time_figure(visit, found, funnel)
    yield words((tables.waits(funnel),), caption=f"{title}: {view.wait_title(found)}", is_quiet=True)
    for heading, table in (
        (visit.say("Stuck now"), tables.stuck(funnel)),
        (visit.say("How visits of each stage ended"), tables.exits(funnel)),
    ):
        yield words((Heading(text=heading, level=3),))
        yield words((table,), caption=f"{title}: {heading}", is_quiet=True)


def _notes(visit: Visit, found: FunnelAnswer) -> Iterator[Panel]:
    notes = FunnelView(catalogue=visit.catalogue, language=visit.language).notes(found)
    if notes:
        yield Panel(name="notes", title=visit.say("Notes"), parts=(words((Bullets(items=notes),)),))
