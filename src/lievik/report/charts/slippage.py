"""What was put off → a column a period: what was to close in it when it began, and the part of that which left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.periods import Period
from lievik.model.slippage import SlippageAnswer, SlipRate, SlipUnit
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.legend import Entry, legend
from lievik.report.charts.marks import Item, span
from lievik.report.charts.period_names import edge_of, period_names
from lievik.report.charts.scale import scale_of

_PLOT: Final = 190
_ABOVE: Final = 26


@dataclass(frozen=True, kw_only=True)
class SlippageColumns:
    """Draws slippage; `links` gives the address of a period's deals."""

    language: Language
    links: Callable[[Period], str] | None = None

    def chart(self, found: SlippageAnswer) -> Chart:
        """Draw the periods of an answer."""
        say, language = self.language.say, self.language
        title = say("Of what was to close in a period, how much left it")
        if not any(unit.rate.opening.deals for unit in found.units):
            return empty_chart("slippage", title, say("No open deal was to close in these days, and none was put off."))
        heads = (say("To close in"), say("Deals"), say("Value"), say("Put off"), say("Value put off"), say("Of value"))
        told = [f"{language.period_title(unit.period)} {_share(unit.rate, language)}" for unit in found.units[-1:]]
        if found.whole:
            told.insert(0, labelled(say("Together"), _share(found.whole.rate, language)))
        return Chart(
            name="slippage",
            title=title,
            summary=labelled(say("Put off, of value"), joined(*told)),
            wide=self._drawing(found, WIDE),
            narrow=self._drawing(found, NARROW),
            table=figures(heads, (self._row(unit, found.currency) for unit in found.units)),
        )

    def _drawing(self, found: SlippageAnswer, width: int) -> Drawing:
        say, language = self.language.say, self.language
        scale = scale_of([unit.rate.opening.amount for unit in found.units], has_zero=True)

        def write(value: Decimal) -> str:
            return language.tick(value, "money", found.currency, scale)

        entries = [Entry(text=say("Put off"), ink="bad"), Entry(text=say("Not put off"), ink="pale")]
        graphic, taken = legend(entries, width)
        periods = [unit.period for unit in found.units]

        def framed(names: tuple[tuple[str, ...], ...]) -> Frame:
            right, top = edge_of(periods, language), taken + _ABOVE
            return Frame(width=width, plot=_PLOT, scale=scale, tick=write, names=names, top=top, right=right)

        frame = framed(period_names(periods, framed(((),) * len(periods)).step, language))
        size = int(min(frame.step * 0.6, 48))
        return columns(frame, [self._item(unit, found.currency, size) for unit in found.units], graphic=graphic)

    def _item(self, unit: SlipUnit, currency: str, size: int) -> Item:
        rate, name = unit.rate, self.language.period_title(unit.period)
        whole, part = rate.opening.amount, rate.pushed.amount
        value, put_off = (self.language.money(amount, currency, digits=0) for amount in (whole, part))
        deals = self.language.part_of(rate.pushed.deals, rate.opening.deals)
        said = self.language.say(
            "put off {part} of value ({deals} deals)", part=_share(rate, self.language), deals=deals
        )
        return Item(
            name=name,
            extent=(Decimal(0), max(whole, part)),
            tip=joined(f"{name}: {put_off} / {value}", said),
            spans=(span(Decimal(0), whole, "pale", size=size), span(Decimal(0), part, "bad", size=size)),
            label="" if rate.value_share is None else _share(rate, self.language),
            link=address(self.links, unit.period),
        )

    def _row(self, unit: SlipUnit, currency: str) -> tuple[str, ...]:
        rate, language = unit.rate, self.language
        return (
            language.period_title(unit.period),
            language.count(rate.opening.deals),
            language.money(rate.opening.amount, currency, digits=0),
            language.count(rate.pushed.deals),
            language.money(rate.pushed.amount, currency, digits=0),
            _share(rate, language),
        )


def _share(rate: SlipRate, language: Language) -> str:
    """The part of the value that was put off."""
    return NOTHING if rate.value_share is None else language.share(rate.value_share)
