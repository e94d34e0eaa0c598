"""Whether shares of periods differ by more than chance: the textbook's numbers, and how often chance is called."""

from __future__ import annotations

from random import Random

import pytest

from lievik.insight.swing import chance_of_so_little, chi_square_tail, swing_of


@pytest.mark.parametrize(
    ("value", "freedom", "chance"),
    [(3.841459, 1, 0.05), (6.634897, 1, 0.01), (18.307038, 10, 0.05), (29.588298, 10, 0.001), (124.342113, 100, 0.05)],
)
def test_the_textbooks_points_of_chi_square(value: float, freedom: int, chance: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(chance, abs=1e-7)
    assert chi_square_tail(0, freedom) == 1


def test_a_table_by_hand() -> None:
    """Of 100 each 20, 30 and 40: 30 % of all; (10² + 0 + 10²) / (100 · 0.3 · 0.7) = 200 / 21."""
    found = swing_of([(20, 100), (30, 100), (40, 100)])
    assert found is not None
    assert (found.low, found.high, found.freedom) == (0.2, 0.4, 2)
    assert found.chi_square == pytest.approx(200 / 21)
    assert found.weight == pytest.approx(100 / 0.21)
    assert found.spread == pytest.approx(((200 / 21 - 2) / 2 / (100 / 0.21)) ** 0.5)


@pytest.mark.parametrize("counts", [[], [(3, 9)], [(3, 9), (0, 0)], [(0, 9), (0, 12)], [(9, 9), (4, 4)]])
def test_nothing_is_said_of_what_cannot_be_compared(counts: list[tuple[int, int]]) -> None:
    assert swing_of(counts) is None


def drawn(random: Random, rates: list[float], size: int) -> list[tuple[int, int]]:
    return [(sum(random.random() < rate for _ in range(size)), size) for rate in rates]


def test_chance_alone_is_called_more_than_chance_as_often_as_is_said() -> None:
    random, times = Random(3), 1500  # noqa: S311 - nothing here is a secret
    found = [swing_of(drawn(random, [0.4] * 10, 60)) for _ in range(times)]
    called = [sum(each is not None and each.chance < limit for each in found) / times for limit in (0.05, 0.01)]
    assert called == [pytest.approx(0.05, abs=0.02), pytest.approx(0.01, abs=0.008)]


def test_the_spread_is_that_of_the_true_rates() -> None:
    random = Random(4)  # noqa: S311 - nothing here is a secret
    rates = [0.3, 0.5, 0.7] * 4
    spreads = [found.spread for _ in range(60) if (found := swing_of(drawn(random, rates, 300)))]
    assert sum(spreads) / len(spreads) == pytest.approx((2 * 0.2**2 * 4 / 11) ** 0.5, abs=0.01)


def test_a_series_of_few_records_is_not_called_quieter() -> None:
    """Three of ten, four of ten and so on could hide any swing; of a thousand each they could not."""
    loud = swing_of([(300, 1000), (500, 1000), (700, 1000), (500, 1000)])
    few, many = swing_of([(3, 10), (5, 10), (6, 10), (4, 10)]), swing_of([(400, 1000), (410, 1000), (395, 1000)])
    assert loud is not None
    assert few is not None
    assert many is not None
    assert chance_of_so_little(few, loud) > 0.05
    assert chance_of_so_little(many, loud) < 0.01
