"""One account on one page: who it is, what it pays, what to do next, its deals, and who is known there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from lievik.apps.web.listing import listed
from lievik.apps.web.parts import Card, Link, Nothing, Page, Panel, words
from lievik.language import NOTHING
from lievik.model.account_sheet import DealState
from lievik.report.blocks import Bullets
from lievik.report.views.account_view import STATES, AccountView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit

_BEHIND = {
    "open": "/pipeline",
    "won": "/metrics/total_revenue",
    "lost": "/metrics/win_rate",
    "unknown": "/data/quality",
}
"""State of deals -> the page that says more of them, kept to this account."""


def account(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such account.
        RequestError: several accounts have that name.
    """
    found = visit.workspace.account(visit.asked.one("account"), as_of=visit.since, currency=visit.asked.currency)
    view = AccountView(catalogue=visit.catalogue, language=visit.language, found=found)
    return Page(
        title=found.profile.name,
        here="accounts",
        lead=view.about() or visit.say("The data says nothing of it but its name."),
        asks=("as_of",),
        trail=(Link(text=visit.say("Accounts"), href=visit.href("/accounts")),),
        cards=tuple(_cards(visit, view)),
        panels=(
            Panel(name="says", title=visit.say("What it says"), parts=(words((Bullets(items=tuple(view.told())),)),)),
            Panel(name="deals", title=visit.say("Deals"), parts=tuple(_deals(visit, view))),
            Panel(name="people", title=visit.say("Who is known there"), parts=tuple(_people(visit, view))),
        ),
    )


def _cards(visit: Visit, view: AccountView) -> Iterator[Card]:
    """What it pays, and its deals by how they stand."""
    found, language = view.found, visit.language
    if found.monthly is not None:
        yield Card(
            title=visit.say("Pays a month"),
            href=visit.href("/customers"),
            value=language.money(found.monthly, found.currency, digits=0),
            against=(visit.say("since {day}", day=language.date(found.spells[-1].became_on)),),
        )
    for state in cast("tuple[DealState, ...]", get_args(DealState)):
        total = found.totals.get(state)
        if total is not None or state != "unknown":
            deals = total.deals if total else 0
            yield Card(
                title=visit.say(STATES[state]),
                href=_behind(visit, view, state),
                value=view.amount(state) if total else NOTHING,
                against=(language.say_many("{n} deal", "{n} deals", deals),),
            )


def _behind(visit: Visit, view: AccountView, state: DealState) -> str:
    kept = [f"{dimension}={value}" for dimension, value in visit.asked.where if dimension != "account"]
    return visit.href(_BEHIND[state], where=[*kept, f"account={view.found.profile.name}"])


def _deals(visit: Visit, view: AccountView) -> Iterator[Part]:
    """Every deal, a page at a time, and what to know of their amounts."""
    deals = view.found.deals
    if not deals:
        yield Nothing(text=visit.say("It has no deal."))
        return
    yield from listed(visit, deals, view.deals, visit.say("Deals"))
    if notes := tuple(view.notes()):
        yield words((Bullets(items=notes),))


def _people(visit: Visit, view: AccountView) -> Iterator[Part]:
    """Who is known there, who decides first."""
    if not view.found.people:
        yield Nothing(text=visit.say("Nobody is known there."))
        return
    yield words((view.people(view.found.people),), caption=visit.say("Who is known there"), is_quiet=True)
