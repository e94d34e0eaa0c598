"""What is in a workspace's tables: which columns are filled, in which currencies, from when to when.

Pure. The planner decides by these facts what can be computed, so that planning never reads the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from lievik.model.customer_rule import CustomerBasis, CustomerRule
from lievik.model.tables import TABLES


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the tables of one generation hold.

    Attributes:
        rows: table -> number of rows.
        filled: table -> column -> rows that have a value; for a flag, rows where it is true.
        currencies: table -> currencies in it.
        spans: table -> date column -> (first, last) date in it.
        currency: the workspace's currency.
        customers: what is agreed on who is a customer; `customers_made_by` is what the tables were made by.
    """

    rows: Mapping[str, int]
    filled: Mapping[str, Mapping[str, int]]
    currencies: Mapping[str, frozenset[str]]
    spans: Mapping[str, Mapping[str, tuple[date, date]]] = field(default_factory=dict)
    currency: str = "EUR"
    customers: CustomerRule = field(default_factory=CustomerRule)

    def has_rows(self, table: str) -> bool:
        """Whether the table holds anything."""
        return self.rows.get(table, 0) > 0

    def has_values(self, table: str, column: str) -> bool:
        """Whether any row of the table has the column filled."""
        return self.filled.get(table, {}).get(column, 0) > 0

    def is_always_filled(self, table: str, column: str) -> bool:
        """Whether every row of the table has the column filled."""
        return self.has_rows(table) and self.filled.get(table, {}).get(column, 0) == self.rows[table]

    def is_foreign(self, table: str, currency: str) -> bool:
        """Whether the table holds money in any other currency."""
        return bool(self.currencies.get(table, frozenset()) - {currency})

    @property
    def customers_made_by(self) -> CustomerRule:
        """Who is a customer, and when, as far as it made a difference in the tables."""
        has_notice = self.has_values("customer_amount", "is_noticed")
        has_grace = self.has_values("customer_amount", "is_graced")
        return replace(
            self.customers,
            by="parent" if self.has_rows("subsidiary") else "account",
            basis=self.customer_basis,
            ends="notice" if has_notice else "stated" if self.has_values("customer", "is_stated") else "service_end",
            grace_days=self.customers.grace_days if has_grace else 0,
        )

    @property
    def customer_basis(self) -> CustomerBasis:
        """What makes accounts customers: what is agreed on, else the first that anybody has."""
        if self.customers.basis:
            return self.customers.basis
        if self.has_values("customer_amount", "cohort"):
            return "subscription"
        return "invoices" if self.has_rows("invoice_line") else "deals"

    def has_source(self, table: str) -> bool:
        """Whether any of the tables that a derived table is made from holds anything; so it is for imported ones."""
        made_from = TABLES[table].made_from
        return not made_from or any(self.has_rows(name) for name in made_from)

    def missing_tables(self, table: str) -> tuple[str, ...]:
        """Tables that need data before `table` can hold any: itself, or what it is made from."""
        return TABLES[table].made_from or (table,)

    def last_day(self, as_of: date) -> date | None:
        """Last day, up to the as-of day, on which something happened; none where nothing did."""
        days = [
            min(self.spans[table][column][1], as_of)
            for table, column in _HAPPENED
            if column in self.spans.get(table, {}) and self.spans[table][column][0] <= as_of
        ]
        return max(days, default=None)

    def has_runs_after(self, day: date) -> bool:
        """Whether anything came in after the end of a day."""
        return any(last > day for _, last in self.spans.get("meta_run", {}).values())

    def has_history_after(self, day: date) -> bool:
        """Whether deals are known to have been otherwise at the end of a day than they are now, or may have been."""
        moved = [ends[1] for column, ends in self.spans.get("deal_version", {}).items() if column in _MOVED]
        return any(last > day for last in moved) or (self.has_rows("deal_past") and self.has_runs_after(day))

    def first_day(self) -> date | None:
        """First day on which something happened; none where nothing did."""
        days = [self.spans[t][column][0] for t, column in _HAPPENED if column in self.spans.get(t, {})]
        return min(days, default=None)


_MOVED: Final = frozenset({"valid_from_on", "until_on"})
"""Days on which a deal changed its state."""

_HAPPENED: Final = (
    ("deal", "closed_on"),
    ("deal", "created_on"),
    ("lead", "created_on"),
    ("invoice_line", "invoiced_on"),
    ("activity", "started_on"),
    ("spend", "spent_on"),
    ("customer_period", "starts_on"),
)
"""Dates by which data is said to reach so far."""
