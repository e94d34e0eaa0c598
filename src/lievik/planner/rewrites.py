"""Rewrites of a plan's scans: a list of small functions, and their order is the documentation.

Pure. Each takes scans and what is known, and gives scans that answer the same with less work.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lievik.model.facts import Facts
from lievik.model.metric import Exclusion
from lievik.model.tables import TABLES
from lievik.planner.plan import PeriodIndex, Scan, Use
from lievik.planner.row_sql import parameters_of

Scans = tuple[Scan, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rewrites may look at."""

    facts: Facts
    currency: str
    index: PeriodIndex | None


def skip_conversion(scans: Scans, known: Known) -> Scans:
    """Money of a table that holds the wanted currency alone is added up as it is."""
    return tuple(
        scan
        if scan.conversion is None or known.facts.is_foreign(scan.measure.table, known.currency)
        else replace(scan, conversion=None, uses=tuple(_without(use, {"no_rate"}) for use in scan.uses))
        for scan in scans
    )


def drop_idle_conditions(scans: Scans, known: Known) -> Scans:
    """A reason for leaving rows out that no row of the table can have is not looked for."""
    changed = []
    for scan in scans:
        conditions = {found for use in scan.uses for found in use.conditions}
        idle = {found.name for found in conditions if _is_idle(found, scan, known.facts)}
        changed.append(replace(scan, uses=tuple(_without(use, idle) for use in scan.uses)) if idle else scan)
    return tuple(changed)


def index_periods(scans: Scans, known: Known) -> Scans:
    """Where periods follow each other in equal units, a date's period is worked out instead of joined."""
    if known.index is None:
        return scans
    return tuple(replace(scan, is_indexed=True) if _can_be_indexed(scan) else scan for scan in scans)


def fuse_scans(scans: Scans, known: Known) -> Scans:  # noqa: ARG001 - every rewrite is called alike
    """Measures of the same rows and the same date are taken in one pass."""
    fused: dict[object, Scan] = {}
    for scan in scans:
        earlier = fused.get(scan.pass_key)
        fused[scan.pass_key] = scan if earlier is None else replace(earlier, uses=(*earlier.uses, *scan.uses))
    return tuple(fused.values())


REWRITES: Final[tuple[Callable[[Scans, Known], Scans], ...]] = (
    skip_conversion,
    drop_idle_conditions,
    index_periods,
    fuse_scans,
)
"""Every rewrite, in the order they are applied; fusing comes last, when scans have become as alike as they can be."""


def rewrite(scans: Sequence[Scan], known: Known) -> Scans:
    """Apply every rewrite."""
    result = tuple(scans)
    for step in REWRITES:
        result = step(result, known)
    return result


def _without(use: Use, names: Container[str]) -> Use:
    """A use that does not look for some reasons."""
    return replace(use, conditions=tuple(found for found in use.conditions if found.name not in names))


def _is_idle(condition: Exclusion, scan: Scan, facts: Facts) -> bool:
    """Whether no row can have the reason: a flag that is never set, a column that is always or never filled."""
    if condition.is_of_keys:
        return False
    words = condition.when.split()
    column, rest = words[0], " ".join(words[1:]).upper()
    table = scan.measure.table
    if column not in TABLES[table].all_columns:
        return False
    if not rest:
        return not facts.has_values(table, column)
    if rest == "IS NULL":
        return facts.is_always_filled(table, column)
    return rest == "IS NOT NULL" and not facts.has_values(table, column)


def _can_be_indexed(scan: Scan) -> bool:
    """Whether a scan's rows have one date each, and nothing in it asks for the period's own days."""
    measure = scan.measure
    pieces = (measure.where, measure.value, measure.base_where, *measure.each.values())
    asks = {name for sql in pieces for name in parameters_of(sql)}
    return (
        bool(measure.dated_by)
        and measure.reach == "period"
        and not measure.exact
        and not asks & {"period_start", "period_end", "period_week_3"}
    )
