"""Rows of credits and costs → channels: what each was credited with, what it cost, the middle lead's days to the win.

Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, cast

from lievik.errors import UnknownNameError
from lievik.model.channels import ChannelRow, Credits, Unplaced

_ZERO: Final = Decimal(0)
_HALF: Final = Decimal("0.5")

_Key = str | None


@dataclass
class _Gathered:
    """What is known of one key so far."""

    name: str = ""
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    days: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cost: Decimal | None = None


class ChannelBook:
    """What statements gave, by key."""

    def __init__(self) -> None:
        self.of: dict[_Key, _Gathered] = defaultdict(_Gathered)
        self.counts: dict[str, int] = defaultdict(int)
        self.nameless: dict[str, Decimal] = {}
        self.squares = _ZERO

    def add_leads(self, rows: Iterable[Sequence[object]]) -> None:
        """Add rows of `ChannelSQL.lead_credits`."""
        for key, name, is_qualified, is_converted, is_won, days, is_touch, credit, leads in rows:
            found, amount = self._at(key, name), _decimal(credit)
            found.sums["leads"] += amount
            for part, holds in (("qualified", is_qualified), ("converted", is_converted), ("won", is_won)):
                found.sums[part] += amount if holds else _ZERO
            if is_won:
                found.days[cast("int", days)] += amount
            self.counts["touched" if is_touch else "leads"] += cast("int", leads)

    def add_deals(self, rows: Iterable[Sequence[object]]) -> None:
        """Add rows of `ChannelSQL.deal_credits`."""
        for key, name, is_won, is_new, has_amount, has_rate, is_touch, *sums, deals in rows:
            amount, revenue, squares, costed_squares = map(_decimal, sums)
            found = self._at(key, name)
            found.sums["deals"] += amount
            found.sums["deals_won"] += amount if is_won else _ZERO
            found.sums["customers"] += amount if is_new else _ZERO
            found.sums["revenue"] += revenue
            found.sums["squares"] += squares
            self.squares += costed_squares
            count = cast("int", deals)
            self.counts["touched" if is_touch else "deals"] += count
            self.counts["no_amount"] += count if is_won and not has_amount else 0
            self.counts["no_rate"] += count if is_won and has_amount and not has_rate else 0

    def add_costs(self, rows: Iterable[Sequence[object]], wanted: Categories) -> None:
        """Add rows of `ChannelSQL.cost_sums`; costs that name nothing are told of by category."""
        for key, name, category, cost, costs, no_amount, no_rate in rows:
            if not wanted.has(str(category)):
                continue
            self.counts["costs_no_amount"] += cast("int", no_amount)
            self.counts["costs_no_rate"] += cast("int", no_rate)
            if not costs:
                continue
            if key is None:
                self.nameless[str(category)] = self.nameless.get(str(category), _ZERO) + _decimal(cost)
            else:
                found = self._at(key, name)
                found.cost = (found.cost or _ZERO) + _decimal(cost)

    @property
    def costed(self) -> list[str]:
        """Keys that have a cost above zero."""
        return [key for key, found in self.of.items() if key is not None and found.cost is not None and found.cost > 0]

    def rows(self, channels: Mapping[str, str]) -> list[ChannelRow]:
        """Channels that anything is credited to or that cost anything.

        Args:
            channels: name of a source -> its channel; empty where rows are no channels.
        """
        sources: dict[str, list[str]] = defaultdict(list)
        for source, channel in channels.items():
            sources[channel].append(source)
        return [
            ChannelRow(
                key=key,
                name=found.name,
                sources=tuple(sources.get(key or "", ())),
                credits=Credits(**found.sums),
                cost=found.cost,
                days=_middle(found.days),
            )
            for key, found in self.of.items()
            if found.cost is not None or any(found.sums.values())
        ]

    def whole(self) -> ChannelRow:
        """All together; its cost is of the rows that have one."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        days: dict[int, Decimal] = defaultdict(Decimal)
        for found in self.of.values():
            for name, amount in found.sums.items():
                sums[name] += amount
            for day, amount in found.days.items():
                days[day] += amount
        costs = [found.cost for found in self.of.values() if found.cost is not None]
        return ChannelRow(
            key=None, credits=Credits(**sums), cost=sum(costs, _ZERO) if costs else None, days=_middle(days)
        )

    def unplaced(self) -> Unplaced:
        """What is in no row, or in a row by its own source alone."""
        names = ("leads", "deals", "no_amount", "no_rate", "costs_no_amount", "costs_no_rate")
        return Unplaced(costs=self.nameless, **{name: self.counts[name] for name in names})

    def _at(self, key: object, name: object) -> _Gathered:
        found = self.of[None if key is None else str(key)]
        found.name = "" if name is None else str(name)
        return found


@dataclass(frozen=True, kw_only=True)
class Categories:
    """Which categories of costs count."""

    only: tuple[str, ...]
    without: tuple[str, ...]

    def has(self, category: str) -> bool:
        """Whether costs of a category count."""
        said = category.casefold()
        return (not self.only or said in self.only) and said not in self.without

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Refuse a category that no cost of the period has.

        Raises:
            UnknownNameError: it is none.
        """
        there = {name.casefold() for name in known}
        for name in (*self.only, *self.without):
            if name not in there:
                raise UnknownNameError("category of costs", name, sorted(filter(None, known)))


def _middle(days: Mapping[int, Decimal]) -> int | None:
    """The middle of days, each as often as it is credited; the lower of two. None where nothing is credited."""
    half, passed = sum(days.values(), _ZERO) * _HALF, _ZERO
    for day in sorted(day for day, amount in days.items() if amount > 0):
        passed += days[day]
        if passed >= half:
            return day
    return None


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
