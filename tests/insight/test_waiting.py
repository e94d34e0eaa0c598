"""How long things take while some still go on: the textbook's numbers, and what chance explains."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.insight.waiting import Seen, curve_of, how_much_longer


def seen(left: str, still: str = "") -> list[Seen]:
    """Days after which somebody left, and days for which somebody was seen that is still there."""
    return [
        *(Seen(days=int(day), has_left=True, count=1) for day in left.split()),
        *(Seen(days=int(day), has_left=False, count=1) for day in still.split()),
    ]


FREIREICH = seen("6 6 6 7 10 13 16 22 23", "6 9 10 11 17 19 20 25 32 32 34 35")
PLACEBO = seen("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")
"""Weeks of remission with 6-MP and with placebo: Freireich et al. (1963), as every textbook of survival has them."""


def test_the_textbooks_medians() -> None:
    assert curve_of(FREIREICH).day_when_left(0.5) == 23
    assert curve_of(PLACEBO).day_when_left(0.5) == 8


def test_the_textbooks_log_rank_test() -> None:
    """Chi squared 16.79 with one degree of freedom."""
    assert how_much_longer(curve_of(FREIREICH), curve_of(PLACEBO)) ** 2 == pytest.approx(16.793, abs=0.001)
    assert how_much_longer(curve_of(PLACEBO), curve_of(FREIREICH)) < 0


def test_too_few_have_left_to_tell() -> None:
    curve = curve_of(seen("3", "5 5 9"))
    assert curve.day_when_left(0.5) is None
    assert (curve.longest, curve.count) == (9, 4)


def test_of_nothing_nothing_is_known() -> None:
    assert (curve_of([]).day_when_left(0.5), curve_of([]).count, curve_of([]).longest) == (None, 0, 0)
    assert how_much_longer(curve_of([]), curve_of(PLACEBO)) == 0


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([0.25, 0.5, 0.9]))
def test_where_all_have_left_it_is_the_plain_quantile(days: list[int], share: float) -> None:
    found = curve_of([Seen(days=day, has_left=True, count=1) for day in days]).day_when_left(share)
    ranked = sorted(days)
    assert found == next(day for place, day in enumerate(ranked, 1) if place >= share * len(ranked) - 1e-9)


def test_chance_alone_is_called_longer_about_once_in_a_thousand() -> None:
    random, calls = Random(5), 0  # noqa: S311 - nothing here is a secret
    for _ in range(1500):
        one, other = (
            curve_of(
                [Seen(days=int(random.expovariate(0.1)), has_left=random.random() < 0.8, count=1) for _ in range(n)]
            )
            for n in (25, 150)
        )
        calls += how_much_longer(one, other) > 3.0902
    assert calls <= 6
