"""A change split over factors → rows that lead from the value before to the value now, a bar a factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, span
from lievik.report.charts.rows import rows
from lievik.report.views.change_wording import change_text
from lievik.report.views.drivers_wording import factor_title, judged_word, part_style, why_not

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.drivers import DriversAnswer, FactorChange

_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class FactorSteps:
    """Draws what moved a number."""

    catalogue: Catalogue
    language: Language

    def chart(self, found: DriversAnswer) -> Chart:
        """Draw the factors of a change; why there are none where there are none."""
        title = self.language.say("What moved it")
        result, compared = found.result, found.result.compared
        if not found.factors or compared is None or compared.value is None or result.value is None:
            return empty_chart("factors", title, why_not(found, self.language))
        items = list(self._items(found, compared.value, result.value))
        wide, narrow = rows(items, (), self._entries(found))
        return Chart(
            name="factors",
            title=title,
            summary=f"{title}: {joined(*(f'{item.name} {item.label}' for item in items))}",
            wide=wide,
            narrow=narrow,
            table=figures(
                ("", self.language.say("Adds"), self.language.say("More than chance?")),
                (self._row(change, found) for change in found.factors),
            ),
        )

    def _items(self, found: DriversAnswer, before: Decimal, now: Decimal) -> Iterator[Item]:
        """The value before, each factor from where the last one ended, the value now."""
        result = found.result
        earlier = self.language.period_title(result.compared.period) if result.compared else NOTHING
        yield self._end(earlier, before, found, onward=before)
        level = before
        for change in found.factors:
            yield self._step(change, level, found)
            level += change.part
        yield self._end(self.language.period_title(result.period), now, found, onward=None)

    def _end(self, name: str, value: Decimal, found: DriversAnswer, *, onward: Decimal | None) -> Item:
        text = self.language.amount(value, found.result.unit, found.result.currency)
        return Item(
            name=name,
            extent=(min(Decimal(0), value), max(Decimal(0), value)),
            tip=f"{name}: {text}",
            spans=(span(min(Decimal(0), value), max(Decimal(0), value), "total", size=_SIZE),),
            label=text,
            onward=onward,
        )

    def _step(self, change: FactorChange, level: Decimal, found: DriversAnswer) -> Item:
        name, low, high = self._name(change, found), *sorted((level, level + change.part))
        text = change_text(change.part, found.result.unit, found.result.currency, self.language)
        return Item(
            name=name,
            extent=(low, high),
            tip=f"{name}: {text} ({judged_word(change, found, self.language)})",
            spans=(span(low, high, self._ink(change, found), size=_SIZE),) if high > low else (),
            label=text,
            onward=level + change.part,
        )

    def _ink(self, change: FactorChange, found: DriversAnswer) -> str:
        """Good or bad where chance does not explain it; pale where it may."""
        return part_style(change, found) or ("2" if change.is_distinguishable is None else "pale")

    def _entries(self, found: DriversAnswer) -> list[Entry]:
        say = self.language.say
        inks = {self._ink(change, found) for change in found.factors}
        told = {"good": say("better"), "bad": say("worse"), "pale": say("not distinguishable from chance")}
        return [Entry(text=text, ink=ink) for ink, text in told.items() if ink in inks]

    def _name(self, change: FactorChange, found: DriversAnswer) -> str:
        reading = self.catalogue.reading(found.result.full_name)
        title = factor_title(change, reading, self.catalogue, self.language)
        return f"÷ {title}" if change.power < 0 else title

    def _row(self, change: FactorChange, found: DriversAnswer) -> tuple[str, ...]:
        return (
            self._name(change, found),
            change_text(change.part, found.result.unit, found.result.currency, self.language),
            judged_word(change, found, self.language),
        )
