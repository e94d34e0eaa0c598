"""The deals that count for a stage → blocks: a table, the largest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lievik.language import NOTHING, Language, mark
from lievik.model.funnel import Fate, FunnelAnswer, StageDeal
from lievik.report.blocks import Block, Cell, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.funnel_wording import MODES
from lievik.report.views.wording import rep_cell

_FATES: Final[Mapping[Fate, str]] = MappingProxyType(
    {
        "won": mark("Won"),
        "lost": mark("Lost"),
        "open": mark("Open"),
        "deleted": mark("Deleted"),
        "moved": mark("Other pipeline"),
    }
)
_STYLES: Final[Mapping[str, Style]] = MappingProxyType({"won": "good", "lost": "bad", "deleted": "dim", "moved": "dim"})


@dataclass(frozen=True, kw_only=True)
class StageDealsView:
    """Writes the deals of a stage, in one language."""

    language: Language

    def blocks(self, found: FunnelAnswer) -> Iterator[Block]:
        """The title, which deals count, and a row a deal."""
        yield Heading(text=self.title(found))
        yield Paragraph(text=self.about(found), style="dim")
        if found.deals:
            yield self.table(found, found.deals)
        yield Paragraph(text=self.told(found), style="strong")

    def title(self, found: FunnelAnswer) -> str:
        """Which stage, of which period, and as of when."""
        period, day = self.language.period_title(found.period), self.language.date(found.as_of)
        return self.language.say("{stage} — {period}, as of {day}", stage=found.listed, period=period, day=day)

    def about(self, found: FunnelAnswer) -> str:
        """Which deals count."""
        created, counted = self.language.say("Deals created in the period."), self.language.say(MODES[found.mode])
        return f"{created} {counted}"

    def told(self, found: FunnelAnswer) -> str:
        """How many there are."""
        return self.language.say_many("{n} deal came there.", "{n} deals came there.", len(found.deals))

    def table(self, found: FunnelAnswer, deals: Sequence[StageDeal]) -> Table:
        """A row a deal."""
        say, has_pipelines = self.language.say, len({deal.pipeline for deal in found.deals}) > 1
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12),
            *([Column(title=say("Pipeline"), rank=1)] if has_pipelines else []),
            Column(title=say("Created"), is_number=True, rank=2),
            Column(title=say("Now"), wraps=True, least=12),
            Column(title=say("Since"), is_number=True, rank=2),
            Column(title=say("Amount"), is_number=True),
        )
        rows = tuple(self._row(deal, found.currency, has_pipelines=has_pipelines) for deal in deals)
        return Table(columns=columns, rows=rows)

    def _row(self, deal: StageDeal, currency: str, *, has_pipelines: bool) -> Row:
        language = self.language
        amount = NOTHING if deal.amount is None else language.money(deal.amount, currency, digits=0)
        return Row(
            cells=(
                cell(f"{deal.name} ({deal.id})" if deal.name else deal.id),
                rep_cell(deal.owner),
                *([cell(deal.pipeline or NOTHING)] if has_pipelines else []),
                cell(language.date(deal.created_on, is_short=True)),
                self._now(deal),
                cell(language.date(deal.since, is_short=True)),
                cell(amount),
            )
        )

    def _now(self, deal: StageDeal) -> Cell:
        """Where it is now."""
        return cell(deal.stage or self.language.say(_FATES[deal.fate]), _STYLES.get(deal.fate, ""))
