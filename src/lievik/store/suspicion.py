"""Rows that a source brought → counts of those that can hardly be right, by what is odd about them.

Nothing is raised: people repair their data by what a receipt says.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import duckdb

from lievik.model.quota import LEDGER
from lievik.model.receipt import Suspicion
from lievik.store.references import references_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDS_FIRST: Final = "ends_on <= starts_on"

_IS_REVENUE: Final = "coalesce(kind, 'revenue') = 'revenue'"

_NOT_WHOLE: Final = (
    f"SELECT deal_id FROM deal_split WHERE {_IS_REVENUE} "
    "GROUP BY deal_id HAVING abs(coalesce(sum(share), 0) - 1) > 0.001"
)
"""Deals whose revenue is not shared out as a whole, but for what thirds lack for their decimals."""

_LISTED: Final = (
    "list_transform(regexp_extract_all(by_month, '[0-9]+([.][0-9]+)?'), written -> CAST(written AS DECIMAL(18, 2)))"
)

_IS_LISTED: Final = (
    "extract(DAY FROM starts_on) = 1 AND extract(DAY FROM ends_on) = 1 "
    f"AND len({_LISTED}) = date_diff('month', starts_on, ends_on) AND list_sum({_LISTED}) = amount"
)
"""Quotas whose months are listed as derive/quota_part.sql takes them."""

ODD: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "deal": {
            "closed_before_created": "closed_on < created_on",
            "won_without_amount": "outcome = 'won' AND amount IS NULL",
            "closed_without_closing_date": "outcome IN ('won', 'lost') AND closed_on IS NULL",
            "without_outcome": "outcome IS NULL",
            "without_created_on": "created_on IS NULL",
            "without_account": "account_id IS NULL",
        },
        "lead": {"converted_before_created": "converted_on < created_on", "without_created_on": "created_on IS NULL"},
        "deal_version": {"without_valid_from_on": "valid_from_on IS NULL"},
        "activity": {"without_started_on": "started_on IS NULL", "without_hours": "hours IS NULL"},
        "work_time": {"without_worked_on": "worked_on IS NULL", "without_hours": "hours IS NULL"},
        "customer_period": {
            "ends_before_it_starts": _ENDS_FIRST,
            "without_account": "account_id IS NULL",
            "without_starts_on": "starts_on IS NULL",
        },
        "churn_event": {"without_lost_on": "lost_on IS NULL"},
        "invoice_line": {
            "without_account": "account_id IS NULL",
            "without_amount": "amount IS NULL",
            "without_invoiced_on": "invoiced_on IS NULL",
        },
        "spend": {"without_amount": "amount IS NULL", "without_spent_on": "spent_on IS NULL"},
        "quota": {
            "ends_before_it_starts": _ENDS_FIRST,
            "without_amount": f"amount IS NULL AND source <> '{LEDGER}'",
            "without_span": "starts_on IS NULL OR ends_on IS NULL",
            "spread_by_hand_without_its_months": (
                f"spread = 'hand' AND amount >= 0 AND NOT coalesce({_IS_LISTED}, FALSE)"
            ),
        },
        "deal_split": {
            "revenue_shares_not_1_together": f"{_IS_REVENUE} AND deal_id IN ({_NOT_WHOLE})",
            "without_share": "share IS NULL",
        },
        "team_member": {"ends_before_it_starts": _ENDS_FIRST},
        "forecast_submission": {
            "ends_before_it_starts": _ENDS_FIRST,
            "without_submitted_on": "submitted_on IS NULL",
        },
        "fx_rate": {"without_rate": "rate IS NULL OR rate <= 0 OR on_date IS NULL"},
    }
)
"""Table -> what is odd -> the condition that tells it."""


def find_suspicions(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], source: str) -> tuple[Suspicion, ...]:
    """Count the odd rows that a source has in the named tables; what does not occur is left out."""
    found: list[Suspicion] = []
    for table in tables:
        odd = {**ODD.get(table, {}), **_unknown(connection, table)}
        if not odd:
            continue
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in odd.values())
        row = connection.execute(f"SELECT {counts} FROM {table} WHERE source = $source", {"source": source}).fetchone()
        found += [
            Suspicion(table=table, what=what, rows=rows) for what, rows in zip(odd, row or (), strict=True) if rows
        ]
    return tuple(found)


def _unknown(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Conditions of references that are no row's id, where rows of what they refer to are there at all."""
    return {
        f"{found.column.removesuffix('_id')}_not_in_{found.target}": (
            f"{found.column} IS NOT NULL AND {found.where} AND {found.column} NOT IN (SELECT id FROM {found.target})"
        )
        for found in references_of(table)
        if connection.execute(f"SELECT 1 FROM {found.target} LIMIT 1").fetchone()
    }
