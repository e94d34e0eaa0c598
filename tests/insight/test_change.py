"""Differences have the intervals of the paper they come from, and hold as often as they promise."""

from __future__ import annotations

from random import Random

import pytest

from lievik.insight.change import Estimate, difference, newcombe, trend_score


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_is_that_of_his_table(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = newcombe(*counts)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_difference_the_other_way_round_is_the_same() -> None:
    there, back = newcombe(8, 14, 2, 13), newcombe(2, 13, 8, 14)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_a_difference_by_hand() -> None:
    """10 (7 to 14) less 6 (3 to 10): 4 - √(9 + 16) = -1 and 4 + √(16 + 9) = 9."""
    found = difference(Estimate(value=10, low=7, high=14), Estimate(value=6, low=3, high=10))
    assert (found.value, found.low, found.high) == (4, -1, 9)


def test_no_change_is_called_a_change_once_in_twenty() -> None:
    chance = Random(3)  # noqa: S311 - the same every time
    calls = 0
    for _ in range(3000):
        first, second = (sum(chance.random() < 0.3 for _ in range(40)) for _ in range(2))
        found = newcombe(second, 40, first, 40)
        calls += not found.low <= 0 <= found.high
    assert 0.03 < calls / 3000 < 0.06


def test_a_trend_by_hand() -> None:
    """1, 3 and 5 of 10: p = 0.3, t̄ = 1; rise (1 - 3)·(-1) + (5 - 3)·1 = 4 over √(0.21·20)."""
    assert trend_score([(1, 10), (3, 10), (5, 10)]) == pytest.approx(4 / (0.21 * 20) ** 0.5)


@pytest.mark.parametrize("counts", [[], [(2, 5)], [(0, 4), (0, 9)], [(4, 4), (9, 9)], [(0, 0), (3, 7)]])
def test_no_trend_where_nothing_can_be_told(counts: list[tuple[float, float]]) -> None:
    assert trend_score(counts) is None


def test_a_fall_is_a_rise_backwards() -> None:
    counts = [(1.0, 14.0), (2.0, 13.0), (4.0, 11.0), (8.0, 14.0)]
    rise, fall = trend_score(counts), trend_score(counts[::-1])
    assert rise is not None
    assert fall == pytest.approx(-rise)
