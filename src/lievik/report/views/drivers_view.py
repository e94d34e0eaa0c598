"""What moved a number → blocks: each factor with what it adds, then where in the company that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.change_wording import change_text, moved_line, one_stop
from lievik.report.views.drivers_wording import care_lines, factor_title, judged_word, part_style, why_not
from lievik.report.views.wording import title_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.drivers import DriversAnswer, FactorChange, SegmentChange

_MOST: Final = 15
"""So many segments are shown for people; the others stand together, and are in JSON."""


@dataclass(frozen=True, kw_only=True)
class DriversView:
    """Writes what moved a number, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: DriversAnswer, *, level: int = 1) -> Iterator[Block]:
        """The title, the change, the factors, the segments, and what to know."""
        yield Heading(text=self.title(found), level=level)
        yield Paragraph(text=self.change(found))
        if line := why_not(found, self.language):
            yield Paragraph(text=line, style="dim")
        if found.factors:
            yield self.factors(found)
        yield from self.segments(found)
        notes = tuple(care_lines(found, self.catalogue, self.language))
        if notes:
            yield Bullets(items=notes)

    def title(self, found: DriversAnswer) -> str:
        """What moved, and between which periods."""
        compared, result = found.result.compared, found.result
        facts = {
            "metric": title_of(result, self.catalogue, self.language),
            "period": self.language.period_title(result.period),
            "before": self.language.period_title(compared.period) if compared else NOTHING,
        }
        return self.language.say("What moved it: {metric} — {period}, compared with {before}", **facts)

    def change(self, found: DriversAnswer) -> str:
        """What the number is and was, and whether it really moved."""
        result, language = found.result, self.language
        compared = result.compared
        if compared is None or compared.value is None or result.value is None:
            return language.say("Now: {value}.", value=language.value(result))
        said = language.say(
            "Now {value}, before {before}: {change}.",
            value=language.amount(result.value, result.unit, result.currency),
            before=language.amount(compared.value, result.unit, result.currency),
            change=change_text(compared.delta, result.unit, result.currency, language),
        )
        return f"{one_stop(said)} {moved_line(result, language)}".strip()

    def factors(self, found: DriversAnswer) -> Table:
        """A row a factor, and the change that they add up to."""
        say = self.language.say
        columns = (
            Column(title=say("Factor"), wraps=True, least=20),
            Column(title=say("Before"), is_number=True, rank=2),
            Column(title=say("Now"), is_number=True, rank=1),
            Column(title=say("Adds"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=3),
            Column(title=say("More than chance?"), wraps=True, least=19),
        )
        total = (
            cell(say("Change"), "strong"),
            cell(""),
            cell(""),
            cell(self._change(found.change, found), "strong"),
            cell(""),
            cell(""),
        )
        rows = tuple(Row(cells=self._factor(each, found)) for each in found.factors)
        return Table(columns=columns, rows=(*rows, Row(cells=total)))

    def _factor(self, change: FactorChange, found: DriversAnswer) -> tuple[Cell, ...]:
        language, currency = self.language, found.result.currency
        reading = self.catalogue.reading(found.result.full_name)
        bounds = "" if change.low is None else f"{self._change(change.low, found)} – {self._change(change.high, found)}"
        is_told = bool(change.is_distinguishable) and found.result.status != "immature"
        return (
            cell(f"{'÷ ' if change.power < 0 else ''}{factor_title(change, reading, self.catalogue, language)}"),
            cell(_value(change.earlier, change.unit, currency, language)),
            cell(_value(change.later, change.unit, currency, language)),
            cell(self._change(change.part, found), part_style(change, found)),
            cell(bounds, "dim"),
            cell(judged_word(change, found, language), "" if is_told else "dim"),
        )

    def segments(self, found: DriversAnswer) -> Iterator[Block]:
        """Tables of segments: of the whole number where it is a rate or a sum, and of each factor."""
        if not found.by:
            return
        dimension = self.language.text(self.catalogue.dimension(found.by).titles)
        if found.segments:
            yield Heading(text=self.language.say("By {dimension}", dimension=dimension.lower()), level=2)
            yield self.segment_table(found.segments, found.result.unit, found)
        reading = self.catalogue.reading(found.result.full_name)
        for change in found.factors:
            if change.segments:
                title = factor_title(change, reading, self.catalogue, self.language)
                yield Heading(text=f"{title} — {dimension.lower()}", level=2)
                yield self.segment_table(change.segments, change.unit, found)

    def segment_table(self, segments: Sequence[SegmentChange], unit: str, found: DriversAnswer) -> Table:
        """A row a segment: the factor in it, and what it adds by mix and by itself."""
        say = self.language.say
        has_mix = any(part.mix is not None for part in segments)
        rows = [self._segment(part, unit, found, has_mix=has_mix) for part in segments[:_MOST]]
        if rest := segments[_MOST:]:
            rows.append(self._rest(rest, found, has_mix=has_mix))
        mixed = tuple(Column(title=title, is_number=True, rank=3) for title in (say("By mix"), say("By itself")))
        columns = (
            Column(title=self.language.text(self.catalogue.dimension(found.by).titles), wraps=True),
            Column(title=say("Before"), is_number=True, rank=2),
            Column(title=say("Now"), is_number=True, rank=1),
            *(mixed if has_mix else ()),
            Column(title=say("Adds"), is_number=True),
        )
        return Table(columns=columns, rows=tuple(rows))

    def _segment(self, part: SegmentChange, unit: str, found: DriversAnswer, *, has_mix: bool) -> Row:
        language, currency = self.language, found.result.currency
        name = cell(part.label) if part.label else cell(language.say("(not given)"), "dim")
        mixed = [cell(self._change(part.mix, found)), cell(self._change(part.own, found))] if has_mix else []
        return Row(
            cells=(
                name,
                cell(_value(part.earlier, unit, currency, language)),
                cell(_value(part.later, unit, currency, language)),
                *mixed,
                cell(self._change(part.own + (part.mix or 0), found), "strong"),
            )
        )

    def _rest(self, rest: Sequence[SegmentChange], found: DriversAnswer, *, has_mix: bool) -> Row:
        """The segments that are not shown, together."""
        own = sum((part.own for part in rest), Decimal(0))
        mix = sum((part.mix or Decimal(0) for part in rest), Decimal(0))
        name = self.language.say_many("{n} more", "{n} more", len(rest))
        mixed = [cell(self._change(mix, found)), cell(self._change(own, found))] if has_mix else []
        together = cell(self._change(own + mix, found), "strong")
        return Row(cells=(cell(name, "dim"), cell(""), cell(""), *mixed, together))

    def _change(self, value: Decimal | None, found: DriversAnswer) -> str:
        return change_text(value, found.result.unit, found.result.currency, self.language)


def _value(value: Decimal | None, unit: str, currency: str, language: Language) -> str:
    """A factor's value; a dash where there is none."""
    if value is None:
        return NOTHING
    return language.number(value, digits=4) if unit == "ratio" else language.amount(value, unit, currency)
