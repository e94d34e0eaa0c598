"""What sales by product come to, in sentences: how much, by which records, what moved it, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.language import Language, mark
from lievik.model.products import EFFECTS, Effect, Pairing, ProductRow, ProductsAnswer, SalesSource
from lievik.report.views.change_wording import change_text

EFFECT_TITLES: Final[Mapping[Effect, str]] = MappingProxyType(
    {
        "volume": mark("Volume"),
        "mix": mark("Mix"),
        "price": mark("Price"),
        "discount": mark("Discount"),
        "exchange_rate": mark("Exchange rates"),
        "returns": mark("Returns"),
        "without_units": mark("Without units"),
    }
)

MEANINGS: Final[Mapping[Effect, str]] = MappingProxyType(
    {
        "volume": mark("Volume: more or fewer units of all products together."),
        "mix": mark("Mix: units moved between products, or currencies; what is new or gone is all volume and mix."),
        "price": mark("Price: the same product at another price, before the discount."),
        "discount": mark("Discount: more or less was taken off that price."),
        "exchange_rate": mark("Exchange rates: the same money of another currency is worth more or less."),
        "returns": mark("Returns: more or less came back."),
        "without_units": mark("Without units: sold on lines that do not say how many."),
    }
)

_SOURCES: Final[Mapping[SalesSource, str]] = MappingProxyType(
    {
        "invoice_line": mark("By invoices: what was billed in the period, less what came back."),
        "deal_line": mark("By the lines of deals won in the period, as there are no invoices of products."),
        "deal": mark("By deals won in the period, as there are no lines: a unit is a deal."),
    }
)


@dataclass(frozen=True, kw_only=True)
class ProductWords:
    """Says what sales by product come to, in one language."""

    language: Language
    found: ProductsAnswer

    def told(self) -> Iterator[str]:
        """How much was sold, by which records, and what is not in it."""
        say, whole = self.language.say, self.found.whole
        if whole is None:
            return
        yield say("Revenue, net of returns: {amount}", amount=self.money(whole.now.revenue))
        if whole.now.returned or whole.before.returned:
            now, before = self.signed(whole.now.returned), self.signed(whole.before.returned)
            yield say("Returns in it: {now} (before: {before})", now=now, before=before)
        if self.found.source:
            yield say(_SOURCES[self.found.source])
        yield from self._untold(whole)

    def _untold(self, whole: ProductRow) -> Iterator[str]:
        """What no product, unit, amount or rate is told of."""
        say_many, left_out, nameless = self.language.say_many, self.found.uncounted, self.found.nameless
        if nameless.lines:
            yield say_many(
                "{n} line names no product: {amount}",
                "{n} lines name no product: {amount}",
                nameless.lines,
                amount=self.money(nameless.revenue),
            )
        if whole.now.untold:
            yield say_many(
                "{n} line does not say how many units: {amount}, in revenue and in no price",
                "{n} lines do not say how many units: {amount}, in revenue and in no price",
                whole.now.untold,
                amount=self.money(whole.now.without_units),
            )
        if left_out.no_amount:
            yield say_many(
                "Left out, as they have no amount: {n} line",
                "Left out, as they have no amount: {n} lines",
                left_out.no_amount,
            )
        if left_out.no_rate:
            yield say_many(
                "Left out, as there is no rate: {n} line", "Left out, as there is no rate: {n} lines", left_out.no_rate
            )

    def change(self) -> str:
        """By how much revenue changed, and from what."""
        whole = self.found.whole
        if whole is None:
            return ""
        return self.language.say(
            "From {before} in {period} to {now}: {change}",
            before=self.money(whole.before.revenue),
            period=self.language.period_title(self.found.compared),
            now=self.money(whole.now.revenue),
            change=self.signed(whole.change),
        )

    def shown(self) -> tuple[Effect, ...]:
        """The effects that anything comes from."""
        rows = (self.found.whole, *self.found.rows)
        return tuple(name for name in EFFECTS if any(row and row.effects.get(name) for row in rows))

    def meanings(self) -> tuple[str, ...]:
        """What each effect that is shown means, and what all of them are."""
        say = self.language.say
        told = [say(MEANINGS[name]) for name in self.shown()]
        return (*told, say("The parts add up to the change. They say where it stands, not what caused it."))

    def reason(self, pairing: Pairing) -> str:
        """Why an account may buy a product."""
        language = self.language
        return language.say(
            "has {held}: {both} bought this too ({share}; of all {base})",
            held=pairing.held_name,
            both=language.part_of(pairing.both, pairing.holders),
            share=language.percent(pairing.share),
            base=language.percent(pairing.base),
        )

    def next_told(self) -> Iterator[str]:
        """What was looked at to find who buys what next, and what came of it."""
        found, language = self.found.next, self.language
        if found is None:
            return
        say = language.say
        day = language.date(self.found.as_of)
        yield language.say_many(
            "{n} account bought anything up to {day}, and kept it.",
            "{n} accounts bought anything up to {day}, and kept it.",
            found.accounts,
            day=day,
        )
        if found.products > found.most:
            most, products = language.count(found.most), language.count(found.products)
            yield say("Looked at: the {most} most bought of {products}.", most=most, products=products)
        if not found.looked_at:
            n = language.count(found.support)
            yield say("No two products were bought by {n} accounts or more, so nothing can be said.", n=n)
            return
        yield say(
            "Bought by {support} accounts or more: {pairs} pairs, each way. More often than chance explains, with so "
            "many looked at: {clear}.",
            support=language.count(found.support),
            pairs=language.count(found.looked_at),
            clear=language.count(found.clear),
        )
        if found.no_account:
            yield language.say_many(
                "Not counted, as no account is named: {n} line",
                "Not counted, as no account is named: {n} lines",
                found.no_account,
            )

    def name(self, row: ProductRow) -> str:
        """What a product or family is called."""
        return row.name or row.product or self.language.say("(not given)")

    def money(self, amount: Decimal) -> str:
        """Money in the currency of the answer."""
        return self.language.money(amount, self.found.currency, digits=0)

    def signed(self, amount: Decimal) -> str:
        """A change, with its sign."""
        return change_text(amount.quantize(Decimal(1)), "money", self.found.currency, self.language)

    def bare(self, amount: Decimal) -> str:
        """A change, with its sign and without its currency: many of them stand in a row."""
        return change_text(amount.quantize(Decimal(1)), "count", "", self.language)
