"""Channels side by side → bars of revenue, each with a thin bar of its cost on it and its return after it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import Language
from lievik.model.channels import ChannelRow, ChannelsAnswer
from lievik.report.blocks import Table
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Mark, rest, span
from lievik.report.charts.rows import rows
from lievik.report.views.channels_wording import ChannelWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MOST: Final = 12
"""So many rows are drawn; the others are in the table."""

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ChannelBars:
    """Draws what channels brought and cost."""

    catalogue: Catalogue
    language: Language

    def chart(self, found: ChannelsAnswer) -> Chart:
        """Draw the rows that have a cost, in the order of the table; all of them where none has."""
        say = self.language.say
        words = ChannelWords(catalogue=self.catalogue, language=self.language, found=found)
        title = say("Revenue and cost")
        if not found.rows:
            return empty_chart("channels", title, say("No lead and no deal began in this period."))
        drawn = [row for row in found.rows if row.cost is not None][:MOST] or found.rows[:MOST]
        items = [self._item(row, words) for row in drawn]
        if len(found.rows) > len(drawn):
            items.append(rest(say("{n} more, in the table", n=self.language.count(len(found.rows) - len(drawn)))))
        entries = [Entry(text=say("Revenue"), ink="1"), Entry(text=say("Cost"), ink="target")]
        wide, narrow = rows(items, (), entries)
        return Chart(
            name="channels",
            title=title,
            summary=labelled(title, joined(*(f"{item.name} {item.label}" for item in items if item.label))),
            wide=wide,
            narrow=narrow,
            table=self._table(found, words),
        )

    def _item(self, row: ChannelRow, words: ChannelWords) -> Item:
        revenue, cost, name = row.credits.revenue, row.cost or _ZERO, words.name(row)
        text, back = words.money(revenue), self._back(row, words)
        spent = self.language.say("cost {amount}", amount=words.money(row.cost)) if row.cost is not None else ""
        return Item(
            name=name,
            extent=(min(_ZERO, revenue, cost), max(_ZERO, revenue, cost)),
            tip=joined(f"{name}: {text}", spent, back),
            spans=(*self._bar(revenue, "1"), *self._bar(cost, "target", size=7)),
            label=text,
            note=back,
        )

    @staticmethod
    def _bar(amount: Decimal, ink: str, *, size: int = 18) -> tuple[Mark, ...]:
        """A bar from zero; the thinner one lies on the other."""
        return (span(min(_ZERO, amount), max(_ZERO, amount), ink, size=size),) if amount else ()

    def _back(self, row: ChannelRow, words: ChannelWords) -> str:
        if row.back is None:
            return self.language.say("cost not known")
        return self.language.say("ROI {value}", value=words.percent(row.back.value))

    def _table(self, found: ChannelsAnswer, words: ChannelWords) -> Table:
        say = self.language.say
        return figures(
            ("", say("Revenue"), say("Cost"), say("ROI")),
            (
                (
                    words.name(row),
                    words.money(row.credits.revenue),
                    words.money(row.cost),
                    words.percent(row.back.value if row.back is not None else None),
                )
                for row in found.rows
            ),
        )
