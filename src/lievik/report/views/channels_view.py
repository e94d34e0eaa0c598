"""Channels side by side → blocks: where the next money goes, what each brought and cost, and how its leads go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.channels import ChannelRow, ChannelsAnswer, Rate, Standing
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.channels_wording import SPLIT_TITLES, STANDING_TITLES, ChannelWords
from lievik.report.views.coverage_wording import bring

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_MOST: Final = 25
"""So many rows are listed for people; the others are in JSON."""

_FEW: Final = 10
"""Of fewer leads a rate is told as counts."""

_STYLES: Final[dict[Standing, Style]] = {"better": "good", "worse": "bad", "alike": "dim", "": ""}


@dataclass(frozen=True, kw_only=True)
class ChannelsView:
    """Writes channels side by side, in one language."""

    catalogue: Catalogue
    language: Language
    found: ChannelsAnswer

    @cached_property
    def words(self) -> ChannelWords:
        """What it comes to, in sentences."""
        return ChannelWords(catalogue=self.catalogue, language=self.language, found=self.found)

    def blocks(self) -> Iterator[Block]:
        """The title, where the next money goes, both tables, and how it is counted."""
        yield Heading(text=self.title())
        if not self.is_answered:
            yield self.nothing()
            return
        yield from self.next_euro()
        yield from self._cut(self.returns)
        if self.has_leads:
            yield Heading(text=self.leads_title(), level=2)
            yield from self._cut(self.leads)
        yield Heading(text=self.how_title(), level=2)
        yield self.how()

    @property
    def is_answered(self) -> bool:
        """Whether any lead or deal began in the period, or any cost is of it."""
        return bool(self.found.rows)

    @property
    def has_leads(self) -> bool:
        """Whether leads were created in the period."""
        return self.found.whole is not None and self.found.whole.credits.leads > 0

    def title(self) -> str:
        """Of which period."""
        return self.language.say("Channels — {period}", period=self.language.period_title(self.found.period))

    def leads_title(self) -> str:
        """What the table of leads is about."""
        return self.language.say("How their leads go on")

    def returns_title(self) -> str:
        """What the table of returns is about."""
        return self.language.say("What each brought and cost")

    def how_title(self) -> str:
        """What the last sentences are about."""
        return self.language.say("How it is counted")

    def next_euro(self) -> Iterator[Block]:
        """Where the next money goes, and that it is early to say where it is."""
        yield Bullets(items=tuple(self.words.next_euro()))
        if self.found.is_young:
            yield Paragraph(text=self.words.young(), style="care")

    def how(self) -> Bullets:
        """What is counted, and how."""
        return Bullets(items=tuple(self.words.how()))

    def nothing(self) -> Paragraph:
        """Why there is nothing to tell."""
        say, found = self.language.say, self.found
        if found.reason == "missing_table":
            facts = {"tables": "lead, deal"}
            reason = self.language.sentence(found.reason, self.catalogue.reasons, facts)
            told = say("Nothing can be said: {reason}", reason=reason)
            return Paragraph(text=f"{told} → {bring(found.reason, facts)}")
        return Paragraph(text=say("No lead and no deal began in this period."))

    def returns(self, rows: Sequence[ChannelRow]) -> Table:
        """A row a channel: what was won, what it cost, and how its return compares with the others."""
        say = self.language.say
        columns = (
            self._name_column(),
            Column(title=say("ROI"), is_number=True),
            Column(title=say("95%"), is_number=True, rank=3),
            Column(title=say("Drawn"), is_number=True, rank=4),
            Column(title=say("Than the others")),
            Column(title=say("Revenue"), is_number=True),
            Column(title=say("Cost"), is_number=True),
            Column(title=say("CAC"), is_number=True, rank=1),
            Column(title=say("New customers"), is_number=True, rank=2),
            Column(title=say("Deals won"), is_number=True, rank=1),
        )
        return Table(columns=columns, rows=tuple(self._return(row) for row in self._with_whole(rows)))

    def _return(self, row: ChannelRow) -> Row:
        words, back, credited = self.words, row.back, row.credits
        interval = f"{words.percent(back.low)} – {words.percent(back.high)}" if back is not None else NOTHING
        drawn = words.percent(back.drawn) if back is not None and row is not self.found.whole else NOTHING
        standing = self.language.say(STANDING_TITLES[row.standing]) if row.standing else NOTHING
        cells = (
            self._name(row),
            cell(words.percent(back.value if back is not None else None)),
            cell(interval, "dim"),
            cell(drawn, "dim"),
            cell(standing, _STYLES[row.standing]),
            cell(words.money(credited.revenue)),
            cell(words.money(row.cost)),
            cell(words.money(row.cost_per_customer)),
            cell(words.credit(credited.customers)),
            cell(words.credit(credited.deals_won)),
        )
        return Row(cells=cells)

    def leads(self, rows: Sequence[ChannelRow]) -> Table:
        """A row a channel: its leads, and what part of them was qualified, became a deal and was won."""
        say = self.language.say
        columns = (
            self._name_column(),
            Column(title=say("Leads"), is_number=True),
            Column(title=say("Qualified"), is_number=True, rank=1),
            Column(title=say("Became a deal"), is_number=True, rank=1),
            Column(title=say("Won"), is_number=True),
            Column(title=say("Lead to won"), is_number=True),
            Column(title=say("95%"), is_number=True, rank=3),
            Column(title=say("Drawn"), is_number=True, rank=2),
            Column(title=say("Days to the win"), is_number=True, rank=1),
        )
        shown = [row for row in self._with_whole(rows) if row.credits.leads > 0]
        return Table(columns=columns, rows=tuple(self._lead(row) for row in shown))

    def _lead(self, row: ChannelRow) -> Row:
        words, credited, won = self.words, row.credits, row.to_won
        share = self.language.share
        few = won is None or credited.leads < _FEW
        cells = (
            self._name(row),
            cell(words.credit(credited.leads)),
            cell(self._step(words.credit(credited.qualified), row.to_qualified, few)),
            cell(self._step(words.credit(credited.converted), row.to_deal, few)),
            cell(words.credit(credited.won)),
            cell(NOTHING if won is None or few else share(won.value)),
            cell(NOTHING if won is None else f"{share(won.low)} – {share(won.high)}", "dim"),
            cell(NOTHING if won is None or row is self.found.whole else share(won.drawn), "dim"),
            cell(NOTHING if row.days is None else self.language.number(row.days)),
        )
        return Row(cells=cells)

    def _step(self, count: str, rate: Rate | None, few: bool) -> str:  # noqa: FBT001 - whether they are too few
        """How many got so far, and what part that is; of few leads only how many."""
        return count if rate is None or few else f"{count} ({self.language.percent(rate.value)})"

    def _name_column(self) -> Column:
        return Column(title=self.language.say(SPLIT_TITLES[self.found.split_by]), wraps=True, least=12)

    def _name(self, row: ChannelRow) -> Cell:
        return cell(self.words.name(row), "strong" if row is self.found.whole else "")

    def _with_whole(self, rows: Sequence[ChannelRow]) -> list[ChannelRow]:
        return [*rows, self.found.whole] if self.found.whole is not None and len(self.found.rows) > 1 else [*rows]

    def _cut(self, table: Callable[[Sequence[ChannelRow]], Table]) -> Iterator[Block]:
        """The first rows of a table, and how many there are more."""
        rows = self.found.rows
        yield table(rows[:_MOST])
        if len(rows) > _MOST:
            text = self.language.say_many(
                "and {n} more; --format json lists all", "and {n} more; --format json lists all", len(rows) - _MOST
            )
            yield Paragraph(text=text, style="dim")
