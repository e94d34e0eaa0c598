"""Whether the pipeline is enough → bars of each coverage, and behind them what earlier periods needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.coverage import CoverageAnswer, CoverageKind, CoverageNumber
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Mark, Reference, span, tick
from lievik.report.charts.rows import rows
from lievik.report.views.coverage_wording import TITLES, verdict_line

_DRAWN: Final[tuple[CoverageKind, ...]] = ("to_go", "weighted", "by_probability", "starting")
_HELD_AGAINST: Final[Mapping[CoverageKind, CoverageKind]] = MappingProxyType(
    {"to_go": "needed", "starting": "needed_at_start"}
)
"""A coverage -> what earlier periods needed of it."""

_INKS: Final = MappingProxyType({"below": "bad", "within": "1", "above": "good", "": "1"})


@dataclass(frozen=True, kw_only=True)
class CoverageBars:
    """Draws coverage; `links` gives the address of a kind of coverage."""

    language: Language
    links: Callable[[CoverageKind], str] | None = None

    def chart(self, found: CoverageAnswer) -> Chart:
        """Draw the coverage of the whole."""
        say = self.language.say
        title = say("Coverage and what was needed")
        numbers = found.whole.numbers
        shown = [numbers[kind] for kind in _DRAWN if kind in numbers and numbers[kind].value is not None]
        if not shown:
            return empty_chart("coverage", title, say("Nothing is known of this period."))
        items = [self._item(number, found) for number in shown]
        one = Reference(at=Decimal(1), text=self.language.ratio(Decimal(1)), ink="soft")
        wide, narrow = rows(items, [one], self._entries(found))
        told = (f"{self._title(number, found)} {self._ratio(number.value)}" for number in shown)
        return Chart(
            name="coverage",
            title=title,
            summary=verdict_line(found, self.language) or f"{title}: {joined(*told)}",
            wide=wide,
            narrow=narrow,
            table=figures(
                (say("Measure"), say("Value"), say("Between"), say("n")),
                (self._row(number, found) for kind in TITLES if (number := numbers.get(kind))),
            ),
        )

    def _entries(self, found: CoverageAnswer) -> list[Entry]:
        if not any(_needed(kind, found) for kind in _HELD_AGAINST):
            return []
        say = self.language.say
        needed = say("Needed in earlier periods, from the least to the most")
        return [Entry(text=needed, ink="target", sign="band")]

    def _item(self, number: CoverageNumber, found: CoverageAnswer) -> Item:
        value = number.value or Decimal(0)
        needed = _needed(number.kind, found)
        back, marks, ends = _band(needed)
        ink = "pale" if number.status == "insufficient" else _INKS[number.verdict]
        told = labelled(self.language.say("Needed"), self._needed_text(needed))
        return Item(
            name=self._title(number, found),
            extent=(min(Decimal(0), value), max(Decimal(0), value, *ends)),
            tip=joined(
                f"{self._title(number, found)}: {self._ratio(value)}",
                self._worked_out(number, found),
                told,
            ),
            spans=(*back, span(Decimal(0), value, ink, size=12)),
            lines=marks,
            label=self._ratio(value),
            note=told,
            link=address(self.links, number.kind),
        )

    def _title(self, number: CoverageNumber, found: CoverageAnswer) -> str:
        return self.language.say(TITLES[number.kind], week=found.week)

    def _ratio(self, value: Decimal | None) -> str:
        return NOTHING if value is None else self.language.ratio(value)

    def _worked_out(self, number: CoverageNumber, found: CoverageAnswer) -> str:
        if number.numerator is None or number.denominator is None:
            return ""
        parts = (self.language.money(each, found.currency, digits=0) for each in (number.numerator, number.denominator))
        return " ÷ ".join(parts)

    def _needed_text(self, needed: CoverageNumber | None) -> str:
        if needed is None or needed.lowest is None or needed.highest is None:
            return ""
        return f"{self._ratio(needed.lowest)} … {self._ratio(needed.highest)}"

    def _row(self, number: CoverageNumber, found: CoverageAnswer) -> tuple[str, ...]:
        between = self._needed_text(number) or self.language.interval(number.interval, "ratio")
        n = "" if number.n is None else self.language.count(number.n)
        return self._title(number, found), self._ratio(number.value), between, n


def _needed(kind: CoverageKind, found: CoverageAnswer) -> CoverageNumber | None:
    """What earlier periods needed of a coverage; none where that is not known."""
    number = found.whole.numbers.get(_HELD_AGAINST[kind]) if kind in _HELD_AGAINST else None
    return number if number is not None and number.value is not None else None


def _band(needed: CoverageNumber | None) -> tuple[tuple[Mark, ...], tuple[Mark, ...], tuple[Decimal, ...]]:
    """From the least to the most that was needed, and a mark at what was needed of all together."""
    if needed is None or needed.value is None:
        return (), (), ()
    low = needed.value if needed.lowest is None else needed.lowest
    high = needed.value if needed.highest is None else needed.highest
    return (span(low, high, "target", size=24, opacity=0.25),), (tick(needed.value),), (high, needed.value)
