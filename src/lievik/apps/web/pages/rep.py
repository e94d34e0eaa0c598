"""One rep on one page: the numbers beside the team's and the rep's own past, the pace, and what to repair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from lievik.apps.web.pace_parts import pace_sentences
from lievik.apps.web.parts import Link, Nothing, Page, Panel, Part, Sentence, Sentences, words
from lievik.apps.web.quality_panel import quality_sentences
from lievik.apps.web.rep_cards import rep_cards
from lievik.errors import UnknownNameError
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.views.rep_view import RepView
from lievik.report.views.team_wording import STANDINGS, overlay_line

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.team import RepSheet


def rep(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is nobody of that name.
        RequestError: the question cannot be answered as it was asked.
    """
    name = visit.asked.one("rep")
    try:
        sheet = cast("RepSheet", visit.workspace.team(name, as_of=visit.since, **visit.asked.said))
    except UnknownNameError as error:
        if error.kind != "rep" or not _is_known(visit, name):
            raise
        return _idle_page(visit, name)
    return _sheet_page(visit, sheet)


def _is_known(visit: Visit, name: str) -> bool:
    """Whether anything at all has an owner of that name."""
    try:
        visit.workspace.request((), {"where": {"owner": name}}, visit.since)
    except UnknownNameError:
        return False
    return True


def _trail(visit: Visit) -> tuple[Link, ...]:
    return (Link(text=visit.say("Team"), href=visit.href("/team")),)


def _idle_page(visit: Visit, name: str) -> Page:
    """The page of somebody who is known, and closed nothing and had no quota in the period."""
    text = visit.say("No deal was closed and there was no quota in this period: choose another at the top.")
    return Page(
        title=name,
        here="team",
        trail=_trail(visit),
        panels=(
            Panel(name="idle", title=visit.say("No numbers"), parts=(Nothing(text=text),)),
            _repairs(visit, name),
        ),
    )


def _sheet_page(visit: Visit, sheet: RepSheet) -> Page:
    say, view = visit.say, RepView(catalogue=visit.catalogue, language=visit.language)
    about = (visit.language.period_title(sheet.period), sheet.team, say(STANDINGS[sheet.standing]))
    levers = view.levers(sheet)
    past = view.past(sheet)
    return Page(
        title=sheet.name,
        here="team",
        lead=" · ".join(part for part in about if part),
        asks=("period", "as_of", "where"),
        period=sheet.period,
        trail=_trail(visit),
        cards=rep_cards(visit, sheet),
        panels=(
            visit.panel("says", say("What it says"), lambda: _says(visit, sheet, view), width="half"),
            _repairs(visit, sheet.name),
            *(
                [Panel(name="levers", title=say("What moves it"), parts=(words((Bullets(items=levers),)),))]
                if levers
                else []
            ),
            Panel(
                name="numbers",
                title=say("Beside the team"),
                parts=(words((view.numbers(sheet),), caption=say("Numbers beside the team's")),),
            ),
            Panel(
                name="past",
                title=say("Own past"),
                parts=(words((past,), caption=say("Numbers beside the rep's own past")),),
            ),
        ),
    )


def _says(visit: Visit, sheet: RepSheet, view: RepView) -> Iterable[Part]:
    """The pace while the period runs, and what the numbers say."""
    yield from pace_sentences(visit, sheet.pace)
    yield Sentences(items=tuple(Sentence(text=line, icon="info") for line in view.said(sheet)))
    if sheet.overlay is not None:
        yield words((Paragraph(text=overlay_line(sheet.overlay, visit.language)),))


def _repairs(visit: Visit, name: str) -> Panel:
    """What this rep has to repair in the data."""
    return visit.panel(
        "repairs",
        visit.say("What to repair in the data"),
        lambda: quality_sentences(visit, name),
        more=(Link(text=visit.say("Everything, deal by deal"), href=visit.fault_href("all", name), icon="wrench"),),
        width="half",
    )
