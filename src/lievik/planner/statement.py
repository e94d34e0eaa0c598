"""A statement: SQL text and the values bound in it; and the periods that most statements begin with.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_BOUND: Final = re.compile(r"\$([a-z_][a-z_0-9]*)")
_PERIOD: Final = (
    "-- the periods asked for, and those they are compared with",
    "period AS (",
    "  SELECT period_no, starts_on, ends_on,",
    "         least(ends_on, $tomorrow) AS known_until,",
    "         CAST(least(ends_on, $tomorrow) - INTERVAL 12 MONTH AS DATE) AS year_from,",
    "         least(starts_on + 15, ends_on, $tomorrow) AS week_3_on,",
    "         greatest(date_diff('day', starts_on, least(ends_on, $tomorrow)), 0) AS days,",
    "         date_diff('day', CAST(least(ends_on, $tomorrow) - INTERVAL 12 MONTH AS DATE),",
    "                   least(ends_on, $tomorrow)) AS year_days",
)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """SQL text and the values bound in it."""

    sql: str
    values: Mapping[str, object]


def bound_names(sql: str) -> tuple[str, ...]:
    """Name what has to be bound in a statement, in order of appearance."""
    return tuple(dict.fromkeys(_BOUND.findall(sql)))


def period_lines(count: int) -> list[str]:
    """Write the CTE of the periods."""
    rows = ", ".join(f"({n}, CAST($start_{n} AS DATE), CAST($end_{n} AS DATE))" for n in range(count))
    return [*_PERIOD, f"  FROM (VALUES {rows}) AS given (period_no, starts_on, ends_on)", ")"]
