"""A formula is a sum of its names, or it is none; nothing in between."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.model.formula import read_formula
from lievik.model.linear_form import LinearForm, linear_form

CONSTANTS = {"days": Decimal(90), "month": Decimal(30), "nothing": Decimal(0)}


def read(text: str) -> LinearForm | None:
    return linear_form(read_formula(text), lambda name: CONSTANTS.get(name.name))


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("won", {"won": 1}),
        ("won + lost", {"won": 1, "lost": 1}),
        ("won - lost - won", {"won": 0, "lost": -1}),
        ("recurring / month * days", {"recurring": 3}),
        ("2 * (won - lost)", {"won": 2, "lost": -2}),
        ("-won", {"won": -1}),
    ],
)
def test_sums_have_a_number_for_each_name(text: str, factors: dict[str, int]) -> None:
    found = read(text)
    assert found is not None
    assert {name.name: factor for name, factor in found.factors.items()} == pytest.approx(factors)
    assert found.alone == 0


@pytest.mark.parametrize(
    "text",
    ["won / lost", "won * lost", "days / won", "max(won, 0)", "coalesce(won, lost)", "abs(won)", "won / nothing"],
)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert read(text) is None


def test_a_number_that_stands_alone_is_told() -> None:
    found = read("1 - won")
    assert found is not None
    assert found.alone == 1
