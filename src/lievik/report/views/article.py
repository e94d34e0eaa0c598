"""A metric explained → blocks: the article's five parts with the company's own number, then what else to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.metric import Metric, Parameter, Reading
from lievik.model.result import MetricResult
from lievik.report.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.definition_wording import change_words
from lievik.report.views.formula_words import FormulaWords
from lievik.report.views.scorecard import spelled
from lievik.report.views.wording import excluded_line, missing_lines, note_lines, status_cell, words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.definition import DefinitionChange


@dataclass(frozen=True, kw_only=True)
class Article:
    """Writes a metric's explanation, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(
        self,
        metric: Metric,
        variant: str,
        own: MetricResult | None,
        steps: tuple[str, ...] = (),
        changes: Sequence[DefinitionChange] = (),
    ) -> Iterator[Block]:
        """The five parts, cautions, levers, other readings, parameters, the article's error, the definition.

        Args:
            metric: what is explained.
            variant: the reading asked for; empty for the metric's own.
            own: the company's number; none outside of a workspace.
            steps: how it is worked out, in plain words.
            changes: of its definition, in order.
        """
        say, words = self.language.say, words_of(metric, self.language)
        reading = metric.readings[variant]
        yield Heading(text=words.title)
        yield Paragraph(text=words.question)
        if words.also_called:
            yield Paragraph(text=say("Also called: {names}", names=", ".join(words.also_called)), style="dim")
        if variant:
            yield from self._part(say("This reading"), self._about(reading))
        yield from self.five_parts(metric, reading)
        if own is not None:
            yield from self._own(own)
        yield from self._list(say("How the number was worked out"), steps)
        yield from self.cautions(metric)
        yield from self._readings(metric)
        yield from self.fine_print(metric, reading, changes)

    def five_parts(self, metric: Metric, reading: Reading) -> Iterator[Block]:
        """The article's five parts: what, why, how, the formula, an example."""
        say, words = self.language.say, words_of(metric, self.language)
        yield from self._part(say("What it is"), words.what)
        yield from self._part(say("Why it matters"), words.why)
        yield from self._part(say("How to calculate it"), words.how)
        yield from self._part(say("Formula"), self.formula(reading))
        yield from self._part(say("A real-life example"), words.story)

    def cautions(self, metric: Metric) -> Iterator[Block]:
        """What to be careful of, and what moves the number."""
        say, words = self.language.say, words_of(metric, self.language)
        yield from self._list(say("Be careful"), words.careful)
        yield from self._list(say("What moves it"), words.levers)

    def fine_print(self, metric: Metric, reading: Reading, changes: Sequence[DefinitionChange] = ()) -> Iterator[Block]:
        """What can be set, where the article says otherwise, which definition it is, and when it changed last."""
        say = self.language.say
        yield from self._parameters(reading)
        yield from self._part(say("Where the article says otherwise"), self.language.text(metric.erratum))
        yield from self._part(say("Definition"), metric.definition)
        for last in changes[-1:]:
            told = change_words(last, self.catalogue, self.language)
            yield Paragraph(text=say("Changed last on {date}: {change}", date=self.language.date(last.on), change=told))

    def formula(self, reading: Reading) -> str:
        """The formula in words: what is read and how it is brought together."""
        return FormulaWords(catalogue=self.catalogue, language=self.language).whole(reading)

    def _part(self, title: str, text: str) -> Iterator[Block]:
        if text:
            yield Heading(text=title, level=2)
            yield Paragraph(text=text)

    def _list(self, title: str, items: tuple[str, ...]) -> Iterator[Block]:
        if items:
            yield Heading(text=title, level=2)
            yield Bullets(items=tuple(item.strip() for item in items))

    def _own(self, own: MetricResult) -> Iterator[Block]:
        """The company's own number, with its formula and its doubts."""
        language = self.language
        yield Heading(text=language.say("Your number: {period}", period=language.period_title(own.period)), level=2)
        missing = missing_lines([own], self.catalogue, language)
        if missing:
            yield Bullets(items=tuple(missing))
            return
        interval = language.interval(own.interval, own.unit, own.currency)
        yield Paragraph(text=language.value(own), style="strong")
        lines = [
            spelled(own, language) if own.formula and own.value is not None else "",
            language.say("95% interval: {interval}", interval=interval) if interval else "",
            status_cell(own, self.catalogue, language).text if own.status != "ok" else "",
            excluded_line(own, self.catalogue, language),
            *note_lines([own], self.catalogue, language),
        ]
        yield Bullets(items=tuple(line for line in lines if line))

    def _readings(self, metric: Metric) -> Iterator[Block]:
        """Other readings of the metric."""
        say = self.language.say
        rows = [
            Row(cells=(cell(f"{metric.name}:{name}"), cell(self._about(reading)), cell(self.formula(reading), "dim")))
            for name, reading in metric.readings.items()
            if name
        ]
        if rows:
            yield Heading(text=say("Other readings"), level=2)
            columns = (
                Column(title=say("Name")),
                Column(title=say("What it is"), wraps=True),
                Column(title=say("Formula"), wraps=True, rank=1),
            )
            yield Table(columns=columns, rows=tuple(rows))

    def _about(self, reading: Reading) -> str:
        title, about = self.language.text(reading.titles), self.language.text(reading.about)
        return f"{title}. {about}" if title and about else title or about

    def _parameters(self, reading: Reading) -> Iterator[Block]:
        """What can be set, and what it is set to."""
        say = self.language.say
        if not reading.parameters:
            return
        yield Heading(text=say("Parameters"), level=2)
        yield Table(
            columns=(
                Column(title=say("Name")),
                Column(title=say("Value"), is_number=True),
                Column(title=say("What it is"), wraps=True),
            ),
            rows=tuple(self._parameter(parameter) for parameter in reading.parameters.values()),
        )

    def _parameter(self, parameter: Parameter) -> Row:
        value = NOTHING if parameter.value is None else self.language.number(parameter.value, digits=4)
        return Row(cells=(cell(parameter.name), cell(value), cell(self.language.text(parameter.about))))
