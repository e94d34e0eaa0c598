"""How much a number may be trusted: one status, the slug of why, and the facts its sentence needs.

Pure. The first that applies stands: not available, undefined, insufficient, immature, partial, ok.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from lievik.model.periods import Period
from lievik.model.result import Status
from lievik.planner.period_plan import is_whole_months, known_until
from lievik.planner.plan import PlannedReading

_FACT_OF_REASON: Mapping[str, str] = {
    "missing_table": "tables",
    "missing_column": "columns",
    "missing_parameter": "parameters",
    "out_of_scope": "dimensions",
    "no_such_dimension": "dimensions",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A status, why, and the facts that the reason's sentence needs."""

    status: Status
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def before_the_number(planned: PlannedReading, period: Period, as_of: date) -> Standing | None:
    """Why there can be no number at all, whatever the data; none where there can be one."""
    for reason, names in planned.missing.items():
        return Standing(status="not_available", reason=reason, facts={_FACT_OF_REASON[reason]: ", ".join(names)})
    if planned.is_monthly and not is_whole_months(period) and not _is_to_date(planned, period, as_of):
        return Standing(status="not_available", reason="not_whole_months")
    if planned.is_until_over and period.end <= as_of:
        return Standing(status="undefined", reason="period_over")
    if period.start > as_of and not planned.looks_ahead:
        return Standing(status="undefined", reason="not_begun")
    return None


@dataclass(frozen=True, kw_only=True)
class Support:
    """What a number rests on.

    Attributes:
        n: records; none where that is not known.
        matures_in: days after which a cohort is mature; none where it need not be.
        no_rate: rows left out for want of an exchange rate.
        value: the number.
        covered: what share of the whole is known at all; none where it is not asked.
    """

    n: Decimal | None
    matures_in: Decimal | None
    no_rate: int
    value: Decimal
    covered: Decimal | None = None


def of_the_number(planned: PlannedReading, period: Period, as_of: date, support: Support) -> Standing:
    """How a number that is there stands, by what it rests on."""
    n, matures_in = support.n, support.matures_in
    fewest = planned.parameters.get("min_n")
    if fewest is not None and n is not None and n < fewest and planned.reading.unit_text == "share":
        return Standing(status="insufficient", reason="few_records", facts={"min_n": f"{fewest:f}"})
    if matures_in is not None and is_young(period, as_of, matures_in):
        days = matures_in.to_integral_value(rounding=ROUND_CEILING)
        return Standing(status="immature", reason="cohort_young", facts={"days": f"{days:f}"})
    if doubt := _doubt(planned, support):
        return doubt
    if support.no_rate:
        return Standing(status="partial", reason="no_rate")
    return _by_its_end(planned, period, as_of)


def _by_its_end(planned: PlannedReading, period: Period, as_of: date) -> Standing:
    """How a number stands that only the end of its period can make partial."""
    if planned.is_monthly and not is_whole_months(period):
        return Standing(status="partial", reason="unfinished_month")
    if period.end > as_of + timedelta(days=1) and not planned.looks_ahead:
        return Standing(status="partial", reason="unfinished_period")
    return Standing(status="ok")


def _doubt(planned: PlannedReading, support: Support) -> Standing | None:
    """Why the number itself makes it doubtful; none where it does not."""
    reading, least = planned.reading, planned.parameters.get("min_coverage")
    if support.value == 0 and reading.doubt_zero:
        return Standing(status="partial", reason=reading.doubt_zero)
    if support.value > 1 and reading.doubt_over_whole:
        return Standing(status="partial", reason=reading.doubt_over_whole)
    if least is not None and support.covered is not None and support.covered < least:
        return Standing(status="partial", reason="little_covered", facts={"min_coverage": f"{least * 100:.0f}"})
    return None


def _is_to_date(planned: PlannedReading, period: Period, as_of: date) -> bool:
    """Whether a period of whole months is cut after the as-of day, and what is asked counts the running month whole."""
    return planned.looks_ahead and period.is_cut and period.start.day == 1 and period.end == as_of + timedelta(days=1)


def is_young(period: Period, as_of: date, matures_in: Decimal) -> bool:
    """Whether the youngest record of a cohort has not yet had the days it needs."""
    youngest = known_until(period.end, as_of) - timedelta(days=1)
    return Decimal((as_of - youngest).days) < matures_in
