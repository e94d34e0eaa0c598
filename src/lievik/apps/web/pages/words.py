"""Words: the glossary that the metrics are written with, in the reader's language with the other one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.apps.web.pages.metrics import search_box
from lievik.apps.web.parts import Choice, Link, Nothing, Page, Panel, Part, Template
from lievik.catalogue.lookup import find_words, folded, nearest_name
from lievik.language import LANGUAGES

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word: what it means, and what it is called in the other language."""

    name: str
    term: str
    means: str
    other: str
    other_code: str


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


def word_list(visit: Visit, slugs: Iterable[str]) -> Template:
    """Words of the glossary with their meanings, in order."""
    return Template(name="words.html", data={"words": _words(visit, slugs)})


def _words(visit: Visit, slugs: Iterable[str]) -> list[Word]:
    other = next(code for code in LANGUAGES if code != visit.language.code)
    words = []
    for slug in slugs:
        entry = visit.catalogue.glossary[slug]
        term, means = entry.get(visit.language.code) or next(iter(entry.values()))
        called = entry.get(other, ("", ""))[0]
        words.append(
            Word(name=slug, term=term, means=means, other=called if called != term else "", other_code=other)
        )
    return sorted(words, key=lambda word: folded(word.term))


def _letters(visit: Visit, slugs: Iterable[str]) -> Choice:
    """The first word of each letter."""
    first: dict[str, str] = {}
    for word in _words(visit, slugs):
        first.setdefault(folded(word.term)[0].upper(), word.name)
    links = tuple(Link(text=letter, href=f"#{name}") for letter, name in first.items())
    return Choice(label=visit.say("Letter"), links=links)


def _nothing(visit: Visit, typed: str) -> Nothing:
    near = nearest_name(visit.catalogue, typed)
    link = Link(text=visit.say("Search the metrics for: {name}", name=near or typed), href=visit.href("/metrics", q=near or typed))
    return Nothing(text=visit.say("No word of the glossary says so: {name}", name=typed), link=link)
