"""Chances of a blind pick equal those that are counted out, or drawn."""

from __future__ import annotations

from itertools import combinations
from math import comb
from random import Random

import pytest

from lievik.insight.permutation import Scores, chance_of_sum, chance_of_wins


def tails(won: int, ended: int, all_won: int, all_ended: int) -> tuple[float, float]:
    """Chance of so few winners or fewer, and of so many or more, counted out."""
    ways = [
        comb(all_won, k) * comb(all_ended - all_won, ended - k) if ended - k <= all_ended - all_won else 0
        for k in range(min(ended, all_won) + 1)
    ]
    return sum(ways[: won + 1]) / sum(ways), sum(ways[won:]) / sum(ways)


@pytest.mark.parametrize(("all_won", "all_ended", "ended"), [(4, 8, 4), (7, 40, 25), (33, 90, 20), (1, 30, 10)])
def test_winners_are_as_rare_as_when_every_pick_is_counted(all_won: int, all_ended: int, ended: int) -> None:
    for won in range(max(0, ended + all_won - all_ended), min(ended, all_won) + 1):
        below, above = tails(won, ended, all_won, all_ended)
        found = chance_of_wins(won, ended, all_won, all_ended)
        is_above = won * all_ended > ended * all_won
        assert found == pytest.approx(min(1.0, 2 * (above if is_above else below)), rel=1e-9)


def test_a_million_deals_take_no_longer() -> None:
    assert chance_of_wins(30_000, 100_000, 300_000, 1_000_000) > 0.9
    assert chance_of_wins(31_000, 100_000, 300_000, 1_000_000) < 1e-10


def scores_of(values: list[float]) -> tuple[list[float], Scores]:
    """Values less their mean, and their sums of powers."""
    mean = sum(values) / len(values)
    centred = [value - mean for value in values]
    sums = sum(value**2 for value in centred), sum(value**3 for value in centred)
    return centred, Scores(records=len(values), squares=sums[0], cubes=sums[1])


def test_ranks_are_as_rare_as_when_every_pick_is_counted() -> None:
    """Twelve values with ties among them: all 924 picks of six."""
    centred, scores = scores_of([1, 2, 3, 4, 5.5, 5.5, 7, 8, 9.5, 9.5, 11, 12])
    sums = sorted(sum(pick) for pick in combinations(centred, 6))
    for share in (0.02, 0.05, 0.2, 0.5):
        total = sums[int((1 - share) * len(sums))]
        exact = 2 * sum(other >= total for other in sums) / len(sums)
        assert chance_of_sum(total, 6, scores) == pytest.approx(min(exact, 1.0), abs=0.06)


@pytest.mark.parametrize("picked", [20, 60, 150, 270])
def test_skewed_money_is_not_called_more_often_than_promised(picked: int) -> None:
    """Three hundred deals, few won and some of them large: of 4,000 blind picks 5 % and 1 % at most are called."""
    chance = Random(11)  # noqa: S311 - no secret
    values = [chance.lognormvariate(0, 1.5) if chance.random() < 0.3 else -chance.random() for _ in range(300)]
    centred, scores = scores_of(values)
    found = [chance_of_sum(sum(chance.sample(centred, picked)), picked, scores) for _ in range(4000)]
    for level in (0.05, 0.01):
        called = sum(value <= level for value in found) / len(found)
        assert level / 20 <= called <= level * 1.35, (picked, level, called)


def test_both_sides_are_alike_and_nothing_is_certain_where_nothing_varies() -> None:
    centred, scores = scores_of([float(rank) for rank in range(40)])
    top, bottom = sum(sorted(centred)[-10:]), sum(sorted(centred)[:10])
    assert chance_of_sum(top, 10, scores) == pytest.approx(chance_of_sum(bottom, 10, scores))
    assert chance_of_sum(0.0, 10, Scores(records=40, squares=0.0, cubes=0.0)) == 1
    assert chance_of_sum(5.0, 40, scores) == chance_of_sum(5.0, 0, scores) == 1
