"""Deals that are stuck → blocks: a table, the largest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lievik.language import NOTHING, Language
from lievik.model.funnel import FunnelAnswer, StuckDeal
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell


@dataclass(frozen=True, kw_only=True)
class StuckView:
    """Writes deals that are stuck, in one language."""

    language: Language

    def blocks(self, found: FunnelAnswer) -> Iterator[Block]:
        """The title, what it means, and a row a deal."""
        say = self.language.say
        yield Heading(text=say("Stuck deals — as of {day}", day=self.language.date(found.as_of)))
        yield Paragraph(
            text=say("At their stage for longer than four in five of the deals that later won from there were."),
            style="dim",
        )
        if not found.stuck:
            yield Paragraph(text=say("No deal is stuck."))
            return
        has_pipelines = len({deal.pipeline for deal in found.stuck}) > 1
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
        rows = tuple(self._row(deal, found.currency, has_pipelines=has_pipelines) for deal in found.stuck)
        yield Table(columns=columns, rows=rows)
        yield Paragraph(
            text=self.language.say_many("{n} deal is stuck.", "{n} deals are stuck.", len(found.stuck)), style="strong"
        )

    def _row(self, deal: StuckDeal, currency: str, *, has_pipelines: bool) -> Row:
        language = self.language
        amount = NOTHING if deal.amount is None else language.money(deal.amount, currency, digits=0)
        return Row(
            cells=(
                cell(f"{deal.name} ({deal.id})" if deal.name else deal.id),
                cell(deal.owner or NOTHING),
                *([cell(deal.pipeline or NOTHING)] if has_pipelines else []),
                cell(deal.stage),
                cell(language.date(deal.since, is_short=True)),
                cell(language.count(deal.days)),
                cell(f"≤ {language.count(deal.limit)}"),
                cell(amount),
            )
        )
