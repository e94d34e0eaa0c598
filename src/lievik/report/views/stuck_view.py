"""Deals that are stuck → blocks: a table, the largest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lievik.language import NOTHING, Language
from lievik.model.funnel import FunnelAnswer, StuckDeal
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.wording import rep_cell


@dataclass(frozen=True, kw_only=True)
class StuckView:
    """Writes deals that are stuck, in one language."""

    language: Language

    def blocks(self, found: FunnelAnswer) -> Iterator[Block]:
        """The title, what it means, and a row a deal."""
        yield Heading(text=self.title(found))
        yield Paragraph(text=self.about(), style="dim")
        if not found.stuck:
            yield Paragraph(text=self.told(found))
            return
        yield self.table(found, found.stuck)
        yield Paragraph(text=self.told(found), style="strong")

    def table(self, found: FunnelAnswer, deals: Sequence[StuckDeal]) -> Table:
        """A row a deal."""
        say, has_pipelines = self.language.say, len({deal.pipeline for deal in found.stuck}) > 1
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12),
            *([Column(title=say("Pipeline"), rank=1)] if has_pipelines else []),
            Column(title=say("Stage"), wraps=True, least=12),
            Column(title=say("Since"), is_number=True, rank=2),
            Column(title=say("Working days") if found.is_working else say("Days"), is_number=True),
            Column(title=say("Usual"), is_number=True, rank=1),
            Column(title=say("Amount"), is_number=True),
        )
        rows = tuple(self._row(deal, found.currency, has_pipelines=has_pipelines) for deal in deals)
        return Table(columns=columns, rows=rows)

    def about(self) -> str:
        """Which deals are stuck."""
        return self.language.say(
            "At their stage for longer than four in five of the deals that later won from there were."
        )

    def title(self, found: FunnelAnswer) -> str:
        """What is listed, and as of when."""
        return self.language.say("Stuck deals — as of {day}", day=self.language.date(found.as_of))

    def told(self, found: FunnelAnswer) -> str:
        """How many deals are stuck, and what they are worth."""
        worth = found.stuck_worth
        if not worth.deals:
            return self.language.say("No deal is stuck.")
        told = self.language.say_many("{n} deal is stuck.", "{n} deals are stuck.", worth.deals)
        if not worth.valued:
            return told
        amount = self.language.money(worth.amount, found.currency, digits=0)
        together = self.language.say("Together: {amount}.", amount=amount)
        return f"{told} {together}"

    def _row(self, deal: StuckDeal, currency: str, *, has_pipelines: bool) -> Row:
        language = self.language
        amount = NOTHING if deal.amount is None else language.money(deal.amount, currency, digits=0)
        return Row(
            cells=(
                cell(f"{deal.name} ({deal.id})" if deal.name else deal.id),
                rep_cell(deal.owner),
                *([cell(deal.pipeline or NOTHING)] if has_pipelines else []),
                cell(deal.stage),
                cell(language.date(deal.since, is_short=True)),
                cell(language.count(deal.days)),
                cell(f"≤ {language.count(deal.limit)}"),
                cell(amount),
            )
        )
