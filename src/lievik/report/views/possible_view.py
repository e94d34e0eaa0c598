"""Between what numbers may lie, given what the data does not tell → blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.quality_wording import TITLES
from lievik.report.views.wording import title_of

if TYPE_CHECKING:
    from decimal import Decimal

    from lievik.catalogue import Catalogue
    from lievik.model.possible_range import Doubt, PossibleAnswer, PossibleRange

MISSING: Final[Mapping[Doubt, str]] = MappingProxyType(
    {
        "overdue": TITLES["expected_close_passed"],
        "without_outcome": TITLES["without_outcome"],
        "won_undated": mark("Won deals without a closing date"),
        "lost_undated": mark("Lost deals without a closing date"),
        "won_without_amount": TITLES["won_without_amount"],
        "lost_without_amount": mark("Lost deals without an amount"),
        "open_undated": TITLES["open_without_expected_close"],
        "open_without_amount": TITLES["open_without_amount"],
    }
)
"""What is missing -> how such deals are called."""


@dataclass(frozen=True, kw_only=True)
class PossibleView:
    """Writes between what numbers may lie, in one language."""

    catalogue: Catalogue
    language: Language
    found: PossibleAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, and what there is to say."""
        yield Heading(
            text=self.language.say(
                "What the numbers may be — {period}", period=self.language.period_title(self.found.period)
            )
        )
        yield from self.content()

    def content(self) -> Iterator[Block]:
        """A row a number, and how it is worked out."""
        say = self.language.say
        if not self.found.ranges:
            yield Paragraph(text=say("The data does not support any of these numbers yet."), style="dim")
            return
        if not any(each.doubts for each in self.found.ranges):
            yield Paragraph(text=say("Nothing is missing that these numbers rest on."))
            return
        yield self.ranges()
        yield Bullets(items=tuple(self._notes()))

    def ranges(self) -> Table:
        """A row a number: what it is, what it may be, and what is missing."""
        say = self.language.say
        columns = (
            Column(title=say("Number"), wraps=True, least=20),
            Column(title=say("Now"), is_number=True),
            Column(title=say("At least"), is_number=True),
            Column(title=say("At most"), is_number=True),
            Column(title=say("What is missing"), wraps=True, least=30, rank=1),
        )
        return Table(columns=columns, rows=tuple(Row(cells=self._cells(each)) for each in self.found.ranges))

    def _cells(self, each: PossibleRange) -> tuple[Cell, ...]:
        result = each.result
        name = title_of(result, self.catalogue, self.language)
        if result.period != self.found.period:
            name = f"{name}, {self.language.period_title(result.period)}"
        return (
            cell(name, about=About("metric", result.full_name)),
            cell(self._amount(each, result.value), "strong"),
            cell(self._amount(each, each.low)),
            cell(self._amount(each, each.high)),
            cell(", ".join(self.missing(each)) or self.language.say("nothing"), "dim"),
        )

    def _amount(self, each: PossibleRange, value: Decimal | None) -> str:
        return NOTHING if value is None else self.language.amount(value, each.result.unit, each.result.currency)

    def missing(self, each: PossibleRange) -> Iterator[str]:
        """What is missing of how many deals."""
        for doubt, count in each.doubts.items():
            yield f"{self.language.say(MISSING[doubt])}: {self.language.count(count)}"

    def _notes(self) -> Iterator[str]:
        """How ends are worked out, and what is assumed."""
        say, language = self.language.say, self.language
        line = self.overdue_line()
        if line:
            yield line
        yield say(
            "Every deal in doubt is taken for whatever it may be: won, lost or still open, in the period or out of it. "
            "However the gaps are filled in, no number comes out lower or higher."
        )
        if not any(each.amounts_missing for each in self.found.ranges):
            return
        if self.found.amounts is None:
            yield say(
                "Where an amount is missing, nothing tells what it may be, as no deal was won in the year before."
            )
            return
        low, high = (language.money(end, self.found.currency, digits=0) for end in self.found.amounts)
        yield say(
            "A missing amount is taken to lie between {low} and {high}, as eight of ten deals won in the year do.",
            low=low,
            high=high,
        )

    def overdue_line(self) -> str:
        """The win rate in a sentence, where open deals that should have ended are all that is in doubt of it."""
        for each in self.found.ranges:
            count = each.doubts.get("overdue", 0)
            if each.result.full_name == "win_rate" and set(each.doubts) == {"overdue"} and each.low is not None:
                return self.language.say_many(
                    "The win rate is {value}: {low} if the {n} overdue deal is lost, {high} if it is won.",
                    "The win rate is {value}: {low} if all {n} overdue deals are lost, {high} if all are won.",
                    count,
                    value=self._amount(each, each.result.value),
                    low=self._amount(each, each.low),
                    high=self._amount(each, each.high),
                )
        return ""
