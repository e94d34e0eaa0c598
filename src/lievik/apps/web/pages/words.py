"""Words: the glossary that the metrics are written with, in the reader's language with the other one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, Part
from lievik.apps.web.search_box import search_box
from lievik.apps.web.word_list import ordered_words, word_list
from lievik.catalogue.lookup import find_words, folded, nearest_name

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def glossary(visit: Visit) -> Page:
    """Make the page."""
    say, typed = visit.say, visit.asked.one("q").strip()
    found = find_words(visit.catalogue, typed)
    parts: list[Part] = [search_box(visit, typed, say("Find a word"))]
    if found:
        parts += [_letters(visit, found), word_list(visit, found)]
    else:
        parts.append(_nothing(visit, typed))
    return Page(
        title=say("Words"),
        here="metrics",
        lead=say("What the words mean that the metrics are explained with."),
        asks=(),
        panels=(Panel(name="glossary", title=say("Glossary"), parts=tuple(parts)),),
        trail=(Link(text=say("Metrics"), href=visit.href("/metrics")),),
    )


def _letters(visit: Visit, slugs: Iterable[str]) -> Choice:
    """The first word of each letter."""
    first: dict[str, str] = {}
    for word in ordered_words(visit, slugs):
        first.setdefault(folded(word.term)[0].upper(), word.name)
    links = tuple(Link(text=letter, href=f"#{name}") for letter, name in first.items())
    return Choice(label=visit.say("Letter"), links=links)


def _nothing(visit: Visit, typed: str) -> Nothing:
    near = nearest_name(visit.catalogue, typed)
    link = Link(
        text=visit.say("Search the metrics for: {name}", name=near or typed),
        href=visit.href("/metrics", q=near or typed),
    )
    return Nothing(text=visit.say("No word of the glossary says so: {name}", name=typed), link=link)
