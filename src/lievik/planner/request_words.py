"""A request from words, as people type them: period words, grains, filters and parameters become a MetricRequest.

Pure: the as-of day is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypedDict

from lievik.errors import ParameterError, PeriodError, RequestError, UnknownNameError
from lievik.model.period_words import read_period
from lievik.model.periods import READABLE_YEARS, FiscalYear, Grain, Period, period_of, previous_period, split
from lievik.model.request import Comparison, Filter, MetricRequest, is_currency

_MOST_PERIODS: Final = 1000
"""More periods than this are a mistake rather than a question."""

Values = str | Iterable[str]
"""One name or value, or several."""


class Said(TypedDict, total=False):
    """What may be said of a question, word by word.

    period: as people type it; left out for the last full month that has data.
    grain: splits the period into its units.
    by: dimensions to split by.
    where: dimension -> value or values to keep.
    compare: `previous`, `year` or a period.
    parameters: of metrics, by name.
    currency: money is shown in it; left out for the workspace's.
    currency_policy: how money is converted.
    totals: also the undivided whole, when split.
    intervals: also the uncertainty of medians.
    """

    period: str
    grain: str
    by: Values
    where: Mapping[str, Values] | None
    compare: str
    parameters: Mapping[str, object] | None
    currency: str
    currency_policy: str
    totals: bool
    intervals: bool


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a question is read against.

    Attributes:
        as_of: answers are as of the end of this day.
        fiscal: the company's year.
        default: the period where none was named.
        scope: what the asker may see; none for everything.
        is_team_only: time spent selling is told of several reps together, never of one.
    """

    as_of: date
    fiscal: FiscalYear
    default: Period
    scope: tuple[Filter, ...] | None = None
    is_team_only: bool = False


def read_request(metrics: Iterable[str], said: Said, asking: Asking) -> MetricRequest:
    """Read a question.

    Raises:
        PeriodError: a period cannot be read, or is split into too many.
        UnknownNameError: no such grain.
        ParameterError: a parameter is not a finite number.
    """
    as_of, fiscal = asking.as_of, asking.fiscal
    text = said.get("period") or ""
    period = read_period(text, as_of=as_of, fiscal=fiscal) if text else asking.default
    return MetricRequest(
        metrics=tuple(dict.fromkeys(metrics)),
        periods=split_period(period, said.get("grain") or "", fiscal),
        as_of=as_of,
        dimensions=tuple(dict.fromkeys(_names(said.get("by") or ()))),
        filters=tuple(
            Filter(dimension=name, values=_values(values)) for name, values in (said.get("where") or {}).items()
        ),
        comparison=_comparison(said.get("compare") or "", as_of, fiscal),
        parameters={name: read_parameter(name, value) for name, value in (said.get("parameters") or {}).items()},
        currency=_currency(said.get("currency") or ""),
        currency_policy=said.get("currency_policy") or "",
        fiscal=fiscal,
        scope=asking.scope,
        is_team_only=asking.is_team_only,
        totals=said.get("totals", False),
        intervals=said.get("intervals", True),
    )


def split_period(period: Period, grain: str, fiscal: FiscalYear) -> tuple[Period, ...]:
    """Units of a grain that cover a period; the period alone where no grain is named.

    Raises:
        UnknownNameError: no such grain.
        PeriodError: there would be too many.
    """
    if not grain:
        return (period,)
    if grain not in set(Grain):
        raise UnknownNameError("grain", grain, [str(known) for known in Grain])
    units = split(period, Grain(grain), fiscal)
    if len(units) > _MOST_PERIODS:
        raise PeriodError(period.label, f"has {len(units)} units of a {grain}, more than {_MOST_PERIODS}")
    return units


def read_parameter(name: str, value: object) -> Decimal:
    """Read a parameter's value.

    Raises:
        ParameterError: it is not a finite number, or negative.
    """
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        raise ParameterError(name, str(value), "it has to be a number") from None
    if not number.is_finite():
        raise ParameterError(name, str(value), "it has to be a finite number")
    if number < 0:
        raise ParameterError(name, str(value), "it cannot be negative")
    return number


def _comparison(text: str, as_of: date, fiscal: FiscalYear) -> Comparison:
    """Read what to compare with."""
    if text in {"previous", "year"}:
        return "previous" if text == "previous" else "year"
    return read_period(text, as_of=as_of, fiscal=fiscal) if text else None


def _names(values: Values) -> list[str]:
    """Names, given one by one or with commas between them."""
    parts = [values] if isinstance(values, str) else list(values)
    return [name.strip() for part in parts for name in part.split(",") if name.strip()]


def _values(values: Values) -> tuple[str, ...]:
    """Values of one filter."""
    return (values,) if isinstance(values, str) else tuple(values)


def _currency(code: str) -> str:
    """Read a currency code.

    Raises:
        RequestError: it is not three letters.
    """
    if code and not is_currency(code):
        raise RequestError(f"Currency '{code}' is not a three-letter code.", "Write it like EUR, CZK or USD.")
    return code.upper()


def default_period(last_day: date | None, as_of: date) -> Period:
    """The last full month that has data, or the last full month before the as-of day where there is none."""
    day = min(last_day, as_of) if last_day else as_of
    month = period_of(day, Grain.MONTH)
    return month if (month.end - as_of).days <= 1 else previous_period(month)


def last_units(request: MetricRequest, units: int) -> MetricRequest:
    """Ask for the last units of the period's grain, ending with it, in order; fewer where that goes back too far."""
    periods = [request.periods[-1]]
    while len(periods) < units and periods[0].start.year > READABLE_YEARS.start + 1:
        periods.insert(0, previous_period(periods[0], request.fiscal))
    return replace(request, periods=tuple(periods))
