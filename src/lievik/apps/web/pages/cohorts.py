"""Cohorts: customers by the period in which they first became one, as a grid, and how long they stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lievik.apps.web.listing import listed
from lievik.apps.web.navigation import PAGES
from lievik.apps.web.options import Field, form, split_field
from lievik.apps.web.parts import Figure, Link, Nothing, Page, Panel, words
from lievik.apps.web.unknown_filter import page_without_filter
from lievik.errors import DimensionError
from lievik.language import mark
from lievik.model.cohorts import read_of
from lievik.model.periods import custom_period
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.heat_map import HeatMap
from lievik.report.charts.survival import SurvivalLines
from lievik.report.views.cohort_list_view import CohortListView
from lievik.report.views.cohort_view import CohortView
from lievik.report.views.lifetime_view import LifetimeView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.cohorts import Cohort, CohortsAnswer, Kept
    from lievik.planner.request_words import Said

_GRAINS: Final = (("month", mark("month")), ("quarter", mark("quarter")), ("year", mark("year")))
_SPLITS: Final = ("industry", "size_band", "country", "owner")
_FIRST: Final = "/customers"


def cohorts(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such grain or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    said: Said = {**asked.split(asked.one("by")), "grain": asked.one("grain")}
    of, has_returned = read_of(asked.one("of", "customers")), bool(asked.one("returned"))
    try:
        found = visit.workspace.cohorts(of=of, has_returned=has_returned, as_of=visit.since, **said)
    except DimensionError as error:
        return page_without_filter(visit, visit.say("Cohorts"), "customers", error)
    view = CohortView(catalogue=visit.catalogue, language=visit.language, found=found, is_page=True)
    return Page(
        title=visit.say("Cohorts"),
        here="customers",
        lead=view.title(),
        asks=("period", "as_of", "where"),
        period=found.period,
        trail=(Link(text=visit.say("Customers"), href=visit.href(_FIRST)),) if _FIRST in PAGES else (),
        panels=tuple(_panels(visit, view, found)),
    )


def _panels(visit: Visit, view: CohortView, found: CohortsAnswer) -> Iterator[Panel]:
    title, options = view.cohorts_title(), _options(visit, found)
    if not view.is_answered:
        nothing = words(view.summary()) if found.reason else Nothing(text=view.nothing())
        yield Panel(name="cohorts", title=title, parts=(options, nothing))
        return
    drawn = HeatMap(language=visit.language, links=lambda cell: _customers_href(visit, *cell)).chart(found)
    chart = replace(drawn, table=view.cohorts())
    shown = (options, words(view.summary()), Figure(chart=chart))
    yield Panel(name="cohorts", title=title, parts=shown)
    if cohort := visit.asked.one("cohort"):
        yield _customers(visit, cohort, found)
    if found.split_by:
        parts = view.parts_title()
        yield Panel(name="parts", title=parts, parts=(words((view.parts(),), caption=parts, is_quiet=True),))
    lasting = view.lasting_title()
    curve = Figure(chart=SurvivalLines(language=visit.language).chart(found), has_table=False)
    table = words((view.lasting(),), caption=lasting, is_quiet=True)
    yield Panel(name="lasting", title=lasting, parts=(curve, table))
    yield visit.panel("value", visit.say("What a customer is worth"), lambda: tuple(_worth(visit)))
    notes = visit.say("Notes")
    yield Panel(name="notes", title=notes, parts=(words((Bullets(items=tuple(view.words.notes())),)),))


def _customers_href(visit: Visit, cohort: Cohort, kept: Kept) -> str:
    """Where the customers of a cohort are listed as they stand at an age."""
    if cohort.period is None:
        return ""
    period = custom_period(cohort.period.start, cohort.period.end)
    return f"{visit.href(cohort=period.label, age=kept.age, page=None)}#customers"


def _customers(visit: Visit, cohort: str, found: CohortsAnswer) -> Panel:
    """The customers of the cohort that the address names."""
    typed = visit.asked.one("age")
    age = int(typed) if typed.isdecimal() else None
    said: Said = {**visit.asked.said, "period": cohort}
    answer = visit.workspace.cohort_list(age=age, has_returned=found.has_returned, as_of=visit.since, **said)
    view = CohortListView(catalogue=visit.catalogue, language=visit.language, found=answer)
    shown = listed(visit, answer.customers, view.table, view.title()) if answer.customers else ()
    return Panel(name="customers", title=view.title(), lead=view.told(), parts=shown)


def _worth(visit: Visit) -> Iterator[Part]:
    """Lifetime value on every basis, of the last full month: the page's own period is that of becoming a customer."""
    said: Said = {**visit.asked.said, "period": ""}
    found = visit.workspace.lifetime_value(as_of=visit.since, **said)
    view = LifetimeView(catalogue=visit.catalogue, language=visit.language, found=found, is_page=True)
    if not view.is_answered:
        yield Nothing(text=view.nothing())
        return
    yield words((Paragraph(text=visit.language.period_title(found.period), style="dim"),))
    yield words((view.table(),), caption=view.title(), is_quiet=True)
    yield words((Bullets(items=tuple(view.notes())),))


def _options(visit: Visit, found: CohortsAnswer) -> Part:
    say = visit.say
    return form(
        visit,
        Field(
            name="of",
            label=say("What is kept"),
            kind="select",
            value=found.of,
            options=(("customers", say("Customers")), ("revenue", say("Revenue"))),
        ),
        Field(
            name="grain",
            label=say("A cohort is a"),
            kind="select",
            value=found.grain,
            options=tuple((value, say(title)) for value, title in _GRAINS),
        ),
        Field(
            name="returned",
            label=say("Those who came back"),
            kind="select",
            value="1" if found.has_returned else "",
            options=(("", say("stay lost")), ("1", say("count again"))),
        ),
        split_field(visit, _SPLITS),
    )
