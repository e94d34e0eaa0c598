"""How the pipeline of one day became that of another: what came in, what went out, what changed, to the cent.

Pure data. An account of movements holds exactly: opening and all movements together are the closing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.model.periods import Period

COMING: Final = (
    "new",
    "qualified",
    "pulled_in",
    "pushed_in",
    "reopened",
    "owner_in",
    "pipeline_in",
    "category_in",
    "segment_in",
)
"""Reasons for which a deal comes into the pipeline that is looked at; the first that holds is a deal's one reason."""

GOING: Final = (
    "won",
    "lost",
    "pushed_out",
    "pulled_out",
    "disqualified",
    "deleted",
    "owner_out",
    "pipeline_out",
    "category_out",
    "segment_out",
)
"""Reasons for which it goes out of it."""

CHANGES: Final = ("increased", "decreased", "exchange_rate")
"""What changes the value of deals, beside what comes and goes."""

MOVEMENTS: Final = (*COMING, *CHANGES, *GOING)
"""Every movement, in the order in which they are shown."""

ALWAYS_SHOWN: Final = ("new", "pulled_in", "increased", "decreased", "won", "lost", "pushed_out")
"""Movements that are shown even where there are none."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Deals and what they add; what goes out has a negative amount."""

    deals: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One movement between the two days.

    Attributes:
        net: deals by their one reason, as the two days tell it.
        steps: every step on the way, one that was taken back later among them.
    """

    name: str
    net: Bar
    steps: Bar

    @property
    def is_taken_back(self) -> bool:
        """Whether more happened on the way than the two days tell."""
        return self.net != self.steps


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of movements: of the whole or one part, in one currency.

    Attributes:
        part: name of the part; none for deals without one.
        is_whole: of all parts together.
        is_converted: everything in one currency, at the rates of the days.
        left_out: deals without a rate, of which nothing is in a converted account.
        without_amount: open deals of the closing that have no amount, and count as nothing.
    """

    part: str | None
    is_whole: bool
    currency: str
    is_converted: bool
    opening: Bar
    closing: Bar
    movements: tuple[Movement, ...]
    left_out: int = 0
    without_amount: int = 0

    def of(self, name: str) -> Movement:
        """One movement; one that did not happen is empty."""
        empty = Movement(name=name, net=Bar(), steps=Bar())
        return next((found for found in self.movements if found.name == name), empty)

    def together(self, *names: str) -> Bar:
        """Several movements together."""
        bars = [self.of(name).net for name in names]
        return Bar(deals=sum(bar.deals for bar in bars), amount=sum((bar.amount for bar in bars), Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class MovedDeal:
    """One deal in one movement.

    Attributes:
        moved_on: day of the step; the last day looked at where the two days alone are compared.
        converted: its amount in the company's currency; none where there is no rate.
        expected_before: the day it was expected to close on at the opening; `expected_after` at the closing.
    """

    deal_id: str
    name: str
    owner: str
    part: str | None
    movement: str
    moved_on: date
    amount: Decimal
    currency: str
    converted: Decimal | None
    expected_before: date | None = None
    expected_after: date | None = None


@dataclass(frozen=True, kw_only=True)
class BridgeAnswer:
    """How the open pipeline of a period moved from the end of one day to the end of another.

    Attributes:
        period: deals are expected to close in it; none for every open deal.
        from_on: the opening is as of the end of this day; `to_on` the closing.
        split_by: dimension of the parts; empty where the whole is not split.
        accounts: of the whole, then of each part; per currency, and converted where there are several.
        deals: movement -> its deals, where they were asked for.
        reversals: steps of deals that did more than the two days tell, in order.
        inferred: deals whose state at the opening is inferred.
        is_all_counted: no deal has a qualification date, so every open deal counts.
    """

    period: Period | None
    from_on: date
    to_on: date
    as_of: date
    currency: str
    split_by: str = ""
    accounts: tuple[Account, ...] = ()
    deals: Mapping[str, tuple[MovedDeal, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reversals: tuple[MovedDeal, ...] = ()
    inferred: int = 0
    is_all_counted: bool = False

    @property
    def wholes(self) -> tuple[Account, ...]:
        """Accounts of the whole, the one that is read first at the front: converted, else the only one."""
        found = [account for account in self.accounts if account.is_whole]
        return tuple(sorted(found, key=lambda account: not account.is_converted))

    def parts(self) -> Iterator[Account]:
        """Accounts of the parts, each in the currency that the whole is read in."""
        first = next(iter(self.wholes), None)
        for account in self.accounts:
            if first and not account.is_whole and account.is_converted == first.is_converted:
                yield account
