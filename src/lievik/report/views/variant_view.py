"""Readings of a metric → blocks: each with its value, and why two of them are two numbers, adding up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import Language
from lievik.model.reading_gap import GapRecord, ReadingGap, VariantsAnswer
from lievik.report.blocks import About, Block, Bullets, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.formula_words import FormulaWords
from lievik.report.views.variant_wording import GapWords
from lievik.report.views.wording import count_cell, rep_cell, status_cell, variant_title, words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.result import MetricResult

_FEW: Final = 3
"""So many records stand below each of several gaps."""


@dataclass(frozen=True, kw_only=True)
class VariantView:
    """Writes readings side by side, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: VariantsAnswer) -> Iterator[Block]:
        """The title, every reading, and the gaps; those that cannot be told come last, by the reason."""
        title = words_of(self.catalogue.metric(found.metric), self.language).title
        yield Heading(text=f"{title} — {self.language.period_title(found.period)}")
        yield self.readings(found.readings)
        words = self.words(found)
        for gap in found.gaps:
            if not gap.no_gap:
                yield Heading(text=words.heading(gap), level=2)
                yield from self.gap_blocks(found, gap)
                yield from self._records(found, gap)
        untold = [gap for gap in found.gaps if gap.no_gap]
        if untold:
            yield Heading(text=self.language.say("Not told record by record"), level=2)
            yield Bullets(items=tuple(self.untold(found, untold)))

    def words(self, found: VariantsAnswer) -> GapWords:
        """What says the gaps of an answer."""
        return GapWords(catalogue=self.catalogue, language=self.language, answer=found)

    def readings(self, results: Iterable[MetricResult]) -> Table:
        """A row a reading."""
        say = self.language.say
        columns = (
            Column(title=say("The reading"), wraps=True),
            Column(title=say("Value"), is_number=True),
            Column(title=say("n"), is_number=True),
            Column(title=say("Status"), wraps=True),
            Column(title=say("Formula"), wraps=True, rank=1),
        )
        return Table(columns=columns, rows=tuple(self._reading(result) for result in results))

    def _reading(self, result: MetricResult) -> Row:
        language = self.language
        own = language.say("As in the article")
        title = variant_title(result, self.catalogue, language) if result.variant else own
        formula = FormulaWords(catalogue=self.catalogue, language=language)
        return Row(
            cells=(
                cell(title, about=About("metric", result.full_name)),
                cell(language.value(result), "strong"),
                count_cell(result, language),
                status_cell(result, self.catalogue, language),
                cell(formula.short(self.catalogue.reading(result.full_name)), "dim"),
            )
        )

    def gap_blocks(self, found: VariantsAnswer, gap: ReadingGap) -> Iterator[Block]:
        """Both values, the groups, and what else to know."""
        words = self.words(found)
        yield Paragraph(text=words.sentence(gap), style="strong")
        if gap.groups:
            yield self.groups(found, gap)
        notes = words.notes(gap)
        if notes:
            yield Bullets(items=tuple(notes))

    def groups(self, found: VariantsAnswer, gap: ReadingGap) -> Table:
        """A row for each way in which records differ, and their sum, which is the gap."""
        language, words, result = self.language, self.words(found), found.of(gap.b)
        is_ratio = any("below" in (stance.role, "") or stance.below for g in gap.groups for stance in (g.a, g.b))
        columns = (
            Column(title=words.title(gap.a), wraps=True, least=16),
            Column(title=words.title(gap.b), wraps=True, least=16),
            Column(title=language.say("Why"), wraps=True, least=16),
            Column(title=language.say("Records"), is_number=True),
            Column(title=language.say("Moves it by"), is_number=True),
        )
        rows = [
            Row(
                cells=(
                    cell(words.stance(group.a, is_ratio=is_ratio)),
                    cell(words.stance(group.b, is_ratio=is_ratio)),
                    cell(words.why(group.why, is_weighed=gap.is_weighed)),
                    cell(language.count(group.records)),
                    cell(words.moved(group.moves, result)),
                )
            )
            for group in gap.groups
        ]
        together = (cell(language.say("Together"), "strong"), cell(""), cell(""), cell(language.count(gap.differing)))
        moved = cell("" if gap.difference is None else words.moved(gap.difference, result), "strong")
        return Table(columns=columns, rows=(*rows, Row(cells=(*together, moved))))

    def _records(self, found: VariantsAnswer, gap: ReadingGap) -> Iterator[Block]:
        records = gap.records if found.is_chosen else gap.records[:_FEW]
        if not records:
            return
        yield self.records(found, gap, records)
        more = gap.differing - len(records)
        if more > 0:
            say_many = self.language.say_many
            text = (
                say_many(
                    "and {n} more record; lievik explain --all lists every one",
                    "and {n} more records; lievik explain --all lists every one",
                    more,
                )
                if found.is_chosen
                else say_many(
                    "and {n} more record; --between {a},{b} lists them",
                    "and {n} more records; --between {a},{b} lists them",
                    more,
                    a=gap.a.partition(":")[2] or gap.a,
                    b=gap.b.partition(":")[2] or gap.b,
                )
            )
            yield Paragraph(text=text, style="dim")

    def records(self, found: VariantsAnswer, gap: ReadingGap, records: Sequence[GapRecord]) -> Table:
        """A row a record: what it adds to either reading, and what that moves."""
        language, words, result = self.language, self.words(found), found.of(gap.b)
        columns = (
            Column(title=language.say("Record"), rank=3),
            Column(title=language.say("Name"), wraps=True, least=18),
            Column(title=language.say("Owner"), wraps=True, least=12, rank=2),
            Column(title=language.say("Amount"), is_number=True, rank=1),
            Column(title=words.title(gap.a), is_number=True),
            Column(title=words.title(gap.b), is_number=True),
            Column(title=language.say("Moves it by"), is_number=True),
        )
        rows = [
            Row(
                cells=(
                    cell(record.record, "dim"),
                    cell(record.name or record.record, about=_about(record, gap)),
                    rep_cell(record.owner) if record.owner else cell(""),
                    cell("" if record.amount is None else language.money(record.amount, record.currency)),
                    cell(words.adds(record.a)),
                    cell(words.adds(record.b)),
                    cell(words.moved(record.moves, result)),
                )
            )
            for record in records
        ]
        told = [place for place in range(len(columns)) if any(row.cells[place].text for row in rows)]
        return Table(
            columns=tuple(columns[place] for place in told),
            rows=tuple(Row(cells=tuple(row.cells[place] for place in told)) for row in rows),
        )

    def untold(self, found: VariantsAnswer, gaps: Iterable[ReadingGap]) -> Iterator[str]:
        """Gaps that are not told record by record, by the reason."""
        words = self.words(found)
        by_reason: dict[str, list[ReadingGap]] = {}
        for gap in gaps:
            by_reason.setdefault(gap.no_gap, []).append(gap)
        for same in by_reason.values():
            titles = ", ".join(words.told_of(gap) for gap in same)
            yield f"{titles}: {words.no_gap(same[0])}"


def _about(record: GapRecord, gap: ReadingGap) -> About:
    """The record among those behind the number of a reading that counts it."""
    name, stance = (gap.b, record.b) if record.b.role else (gap.a, record.a)
    part = "denominator" if stance.role == "below" else "numerator"
    return About("record", record.record, f"{name}/{part}/{stance.counted_above or stance.counted_below}")
