"""How the pipeline of one day became that of another → a waterfall; it lies on its side where columns have no room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.bridge import ALWAYS_SHOWN, MOVEMENTS, Account, Bar, BridgeAnswer
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined
from lievik.report.charts.letters import SMALL, in_lines, text_width
from lievik.report.charts.marks import Item, span
from lievik.report.charts.rows import row_drawing
from lievik.report.charts.scale import scale_of
from lievik.report.views.bridge_wording import TITLES, money, signed, style_of

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_PLOT: Final = 220
_NAME_LINES: Final = 3


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One bar: from which level to which."""

    key: str
    name: str
    start: Decimal
    end: Decimal
    bar: Bar
    is_end: bool = False

    @property
    def ink(self) -> str:
        """Good, bad, neither, or a total."""
        return "total" if self.is_end else style_of(self.key) or "2"


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    """Draws bridges; `links` gives the address of `opening`, of a movement, or of `closing`."""

    language: Language
    links: Callable[[str], str] | None = None

    def chart(self, found: BridgeAnswer, account: Account | None = None) -> Chart:
        """Draw an account of a bridge; that of the whole where none is given."""
        say, language = self.language.say, self.language
        title = say("Change of the pipeline")
        drawn = account or next(iter(found.wholes), None)
        if drawn is None or not (drawn.movements or drawn.opening.deals or drawn.closing.deals):
            sentence = say("No open deal on either day, and none came or went between them.")
            return empty_chart("waterfall", title, sentence)
        steps = list(self._steps(found, drawn))
        items = [self._item(step, drawn.currency, at == len(steps) - 1) for at, step in enumerate(steps)]
        ends = (f"{step.name} {money(step.bar, drawn.currency, language)}" for step in (steps[0], steps[-1]))
        return Chart(
            name="waterfall",
            title=title,
            summary=f"{title}: {joined(*ends)}",
            wide=self._upright(items, drawn.currency) or row_drawing(items, width=WIDE),
            narrow=row_drawing(items, width=NARROW),
            table=figures(("", say("Deals"), say("Value")), (self._row(step, drawn.currency) for step in steps)),
        )

    def _steps(self, found: BridgeAnswer, account: Account) -> Iterator[_Step]:
        """The opening, each movement from where the last one ended, the closing."""
        say, date = self.language.say, self.language.date
        level = account.opening.amount
        first, last = (date(day, is_short=True).replace(" ", NO_BREAK) for day in (found.from_on, found.to_on))
        opening = say("Opening, {day}", day=first)
        yield _Step(key="opening", name=opening, start=Decimal(0), end=level, bar=account.opening, is_end=True)
        for name in MOVEMENTS:
            bar = account.of(name).net
            if bar.deals or bar.amount or name in ALWAYS_SHOWN:
                yield _Step(key=name, name=say(TITLES[name]), start=level, end=level + bar.amount, bar=bar)
                level += bar.amount
        end, closing = account.closing.amount, say("Closing, {day}", day=last)
        yield _Step(key="closing", name=closing, start=Decimal(0), end=end, bar=account.closing, is_end=True)

    def _item(self, step: _Step, currency: str, is_last: bool) -> Item:  # noqa: FBT001 - the last leads nowhere
        low, high = sorted((step.start, step.end))
        return Item(
            name=step.name,
            extent=(low, high),
            tip=joined(
                f"{step.name}: {self._written(step, currency)}",
                self.language.say_many("{n} deal", "{n} deals", step.bar.deals),
            ),
            spans=(span(low, high, step.ink, size=20),) if high > low else (),
            label=self._short(step, currency),
            link=address(self.links, step.key),
            onward=None if is_last else step.end,
        )

    def _upright(self, items: Sequence[Item], currency: str) -> Drawing | None:
        """Columns, where the name and the number of each have room."""
        scale = scale_of([value for item in items for value in item.extent], has_zero=True)

        def write(value: Decimal) -> str:
            return self.language.tick(value, "money", currency, scale)

        empty = Frame(width=WIDE, plot=_PLOT, scale=scale, tick=write, names=((),) * len(items), top=24)
        room = empty.step - 6
        names = tuple(in_lines(item.name, room, most=_NAME_LINES, size=SMALL) for item in items)
        is_cut = any(" ".join(lines) != item.name for lines, item in zip(names, items, strict=True))
        widest = max(text_width(item.label, size=SMALL, is_bold=True) for item in items)
        if is_cut or widest > empty.step:
            return None
        frame = Frame(width=WIDE, plot=_PLOT, scale=scale, tick=write, names=names, top=24)
        thick = int(min(frame.step * 0.62, 48))
        return columns(frame, [_thick(item, thick) for item in items])

    def _written(self, step: _Step, currency: str) -> str:
        if step.is_end:
            return money(step.bar, currency, self.language)
        return signed(step.bar.amount, currency, self.language)

    def _short(self, step: _Step, currency: str) -> str:
        """The number of a bar, as short as it can be told."""
        amount = step.bar.amount.to_integral_value(ROUND_HALF_UP)
        if step.is_end:
            return self.language.compact(amount, "money", currency)
        text = self.language.compact(abs(amount), "money", currency)
        return NOTHING if not amount else f"{'+' if amount > 0 else '−'}{text}"

    def _row(self, step: _Step, currency: str) -> tuple[str, ...]:
        return step.name, self.language.count(step.bar.deals), self._written(step, currency)


def _thick(item: Item, size: int) -> Item:
    """The same item with its bar as thick as a column is."""
    return replace(item, spans=tuple({**mark, "size": size} for mark in item.spans))
