"""Segments of deals → blocks: what is told apart, then every dimension as a table with what numbers lie between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.result import Interval
from lievik.model.segments import MEASURES, Segment, SegmentFinding, SegmentMeasure, SegmentNumber, SegmentsAnswer
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.segments_wording import MEASURE_TITLES, SegmentWords, is_strong

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MOST: Final = 10
"""So many segments are told of in sentences; the others stand in the tables."""

_FEWEST: Final = 10
_THOUSAND: Final = 1000


@dataclass(frozen=True, kw_only=True)
class SegmentsView:
    """Writes segments, in one language."""

    catalogue: Catalogue
    language: Language
    found: SegmentsAnswer

    @cached_property
    def words(self) -> SegmentWords:
        """Sentences about it."""
        return SegmentWords(catalogue=self.catalogue, language=self.language, found=self.found)

    def blocks(self) -> Iterator[Block]:
        """The title, what is found, the tables, and how it was found."""
        yield Heading(text=self.title())
        yield from self.summary()
        if not self.is_answered:
            return
        for dimension in self.found.dimensions:
            yield Heading(text=self.words.dimension(dimension), level=2)
            yield from self.by(dimension)
        yield Heading(text=self.language.say("Notes"), level=2)
        yield Bullets(items=tuple(self.notes()))

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to tell."""
        return bool(not self.found.reason and self.found.whole and self.found.whole.ended)

    def title(self) -> str:
        """Of which period, and as of when."""
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        return self.language.say("Segments — deals that ended: {period}, as of {day}", period=period, day=day)

    def summary(self) -> Iterator[Block]:
        """All deals together, and what is told apart; or why there is nothing to tell."""
        found, say = self.found, self.language.say
        if found.reason:
            reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
            told = say("Nothing can be said: {reason}", reason=reason)
            yield Paragraph(text=f"{told} → {bring(found.reason, found.reason_facts)}")
        elif not self.is_answered:
            yield Paragraph(text=say("No deal ended in this period."))
        else:
            yield Paragraph(text=self.counted())
            yield from self.findings()

    def counted(self) -> str:
        """What all deals come to."""
        whole = self.found.whole
        if whole is None:
            return ""
        told = [self.language.say_many("{n} deal ended", "{n} deals ended", whole.ended)]
        for measure in MEASURES:
            number = whole.numbers[measure]
            if number.value is not None:
                title = self.language.say(MEASURE_TITLES[measure])
                told.append(f"{title[0].lower()}{title[1:]} {self.words.value(number.value, measure)}")
        return " · ".join(told)

    def findings(self) -> Iterator[Block]:
        """What is told apart beyond chance, the segments with the most potential first."""
        if not self.found.findings:
            yield Paragraph(text=self.words.nothing(), style="strong")
        for title, groups in self.groups():
            yield Heading(text=title, level=2)
            more = self.more(len(groups))
            yield Bullets(items=(*map(self.words.told, groups[:MOST]), *([more] if more else [])))
        yield from self.overlaps()

    def groups(self) -> Iterator[tuple[str, tuple[tuple[SegmentFinding, ...], ...]]]:
        """Titles, and under each the findings of every segment that belongs there."""
        say, every = self.language.say, tuple(self.words.by_segment())
        for is_better, title in (
            (True, say("Segments with high potential")),
            (False, say("Segments that win or bring less")),
            (None, say("Segments that differ in size or time alone")),
        ):
            groups = tuple(group for group in every if is_strong(group) is is_better)
            if groups:
                yield title, groups

    def overlaps(self) -> Iterator[Block]:
        """Segments that are largely the same deals."""
        told = tuple(self.words.overlap(overlap) for overlap in self.found.overlaps)
        if told:
            yield Heading(text=self.language.say("Segments that are largely the same deals"), level=2)
            more = self.more(len(told))
            yield Bullets(items=(*told[:MOST], *([more] if more else [])))

    def more(self, count: int) -> str:
        """How many of a list stand in the tables alone; empty where none do."""
        left = count - MOST
        return self.language.say("{n} more, in the table", n=self.language.count(left)) if left > 0 else ""

    def by(self, dimension: str) -> Iterator[Block]:
        """A dimension as a table, and how many segments are too small to compare."""
        every = self.found.of(dimension)
        shown = [segment for segment in every if segment.ended >= self.found.fewest]
        if shown:
            rows = (row for segment in shown for row in self._rows(segment))
            yield Table(columns=self._columns(dimension), rows=tuple(rows))
        few = len(every) - len(shown)
        if few:
            told = self.language.say_many(
                "{n} segment has fewer than {fewest} ended deals and is not compared.",
                "{n} segments have fewer than {fewest} ended deals and are not compared.",
                few,
                fewest=self.found.fewest,
            )
            yield Paragraph(text=told, style="dim")

    def notes(self) -> Iterator[str]:
        """How it was found, and what is left out."""
        say, found = self.language.say, self.found
        yield self.language.say_many(
            "{n} comparison with all other deals was made; of what is called, no more than one in twenty is chance "
            "(Benjamini and Hochberg).",
            "{n} comparisons with all other deals were made; of what is called, no more than one in twenty is chance "
            "(Benjamini and Hochberg).",
            found.tests,
        )
        if found.findings and found.needed is not None:
            yield self.words.needed()
        yield say(
            "Per day of selling: the amount of deals won over the days from start to end of all that ended, lost ones "
            "too."
        )
        yield say("Drawn: the win rate, drawn towards that of all the more the fewer deals it rests on.")
        yield self.words.fit()
        yield say("What goes together need not be its cause.")
        if found.renewals:
            yield self.language.say_many(
                "{n} renewal is left out: its customer knows us already.",
                "{n} renewals are left out: their customers know us already.",
                found.renewals,
            )
        if found.without_amount:
            yield self.language.say_many(
                "{n} deal won has no amount, or no exchange rate: it counts in no size and no money per day.",
                "{n} deals won have no amount, or no exchange rate: they count in no size and no money per day.",
                found.without_amount,
            )
        if found.without_start:
            yield self.language.say_many(
                "{n} deal has no start: it counts in no days and no money per day.",
                "{n} deals have no start: they count in no days and no money per day.",
                found.without_start,
            )

    def _columns(self, dimension: str) -> tuple[Column, ...]:
        say = self.language.say
        ranks = {"win_rate": 0, "size": 2, "speed": 3, "day_value": 0}
        return (
            Column(title=self.words.dimension(dimension), wraps=True, least=18),
            Column(title=say("Ended"), is_number=True, rank=1),
            Column(title=say("Win rate"), is_number=True),
            Column(title=say("Drawn"), is_number=True, rank=4),
            *(
                Column(title=say(MEASURE_TITLES[measure]), is_number=True, rank=ranks[measure])
                for measure in MEASURES[1:]
            ),
            Column(title=say("Open"), is_number=True, rank=5),
        )

    def _rows(self, segment: Segment) -> Iterator[Row]:
        """A segment, and under it what its numbers lie between."""
        language, numbers = self.language, segment.numbers
        drawn = NOTHING if segment.drawn is None else language.share(segment.drawn)
        opened = language.money(segment.open_amount, self.found.currency, digits=0) if segment.open_deals else NOTHING
        others = [self._value(segment, measure) for measure in MEASURES[1:]]
        yield Row(
            cells=(
                cell(self.words.label(segment.dimension, segment.label)),
                cell(language.count(segment.ended)),
                self._value(segment, "win_rate"),
                cell(drawn, "dim"),
                *others,
                cell(opened),
            )
        )
        rate, *rest = (self.between(numbers[measure], measure) for measure in MEASURES)
        yield Row(
            cells=(cell(""), cell(""), cell(rate), cell(""), *(cell(text) for text in rest), cell("")), is_dim=True
        )

    def _value(self, segment: Segment, measure: SegmentMeasure) -> Cell:
        number = segment.numbers[measure]
        if number.value is None:
            return cell(NOTHING, "dim")
        if number.n < _FEWEST:
            won = segment.won if measure == "win_rate" else number.n
            return cell(self.language.say_many("{n} deal", "{n} deals", won), "dim")
        text = self.words.value(number.value, measure)
        if not number.side:
            return cell(text)
        say = self.language.say
        is_better = number.side == "better"
        return cell(text, "good" if is_better else "bad", say("better") if is_better else say("worse"))

    def between(self, number: SegmentNumber, measure: SegmentMeasure) -> str:
        """Where the true value plausibly lies, short, to stand under the value."""
        if number.interval is None or number.n < _FEWEST:
            return ""
        return self._span(number.interval, measure)

    def _span(self, interval: Interval, measure: SegmentMeasure) -> str:
        language = self.language
        if measure == "win_rate":
            return f"{language.number(interval.low * 100, digits=0)}–{language.percent(interval.high)}"
        if measure == "size" and interval.high >= 10 * _THOUSAND:
            low, high = (language.number(bound / _THOUSAND, digits=1) for bound in (interval.low, interval.high))
            return f"{low}–{language.say('{number}k', number=high)}"
        digits = 1 if interval.high < Decimal(10) else 0
        low, high = (language.number(bound, digits=digits) for bound in (interval.low, interval.high))
        return f"{low}–{high}"
