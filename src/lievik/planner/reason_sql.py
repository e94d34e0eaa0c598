"""Why rows are left out, worked out once a row: chains of conditions in, the numbered first one that holds out.

Pure. A measure and the counts of its left-out rows all look at the same number, instead of each at every condition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Chain = tuple[str, ...]
"""Conditions over a table's row, SQL, in the order they are tried."""

_SHORTEST: Final = 2
"""One condition alone is as quick as a number."""

_FEWEST: Final = 5
"""Below five columns that look at a chain, its conditions are quicker than a number (measured on a breakdown)."""


@dataclass(frozen=True, kw_only=True)
class NumberedReasons:
    """A table whose rows carry the number of their reason.

    Attributes:
        table: SQL of the table, for FROM.
        columns: chain -> column with the place of the first condition that holds, from 1; 0 where none does.
    """

    table: tuple[str, ...]
    columns: Mapping[Chain, str]


def number_reasons(table: str, chains: Iterable[Chain]) -> NumberedReasons:
    """Give a table a column per chain that is worth one.

    Args:
        table: which.
        chains: the chain of every column that looks at one.
    """
    found = [chain for chain, times in Counter(chains).items() if len(chain) >= _SHORTEST and times >= _FEWEST]
    columns = {chain: f"reason_{number}" for number, chain in enumerate(found, start=1)}
    if not columns:
        return NumberedReasons(table=(f"FROM {table}",), columns={})
    numbered = [f"         {_number_sql(chain)} AS {column}" for chain, column in columns.items()]
    lines = ("FROM (", "  SELECT *,", *(f"{line}," for line in numbered[:-1]), numbered[-1])
    return NumberedReasons(table=(*lines, f"  FROM {table}", f") AS {table}"), columns=columns)


def _number_sql(chain: Chain) -> str:
    """SQL of the place of the first condition that holds."""
    whens = " ".join(f"WHEN {condition} THEN {place}" for place, condition in enumerate(chain, start=1))
    return f"CASE {whens} ELSE 0 END"
