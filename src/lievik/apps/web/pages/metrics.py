"""Metrics, the catalogue to learn from: what each is, how it is worked out, and whether the data is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.apps.web.formula_pieces import Piece, formula_pieces
from lievik.apps.web.parts import Badge, Choice, Link, Nothing, Page, Panel, Part, Template, Trouble
from lievik.apps.web.search_box import search_box
from lievik.apps.web.word_list import word_list
from lievik.catalogue.lookup import find_metrics, find_words, nearest_name
from lievik.errors import InternalError, LievikError
from lievik.language import mark
from lievik.report.views.formula_words import FormulaWords
from lievik.report.views.wording import bring_command, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lievik.apps.web.visit import Visit
    from lievik.model.metric import Metric
    from lievik.model.result import MetricResult

OWN: Final = "own"

_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "leading": (mark("Leading"), "leading_metric"),
    "lagging": (mark("Lagging"), "lagging_metric"),
    "short": (mark("Short-term"), ""),
    "long": (mark("Long-term"), ""),
    "higher": (mark("Higher is better"), ""),
    "lower": (mark("Lower is better"), ""),
    "in range": (mark("Best within a range"), ""),
}
"""What a definition says of a metric -> words for it, and the word of the glossary that explains them."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One metric of the catalogue.

    Attributes:
        formula: in words, names told from signs.
        functions: what max and abs in it do.
        value: of the period; empty where there is no data at all.
        reason: why there is no number, or why to read it with care; `command` brings what is missing.
    """

    title: str
    href: str
    question: str
    also_called: str
    formula: tuple[Piece, ...]
    functions: str
    tags: tuple[Link, ...]
    value: str
    period: str
    badge: Badge | None
    reason: str
    command: str


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The company's own numbers by metric; none where they could not be worked out, and why."""

    results: Mapping[str, MetricResult]
    trouble: Trouble | None


def metrics(visit: Visit) -> Page:
    """Make the page."""
    say, typed = visit.say, visit.asked.one("q").strip()
    numbers = _numbers(visit)
    found = [metric.name for metric in find_metrics(visit.catalogue, typed)]
    panels = [_search(visit, typed, found, numbers), *_chapters(visit, found, numbers.results)]
    if typed:
        panels += _words(visit, typed)
    return Page(
        title=say("Metrics"),
        here="metrics",
        lead=_lead(visit, numbers),
        asks=() if visit.is_empty else ("period", "as_of"),
        panels=tuple(panels),
        actions=(
            Link(text=say("Test yourself"), href=visit.href("/metrics/test"), icon="graduation-cap"),
            Link(text=say("Targets and notes"), href=visit.href("/targets"), icon="target"),
            Link(text=say("Words"), href=visit.href("/metrics/words"), icon="book-open"),
        ),
    )


def _numbers(visit: Visit) -> Numbers:
    """The company's number for every metric, not narrowed: not every metric knows every filter."""
    if visit.is_empty:
        return Numbers(results={}, trouble=None)
    asked = visit.asked
    try:
        table = visit.workspace.show(
            *visit.catalogue.metrics,
            as_of=visit.since,
            period=asked.period,
            currency=asked.currency,
            intervals=False,
        )
    except LievikError as error:
        if isinstance(error, InternalError):
            raise
        return Numbers(results={}, trouble=visit.trouble(error))
    return Numbers(results={result.metric: result for result in table}, trouble=None)


def _lead(visit: Visit, numbers: Numbers) -> str:
    """How many of the metrics the data is enough for."""
    if not numbers.results:
        return visit.say("What each number tells, how it is worked out, and what to watch out for.")
    enough = sum(result.status != "not_available" for result in numbers.results.values())
    part = visit.language.part_of(enough, len(numbers.results))
    return visit.say("Metrics that your data is enough for: {part}.", part=part)


def _search(visit: Visit, typed: str, found: list[str], numbers: Numbers) -> Panel:
    """The search box, and the way to each chapter."""
    say = visit.say
    parts: list[Part] = [search_box(visit, typed, say("Find a metric"))]
    if numbers.trouble:
        parts.append(numbers.trouble)
    links = [Link(text=title, href=f"#{name}") for name, title, _, names in _listed(visit) if _kept(names, found)]
    if not found:
        parts.append(_nothing(visit, typed))
    elif len(links) > 1:
        parts.append(Choice(label=say("Chapter"), links=tuple(links)))
    return Panel(name="search", title="", parts=tuple(parts))


def _nothing(visit: Visit, typed: str) -> Nothing:
    near = nearest_name(visit.catalogue, typed)
    link = (
        Link(text=visit.say("Search for: {name}", name=near), href=visit.href(q=near))
        if near
        else Link(text=visit.say("Show all metrics"), href=visit.href(q=None))
    )
    return Nothing(text=visit.say("No metric is called so: {name}", name=typed), link=link)


def _listed(visit: Visit) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Chapters: name, title, introduction, metrics; a company's own metrics last."""
    text, catalogue = visit.language.text, visit.catalogue
    listed = [
        (chapter.name, text(chapter.titles), text(chapter.introductions), chapter.metrics)
        for chapter in catalogue.chapters
    ]
    in_chapters = {name for chapter in catalogue.chapters for name in chapter.metrics}
    own = tuple(metric.name for metric in catalogue.ordered() if metric.name not in in_chapters)
    return [*listed, (OWN, visit.say("Your own"), "", own)]


def _kept(names: Iterable[str], found: Iterable[str]) -> list[str]:
    kept = set(found)
    return [name for name in names if name in kept]


def _chapters(visit: Visit, found: list[str], results: Mapping[str, MetricResult]) -> list[Panel]:
    """A panel a chapter with what was found of it."""
    panels = []
    for chapter, title, introduction, names in _listed(visit):
        entries = [_entry(visit, visit.catalogue.metric(name), results.get(name)) for name in _kept(names, found)]
        if entries:
            part = Template(name="metric_entries.html", data={"entries": entries})
            panels.append(Panel(name=chapter, title=title, lead=introduction, parts=(part,)))
    return panels


def _entry(visit: Visit, metric: Metric, result: MetricResult | None) -> Entry:
    words, say = words_of(metric, visit.language), visit.say
    formulas = FormulaWords(catalogue=visit.catalogue, language=visit.language)
    is_missing = result is not None and result.status == "not_available"
    shown = None if is_missing else result
    return Entry(
        title=words.title,
        href=visit.metric_href(metric.name),
        question=words.question,
        also_called=say("Also called: {names}", names=", ".join(words.also_called)) if words.also_called else "",
        formula=formula_pieces(formulas.short(metric.reading)),
        functions=formulas.functions(metric.reading),
        tags=_tags(visit, metric),
        value=visit.language.value(shown) if shown else "",
        period=visit.language.period_title(shown.period) if shown else "",
        badge=_badge(visit, result),
        reason=visit.language.reason(result, visit.catalogue.reasons) if result and result.reason else "",
        command=bring_command(result) if result and is_missing else "",
    )


def _tags(visit: Visit, metric: Metric) -> tuple[Link, ...]:
    """What kind of metric it is, each with where that is explained."""
    tags = [_TAGS[said] for said in (metric.kind, metric.horizon, metric.reading.better) if said in _TAGS]
    links = [
        Link(text=visit.say(text), href=f"{visit.href('/metrics/words')}#{word}" if word else "") for text, word in tags
    ]
    if metric.name in visit.catalogue.seven:
        links.append(Link(text=visit.say("One of the seven to begin with"), href="", icon="pin"))
    return tuple(links)


def _badge(visit: Visit, result: MetricResult | None) -> Badge | None:
    """Whether the company's data is enough."""
    if result is None:
        return None
    if result.status == "not_available":
        return Badge(text=visit.say("Data is missing"), style="care", icon="circle-x")
    if result.status == "ok":
        return Badge(text=visit.say("Your data is enough"), style="good", icon="circle-check")
    text = visit.language.status(result.status, visit.catalogue.statuses)
    return Badge(text=text, style="care", icon="triangle-alert")


def _words(visit: Visit, typed: str) -> list[Panel]:
    """Words of the glossary that say what was typed."""
    found = find_words(visit.catalogue, typed)
    return [Panel(name="words", title=visit.say("Words"), parts=(word_list(visit, found),))] if found else []
