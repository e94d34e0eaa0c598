"""How one reading of a metric becomes another → rows one under another, each beginning where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.model.reading_gap import ReadingGap, VariantsAnswer
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.marks import Item, span
from lievik.report.charts.rows import rows
from lievik.report.views.variant_wording import GapWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One row: from which level to which, what is said of it, and of how many records."""

    name: str
    start: Decimal
    end: Decimal
    label: str
    records: int | None = None

    @property
    def ink(self) -> str:
        """A reading, what raises it, or what lowers it."""
        return "total" if self.records is None else "1" if self.end >= self.start else "2"


@dataclass(frozen=True, kw_only=True)
class GapWaterfall:
    """Draws the gap between two readings; neither direction is good or bad."""

    catalogue: Catalogue
    language: Language

    def chart(self, found: VariantsAnswer, gap: ReadingGap) -> Chart:
        """Draw a gap that is told record by record."""
        words = GapWords(catalogue=self.catalogue, language=self.language, answer=found)
        title = words.heading(gap)
        if gap.no_gap or not gap.groups:
            sentence = words.no_gap(gap) if gap.no_gap else self.language.say("Both count the same records alike.")
            return empty_chart("gap", title, sentence)
        steps = list(self._steps(found, gap, words))
        items = [self._item(step, is_last=at == len(steps) - 1) for at, step in enumerate(steps)]
        wide, narrow = rows(items)
        heads = ("", self.language.say("Records"), self.language.say("Moves it by"))
        return Chart(
            name="gap",
            title=title,
            summary=labelled(title, joined(*(f"{step.name} {step.label}" for step in steps[1:2]))),
            wide=wide,
            narrow=narrow,
            table=figures(heads, (self._row(step) for step in steps)),
        )

    def _steps(self, found: VariantsAnswer, gap: ReadingGap, words: GapWords) -> Iterator[_Step]:
        """The first reading, what each group moves, and the second reading."""
        first, second = found.of(gap.a), found.of(gap.b)
        level = first.value or Decimal(0)
        yield _Step(name=words.title(gap.a), start=Decimal(0), end=level, label=self.language.value(first))
        for group in gap.groups:
            counted = group.a if group.a.role else group.b
            what, why = words.counted(counted), words.why(group.why, is_weighed=gap.is_weighed)
            moved = words.moved(group.moves, second)
            yield _Step(name=f"{what}: {why}", start=level, end=level + group.moves, label=moved, records=group.records)
            level += group.moves
        end = second.value or Decimal(0)
        yield _Step(name=words.title(gap.b), start=Decimal(0), end=end, label=self.language.value(second))

    def _item(self, step: _Step, *, is_last: bool) -> Item:
        low, high = sorted((step.start, step.end))
        count = "" if step.records is None else self.language.say_many("{n} record", "{n} records", step.records)
        return Item(
            name=step.name,
            extent=(low, high),
            tip=joined(f"{step.name}: {step.label}", count),
            spans=(span(low, high, step.ink),) if high > low else (),
            label=step.label,
            onward=None if is_last else step.end,
        )

    def _row(self, step: _Step) -> tuple[str, str, str]:
        return step.name, "" if step.records is None else self.language.count(step.records), step.label
