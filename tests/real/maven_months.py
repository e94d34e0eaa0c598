"""The computer seller's one export → the twelve month-end exports that its CRM would have given in 2017.

Standard library alone. A deal is in an export from the day of its engagement on; one that closed later is open in it,
in the stage Engaging, worth the list price of its product, without a closing. A deal that has no day of engagement is
known of from the last export alone, which is the file itself but for the price of what is open.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

MONTH_ENDS = tuple(date(2017, month, monthrange(2017, month)[1]) for month in range(1, 13))
NAMED = {"GTXPro": "GTX Pro"}


@dataclass(frozen=True, kw_only=True)
class Sale:
    """One line of sales_pipeline.csv, with the list price of its product."""

    id: str
    stage: str
    engaged: date | None
    closed: date | None
    value: Decimal
    price: Decimal
    row: dict[str, str]

    def is_known(self, day: date) -> bool:
        """Whether it is in an export of a day."""
        return day == MONTH_ENDS[-1] if self.engaged is None else self.engaged <= day

    def stage_on(self, day: date) -> str:
        """Its stage on a day: that of the file where it had closed by then, or is open still."""
        if self.closed is not None and self.closed > day:
            return "Engaging"
        return self.stage

    def is_open(self, day: date) -> bool:
        """Whether it is in an export, and open."""
        return self.is_known(day) and self.stage_on(day) in {"Prospecting", "Engaging"}


def read_sales(folder: Path) -> list[Sale]:
    """Read the files."""
    prices = {row["product"]: Decimal(row["sales_price"]) for row in _lines(folder / "products.csv")}
    return [
        Sale(
            id=row["opportunity_id"],
            stage=row["deal_stage"],
            engaged=date.fromisoformat(row["engage_date"]) if row["engage_date"] else None,
            closed=date.fromisoformat(row["close_date"]) if row["close_date"] else None,
            value=Decimal(row["close_value"] or 0),
            price=prices[NAMED.get(row["product"], row["product"])],
            row=row,
        )
        for row in _lines(folder / "sales_pipeline.csv")
    ]


def cut(sales: list[Sale], folder: Path) -> Iterator[tuple[date, Path]]:
    """Write one export a month end, each into a folder of its own."""
    for day in MONTH_ENDS:
        path = folder / f"{day}" / "sales_pipeline.csv"
        path.parent.mkdir(parents=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(sales[0].row))
            writer.writeheader()
            writer.writerows(_as_on(sale, day) for sale in sales if sale.is_known(day))
        yield day, path


def _as_on(sale: Sale, day: date) -> dict[str, str]:
    if not sale.is_open(day):
        return sale.row
    return {**sale.row, "deal_stage": sale.stage_on(day), "close_date": "", "close_value": str(sale.price)}


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
