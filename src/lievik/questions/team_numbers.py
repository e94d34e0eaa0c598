"""One rep's results and the team's yardsticks → numbers with interval, drawn value, and how they stand to the team.

Pure. A number is called beyond chance only outside the funnel limits; a rep in ramp-up is never called below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Final, Literal

from lievik.insight.amounts import mean_interval, sum_interval
from lievik.insight.funnel import Side, mean_side, share_side, sum_side
from lievik.insight.intervals import wilson
from lievik.insight.sample import records_needed
from lievik.model.periods import Period
from lievik.model.result import Interval, MetricResult
from lievik.model.team import TeamNumber
from lievik.questions.asking import decimal_of
from lievik.questions.sellers import COLUMNS, CYCLE, DEAL, WIN_RATE, WON, Seller
from lievik.questions.yardstick import Part, Yardstick, parts_of

WORTH_POINTS: Final = 0.1
"""A difference between shares that is worth telling: 10 points."""

WORTH_PART: Final = 0.2
"""A difference between amounts or days that is worth telling: a fifth of the team's."""

_FEWEST_FOR_MEANS: Final = 10
"""Below so many deals a mean is not held against limits that need it to be near normal."""

_Method = Literal["wilson", "poisson", "logarithmic"]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How one number stands to the team's, in plain numbers; `needed` is in records, the rep's own among them."""

    low: float
    high: float
    method: _Method
    side: Side
    needed: float


def numbers_of(seller: Seller, period: Period, yardsticks: Mapping[str, Yardstick]) -> dict[str, TeamNumber]:
    """Every number of a rep in a period."""
    return {metric: _number(seller, metric, period, yardsticks[metric]) for metric in COLUMNS}


def interval_of(seller: Seller, metric: str, period: Period, yardstick: Yardstick) -> tuple[float, float] | None:
    """Where a rep's number plausibly lies in any period, by the spread of this one."""
    part = parts_of(seller, metric, period)
    judged = judge(metric, part, yardstick) if part else None
    return None if judged is None else _scaled(metric, part, (judged.low, judged.high))


def whole_numbers(results: Mapping[str, MetricResult], yardsticks: Mapping[str, Yardstick]) -> dict[str, TeamNumber]:
    """Every number of the whole team; `results` are of any rep, and say what the numbers are."""
    return {metric: _whole_number(results[metric], yardsticks[metric]) for metric in COLUMNS if metric in results}


def overlay_of(result: MetricResult) -> TeamNumber:
    """What others won with a rep's help: a sum that nothing is judged by."""
    return replace(_bare(result.full_name, result), n=int(result.n or 0))


def _number(seller: Seller, metric: str, period: Period, yardstick: Yardstick) -> TeamNumber:
    """One number of a rep."""
    result, part = seller.of(metric, period), parts_of(seller, metric, period)
    bare = _bare(metric, result)
    if result is None or result.value is None or part is None:
        return bare
    bare = replace(bare, n=part.records, numerator=result.numerator, denominator=result.denominator)
    judged = judge(metric, part, yardstick)
    if judged is None or yardstick.whole is None:
        return bare
    low, high = _scaled(metric, part, (judged.low, judged.high))
    team = yardstick.whole.value
    is_apart = not judged.low <= team <= judged.high
    side = "" if seller.standing == "ramping" and _is_worse(judged.side, result.better) else judged.side
    drawn = yardstick.pool.drawn(part.value, part.below)
    return replace(
        bare,
        interval=Interval(low=decimal_of(low), high=decimal_of(high), method=judged.method),
        drawn=decimal_of(_scaled(metric, part, (drawn, drawn))[0]),
        team=decimal_of(_scaled(metric, part, (team, team))[0]),
        side=side,
        is_apart=is_apart,
        more_needed=None if is_apart or judged.needed == inf else max(int(judged.needed) - part.records, 1),
    )


def _whole_number(result: MetricResult, yardstick: Yardstick) -> TeamNumber:
    """One number of the whole team."""
    bare, whole = _bare(result.full_name, None), yardstick.whole
    bare = replace(bare, unit=result.unit, better=result.better, currency=result.currency, status="undefined")
    if whole is None:
        return bare
    judged = judge(result.full_name, whole, yardstick)
    is_sum = result.full_name == WON
    interval = None
    if judged is not None:
        low, high = _scaled(result.full_name, whole, (judged.low, judged.high))
        interval = Interval(low=decimal_of(low), high=decimal_of(high), method=judged.method)
    return replace(
        bare,
        value=decimal_of(whole.above if is_sum else whole.value),
        status="ok",
        n=whole.records,
        numerator=decimal_of(whole.above),
        denominator=None if is_sum else decimal_of(whole.below),
        interval=interval,
    )


def _bare(metric: str, result: MetricResult | None) -> TeamNumber:
    """A number without anything that has to be judged."""
    return TeamNumber(
        metric=metric,
        value=result.value if result else None,
        status=result.status if result else "not_available",
        unit=result.unit if result else "",
        better=result.better if result else "",
        currency=result.currency if result else "",
    )


def judge(metric: str, part: Part, yardstick: Yardstick) -> Judged | None:
    """Hold a number against the team's; none where there is nothing to judge it by."""
    if metric == WIN_RATE:
        return _judge_share(part, yardstick)
    if metric in {DEAL, CYCLE}:
        return _judge_mean(part, yardstick)
    return _judge_sum(part, yardstick)


def _judge_share(part: Part, yardstick: Yardstick) -> Judged | None:
    whole = yardstick.whole.value if yardstick.whole else 0.0
    won, ended = round(part.above), round(part.below)
    low, high = wilson(won, ended)
    gap = max(abs(part.value - whole), WORTH_POINTS)
    needed = records_needed(whole * (1 - whole), gap) if 0 < whole < 1 else inf
    return Judged(low=low, high=high, method="wilson", side=share_side(won, ended, whole), needed=needed)


def _judge_mean(part: Part, yardstick: Yardstick) -> Judged | None:
    whole, spread = yardstick.whole, yardstick.spread
    if whole is None or whole.value <= 0 or part.value <= 0 or spread <= 0:
        return None
    low, high = mean_interval(part.value, round(part.below), spread / whole.value)
    gap = max(abs(part.value - whole.value), WORTH_PART * whole.value)
    enough = part.below >= _FEWEST_FOR_MEANS
    side = mean_side(part.value, round(part.below), whole.value, spread) if enough else ""
    return Judged(low=low, high=high, method="logarithmic", side=side, needed=records_needed(spread**2, gap))


def _judge_sum(part: Part, yardstick: Yardstick) -> Judged | None:
    whole, unit = yardstick.whole, yardstick.unit
    if whole is None or whole.value <= 0 or unit <= 0:
        return None
    low, high = (bound / part.below for bound in sum_interval(part.above, unit))
    gap = max(abs(part.value / whole.value - 1), WORTH_PART)
    mean = whole.above / whole.records if whole.records else unit
    needed = records_needed(unit / mean, gap)
    side = sum_side(part.above, part.below * whole.value, unit)
    return Judged(low=low, high=high, method="poisson", side=side, needed=needed)


def _scaled(metric: str, part: Part | None, bounds: tuple[float, float]) -> tuple[float, float]:
    """What was won stands as a sum: its bounds, worked out over the part of the period that the rep was there, too."""
    factor = part.below if metric == WON and part is not None else 1.0
    return bounds[0] * factor, bounds[1] * factor


def _is_worse(side: Side, better: str) -> bool:
    return side == ("above" if better == "lower" else "below")
