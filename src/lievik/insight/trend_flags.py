"""A monthly series → for each month what the months before it lead to expect, and whether it stands out.

Pure, standard library only. A month is judged by what was known before it, so that its flag never changes later on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, log, pi, sqrt
from statistics import NormalDist, fmean
from typing import Final

from lievik.model.trend_flag import Silence

LONGEST: Final = 35
"""So many months before a month are looked at, those that have a value among them counted."""

PAGE: Final = 150
"""Series that a page may show, 25 metrics by 6 segments; of so many at most one a month is flagged by chance."""

_FEWEST: Final = 12
_ENOUGH: Final = 24
_QUARTER: Final = 3
_VISIBLE: Final = 2.0
"""A slope so many of its standard errors from zero is a trend that anybody sees."""

_MOST_ALIKE: Final = 0.9
_MEAN_RANGE: Final = 2 / sqrt(pi)
"""Mean distance of two neighbours, in standard deviations (1.128)."""


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What would be usual in a month.

    Attributes:
        months: before it that have a value.
        reason: why nothing is said; the numbers are none then.
    """

    months: int
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Silence = ""

    def side(self, value: float) -> int:
        """1 where a value lies above what is usual, -1 below, else 0."""
        if self.low is None or self.high is None:
            return 0
        return int(value > self.high) - int(value < self.low)


@dataclass(frozen=True)
class _Fit:
    """A line with a level for each month of a quarter, or one level alone, fitted to months before one.

    Attributes:
        expected: in the month after them.
        spread: variance of that month about it, in variances of one month; above 1, as level and slope are guessed.
        rests: of the months, in order; none where there is no value.
        used: numbers that were fitted.
    """

    expected: float
    spread: float
    rests: Sequence[float | None]
    used: int


def usual_months(values: Sequence[float | None], series: int = PAGE, *, last: int | None = None) -> list[Usual]:
    """Tell for each month what would be usual in it.

    From 24 months on: a line through them, with a level of its own for the first, second and third month of
    quarters. From 12 to 23 their mean, unless they rise or fall. Limits are as far from that as one of `series`
    months without anything behind it lies beyond: the spread of a month is that of moving ranges, made good for
    months that are like their neighbours, and no less than the standard deviation. Where all values are above zero
    they are worked out on the logarithm too, and the wider limit counts.

    Args:
        values: month by month without a break; none where there is no value, or it is not settled.
        series: how many the page shows; fewer than `PAGE` count as that many, so that a month is flagged on every
            page or on none.
        last: so many months at the end alone are told of; none for all.

    Source: Wheeler and Chambers (1992), Understanding Statistical Process Control (moving ranges).

    Example:
        >>> of_march = usual_months([10, 11, 10, 12, 11, 10, 11, 12, 10, 11, 12, 10, 11, 12, 19])[-1]
        >>> round(of_march.expected, 1), of_march.side(19)
        (10.9, 1)
    """
    known = _since_it_began(values)
    told = range(len(known))[-last:] if last else range(len(known))
    return [_usual(known[max(at - LONGEST, 0) : at], known[at], max(series, PAGE)) for at in told]


def _since_it_began(values: Sequence[float | None]) -> list[float | None]:
    """The series without the zeros before its first value: nothing was recorded then."""
    first = next((at for at, value in enumerate(values) if value), len(values))
    return [None] * first + list(values[first:])


def _usual(before: Sequence[float | None], value: float | None, series: int) -> Usual:
    """What would be usual after some months."""
    numbers = [each for each in before if each is not None]
    if value is None:
        return Usual(months=len(numbers), reason="no_value")
    if len(numbers) < _FEWEST:
        return Usual(months=len(numbers), reason="few_months")
    found = _limits(before, len(numbers), series, is_positive=min(*numbers, value) > 0)
    is_clipped = found.low is not None and found.low < 0 <= min(*numbers, value)
    return replace(found, low=0.0) if is_clipped else found


def _limits(before: Sequence[float | None], months: int, series: int, *, is_positive: bool) -> Usual:
    """The wider limits of those on the plain scale and on the logarithm."""
    scales: list[tuple[Callable[[float], float], Callable[[float], float]]] = [(float, float)]
    scales += [(log, exp)] if is_positive else []
    found = []
    for there, back in scales:
        series_there = [None if each is None else there(each) for each in before]
        if months < _ENOUGH and _has_trend(series_there):
            return Usual(months=months, reason="has_trend")
        fit = _fitted(series_there) if months >= _ENOUGH else _level(series_there)
        if fit is None:
            return Usual(months=months, reason="few_months")
        half = _half_width(fit, months, series)
        if half <= 0:
            return Usual(months=months, reason="no_spread")
        found.append([back(fit.expected + step) for step in (-half, 0, half)])
    return Usual(
        months=months,
        expected=found[-1][1],
        low=min(limits[0] for limits in found),
        high=max(limits[2] for limits in found),
    )


def _level(before: Sequence[float | None]) -> _Fit:
    """One level for all months."""
    numbers = [each for each in before if each is not None]
    mean = fmean(numbers)
    rests = [None if each is None else each - mean for each in before]
    return _Fit(mean, 1 + 1 / len(numbers), rests, 1)


def _fitted(before: Sequence[float | None]) -> _Fit | None:
    """A line with a level for each month of a quarter; none where the month's own level is not known.

    The slope is that within months of the same place in their quarters (analysis of covariance).
    """
    places: dict[int, list[tuple[int, float]]] = {}
    for at, value in enumerate(before):
        if value is not None:
            places.setdefault(at % _QUARTER, []).append((at, value))
    means = {
        place: (fmean([at for at, _ in points]), fmean([value for _, value in points]))
        for place, points in places.items()
    }
    own = len(before) % _QUARTER
    if own not in means:
        return None
    apart = [
        (at - means[place][0], value - means[place][1]) for place, points in places.items() for at, value in points
    ]
    breadth = sum(step**2 for step, _ in apart)
    slope = sum(step * rise for step, rise in apart) / breadth
    ahead = len(before) - means[own][0]
    rests = [
        None if value is None else value - means[at % _QUARTER][1] - slope * (at - means[at % _QUARTER][0])
        for at, value in enumerate(before)
    ]
    spread = 1 + 1 / len(places[own]) + ahead**2 / breadth
    return _Fit(means[own][1] + slope * ahead, spread, rests, len(means) + 1)


def _has_trend(before: Sequence[float | None]) -> bool:
    """Whether months rise or fall in a way that anybody sees."""
    points = [(at, value) for at, value in enumerate(before) if value is not None]
    centre, mean = fmean([at for at, _ in points]), fmean([value for _, value in points])
    breadth = sum((at - centre) ** 2 for at, _ in points)
    slope = sum((at - centre) * (value - mean) for at, value in points) / breadth
    rest = sum((value - mean - slope * (at - centre)) ** 2 for at, value in points)
    return slope**2 * breadth * (len(points) - 2) > _VISIBLE**2 * rest


def _half_width(fit: _Fit, months: int, series: int) -> float:
    """How far from what is expected a month still is usual."""
    rests = [each for each in fit.rests if each is not None]
    pairs = [(a, b) for a, b in zip(fit.rests, fit.rests[1:], strict=False) if a is not None and b is not None]
    free, squares = months - fit.used, sum(rest**2 for rest in rests)
    if squares <= _NOISE * (1 + fit.expected**2):
        return 0.0
    ranges = sum(abs(b - a) for a, b in pairs) / max(len(pairs), 1) / _MEAN_RANGE * sqrt(months / free)
    alike = sum(a * b for a, b in pairs) / squares
    alike = min(max(alike + (1 + 4 * max(alike, 0.0)) / months, 0.0), _MOST_ALIKE)
    one = max(sqrt(squares / free), ranges / sqrt(1 - alike))
    return student_quantile(1 - 0.5 / series, free) * one * sqrt(fit.spread)


_NOISE: Final = 1e-18
"""Squares below so much of the level are noise of the binary."""


def student_quantile(share: float, freedom: float) -> float:
    """Below what number a share of Student's t lies.

    Source: Abramowitz and Stegun (1964), 26.7.5; good to three digits from 8 degrees of freedom on.

    Example:
        >>> round(student_quantile(0.975, 10), 3), round(student_quantile(0.995, 20), 3)
        (2.228, 2.845)
    """
    z = NormalDist().inv_cdf(share)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / freedom + second / freedom**2 + third / freedom**3 + fourth / freedom**4
