"""Words of the glossary → a list in order, in the reader's language with the other one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Template
from lievik.catalogue.lookup import folded
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


def word_list(visit: Visit, slugs: Iterable[str]) -> Template:
    """List words with their meanings."""
    return Template(name="words.html", data={"words": ordered_words(visit, slugs)})


def ordered_words(visit: Visit, slugs: Iterable[str]) -> list[Word]:
    """Words in the order of their terms."""
    return sorted((_word(visit, slug) for slug in slugs), key=lambda word: folded(word.term))


def _word(visit: Visit, slug: str) -> Word:
    other = next(code for code in LANGUAGES if code != visit.language.code)
    entry = visit.catalogue.glossary[slug]
    term, means = entry.get(visit.language.code) or next(iter(entry.values()))
    called = entry.get(other, ("", ""))[0]
    return Word(name=slug, term=term, means=means, other=called if called != term else "", other_code=other)
