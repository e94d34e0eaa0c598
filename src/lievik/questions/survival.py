"""A survival curve of days → what is told of it: shares that outlast so many months, and the middle one.

Pure. A month is a twelfth of 365.25 days, as everywhere that time carries weight.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import count, takewhile
from typing import Final

from lievik.insight.shares import FEWEST
from lievik.insight.survival import SurvivalCurve
from lievik.model.cohorts import CurvePoint, Outlasting, Survival
from lievik.model.result import Interval
from lievik.questions.asking import decimal_of

MONTHS: Final = (3, 6, 12, 18, 24, 36, 48, 60)
"""Ages that are told of, as far as any relationship was followed."""

_MONTH: Final = 365.25 / 12
_LONGER: Final = 2
"""So many days longer than usual can months be: a contract of whole months has ended by then."""

_SPACED: Final = ((18, Decimal("0.25")), (72, Decimal(1)), (216, Decimal(3)))
"""Where relationships were followed for up to so many months, points of the curve lie so many apart."""


def survival_of(curve: SurvivalCurve, longest: int) -> Survival:
    """Tell of a curve.

    Args:
        curve: of a part, or of all.
        longest: days that any of all was followed: points of every part lie as far apart.
    """
    low, high = curve.median_interval
    return Survival(
        customers=curve.count,
        lost=curve.ended,
        outlasting=tuple(_outlasting(curve, months) for months in MONTHS),
        median=_months(curve.median),
        median_interval=(_months(low), _months(high)),
        curve=_points(curve, longest / _MONTH),
    )


def _points(curve: SurvivalCurve, months: float) -> tuple[CurvePoint, ...]:
    """The curve, up to the last point that enough relationships were followed to."""
    apart = next((apart for most, apart in _SPACED if months <= most), Decimal(12))
    ages = takewhile(lambda age: curve.at_risk(_days(age)) >= FEWEST, (apart * at for at in count()))
    found = []
    for age in ages:
        lasting = curve.at(_days(age))
        low, share, high = (decimal_of(each) for each in (lasting.low, lasting.value, lasting.high))
        found.append(CurvePoint(months=age, share=share, low=low, high=high, followed=curve.at_risk(_days(age))))
    return tuple(found)


def _days(months: Decimal | int) -> int:
    return int(float(months) * _MONTH) + (_LONGER if months else 0)


def _outlasting(curve: SurvivalCurve, months: int) -> Outlasting:
    days = _days(months)
    followed = curve.at_risk(days)
    if not followed:
        return Outlasting(
            months=months, share=None, interval=None, followed=0, status="immature", reason="cohort_young"
        )
    found = curve.at(days)
    is_few = followed < FEWEST
    return Outlasting(
        months=months,
        share=decimal_of(found.value),
        interval=Interval(low=decimal_of(found.low), high=decimal_of(found.high), method="kaplan_meier"),
        followed=followed,
        status="insufficient" if is_few else "ok",
        reason="few_records" if is_few else "",
    )


def _months(days: int | None) -> Decimal | None:
    return None if days is None else decimal_of(days / _MONTH)
