"""Segments → a dot each with what it lies between, against the line of all deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.segments import Segment, SegmentMeasure, SegmentNumber, SegmentsAnswer
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Reference, dot, rest, stretch
from lievik.report.charts.rows import rows
from lievik.report.views.segments_wording import MEASURE_TITLES, SegmentWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MOST: Final = 15
"""So many segments are drawn, the largest; the others are in the table."""

_ZERO: Final = Decimal(0)
_INKS: Final = {"better": "good", "worse": "bad", "": "2"}


@dataclass(frozen=True, kw_only=True)
class SegmentDots:
    """Draws one measure of the segments of a dimension."""

    catalogue: Catalogue
    language: Language

    def chart(self, found: SegmentsAnswer, dimension: str, measure: SegmentMeasure) -> Chart:
        """Draw segments that have enough deals, in the order of the answer."""
        words = SegmentWords(catalogue=self.catalogue, language=self.language, found=found)
        title = f"{words.dimension(dimension)}: {self.language.say(MEASURE_TITLES[measure])}"
        told = [each for each in found.of(dimension) if _is_told(each.numbers[measure], found)]
        whole = None if found.whole is None else found.whole.numbers[measure].value
        if not told or whole is None:
            return empty_chart("segments", title, self.language.say("No segment has enough deals that ended."))
        items = [self._item(segment, measure, words) for segment in told[:MOST]]
        if len(told) > MOST:
            items.append(rest(self.language.say("{n} more, in the table", n=self.language.count(len(told) - MOST))))
        line = Reference(at=whole, text=self.language.say("all deals {value}", value=words.value(whole, measure)))
        wide, narrow = rows(items, (line,), self._entries(told, measure))
        return Chart(
            name="segments",
            title=title,
            summary=labelled(title, joined(*(f"{item.name} {item.label}" for item in items if item.label))),
            wide=wide,
            narrow=narrow,
            table=figures(
                ("", self.language.say(MEASURE_TITLES[measure]), self.language.say("Between")),
                (
                    (words.label(dimension, each.label), item.label, self._ends(each, measure, words))
                    for each in told
                    for item in (self._item(each, measure, words),)
                ),
            ),
        )

    def _entries(self, told: Sequence[Segment], measure: SegmentMeasure) -> list[Entry]:
        """What the inks that are used mean."""
        say = self.language.say
        titles = {
            "better": say("better, beyond chance"),
            "worse": say("worse, beyond chance"),
            "": say("not told from all others"),
        }
        used = {segment.numbers[measure].side for segment in told}
        return [Entry(text=text, ink=_INKS[side]) for side, text in titles.items() if side in used]

    def _item(self, segment: Segment, measure: SegmentMeasure, words: SegmentWords) -> Item:
        number = segment.numbers[measure]
        value, interval, ink = number.value or _ZERO, number.interval, _INKS[number.side]
        low, high = (value, value) if interval is None else (interval.low, interval.high)
        name = words.label(segment.dimension, segment.label)
        text = words.value(value, measure)
        count = self.language.say_many("{n} deal", "{n} deals", number.n)
        return Item(
            name=name,
            extent=(low, high),
            tip=joined(f"{name}: {text}", self._ends(segment, measure, words), count),
            lines=stretch(low, high, ink),
            dots=(dot(value, ink),),
            label=text,
            note=count,
            label_at=high,
        )

    def _ends(self, segment: Segment, measure: SegmentMeasure, words: SegmentWords) -> str:
        interval = segment.numbers[measure].interval
        if interval is None:
            return NOTHING
        return f"{words.value(interval.low, measure)} – {words.value(interval.high, measure)}"


def _is_told(number: SegmentNumber, found: SegmentsAnswer) -> bool:
    return number.value is not None and number.n >= found.fewest
