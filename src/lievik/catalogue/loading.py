"""Texts in, the checked catalogue out; every stage tells all its problems at once.

Pure. Built-in definitions and a company's own are read the same way; only the languages asked of them differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lievik.catalogue.catalogue import Catalogue, Chapter
from lievik.catalogue.channel_words import ChannelWords, read_channels
from lievik.catalogue.checks import check_measures, check_metric
from lievik.catalogue.measure_files import read_dimensions, read_exclusions, read_measures
from lievik.catalogue.metric_files import MetricFile, read_metric_file
from lievik.catalogue.problems import Problems, Table, parse_files, texts_by_language
from lievik.catalogue.readings import Scope, join_metrics
from lievik.model.metric import LANGUAGES


def load_catalogue(built_in: Mapping[str, str], own: Mapping[str, str] | None = None) -> Catalogue:
    """Read and check all definitions.

    Args:
        built_in: path -> text of the definitions that the product ships.
        own: path -> text of a company's own; the same form, one language is enough.

    Raises:
        DefinitionError: definitions do not hold; all problems of the stage reached are told.
    """
    problems = Problems()
    files = parse_files(built_in, problems)
    own_files = parse_files({f"definitions/{path}": text for path, text in (own or {}).items()}, problems)
    problems.raise_if_any()
    everything = {**files, **own_files}
    measures = read_measures(_named(everything, "measures.toml"), problems)
    exclusions = read_exclusions(_named(everything, "exclusions.toml"), problems)
    dimensions = read_dimensions(_named(everything, "dimensions.toml"), problems)
    texts = {**built_in, **{f"definitions/{path}": text for path, text in (own or {}).items()}}
    metric_files = _metric_files(files, own_files, texts, problems)
    problems.raise_if_any()
    metrics = join_metrics(Scope(measures=measures, exclusions=exclusions, files=metric_files), problems)
    problems.raise_if_any()
    check_measures(measures, exclusions, "measures.toml", problems)
    for name, metric in metrics.items():
        check_metric(metric, metric_files[name], measures, problems)
    problems.raise_if_any()
    return Catalogue(
        metrics=metrics,
        measures=measures,
        exclusions=exclusions,
        dimensions=dimensions,
        chapters=_chapters(files.get("chapters.toml", {})),
        seven=tuple(str(name) for name in _list(files.get("chapters.toml", {}).get("seven"))),
        reasons=_reasons(files),
        statuses=_statuses(files),
        glossary=_glossary(files),
        steps=_steps(files),
        channel_words=ChannelWords(channels=read_channels(files.get("channels.toml", {}))),
    )


def _named(files: Mapping[str, Table], name: str) -> dict[str, Table]:
    """Files of one name, wherever they lie."""
    return {path: table for path, table in files.items() if path.rpartition("/")[2] == name}


def _metric_files(
    built_in: Mapping[str, Table], own: Mapping[str, Table], texts: Mapping[str, str], problems: Problems
) -> dict[str, MetricFile]:
    """Read every file under metrics/, by the metric's name."""
    found: dict[str, MetricFile] = {}
    for files, is_built_in in ((built_in, True), (own, False)):
        for path, table in files.items():
            if "metrics" not in path.split("/"):
                continue
            file = read_metric_file(path, texts[path], table, problems, is_built_in=is_built_in)
            if file.name in found:
                problems.add(path, f"a metric called '{file.name}' is there already")
            found.setdefault(file.name, file)
    return found


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _chapters(file: Table) -> tuple[Chapter, ...]:
    """Read the chapters in the article's order."""
    chapters = []
    for table in _list(file.get("chapter")):
        if isinstance(table, dict):
            words = {code: table.get(code, {}) for code in LANGUAGES}
            chapters.append(
                Chapter(
                    name=str(table.get("name", "")),
                    metrics=tuple(str(name) for name in table.get("metrics", ())),
                    titles={code: str(texts.get("title", "")) for code, texts in words.items()},
                    introductions={code: str(texts.get("intro", "")) for code, texts in words.items()},
                )
            )
    return tuple(chapters)


def _reasons(files: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """Sentences on why a number is not simply ok."""
    found = _tables(files.get("reasons.toml", {}))
    return {slug: texts_by_language(_tables(text), LANGUAGES) for slug, text in found.items() if slug != "status"}


def _statuses(files: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """Labels of statuses."""
    found = _tables(_tables(files.get("reasons.toml", {})).get("status", {}))
    return {name: texts_by_language(_tables(text), LANGUAGES) for name, text in found.items()}


def _steps(files: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """Parts of the sentences that tell how a number is worked out."""
    return {
        f"{kind}.{name}": texts_by_language(_tables(text), LANGUAGES)
        for kind, part in _tables(files.get("steps.toml", {})).items()
        for name, text in _tables(part).items()
    }


def _glossary(files: Mapping[str, Table]) -> dict[str, dict[str, tuple[str, str]]]:
    """Words and what they mean."""
    return {
        word: {code: (str(told["term"]), str(told["means"])) for code, told in _tables(texts).items()}
        for word, texts in _tables(files.get("words.toml", {})).items()
    }


def _tables(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
