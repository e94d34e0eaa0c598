"""A plan whose records are brought together into units by chance: what a number is resampled from.

Pure. Only what comes by chance is resampled: deals, leads, customers and what they buy; not quotas, spend and people.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lievik.model.metric import Dimension
from lievik.planner.plan import Plan, Scan, Use
from lievik.planner.row_sql import read_aggregate

UNIT: Final = "unit"
"""Column that numbers the units."""

_RECORD_OF: Final = {
    "deal": "id",
    "deal_version": "deal_id",
    "deal_line": "deal_id",
    "owner_credit": "deal_id",
    "overlay_credit": "deal_id",
    "lead": "id",
    "first_win": "account_id",
    "customer": "account_id",
    "customer_period": "account_id",
    "customer_amount": "account_id",
    "invoice_line": "account_id",
}
"""Table -> the record that comes or stays away as a whole."""

_ADDITIVE: Final = frozenset({"count", "sum"})


def is_by_chance(use: Use) -> bool:
    """Whether a measure reads what comes by chance; what is decided (a quota, spend) stays as it is."""
    return use.measure.table in _RECORD_OF


def adds_up(use: Use) -> bool:
    """Whether a measure of several units is the sum of theirs."""
    return read_aggregate(use.measure.value).kind in _ADDITIVE


def resampling_plan(plan: Plan, units: int, *, is_whole: bool = False) -> Plan | None:
    """Plan to read what a plan reads once more, unit by unit; none where nothing of it can be.

    Args:
        plan: of the numbers.
        units: how many; records are dealt out to them by their ids, the same in every period.
        is_whole: of the undivided whole alone.
    """
    dimension = Dimension(name=UNIT, titles={}, through=_RECORD_OF, units=units)
    found = (_by_unit(scan, dimension, is_whole=is_whole) for scan in plan.shape.scans)
    scans = tuple(scan for scan in found if scan is not None)
    if not scans:
        return None
    keys = (*(() if is_whole else plan.shape.keys), dimension)
    return replace(plan, shape=replace(plan.shape, scans=scans, keys=keys, has_totals=False))


def _by_unit(scan: Scan, dimension: Dimension, *, is_whole: bool) -> Scan | None:
    """A scan split by units too, with what adds up alone; none where nothing does."""
    uses = tuple(replace(use, has_interval=False) for use in scan.uses if adds_up(use) and is_by_chance(use))
    if not uses or scan.measure.reach == "all":
        return None
    if is_whole:
        return replace(scan, uses=uses, keys=(dimension,), is_split=bool(scan.restrictions), tallies=())
    return replace(scan, uses=uses, keys=(*scan.keys, dimension), tallies=())
