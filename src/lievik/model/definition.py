"""A metric's definition as it was seen first, and what changed between two of them.

Pure. Parameters that a company sets are no part of a definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class DefinitionSeen:
    """A definition, seen for the first time after another one of the same metric, or as the first of all.

    Attributes:
        definition: name and content hash, as results carry it.
        formulas: variant -> formula as its author wrote it; empty for the metric's own.
        seen_at: with its offset.
        seen_by: who was at it; empty where nobody said.
        number: in order, from 1 on; 0 before it is kept.
    """

    metric: str
    definition: str
    formulas: Mapping[str, str]
    seen_at: datetime
    seen_by: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class DefinitionChange:
    """One change of a reading's definition.

    Attributes:
        metric: `metric` or `metric:variant`.
        on: the day it was noticed, in the workspace's time zone; it was made then or earlier.
        at: the moment, with its offset.
        by: who was at it; empty where nobody said.
        before: name and content hash; `after`: the same.
        formula_before: as its author wrote it, `formula_after` too; empty where there was no such variant.
    """

    metric: str
    on: date
    at: datetime
    by: str
    before: str
    after: str
    formula_before: str
    formula_after: str
