"""Titles and sentences that several views share: what a metric is called, how it stands, what is missing.

A name goes before a colon and never into a Slovak sentence, where it would have to be declined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.metric import Metric, Words
from lievik.model.result import MetricResult
from lievik.report.blocks import About, Cell, Style, cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {"ok": "✓", "insufficient": "!", "immature": "…", "partial": "…", "undefined": NOTHING, "not_available": "·"}
)
"""Status -> the sign before its words."""

_STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {
        "ok": "good",
        "insufficient": "care",
        "immature": "care",
        "partial": "care",
        "undefined": "dim",
        "not_available": "dim",
    }
)
JUDGED: Final[Mapping[str, Style]] = MappingProxyType({"better": "good", "worse": "bad", "": ""})
_WORDS: Final = (mark("better"), mark("worse"))


def words_of(metric: Metric, language: Language) -> Words:
    """What is said of a metric in a language, else in the one that its author wrote."""
    return metric.words.get(language.code) or next(iter(metric.words.values()))


def title_of(result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    """What a result is called: its metric, and the reading where it is not the metric's own."""
    title = words_of(catalogue.metric(result.metric), language).title
    return f"{title}: {variant_title(result, catalogue, language)}" if result.variant else title


def full_title(metric: str, catalogue: Catalogue, language: Language) -> str:
    """What a metric or a reading of it is called; its name where its definition is gone."""
    name, _, variant = metric.partition(":")
    found = catalogue.metrics.get(name)
    if found is None or variant not in found.readings:
        return metric
    title = words_of(found, language).title
    return f"{title}: {language.text(found.readings[variant].titles) or variant}" if variant else title


def variant_title(result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    """What a reading of a metric is called."""
    return language.text(catalogue.reading(result.full_name).titles) or result.variant


def status_cell(result: MetricResult, catalogue: Catalogue, language: Language) -> Cell:
    """How a number stands: a sign, and why where it is not simply ok."""
    reason = language.reason(result, catalogue.reasons) if result.reason else ""
    said = reason or language.status(result.status, catalogue.statuses)
    return cell(f"{MARKS[result.status]} {said}", _STYLES[result.status])


def change_cell(result: MetricResult, language: Language) -> Cell:
    """How much a number changed, and whether that is good."""
    delta = language.delta(result.compared, unit=result.unit, currency=result.currency, better=result.better)
    if result.compared is None or result.status == "insufficient":
        return cell(NOTHING, "dim")
    if result.compared.change is not None and not result.has_moved:
        return cell(delta.text)
    return cell(delta.text, JUDGED[delta.judgement], language.say(delta.judgement))


def compared_line(results: Iterable[MetricResult], language: Language) -> str:
    """What all results are compared with; empty where they are not, or each with a period of its own."""
    periods = list(dict.fromkeys(result.compared.period for result in results if result.compared))
    if len(periods) != 1:
        return ""
    return language.say("Change: compared with {period}", period=language.period_title(periods[0]))


def rep_cell(name: str | None) -> Cell:
    """Who owns something; a dash for nobody."""
    return cell(name, about=About(kind="rep", key=name)) if name else cell(NOTHING)


def count_cell(result: MetricResult, language: Language) -> Cell:
    """On how many records a number rests."""
    return cell("" if result.n is None else language.count(result.n))


def missing_lines(results: Iterable[MetricResult], catalogue: Catalogue, language: Language) -> list[str]:
    """What is missing, each with the metrics that need it and the command that brings it."""
    needed: dict[tuple[str, str], list[MetricResult]] = {}
    for result in results:
        if result.status == "not_available":
            needed.setdefault((result.reason, ", ".join(result.reason_facts.values())), []).append(result)
    return [_missing_line(found, catalogue, language) for found in needed.values()]


def note_lines(results: Iterable[MetricResult], catalogue: Catalogue, language: Language) -> list[str]:
    """What else to know, each with the metrics that it is said of."""
    said: dict[str, list[str]] = {}
    for result in results:
        for note in result.notes:
            titles = said.setdefault(language.sentence(note, catalogue.reasons), [])
            titles += [t for t in [title_of(result, catalogue, language)] if t not in titles]
    return [f"{', '.join(titles)}: {note}" for note, titles in said.items()]


def bring_command(result: MetricResult) -> str:
    """The command that brings what a metric lacks; empty where none does."""
    first = next(iter(result.reason_facts.values()), "").partition(",")[0]
    if result.reason in {"missing_table", "missing_column"}:
        return f"lievik import {first.partition('.')[0]}.csv"
    return f"--set {first}=..." if result.reason == "missing_parameter" else ""


def excluded_line(result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    """How many rows were left out, and why; empty where none was."""
    if not result.excluded.count:
        return ""
    reasons = ", ".join(
        f"{language.text(catalogue.exclusions[reason].titles) if reason in catalogue.exclusions else reason} "
        f"({language.count(count)})"
        for reason, count in result.excluded.reasons.items()
    )
    return language.say("Left out: {reasons}", reasons=reasons)


def _missing_line(results: list[MetricResult], catalogue: Catalogue, language: Language) -> str:
    titles = ", ".join(dict.fromkeys(title_of(result, catalogue, language) for result in results))
    reason = language.reason(results[0], catalogue.reasons)
    command = bring_command(results[0])
    return f"{titles}: {reason}{f' → {command}' if command else ''}"
