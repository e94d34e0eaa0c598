"""Movements of customers → blocks: months from opening to closing, rates, parts, who is a customer, who is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.customer_moves import (
    CustomersAnswer,
    MoneyMoves,
    Move,
    MovedAccount,
    MovePart,
    MoveUnit,
)
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.bridge_wording import signed
from lievik.report.views.coverage_wording import bring
from lievik.report.views.customer_losses_view import CustomerLossesView
from lievik.report.views.customer_wording import churn_text, move_title, rule_lines
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_MOST: Final = 25
"""So many accounts are listed for people; the others are in JSON."""

_COUNTED: Final[tuple[Move, ...]] = ("new", "reactivation", "late_reactivation", "churn")


@dataclass(frozen=True, kw_only=True)
class CustomerView:
    """Writes movements of customers, in one language."""

    catalogue: Catalogue
    language: Language
    found: CustomersAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, what it comes to, and every table."""
        yield Heading(text=self.title())
        if self.found.whole is None:
            yield Paragraph(text=self.nothing())
            return
        yield Bullets(items=tuple(self.told(self.found.whole)))
        for slug, title, table in self.named_tables():
            if slug == "disagree" and self.found.listed != slug:
                yield Paragraph(text=f"{title} → lievik customers --list disagree")
                continue
            yield Heading(text=title, level=2)
            yield table

    def named_tables(self) -> Iterator[tuple[str, str, Table]]:
        """Every table with a slug and its title."""
        say, found = self.language.say, self.found
        if found.whole and found.whole.money:
            yield "money", say("What customers pay a month"), self.money(found.whole)
        yield "counts", say("Customers"), self.counts()
        if found.parts:
            yield "parts", self.split_title(), self.parts()
        yield from self.losses().named_tables()
        if found.accounts:
            yield "accounts", self.listed_title(), self.accounts(found.accounts[:_MOST])

    def losses(self) -> CustomerLossesView:
        """What makes a customer, who is lost by which source, and why."""
        return CustomerLossesView(language=self.language, found=self.found)

    def title(self) -> str:
        """Of which period."""
        return self.language.say("Customers — {period}", period=self.language.period_title(self.found.period))

    def nothing(self) -> str:
        """Why nothing can be told."""
        found = self.found
        reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
        told = self.language.say("Nothing can be said: {reason}", reason=reason)
        return f"{told} → {bring(found.reason, found.reason_facts)}"

    def told(self, whole: MoveUnit) -> Iterator[str]:
        """What it comes to."""
        say, language = self.language.say, self.language
        count = language.count
        if self.found.basis:
            yield " ".join(rule_lines(self.found.rule, self.found.basis, language))
        yield say(
            "Customers at the start: {opening}, at the end: {closing}.",
            opening=count(whole.opening),
            closing=count(whole.closing),
        )
        yield say(
            "Churn: {churn}, retention: {retention}, net loss: {net}.",
            churn=self._rate(whole),
            retention=self._share(whole.retention),
            net=self._share(whole.net_loss),
        )
        if self.found.renewals is not None:
            yield say(
                "Contracts of several terms are mixed here; of those up for renewal: {churn}.",
                churn=churn_text(self.found.renewals, language),
            )
        if whole.money:
            money = whole.money[0]
            ratio = NOTHING if money.quick_ratio is None else language.number(money.quick_ratio, digits=2)
            yield say(
                "Gross revenue retention: {gross}, net: {net}, quick ratio: {ratio}.",
                gross=self._share(money.gross_retention),
                net=self._share(money.net_retention),
                ratio=ratio,
            )
            if money.unrated:
                yield language.say_many(
                    "Left out, as there is no rate: {n} account",
                    "Left out, as there is no rate: {n} accounts",
                    money.unrated,
                )

    def money(self, whole: MoveUnit) -> Table:
        """A row a period, from opening to closing; then the whole, and each currency where there are several."""
        say = self.language.say
        moves = [each for each in whole.money[0].moved if each.accounts]
        has_exchange = bool(whole.money[0].exchange)
        columns = [
            Column(title="", wraps=True, least=10),
            Column(title=say("Opening"), is_number=True, rank=1),
            *(Column(title=move_title(each.move, self.language, self.found.window), is_number=True) for each in moves),
            *([Column(title=say("Exchange rate"), is_number=True, rank=2)] if has_exchange else []),
            Column(title=say("Closing"), is_number=True),
            Column(title=say("Quick ratio"), is_number=True, rank=3),
        ]
        shown = [each.move for each in moves]
        rows = [self._money(self._period(u), u.money[0], shown, has_exchange=has_exchange) for u in self.found.units]
        if len(rows) > 1:
            rows.append(self._money(say("Together"), whole.money[0], shown, has_exchange=has_exchange, style="strong"))
        rows += [self._money(each.currency, each, shown, has_exchange=has_exchange) for each in whole.money[1:]]
        return Table(columns=tuple(columns), rows=tuple(rows))

    def _money(
        self, name: str, money: MoneyMoves, moves: Sequence[Move], *, has_exchange: bool, style: str = ""
    ) -> Row:
        def write(amount: Decimal) -> Cell:
            return cell(self.language.money(amount, money.currency, digits=0))

        def change(amount: Decimal) -> Cell:
            return cell(signed(amount, money.currency, self.language))

        ratio = NOTHING if money.quick_ratio is None else self.language.number(money.quick_ratio, digits=2)
        return Row(
            cells=(
                cell(name, "strong" if style else ""),
                write(money.opening),
                *(change(money.amount(move)) for move in moves),
                *((change(money.exchange),) if has_exchange else ()),
                write(money.closing),
                cell(ratio),
            )
        )

    def counts(self) -> Table:
        """A row a period: customers at both ends, who came and left, and the rates."""
        found = self.found
        rows = [Row(cells=(cell(self._period(unit)), *self._counts(unit))) for unit in found.units]
        if len(rows) > 1 and found.whole:
            rows.append(Row(cells=(cell(self.language.say("Together"), "strong"), *self._counts(found.whole))))
        return Table(columns=self._count_columns(), rows=tuple(rows))

    def _count_columns(self) -> tuple[Column, ...]:
        say = self.language.say
        return (
            Column(title="", wraps=True, least=12),
            Column(title=say("Start"), is_number=True),
            *(
                Column(title=move_title(move, self.language, self.found.window), is_number=True, rank=1)
                for move in self._shown()
            ),
            Column(title=say("End"), is_number=True),
            Column(title=say("Churn"), is_number=True),
            Column(title=say("plausibly"), is_number=True, rank=3),
            Column(title=say("Net loss"), is_number=True, rank=2),
            *([Column(title=say("Churn a year"), is_number=True, rank=4)] if self.found.grain == "month" else []),
        )

    def _shown(self) -> tuple[Move, ...]:
        whole = self.found.whole
        units = (*self.found.units, *([whole] if whole else []))
        always = ("new", "churn")
        return tuple(m for m in _COUNTED if m in always or any(unit.accounts.get(m) for unit in units))

    def _counts(self, unit: MoveUnit) -> tuple[Cell, ...]:
        language = self.language
        yearly = (cell(self._share(unit.annualised), "dim"),) if self.found.grain == "month" else ()
        return (
            cell(language.count(unit.opening)),
            *(cell(language.count(unit.accounts.get(move, 0))) for move in self._shown()),
            cell(language.count(unit.closing)),
            cell(self._rate(unit)),
            cell(language.interval(unit.churn.interval, "share") or NOTHING, "dim"),
            cell(self._share(unit.net_loss)),
            *yearly,
        )

    def split_title(self) -> str:
        """What the parts are."""
        if self.found.split_by == "cohort":
            return self.language.say("By the first day as a customer")
        return self.language.text(self.catalogue.dimension(self.found.split_by).titles)

    def parts(self) -> Table:
        """A row a part, over the whole period."""
        rows = [Row(cells=(cell(self._part(part)), *self._counts(part.unit))) for part in self.found.parts]
        return Table(columns=self._count_columns(), rows=tuple(rows))

    def _part(self, part: MovePart) -> str:
        return self.language.period_title(part.since) if part.since else part.part or self.language.say("(not given)")

    def listed_title(self) -> str:
        """How many accounts moved."""
        return self.language.say_many("{n} account moved", "{n} accounts moved", len(self.found.accounts))

    def accounts(self, accounts: Sequence[MovedAccount]) -> Table:
        """A row an account that moved."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Period"), wraps=True, least=10),
            Column(title=say("Account"), wraps=True, least=16),
            Column(title=say("Owner"), wraps=True, least=12, rank=2),
            Column(title=say("Movement"), wraps=True, least=12),
            Column(title=say("Before"), is_number=True),
            Column(title=say("After"), is_number=True),
        )

        def write(amount: Decimal | None, currency: str) -> Cell:
            return cell(NOTHING if amount is None else language.money(amount, currency, digits=0))

        rows = [
            Row(
                cells=(
                    cell(language.period_title(each.period)),
                    cell(each.name, about=About(kind="account", key=each.account_id)),
                    rep_cell(each.owner),
                    cell(move_title(each.move, language, self.found.window)),
                    write(each.before, each.currency),
                    write(each.after, each.currency),
                )
            )
            for each in accounts
        ]
        return Table(columns=columns, rows=tuple(rows))

    def _period(self, unit: MoveUnit) -> str:
        name = self.language.period_title(unit.period)
        return self.language.say("{period} so far", period=name) if unit.is_running else name

    def _rate(self, unit: MoveUnit) -> str:
        return churn_text(unit.churn, self.language)

    def _share(self, share: Decimal | None) -> str:
        return NOTHING if share is None else self.language.share(share)
