"""Survival with what still goes on: against sums made by hand, a published example, and plain shares."""

from __future__ import annotations

from math import exp, log, sqrt
from random import Random

import pytest

from lievik.insight.intervals import wilson
from lievik.insight.survival import Life, SurvivalCurve

TREATED = [
    *(Life(days, ended=ended) for days, ended in ((6, 3), (7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1))),
    *(Life(days, going=1) for days in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Weeks in remission of 21 patients given 6-MP: Freireich and others (1963), Blood 21."""


def test_the_published_example_comes_out() -> None:
    """Kaplan-Meier of the 6-MP group, as in every textbook: .857, .807, .753, .690, .627, .538, .448; median 23."""
    curve = SurvivalCurve(TREATED)
    told = [round(curve.at(week).value, 3) for week in (6, 7, 10, 13, 16, 22, 23)]
    assert told == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert (curve.count, curve.ended, curve.median, curve.longest) == (21, 9, 23, 35)
    assert curve.at(35).value == curve.at(23).value


def test_the_interval_is_that_of_log_minus_log() -> None:
    """At 6 of 21: three ended, so Greenwood's sum is 3 / (21 x 18)."""
    found = SurvivalCurve(TREATED).at(6)
    share = 18 / 21
    half = 1.959963984540054 * sqrt(3 / (21 * 18)) / abs(log(share))
    assert (found.low, found.high) == pytest.approx((share ** exp(half), share ** exp(-half)))
    # statsmodels and R's survfit(conf.type = "log-log") say .620 and .952
    assert (round(found.low, 3), round(found.high, 3)) == (0.62, 0.952)


def test_without_anything_that_goes_on_it_is_the_plain_share() -> None:
    draw = Random(5)  # noqa: S311 - a test
    days = [draw.randint(1, 50) for _ in range(200)]
    curve = SurvivalCurve(Life(day, ended=1) for day in days)
    for day in range(51):
        assert curve.at(day).value == pytest.approx(sum(one > day for one in days) / 200)
    within = curve.mean_within(1000)
    assert within is not None
    assert within.value == pytest.approx(sum(days) / 200)
    # the variance of a plain mean, as deviations from it over n
    spread = sqrt(sum((day - within.value) ** 2 for day in days) / 200 / 200)
    assert within.high - within.value == pytest.approx(1.959963984540054 * spread, rel=1e-6)


def test_nothing_ended_and_everything_ended_have_intervals_too() -> None:
    young = SurvivalCurve([Life(100, going=12)])
    assert (young.at(50).value, young.at(50).low, young.at(50).high) == (1, wilson(12, 12)[0], 1)
    assert (young.median, young.median_interval, young.mean_within(365)) == (None, (None, None), None)
    gone = SurvivalCurve([Life(10, ended=4)]).at(10)
    assert (gone.value, gone.low, gone.high) == (0, 0, wilson(0, 4)[1])


def test_nobody_at_all() -> None:
    empty = SurvivalCurve([])
    assert (empty.count, empty.at(5).value, empty.at(5).low, empty.median) == (0, 1, 0, None)


def test_the_true_share_lies_in_the_interval_about_as_often_as_it_says() -> None:
    """Lengths are exponential with a mean of 100 days, followed up to a day between 20 and 200."""
    draw, hits = Random(11), 0  # noqa: S311 - a test
    for _ in range(400):
        lives = []
        for _ in range(80):
            life, until = draw.expovariate(1 / 100), draw.uniform(20, 200)
            lives.append(Life(int(life), ended=1) if life < until else Life(int(until), going=1))
        found = SurvivalCurve(lives).at(59)
        hits += found.low <= exp(-0.6) <= found.high
    assert 0.92 <= hits / 400 <= 0.98
