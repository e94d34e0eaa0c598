"""What a generation's meta tables say, as the facts that the planner decides by.

Given a way to ask the database, so that it reads the same from every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from lievik.model.conventions import Conventions
from lievik.model.facts import Facts

Fetch = Callable[[str, Mapping[str, object]], tuple[list[str], list[tuple[Any, ...]]]]
"""Runs a statement with its values; gives the names of columns, and rows."""

_SQL: Final = """
SELECT 'rows' AS kind, table_name, '' AS part, row_count AS number, NULL AS first_on, NULL AS last_on FROM meta_rows
UNION ALL SELECT 'rows', 'deal_past', '', count(*), NULL, NULL FROM deal_past
UNION ALL SELECT 'filled', table_name, column_name, filled, NULL, NULL FROM meta_filled WHERE filled > 0
UNION ALL SELECT 'currency', table_name, currency, n, NULL, NULL FROM meta_currency
UNION ALL SELECT 'span', table_name, column_name, 0, first_on, last_on FROM meta_span
UNION ALL SELECT 'span', 'meta_run', 'known_on', 0, min(on_date), max(on_date)
FROM (SELECT CAST(known_at AT TIME ZONE 'UTC' AS DATE) AS on_date FROM meta_run) AS run
HAVING count(*) > 0
"""


def read_facts(fetch: Fetch, conventions: Conventions) -> Facts:
    """Read what the tables hold.

    Args:
        fetch: asks the database.
        conventions: the workspace's; derived tables are worked out by them.
    """
    return _facts(fetch(_SQL, {})[1], conventions)


def no_facts(conventions: Conventions) -> Facts:
    """What is known of a workspace that nothing came into yet."""
    return _facts((), conventions)


def _facts(rows: Iterable[tuple[Any, ...]], conventions: Conventions) -> Facts:
    """Sort the rows of the meta tables."""
    counts: dict[str, int] = {}
    filled: dict[str, dict[str, int]] = {}
    currencies: dict[str, set[str]] = {}
    spans: dict[str, dict[str, tuple[date, date]]] = {}
    for kind, table, part, number, first_on, last_on in rows:
        if kind == "rows":
            counts[table] = number
        elif kind == "filled":
            filled.setdefault(table, {})[part] = number
        elif kind == "currency":
            currencies.setdefault(table, set()).add(part)
        else:
            spans.setdefault(table, {})[part] = (first_on, last_on)
    return Facts(
        rows=counts,
        filled=filled,
        currencies={table: frozenset(found) for table, found in currencies.items()},
        spans=spans,
        currency=conventions.currency,
        customers=conventions.customers,
    )
