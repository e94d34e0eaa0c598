"""Quotas as people type them in and as they are listed: subject, period, amount, and how it is spread over months.

Pure. An end is exclusive; a quota that was taken away is an entry without an amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias

LEDGER: Final = "ledger"
"""The built-in source of what is typed in."""

SPREADS: Final = ("flat", "seasonal", "hand")
"""Ways to spread a quota over its months."""

SubjectKind: TypeAlias = Literal["rep", "team", "company"]
Spread: TypeAlias = Literal["flat", "seasonal", "hand"]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who has to reach a quota.

    Attributes:
        id: of the rep or team; empty for the company.
        name: what people call it.
    """

    kind: SubjectKind
    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class QuotaEntry:
    """One decision about a quota, as the ledger keeps it.

    Attributes:
        row_id: of the row that it fills in the table of quotas, the same for every entry that replaces another; empty
            for one of its own.
        amount: none where the quota is taken away.
        by_month: amounts of the months; empty unless they are listed by hand.
        typed_at: with its offset.
        typed_by: who typed it in; empty where nobody said.
        number: of the entry, from 1 on; 0 before it is kept.
        is_taken_back: whether it no longer stands, as its run was undone or never came in.
    """

    row_id: str
    subject: Subject
    starts_on: date
    ends_on: date
    amount: Decimal | None
    currency: str
    spread: Spread
    by_month: tuple[Decimal, ...]
    typed_at: datetime
    typed_by: str
    number: int = 0
    is_taken_back: bool = False

    @property
    def file_name(self) -> str:
        """Name of the file that its run brings; no other entry has it, in whatever ledger."""
        return f"quota-{self.number}-{self.typed_at:%Y%m%d%H%M%S}.csv"

    @property
    def cells(self) -> Mapping[str, str]:
        """Its row as the built-in mapping reads it."""
        return {
            "id": self.row_id,
            "subject_kind": self.subject.kind,
            "subject_id": self.subject.id,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "amount": "" if self.amount is None else f"{self.amount:f}",
            "currency": self.currency,
            "spread": self.spread,
            "by_month": " ".join(f"{part:f}" for part in self.by_month),
        }


@dataclass(frozen=True, kw_only=True)
class QuotaMonth:
    """What of a quota falls into a month.

    Attributes:
        is_superseded: a quota that was typed in for the same subject counts in this month instead.
    """

    month_on: date
    amount: Decimal
    is_superseded: bool = False


@dataclass(frozen=True, kw_only=True)
class Quota:
    """One quota that stands.

    Attributes:
        spread: how it is to be spread.
        spread_by: how it was: `flat`, `hand`, or the company's `month_of_year` or `month_of_quarter`.
        source: where it came from; `ledger` where it was typed in.
    """

    subject: Subject
    starts_on: date
    ends_on: date
    amount: Decimal
    currency: str
    spread: str
    spread_by: str
    source: str
    months: tuple[QuotaMonth, ...]


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What is handed on, held against what there is to reach.

    Attributes:
        parts: whose quotas are added up.
        amount: of the subject's own quota; none where it has none.
        assigned: of the parts together; none where no part has a quota.
    """

    subject: Subject
    parts: Literal["reps", "teams"]
    amount: Decimal | None
    assigned: Decimal | None
    currency: str

    @property
    def ratio(self) -> Decimal | None:
        """What was handed on as a part of what there is to reach; above 1 more than that."""
        return None if self.assigned is None or not self.amount else self.assigned / self.amount

    @property
    def formula(self) -> str:
        """How the ratio is worked out."""
        return "" if self.ratio is None else f"{self.assigned} / {self.amount}"
