"""Accounts: those that the company chose to win, and who takes part in deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.apps.web.listing import listed
from lievik.apps.web.options import Field, form, whole_number
from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, words
from lievik.apps.web.sections import sections
from lievik.report.blocks import Paragraph
from lievik.report.views.committee_view import CommitteeView
from lievik.report.views.target_view import TargetView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit

_SHOWN: Final = 10
_WITHIN: Final = 30


def accounts(visit: Visit) -> Page:
    """Make the overview.

    Raises:
        RequestError: period or filters cannot be read.
    """
    say = visit.say
    visit.workspace.request((), visit.asked.said, visit.since)
    panels = (
        visit.panel(
            "targets",
            say("Target accounts"),
            lambda: tuple(_targets(visit)),
            more=(Link(text=say("All target accounts"), href=visit.href("/accounts/targets"), icon="chevron-right"),),
        ),
        visit.panel(
            "contacts",
            say("Contacts and decision makers"),
            lambda: tuple(_contacts(visit)),
            more=(
                Link(
                    text=say("All of contacts: by number, role and day of the second one"),
                    href=visit.href("/accounts/contacts"),
                    icon="chevron-right",
                ),
            ),
        ),
    )
    return Page(
        title=say("Accounts"),
        here="accounts",
        lead=say("As it stood at the end of {day}", day=visit.language.date(visit.as_of)),
        asks=("period", "as_of", "where"),
        own_periods=say("last four full quarters"),
        panels=panels,
        template="chapter.html",
        data={"nav": _pages(visit, "")},
    )


def targets(visit: Visit) -> Page:
    """List every target account.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    view = _target_view(visit)
    if nothing := view.nothing():
        parts: tuple[Part, ...] = (Nothing(text=nothing),)
    else:
        parts = listed(visit, view.found.accounts, view.table, view.title())
    lead = "" if view.nothing() else view.told()
    return Page(
        title=visit.say("Target accounts"),
        here="accounts",
        lead=visit.say("How far each has come and what to do next, the most urgent first."),
        asks=("as_of", "where"),
        trail=_trail(visit),
        panels=(Panel(name="targets", title=view.title(), lead=lead, parts=parts),),
        template="chapter.html",
        data={"nav": _pages(visit, "targets")},
    )


def contacts(visit: Visit) -> Page:
    """Tell what goes with the contacts of deals.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    view = _committee_view(visit)
    first, *others = sections(view.blocks())
    field = Field(
        name="within",
        label=visit.say("Early: days from the start"),
        kind="number",
        value=str(view.found.within),
        least=1,
        most=365,
    )
    panels = [Panel(name="deals", title=view.title(), parts=(form(visit, field), words(first.blocks)))]
    panels += [
        Panel(name=s.name, title=s.title, parts=(words(s.blocks, caption=s.title, is_quiet=True),)) for s in others
    ]
    return Page(
        title=visit.say("Contacts and decision makers"),
        here="accounts",
        lead=visit.say("What goes with how many contacts took part in deals, and which."),
        asks=("period", "as_of", "where"),
        period=view.found.period,
        trail=_trail(visit),
        panels=tuple(panels),
        template="chapter.html",
        data={"nav": _pages(visit, "contacts")},
    )


def _targets(visit: Visit) -> Iterator[Part]:
    """The most urgent of them."""
    view = _target_view(visit)
    if nothing := view.nothing():
        yield Nothing(text=nothing)
        return
    yield words((Paragraph(text=view.told(), style="strong"),))
    yield words((view.table(view.found.accounts[:_SHOWN]),), caption=view.title(), is_quiet=True)


def _contacts(visit: Visit) -> Iterator[Part]:
    """What goes together."""
    view = _committee_view(visit)
    yield words((Paragraph(text=view.title(), style="dim"), *view.summary()))


def _target_view(visit: Visit) -> TargetView:
    said = visit.asked.said
    found = visit.workspace.targets(as_of=visit.since, where=said["where"], currency=said["currency"])
    return TargetView(catalogue=visit.catalogue, language=visit.language, found=found)


def _committee_view(visit: Visit) -> CommitteeView:
    within = whole_number(visit.asked.one("within"), _WITHIN, most=365)
    found = visit.workspace.accounts(within=within, as_of=visit.since, **visit.asked.said)
    return CommitteeView(catalogue=visit.catalogue, language=visit.language, found=found)


def _trail(visit: Visit) -> tuple[Link, ...]:
    return (Link(text=visit.say("Accounts"), href=visit.href("/accounts")),)


def _pages(visit: Visit, here: str) -> Choice:
    """The pages of accounts, side by side."""
    pages = (
        ("", "/accounts", visit.say("Overview")),
        ("targets", "/accounts/targets", visit.say("Target accounts")),
        ("contacts", "/accounts/contacts", visit.say("Contacts and decision makers")),
    )
    links = tuple(Link(text=title, href=visit.href(path), is_here=name == here) for name, path, title in pages)
    return Choice(label=visit.say("Accounts"), links=links)
