"""Intervals and tails of counts: published tables, and the Poisson sum added up term by term."""

from __future__ import annotations

from math import exp, factorial

import pytest

from lievik.insight.poisson import gamma_share, poisson_interval, poisson_tails


def at_most(count: int, expected: float) -> float:
    return sum(exp(-expected) * expected**seen / factorial(seen) for seen in range(count + 1))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (20, 12.22, 30.89), (100, 81.36, 121.63)],
)
def test_the_interval_is_that_of_published_tables(count: int, low: float, high: float) -> None:
    assert [round(bound, 2) for bound in poisson_interval(count)] == [low, high]


@pytest.mark.parametrize("count", [1, 2, 7, 30, 90])
def test_a_bound_is_where_the_tail_of_the_sum_is_two_and_a_half_per_cent(count: int) -> None:
    low, high = poisson_interval(count)
    assert 1 - at_most(count - 1, low) == pytest.approx(0.025, abs=1e-9)
    assert at_most(count, high) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("expected", [0.4, 3.0, 12.5, 80.0])
@pytest.mark.parametrize("count", [0, 1, 4, 12, 60])
def test_tails_are_the_sums(count: int, expected: float) -> None:
    few, many = poisson_tails(count, expected)
    assert few == pytest.approx(at_most(count, expected), abs=1e-12)
    assert many == pytest.approx(1 - at_most(count - 1, expected) if count else 1.0, abs=1e-12)


def test_counts_that_are_not_whole_lie_between_those_that_are() -> None:
    bounds = [poisson_interval(count) for count in (2.0, 2.3, 2.9, 3.0)]
    assert bounds == sorted(bounds)


def test_the_gamma_share_grows_from_none_to_all() -> None:
    shares = [gamma_share(4.2, value) for value in (0.0, 0.5, 2.0, 4.0, 6.0, 9.0, 40.0)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1)


@pytest.mark.parametrize("count", [1e-9, 1e-3, 4.9e-3, 0.02])
def test_hardly_any_of_an_event_has_an_interval_from_nothing(count: int) -> None:
    """A lower bound of 0.025^(1/count) and less, which soon is no number any more."""
    low, high = poisson_interval(count)
    assert 0 <= low < 1e-70
    assert 3.688 < high < 3.74
