"""What a better factor brings, how often a factor got better, and when one is called off."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from lievik.insight.levers import OFF, gain, shortfall, times_better, usual_of_year

TENTH = Decimal("0.1")


def numbers(*values: float | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(str(value)) for value in values]


@pytest.mark.parametrize("share", ["0.01", "0.1", "0.5", "0.99"])
def test_equal_shares_of_factors_above_the_line_bring_the_same(share: str) -> None:
    """N, W and S of the article's 200 × 0.25 × 10 000 ÷ 25 = 20 000."""
    value, part = Decimal(20_000), Decimal(share)
    found = {gain(value, 1, part, rises=True) for _ in "NWS"}
    by_hand = [
        200 * (1 + part) * Decimal("0.25") * 10_000 / 25,
        200 * Decimal("0.25") * (1 + part) * 10_000 / 25,
        200 * Decimal("0.25") * 10_000 * (1 + part) / 25,
    ]
    assert found == {value * part}
    assert {each - value for each in by_hand} == found


@pytest.mark.parametrize(
    ("share", "brings"), [("0.1", "2222.22"), ("0.2", "5000"), ("0.5", "20000"), ("0.9", "180000")]
)
def test_a_shorter_cycle_brings_more_than_its_share(share: str, brings: str) -> None:
    """V ÷ (1 - x) - V."""
    part = Decimal(share)
    found = gain(Decimal(20_000), -1, part, rises=False)
    assert found == pytest.approx(Decimal(brings), abs=Decimal("0.01"))
    assert found == pytest.approx(200 * Decimal("0.25") * 10_000 / (25 * (1 - part)) - 20_000)
    assert found > 20_000 * part


def test_what_is_better_lower_falls() -> None:
    """Costs of 1 000 for 20 customers are 50: at 900 they are 45, at 22 customers 45.45."""
    assert gain(Decimal(50), 1, TENTH, rises=False) == -5
    assert gain(Decimal(50), -1, TENTH, rises=True) == pytest.approx(Decimal("-4.545"), abs=Decimal("0.001"))


def test_nothing_comes_of_nothing() -> None:
    assert gain(Decimal(0), 1, TENTH, rises=True) == gain(Decimal(0), -1, TENTH, rises=False) == 0


def test_how_often_a_factor_got_better_by_hand() -> None:
    """Up by 10 % exactly, by 9 %, down, by 50 %; a gap makes two pairs less, and nothing grows out of zero."""
    values = numbers(100, 110, 119.9, 100, 150)
    assert times_better(values, TENTH, rises=True) == (2, 4)
    assert times_better(values, TENTH, rises=False) == (1, 4)
    assert times_better(numbers(100, 110, None, 100, 150), TENTH, rises=True) == (2, 2)
    assert times_better(numbers(0, 5, 10), TENTH, rises=True) == (1, 1)
    assert times_better(numbers(100, 90, 81, 80), TENTH, rises=False) == (2, 3)


def test_no_history_says_nothing() -> None:
    for values in ([], numbers(7), numbers(None, None)):
        assert times_better(values, TENTH, rises=True) == (0, 0)
        assert usual_of_year(values) is None
        assert shortfall(values, rises=True) is None


def test_the_year_before_has_four_quarters_that_are_all_known() -> None:
    assert usual_of_year(numbers(1, 2, 4, 8, 16)) == 3
    assert usual_of_year(numbers(1, None, 4, 8, 16)) is None
    assert usual_of_year(numbers(900, 1, 2, 4, 8, 0)) == 3


def test_a_shortfall_by_hand() -> None:
    """Before: median 10, distances 0 1 1 0 2 2 0 1 with median 1; the last four have 10.5, and 4 is 6.5 below."""
    before = (10, 11, 9, 10, 12, 8, 10, 11)
    assert shortfall(numbers(*before, 4), rises=True) == Decimal("6.5") / Decimal("1.4826")
    assert shortfall(numbers(*before, 4), rises=False) == -Decimal("6.5") / Decimal("1.4826")
    assert shortfall(numbers(*before[1:], 4), rises=True) is None
    assert shortfall(numbers(*[10] * 8, 4), rises=True) is None
    assert shortfall(numbers(*before, None), rises=True) is None


@pytest.mark.parametrize(("quarters", "most"), [(8, 0.24), (12, 0.18)])
def test_where_nothing_is_off_one_of_four_factors_is_called_so_in_a_fifth_of_quarters(
    quarters: int, most: float
) -> None:
    chance, called, rounds = Random(23), 0, 1200  # noqa: S311 - the same every time
    for _ in range(rounds):
        factors = [numbers(*(chance.gauss(100, 10) for _ in range(quarters + 1))) for _ in range(4)]
        called += any((shortfall(values, rises=True) or 0) >= OFF for values in factors)
    assert most - 0.08 < called / rounds < most
