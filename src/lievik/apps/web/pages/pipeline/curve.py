"""The win rate as a curve: what share of deals was won by which age, cohort by cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.options import Field, form, split_field
from lievik.apps.web.pages.pipeline.chapter import SPLITS, siblings, trail
from lievik.apps.web.pages.pipeline.figures import curve_figure
from lievik.apps.web.parts import Link, Nothing, Page, Panel, words
from lievik.apps.web.sections import sections
from lievik.language import mark
from lievik.model.periods import year_up_to
from lievik.model.win_curve import read_ages
from lievik.report.blocks import Paragraph
from lievik.report.views.win_curve_view import WinCurveView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.win_curve import WinCurveAnswer
    from lievik.planner.request_words import Said

_WITHIN: Final = "30,60,90,180"
_GRAINS: Final = (("month", mark("month")), ("quarter", mark("quarter")), ("year", mark("year")))


def curve(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such grain or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, by=visit.asked.one("by"))
    view = WinCurveView(catalogue=visit.catalogue, language=visit.language, found=found, is_page=True)
    first, *others = sections(view.blocks())
    title = visit.say("Won, lost and still open")
    shown = (words(first.blocks), curve_figure(visit, found, view.ages())) if view.is_answered else (_nothing(view),)
    return Page(
        title=visit.say("Win-rate curve"),
        here="pipeline",
        lead=view.title(),
        asks=("period", "as_of", "where"),
        period=found.period,
        trail=trail(visit),
        panels=(
            Panel(name="curve", title=title, parts=(_options(visit, found), *shown)),
            *(
                Panel(name=each.name, title=each.title, parts=(words(each.blocks, caption=each.title, is_quiet=True),))
                for each in others
            ),
        ),
        template="chapter.html",
        data={"nav": siblings(visit, "curve")},
    )


def look_at(visit: Visit, *, by: str = "") -> WinCurveAnswer:
    """Ask for what became of the deals created in the period that the address names.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    said: Said = {**visit.asked.split(by), "grain": visit.asked.one("grain")}
    return visit.workspace.win_curve(within=read_ages(visit.asked.one("within", _WITHIN)), as_of=visit.since, **said)


def curve_panel(visit: Visit, metric: str) -> tuple[Panel, ...]:
    """The curve on the page of the win rate, of the year up to the period; none on the page of another metric.

    A month alone is too young for a curve.
    """
    if metric != "win_rate":
        return ()
    year = year_up_to(visit.period).label if visit.asked.period else ""
    more = Link(
        text=visit.say("All of the curve: cohort by cohort, by owner"),
        href=visit.href("/pipeline/curve", period=year),
        icon="chevron-right",
    )
    return (visit.panel("curve", visit.say("Win rate as a curve"), lambda: _told(visit, year), more=(more,)),)


def _told(visit: Visit, period: str) -> Iterator[Part]:
    """What it comes to, and the curve with its table behind it."""
    said: Said = {**visit.asked.said, "period": period}
    found = visit.workspace.win_curve(as_of=visit.since, **said)
    view = WinCurveView(catalogue=visit.catalogue, language=visit.language, found=found)
    if not view.is_answered:
        yield _nothing(view)
        return
    yield words((Paragraph(text=view.title(), style="dim"), *view.summary()))
    yield curve_figure(visit, found, view.ages())


def _nothing(view: WinCurveView) -> Part:
    """Why there is nothing to tell."""
    return words(view.summary()) if view.found.reason else Nothing(text=view.nothing())


def _options(visit: Visit, found: WinCurveAnswer) -> Part:
    say = visit.say
    return form(
        visit,
        Field(name="within", label=say("Days since creation"), value=",".join(map(str, found.ages))),
        Field(
            name="grain",
            label=say("A cohort is a"),
            kind="select",
            value=found.grain or "quarter",
            options=tuple((value, say(title)) for value, title in _GRAINS),
        ),
        split_field(visit, SPLITS),
    )
