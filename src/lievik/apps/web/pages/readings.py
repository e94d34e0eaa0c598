"""Two readings of a metric: both numbers, and what makes one of them the other, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.options import Field, form
from lievik.apps.web.parts import Figure, Link, Nothing, Page, Panel, words
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.gap import GapWaterfall
from lievik.report.views.variant_view import VariantView
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.metric import Metric
    from lievik.model.reading_gap import ReadingGap, VariantsAnswer

_MOST = 1000
"""So many records of a gap are listed, a page at a time; the command line lists them all."""


def readings(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such metric or reading.
        RequestError: the question cannot be answered as it was asked.
    """
    metric = visit.catalogue.metric(visit.asked.one("metric"))
    found = visit.workspace.variants(
        metric.name, between=_chosen(visit, metric), most=_MOST, as_of=visit.since, **visit.asked.said
    )
    title = words_of(metric, visit.language).title
    return Page(
        title=visit.say("{metric}: why readings differ", metric=title),
        here="metrics",
        lead=visit.language.period_title(found.period),
        asks=("period", "as_of", "where"),
        trail=(
            Link(text=visit.say("Metrics"), href=visit.href("/metrics")),
            Link(text=title, href=visit.metric_href(metric.name)),
        ),
        panels=tuple(_panels(visit, metric, found)),
    )


def _chosen(visit: Visit, metric: Metric) -> tuple[str, ...]:
    """The two that the address names; else the metric's own, and the next of its unit."""
    named = tuple(name for said in visit.asked.many("between") for name in said.split(",") if name)
    if named:
        return named
    own = metric.reading
    others = [each for each in metric.readings.values() if each.variant]
    alike = [each for each in others if each.unit_text == own.unit_text] or others
    return (own.full_name, alike[0].full_name) if alike else ()


def _panels(visit: Visit, metric: Metric, found: VariantsAnswer) -> Iterator[Panel]:
    view = VariantView(catalogue=visit.catalogue, language=visit.language)
    title = visit.say("Other readings")
    every = Panel(
        name="readings", title=title, parts=(words((view.readings(found.readings),), caption=title, is_quiet=True),)
    )
    if not found.gaps:
        yield every
        return
    gap = found.gaps[0]
    heading = view.words(found).heading(gap)
    yield Panel(name="gap", title=heading, parts=(_options(visit, metric, gap), *_told(visit, view, found, gap)))
    if gap.records:
        title = visit.say("Records that move it most")
        yield Panel(
            name="records",
            title=title,
            parts=listed(visit, gap.records, lambda shown: view.records(found, gap, shown), title),
            lead=_lead(visit, gap),
        )
    yield every


def _lead(visit: Visit, gap: ReadingGap) -> str:
    """How many there are that are not listed."""
    more = gap.differing - len(gap.records)
    if more <= 0:
        return ""
    return visit.language.say_many(
        "and {n} more record; lievik explain --all lists every one",
        "and {n} more records; lievik explain --all lists every one",
        more,
    )


def _told(visit: Visit, view: VariantView, found: VariantsAnswer, gap: ReadingGap) -> Iterator[Part]:
    """Both values, what moves one to the other, and what else to know."""
    said = view.words(found)
    yield words((Paragraph(text=said.sentence(gap), style="strong"),))
    if gap.no_gap:
        yield Nothing(text=said.no_gap(gap))
        return
    if gap.groups:
        chart = GapWaterfall(catalogue=visit.catalogue, language=visit.language).chart(found, gap)
        yield Figure(chart=chart, has_table=False)
        yield words((view.groups(found, gap),), caption=said.heading(gap), is_quiet=True)
    if notes := said.notes(gap):
        yield words((Bullets(items=tuple(notes)),))


def _options(visit: Visit, metric: Metric, gap: ReadingGap) -> Part:
    """The choice of the two readings."""
    say, language = visit.say, visit.language
    options = tuple(
        (each.full_name, language.text(each.titles) if each.variant else say("As in the article"))
        for each in metric.readings.values()
    )
    return form(
        visit,
        Field(name="between", label=say("From reading"), kind="select", value=gap.a, options=options),
        Field(name="between", label=say("To reading"), kind="select", value=gap.b, options=options),
    )
