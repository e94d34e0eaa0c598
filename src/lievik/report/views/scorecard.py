"""A table of results without a split → blocks: one row a metric, its paired readings dim below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.aim import AimStanding, Standings, result_key
from lievik.model.metric_table import MetricTable
from lievik.model.result import MetricResult
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.aim_wording import aim_cell, aim_column, aim_line, doubt_note
from lievik.report.views.change_wording import moved_cell, moved_line
from lievik.report.views.sparkline import sparkline
from lievik.report.views.wording import (
    change_cell,
    compared_line,
    count_cell,
    excluded_line,
    missing_lines,
    note_lines,
    status_cell,
    title_of,
    variant_title,
)

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

Trends = Mapping[str, tuple[Decimal | None, ...]]
"""Full name of a metric -> its values over the last units, in order."""


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """Writes results as a scorecard, in one language.

    Attributes:
        is_judged: a column says whether each number really moved.
    """

    catalogue: Catalogue
    language: Language
    trends: Trends
    standings: Standings = field(default_factory=dict)
    is_judged: bool = False

    def blocks(self, table: MetricTable) -> Iterator[Block]:
        """The title, the table, and below it what is missing or to be known."""
        say = self.language.say
        results = list(table)
        yield Heading(text=self._title(table))
        compared = compared_line(results, self.language)
        if compared:
            yield Paragraph(text=compared, style="dim")
        yield Table(columns=self._columns(), rows=tuple(self._rows(results)))
        if len(results) == 1:
            yield from self._single(results[0])
        yield from doubt_note(self.standings, self.language)
        missing = missing_lines(self._with_beside(results), self.catalogue, self.language)
        if missing:
            yield Heading(text=say("Missing"), level=2)
            yield Bullets(items=tuple(missing))
        notes = note_lines(results, self.catalogue, self.language)
        if notes:
            yield Heading(text=say("Notes"), level=2)
            yield Bullets(items=tuple(notes))

    def _title(self, table: MetricTable) -> str:
        say = self.language.say
        periods = list(dict.fromkeys(self.language.period_title(result.period) for result in table))
        return say(
            "Scorecard — {period}, as of {day}",
            period=periods[0] if periods else NOTHING,
            day=self.language.date(table.as_of),
        )

    def _columns(self) -> tuple[Column, ...]:
        say = self.language.say
        return (
            Column(title=say("Metric"), wraps=True, least=24),
            Column(title=say("Value"), is_number=True),
            *([aim_column(self.language)] if self.standings else []),
            Column(title=say("Change"), is_number=True, rank=2),
            *([Column(title=say("Moved?"), rank=3)] if self.is_judged else []),
            Column(title=say("Trend"), rank=3),
            Column(title=say("95% interval"), is_number=True, rank=5),
            Column(title=say("n"), is_number=True, rank=4),
            Column(title=say("Status"), wraps=True),
        )

    def _rows(self, results: list[MetricResult]) -> Iterator[Row]:
        for result in results:
            yield Row(cells=self._cells(result, title_of(result, self.catalogue, self.language)))
            for beside in self._paired(result):
                title = variant_title(beside, self.catalogue, self.language)
                yield Row(cells=self._cells(beside, title), is_dim=True)

    def _cells(self, result: MetricResult, title: str) -> tuple[Cell, ...]:
        language = self.language
        return (
            cell(title),
            cell(language.value(result), "" if result.variant else "strong"),
            *([aim_cell(self._standing(result), language)] if self.standings else []),
            change_cell(result, language),
            *([moved_cell(result, language)] if self.is_judged else []),
            cell(sparkline(self.trends.get(result.full_name, ()))),
            cell(language.interval(result.interval, result.unit, result.currency)),
            count_cell(result, language),
            status_cell(result, self.catalogue, language),
        )

    def _single(self, result: MetricResult) -> Iterator[Block]:
        """How one number alone stands against its target, was worked out, and what was left out of it."""
        if standing := self._standing(result):
            yield Paragraph(text=aim_line(standing, result.period, self.language))
        if interval := self.language.interval(result.interval, result.unit, result.currency):
            yield Paragraph(text=self.language.say("95% interval: {interval}", interval=interval))
        if said := moved_line(result, self.language):
            yield Paragraph(text=said)
        if result.formula and result.value is not None:
            yield Paragraph(
                text=self.language.say("Worked out: {formula}", formula=spelled(result, self.language)), style="dim"
            )
        excluded = excluded_line(result, self.catalogue, self.language)
        if excluded:
            yield Paragraph(text=excluded, style="dim")

    def _standing(self, result: MetricResult) -> AimStanding | None:
        """How a result stands against its target; none where it has none."""
        return self.standings.get(result_key(result))

    def _with_beside(self, results: list[MetricResult]) -> Iterator[MetricResult]:
        """Results with those that are shown below them."""
        for result in results:
            yield result
            yield from self._paired(result)

    def _paired(self, result: MetricResult) -> tuple[MetricResult, ...]:
        """Readings to show below a result: none where there is nothing to pair them with."""
        return () if result.status == "not_available" else tuple(result.beside.values())


def spelled(result: MetricResult, language: Language) -> str:
    """The formula with its own numbers, as the language writes them, and what it comes to."""
    value = NOTHING if result.value is None else language.amount(result.value, result.unit, result.currency)
    return f"{language.formula(result.formula)} = {value}"
