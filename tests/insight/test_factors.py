"""Factors are those that authors wrote: names and brackets stay whole, products in brackets do not."""

from __future__ import annotations

import pytest

from lievik.insight.factors import factors_of
from lievik.model.formula import read_formula, write_formula


@pytest.mark.parametrize(
    ("formula", "factors"),
    [
        ("a * b", [("a", 1), ("b", 1)]),
        ("a / b", [("a", 1), ("b", -1)]),
        ("a * (b / c) * d / e", [("a", 1), ("b / c", 1), ("d", 1), ("e", -1)]),
        ("a / (b / c)", [("a", 1), ("b / c", -1)]),
        ("a / (b * c)", [("a", 1), ("b", -1), ("c", -1)]),
        ("(a + b) / c", [("a + b", 1), ("c", -1)]),
        ("a / max(b - c, 0)", [("a", 1), ("max(b - c, 0)", -1)]),
        ("a + b", []),
        ("a", []),
        ("max(0, 1 - a / b)", []),
    ],
)
def test_a_formula_is_taken_apart(formula: str, factors: list[tuple[str, int]]) -> None:
    node = read_formula(formula)
    found = factors_of(node, node)
    assert [(write_formula(each.written, lambda name: name.name), each.power) for each in found] == factors


def test_a_name_stays_one_factor_however_long_its_own_formula_is() -> None:
    found = factors_of(read_formula("size * rate"), read_formula("(amount / deals) * (won / ended)"))
    assert [write_formula(each.expanded, lambda name: name.name) for each in found] == ["amount / deals", "won / ended"]
