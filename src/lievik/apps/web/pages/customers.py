"""Customers: what moved among them, who is one, who is lost by which source, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lievik.apps.web.listing import listed
from lievik.apps.web.options import Field, form, split_field
from lievik.apps.web.parts import Figure, Link, Page, Panel, words
from lievik.apps.web.unknown_filter import page_without_filter
from lievik.errors import DimensionError
from lievik.language import mark
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.customer_moves import CustomerColumns
from lievik.report.views.customer_view import CustomerView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.planner.request_words import Said

_GRAINS: Final = (("month", mark("month")), ("quarter", mark("quarter")), ("year", mark("year")))
_SPLITS: Final = (
    "owner",
    "team",
    "manager",
    "region",
    "industry",
    "size_band",
    "account_region",
    "country",
    "contract_term",
)


def customers(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such grain or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    said: Said = {**asked.split(asked.one("by")), "grain": asked.one("grain")}
    try:
        found = visit.workspace.customers(as_of=visit.since, **said)
    except DimensionError as error:
        return page_without_filter(visit, visit.say("Customers"), "customers", error)
    view = CustomerView(catalogue=visit.catalogue, language=visit.language, found=found)
    return Page(
        title=visit.say("Customers"),
        here="customers",
        lead=view.title(),
        asks=("period", "as_of", "where"),
        period=found.period,
        actions=(
            Link(text=visit.say("Cohorts"), href=visit.href("/customers/cohorts", period=None), icon="arrow-up-right"),
        ),
        panels=tuple(_panels(visit, view)),
    )


def _panels(visit: Visit, view: CustomerView) -> Iterator[Panel]:
    found, say = view.found, visit.say
    if found.whole is None:
        yield Panel(name="moves", title=say("Customers"), parts=(words((Paragraph(text=view.nothing()),)),))
        return
    chart = CustomerColumns(language=visit.language).chart(found)
    parts: tuple[Part, ...] = (_options(visit, view), words((Bullets(items=tuple(view.told(found.whole))),)))
    yield Panel(name="moves", title=chart.title, parts=(*parts, Figure(chart=chart)))
    for name, title, table in view.named_tables():
        if name == "disagree":
            shown = listed(visit, found.losses.disagree, view.losses().disagree, title)
        else:
            shown = (words((table,), caption=title, is_quiet=True),)
        yield Panel(name=name, title=title, parts=shown)


def _options(visit: Visit, view: CustomerView) -> Part:
    say, found = visit.say, view.found
    splits = split_field(visit, _SPLITS)
    cohort = ("cohort", say("first day as a customer"))
    options = tuple(dict((*splits.options, cohort)).items())
    return form(
        visit,
        Field(
            name="grain",
            label=say("Told by"),
            kind="select",
            value=found.grain or "month",
            options=tuple((value, say(title)) for value, title in _GRAINS),
        ),
        replace(splits, options=options),
    )
