"""Slippage: what was put off, by how much, and which deals again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.listing import listed
from lievik.apps.web.options import Field, form, split_field, whole_number
from lievik.apps.web.pages.pipeline.chapter import SPLITS, siblings, trail
from lievik.apps.web.pages.pipeline.figures import slippage_figure
from lievik.apps.web.parts import Nothing, Page, Panel, words
from lievik.language import mark
from lievik.report.blocks import Bullets
from lievik.report.views.slippage_view import SlippageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.slippage import SlippageAnswer

_TIMES: Final = 3
_UNITS: Final = (("week", mark("week")), ("month", mark("month")), ("quarter", mark("quarter")))


def slippage(visit: Visit) -> Page:
    """Make the page of slippage.

    Raises:
        UnknownNameError: there is no such unit or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, by=visit.asked.one("by"))
    view = SlippageView(catalogue=visit.catalogue, language=visit.language)
    return Page(
        title=visit.say("Slippage"),
        here="pipeline",
        lead=view.title(found),
        asks=("period", "as_of", "where"),
        period=None if visit.asked.period else visit.workspace.period("this-quarter"),
        trail=trail(visit),
        panels=tuple(_panels(visit, found)),
        template="chapter.html",
        data={"nav": siblings(visit, "slippage")},
    )


def look_at(visit: Visit, *, by: str = "") -> SlippageAnswer:
    """Ask for what was put off between the days that the address names.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    return visit.workspace.slippage(
        from_on=asked.one("from"),
        to_on=asked.one("to"),
        unit=asked.one("unit", "month"),
        times=whole_number(asked.one("times"), "times", _TIMES, most=99),
        as_of=visit.since,
        **asked.split(by),
    )


def told_parts(visit: Visit, found: SlippageAnswer, *, is_open: bool) -> Iterator[Part]:
    """What it comes to, and period by period: the table behind the chart, or open below it."""
    view = SlippageView(catalogue=visit.catalogue, language=visit.language)
    told = view.told(found)
    if not told:
        yield Nothing(text=view.nothing())
        return
    yield words((Bullets(items=told),))
    table = view.units(found)
    yield slippage_figure(visit, found, None if is_open else table)
    if is_open:
        yield words((table,), caption=_heading(visit), is_quiet=True)


def _heading(visit: Visit) -> str:
    return visit.say("Of what was to close in a period, how much left it")


def _panels(visit: Visit, found: SlippageAnswer) -> Iterator[Panel]:
    view = SlippageView(catalogue=visit.catalogue, language=visit.language)
    title = _heading(visit)
    yield Panel(name="periods", title=title, parts=(_options(visit, found), *told_parts(visit, found, is_open=True)))
    if found.split_by and view.told(found):
        name = visit.language.text(visit.catalogue.dimension(found.split_by).titles)
        yield Panel(name="parts", title=name, parts=(words((view.parts(found),), caption=name, is_quiet=True),))
    heading = view.deals_title(found)
    shown = listed(visit, found.deals, view.table, heading) if found.deals else (Nothing(text=visit.say("None.")),)
    yield Panel(name="deals", title=heading, parts=shown)


def _options(visit: Visit, found: SlippageAnswer) -> Part:
    say = visit.say
    return form(
        visit,
        Field(name="from", label=say("From the end of"), kind="date", value=found.from_on.isoformat()),
        Field(name="to", label=say("To the end of"), kind="date", value=found.to_on.isoformat()),
        Field(
            name="unit",
            label=say("Put off is what left its"),
            kind="select",
            value=str(found.grain),
            options=tuple((value, say(title)) for value, title in _UNITS),
        ),
        Field(
            name="times", label=say("List from so many times"), kind="number", value=str(found.times), least=1, most=99
        ),
        split_field(visit, SPLITS),
    )
