"""A sparkline has a dot at its last value, gaps where there is none, and no style."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.report.charts.inks import LIGHT
from lievik.report.charts.sparkline import HEIGHT, WIDTH, sparkline
from tests.report.charts.picture import SVG, parsed

VALUES = st.lists(st.none() | st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False), max_size=40)


def _values(*numbers: int | None) -> list[Decimal | None]:
    return [None if number is None else Decimal(number) for number in numbers]


def test_without_values_there_is_nothing() -> None:
    assert sparkline([]) == ""
    assert sparkline([None, None]) == ""


def test_the_last_value_that_there_is_has_a_dot() -> None:
    root = parsed(sparkline(_values(1, 3, None), width=106, height=26))
    dot = next(root.iter(f"{SVG}circle"))
    assert (dot.get("cx"), dot.get("cy")) == ("53.0", "3.0")


def test_a_gap_parts_the_line() -> None:
    lines = [path for path in parsed(sparkline(_values(1, 2, None, 3, 4))).iter(f"{SVG}path") if path.get("stroke")]
    assert len(lines) == 2


def test_values_alike_lie_in_the_middle() -> None:
    dot = next(parsed(sparkline(_values(5, 5, 5))).iter(f"{SVG}circle"))
    assert dot.get("cy") == str(HEIGHT / 2)


@pytest.mark.parametrize(("ink", "held"), [(None, 'class="ink-1"'), (LIGHT, LIGHT["1"])])
def test_its_colour_is_a_class_in_a_page_and_a_colour_in_a_document(ink: dict[str, str] | None, held: str) -> None:
    drawn = sparkline(_values(1, 2), ink=ink)
    assert held in drawn
    assert "style" not in drawn


@given(values=VALUES)
def test_everything_lies_within_the_picture(values: list[Decimal | None]) -> None:
    drawn = sparkline(values)
    for circle in parsed(drawn).iter(f"{SVG}circle") if drawn else ():
        assert 0 <= float(circle.get("cx", "")) <= WIDTH
        assert 0 <= float(circle.get("cy", "")) <= HEIGHT
