"""A statement that reads `deal_version` → the same over every state that deals were in, whoever tells of it.

Pure. Vendors' versions are few or none in many a workspace: what imports differ in, and what days tell of deals, stands
beside them. A common table expression of the same name is put before the statement, and reads the tables themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lievik.model.facts import Facts
from lievik.model.tables import TABLES
from lievik.planner.deal_states import deal_states

_VERSIONS: Final = "deal_version"
_OF_VERSION: Final = re.compile(r"\bdeal_version\.([a-z_]+)\b")
_TABLE: Final = re.compile(r"\b(FROM|JOIN) (deal|deal_version)\b( AS \w+)?")
_DAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "state.deal_id",
        "deal_id": "state.deal_id",
        "valid_from_on": "state.from_on",
        "valid_until_on": "state.until_on",
        "known_until": "NULL",
        "origin": "state.origin",
    }
)
"""Column of a version -> what it is of a state."""


def with_states(facts: Facts) -> Facts:
    """What the tables hold, where every state of a deal counts as a version of it."""
    if not facts.has_rows("deal"):
        return facts
    filled = {**facts.filled.get(_VERSIONS, {})}
    for column in TABLES["deal"].all_columns:
        # of a state that nobody tells, little is known: nothing is always filled
        if facts.has_values("deal", column):
            filled.setdefault(column, 1)
    filled |= {"valid_from_on": 1, "deal_id": 1}
    currencies = facts.currencies.get(_VERSIONS, frozenset()) | facts.currencies.get("deal", frozenset())
    return replace(
        facts,
        rows={**facts.rows, _VERSIONS: facts.rows.get(_VERSIONS, 0) + facts.rows["deal"]},
        filled={**facts.filled, _VERSIONS: filled},
        currencies={**facts.currencies, _VERSIONS: currencies},
    )


def read_states(sql: str, facts: Facts) -> str:
    """Let a statement that begins with WITH read states; one that reads no versions stays as it is.

    Args:
        sql: the statement.
        facts: what the tables hold themselves.
    """
    named = set(_OF_VERSION.findall(sql))
    if not named:
        return sql
    columns = [name for name in TABLES["deal"].all_columns if name in named and name not in _DAYS]
    selected = [f"{what} AS {name}" for name, what in _DAYS.items()] + [f"state.{name}" for name in columns]
    states = _TABLE.sub(
        lambda found: f"{found[1]} main.{found[2]}{found[3] or f' AS {found[2]}'}", deal_states(facts, columns)
    )
    lines = (
        "WITH",
        "-- every state of a deal, whether a vendor, a difference between imports or its own days tell of it",
        f"{_VERSIONS} AS (",
        f"  SELECT {', '.join(selected)}",
        f"  FROM (\n{states}\n) AS state",
        "),",
    )
    return "\n".join(lines) + sql.removeprefix("WITH")
