"""The records behind a part of a number: sorted, searched, a page at a time; all of them as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lievik.apps.web.paging import Paging
from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, Part, Template, words
from lievik.apps.web.record_parts import PARTS, full_name, part_of
from lievik.apps.web.record_search import SORTS, found_in, sorted_by
from lievik.language import mark
from lievik.model.formula import Binary
from lievik.report.views.records_view import RecordsView
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.explanation import DrillTable, Record

_SORT_TITLES: Final = {
    "day": mark("Day"),
    "name": mark("Name"),
    "owner": mark("Owner"),
    "amount": mark("Amount"),
    "contribution": mark("Counts for"),
}
_A_PAGE: Final = 50


def records(visit: Visit) -> Page:
    """List the records behind a part of a metric's number.

    Raises:
        UnknownNameError: there is no such metric, variant or filter value.
        RequestError: the number has no such part, or cannot be worked out.
    """
    name, part = full_name(visit), part_of(visit)
    table = drilled(visit)
    title = words_of(visit.catalogue.metric(table.metric), visit.language).title
    return Page(
        title=visit.say("{metric}: the records", metric=title),
        here="metrics",
        lead=f"{visit.say(PARTS[part])} · {visit.language.period_title(table.period)}",
        trail=(
            Link(text=visit.say("Metrics"), href=visit.href("/metrics")),
            Link(text=title, href=visit.metric_href(name)),
        ),
        actions=(Link(text="CSV", href=_csv_href(visit, name, part), icon="download"),),
        asks=("period", "as_of", "where"),
        panels=(Panel(name="records", title="", parts=tuple(_parts(visit, table))),),
    )


def drilled(visit: Visit) -> DrillTable:
    """The records behind the part that the address names."""
    return visit.workspace.drill(full_name(visit), part=part_of(visit), as_of=visit.since, **visit.asked.said)


def _csv_href(visit: Visit, name: str, part: str) -> str:
    metric, _, variant = name.partition(":")
    return visit.href(f"/metrics/{metric}/records.csv", part=part, variant=variant or None)


def _parts(visit: Visit, table: DrillTable) -> list[Part]:
    """The choices, the search and a table of one page."""
    parts: list[Part] = [_part_choice(visit)]
    measures = list(dict.fromkeys(record.measure for record in table.records))
    if not measures:
        return [*parts, Nothing(text=visit.say("No record: nothing of this part falls into the period."))]
    chosen = visit.asked.one("measure")
    measure = chosen if chosen in measures else measures[0]
    view = RecordsView(catalogue=visit.catalogue, currency=visit.asked.currency or visit.workspace.settings.currency)
    if len(measures) > 1:
        links = tuple(
            Link(
                text=view.title(each, visit.language),
                href=visit.href(measure=each, page=None),
                is_here=each == measure,
            )
            for each in measures
        )
        parts.append(Choice(label=visit.say("Records"), links=links))
    every = [record for record in table.records if record.measure == measure]
    return [*parts, *_listed(visit, table, view, measure, every)]


def _listed(visit: Visit, table: DrillTable, view: RecordsView, measure: str, every: Sequence[Record]) -> list[Part]:
    """The search, and one page of what it finds."""
    language, asked = visit.language, visit.asked
    wanted = asked.one("q")
    found = sorted_by(found_in(every, wanted), asked.one("sort", "day"))
    paging = Paging(total=len(found), page=asked.one("page"), size=_A_PAGE)
    title = view.title(measure, language)
    sum_line = view.sum_line(measure, list(every), table, language)
    form = {
        "q": wanted,
        "sorts": [(name, language.say(_SORT_TITLES[name.removeprefix("-")]), name) for name in SORTS],
        "sort": asked.one("sort", "day"),
        "told": language.say_many("{n} record found", "{n} records found", len(found)) if wanted else sum_line,
        "of": title,
        "pages": paging.links(visit),
        "range": paging.told(visit),
    }
    shown = view.table(found[paging.start : paging.end], language)
    listed: Part = (
        words((shown,), caption=title) if found else Nothing(text=visit.say("Nothing found for “{text}”.", text=wanted))
    )
    return [
        Template(name="record_search.html", data=form),
        listed,
        Template(name="paging.html", data=form),
    ]


def _is_divided(visit: Visit) -> bool:
    """Whether the number is one thing divided by another."""
    formula = visit.catalogue.reading(full_name(visit)).formula
    return isinstance(formula, Binary) and formula.sign == "/"


def _part_choice(visit: Visit) -> Choice:
    links = tuple(
        Link(text=visit.say(title), href=visit.href(part=name, measure=None, page=None), is_here=name == part_of(visit))
        for name, title in PARTS.items()
        if name != "denominator" or _is_divided(visit)
    )
    return Choice(label=visit.say("Part of the number"), links=links)
