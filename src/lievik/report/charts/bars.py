"""A metric split by a dimension → bars, the greatest first, each with where its true value plausibly lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.result import MetricResult
from lievik.report.blocks import Table
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Mark, Reference, rest, span, stretch
from lievik.report.charts.rows import rows
from lievik.report.charts.telling import UNSURE, drawn_value, in_full, short_value
from lievik.report.views.leads_wording import group_label

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MOST: Final = 12
"""So many groups are drawn; the others are in the table."""

_FARTHEST: Final = Decimal("1.6")
"""An interval is drawn as far as so many times the greatest value, that it does not dwarf all bars."""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Draws results of one metric in one period, a bar a group; the result without a group is the whole."""

    title: str
    catalogue: Catalogue
    language: Language
    links: Callable[[MetricResult], str] | None = None

    def chart(self, results: Sequence[MetricResult]) -> Chart:
        """Draw the results."""
        parts = sorted((result for result in results if result.group), key=_order)
        whole = next((result for result in results if not result.group), None)
        if not any(drawn_value(part) is not None for part in parts):
            return empty_chart("bars", self.title, self.language.say("No group has a value in this period."))
        shown = parts[:MOST]
        items = [self._item(part, _farthest(shown)) for part in shown]
        if len(parts) > MOST:
            items.append(self._rest(len(parts) - MOST))
        wide, narrow = rows(items, self._references(whole), self._entries(shown))
        return Chart(
            name="bars",
            title=self.title,
            summary=self._summary(parts, whole),
            wide=wide,
            narrow=narrow,
            table=self._table([*parts, *([whole] if whole else [])]),
        )

    def _name(self, result: MetricResult) -> str:
        """What a group is called."""
        if not result.group:
            return self.language.say("Total")
        return ", ".join(
            group_label(name, label, self.language) if label else self.language.say("(not given)")
            for name, label in result.group.items()
        )

    def _item(self, result: MetricResult, farthest: Decimal) -> Item:
        value = drawn_value(result)
        name = self._name(result)
        tip = in_full(name, result, self.catalogue, self.language)
        label = short_value(result, self.language)
        if value is None:
            return Item(name=name, extent=(Decimal(0), Decimal(0)), tip=tip, label=label)
        is_unsure = result.status in UNSURE
        lines, ends = _interval(result, farthest)
        counts = self.language.counts(result) if result.unit == "share" and not is_unsure else ""
        note = "" if counts == NOTHING else counts
        return Item(
            name=name,
            extent=(min(Decimal(0), value, *ends), max(Decimal(0), value, *ends)),
            tip=tip,
            spans=(span(Decimal(0), value, "pale" if is_unsure else "1"),),
            lines=lines,
            label=label,
            note=note,
            link=address(self.links, result),
        )

    def _rest(self, more: int) -> Item:
        """The row that says how many groups are not drawn."""
        said = self.language.say("{n} more, in the table", n=self.language.count(more))
        return rest(said)

    def _references(self, whole: MetricResult | None) -> list[Reference]:
        value = drawn_value(whole) if whole else None
        if whole is None or value is None or (whole.unit in {"count", "money"} and whole.denominator is None):
            return []
        said = labelled(self.language.say("Total"), short_value(whole, self.language))
        return [Reference(at=value, text=said, ink="soft")]

    def _entries(self, shown: Sequence[MetricResult]) -> list[Entry]:
        """What pale bars mean, where there are any."""
        if not any(result.status in UNSURE for result in shown if result.value is not None):
            return []
        say = self.language.say
        return [Entry(text=self.title, ink="1"), Entry(text=say("too little to be sure"), ink="pale")]

    def _summary(self, parts: Sequence[MetricResult], whole: MetricResult | None) -> str:
        """The greatest and the least group, and the whole."""
        known = [part for part in parts if drawn_value(part) is not None]
        ends = [f"{self._name(part)} {short_value(part, self.language)}" for part in (known[0], known[-1])]
        told = " … ".join(dict.fromkeys(ends))
        total = labelled(self.language.say("Total"), short_value(whole, self.language) if whole else "")
        return labelled(self.title, joined(told, total))

    def _table(self, results: Sequence[MetricResult]) -> Table:
        say, language = self.language.say, self.language
        heads = ("", say("Value"), say("95% interval"), say("n"))
        return figures(
            heads,
            (
                (
                    self._name(result),
                    language.value(result),
                    language.interval(result.interval, result.unit, result.currency),
                    "" if result.n is None else language.count(result.n),
                )
                for result in results
            ),
        )


def _order(result: MetricResult) -> tuple[bool, Decimal]:
    """The greatest first, those without a value last."""
    value = drawn_value(result)
    return value is None, -(value or Decimal(0))


def _farthest(shown: Sequence[MetricResult]) -> Decimal:
    return max((abs(value) for result in shown if (value := drawn_value(result)) is not None), default=Decimal(0)) * (
        _FARTHEST
    )


def _interval(result: MetricResult, farthest: Decimal) -> tuple[tuple[Mark, ...], tuple[Decimal, ...]]:
    """The line from where to where the true value plausibly lies, cut where it would dwarf the bars."""
    if result.interval is None:
        return (), ()
    low, high = max(result.interval.low, -farthest), min(result.interval.high, farthest)
    return stretch(low, high), (low, high)
