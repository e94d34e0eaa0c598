"""Targets, and how results stand against them → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.report.records.result_records import Targets, plain

if TYPE_CHECKING:
    from lievik.model.aim import Aim, AimStanding, Standings
    from lievik.report.answer import Record


def target_records(standings: Standings) -> Targets:
    """How results stand against their targets, by their keys, as `result_record` takes it."""
    return {key: standing_record(standing) for key, standing in standings.items()}


def standing_record(standing: AimStanding) -> dict[str, object]:
    """How a result stands against its target, to be nested in the result's row."""
    aim = standing.aim
    is_money = aim.unit.startswith("money")
    return {
        **_bounds(aim),
        "currency": aim.currency,
        "period": {"label": aim.period.label, "start": aim.period.start, "end": aim.period.end},
        "status": standing.status,
        "is_sure": standing.is_sure,
        "distance": plain(standing.distance, is_money=is_money),
        "reached": None if standing.reached is None else float(standing.reached),
        "doubt": standing.doubt,
    }


def aim_record(aim: Aim) -> Record:
    """A target as a row of its own."""
    metric, _, variant = aim.metric.partition(":")
    return {
        "metric": metric,
        "variant": variant,
        "team": aim.subject.name if aim.subject.id else None,
        "team_id": aim.subject.id or None,
        "period": aim.period.label,
        "starts_on": aim.period.start,
        "ends_on": aim.period.end,
        **_bounds(aim),
        "unit": aim.unit,
        "currency": aim.currency,
        "set_at": aim.typed_at.isoformat(),
        "set_by": aim.typed_by,
    }


def _bounds(aim: Aim) -> dict[str, Decimal | float | int | None]:
    """The value, or both ends of the range; what is not there is none."""
    is_money = aim.unit.startswith("money")
    low, high = (plain(bound, is_money=is_money) for bound in (aim.bounds[0], aim.bounds[-1]))
    is_range = len(aim.bounds) > 1
    return {"value": None if is_range else low, "low": low if is_range else None, "high": high if is_range else None}
