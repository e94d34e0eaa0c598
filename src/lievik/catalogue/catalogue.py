"""The catalogue itself: every definition by name, and the nearest names where one is not there.

Pure. `loading` makes one from texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lievik.catalogue.channel_words import ChannelWords
from lievik.errors import UnknownNameError
from lievik.model.formula import names_in
from lievik.model.metric import Dimension, Exclusion, Measure, Metric, Reading
from lievik.model.request import MetricRequest


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter of the catalogue: its metrics in order, its title and introduction by language."""

    name: str
    metrics: tuple[str, ...]
    titles: Mapping[str, str]
    introductions: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Every definition by name.

    Attributes:
        reasons: slug -> language -> sentence, why a number is not simply ok.
        statuses: status -> language -> label.
        glossary: word -> language -> (term, meaning).
        steps: part of a sentence (`step.read`, `when.dated`, `table.deal`, ...) -> language -> text.
        seven: the metrics that the article starts with.
        channel_words: which channels there are, and which words of a source tell of them.
    """

    metrics: Mapping[str, Metric]
    measures: Mapping[str, Measure]
    exclusions: Mapping[str, Exclusion]
    dimensions: Mapping[str, Dimension]
    chapters: tuple[Chapter, ...]
    seven: tuple[str, ...]
    reasons: Mapping[str, Mapping[str, str]]
    statuses: Mapping[str, Mapping[str, str]]
    glossary: Mapping[str, Mapping[str, tuple[str, str]]]
    steps: Mapping[str, Mapping[str, str]]
    channel_words: ChannelWords = field(default_factory=ChannelWords)

    def metric(self, name: str) -> Metric:
        """Find a metric.

        Raises:
            UnknownNameError: there is none; the nearest names are told.
        """
        if name not in self.metrics:
            raise UnknownNameError("metric", name, self.metrics)
        return self.metrics[name]

    def reading(self, full_name: str) -> Reading:
        """Find a reading by `metric` or `metric:variant`.

        Raises:
            UnknownNameError: there is no such metric, or it has no such variant.
        """
        name, _, variant = full_name.partition(":")
        metric = self.metric(name)
        if variant not in metric.readings:
            raise UnknownNameError("variant", variant, (known for known in metric.readings if known))
        return metric.readings[variant]

    def unit_of(self, name: str) -> str:
        """Unit of a measure or metric, as definitions spell units; a plain count for any other name of a formula."""
        if name in self.measures:
            return self.measures[name].unit_text
        return self.metrics[name].reading.unit_text if name in self.metrics else "count"

    def dimension(self, name: str) -> Dimension:
        """Find a dimension.

        Raises:
            UnknownNameError: there is none; the nearest names are told.
        """
        if name not in self.dimensions:
            raise UnknownNameError("dimension", name, self.dimensions)
        return self.dimensions[name]

    def dimensions_of(self, full_name: str) -> tuple[str, ...]:
        """Name what a reading can be split by: what every table of its measures knows, in the order of definition.

        Raises:
            UnknownNameError: there is no such metric, or it has no such variant.
        """
        named = [name.name for name in names_in(self.reading(full_name).formula)]
        tables = {self.measures[name].table for name in named if name in self.measures}
        return tuple(name for name, found in self.dimensions.items() if tables and tables <= set(found.through))

    def known_parameters(self, names: Iterable[str], values: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Those of some parameters' values that any of the metrics named has.

        Raises:
            UnknownNameError: there is no such metric.
        """
        metrics = [self.metric(name.partition(":")[0]) for name in names]
        known = {p for metric in metrics for reading in metric.readings.values() for p in reading.parameters}
        return {name: value for name, value in values.items() if name in known}

    def narrowed(self, request: MetricRequest) -> MetricRequest:
        """The same request without parameters that none of its metrics has."""
        return replace(request, parameters=self.known_parameters(request.metrics, request.parameters))

    def ordered(self) -> tuple[Metric, ...]:
        """All metrics, chapter by chapter, a company's own at the end."""
        listed = [name for chapter in self.chapters for name in chapter.metrics]
        own = sorted(set(self.metrics) - set(listed))
        return tuple(self.metrics[name] for name in (*listed, *own) if name in self.metrics)
