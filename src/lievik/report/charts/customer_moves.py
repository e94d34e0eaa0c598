"""What moved among customers → a column a period: what was won stands up, what was lost goes down, a dot is the net."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.customer_moves import CustomersAnswer, Move, MoveUnit
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.legend import Entry, legend
from lievik.report.charts.marks import Item, Mark, dot, span
from lievik.report.charts.period_names import edge_of, period_names
from lievik.report.charts.scale import scale_of
from lievik.report.views.customer_wording import move_title

_PLOT: Final = 210
_ABOVE: Final = 12
_UP: Final[tuple[tuple[Move, str], ...]] = (
    ("new", "1"),
    ("expansion", "good"),
    ("reactivation", "pale"),
    ("late_reactivation", "pale"),
)
_DOWN: Final[tuple[tuple[Move, str], ...]] = (("churn", "bad"), ("contraction", "2"))


@dataclass(frozen=True, kw_only=True)
class CustomerColumns:
    """Draws movements: of monthly amounts where they are known, else of customers."""

    language: Language

    def chart(self, found: CustomersAnswer) -> Chart:
        """Draw the periods of an answer."""
        say, language = self.language.say, self.language
        is_money = self._is_money(found)
        title = say("What moved of the monthly amounts") if is_money else say("Customers who came and left")
        if found.whole is None or not any(self._amounts(unit, is_money=is_money) for unit in found.units):
            return empty_chart("customers", title, say("Nothing moved among customers in these periods."))
        moves = self._shown(found, is_money=is_money)
        heads = ("", *(move_title(move, language, found.window) for move, _ in moves), say("Net"))
        rows = []
        for unit in found.units:
            amounts = self._amounts(unit, is_money=is_money)
            told = [amounts.get(move, Decimal(0)) for move, _ in moves]
            values = [self._write(value, found, is_money=is_money) for value in (*told, sum(told, Decimal(0)))]
            rows.append((language.period_title(unit.period), *values))
        whole = self._amounts(found.whole, is_money=is_money)
        told_of = [labelled(move_title(m, language, found.window), self._of(whole, m, found)) for m, _ in moves]
        return Chart(
            name="customers",
            title=title,
            summary=joined(*told_of),
            wide=self._drawing(found, WIDE),
            narrow=self._drawing(found, NARROW),
            table=figures(heads, rows),
        )

    def _of(self, amounts: dict[Move, Decimal], move: Move, found: CustomersAnswer) -> str:
        return self._write(amounts.get(move, Decimal(0)), found, is_money=self._is_money(found))

    @staticmethod
    def _is_money(found: CustomersAnswer) -> bool:
        return bool(found.whole and found.whole.money)

    @staticmethod
    def _amounts(unit: MoveUnit, *, is_money: bool) -> dict[Move, Decimal]:
        """What every movement adds, below 0 where it takes away; those that add nothing are left out."""
        if is_money:
            return {each.move: each.amount for each in unit.money[0].moved if each.amount}
        counted = {move: Decimal(unit.accounts.get(move, 0)) for move, _ in _UP if move != "expansion"}
        counted["churn"] = -Decimal(unit.accounts.get("churn", 0))
        return {move: count for move, count in counted.items() if count}

    def _shown(self, found: CustomersAnswer, *, is_money: bool) -> list[tuple[Move, str]]:
        seen = {move for unit in found.units for move in self._amounts(unit, is_money=is_money)}
        return [(move, ink) for move, ink in (*_UP, *_DOWN) if move in seen]

    def _write(self, value: Decimal, found: CustomersAnswer, *, is_money: bool) -> str:
        if not value:
            return NOTHING
        sign = "+" if value > 0 else "−"
        size = abs(value)
        told = self.language.money(size, found.currency, digits=0) if is_money else self.language.count(size)
        return f"{sign}{told}"

    def _drawing(self, found: CustomersAnswer, width: int) -> Drawing:
        language, is_money = self.language, self._is_money(found)
        amounts = [self._amounts(unit, is_money=is_money) for unit in found.units]
        ends = [
            sum((v for v in each.values() if (v > 0) is up), Decimal(0)) for each in amounts for up in (True, False)
        ]
        scale = scale_of(ends, has_zero=True, is_whole=not is_money)

        def write(value: Decimal) -> str:
            return language.tick(value, "money" if is_money else "count", found.currency if is_money else "", scale)

        shown = self._shown(found, is_money=is_money)
        entries = [Entry(text=move_title(move, language, found.window), ink=ink) for move, ink in shown]
        entries.append(Entry(text=language.say("Net"), ink="text", sign="hollow"))
        graphic, taken = legend(entries, width)
        periods = [unit.period for unit in found.units]

        def framed(names: tuple[tuple[str, ...], ...]) -> Frame:
            right, top = edge_of(periods, language), taken + _ABOVE
            return Frame(width=width, plot=_PLOT, scale=scale, tick=write, names=names, top=top, right=right)

        frame = framed(period_names(periods, framed(((),) * len(periods)).step, language))
        size = int(min(frame.step * 0.6, 44))
        items = [self._item(unit, each, found, size) for unit, each in zip(found.units, amounts, strict=True)]
        return columns(frame, items, graphic=graphic)

    def _item(self, unit: MoveUnit, amounts: dict[Move, Decimal], found: CustomersAnswer, size: int) -> Item:
        is_money = self._is_money(found)
        spans: list[Mark] = []
        ends = []
        for side in (_UP, _DOWN):
            at = Decimal(0)
            for move, ink in side:
                if value := amounts.get(move):
                    spans.append(span(at, at + value, ink, size=size))
                    at += value
            ends.append(at)
        net = sum(amounts.values(), Decimal(0))
        name = self.language.period_title(unit.period)
        told = [
            labelled(move_title(move, self.language, found.window), self._of(amounts, move, found))
            for move, _ in (*_UP, *_DOWN)
            if move in amounts
        ]
        net_told = labelled(self.language.say("Net"), self._write(net, found, is_money=is_money))
        return Item(
            name=name,
            extent=(min(*ends, Decimal(0)), max(*ends, Decimal(0))),
            tip=joined(name, *told, net_told),
            spans=tuple(spans),
            dots=(dot(net, "text", is_hollow=True),) if amounts else (),
        )
