"""Intervals of sums and means of deals hold as often as they promise, also where deals are few and unequal."""

from __future__ import annotations

from math import exp, sqrt
from random import Random

import pytest

from lievik.insight.amounts import mean_interval, spread_within, sum_interval, sum_unit
from lievik.insight.sample import records_needed


def amounts(chance: Random, count: int, skew: float) -> list[float]:
    return [chance.lognormvariate(-skew * skew / 2, skew) for _ in range(count)]


def drawn_count(chance: Random, mean: float) -> int:
    seen, product = 0, chance.random()
    while product > exp(-mean):
        seen, product = seen + 1, product * chance.random()
    return seen


@pytest.mark.parametrize("deals", [1, 4, 12])
@pytest.mark.parametrize("skew", [0.4, 0.8])
def test_a_sum_lies_where_it_is_said_to(deals: int, skew: float) -> None:
    chance = Random(deals)  # noqa: S311 - the same every time
    unit = sum_unit(1, sqrt(exp(skew * skew) - 1))
    held = 0
    for _ in range(1000):
        low, high = sum_interval(sum(amounts(chance, drawn_count(chance, deals), skew)), unit)
        held += low <= deals <= high
    assert held / 1000 > 0.945


@pytest.mark.parametrize("deals", [1, 4, 12])
@pytest.mark.parametrize("skew", [0.4, 0.8])
def test_a_mean_lies_where_it_is_said_to(deals: int, skew: float) -> None:
    chance = Random(deals)  # noqa: S311 - the same every time
    part = sqrt(exp(skew * skew) - 1)
    held = 0
    for _ in range(1000):
        low, high = mean_interval(sum(amounts(chance, deals, skew)) / deals, deals, part)
        held += low <= 1 <= high
    assert 0.93 < held / 1000 < 0.985


def test_no_deal_at_all_still_has_an_interval() -> None:
    low, high = sum_interval(0, 10_000)
    assert low == 0
    assert high == pytest.approx(36_889, abs=1)


def test_the_spread_within_groups_by_hand() -> None:
    """Two deals 3 apart from each other in spread, three with 4: (1·9 + 2·16) / 3 = 13.667."""
    assert spread_within([(3, 2), (4, 3), (99, 1)]) == pytest.approx(sqrt(41 / 3))
    assert spread_within([(5, 1)]) == 0


@pytest.mark.parametrize(("within", "gap", "needed"), [(0.25, 0.1, 197), (0.24, 0.1, 189), (0.16, 0.2, 32), (9, 1, 71)])
def test_records_needed_by_hand(within: float, gap: float, needed: int) -> None:
    """(1.96 + 0.8416)² = 7.8489, times the variance over the squared gap, rounded up."""
    assert records_needed(within, gap) == needed


def test_so_many_records_show_the_gap_in_four_of_five_cases() -> None:
    chance = Random(5)  # noqa: S311 - the same every time
    needed = records_needed(0.24, 0.1)
    seen = 0
    for _ in range(1500):
        rate = sum(chance.random() < 0.5 for _ in range(needed)) / needed
        seen += abs(rate - 0.4) > 1.96 * sqrt(0.24 / needed)
    assert 0.76 < seen / 1500 < 0.84
