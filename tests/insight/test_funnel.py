"""Who is called beyond chance: the exact tails, and how often ordinary reps are."""

from __future__ import annotations

from random import Random

import pytest

from lievik.insight.funnel import mean_side, share_side, sum_side


def test_a_share_by_hand() -> None:
    """Of 10 deals at one in two, none has a chance of 1/1024 and one at most 11/1024: only the first is rare enough."""
    assert share_side(0, 10, 0.5) == "below"
    assert share_side(1, 10, 0.5) == ""
    assert share_side(9, 10, 0.5) == ""
    assert share_side(10, 10, 0.5) == "above"


def test_many_deals_are_no_trouble() -> None:
    assert share_side(50_000, 100_000, 0.5) == ""
    assert share_side(50_600, 100_000, 0.5) == "above"


@pytest.mark.parametrize(("successes", "trials", "share"), [(0, 0, 0.5), (3, 3, 1.0), (0, 3, 0.0)])
def test_nobody_stands_out_where_nothing_differs(successes: int, trials: int, share: float) -> None:
    assert share_side(successes, trials, share) == ""


def test_a_sum_by_hand() -> None:
    """Nothing where 6.8 average deals were expected has a chance of e^-6.8 = 0.0011, of 7 it is 0.0009."""
    assert sum_side(0, 6_800, 1_000) == ""
    assert sum_side(0, 7_000, 1_000) == "below"
    assert sum_side(100_000, 0, 1_000) == ""


def test_a_mean_by_hand() -> None:
    """Sixteen deals of spread 8 have a standard error of 2: the limits are 3.09 of them away."""
    assert mean_side(56.1, 16, 50, 8) == ""
    assert mean_side(56.2, 16, 50, 8) == "above"
    assert mean_side(43.8, 16, 50, 8) == "below"
    assert mean_side(43.8, 0, 50, 8) == ""


def test_ordinary_reps_are_hardly_ever_called_out() -> None:
    chance = Random(7)  # noqa: S311 - the same every time
    called = 0
    for _ in range(5000):
        trials = chance.randint(8, 40)
        called += share_side(sum(chance.random() < 0.3 for _ in range(trials)), trials, 0.3) != ""
    assert called / 5000 < 0.002
