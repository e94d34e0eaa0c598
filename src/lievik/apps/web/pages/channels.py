"""Channels: where the next euro goes, what each brought and cost, and how its leads go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.options import choice
from lievik.apps.web.parts import Figure, Page, Panel, words
from lievik.apps.web.unknown_filter import page_without_filter
from lievik.errors import DimensionError
from lievik.model.channels import ATTRIBUTIONS, SPLITS
from lievik.report.charts.channels import ChannelBars
from lievik.report.views.channels_view import ChannelsView
from lievik.report.views.channels_wording import ATTRIBUTION_TITLES, SPLIT_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit


def channels(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such attribution or split.
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    try:
        found = visit.workspace.channels(
            choosing={"attribution": asked.one("attribution", "first"), "split_by": asked.one("by", "channel")},
            as_of=visit.since,
            **asked.said,
        )
    except DimensionError as error:
        return page_without_filter(visit, visit.say("Channels"), "channels", error)
    view = ChannelsView(catalogue=visit.catalogue, language=visit.language, found=found)
    return Page(
        title=visit.say("Channels"),
        here="channels",
        lead=view.title(),
        period=found.period,
        asks=("period", "as_of", "where"),
        panels=tuple(_panels(visit, view)),
    )


def _panels(visit: Visit, view: ChannelsView) -> Iterator[Panel]:
    title = visit.say("Where the next euro goes")
    if not view.is_answered:
        yield Panel(name="next", title=title, parts=(*_choices(visit), words((view.nothing(),))))
        return
    yield Panel(name="next", title=title, parts=(*_choices(visit), words(view.next_euro())))
    yield Panel(name="returns", title=view.returns_title(), parts=tuple(_returns(visit, view)))
    if view.has_leads:
        leads = listed(visit, view.found.rows, view.leads, view.leads_title())
        yield Panel(name="leads", title=view.leads_title(), parts=leads)
    yield Panel(name="how", title=view.how_title(), parts=(words((view.how(),)),))


def _choices(visit: Visit) -> Iterator[Part]:
    """What rows are, and which touch is credited."""
    say = visit.say
    splits = [(name, say(SPLIT_TITLES[name])) for name in SPLITS]
    credited = [(name, say(ATTRIBUTION_TITLES[name])) for name in ATTRIBUTIONS]
    yield choice(visit, "by", say("By"), splits, default="channel", anchor="#next")
    yield choice(visit, "attribution", say("Credited"), credited, default="first", anchor="#next")


def _returns(visit: Visit, view: ChannelsView) -> Iterator[Part]:
    """What each brought and cost: drawn, and as a table."""
    chart = ChannelBars(catalogue=visit.catalogue, language=visit.language).chart(view.found)
    yield Figure(chart=chart, has_table=False)
    yield from listed(visit, view.found.rows, view.returns, view.returns_title())
