"""How good the leads of a period are: who can be reached, by where they come from, and what becomes of those who can.

Pure data. Leads that were deleted, merged, entered twice or are spam are nowhere in it, but for `duplicates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.address import Reachability, ReachabilityReason
from lievik.model.funnel import Share
from lievik.model.periods import Period
from lievik.model.quality import Side
from lievik.model.result import MetricResult

Reached = Reachability | Literal["no_address"]
"""What is known of a lead; `no_address` has none, and nobody said anything of it."""


@dataclass(frozen=True, kw_only=True)
class ReasonCount:
    """How many leads are thought to be reachable, or not, for one reason."""

    reachability: Reachability
    reason: ReachabilityReason
    leads: int


@dataclass(frozen=True, kw_only=True)
class LeadGroup:
    """The leads of one source, or all of them.

    Attributes:
        group: label; none where leads have none.
        counts: leads by what is known of them, those that there are.
        unreachable: of those with an address.
        side: `above` where that is more than chance explains around all sources together.
        conversion: leads that became a deal, of all.
        contactable: the same of those that are not known to be unreachable.
    """

    group: str | None
    counts: Mapping[Reached, int]
    unreachable: Share
    conversion: MetricResult
    contactable: MetricResult
    side: Side = ""

    @property
    def leads(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def gap(self) -> Decimal | None:
        """What conversion is more without the unreachable; none where either has too few leads or no answer."""
        told = [each.value for each in (self.contactable, self.conversion) if each.status in {"ok", "immature"}]
        return told[0] - told[1] if len(told) == 2 and None not in told else None  # type: ignore[operator] # noqa: PLR2004


@dataclass(frozen=True, kw_only=True)
class LeadsAnswer:
    """How good the leads created in a period are.

    Attributes:
        split_by: the dimension.
        whole: none where there is no answer; `reason` is the slug of why.
        groups: those with the most unreachable leads first.
        reasons: of all leads with an address, the unreachable first.
        duplicates: leads that are counted nowhere, as an earlier one has their address.
    """

    period: Period
    as_of: date
    split_by: str
    whole: LeadGroup | None = None
    groups: tuple[LeadGroup, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    duplicates: int = 0
    reason: str = ""
    reason_facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def standing_out(self) -> tuple[LeadGroup, ...]:
        """Those with more unreachable leads than chance explains."""
        return tuple(group for group in self.groups if group.side == "above")
