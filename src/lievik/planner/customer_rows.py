"""Rows of a table that name accounts → the same rows by customer: of a subsidiary, the parent that it is a part of.

Pure. Where customers are accounts, the rows are taken as they are.
"""

from __future__ import annotations

from lievik.model.facts import Facts
from lievik.model.tables import TABLES


def customer_rows(table: str, facts: Facts) -> str:
    """SQL of a relation with a table's columns, `account_id` among them; derived tables have customers already."""
    if TABLES[table].is_derived or not facts.has_rows("subsidiary"):
        return table
    others = ", ".join(f"own.{name}" for name in TABLES[table].all_columns if name != "account_id")
    return (
        f"(SELECT coalesce(part.customer_id, own.account_id) AS account_id, {others}\n"
        f"FROM {table} AS own LEFT JOIN subsidiary AS part ON part.account_id = own.account_id)"
    )
