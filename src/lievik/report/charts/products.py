"""Sales by product → bars, the greatest first, each with what it was before; and steps from one period to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.products import ProductRow, ProductsAnswer
from lievik.report.blocks import Table
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, rest, span, tick
from lievik.report.charts.rows import rows
from lievik.report.views.products_wording import EFFECT_TITLES, ProductWords

MOST: Final = 12
"""So many products are drawn; the others are in the table."""

_SIZE: Final = 20
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ProductBars:
    """Draws revenue by product, with what it was in the period before; `links` gives the address of one."""

    language: Language
    links: Callable[[ProductRow], str] | None = None

    def chart(self, found: ProductsAnswer) -> Chart:
        """Draw the products with the greatest revenue."""
        say, words = self.language.say, ProductWords(language=self.language, found=found)
        title = say("Revenue by product, net of returns")
        if not found.rows or found.whole is None:
            return empty_chart("products", title, say("Nothing was sold in either period."))
        items = [self._item(row, words) for row in found.rows[:MOST]]
        if len(found.rows) > MOST:
            items.append(rest(say("{n} more, in the table", n=self.language.count(len(found.rows) - MOST))))
        before = self.language.period_title(found.compared)
        entries = [
            Entry(text=self.language.period_title(found.period), ink="1"),
            Entry(text=before, ink="target", sign="line"),
        ]
        wide, narrow = rows(items, (), entries)
        return Chart(
            name="products",
            title=title,
            summary=labelled(title, joined(*(f"{item.name} {item.label}" for item in items if item.label))),
            wide=wide,
            narrow=narrow,
            table=self._table(found, words, before),
        )

    def _item(self, row: ProductRow, words: ProductWords) -> Item:
        now, before, name = row.now.revenue, row.before.revenue, words.name(row)
        text, change = words.money(now), words.signed(row.change)
        return Item(
            name=name,
            extent=(min(_ZERO, now, before), max(_ZERO, now, before)),
            tip=joined(f"{name}: {text}", change),
            spans=(span(min(_ZERO, now), max(_ZERO, now), "1"),) if now else (),
            lines=(tick(before, "surface", half=9, width=5), tick(before, "target", half=9)) if before else (),
            label=text,
            note=change,
            link=address(self.links, row),
        )

    def _table(self, found: ProductsAnswer, words: ProductWords, before: str) -> Table:
        say = self.language.say
        heads = ("", self.language.period_title(found.period), before, say("Change"))
        told = ((words.name(row), row) for row in found.rows)
        return figures(
            heads,
            (
                (name, words.money(row.now.revenue), words.money(row.before.revenue), words.signed(row.change))
                for name, row in told
            ),
        )


@dataclass(frozen=True, kw_only=True)
class EffectSteps:
    """Draws what revenue changed by."""

    language: Language

    def chart(self, found: ProductsAnswer) -> Chart:
        """Draw revenue before, each effect from where the last one ended, and revenue now."""
        words = ProductWords(language=self.language, found=found)
        title = self.language.say("What moved it")
        whole = found.whole
        if whole is None or not found.rows:
            return empty_chart("effects", title, self.language.say("Nothing was sold in either period."))
        items = list(self._items(found, whole, words))
        wide, narrow = rows(items)
        return Chart(
            name="effects",
            title=title,
            summary=labelled(title, joined(*(f"{item.name} {item.label}" for item in items))),
            wide=wide,
            narrow=narrow,
            table=figures(("", self.language.say("Value")), ((item.name, item.label or NOTHING) for item in items)),
        )

    def _items(self, found: ProductsAnswer, whole: ProductRow, words: ProductWords) -> Iterator[Item]:
        level = whole.before.revenue
        yield self._end(self.language.period_title(found.compared), level, words, onward=level)
        for effect in words.shown():
            part = whole.effects[effect]
            low, high = sorted((level, level + part))
            level += part
            name, text = self.language.say(EFFECT_TITLES[effect]), words.signed(part)
            yield Item(
                name=name,
                extent=(low, high),
                tip=f"{name}: {text}",
                spans=(span(low, high, "good" if part > 0 else "bad", size=_SIZE),) if part else (),
                label=text,
                onward=level,
            )
        yield self._end(self.language.period_title(found.period), whole.now.revenue, words, onward=None)

    def _end(self, name: str, value: Decimal, words: ProductWords, *, onward: Decimal | None) -> Item:
        low, high, text = min(_ZERO, value), max(_ZERO, value), words.money(value)
        return Item(
            name=name,
            extent=(low, high),
            tip=f"{name}: {text}",
            spans=(span(low, high, "total", size=_SIZE),) if value else (),
            label=text,
            onward=onward,
        )
