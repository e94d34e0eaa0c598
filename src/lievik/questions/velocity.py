"""Pipeline velocity of two periods → by either preset, beside what was actually won per day, and what moved it.

Pure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.errors import DimensionError
from lievik.model.drivers import DriversAnswer, VelocityAnswer
from lievik.model.result import MetricResult
from lievik.questions.asking import quarterly_request
from lievik.questions.driver_segments import Planning
from lievik.questions.drivers import drivers

if TYPE_CHECKING:
    from lievik.planner.request_words import Said

VELOCITY: Final = "pipeline_velocity"
PRESETS: Final = ("stock", "")
"""Readings of velocity, the one for steering first; empty for the article's."""

_ACTUAL: Final = f"{VELOCITY}:won_per_day"


def velocity(company: Planning, said: Said, as_of: str | date | None = None) -> VelocityAnswer:
    """Tell how fast the pipeline brings in money, whether that agrees with what was won, and what moved it.

    Args:
        company: whose pipeline.
        said: period (left out for the last full quarter that has data), compare, by (one dimension), where, currency.
        as_of: the answer is as of the end of this day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    period = quarterly_request(company, (VELOCITY,), said, as_of).periods[0].label
    asked: Said = {**said, "period": period, "compare": said.get("compare") or "previous"}
    names = {preset: f"{VELOCITY}:{preset}" if preset else VELOCITY for preset in PRESETS}
    presets = {preset: _drivers(company, name, asked, as_of) for preset, name in names.items()}
    alone: Said = {**asked, "by": ()}
    actual = company.ask(company.request((_ACTUAL,), alone, as_of)).rows[0]
    ratios = {preset: _ratio(found.result, actual) for preset, found in presets.items()}
    return VelocityAnswer(presets=presets, actual=actual, ratios=ratios)


def _drivers(company: Planning, name: str, asked: Said, as_of: str | date | None) -> DriversAnswer:
    """What moved one preset; where it cannot be split as asked, the whole of it, and that."""
    try:
        return drivers(company, name, asked, as_of)
    except DimensionError:
        found = drivers(company, name, {**asked, "by": ()}, as_of)
        by = company.request((name,), asked, as_of).dimensions[0]
        return replace(found, by=by, unsplit=tuple(change.written for change in found.factors))


def _ratio(result: MetricResult, actual: MetricResult) -> Decimal | None:
    """A velocity over what was actually won; none where either has no answer, or nothing was won."""
    if result.value is None or not actual.value:
        return None
    return result.value / actual.value
