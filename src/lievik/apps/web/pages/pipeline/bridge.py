"""The bridge: how the pipeline of one day became that of another, and the deals of each movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.listing import listed
from lievik.apps.web.options import Field, choice, form, split_field
from lievik.apps.web.pages.pipeline.chapter import SPLITS, siblings, trail
from lievik.apps.web.pages.pipeline.figures import bridge_figure
from lievik.apps.web.parts import Link, Nothing, Page, Panel, words
from lievik.apps.web.sections import sections
from lievik.report.views.bridge_view import BridgeView
from lievik.report.views.bridge_wording import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.bridge import BridgeAnswer
    from lievik.planner.request_words import Said

_ENDS: Final = ("opening", "closing")


def bridge(visit: Visit) -> Page:
    """Make the page of the bridge.

    Raises:
        UnknownNameError: there is no such movement or dimension.
        RequestError: the question cannot be answered as it was asked.
    """
    found = look_at(visit, by=visit.asked.one("by"), listed=_wanted(visit))
    view = BridgeView(catalogue=visit.catalogue, language=visit.language, is_page=True)
    panels = _listed(visit, found) if _wanted(visit) else _account(visit, found)
    return Page(
        title=visit.say("Bridge"),
        here="pipeline",
        lead=view.title(found),
        asks=("as_of", "where") if found.period is None else ("period", "as_of", "where"),
        period=found.period,
        trail=_trail(visit),
        panels=tuple(panels),
        template="chapter.html",
        data={"nav": siblings(visit, "bridge")},
    )


def look_at(visit: Visit, *, by: str = "", listed: str = "", has_reversals: bool = True) -> BridgeAnswer:
    """Ask for the bridge between the days that the address names.

    Args:
        visit: who asks.
        by: dimension of the parts.
        listed: movement whose deals are listed, `all` for every one's.
        has_reversals: deals of which the two days do not tell all are listed too.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    asked = visit.asked
    is_all = bool(asked.one("all"))
    said: Said = {**asked.said, "by": by, "period": "" if is_all else asked.period}
    return visit.workspace.bridge(
        from_on=asked.one("from"),
        to_on=asked.one("to"),
        is_all=is_all,
        listed=listed,
        has_reversals=has_reversals,
        as_of=visit.since,
        **said,
    )


def account_parts(visit: Visit, found: BridgeAnswer, *, is_open: bool) -> Iterator[Part]:
    """The account of the whole, its table behind the chart or open below it; or that there is none."""
    view = BridgeView(catalogue=visit.catalogue, language=visit.language, is_page=True)
    whole = view.whole(found)
    if whole is None:
        yield Nothing(text=view.nothing())
        return
    table = view.waterfall(found, whole)
    yield bridge_figure(visit, found, whole, None if is_open else table)
    if is_open:
        yield words((table,), caption=view.title(found), is_quiet=True)


def _wanted(visit: Visit) -> str:
    """The movement whose deals are listed; none for either end, which is no movement."""
    name = visit.asked.one("list")
    return "" if name in _ENDS else name


def _trail(visit: Visit) -> tuple[Link, ...]:
    if not _wanted(visit):
        return trail(visit)
    return (*trail(visit), Link(text=visit.say("Bridge"), href=visit.href(list=None, page=None)))


def _account(visit: Visit, found: BridgeAnswer) -> Iterator[Panel]:
    """The account, its currencies, its parts, and what the two days do not tell."""
    view = BridgeView(catalogue=visit.catalogue, language=visit.language, is_page=True)
    first, *others = sections(view.blocks(found))
    kinds = (("", visit.say("To close in the period")), ("1", visit.say("Every open deal")))
    options = (
        choice(visit, "all", visit.say("Deals"), kinds),
        form(
            visit,
            Field(name="from", label=visit.say("From the end of"), kind="date", value=found.from_on.isoformat()),
            Field(name="to", label=visit.say("To the end of"), kind="date", value=found.to_on.isoformat()),
            split_field(visit, SPLITS),
        ),
    )
    notes = [] if view.whole(found) is None else [words(first.blocks[1:])]
    title = visit.say("From opening to closing")
    yield Panel(name="account", title=title, parts=(*options, *account_parts(visit, found, is_open=True), *notes))
    for section in others:
        yield Panel(
            name=section.name, title=section.title, parts=(words(section.blocks, caption=section.title, is_quiet=True),)
        )


def _listed(visit: Visit, found: BridgeAnswer) -> Iterator[Panel]:
    """The deals of a movement, or of every one."""
    view = BridgeView(catalogue=visit.catalogue, language=visit.language, is_page=True)
    wanted = _wanted(visit)
    whole = view.whole(found)
    moved = [movement.name for movement in whole.movements] if whole else []
    names = dict.fromkeys((*moved, *([] if wanted == "all" else [wanted])))
    options = (("all", visit.say("all")), *((name, visit.say(TITLES[name])) for name in names))
    movements = choice(visit, "list", visit.say("Movement"), options)
    yield Panel(name="movements", title="", parts=(movements,))
    for name, deals in found.deals.items():
        shown = [deal for deal in deals if not deal.is_between or wanted == name]
        title = view.deals_title(name, deals)
        nothing = Nothing(text=visit.say("No deal moved like this between the two days."))
        parts = listed(visit, shown, view.table, title) if shown else (nothing,)
        yield Panel(name=name, title=title, parts=parts)
