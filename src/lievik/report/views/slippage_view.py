"""Slippage → blocks: what was put off by period and by part, and the deals that are put off again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.slippage import PushedDeal, SlippageAnswer, SlipPart, SlipRate
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_MOST: Final = 25
"""So many deals are listed for people; the others are in JSON."""


@dataclass(frozen=True, kw_only=True)
class SlippageView:
    """Writes slippage, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: SlippageAnswer) -> Iterator[Block]:
        """The title, what it comes to, the periods, the parts and the deals."""
        say, language = self.language.say, self.language
        yield Heading(text=self.title(found))
        told = self.told(found)
        if not told:
            yield Paragraph(text=self.nothing())
            return
        yield Bullets(items=told)
        yield Heading(text=say("Of what was to close in a period, how much left it"), level=2)
        yield self.units(found)
        if found.split_by:
            yield Heading(text=language.text(self.catalogue.dimension(found.split_by).titles), level=2)
            yield self.parts(found)
        yield from self._deals(found)

    def title(self, found: SlippageAnswer) -> str:
        """From when to when."""
        start, end = self.language.date(found.from_on), self.language.date(found.to_on)
        return self.language.say("Slippage — {start} to {end}", start=start, end=end)

    def nothing(self) -> str:
        """That there is nothing to tell."""
        return self.language.say("No open deal was to close in these days, and none was put off.")

    def told(self, found: SlippageAnswer) -> tuple[str, ...]:
        """What it comes to; nothing where no deal was to close and none was put off."""
        whole = found.whole
        if whole is None or not (whole.rate.opening.deals or whole.pushes or whole.pulls or found.deals):
            return ()
        return tuple(self._told(found, whole))

    def _told(self, found: SlippageAnswer, whole: SlipPart) -> Iterator[str]:
        say, say_many, language = self.language.say, self.language.say_many, self.language
        if whole.days_a_push is None:
            yield say("Nothing was put off.")
        else:
            times = say_many("put off {n} time", "put off {n} times", whole.pushes)
            deals = say_many("{n} deal", "{n} deals", whole.deals)
            yield say(
                "{deals}: {times}, by {days} on average.",
                deals=deals,
                times=times,
                days=language.days(whole.days_a_push),
            )
        if whole.pulls:
            yield say_many(
                "Brought forward, counted apart: {n} time", "Brought forward, counted apart: {n} times", whole.pulls
            )
        if whole.rate.left_out:
            yield say_many(
                "Left out, as there is no rate: {n} deal",
                "Left out, as there is no rate: {n} deals",
                whole.rate.left_out,
            )
        if found.is_all_counted:
            yield say("No deal has a day of qualification, so all of them count.")

    def units(self, found: SlippageAnswer) -> Table:
        """A row a period: what was to close in it, and how much of that left it."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("To close in"), wraps=True, least=12),
            Column(title=say("Deals"), is_number=True),
            Column(title=say("Value"), is_number=True),
            Column(title=say("Put off"), is_number=True),
            Column(title=say("Value put off"), is_number=True),
            Column(title=say("Of value"), is_number=True),
            Column(title=say("Of deals"), is_number=True, rank=1),
            Column(title=say("plausibly"), is_number=True, rank=2),
        )
        rows = [
            Row(cells=(cell(language.period_title(u.period)), *self._rate(u.rate, found.currency))) for u in found.units
        ]
        if len(rows) > 1 and found.whole:
            rows.append(Row(cells=(cell(say("Together"), "strong"), *self._rate(found.whole.rate, found.currency))))
        return Table(columns=columns, rows=tuple(rows))

    def _rate(self, rate: SlipRate, currency: str) -> tuple[Cell, ...]:
        """What was open, what of it was put off, and the shares; counts where there are too few."""
        language = self.language
        is_few = rate.status == "insufficient"
        deals = language.part_of(rate.pushed.deals, rate.opening.deals) if is_few else self._share(rate.deal_share)
        return (
            cell(language.count(rate.opening.deals)),
            cell(language.money(rate.opening.amount, currency, digits=0)),
            cell(language.count(rate.pushed.deals)),
            cell(language.money(rate.pushed.amount, currency, digits=0)),
            cell(self._share(rate.value_share)),
            cell(deals),
            cell(language.interval(rate.interval, "share") or NOTHING, "dim"),
        )

    def _share(self, share: Decimal | None) -> str:
        return NOTHING if share is None else self.language.share(share)

    def parts(self, found: SlippageAnswer) -> Table:
        """A row a part."""
        say, language = self.language.say, self.language
        columns = (
            Column(title="", wraps=True, least=14),
            Column(title=say("Pushes"), is_number=True),
            Column(title=say("Deals"), is_number=True),
            Column(title=say("Days a push"), is_number=True, rank=1),
            Column(title=say("Pulls"), is_number=True, rank=2),
            Column(title=say("Value put off"), is_number=True),
            Column(title=say("Of value"), is_number=True),
            Column(title=say("Of deals"), is_number=True),
        )
        rows = []
        for part in found.parts:
            rate = part.rate
            shares = self._rate(rate, found.currency)
            name = say("Together") if part.is_whole else part.part or say("(not given)")
            cells = (
                cell(name, "strong" if part.is_whole else ""),
                cell(language.count(part.pushes)),
                cell(language.count(part.deals)),
                cell(NOTHING if part.days_a_push is None else language.number(part.days_a_push)),
                cell(language.count(part.pulls)),
                *shares[3:6],
            )
            rows.append(Row(cells=cells))
        return Table(columns=columns, rows=(*rows[1:], rows[0]))

    def _deals(self, found: SlippageAnswer) -> Iterator[Block]:
        yield Heading(text=self.deals_title(found), level=2)
        if not found.deals:
            yield Paragraph(text=self.language.say("None."))
            return
        yield self.table(found.deals[:_MOST])
        if len(found.deals) > _MOST:
            more = len(found.deals) - _MOST
            text = self.language.say_many(
                "and {n} more deal; --format json lists all", "and {n} more deals; --format json lists all", more
            )
            yield Paragraph(text=text, style="dim")

    def deals_title(self, found: SlippageAnswer) -> str:
        """Which deals are listed."""
        return self.language.say_many(
            "Put off {n} time or more, and open", "Put off {n} times or more, and open", found.times
        )

    def table(self, deals: Sequence[PushedDeal]) -> Table:
        """A row a deal."""
        say = self.language.say
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12, rank=2),
            Column(title=say("Times"), is_number=True),
            Column(title=say("Days"), is_number=True, rank=1),
            Column(title=say("First to close"), is_number=True, rank=3),
            Column(title=say("To close now"), is_number=True),
            Column(title=say("Value"), is_number=True),
        )
        return Table(columns=columns, rows=tuple(self._deal(deal) for deal in deals))

    def _deal(self, deal: PushedDeal) -> Row:
        language = self.language
        days = [language.date(d, is_short=True) if d else NOTHING for d in (deal.first_expected_on, deal.expected_on)]
        value = NOTHING if deal.amount is None else language.money(deal.amount, deal.currency, digits=0)
        return Row(
            cells=(
                cell(deal.name),
                rep_cell(deal.owner),
                cell(language.count(deal.pushes)),
                cell(language.count(deal.days)),
                *(cell(day) for day in days),
                cell(value),
            )
        )
