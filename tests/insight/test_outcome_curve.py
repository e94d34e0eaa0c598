"""Shares won, lost and open by age: sums made by hand, the plain share where nothing is censored, and true coverage."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.insight.intervals import wilson
from lievik.insight.outcome_curve import Aged, OutcomeCurve, Outcomes, chance_of_no_end

AGES = st.integers(0, 40)
DEALS = st.lists(
    st.builds(Aged, age=AGES, won=st.integers(0, 3), lost=st.integers(0, 3), open=st.integers(0, 3)),
    min_size=1,
    max_size=30,
)


def deals(won: str = "", lost: str = "", still: str = "") -> list[Aged]:
    """Ages at which deals were won or lost, and those of open ones."""
    return [
        *(Aged(age=int(age), won=1) for age in won.split()),
        *(Aged(age=int(age), lost=1) for age in lost.split()),
        *(Aged(age=int(age), open=1) for age in still.split()),
    ]


def shares(found: Outcomes) -> tuple[float, float, float]:
    return found.won.value, found.lost.value, found.open.value


def test_five_deals_by_hand() -> None:
    """Five deals: won at 10; lost at 20; open at 30; won at 40; open at 50.

    By 10: 1/5 won. By 20: 4/5 are left, a quarter of them is lost: 1/5. Then 3/5 are left; one is not seen any longer.
    By 40 half of those two are won: 3/10.
    """
    curve = OutcomeCurve(deals("10 40", "20", "30 50"))
    assert shares(curve.at(9)) == (0, 0, 1)
    assert shares(curve.at(10)) == pytest.approx((0.2, 0, 0.8))
    assert shares(curve.at(39)) == pytest.approx((0.2, 0.2, 0.6))
    assert shares(curve.at(40)) == pytest.approx((0.5, 0.2, 0.3))
    assert [curve.at(age).followed for age in (10, 30, 31, 50, 51)] == [5, 5, 4, 4, 3]
    assert (curve.count, curve.longest, curve.ages) == (5, 50, (10, 20, 40))


def test_a_lost_deal_is_not_one_that_was_merely_not_seen_any_longer() -> None:
    """Of ten deals eight are lost at once and one is won later: a tenth is won, and not half of what is left."""
    curve = OutcomeCurve(deals("50", "1 1 1 1 1 1 1 1", "60"))
    assert curve.at(50).won.value == pytest.approx(0.1)
    as_censored = OutcomeCurve(deals("50", "", "1 1 1 1 1 1 1 1 60"))
    assert as_censored.at(50).won.value == pytest.approx(0.5)


@given(DEALS, AGES)
def test_the_three_shares_add_up_and_lie_within_their_intervals(given_deals: list[Aged], age: int) -> None:
    found = OutcomeCurve(given_deals).at(age)
    assert sum(shares(found)) == pytest.approx(1)
    for chance in (found.won, found.lost, found.open):
        assert 0 <= chance.low <= chance.value <= chance.high <= 1


@given(st.lists(st.tuples(AGES, st.booleans()), min_size=1, max_size=60), AGES)
def test_where_all_have_ended_it_is_the_plain_share_with_its_plain_interval(
    ended: list[tuple[int, bool]], age: int
) -> None:
    curve = OutcomeCurve(Aged(age=at, won=int(is_won), lost=int(not is_won)) for at, is_won in ended)
    for name in (True, False):
        count = sum(at <= age and is_won is name for at, is_won in ended)
        found = curve.at(age).won if name else curve.at(age).lost
        assert found.value == pytest.approx(count / len(ended), abs=1e-9)
        assert (found.low, found.high) == pytest.approx(wilson(count, len(ended)), abs=1e-6)


@given(DEALS, AGES)
def test_it_is_the_textbooks_sum(given_deals: list[Aged], age: int) -> None:
    """One deal after the other, without any of the product's shortcuts."""
    flat = [
        (one.age, state)
        for one in given_deals
        for state, count in (("won", one.won), ("lost", one.lost), ("open", one.open))
        for _ in range(count)
    ]
    there, won, lost = 1.0, 0.0, 0.0
    for at in sorted({at for at, _ in flat if at <= age}):
        at_risk = sum(other >= at for other, _ in flat)
        here = {state: sum((other, kind) == (at, state) for other, kind in flat) for state in ("won", "lost")}
        won += there * here["won"] / at_risk
        lost += there * here["lost"] / at_risk
        there *= 1 - sum(here.values()) / at_risk
    assert shares(OutcomeCurve(given_deals).at(age)) == pytest.approx((won, lost, there), abs=1e-9)


def test_of_nothing_nothing_is_known() -> None:
    curve = OutcomeCurve([])
    assert (curve.count, curve.longest, curve.told_until, curve.age_of_ended(0.9)) == (0, 0, 0, 0)
    won = curve.at(30).won
    assert (won.value, won.low, won.high) == (0.0, 0.0, 1.0)


def test_a_curve_is_told_as_far_as_no_single_deal_decides() -> None:
    """Half are won at 20; of the others all but nine, then all but four are not seen any longer: 1/18 and 1/8 each."""
    many = deals("20 " * 30, "", "30 " * 21 + "90 " * 5 + "200 " * 4)
    curve = OutcomeCurve(many)
    assert curve.told_until == 90
    assert (curve.is_told(90), curve.is_told(91)) == (True, False)
    assert OutcomeCurve(deals("5 90", "7 300")).told_until == 300
    assert OutcomeCurve(deals("20 " * 97 + "400", "", "30 " * 2)).is_told(500)


def test_the_age_by_which_most_of_those_that_end_have_ended() -> None:
    curve = OutcomeCurve(deals("10 20 30 40 50", "15 25 35 45 95", "99 99 99"))
    assert [curve.age_of_ended(share) for share in (0.1, 0.5, 0.9, 1)] == [10, 30, 50, 95]


def test_how_likely_nothing_ended_before() -> None:
    curve = OutcomeCurve(deals("10 20", "", "30 30"))
    assert chance_of_no_end([(10, 5)], curve) == 1
    assert chance_of_no_end([(11, 2), (25, 1)], curve) == pytest.approx(0.75**2 * 0.5)


@pytest.mark.parametrize(
    ("count", "won_a_day", "lost_a_day", "seen"),
    [(50, 0.004, 0.008, (0, 180)), (120, 0.01, 0.004, (30, 365)), (300, 0.003, 0.012, (0, 180))],
)
def test_intervals_hold_in_19_of_20_cases(
    count: int, won_a_day: float, lost_a_day: float, seen: tuple[int, int]
) -> None:
    """Deals that end by a known law, followed for a time that has nothing to do with it; 93 to 97 % for 95."""
    random, age, times = Random(count), 90, 1200  # noqa: S311 - nothing here is a secret
    ends = 1 - (1 - won_a_day - lost_a_day) ** (age + 1)
    truth = {True: ends * won_a_day / (won_a_day + lost_a_day), False: ends * lost_a_day / (won_a_day + lost_a_day)}
    held = dict.fromkeys(truth, 0)
    for _ in range(times):
        made = []
        for _ in range(count):
            end = int(math.log(1 - random.random()) / math.log(1 - won_a_day - lost_a_day))
            followed = random.randint(*seen)
            is_won = random.random() < won_a_day / (won_a_day + lost_a_day)
            is_over = end <= followed
            made.append(
                Aged(
                    age=min(end, followed),
                    won=int(is_over and is_won),
                    lost=int(is_over and not is_won),
                    open=int(not is_over),
                )
            )
        found = OutcomeCurve(made).at(age)
        held[True] += found.won.low <= truth[True] <= found.won.high
        held[False] += found.lost.low <= truth[False] <= found.lost.high
    for is_won, count_held in held.items():
        assert 0.93 <= count_held / times <= 0.97, is_won
