"""A bridge → blocks: the account as a waterfall, its currencies, its parts, and what was taken back on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.bridge import (
    ALWAYS_SHOWN,
    CHANGES,
    COMING,
    GOING,
    MOVEMENTS,
    Account,
    BridgeAnswer,
    MovedDeal,
    Movement,
)
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.bridge_wording import TITLES, money, signed, style_of
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_WIDTH: Final = 24
"""Signs that the drawing of a bar is wide."""

_MOST_TURNED: Final = 10
"""So many deals that turned back are told of; the others are in JSON."""

_HANDED: Final = tuple(
    name for name in MOVEMENTS if name.partition("_")[0] in {"owner", "pipeline", "category", "segment"}
)
_CAME: Final = tuple(name for name in COMING if name not in _HANDED)
_WENT: Final = tuple(name for name in GOING if name not in {*_HANDED, "won", "lost"})


@dataclass(frozen=True, kw_only=True)
class BridgeView:
    """Writes a bridge, in one language.

    Attributes:
        is_page: for a page, which has a chart for bars of signs, and no options of commands.
    """

    catalogue: Catalogue
    language: Language
    is_page: bool = False

    def blocks(self, found: BridgeAnswer, listed: str = "") -> Iterator[Block]:
        """The title and the account; or the deals of one movement."""
        yield Heading(text=self.title(found))
        whole = self.whole(found)
        if whole is None:
            yield Paragraph(text=self.nothing())
            return
        if listed:
            yield from self._listed(found, listed)
            return
        yield self.waterfall(found, whole)
        yield from self._notes(found, whole)
        if len(found.wholes) > 1:
            yield Heading(text=self.language.say("By currency"), level=2)
            yield self._summary([a for a in found.wholes if not a.is_converted], self.language.say("Currency"))
        if found.split_by:
            yield Heading(text=self.language.text(self.catalogue.dimension(found.split_by).titles), level=2)
            yield self._summary(list(found.parts()), "")
        yield from self._reversals(found)

    def whole(self, found: BridgeAnswer) -> Account | None:
        """The account that is read first; none where nothing stood and nothing moved."""
        whole = next(iter(found.wholes), None)
        is_any = whole and (whole.movements or whole.opening.deals or whole.closing.deals or whole.left_out)
        return whole if is_any else None

    def nothing(self) -> str:
        """That there is no account."""
        return self.language.say("No open deal on either day, and none came or went between them.")

    def title(self, found: BridgeAnswer) -> str:
        """Which deals, and from when to when."""
        say, day = self.language.say, self.language.date
        if found.period is None:
            return say("Bridge — every open deal, {start} to {end}", start=day(found.from_on), end=day(found.to_on))
        return say(
            "Bridge — deals to close in {period}, {start} to {end}",
            period=self.language.period_title(found.period),
            start=day(found.from_on),
            end=day(found.to_on),
        )

    def waterfall(self, found: BridgeAnswer, account: Account) -> Table:
        """The account, a row a movement, drawn beside it; what happened on the way stands where it is more."""
        say, language = self.language.say, self.language
        shown = [
            name
            for name in MOVEMENTS
            if name in ALWAYS_SHOWN or account.of(name).net.deals or account.of(name).steps.deals
        ]
        drawn = _drawing(account, shown)
        has_steps = any(movement.is_taken_back for movement in account.movements)
        columns = [
            Column(title="", wraps=True, least=16),
            Column(title=say("Deals"), is_number=True),
            Column(title=say("Value"), is_number=True),
            *([] if self.is_page else [Column(title="", rank=2)]),
        ]
        if has_steps:
            columns += [
                Column(title=say("Steps"), is_number=True, rank=1),
                Column(title=say("Value of steps"), is_number=True, rank=1),
            ]
        rows = [
            self._end(say("Opening, {day}", day=language.date(found.from_on)), account, "opening", drawn[0], has_steps)
        ]
        for name, picture in zip(shown, drawn[1:], strict=False):
            movement = account.of(name)
            cells = [
                self._name(movement),
                cell(language.count(movement.net.deals) if movement.net.deals else NOTHING),
                cell(signed(movement.net.amount, account.currency, language)),
                *([] if self.is_page else [cell(picture, style_of(name))]),
            ]
            if has_steps:
                cells.append(cell(language.count(movement.steps.deals) if movement.steps.deals else NOTHING, "dim"))
                cells.append(cell(signed(movement.steps.amount, account.currency, language), "dim"))
            rows.append(Row(cells=tuple(cells)))
        rows.append(
            self._end(say("Closing, {day}", day=language.date(found.to_on)), account, "closing", drawn[-1], has_steps)
        )
        return Table(columns=tuple(columns), rows=tuple(rows))

    def _name(self, movement: Movement) -> Cell:
        """What a movement is called; it leads to its deals where there are any."""
        title = self.language.say(TITLES[movement.name])
        about = About(kind="movement", key=movement.name) if movement.net.deals or movement.steps.deals else None
        return cell(title if self.is_page else f"  {title}", about=about)

    def _end(self, title: str, account: Account, which: str, picture: str, has_steps: bool) -> Row:  # noqa: FBT001
        bar = account.opening if which == "opening" else account.closing
        cells = [
            cell(title, "strong"),
            cell(self.language.count(bar.deals), "strong"),
            cell(money(bar, account.currency, self.language), "strong"),
            *([] if self.is_page else [cell(picture)]),
        ]
        return Row(cells=(*cells, *([cell(""), cell("")] if has_steps else [])))

    def _notes(self, found: BridgeAnswer, account: Account) -> Iterator[Block]:
        """What is to be known of the numbers."""
        say = self.language.say
        items = []
        if any(movement.is_taken_back for movement in account.movements):
            items.append(
                say("Steps are everything that happened on the way, also what was taken back before the closing.")
            )
        if account.is_converted:
            items.append(
                say(
                    "Converted to {currency}: open deals at the rate of each day, ended ones at that of their end.",
                    currency=account.currency,
                )
            )
        items += self._doubts(found, account)
        if items:
            yield Bullets(items=tuple(items))

    def _doubts(self, found: BridgeAnswer, account: Account) -> Iterator[str]:
        """Deals that are not or not surely in the numbers."""
        say_many, left_out = self.language.say_many, account.left_out
        if left_out:
            yield say_many(
                "Left out, as there is no rate: {n} deal", "Left out, as there is no rate: {n} deals", left_out
            )
        if account.without_amount:
            yield say_many(
                "{n} deal of the closing has no amount and counts as nothing.",
                "{n} deals of the closing have no amount and count as nothing.",
                account.without_amount,
            )
        if found.inferred:
            yield say_many(
                "Of {n} deal the opening is inferred: its history begins later.",
                "Of {n} deals the opening is inferred: their history begins later.",
                found.inferred,
            )
        if found.is_all_counted:
            yield self.language.say("No deal has a day of qualification, so all of them count.")

    def _summary(self, accounts: Sequence[Account], title: str) -> Table:
        """A row an account, movements of a kind together."""
        say = self.language.say
        columns = [
            (say("Opening"), (), 0),
            (say("Entered"), _CAME, 0),
            (say("Handed over"), _HANDED, 3),
            (say("Change"), CHANGES, 2),
            (say("Won"), ("won",), 0),
            (say("Lost"), ("lost",), 1),
            (say("Went out"), _WENT, 1),
            (say("Closing"), (), 0),
        ]
        columns = [
            (heading, names, rank)
            for heading, names, rank in columns
            if not names or names != _HANDED or any(account.together(*names).deals for account in accounts)
        ]
        rows = []
        for account in accounts:
            name = account.currency if title else account.part or say("(not given)")
            cells: list[Cell] = [cell(name)]
            for place, (_, names, _) in enumerate(columns):
                bar = account.opening if not place else account.closing
                text = (
                    signed(account.together(*names).amount, account.currency, self.language)
                    if names
                    else money(bar, account.currency, self.language)
                )
                cells.append(cell(text))
            rows.append(Row(cells=tuple(cells)))
        heads = (Column(title=heading, is_number=True, rank=rank) for heading, _, rank in columns)
        return Table(columns=(Column(title=title, wraps=True, least=10), *heads), rows=tuple(rows))

    def _reversals(self, found: BridgeAnswer) -> Iterator[Block]:
        """Deals that did more than the two days tell: those that came and went, and those that turned back."""
        by_deal = [list(steps) for _, steps in groupby(found.reversals, key=lambda step: step.deal_id)]
        passing = [steps for steps in by_deal if _is_passing(steps)]
        turned = [steps for steps in by_deal if not _is_passing(steps)]
        if not by_deal:
            return
        say, say_many = self.language.say, self.language.say_many
        yield Heading(text=say("What the two days do not tell"), level=2)
        items = []
        if passing:
            ends = {name: sum(steps[-1].movement == name for steps in passing) for name in GOING}
            told = ", ".join(f"{say(TITLES[name]).lower()} {self.language.count(n)}" for name, n in ends.items() if n)
            items.append(
                say_many(
                    "{n} deal came and went in between: {ends}",
                    "{n} deals came and went in between: {ends}",
                    len(passing),
                    ends=told,
                )
            )
        turned.sort(key=lambda steps: -max(abs(step.converted or step.amount) for step in steps))
        items += [self._path(steps) for steps in turned[:_MOST_TURNED]]
        if len(turned) > _MOST_TURNED:
            items.append(self._more(len(turned) - _MOST_TURNED))
        yield Bullets(items=tuple(items))

    def _more(self, more: int) -> str:
        if self.is_page:
            return self.language.say("and {n} more", n=self.language.count(more))
        return self.language.say_many(
            "and {n} more deal; --format json lists all", "and {n} more deals; --format json lists all", more
        )

    def _path(self, steps: Sequence[MovedDeal]) -> str:
        """One deal and its steps, day by day."""
        told = [
            f"{self.language.date(step.moved_on, is_short=True)} {self.language.say(TITLES[step.movement]).lower()} "
            f"{signed(step.amount, step.currency, self.language)}"
            for step in steps
        ]
        return f"{steps[0].name} ({steps[0].owner or NOTHING}): {'; '.join(told)}"

    def _listed(self, found: BridgeAnswer, listed: str) -> Iterator[Block]:
        """The deals of one movement, the largest first."""
        for name, deals in found.deals.items():
            yield Heading(text=self.deals_title(name, deals), level=2)
            shown = [deal for deal in deals if not deal.is_between or listed == name]
            if shown:
                yield self.table(shown)

    def deals_title(self, movement: str, deals: Sequence[MovedDeal]) -> str:
        """Which movement, and how many deals."""
        language = self.language
        return f"{language.say(TITLES[movement])} — {language.say_many('{n} deal', '{n} deals', len(deals))}"

    def table(self, deals: Sequence[MovedDeal]) -> Table:
        """A row a deal."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12, rank=1),
            Column(title=say("Value"), is_number=True),
            Column(title=say("To close before"), is_number=True, rank=2),
            Column(title=say("To close now"), is_number=True),
        )
        rows = [
            Row(
                cells=(
                    cell(deal.name),
                    rep_cell(deal.owner),
                    cell(signed(deal.amount, deal.currency, language)),
                    *(
                        cell(language.date(day, is_short=True) if day else NOTHING)
                        for day in (deal.expected_before, deal.expected_after)
                    ),
                )
            )
            for deal in deals
        ]
        return Table(columns=columns, rows=tuple(rows))


def _is_passing(steps: Sequence[MovedDeal]) -> bool:
    """Whether a deal came and went in between."""
    return steps[0].movement in COMING and steps[-1].movement in GOING


def _drawing(account: Account, shown: Sequence[str]) -> list[str]:
    """The account as a waterfall: the opening, each movement from where the last one ended, the closing."""
    edges: list[tuple[Decimal, Decimal]] = [(Decimal(0), account.opening.amount)]
    level = account.opening.amount
    for name in shown:
        after = level + account.of(name).net.amount
        edges.append((min(level, after), max(level, after)))
        level = after
    edges.append((Decimal(0), account.closing.amount))
    highest = max(high for _, high in edges) or Decimal(1)
    pictures = []
    for low, high in edges:
        start, end = (int(edge * _WIDTH / highest) for edge in (max(low, Decimal(0)), high))
        signs = max(end - start, 1) if high > low else 0
        pictures.append(" " * min(start, _WIDTH - 1) + "█" * signs)
    return pictures
