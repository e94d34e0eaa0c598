"""Where records stand in two readings of a metric, why they stand otherwise, and what they move, in words.

Titles of measures stand behind a colon and never in a Slovak sentence, where they would have to be declined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.reading_gap import ReadingGap, Stance, VariantsAnswer, Why
from lievik.report.views.wording import variant_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.result import MetricResult

_NO_GAP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_value": mark("One of the two has no number in this period."),
        "other_unit": mark("The two are of different units, so there is no gap between them."),
        "no_sum": mark(
            "One of the formulas is neither a sum nor one sum over another, so no record has a part of its own."
        ),
        "no_adding_up": mark("Middle values, spreads and the like are not sums, so no record has a part of its own."),
        "sum_and_ratio": mark("One is a sum and the other a ratio, so records cannot be set against each other."),
        "kept_back": mark("Its records tell of single persons, and are kept back."),
    }
)
"""Why a gap is not told record by record -> the sentence."""


@dataclass(frozen=True, kw_only=True)
class GapWords:
    """Says what makes a gap, in one language."""

    catalogue: Catalogue
    language: Language
    answer: VariantsAnswer

    def title(self, full_name: str) -> str:
        """What a reading is called beside the others of its metric."""
        result = self.answer.of(full_name)
        found = self.language.say("As in the article") if not result.variant else ""
        return found or variant_title(result, self.catalogue, self.language)

    def heading(self, gap: ReadingGap) -> str:
        """Between which two readings."""
        return f"{self.title(gap.a)} → {self.title(gap.b)}"

    def sentence(self, gap: ReadingGap) -> str:
        """Both values, and by how much the second is more."""
        a, b = self.answer.of(gap.a), self.answer.of(gap.b)
        values = f"{self.language.value(a)} → {self.language.value(b)}"
        return values if gap.difference is None else f"{values}: {self.moved(gap.difference, b)}"

    def told_of(self, gap: ReadingGap) -> str:
        """The second reading, and by how much it is more."""
        title = self.title(gap.b)
        return title if gap.difference is None else f"{title} ({self.moved(gap.difference, self.answer.of(gap.b))})"

    def no_gap(self, gap: ReadingGap) -> str:
        """Why it is not told record by record."""
        return self.language.say(_NO_GAP[gap.no_gap])

    def notes(self, gap: ReadingGap) -> list[str]:
        """What else to know of a gap."""
        say_many, notes = self.language.say_many, []
        if gap.alike:
            notes.append(
                say_many("{n} record counts the same in both", "{n} records count the same in both", gap.alike)
            )
        if gap.is_weighed:
            notes.append(
                self.language.say(
                    "The two divide by different things, so each record is weighed by its part of the denominator."
                )
            )
        return notes

    def moved(self, value: Decimal, result: MetricResult) -> str:
        """How far a number is moved, with its sign: shares in points, everything else in its unit."""
        size = abs(value)
        if result.unit == "share":
            text = self.language.points(size, digits=max(2, 1 - (size * 100).adjusted()) if size else 0)
        else:
            text = self.language.amount(size, result.unit, result.currency)
        if not any(sign in text for sign in "123456789"):
            return f"≈ {text}" if value else text
        return f"{'+' if value > 0 else '−'}{text}"

    def stance(self, stance: Stance, *, is_ratio: bool) -> str:
        """What counts records in a reading; a dash for nothing."""
        if not stance.role:
            return NOTHING
        what = self.counted(stance)
        if stance.role == "below":
            return self.language.say("denominator only: {what}", what=what)
        if stance.role == "above" and is_ratio:
            return self.language.say("numerator only: {what}", what=what)
        return what

    def counted(self, stance: Stance) -> str:
        """What records are counted as: by a measure that counts them rather than one that adds something up."""
        above = self.catalogue.measures.get(stance.counted_above)
        is_count = above is not None and above.unit_text == "count"
        first, second = stance.measures if is_count else reversed(stance.measures)
        return self.measure(first or second)

    def adds(self, stance: Stance) -> str:
        """What one record adds to a reading; a dash for nothing."""
        if not stance.role:
            return NOTHING
        is_below = stance.role == "below"
        value, name = (stance.below, stance.counted_below) if is_below else (stance.above, stance.counted_above)
        measure = self.catalogue.measures.get(name)
        text = (
            self.language.number(value, digits=2)
            if measure is None or measure.unit_text in {"count", "share", "ratio"}
            else self.language.amount(value, measure.unit_text, self.answer.currency if measure.unit.money else "")
        )
        return f"÷ {text}" if is_below else text

    def why(self, why: Why, *, is_weighed: bool) -> str:
        """Why records stand otherwise in one reading than in the other."""
        say = self.language.say
        if why.kind == "excluded":
            return say("left out: {reasons}", reasons=", ".join(self._exclusion(name) for name in why.names))
        if why.kind == "date":
            return say("not in the period by: {day}", day=", ".join(self._day(name) for name in why.names))
        if why.kind == "kind":
            return say("not among: {what}", what="; ".join(self.measure(name) for name in why.names))
        if why.kind == "table":
            return say("made of other records: {what}", what="; ".join(self.measure(name) for name in why.names))
        if is_weighed:
            return say("a larger part of the whole") if why.kind == "more" else say("a smaller part of the whole")
        return say("counts for more") if why.kind == "more" else say("counts for less")

    def measure(self, name: str) -> str:
        """What a measure is called."""
        known = self.catalogue.measures.get(name)
        return self.language.text(known.titles) if known else name

    def _exclusion(self, name: str) -> str:
        known = self.catalogue.exclusions.get(name)
        return self.language.text(known.titles) if known else name

    def _day(self, column: str) -> str:
        return self.language.text(self.catalogue.steps.get(f"day.{column}", {})) or column
