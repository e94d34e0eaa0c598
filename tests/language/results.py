"""Results put together by hand, for what is said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from lievik.model.periods import Grain, period_of
from lievik.model.result import Compared, MetricResult

QUARTER = period_of(date(2017, 8, 1), Grain.QUARTER)


def a_result(**facts: Any) -> MetricResult:  # noqa: ANN401 - any attribute of a result
    """A win rate of 25 %, with what is said otherwise."""
    usual = MetricResult(
        metric="win_rate",
        variant="",
        period=QUARTER,
        group={},
        value=Decimal("0.25"),
        status="ok",
        reason="",
        unit="share",
        as_of=date(2017, 12, 31),
        definition="win_rate@abc",
        numerator=Decimal(25),
        denominator=Decimal(100),
        n=Decimal(100),
        formula="25 / (25 + 75)",
    )
    return replace(usual, **facts)


def a_comparison(delta: str | None, delta_share: str | None = None) -> Compared:
    """A comparison that came out so."""
    return Compared(
        period=QUARTER,
        value=None,
        delta=None if delta is None else Decimal(delta),
        delta_share=None if delta_share is None else Decimal(delta_share),
    )
