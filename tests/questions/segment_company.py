"""Deals made by chance, as a company, and the same deals for plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.soundness.table_from_docstring import Company, company_of

STARTS = date(2025, 1, 1)


@dataclass(frozen=True)
class Sold:
    """One deal that ended; without an amount where that is none."""

    industry: str | None
    size: str
    is_won: bool
    amount: int | None
    days: int
    kind: str = "new"
    fit: float | None = None

    @property
    def money(self) -> int:
        """What it brought."""
        return (self.amount or 0) if self.is_won else 0


def company_with(deals: Iterable[Sold], **more: list[dict[str, object]]) -> Company:
    """Make a company of deals, an account each; all end in 2025."""
    rows: list[dict[str, object]] = []
    accounts: list[dict[str, object]] = []
    for number, deal in enumerate(deals):
        closed = STARTS + timedelta(days=150 + number % 60)
        accounts.append(
            {
                "id": f"a{number}",
                "name": f"Firm {number}",
                "industry": deal.industry,
                "size_band": deal.size,
                "icp_fit": deal.fit,
            }
        )
        rows.append(
            {
                "id": f"d{number}",
                "account_id": f"a{number}",
                "outcome": "won" if deal.is_won else "lost",
                "amount": deal.amount,
                "deal_type": deal.kind,
                "created_on": closed - timedelta(days=deal.days),
                "closed_on": closed,
            }
        )
    tables: dict[str, list[dict[str, object]]] = {"account": accounts, "deal": rows}
    for name, added in more.items():
        tables[name] = [*tables.get(name, []), *added]
    return company_of(tables)


def by_chance(count: int, seed: int, *, rate: float = 0.3, favoured: float = 0.3) -> list[Sold]:
    """Deals of three industries and two sizes; those of A are won at a rate of their own, all else is chance."""
    chance = Random(seed)  # noqa: S311 - no secret
    deals = []
    for _ in range(count):
        industry = chance.choice(["A", "B", "C", None])
        is_won = chance.random() < (favoured if industry == "A" else rate)
        amount = None if chance.random() < 0.05 else round(chance.lognormvariate(9, 0.8))
        days = round(chance.lognormvariate(3.5, 0.6))
        deals.append(Sold(industry, chance.choice(["small", "large"]), is_won, amount, days))
    return deals
