"""Sales by product → blocks: what was sold, what moved it, and who may buy what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from lievik.language import NOTHING, Language
from lievik.model.products import Candidate, Effect, Pairing, ProductRow, ProductsAnswer, Sales
from lievik.report.blocks import About, Block, Bullets, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.products_wording import EFFECT_TITLES, ProductWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

T = TypeVar("T")

_RANKS: Final[Mapping[Effect, int]] = MappingProxyType(
    {"volume": 0, "mix": 0, "price": 0, "discount": 1, "exchange_rate": 2, "returns": 2, "without_units": 2}
)

_MOST: Final = 25
"""So many rows of a table are listed for people; the others are in JSON."""


@dataclass(frozen=True, kw_only=True)
class ProductsView:
    """Writes sales by product, in one language."""

    catalogue: Catalogue
    language: Language
    found: ProductsAnswer

    @cached_property
    def words(self) -> ProductWords:
        """What it comes to, in sentences."""
        return ProductWords(language=self.language, found=self.found)

    def blocks(self) -> Iterator[Block]:
        """The title, what was sold, what moved it, and what is bought next where that was asked."""
        yield Heading(text=self.title())
        yield from self.summary()
        if self.is_answered:
            yield from self._cut(self.products, self.found.rows)
            yield Heading(text=self.moved_title(), level=2)
            yield Paragraph(text=self.words.change())
            yield from self._cut(self.moved, self.found.rows)
            yield Bullets(items=self.words.meanings())
        if self.found.next is not None:
            yield Heading(text=self.next_title(), level=2)
            yield Bullets(items=tuple(self.words.next_told()))
            if self.found.next.pairings:
                yield from self._cut(self.pairings, self.found.next.pairings, self.found.next.clear)
                yield Heading(text=self.candidates_title(), level=2)
                yield from self._cut(self.candidates, self.found.next.candidates, self.found.next.count)

    @property
    def is_answered(self) -> bool:
        """Whether anything was sold or came back in either period."""
        return bool(self.found.rows)

    def title(self) -> str:
        """Of which period, and what it is compared with."""
        period, compared = (self.language.period_title(each) for each in (self.found.period, self.found.compared))
        return self.language.say("Products — {period}, compared with {compared}", period=period, compared=compared)

    def moved_title(self) -> str:
        """What the table of effects is about."""
        return self.language.say("What moved it")

    def next_title(self) -> str:
        """What the table of pairs is about."""
        return self.language.say("Who buys what next")

    def candidates_title(self) -> str:
        """What the table of accounts is about, and how many there are."""
        count = self.found.next.count if self.found.next else 0
        return self.language.say_many("Whom to ask: {n} candidate", "Whom to ask: {n} candidates", count)

    def summary(self) -> Iterator[Block]:
        """What it comes to, or why there is nothing to tell."""
        if self.found.reason:
            reason = self.language.sentence(self.found.reason, self.catalogue.reasons, self.found.reason_facts)
            told = self.language.say("Nothing can be said: {reason}", reason=reason)
            yield Paragraph(text=f"{told} → {bring(self.found.reason, self.found.reason_facts)}")
        elif not self.is_answered:
            yield Paragraph(text=self.nothing())
        else:
            yield Bullets(items=tuple(self.words.told()))

    def nothing(self) -> str:
        """That nothing was sold."""
        return self.language.say("Nothing was sold in either period.")

    def products(self, rows: Sequence[ProductRow]) -> Table:
        """A row a product, and one of all together; discounts and returns only where there are any."""
        say = self.language.say
        columns = (
            Column(title=self._split_title(), wraps=True, least=14),
            Column(title=say("Revenue"), is_number=True),
            Column(title=say("Of all"), is_number=True, rank=1),
            Column(title=say("Change"), is_number=True),
            Column(title=say("Units"), is_number=True, rank=1),
            Column(title=say("Average price"), is_number=True),
            *((Column(title=say("Given away"), is_number=True, rank=2),) if self._has_discounts else ()),
            *((Column(title=say("Returned"), is_number=True, rank=3),) if self._has_returns else ()),
        )
        found = [self._product(row) for row in rows]
        if self.found.whole and len(self.found.rows) > 1:
            found.append(self._product(self.found.whole, is_whole=True))
        return Table(columns=columns, rows=tuple(found))

    @property
    def _has_discounts(self) -> bool:
        return any(row.now.discount for row in self.found.rows)

    @property
    def _has_returns(self) -> bool:
        return any(row.now.returned for row in self.found.rows)

    def _split_title(self) -> str:
        return self.language.text(self.catalogue.dimension(self.found.split_by).titles)

    def _product(self, row: ProductRow, *, is_whole: bool = False) -> Row:
        language, now = self.language, row.now
        name = cell(language.say("Together"), "strong") if is_whole else cell(self.words.name(row))
        cells = [
            name,
            cell(self.words.money(now.revenue)),
            cell(NOTHING if is_whole or row.share is None else language.share(row.share)),
            cell(self.words.signed(row.change)),
            cell(language.count(now.units) if now.units else NOTHING),
            cell(self._price(now)),
        ]
        if self._has_discounts:
            cells.append(cell(NOTHING if now.discount is None else language.share(now.discount)))
        if self._has_returns:
            cells.append(cell(self.words.signed(now.returned) if now.returned else NOTHING))
        return Row(cells=tuple(cells))

    def _price(self, sales: Sales) -> str:
        return NOTHING if sales.price is None else self.language.money(sales.price, self.found.currency)

    def moved(self, rows: Sequence[ProductRow]) -> Table:
        """A row a product: its change, and what that is made of; then one of all together."""
        say, shown = self.language.say, self.words.shown()
        change = say("Change")
        columns = (
            Column(title=self._split_title(), wraps=True, least=14),
            Column(title=f"{change} ({self.found.currency})", is_number=True),
            *(Column(title=say(EFFECT_TITLES[name]), is_number=True, rank=_RANKS[name]) for name in shown),
        )
        found = [self._moved(self.words.name(row), row) for row in rows]
        if self.found.whole and len(self.found.rows) > 1:
            found.append(self._moved(say("Together"), self.found.whole, "strong"))
        return Table(columns=columns, rows=tuple(found))

    def _moved(self, name: str, row: ProductRow, style: Style = "") -> Row:
        parts = (cell(self.words.bare(row.effects[effect])) for effect in self.words.shown())
        return Row(cells=(cell(name, style), cell(self.words.bare(row.change), style), *parts))

    def pairings(self, pairings: Sequence[Pairing]) -> Table:
        """A row a pair of products that go together."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Who bought"), wraps=True, least=14),
            Column(title=say("buys too"), wraps=True, least=14),
            Column(title=say("Both"), is_number=True),
            Column(title=say("Share"), is_number=True),
            Column(title=say("Of all"), is_number=True),
            Column(title=say("Times as often"), is_number=True, rank=1),
        )
        rows = tuple(
            Row(
                cells=(
                    cell(each.held_name),
                    cell(each.other_name),
                    cell(language.part_of(each.both, each.holders)),
                    cell(language.percent(each.share)),
                    cell(language.percent(each.base)),
                    cell(language.ratio(each.lift)),
                )
            )
            for each in pairings
        )
        return Table(columns=columns, rows=rows)

    def candidates(self, candidates: Sequence[Candidate]) -> Table:
        """A row an account and what it may buy."""
        say = self.language.say
        columns = (
            Column(title=say("Account"), wraps=True, least=16),
            Column(title=say("May buy"), wraps=True, least=14),
            Column(title=say("Why"), wraps=True, least=24),
        )
        rows = tuple(
            Row(
                cells=(
                    cell(each.name, about=About(kind="account", key=each.account)),
                    cell(each.pairing.other_name),
                    cell(self.words.reason(each.pairing), "dim"),
                )
            )
            for each in candidates
        )
        return Table(columns=columns, rows=rows)

    def _cut(self, table: Callable[[Sequence[T]], Table], rows: Sequence[T], count: int = 0) -> Iterator[Block]:
        """The first rows of a table, and how many there are more; of very many JSON has not all either."""
        yield table(rows[:_MOST])
        if count > len(rows):
            yield Paragraph(text=self.more(count - _MOST), style="dim")
        elif len(rows) > _MOST:
            text = self.language.say_many(
                "and {n} more; --format json lists all", "and {n} more; --format json lists all", len(rows) - _MOST
            )
            yield Paragraph(text=text, style="dim")

    def more(self, count: int) -> str:
        """That there are more than are listed."""
        return self.language.say("and {n} more", n=self.language.count(count))
