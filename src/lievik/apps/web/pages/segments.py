"""Segments: which win more and bring more, each leading to its deals, and whom to call first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lievik.apps.web.options import choice
from lievik.apps.web.pages.calling import ordered, siblings
from lievik.apps.web.parts import Figure, Link, Nothing, Page, Panel, Sentence, Sentences, words
from lievik.model.segments import FIT, MEASURES, SegmentFinding, SegmentMeasure
from lievik.report.blocks import Bullets, Heading, Paragraph
from lievik.report.charts.segments import SegmentDots
from lievik.report.views.calling_view import CallingView
from lievik.report.views.segments_view import MOST, SegmentsView
from lievik.report.views.segments_wording import MEASURE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit

_CALLS: Final = 8
_MOST_TYPES: Final = 50
_DRAWN: Final[tuple[SegmentMeasure, ...]] = ("win_rate", "day_value", "size", "speed")


def segments(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    say = visit.say
    found = visit.workspace.segments(as_of=visit.since, **visit.asked.said)
    view = SegmentsView(catalogue=visit.catalogue, language=visit.language, found=found)
    panels = [Panel(name="found", title=view.title(), parts=tuple(_found(visit, view)))]
    if view.is_answered:
        panels.append(Panel(name="told-apart", title=say("Told apart by"), parts=tuple(_told_apart(visit, view))))
    if not found.reason:
        whole = Link(text=say("The whole list"), href=visit.href("/segments/call"), icon="chevron-right")
        panels.append(visit.panel("call", say("Whom to call first"), lambda: tuple(_calls(visit)), more=(whole,)))
    if view.is_answered:
        panels.append(Panel(name="notes", title=say("Notes"), parts=(words((Bullets(items=tuple(view.notes())),)),)))
    return Page(
        title=say("Segments"),
        here="segments",
        lead=say("Which deals are won more often, bring more and close sooner, beyond chance; and whom to call first."),
        asks=("period", "as_of", "where"),
        period=found.period,
        panels=tuple(panels),
        template="chapter.html",
        data={"nav": siblings(visit, "")},
    )


def _found(visit: Visit, view: SegmentsView) -> Iterator[Part]:
    """All deals together, and each segment that differs, leading to its deals."""
    if not view.is_answered:
        yield words(view.summary())
        return
    yield words((Paragraph(text=view.counted(), style="dim"),))
    if not view.found.findings:
        yield words((Paragraph(text=view.words.nothing(), style="strong"),))
        return
    for title, groups in view.groups():
        yield words((Heading(text=title, level=2),))
        told = [
            Sentence(text=view.words.told(group), href=_deals_href(visit, view, group[0])) for group in groups[:MOST]
        ]
        more = view.more(len(groups))
        yield Sentences(items=(*told, *([Sentence(text=more)] if more else [])))
    yield words(view.overlaps())


def _deals_href(visit: Visit, view: SegmentsView, finding: SegmentFinding) -> str:
    """Address of a segment's deals that ended; none where no filter can tell them."""
    if finding.dimension == FIT:
        return ""
    labels = [segment.label for segment in view.found.of(finding.dimension)]
    value = finding.label if labels.count(finding.label) == 1 else finding.key
    kept = [f"{dimension}={said}" for dimension, said in visit.asked.where]
    if view.found.renewals:
        kept += [f"deal_type={each}" for each in visit.workspace.values("deal_type", _MOST_TYPES) if each != "renewal"]
        if not visit.workspace.facts.is_always_filled("deal", "deal_type"):
            kept.append("deal_type=")
    where = [*kept, f"{finding.dimension}={value}"]
    return visit.records_href("win_rate", part="denominator", period=view.found.period.label, where=where)


def _told_apart(visit: Visit, view: SegmentsView) -> Iterator[Part]:
    """One dimension: drawn, and as a table."""
    found, say = view.found, visit.say
    if not found.dimensions:
        yield Nothing(text=say("Nothing tells deals apart: they have no industry, product, source or the like."))
        return
    first = found.findings[0].dimension if found.findings else found.dimensions[0]
    by = visit.asked.one("by", first)
    by = by if by in found.dimensions else first
    titles = [(name, view.words.dimension(name)) for name in found.dimensions]
    yield choice(visit, "by", say("By"), titles, default=first, chosen=by, anchor="#told-apart")
    measure = cast("SegmentMeasure", visit.asked.one("measure", _DRAWN[0]))
    measure = measure if measure in MEASURES else _DRAWN[0]
    named = [(name, say(MEASURE_TITLES[name])) for name in _DRAWN]
    yield choice(visit, "measure", say("Measure"), named, default=_DRAWN[0], chosen=measure, anchor="#told-apart")
    dots = SegmentDots(catalogue=visit.catalogue, language=visit.language)
    yield Figure(chart=dots.chart(found, by, measure), has_table=False)
    yield words(view.by(by), caption=view.words.dimension(by), is_quiet=True)


def _calls(visit: Visit) -> Iterator[Part]:
    """The first of those to call."""
    view = CallingView(catalogue=visit.catalogue, language=visit.language, found=ordered(visit))
    if nothing := view.nothing():
        yield Nothing(text=nothing)
        return
    yield words((Paragraph(text=view.told(), style="strong"),))
    yield words((view.table(view.found.calls[:_CALLS]),), caption=view.title(), is_quiet=True)
