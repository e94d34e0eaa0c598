"""A result and its target → reached, missed by little, missed, or nothing to be said; and whether that is certain.

Pure. What adds up over a period that still runs is not missed before the period is over.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from lievik.model.aim import Aim, AimDoubt, AimStanding, AimStatus
from lievik.model.result import MetricResult

NEAR: Final = Decimal("0.05")
"""What part of a target may be lacking for it to be missed by little."""

_NONE: Final = Decimal(0)


def stand(result: MetricResult, aim: Aim) -> AimStanding:
    """Hold a result against its target."""
    doubt = _doubt(result, aim)
    value = result.value
    if doubt or value is None:
        return AimStanding(aim=aim, status="unknown", is_sure=False, distance=None, reached=None, doubt=doubt)
    bound = _bound(value, aim)
    distance = _NONE if bound is None else value - bound
    reached = value / aim.bounds[0] if aim.adds_up and len(aim.bounds) == 1 and aim.bounds[0] else None
    status = _status(distance, bound, aim)
    if _is_running(result, aim) and not _is_settled(status, aim):
        return AimStanding(
            aim=aim, status="unknown", is_sure=False, distance=distance, reached=reached, doubt="running"
        )
    return AimStanding(aim=aim, status=status, is_sure=_is_sure(result, aim), distance=distance, reached=reached)


def _doubt(result: MetricResult, aim: Aim) -> AimDoubt:
    """Say why a result cannot be held against its target at all; empty where it can."""
    if result.value is None:
        return "no_value"
    if result.currency != aim.currency:
        return "other_currency"
    return "too_few" if result.status == "insufficient" else ""


def _bound(value: Decimal, aim: Aim) -> Decimal | None:
    """Give the bound that a value is held against; none for a value within its range."""
    low, high = aim.bounds[0], aim.bounds[-1]
    if len(aim.bounds) == 1:
        return low
    return low if value < low else high if value > high else None


def _status(distance: Decimal, bound: Decimal | None, aim: Aim) -> AimStatus:
    is_met = {"higher": distance >= 0, "lower": distance <= 0}.get(aim.better, distance == 0)
    if bound is None or is_met:
        return "on"
    return "near" if abs(distance) <= NEAR * abs(bound) else "off"


def _is_running(result: MetricResult, aim: Aim) -> bool:
    """Whether a value that adds up may still grow before the target's period is over."""
    return aim.adds_up and result.as_of + timedelta(days=1) < aim.period.end


def _is_settled(status: AimStatus, aim: Aim) -> bool:
    """Whether what is to come cannot change it: what is reached stays so, and a limit that is broken stays broken."""
    return status == "on" if aim.better == "higher" else aim.better == "lower" and status != "on"


def _is_sure(result: MetricResult, aim: Aim) -> bool:
    """Whether the number is whole, and its interval does not hold the target."""
    interval = result.interval
    is_open = interval is not None and any(interval.low <= bound <= interval.high for bound in aim.bounds)
    return result.status == "ok" and not is_open
