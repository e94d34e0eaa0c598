"""Metrics → one page: every metric in both languages, with its readings, formulas and parameters."""

from __future__ import annotations

from collections.abc import Iterable

from lievik.apps.reference.writing import code, listed, page, table
from lievik.catalogue import Catalogue
from lievik.model.metric import Metric, Parameter, Words


def metric_page(catalogue: Catalogue) -> str:
    """Write the page of all metrics, chapter by chapter."""
    parts: list[str] = []
    for chapter in catalogue.chapters:
        parts.append(f"## {chapter.titles['en']} · {chapter.titles['sk']}")
        parts += [f"{chapter.introductions['en']} · {chapter.introductions['sk']}"]
        parts += [_metric(catalogue.metrics[name]) for name in chapter.metrics]
    return page("Metrics", "The metrics, as the definitions in `src/lievik/definitions` state them.", *parts)


def _metric(metric: Metric) -> str:
    """One metric: a heading, its words in both languages, its readings, its parameters."""
    reading = metric.reading
    facts = table(
        ("unit", "better", "kind", "horizon", "shown beside it", "article"),
        [(reading.unit_text, reading.better, metric.kind, metric.horizon, listed(metric.beside), metric.article)],
    )
    parts = [
        f"### {metric.name}",
        facts,
        *(_words(code_, words) for code_, words in metric.words.items()),
        _readings(metric),
        _parameters(_all_parameters(metric)),
        *(f"**Erratum ({code_}).** {text}" for code_, text in metric.erratum.items()),
    ]
    return "\n\n".join(part for part in parts if part)


def _words(language: str, words: Words) -> str:
    also = f" ({', '.join(words.also_called)})" if words.also_called else ""
    lines = [f"**{words.title}**{also} `{language}`", words.question, words.what, words.why, words.how, words.story]
    cautions = [f"- {text}" for text in (*words.careful, *words.levers)]
    return "\n\n".join([line for line in lines if line] + (["\n".join(cautions)] if cautions else []))


def _readings(metric: Metric) -> str:
    rows = [
        (
            code(reading.full_name),
            reading.titles.get("en", ""),
            reading.titles.get("sk", ""),
            code(reading.formula_text),
            reading.unit_text,
        )
        for reading in metric.readings.values()
    ]
    return table(("reading", "English", "Slovak", "formula", "unit"), rows)


def _all_parameters(metric: Metric) -> list[Parameter]:
    """Parameters of all readings, each once."""
    found = {p.name: p for reading in metric.readings.values() for p in reading.parameters.values()}
    return list(found.values())


def _parameters(parameters: Iterable[Parameter]) -> str:
    rows = [
        (
            code(parameter.name),
            "must be set" if parameter.value is None else f"{parameter.value:f}",
            parameter.about.get("en", ""),
            parameter.about.get("sk", ""),
        )
        for parameter in parameters
    ]
    return table(("parameter", "value", "English", "Slovak"), rows) if rows else ""
