"""What segments are called, and what is found of them, in sentences.

A name of a segment goes behind a colon and never into a Slovak sentence, where it would have to be declined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.model.segments import FIT, SegmentFinding, SegmentMeasure, SegmentOverlap, SegmentsAnswer

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_FOUND: Final[Mapping[SegmentMeasure, str]] = MappingProxyType(
    {
        "win_rate": mark("win rate {value}, others {other}"),
        "size": mark("median deal won {value}, others {other}"),
        "speed": mark("median days to winning {value}, others {other}"),
        "day_value": mark("per day of selling {value}, others {other}"),
    }
)
MEASURE_TITLES: Final[Mapping[SegmentMeasure, str]] = MappingProxyType(
    {
        "win_rate": mark("Win rate"),
        "size": mark("Deal won, mean"),
        "speed": mark("Days to winning, mean"),
        "day_value": mark("Per day of selling"),
    }
)
"""Measure -> its title, in the order they are shown."""


@dataclass(frozen=True, kw_only=True)
class SegmentWords:
    """Says what is found, in one language."""

    catalogue: Catalogue
    language: Language
    found: SegmentsAnswer

    def dimension(self, name: str) -> str:
        """What deals are told apart by."""
        if name == FIT:
            return self.language.say("Ideal-customer fit")
        return self.language.text(self.catalogue.dimension(name).titles)

    def label(self, dimension: str, label: str) -> str:
        """What a segment is called."""
        if dimension != FIT:
            return label
        low, _, high = label.partition("-")
        return f"{low}–{self.language.percent(Decimal(high) / 100)}"

    def name(self, dimension: str, label: str) -> str:
        """Dimension and segment."""
        return f"{self.dimension(dimension)}: {self.label(dimension, label)}"

    def value(self, value: Decimal, measure: SegmentMeasure) -> str:
        """A value of a measure, in full."""
        if measure == "win_rate":
            return self.language.share(value)
        if measure == "speed":
            return self.language.days(value)
        return self.language.money(value, self.found.currency, digits=2 if abs(value) < 10 else 0)  # noqa: PLR2004

    def told(self, findings: tuple[SegmentFinding, ...]) -> str:
        """What is found of one segment."""
        parts = (
            self.language.say(
                _FOUND[each.measure],
                value=self.value(each.value, each.measure),
                other=self.value(each.rest, each.measure),
            )
            for each in findings
        )
        return f"{self.name(findings[0].dimension, findings[0].label)} — {'; '.join(parts)}"

    def by_segment(self) -> Iterator[tuple[SegmentFinding, ...]]:
        """Findings of each segment together, the most money per day of selling first."""
        told: dict[tuple[str, str], list[SegmentFinding]] = {}
        for finding in self.found.findings:
            told.setdefault(finding.segment, []).append(finding)
        for findings in sorted(told.values(), key=lambda found: -self._per_day(found[0])):
            yield tuple(sorted(findings, key=lambda found: list(_FOUND).index(found.measure)))

    def _per_day(self, finding: SegmentFinding) -> Decimal:
        segments = self.found.of(finding.dimension)
        number = next(each.numbers["day_value"] for each in segments if each.key == finding.key)
        return number.value or Decimal(0)

    def overlap(self, overlap: SegmentOverlap) -> str:
        """Which segments are mostly the same deals."""
        names = {"name": self.name(*overlap.smaller), "other": self.name(*overlap.larger)}
        if overlap.is_same:
            return self.language.say("The same deals: {name} = {other}", **names)
        return self.language.say(
            "{name} — {part} deals are also in {other}",
            part=self.language.part_of(overlap.shared, overlap.of),
            **names,
        )

    def nothing(self) -> str:
        """That nothing is found, and how much it would take."""
        say, found = self.language.say, self.found
        if not found.tests:
            return say(
                "Nothing can be told apart: a segment and all other deals need {n} ended deals each.", n=found.fewest
            )
        told = self.language.say_many(
            "Nothing can be told apart: {n} comparison was made, and chance explains it.",
            "Nothing can be told apart: {n} comparisons were made, and chance explains them all.",
            found.tests,
        )
        return f"{told} {self.needed()}".strip()

    def needed(self) -> str:
        """How many deals it takes; empty where that is not known."""
        if self.found.needed is None:
            return ""
        return self.language.say_many(
            "A win rate 10 points off shows in four of five cases from {n} ended deal of a segment on.",
            "A win rate 10 points off shows in four of five cases from {n} ended deals of a segment on.",
            self.found.needed,
        )

    def fit(self) -> str:
        """Whether the fit of accounts tells winners from losers."""
        say, found = self.language.say, self.found
        if not found.has_fit:
            return say("No account tells how well it fits the ideal customer → {command}", command=_BRING_FIT)
        if any(each.dimension == FIT and each.measure == "win_rate" for each in found.findings) or any(
            FIT in {overlap.smaller[0], overlap.larger[0]} and overlap.is_same for overlap in found.overlaps
        ):
            return say("The fit of accounts tells deals that are won from those that are lost.")
        return say("The fit of accounts does not tell deals that are won from those that are lost, beyond chance.")


_BRING_FIT: Final = "lievik import account.csv"


def is_strong(findings: tuple[SegmentFinding, ...]) -> bool | None:
    """Whether a segment wins more or brings more per day, and not less of either; none where neither is found."""
    sides = {finding.is_better for finding in findings if finding.measure in {"win_rate", "day_value"}}
    return None if not sides else sides == {True}
