"""Targets of metrics as people type them in, as they hold for results, and how a result stands against one.

Pure. Called `aim` in code, as a target there is a target account; people read "target". An end is exclusive; a target
that was taken away is an entry without bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from lievik.model.periods import Period
from lievik.model.quota import Subject
from lievik.model.result import MetricResult

AimStatus: TypeAlias = Literal["on", "near", "off", "unknown"]
"""Reached; missed by little; missed; nothing can be said."""

AimDoubt: TypeAlias = Literal["", "no_value", "too_few", "running", "other_currency"]
"""Why nothing can be said; empty where something can."""


@dataclass(frozen=True, kw_only=True)
class AimEntry:
    """One decision about a target, as the ledger keeps it.

    Attributes:
        metric: `metric` or `metric:variant`.
        subject: the company or a team.
        bounds: the value in the metric's unit, two for a range, none where the target is taken away.
        currency: of money; empty otherwise.
        typed_at: with its offset.
        typed_by: who typed it in; empty where nobody said.
        number: of the entry, from 1 on; 0 before it is kept.
        is_taken_back: whether it no longer stands.
    """

    metric: str
    subject: Subject
    starts_on: date
    ends_on: date
    bounds: tuple[Decimal, ...]
    currency: str
    typed_at: datetime
    typed_by: str
    number: int = 0
    is_taken_back: bool = False


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One target that stands.

    Attributes:
        metric: `metric` or `metric:variant`.
        bounds: the value, or the two ends of a range.
        unit: of the metric, as its definition writes it.
        better: which way is better: higher, lower, in range.
        adds_up: values of parts of the period add up to the period's, as won amounts do and rates do not.
    """

    metric: str
    subject: Subject
    period: Period
    bounds: tuple[Decimal, ...]
    unit: str
    currency: str
    better: str
    adds_up: bool
    typed_at: datetime
    typed_by: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AimStanding:
    """How a result stands against its target.

    Attributes:
        is_sure: the interval of the value, where it has one, leaves no doubt.
        distance: the value less the bound that it is held against, in the metric's unit; 0 within a range.
        reached: the value as a part of the target, for those that add up; none otherwise.
        doubt: why the status is unknown.
    """

    aim: Aim
    status: AimStatus
    is_sure: bool
    distance: Decimal | None
    reached: Decimal | None
    doubt: AimDoubt = ""


ResultKey: TypeAlias = tuple[str, date, date, tuple[tuple[str, str | None], ...]]
"""Full name, first day, end, and group: what tells the results of one answer apart."""

Standings: TypeAlias = Mapping[ResultKey, AimStanding]
"""Key of a result -> how it stands, for those that have a target."""


def result_key(result: MetricResult) -> ResultKey:
    """Give what tells a result from the others of its answer."""
    return (result.full_name, result.period.start, result.period.end, tuple(result.group.items()))
