"""Numbers are drawn towards the whole by as much as the sums on paper say."""

from __future__ import annotations

from math import inf
from random import Random

import pytest

from lievik.insight.shrinkage import pool_means, pool_shares


def test_shares_by_hand() -> None:
    """Two reps, 20 of 100 and 40 of 100.

    p = 60/200 = 0.3, within = 0.21. Between: (100·0.01 + 100·0.01 - 0.21) / (200 - 20000/200) = 1.79/100 = 0.0179.
    The whole weighs 0.21/0.0179 - 1 = 10.7318 records; 0.2 becomes 0.3 - 0.1·100/110.7318 = 0.20969.
    """
    pool = pool_shares([(20, 100), (40, 100)])
    assert pool.mean == pytest.approx(0.3)
    assert pool.weight == pytest.approx(0.21 / 0.0179 - 1)
    assert pool.drawn(0.2, 100) == pytest.approx(0.209692, abs=1e-6)


def test_means_by_hand() -> None:
    """Three reps of 4 deals each: 8, 10 and 15 days, one deal's variance 4.

    mean = 11. Between: (4·(9 + 1 + 16) - 2·4) / (12 - 48/12) = 96/8 = 12. The whole weighs 4/12 = 1/3 of a record.
    8 becomes 11 - 3·4/(4 + 1/3) = 8.2308.
    """
    pool = pool_means([8, 10, 15], [4, 4, 4], 4)
    assert pool.mean == pytest.approx(11)
    assert pool.weight == pytest.approx(1 / 3)
    assert pool.drawn(8, 4) == pytest.approx(8.230769, abs=1e-6)


def test_who_cannot_be_told_apart_gets_the_value_of_the_whole() -> None:
    pool = pool_shares([(3, 10), (4, 10), (3, 10)])
    assert pool.weight == inf
    assert pool.drawn(0.4, 10) == pytest.approx(1 / 3)


@pytest.mark.parametrize("counts", [[], [(0, 0)], [(3, 7)], [(0, 5), (0, 9)], [(5, 5), (9, 9)]])
def test_nothing_to_compare_with_is_no_trouble(counts: list[tuple[float, float]]) -> None:
    pool = pool_shares(counts)
    assert pool.weight == inf
    assert pool.drawn(0.9, 4) == pool.mean


def test_without_records_nothing_of_its_own_counts() -> None:
    assert pool_means([10, 30], [50, 50], 1).drawn(99, 0) == 20


def test_the_best_of_many_reps_is_no_longer_overrated() -> None:
    """Twenty reps whose true rates differ by 5 points: the best one shown is far above its truth, drawn it is not."""
    chance = Random(1)  # noqa: S311 - the same every time
    raw_gap = drawn_gap = 0.0
    for _ in range(200):
        truths = [min(max(chance.gauss(0.3, 0.05), 0.01), 0.99) for _ in range(20)]
        counts = [
            (sum(chance.random() < truth for _ in range(trials)), trials) for truth, trials in _tried(truths, chance)
        ]
        pool = pool_shares(counts)
        best = max(range(20), key=lambda place: counts[place][0] / counts[place][1])
        successes, trials = counts[best]
        raw_gap += successes / trials - truths[best]
        drawn_gap += pool.drawn(successes / trials, trials) - truths[best]
    assert raw_gap / 200 > 0.1
    assert abs(drawn_gap / 200) < 0.03


def _tried(truths: list[float], chance: Random) -> list[tuple[float, int]]:
    return [(truth, chance.randint(8, 40)) for truth in truths]
