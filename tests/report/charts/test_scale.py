"""An axis holds everything that is drawn on it, stands on round numbers, and starts at zero where bars do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.report.charts.scale import scale_of

NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, places=4)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3, 96], ["0", "25", "50", "75", "100"]),
        ([60, 70], ["60", "62.5", "65", "67.5", "70"]),
        ([], ["0", "0.25", "0.5", "0.75", "1"]),
        ([0, 0], ["0", "0.25", "0.5", "0.75", "1"]),
        ([-5], ["-6", "-4", "-2", "0"]),
        ([7], ["0", "2", "4", "6", "8"]),
    ],
)
def test_round_numbers_stand_on_the_axis(values: list[int], ticks: list[str]) -> None:
    assert list(scale_of(map(Decimal, values)).ticks) == [Decimal(tick) for tick in ticks]


def test_whole_numbers_have_no_halves_between_them() -> None:
    assert scale_of([Decimal(1), Decimal(2)], has_zero=True, is_whole=True).ticks == tuple(map(Decimal, (0, 1, 2)))


@given(values=st.lists(NUMBERS, max_size=20), has_zero=st.booleans(), is_whole=st.booleans())
def test_every_value_is_on_the_axis_and_the_axis_has_few_ticks(
    values: list[Decimal],
    has_zero: bool,  # noqa: FBT001 - drawn by hypothesis
    is_whole: bool,  # noqa: FBT001 - likewise
) -> None:
    scale = scale_of(values, has_zero=has_zero, is_whole=is_whole)
    assert all(scale.low <= value <= scale.high for value in values)
    assert not has_zero or scale.low <= 0 <= scale.high
    assert 2 <= len(scale.ticks) <= 7
    assert scale.ticks[-1] == scale.high
    assert not is_whole or scale.step == int(scale.step)
