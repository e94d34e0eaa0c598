"""What there is to repair in deals and leads, by whose they are, as of a day.

Pure data. A deal with several things to repair is one deal to repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Side = Literal["above", "below", ""]

Fault = Literal[
    "won_without_amount",
    "closed_without_closing_date",
    "closed_before_created",
    "expected_close_passed",
    "open_without_amount",
    "open_without_expected_close",
    "open_with_owner_gone",
    "open_without_activity",
    "open_without_next_step",
    "open_without_stage",
    "without_owner",
    "without_account",
    "without_outcome",
    "without_created_on",
    "lost_without_reason",
    "stage_field_missing",
    "stage_too_long",
    "stage_step_missing",
    "lead_without_source",
    "lead_without_activity",
    "lead_unreachable",
]
"""What may be odd or missing, that which distorts numbers the most first."""

ANY = "all"
"""Stands for every fault where a list is asked for."""


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """How many rows have a fault, of how many that could have it.

    Attributes:
        amount: of the faulty deals, in the answer's currency; none where none of them has one.
        side: `above` where that is more often than chance explains around all owners together.
    """

    found: int
    of: int
    amount: Decimal | None = None
    side: Side = ""

    @property
    def share(self) -> Decimal | None:
        """What part has it; none where nothing could."""
        return Decimal(self.found) / self.of if self.of else None


@dataclass(frozen=True, kw_only=True)
class Clean:
    """How many rows have nothing to repair at all, of how many."""

    clean: int
    of: int
    side: Side = ""

    @property
    def faulty(self) -> int:
        """Rows with something to repair, each counted once."""
        return self.of - self.clean

    @property
    def share(self) -> Decimal | None:
        """What part is clean; none of nothing."""
        return Decimal(self.clean) / self.of if self.of else None


@dataclass(frozen=True, kw_only=True)
class OwnerQuality:
    """What one owner has to repair.

    Attributes:
        owner: a name, or the id of somebody unknown; empty where rows have no owner.
        deals, leads: clean of all; the side is `above` where more are to be repaired than chance explains.
        faults: by what is odd, without those that were not looked for.
    """

    owner: str
    deals: Clean
    leads: Clean
    faults: Mapping[Fault, Faulty]


@dataclass(frozen=True, kw_only=True)
class TeamQuality:
    """What the owners who are in one team have to repair; its name is empty for owners who are in none."""

    team: str
    deals: Clean
    leads: Clean
    faults: Mapping[Fault, Faulty]


@dataclass(frozen=True, kw_only=True)
class FaultyRow:
    """One deal or lead, and everything that is to be repaired in it.

    Attributes:
        table: `deal` or `lead`.
        number: the id that its source gives it.
        last_on: of its last activity.
        entered_on: the day since which it is in its stage, where a rule asks.
        lacks: columns that the rule of its stage asks for and it has not.
    """

    table: str
    id: str
    number: str
    name: str
    owner: str
    account_id: str
    account: str
    amount: Decimal | None
    currency: str
    created_on: date | None
    expected_close_on: date | None
    closed_on: date | None
    last_on: date | None
    faults: tuple[Fault, ...]
    entered_on: date | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotLooked:
    """A fault that was not looked for: slug of why, and the names that its sentence needs."""

    fault: Fault
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class QualityAnswer:
    """What is to be repaired in the data.

    Attributes:
        days: without an activity for so many an open deal or lead lies idle.
        deals, leads: clean of all.
        faults: of everybody together, those looked for.
        owners: who has the most deals to repair first.
        teams: likewise; none where no owner is in any.
        not_looked: what the data does not tell, and why.
        unknown_stages: names that rules speak of and no pipeline has.
        listed: whose rows are in `rows`: a fault, `all`, or nothing.
    """

    as_of: date
    days: int
    currency: str
    deals: Clean
    leads: Clean
    faults: Mapping[Fault, Faulty]
    owners: tuple[OwnerQuality, ...]
    teams: tuple[TeamQuality, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    unknown_stages: tuple[str, ...] = ()
    listed: str = ""
    rows: tuple[FaultyRow, ...] = ()

    @property
    def worst(self) -> tuple[Fault, ...]:
        """Faults that there are, those that distort numbers the most first."""
        return tuple(fault for fault, found in self.faults.items() if found.found)
