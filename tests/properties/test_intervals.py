"""Intervals cover what they promise: Wilson's golden vectors, and ranks around a median against the exact binomial."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.insight.intervals import wilson
from tests.properties.every_reading import many
from tests.soundness.table_from_docstring import HeldEngine, company

Z = 1.959963984540054
FEWEST, MOST = 6, 500


@pytest.mark.parametrize(
    ("won", "ended", "low", "high"),
    [
        (25, 100, 17.55, 34.30),
        (3, 10, 10.78, 60.32),
        (6, 8, 40.93, 92.85),
        (0, 5, 0.00, 43.45),
        (15, 20, 53.13, 88.81),
        (200, 1000, 17.64, 22.59),
    ],
)
def test_golden_vectors(won: int, ended: int, low: float, high: float) -> None:
    assert [round(100 * bound, 2) for bound in wilson(won, ended)] == [low, high]


@many
@given(st.integers(1, 100_000), st.data())
def test_a_bound_is_where_the_score_test_turns(trials: int, data: st.DataObject) -> None:
    """Wilson's bounds are the shares whose distance from the one seen is just z of their own standard errors."""
    seen = data.draw(st.integers(0, trials))
    low, high = wilson(seen, trials)
    assert 0 <= low <= seen / trials <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:
            error = sqrt(bound * (1 - bound) / trials)
            assert abs(seen / trials - bound) / error == pytest.approx(Z, rel=1e-6)


def test_ranks_around_a_median_cover_it_in_19_of_20_cases() -> None:
    """Owner n has n deals of 1 to n, so that the bounds of the median are ranks; every n from 6 to 500."""
    made = company("deal | id outcome amount closed_on\n | 1 won 1 2026-01-10")
    assert isinstance(made.workspace.engine, HeldEngine)
    made.workspace.engine.fill(
        "INSERT INTO deal (id, owner_id, outcome, amount, currency, closed_on, is_deleted) "
        "SELECT n || '/' || k, n, 'won', k, 'EUR', DATE '2026-01-10', FALSE "
        "FROM range(1, 501) AS owners(n), range(1, 501) AS deals(k) WHERE k <= n"
    )
    found = made.groups("average_deal_size:median", "owner", "2026-01")
    for n in range(1, MOST + 1):
        interval = found[str(n)].interval
        assert found[str(n)].value == Fraction(n + 1, 2)
        if n < FEWEST:
            assert interval is None
            continue
        assert interval is not None
        rank = int(interval.low)
        assert int(interval.high) == n + 1 - rank
        missed = Fraction(2 * sum(comb(n, k) for k in range(rank)), 2**n)
        assert 1 - missed >= Fraction(95, 100), (n, rank, float(1 - missed))


def test_a_median_of_equal_amounts_has_an_interval_of_no_width() -> None:
    rows = "\n".join(f"| {number} won 7 2026-01-10" for number in range(9))
    interval = (
        company(f"deal | id outcome amount closed_on\n{rows}").one("average_deal_size:median", "2026-01").interval
    )
    assert interval is not None
    assert (interval.low, interval.high) == (7, 7)
