"""Returns of channels: how often their intervals hold, and how often channels that are alike are told apart."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal
from math import exp, sqrt
from random import Random

import pytest

from lievik.insight.channel_returns import FALSE_ONES, discoveries, return_of, with_rates, with_returns
from lievik.model.channels import ChannelRow, Credits

COSTS = (400.0, 300.0, 200.0, 100.0, 60.0, 40.0)


def _poisson(chance: Random, mean: float) -> int:
    count, passed = 0, chance.expovariate(1)
    while passed < mean:
        count, passed = count + 1, passed + chance.expovariate(1)
    return count


def _row(chance: Random, key: str, cost: float, deals_per_cost: float) -> ChannelRow:
    """A channel whose deals are as skewed as deals are: their sizes spread as much as their mean."""
    deals = [Decimal(round(100 * exp(chance.gauss(0, 0.8)), 2)) for _ in range(_poisson(chance, cost * deals_per_cost))]
    squares = sum((deal**2 for deal in deals), Decimal(0))
    found = Credits(deals_won=Decimal(len(deals)), revenue=sum(deals, Decimal(0)), squares=squares)
    return ChannelRow(key=key, credits=found, cost=Decimal(str(cost)))


def _page(chance: Random, rates: tuple[float, ...]) -> tuple[ChannelRow, ...]:
    rows = [_row(chance, str(n), cost, rate) for n, (cost, rate) in enumerate(zip(COSTS, rates, strict=True))]
    squares = sum((row.credits.squares for row in rows), Decimal(0))
    return with_returns(rows, squares, None)


@pytest.mark.parametrize("deals", [15, 60, 300])
def test_channels_that_are_alike_are_seldom_told_apart(deals: int) -> None:
    """Of pages on which all channels return the same, no more than one in ten may call any better or worse."""
    chance = Random(deals)  # noqa: S311 - made-up deals
    rate = deals / sum(COSTS)
    pages = 1000
    wrong = sum(
        any(row.standing in {"better", "worse"} for row in _page(chance, (rate,) * len(COSTS))) for _ in range(pages)
    )
    # two standard deviations of the count of pages
    assert wrong / pages < FALSE_ONES + 2 * sqrt(FALSE_ONES * (1 - FALSE_ONES) / pages)


def test_a_channel_that_burns_money_is_found_and_the_others_are_not_called_worse() -> None:
    """The dearest channel brings a quarter of what the others do for the same money."""
    chance = Random(5)  # noqa: S311 - made-up deals
    pages = [_page(chance, (0.05, *(0.2,) * 5)) for _ in range(200)]
    found = sum(page[0].standing == "worse" for page in pages)
    assert found > 180
    assert sum(row.standing == "worse" for page in pages for row in page[1:]) < 20


def test_intervals_hold() -> None:
    """Nineteen of twenty, of channels whose true return is known: deals of 100·exp(0.8²/2) each."""
    chance = Random(11)  # noqa: S311 - made-up deals
    true = 0.1 * 100 * exp(0.8**2 / 2) - 1
    rows = [row for _ in range(300) for row in _page(chance, (0.1,) * 6)]
    held = sum(row.back is not None and row.back.low <= Decimal(true) <= row.back.high for row in rows)
    assert held / len(rows) > 0.93


def test_small_channels_are_drawn_further() -> None:
    large = ChannelRow(key="a", cost=Decimal(1000), credits=Credits(revenue=Decimal(5000), squares=Decimal(50_000)))
    small = ChannelRow(key="b", cost=Decimal(10), credits=Credits(revenue=Decimal(500), squares=Decimal(50_000)))
    one, other = with_returns((large, small), Decimal(100_000), None)
    assert one.back is not None
    assert other.back is not None
    whole = Decimal(5500) / 1010 - 1
    assert abs(one.back.drawn - one.back.value) < abs(other.back.drawn - other.back.value)
    assert whole < other.back.drawn < other.back.value


def test_nothing_won_is_no_return_without_doubt() -> None:
    """Nothing for 100, while others won deals of 50: up to 3.689 such deals may have been missed by chance."""
    won = ChannelRow(key="a", cost=Decimal(100), credits=Credits(revenue=Decimal(500), squares=Decimal(25_000)))
    none = ChannelRow(key="b", cost=Decimal(100))
    found = with_returns((won, none), Decimal(25_000), None)[1].back
    assert found is not None
    assert (found.value, found.low) == (-1, -1)
    assert round(float(found.high), 3) == round(3.689 * 50 / 100 - 1, 3)


def test_no_cost_is_no_return() -> None:
    free = ChannelRow(key="a", credits=Credits(revenue=Decimal(5)))
    zero = ChannelRow(key="b", cost=Decimal(0), credits=Credits(revenue=Decimal(5)))
    assert [row.back for row in with_returns((free, zero), Decimal(0), None)] == [None, None]
    assert return_of(zero, None) is None


def test_rates_of_few_leads_are_drawn_towards_all() -> None:
    many = ChannelRow(key="a", credits=Credits(leads=Decimal(1000), won=Decimal(100)))
    few = ChannelRow(key="b", credits=Credits(leads=Decimal(4), won=Decimal(2)))
    none = ChannelRow(key="c")
    one, other, nothing = with_rates((many, few, none))
    assert one.to_won is not None
    assert other.to_won is not None
    assert (float(one.to_won.value), float(other.to_won.value), nothing.to_won) == (0.1, 0.5, None)
    assert other.to_won.low < other.to_won.drawn < other.to_won.value


def test_of_many_chances_those_are_told_that_stand_out_together() -> None:
    """By hand: 0.1 · n/4 is 0.025, 0.05, 0.075, 0.1."""
    assert discoveries({"a": 0.024, "b": 0.06, "c": 0.07, "d": 0.9}, 0.1) == {"a", "b", "c"}
    assert discoveries({"a": 0.026, "b": 0.06, "c": 0.08, "d": 0.9}, 0.1) == frozenset()
