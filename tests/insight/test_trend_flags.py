"""Months stand out when they should, and a page of months with nothing behind them raises one flag at most."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from random import Random
from statistics import fmean

import pytest

from lievik.insight.trend_flags import LONGEST, PAGE, student_quantile, usual_months

Make = Callable[[Random, int], list[float]]
FEW, MANY = 700, 12_000


def chance_of(seed: int) -> Random:
    """Chance that is the same every time."""
    return Random(seed)  # noqa: S311


def flat(chance: Random, months: int) -> list[float]:
    return [exp(0.15 * chance.gauss(0, 1)) for _ in range(months)]


def normal(chance: Random, months: int) -> list[float]:
    return [100 + 15 * chance.gauss(0, 1) for _ in range(months)]


def skewed(chance: Random, months: int) -> list[float]:
    return [exp(0.5 * chance.gauss(0, 1)) for _ in range(months)]


def skewed_otherwise(chance: Random, months: int) -> list[float]:
    return [chance.gammavariate(4, 1) for _ in range(months)]


def alike(chance: Random, months: int) -> list[float]:
    """Each month is like the one before it: a correlation of .5."""
    state, found = 0.0, []
    for _ in range(months + 30):
        state = 0.5 * state + 0.75**0.5 * chance.gauss(0, 1)
        found.append(exp(0.15 * state))
    return found[30:]


def growing(chance: Random, months: int) -> list[float]:
    return [value * 1.02**at for at, value in enumerate(flat(chance, months))]


def with_quarter_ends(chance: Random, months: int) -> list[float]:
    return [value * (1.6 if at % 3 == 2 else 1) for at, value in enumerate(flat(chance, months))]


def growing_with_quarter_ends(chance: Random, months: int) -> list[float]:
    return [value * (1.6 if at % 3 == 2 else 1) for at, value in enumerate(growing(chance, months))]


def few_deals(chance: Random, months: int) -> list[float]:
    """Three of so many: a binomial that is nearly Poisson."""
    return [float(sum(chance.random() < 0.06 for _ in range(50))) for _ in range(months)]


def win_rate(chance: Random, months: int) -> list[float]:
    return [sum(chance.random() < 0.3 for _ in range(30)) / 30 for _ in range(months)]


NOTHING_BEHIND: tuple[Make, ...] = (
    *(flat, normal, skewed, skewed_otherwise, alike, growing),
    *(with_quarter_ends, growing_with_quarter_ends, few_deals, win_rate),
)


def flags_a_page(make: Make, months: int, rounds: int) -> float:
    """Flags of one month on a page of `PAGE` series, each of so many months before it."""
    chance, flagged = chance_of(17), 0
    for _ in range(rounds):
        values = make(chance, months + 1)
        flagged += abs(usual_months(values, last=1)[0].side(values[-1]))
    return flagged / rounds * PAGE


def found_within_three_months(size: float, months: int, rounds: int) -> float:
    """How often a step of so many standard deviations is flagged in its first three months."""
    chance, found = chance_of(19), 0
    for _ in range(rounds):
        values = [
            value * (exp(0.15 * size) if at >= months else 1) for at, value in enumerate(flat(chance, months + 3))
        ]
        usual = usual_months(values, last=3)
        found += any(month.side(value) for month, value in zip(usual, values[-3:], strict=True))
    return found / rounds


@pytest.mark.parametrize("months", [12, 24, LONGEST])
@pytest.mark.parametrize("make", NOTHING_BEHIND)
def test_a_page_with_nothing_behind_it_raises_one_flag_a_month_at_most(make: Make, months: int) -> None:
    # of 700 months 4.7 may be flagged at one a page; 12 or more of them come by chance once in 400 times
    assert flags_a_page(make, months, FEW) * FEW / PAGE < 12


@pytest.mark.soak
@pytest.mark.parametrize("months", [12, 18, 23, 24, 29, LONGEST])
@pytest.mark.parametrize("make", NOTHING_BEHIND)
def test_the_same_measured_often(make: Make, months: int) -> None:
    assert flags_a_page(make, months, MANY) <= 1


@pytest.mark.parametrize(("months", "least"), [(24, 0.30), (LONGEST, 0.50)])
def test_a_step_of_three_deviations_is_found_within_three_months(months: int, least: float) -> None:
    assert found_within_three_months(3, months, 400) > least


@pytest.mark.soak
@pytest.mark.parametrize(
    ("size", "months", "low", "high"),
    [
        (3, 12, 0.2, 0.4),
        (3, 24, 0.35, 0.45),
        (3, LONGEST, 0.53, 0.63),
        (4, 24, 0.65, 0.8),
        (4, LONGEST, 0.83, 0.93),
    ],
)
def test_the_share_that_is_found(size: float, months: int, low: float, high: float) -> None:
    assert low < found_within_three_months(size, months, 4000) < high


# --------------------------------------------------------------------------------------------- by hand


def test_limits_by_hand() -> None:
    """Six months at 90 and six at 110, in turn, then 100: the mean is 100, and a standard deviation √(1200 / 11).

    Neighbours lie 20 apart, so ranges say 20 / 1.128 × √(12 / 11) = 18.51; months are unlike their neighbours, and
    nothing is made good. With t of 11 at 1 - 1/300, 3.373, the limit is 3.373 × 18.51 × √(1 + 1/12).
    """
    (found,) = usual_months([90, 110] * 6 + [100], last=1)
    half = student_quantile(1 - 1 / 300, 11) * 20 / 1.1283792 * (12 / 11) ** 0.5 * (13 / 12) ** 0.5
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(100 - half, rel=1e-6)
    assert found.high > 100 + half  # the limit on the logarithm, which is the wider one above
    assert (found.months, found.reason, found.side(100), found.side(200), found.side(20)) == (12, "", 0, 1, -1)


def test_what_grows_and_has_quarter_ends_is_expected_to_go_on() -> None:
    """2 % a month, half as much again in the last month of quarters, and 1 % up and down."""
    values = [1.02**at * (1.5 if at % 3 == 2 else 1) * 1.01 ** (-1) ** at for at in range(31)]
    (found,) = usual_months(values[:30], last=1)
    assert found.expected == pytest.approx(1.02**29 * 1.5, rel=0.01)
    assert found.high is not None
    assert 1.02**29 * 1.5 < found.high < 1.02**29 * 1.6


@pytest.mark.parametrize(
    ("share", "freedom", "known"),
    [(0.975, 11, 2.201), (0.995, 8, 3.355), (0.9995, 11, 4.437), (0.9995, 20, 3.850), (0.999, 30, 3.385)],
)
def test_student_is_that_of_the_tables(share: float, freedom: float, known: float) -> None:
    assert student_quantile(share, freedom) == pytest.approx(known, abs=0.003)


# ------------------------------------------------------------------------------ where nothing is said


def test_below_twelve_months_nothing_is_said() -> None:
    values = [*flat(chance_of(1), 11), 900.0]
    assert [(month.reason, month.side(900.0)) for month in usual_months(values)] == [("few_months", 0)] * 12
    assert usual_months([*flat(chance_of(1), 12), 900.0])[-1].side(900.0) == 1


def test_months_without_a_value_do_not_count_and_are_not_judged() -> None:
    values: list[float | None] = [*flat(chance_of(1), 12), None, 900.0, None]
    assert [month.reason for month in usual_months(values)[11:]] == ["few_months", "no_value", "", "no_value"]
    holes = [None if at % 2 else 100.0 + at // 2 % 3 for at in range(30)]
    assert [usual_months([*holes, value])[-1].side(value) for value in (101.0, 900.0)] == [0, 1]


def test_zeros_before_the_first_value_are_no_months() -> None:
    assert usual_months([0.0] * 20 + [900.0], last=1)[0].reason == "few_months"
    assert usual_months([0.0] * 20 + flat(chance_of(3), 11) + [900.0], last=1)[0].reason == "few_months"


def test_a_trend_that_anybody_sees_silences_a_short_series_and_not_a_long_one() -> None:
    values = [100.0 + 3 * at + (-1) ** at for at in range(31)]
    assert usual_months(values)[20].reason == "has_trend"
    assert usual_months(values)[30].reason == ""
    assert usual_months([*values[:30], 150.0])[30].side(150.0) == -1


def test_what_never_differs_says_nothing() -> None:
    assert usual_months([7.0] * 30)[-1].reason == "no_spread"
    assert usual_months([0.1 * 3] * 14)[-1].reason == "no_spread"
    assert usual_months([100.0 + 5 * at for at in range(30)])[-1].reason == "no_spread"


def test_values_at_and_below_zero_are_judged_as_they_are() -> None:
    values = [(-1.0) ** at * (5 + at % 3) for at in range(26)]
    assert usual_months([*values, 0.0])[-1].side(0.0) == 0
    assert usual_months([*values, -90.0])[-1].side(-90.0) == -1
    assert usual_months([100.0 + (-1) ** at for at in range(26)] + [0.0])[-1].side(0.0) == -1


def test_more_series_on_a_page_widen_the_limits_and_fewer_do_not() -> None:
    values = flat(chance_of(5), 30)
    few, page, many = (usual_months(values, series, last=1)[0] for series in (1, PAGE, 3000))
    assert few == page
    assert page.high is not None
    assert many.high is not None
    assert many.high > page.high


def test_a_month_is_judged_by_what_was_before_it_alone() -> None:
    values = flat(chance_of(6), 40)
    whole = usual_months(values)
    assert [usual_months(values[: at + 1], last=1)[0] for at in range(36)] == whole[:36]
    assert usual_months(values[4:], last=1)[0] == whole[-1]


def test_money_in_cents_is_judged_as_money_in_millions() -> None:
    values = growing_with_quarter_ends(chance_of(7), 40)
    there, here = (usual_months([value * scale for value in values], last=1)[0] for scale in (1e8, 1e-4))
    assert there.low is not None
    assert here.low is not None
    assert there.low / 1e8 == pytest.approx(here.low / 1e-4)
    assert fmean((there.expected or 0, there.high or 0)) / 1e8 == pytest.approx(
        fmean((here.expected or 0, here.high or 0)) / 1e-4
    )
