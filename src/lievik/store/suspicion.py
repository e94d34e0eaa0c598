"""Rows that a source brought → counts of those that can hardly be right, by what is odd about them.

Nothing is raised: people repair their data by what a receipt says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import duckdb

from lievik.model.address import address_words
from lievik.model.quota import LEDGER
from lievik.model.receipt import Suspicion
from lievik.model.tables import TABLES
from lievik.store.parts import Changes, Delta
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

_IS_THERE: Final = (
    "lower(trim(email)) IN (SELECT lower(trim(email)) FROM lead WHERE email IS NOT NULL "
    "UNION ALL SELECT lower(trim(email)) FROM contact WHERE email IS NOT NULL)"
)
"""Whether anybody has the address of a verdict."""

_VERDICTS: Final = ", ".join(f"'{each.word}'" for each in address_words() if each.kind == "verdict")

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
        "email_verdict": {
            "without_email": "coalesce(trim(email), '') = ''",
            "email_not_in_lead_or_contact": f"coalesce(trim(email), '') <> '' AND NOT {_IS_THERE}",
            "status_says_nothing_known": (
                f"trim(regexp_replace(strip_accents(lower(coalesce(status, ''))), '[^a-z0-9]+', ' ', 'g')) "
                f"NOT IN ({_VERDICTS})"
            ),
        },
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


_NOT_BY_ROW: Final = frozenset({"deal_split", "email_verdict"})
"""Tables in which it depends on other rows whether a row is odd."""


def find_suspicions(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], source: str, changes: Changes | None = None
) -> tuple[Suspicion, ...]:
    """Count the odd rows that a source has in some tables; what does not occur is left out.

    Args:
        connection: open for writing; derived columns of these tables are worked out.
        tables: their names.
        source: whose rows are counted.
        changes: what is different since all was worked out before; counts are then noted for the next time, and where
            they were, only rows that are different are looked at. None to look at every row and note nothing.
    """
    found: list[Suspicion] = []
    if changes is not None:
        _strike_out(connection, changes)
    for table in tables:
        odd = {**ODD.get(table, {}), **_unknown(connection, table)}
        if odd:
            counts = _counted(connection, table, source, tuple(odd.values()), changes)
            found += [
                Suspicion(table=table, what=what, rows=counts[told]) for what, told in odd.items() if counts[told]
            ]
    return tuple(found)


def _counted(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    source: str,
    conditions: Sequence[str],
    changes: Changes | None,
) -> dict[str, int]:
    """Count a source's rows for which each condition holds."""
    if changes is None or table in _NOT_BY_ROW:
        return _looked_at(connection, table, source, conditions)
    noted = dict(
        connection.execute(
            "SELECT condition, n FROM meta_odd WHERE source = ? AND table_name = ?", [source, table]
        ).fetchall()
    )
    if noted.keys() != set(conditions):
        counts = _looked_at(connection, table, source, conditions)
    elif table in changes.deltas:
        more = _added(connection, changes.deltas[table], conditions)
        counts = {told: count + more[told] for told, count in noted.items()}
    else:
        return noted
    connection.execute("DELETE FROM meta_odd WHERE source = ? AND table_name = ?", [source, table])
    for told, count in counts.items():
        connection.execute("INSERT INTO meta_odd VALUES (?, ?, ?, ?)", [source, table, told, count])
    return counts


def _looked_at(
    connection: duckdb.DuckDBPyConnection, table: str, source: str, conditions: Sequence[str]
) -> dict[str, int]:
    """Count by looking at every row of the source."""
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
    row = connection.execute(f"SELECT {counts} FROM {table} WHERE source = $source", {"source": source}).fetchone()
    return dict(zip(conditions, row or (), strict=True))


def _added(connection: duckdb.DuckDBPyConnection, delta: Delta, conditions: Sequence[str]) -> dict[str, int]:
    """Count the rows that came less those that are gone; all of them are of one source."""
    counts = ", ".join(f"coalesce(sum(times) FILTER ({_narrowed(told)}), 0)" for told in conditions)
    columns = ", ".join(f'"{name}"' for name in TABLES[delta.table].all_columns)
    row = connection.execute(
        f"WITH different AS MATERIALIZED (SELECT {columns}, 1 AS times FROM {delta.came} "
        f"UNION ALL SELECT {columns}, -1 FROM {delta.gone}) SELECT {counts} FROM different"
    ).fetchone()
    return {told: int(more) for told, more in zip(conditions, row or (), strict=True)}


def _narrowed(condition: str) -> str:
    """The same condition, but that few rows are looked for among many ids and not the other way round."""
    return _AMONG_IDS.sub(r"\1 NOT IN (SELECT id FROM \2 WHERE id IN (SELECT \1 FROM different))", condition)


_AMONG_IDS: Final = re.compile(r"(\w+) NOT IN \(SELECT id FROM (\w+)\)")


def _strike_out(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Strike out what was noted of tables whose changed rows are not known, and of those that refer to changed ones."""
    unsure = [
        table.name
        for table in TABLES.values()
        if (table.name in changes.tables and table.name not in changes.deltas)
        or changes.tables.intersection(reference.target for reference in references_of(table.name))
    ]
    if unsure:
        listed = ", ".join(f"'{name}'" for name in unsure)
        connection.execute(f"DELETE FROM meta_odd WHERE table_name IN ({listed})")


def _unknown(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Conditions of references that are no row's id, where rows of what they refer to are there at all."""
    return {
        f"{found.column.removesuffix('_id')}_not_in_{found.target}": (
            f"{found.column} IS NOT NULL AND {found.where} AND {found.column} NOT IN (SELECT id FROM {found.target})"
        )
        for found in references_of(table)
        if connection.execute(f"SELECT 1 FROM {found.target} LIMIT 1").fetchone()
    }
