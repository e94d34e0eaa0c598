"""Of what is called among many tests, no more than the promised share is chance."""

from __future__ import annotations

from random import Random

import pytest

from lievik.insight.false_discovery import RATE, adjusted


def called(chances: list[float], rate: float) -> set[int]:
    """What Benjamini and Hochberg call: all up to the largest k whose kth least chance is k · rate / m or less."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    last = max((k for k, place in enumerate(order, 1) if chances[place] <= k * rate / len(chances)), default=0)
    return set(order[:last])


def test_the_fifteen_tests_of_the_paper() -> None:
    """Benjamini and Hochberg (1995), section 3.2: at 5 % the first four are called."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    chances += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert [value <= RATE for value in adjusted(chances)] == [True] * 4 + [False] * 11


def test_it_calls_what_the_step_up_rule_calls_in_any_order() -> None:
    chance = Random(7)  # noqa: S311 - no secret
    for _ in range(200):
        chances = [chance.random() ** chance.choice([1, 4]) for _ in range(chance.randint(1, 30))]
        rate = chance.choice([0.01, 0.05, 0.2])
        assert {place for place, value in enumerate(adjusted(chances)) if value <= rate} == called(chances, rate)


def test_one_test_is_left_as_it_is_and_none_give_none() -> None:
    assert adjusted([0.03]) == pytest.approx([0.03])
    assert adjusted([]) == []
