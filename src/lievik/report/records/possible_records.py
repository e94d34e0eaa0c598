"""Possible ranges → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from lievik.model.possible_range import Doubt
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

if TYPE_CHECKING:
    from lievik.model.possible_range import PossibleAnswer


def possible_records(found: PossibleAnswer) -> list[Record]:
    """A row a number: its value, its ends, and of how many deals what is missing."""
    rows: list[Record] = []
    for each in found.ranges:
        result = each.result
        is_money = result.unit.startswith("money")
        rows.append(
            {
                "metric": result.metric,
                "variant": result.variant,
                "period": {"label": result.period.label, "start": result.period.start, "end": result.period.end},
                "value": plain(result.value, is_money=is_money),
                "low": plain(each.low, is_money=is_money),
                "high": plain(each.high, is_money=is_money),
                "unit": result.unit,
                "currency": result.currency,
                "status": result.status,
                "doubts": dict(each.doubts),
                "amounts_missing": each.amounts_missing,
                "amounts_between": list(found.amounts) if found.amounts and each.amounts_missing else None,
            }
        )
    return rows


def flat_possible_records(found: PossibleAnswer) -> list[Record]:
    """The same, a cell each."""
    rows: list[Record] = []
    for each, row in zip(found.ranges, possible_records(found), strict=True):
        doubts = {f"doubts_{doubt}": each.doubts.get(doubt, 0) for doubt in get_args(Doubt)}
        low, high = found.amounts if found.amounts and each.amounts_missing else (None, None)
        taken = {name: value for name, value in row.items() if name not in {"doubts", "amounts_between"}}
        amounts = {"amounts_from": low, "amounts_to": high}
        rows.append({**taken, "period": each.result.period.label, **doubts, **amounts})
    return rows
