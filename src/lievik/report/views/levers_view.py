"""Levers → blocks: what each factor would bring if it were better, how often it got so, and advice for the one off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.insight.levers import FEWEST_PAIRS
from lievik.language import NOTHING, Language, mark
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.change_wording import change_text
from lievik.report.views.formula_words import FormulaWords
from lievik.report.views.wording import title_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lievik.catalogue import Catalogue
    from lievik.model.levers import Lever, LeversAnswer, NoLevers

_LEADS: Final = "qualified_leads"

WHY_NOT: Final[Mapping[NoLevers, str]] = MappingProxyType(
    {
        "no_factors": mark("Its formula is no product and no ratio, so it has no factors."),
        "no_value": mark("There is no number for {period}."),
        "no_better": mark("It is best in a range, so neither way is better."),
    }
)
"""Slug -> why nothing is said."""


@dataclass(frozen=True, kw_only=True)
class LeversView:
    """Writes what would move a number, in one language."""

    catalogue: Catalogue
    language: Language
    found: LeversAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, and what there is to say."""
        yield Heading(text=self.title())
        yield from self.content()

    def title(self) -> str:
        """Of which number, in which quarter."""
        return self.language.say(
            "What would move it: {metric} — {period}",
            metric=title_of(self.found.result, self.catalogue, self.language),
            period=self.language.period_title(self.found.result.period),
        )

    def content(self, *, level: int = 2) -> Iterator[Block]:
        """What it is, the factors, which one is off and what helps, and what to know."""
        if self.found.result.value is not None:
            yield Paragraph(text=self.now())
        if self.found.reason:
            period = self.language.period_title(self.found.result.period)
            yield Paragraph(text=self.language.say(WHY_NOT[self.found.reason], period=period), style="dim")
        if not self.found.levers:
            return
        yield self.factors()
        yield from self._advice(level)
        yield Heading(text=self.language.say("Notes"), level=level)
        yield Bullets(items=tuple(self._notes()))

    def now(self) -> str:
        """The number, and what it comes to in the quarter."""
        result, language = self.found.result, self.language
        value = language.value(result)
        if self.found.unit == result.unit or result.value is None:
            return language.say("Now {value}.", value=value)
        amount = language.money(result.value * result.period.days, result.currency, digits=0)
        return language.say("Now {value}, which makes {amount} in the quarter.", value=value, amount=amount)

    def factors(self) -> Table:
        """A row a factor."""
        say = self.language.say
        share = self.language.percent(self.found.share)
        columns = (
            Column(title=say("Factor"), wraps=True, least=22),
            Column(title=say("Now"), is_number=True),
            Column(title=say("Brings in a quarter"), is_number=True, wraps=True, least=10),
            Column(title=say("Got so much better"), is_number=True, wraps=True, least=16, rank=1),
            Column(title=say("Better by {share}", share=share), is_number=True, rank=3),
            Column(title=say("Year before"), is_number=True, rank=2),
        )
        return Table(columns=columns, rows=tuple(Row(cells=self._row(lever)) for lever in self.found.levers))

    def _row(self, lever: Lever) -> tuple[Cell, ...]:
        is_off, sign = lever == self.found.off, "▼ " if lever.rises else "▲ "
        ratio = 1 + self.found.share if lever.rises else 1 - self.found.share
        better = None if lever.value is None else lever.value * ratio
        return (
            cell(f"{'÷ ' if lever.power < 0 else ''}{self.name(lever)}"),
            cell(f"{sign if is_off else ''}{self._value(lever, lever.value)}", "bad" if is_off else ""),
            cell(self.gain(lever), "strong"),
            cell(self.seen(lever)),
            cell(self._value(lever, better), "dim"),
            cell(self._value(lever, lever.usual), "dim"),
        )

    def name(self, lever: Lever) -> str:
        """What a factor is called, as the first word of a row."""
        reading = self.catalogue.reading(self.found.result.full_name)
        text = FormulaWords(catalogue=self.catalogue, language=self.language).factor(lever.written, reading)
        return text[:1].upper() + text[1:]

    def _value(self, lever: Lever, value: Decimal | None) -> str:
        return NOTHING if value is None else self.language.amount(value, lever.unit, self.found.result.currency)

    def gain(self, lever: Lever) -> str:
        """What a better factor would bring in a quarter."""
        return change_text(lever.gain, self.found.unit, self.found.result.currency, self.language)

    def seen(self, lever: Lever) -> str:
        """How often it got so much better from one quarter to the next; a dash where too few quarters are known."""
        if lever.pairs < FEWEST_PAIRS:
            return NOTHING
        return self.language.say("{part} quarters", part=self.language.part_of(lever.times, lever.pairs))

    def _advice(self, level: int) -> Iterator[Block]:
        say, off = self.language.say, self.found.off
        if off is None:
            can_tell = self.found.can_tell
            yield Paragraph(
                text=say("No factor is off: none is worse than usual by more than chance explains.")
                if can_tell
                else say("Too few quarters are known to tell which factor is off; it takes eight before this one."),
                style="dim",
            )
            return
        facts = {"factor": self.name(off), "value": self._value(off, off.value), "usual": self._value(off, off.usual)}
        yield Paragraph(
            text=say("{factor}: {value}, worse than usual (year before: {usual}).", **facts), style="strong"
        )
        advice = self.advice(off)
        if advice:
            yield Heading(text=say("What moves it"), level=level)
            yield Bullets(items=advice)

    def advice(self, lever: Lever) -> tuple[str, ...]:
        """What moves a factor, in the words of the metric that it is."""
        metric = self.catalogue.metrics.get(lever.advice_of)
        return tuple(words_of(metric, self.language).levers) if metric else ()

    def _notes(self) -> Iterator[str]:
        say, result = self.language.say, self.found.result
        yield say("Each factor is better alone, and the others are as they are.")
        if any(lever.advice_of == _LEADS for lever in self.found.levers):
            yield say("More leads bring that only where people have the time for them.")
        yield say("Year before: median of the four quarters before this one.")
        if result.status not in {"ok", "undefined", "not_available"}:
            reason = self.language.reason(result, self.catalogue.reasons)
            yield reason[:1].upper() + reason[1:]
