"""Monthly results → which months stand out against those before them; they are asked for, or were already.

Pure. One statement, whatever the number of metrics and months.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final, Literal

from lievik.insight.trend_flags import LONGEST, Usual, usual_months
from lievik.model.periods import Grain, Period, period_of
from lievik.model.result import MetricResult
from lievik.model.trend_flag import Flag, FlaggedMonth
from lievik.planner.request_words import Said, last_units
from lievik.questions.asking import decimal_of
from lievik.questions.stating import Stating

_CENT: Final = Decimal("0.01")
_SIDES: Final[tuple[Literal["", "above", "below"], ...]] = ("", "above", "below")


def trend_flags(
    company: Stating, metrics: Sequence[str], said: Said, as_of: str | date | None = None
) -> tuple[FlaggedMonth, ...]:
    """Hold every month of a period against the months before it, as many as `LONGEST`.

    Args:
        company: answers.
        metrics: `metric` or `metric:variant`.
        said: period (left out for the last full month that has data), by, where, currency; see `Said`.
        as_of: answers are as of the end of this day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    kept: Said = {**said, "grain": "month", "compare": "", "intervals": False}
    request = company.request(metrics, kept, as_of)
    months = [period_of(part.start, Grain.MONTH) for part in request.periods]
    asked = last_units(replace(request, periods=(months[-1],), comparison=None), LONGEST + len(months))
    return flagged(company.ask(asked), begins=company.facts.first_day(), last=len(months))


def flagged(
    results: Iterable[MetricResult], *, begins: date | None = None, last: int | None = None
) -> tuple[FlaggedMonth, ...]:
    """Hold months against those before them among the same results; other periods than whole months are passed over.

    A month without a settled value (too few records, too young, not over) is neither judged nor held against.

    Args:
        results: of each metric and group month by month, in order.
        begins: the first day of the data; a month that began before it was not known as a whole.
        last: so many months of each at the end alone are told of; none for all.
    """
    series: dict[object, list[MetricResult]] = {}
    for result in results:
        if _is_month(result.period):
            series.setdefault((result.full_name, tuple(result.group.items())), []).append(result)
    found: list[FlaggedMonth] = []
    for row in series.values():
        values = [_settled(result, begins) for result in row]
        usual = usual_months(values, len(series), last=last)
        found += [FlaggedMonth(result=r, flag=_flag(r, u)) for r, u in zip(row[-len(usual) :], usual, strict=True)]
    return tuple(found)


def _is_month(period: Period) -> bool:
    return period.grain is Grain.MONTH and not period.is_cut


def _settled(result: MetricResult, begins: date | None) -> float | None:
    """The value of a month that is known as a whole; none where there is none, or it may still become another."""
    is_known = begins is None or result.period.start >= begins
    return float(result.value) if is_known and result.status == "ok" and result.value is not None else None


def _flag(result: MetricResult, usual: Usual) -> Flag:
    """Write limits as the metric's own numbers are written."""
    side = usual.side(float(result.value)) if result.value is not None else 0
    return Flag(
        side=_SIDES[side],
        expected=_written(usual.expected, result),
        low=_written(usual.low, result, ROUND_CEILING),
        high=_written(usual.high, result, ROUND_FLOOR),
        months=usual.months,
        reason=usual.reason,
    )


def _written(number: float | None, result: MetricResult, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """A limit in cents, in whole things where they are counted, else with the noise of the binary left out."""
    if number is None or result.value is None:
        return None
    is_whole = result.unit == "count" and rounding != ROUND_HALF_UP and result.value == int(result.value)
    step = _CENT if result.unit.startswith("money") else Decimal(1) if is_whole else None
    return decimal_of(number) if step is None else decimal_of(number).quantize(step, rounding)
