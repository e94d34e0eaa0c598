"""What people type into a search box → the metrics and words of the glossary that it names, in any language.

Pure. Capitals and accents do not matter; every word typed has to be found, wherever it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.model.metric import Metric

_LEAST_ALIKE: Final = 0.6


def find_metrics(catalogue: Catalogue, typed: str) -> tuple[Metric, ...]:
    """Metrics that are called so, or one of whose readings is, in the order of the catalogue; all for nothing typed."""
    words = folded(typed).split()
    return tuple(metric for metric in catalogue.ordered() if _holds(_names_of(metric), words))


def find_words(catalogue: Catalogue, typed: str) -> tuple[str, ...]:
    """Words of the glossary whose term or meaning says so; all for nothing typed."""
    words = folded(typed).split()
    texts = {slug: [part for pair in entry.values() for part in pair] for slug, entry in catalogue.glossary.items()}
    return tuple(slug for slug, parts in texts.items() if _holds(parts, words))


def nearest_name(catalogue: Catalogue, typed: str) -> str:
    """The name that what was typed seems to mean, as it is written; empty where none is near."""
    names = {folded(name): name for metric in catalogue.ordered() for name in _titles_of(metric)}
    names |= {folded(term): term for entry in catalogue.glossary.values() for term, _ in entry.values()}
    near = get_close_matches(folded(typed), names, n=1, cutoff=_LEAST_ALIKE)
    return names[near[0]] if near else ""


def folded(text: str) -> str:
    """A text without capitals and accents.

    Example:
        >>> folded("Miera ÚSPEŠNOSTI")
        'miera uspesnosti'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _holds(texts: Iterable[str], words: Iterable[str]) -> bool:
    whole = folded(" \n ".join(texts))
    return all(word in whole for word in words)


def _titles_of(metric: Metric) -> list[str]:
    return [name for words in metric.words.values() for name in (words.title, *words.also_called)]


def _names_of(metric: Metric) -> list[str]:
    """Everything that a metric is called: titles, other names, its question, its readings, in every language."""
    questions = [words.question for words in metric.words.values()]
    readings = [title for reading in metric.readings.values() for title in reading.titles.values()]
    return [metric.name, metric.name.replace("_", " "), *_titles_of(metric), *questions, *readings]
