"""Channels side by side: leads and how far they came, what was won and what it cost, and which channel earns most.

Pure data. Leads are those created in a period, deals those that they led to or that were created in it without one;
both are followed to the as-of day. Counts are credits: a record that several touches led to is divided between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lievik.model.periods import Period
from lievik.model.result import MetricResult

Attribution = Literal["first", "last", "linear", "u", "w"]
"""Which touches are credited: the first, the last, all alike; `u` and `w` mostly those that began something."""

ATTRIBUTIONS: Final[tuple[Attribution, ...]] = ("first", "last", "linear", "u", "w")

SplitBy = Literal["channel", "lead_source", "campaign"]
SPLITS: Final[tuple[SplitBy, ...]] = ("channel", "lead_source", "campaign")

Standing = Literal["better", "worse", "alike", ""]
"""Whether a channel's return is told from that of the others; empty where it has none, or there are no others."""


@dataclass(frozen=True, kw_only=True)
class Credits:
    """What is credited to a channel.

    Attributes:
        leads: created in the period, of which `qualified`, `converted` to a deal and `won` by now.
        deals: of those leads, or created in the period without a lead; `deals_won` of them by now.
        customers: of the deals won, those that an account bought first by.
        revenue: of the deals won, to the cent.
        squares: of the amounts credited, summed up.
    """

    leads: Decimal = Decimal(0)
    qualified: Decimal = Decimal(0)
    converted: Decimal = Decimal(0)
    won: Decimal = Decimal(0)
    deals: Decimal = Decimal(0)
    deals_won: Decimal = Decimal(0)
    customers: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share of the leads of a channel: its 95 % interval, and the share drawn towards that of all channels."""

    value: Decimal
    low: Decimal
    high: Decimal
    drawn: Decimal


@dataclass(frozen=True, kw_only=True)
class Return:
    """What came back for the money spent: (revenue or margin − cost) ÷ cost.

    Attributes:
        low, high: of 95 %, as there could have been fewer deals or more.
        drawn: towards the return of all channels with costs, the more so the less it rests on.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    drawn: Decimal


@dataclass(frozen=True, kw_only=True)
class ChannelRow:
    """A channel, a source, a campaign, or all together.

    Attributes:
        key: slug of the channel, name of the source, id of the campaign; none for what has none, and for the whole.
        name: of the source or campaign; empty for a channel, which is named by language.
        sources: names in the data that are read as this channel.
        cost: spent in the period; none where no cost of it is known.
        to_qualified, to_deal, to_won: of its leads; none without any.
        days: from the creation of a lead to the first win, of the middle lead won; none where none was won.
        back: none without a cost above zero.
    """

    key: str | None
    name: str = ""
    sources: tuple[str, ...] = ()
    credits: Credits = Credits()
    cost: Decimal | None = None
    to_qualified: Rate | None = None
    to_deal: Rate | None = None
    to_won: Rate | None = None
    days: int | None = None
    back: Return | None = None
    standing: Standing = ""

    @property
    def cost_per_customer(self) -> Decimal | None:
        """What a new customer cost; none without a known cost or without a new customer."""
        customers = self.credits.customers
        return self.cost / customers if self.cost is not None and customers > 0 else None


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """What is in no row, or in a row by its own source alone.

    Attributes:
        costs: category -> costs of the period that name no channel.
        leads, deals: whose own source is their only touch.
        no_amount, no_rate: deals won that no revenue can be told of; with `costs_`, costs that are in no sum.
    """

    costs: Mapping[str, Decimal] = field(default_factory=dict)
    leads: int = 0
    deals: int = 0
    no_amount: int = 0
    no_rate: int = 0
    costs_no_amount: int = 0
    costs_no_rate: int = 0


@dataclass(frozen=True, kw_only=True)
class ChannelsAnswer:
    """Channels side by side.

    Attributes:
        rows: those told apart as better first, then those that are not, then the worse, then those without a cost.
        whole: all together; its return is of the rows that have a cost.
        margin_share: returns are of this share of revenue; none where they are of revenue itself.
        only_costs, without_costs: categories of costs that alone count, or do not.
        costs_unknown_by: dimensions that were filtered by and that costs do not know; then no row has a cost.
        has_touches: whether any lead or deal has a touch; else all came by their own source.
        settled_days: eight of ten leads won were won within so many days; none where none was.
        is_young: the youngest leads of the period are younger than that, so not all is won yet.
        untold: names of sources that no word tells the channel of.
        article_cost: the cost of a new customer as the article has it: all costs and first wins of the same
            period; none where costs do not know a filter.
        reason: slug of why there is no answer; empty otherwise.
    """

    period: Period
    as_of: date
    currency: str
    attribution: Attribution
    split_by: SplitBy
    rows: tuple[ChannelRow, ...] = ()
    whole: ChannelRow | None = None
    margin_share: Decimal | None = None
    only_costs: tuple[str, ...] = ()
    without_costs: tuple[str, ...] = ()
    costs_unknown_by: tuple[str, ...] = ()
    has_touches: bool = False
    unplaced: Unplaced = Unplaced()
    settled_days: int | None = None
    is_young: bool = False
    untold: tuple[str, ...] = ()
    article_cost: MetricResult | None = None
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def costed(self) -> tuple[ChannelRow, ...]:
        """Rows with a return, the best first."""
        found = [(row.back.value, row) for row in self.rows if row.back is not None]
        return tuple(row for _, row in sorted(found, key=lambda each: each[0], reverse=True))
