"""The gap between two readings is shared out whole, whatever the records, and turns its sign with the readings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lievik.insight.reading_gap import Totals, Weights, weights_of
from tests.questions.gap_by_hand import moves, moves_by_part

NUMBERS = st.integers(-(10**8), 10**8).map(lambda cents: Decimal(cents).scaleb(-2))
POSITIVE = st.integers(0, 10**8).map(lambda cents: Decimal(cents).scaleb(-2))
RECORDS = st.lists(st.tuples(NUMBERS, POSITIVE, NUMBERS, POSITIVE), min_size=1, max_size=12)

QUIETLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

Records = list[tuple[Decimal, Decimal, Decimal, Decimal]]


def totals(records: Records) -> tuple[Totals, Totals]:
    zero = Decimal(0)
    n0, d0, n1, d1 = (sum((record[at] for record in records), zero) for at in range(4))
    return Totals(n0, d0), Totals(n1, d1)


def shares(weights: Weights, records: Records) -> list[Decimal]:
    return [weights.moves((n0, d0), (n1, d1)) for n0, d0, n1, d1 in records]


@pytest.mark.parametrize("is_weighed", [False, True])
@QUIETLY
@given(records=RECORDS)
def test_what_records_move_adds_up_to_the_gap(records: Records, *, is_weighed: bool) -> None:
    a, b = totals(records)
    assume(a.below and b.below)
    moved = shares(weights_of(a, b, is_weighed=is_weighed), records)
    gap = b.value - a.value
    scale = max(abs(a.value), abs(b.value), *(abs(one) for one in moved))
    assert abs(sum(moved) - gap) <= scale * Decimal("1e-9")


@pytest.mark.parametrize("is_weighed", [False, True])
@QUIETLY
@given(records=RECORDS)
def test_exchanging_the_readings_turns_every_sign(records: Records, *, is_weighed: bool) -> None:
    a, b = totals(records)
    assume(a.below and b.below)
    there = shares(weights_of(a, b, is_weighed=is_weighed), records)
    turned = [(n1, d1, n0, d0) for n0, d0, n1, d1 in records]
    back = shares(weights_of(b, a, is_weighed=is_weighed), turned)
    assert [-one for one in back] == pytest.approx(there, rel=Decimal("1e-18"), abs=Decimal("1e-15"))


@pytest.mark.parametrize(("is_weighed", "by_hand"), [(False, moves), (True, moves_by_part)])
@QUIETLY
@given(records=RECORDS)
def test_each_moves_what_plain_fractions_say(records: Records, *, is_weighed: bool, by_hand: object) -> None:
    a, b = totals(records)
    assume(a.below and b.below)
    exact = [tuple(Fraction(number) for number in record) for record in records]
    first = {str(at): (n, d) for at, (n, d, _, _) in enumerate(exact)}
    second = {str(at): (n, d) for at, (_, _, n, d) in enumerate(exact)}
    expected = by_hand(first, second)  # type: ignore[operator]
    got = shares(weights_of(a, b, is_weighed=is_weighed), records)
    want = [float(expected.get(str(at), 0)) for at in range(len(records))]
    assert [float(one) for one in got] == pytest.approx(want, rel=1e-9, abs=1e-9)


@QUIETLY
@given(records=RECORDS)
def test_what_adds_the_same_to_both_moves_nothing(records: Records) -> None:
    a, b = totals(records)
    assume(a.below and b.below)
    weights = weights_of(a, b)
    for n, d, _, _ in records:
        assert weights.moves((n, d), (n, d)) == 0


@QUIETLY
@given(records=RECORDS, rate=st.sampled_from([Decimal(100), Decimal("0.04"), Decimal(25)]))
def test_what_money_is_counted_in_makes_no_difference(records: Records, rate: Decimal) -> None:
    """One reading counts deals, the other money: the same deals in crowns move what they moved in euro."""
    a, b = totals(records)
    assume(a.below and b.below)
    in_euro = shares(weights_of(a, b, is_weighed=True), records)
    crowns = [(n0, d0, n1 * rate, d1 * rate) for n0, d0, n1, d1 in records]
    in_crowns = shares(weights_of(*totals(crowns), is_weighed=True), crowns)
    assert in_crowns == pytest.approx(in_euro, rel=Decimal("1e-15"), abs=Decimal("1e-15"))


def test_a_sum_is_moved_by_what_is_added() -> None:
    weights = weights_of(Totals(Decimal(30)), Totals(Decimal(50)))
    assert weights.moves((Decimal(10), Decimal(0)), (Decimal(35), Decimal(0))) == 25
