"""What was sold, product by product: revenue, units, price and discount; what a change is made of; what is bought next.

Pure data. Revenue is net of returns and in one currency; units, prices and discounts are of what was sold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.model.periods import Period

SalesSource = Literal["invoice_line", "deal_line", "deal"]
"""The table that sales are read off: a unit of the last is a deal won."""

Effect = Literal["volume", "mix", "price", "discount", "exchange_rate", "returns", "without_units"]
"""What a change of revenue is made of."""

EFFECTS: Final[tuple[Effect, ...]] = (
    "volume",
    "mix",
    "price",
    "discount",
    "exchange_rate",
    "returns",
    "without_units",
)


@dataclass(frozen=True, kw_only=True)
class Sales:
    """What was sold of a product in a period, or of all of them.

    Attributes:
        units: of lines that say how many; returned ones are not taken off.
        listed: what those would have cost without a discount.
        sold: what was taken for them.
        without_units: sold on lines that do not say how many.
        returned: zero or below.
        lines: that were sold or returned, of which `untold` do not say how many and `returns` were returned.
    """

    units: Decimal = Decimal(0)
    listed: Decimal = Decimal(0)
    sold: Decimal = Decimal(0)
    without_units: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)
    lines: int = 0
    untold: int = 0
    returns: int = 0

    def __add__(self, other: Sales) -> Sales:
        """Both together."""
        return Sales(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    @property
    def revenue(self) -> Decimal:
        """Net of returns."""
        return self.sold + self.without_units + self.returned

    @property
    def price(self) -> Decimal | None:
        """What a unit was sold for on average; none where nobody says how many were."""
        return self.sold / self.units if self.units else None

    @property
    def discount(self) -> Decimal | None:
        """What was given away, as a share of what was listed; none where nothing was listed."""
        return 1 - self.sold / self.listed if self.listed else None


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """A product, a family, or the whole.

    Attributes:
        product: its id, or the name of the family; none for what has none, and for the whole.
        share: of the whole's revenue; none where that is not above zero.
        effects: what the change is made of, to the cent; none of them where nothing is compared.
    """

    product: str | None
    name: str | None
    family: str | None
    now: Sales
    before: Sales
    share: Decimal | None = None
    effects: Mapping[Effect, Decimal] = field(default_factory=dict)

    @property
    def change(self) -> Decimal:
        """Of revenue."""
        return self.now.revenue - self.before.revenue


@dataclass(frozen=True, kw_only=True)
class Uncounted:
    """Lines of a period that no revenue can be told of.

    Attributes:
        no_amount: without an amount, or a price.
        no_rate: in a currency without a rate.
    """

    no_amount: int = 0
    no_rate: int = 0


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Of those that bought one product, how many bought another, too.

    Attributes:
        held, other: ids; `held_name` and `other_name` what they are called.
        holders: accounts that bought `held`, and `both` of them the other, too.
        others: accounts that bought `other`, of `accounts` that bought anything.
        low: of the share of holders that bought both, by Wilson, so that one of twenty lists has a pair by chance.
    """

    held: str
    other: str
    held_name: str
    other_name: str
    holders: int
    both: int
    others: int
    accounts: int
    low: Decimal

    @property
    def share(self) -> Decimal:
        """Of the holders, those that bought the other, too."""
        return Decimal(self.both) / self.holders

    @property
    def base(self) -> Decimal:
        """Of all accounts, those that bought the other."""
        return Decimal(self.others) / self.accounts

    @property
    def lift(self) -> Decimal:
        """How many times as often holders buy it as accounts do."""
        return self.share / self.base


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An account that bought what buyers of another product buy, and not that one; by the surest pair that says so."""

    account: str
    name: str
    pairing: Pairing


@dataclass(frozen=True, kw_only=True)
class NextAnswer:
    """Who buys what next, by all that was bought up to a day.

    Attributes:
        support: accounts that have to have bought both.
        looked_at: pairs that have so many, each way.
        most: products that are looked at, of `products`; the most bought ones.
        clear: pairs in which one clearly goes with the other; `pairings` the surest of them, in order.
        candidates: the surest first; `count` of all, where not all are listed.
        no_account: lines that no account is told of.
    """

    accounts: int
    products: int
    most: int
    support: int
    looked_at: int = 0
    clear: int = 0
    pairings: tuple[Pairing, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    count: int = 0
    no_account: int = 0


@dataclass(frozen=True, kw_only=True)
class ProductsAnswer:
    """Revenue by product in a period and the one it is compared with.

    Attributes:
        split_by: product or product_family.
        source: none where there is no sale to read.
        rows: the greatest revenue first; what has no product, or family, among them.
        nameless: what was sold on lines that name no product; it is in the whole.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    compared: Period
    as_of: date
    currency: str
    split_by: str
    source: SalesSource | None = None
    whole: ProductRow | None = None
    rows: tuple[ProductRow, ...] = ()
    nameless: Sales = Sales()
    uncounted: Uncounted = Uncounted()
    uncounted_before: Uncounted = Uncounted()
    next: NextAnswer | None = None
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)
