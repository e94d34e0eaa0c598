"""The formula with numbers in it, as people read it, is worth the value; worked out by another evaluator."""

from __future__ import annotations

import ast
from decimal import Decimal

import pytest
from hypothesis import given

from tests.properties.every_reading import READINGS, few, seeds, sizes
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import company_of


def worked_out(text: str) -> Decimal | None:
    """Work out a formula of numbers; a question mark is no number, and makes no number of what it stands in."""
    return _node(ast.parse(text.replace("?", "None"), mode="eval").body)


def _node(node: ast.expr) -> Decimal | None:
    match node:
        case ast.Constant(None):
            return None
        case ast.Constant():
            return Decimal(ast.unparse(node))
        case ast.UnaryOp(ast.USub(), operand):
            found = _node(operand)
            return None if found is None else -found
        case ast.BinOp(left, sign, right):
            return _binary(_node(left), sign, _node(right))
        case ast.Call(ast.Name(name), arguments):
            return _call(name, [_node(argument) for argument in arguments])
    raise AssertionError(ast.unparse(node))


def _binary(left: Decimal | None, sign: ast.operator, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    match sign:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case _:
            return left / right if right > 0 else None


def _call(name: str, values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    if name == "coalesce":
        return known[0] if known else None
    if len(known) < len(values):
        return None
    return {"max": max(known), "min": min(known), "abs": abs(known[0])}[name]


@pytest.mark.parametrize(
    ("text", "value"),
    [("25 / (25 + 75)", "0.25"), ("max(0, 1 - abs(5 - 7) / 5)", "0.6"), ("coalesce(? * 12, 3) * (-2)", "-6")],
)
def test_the_evaluator_itself(text: str, value: str) -> None:
    assert worked_out(text) == Decimal(value)


@few
@given(seeds, sizes)
def test_every_formula_of_every_group(seed: int, size: int) -> None:
    workspace = company_of(random_rows(seed, size)).workspace
    for by in ("", "owner", "currency"):
        for result in workspace.show(*READINGS, period="2026-Q1", by=by):
            if result.value is None:
                assert not result.formula
                continue
            if result.metric == "forecast_accuracy" and worked_out(result.formula) is None:
                assert result.value in {0, 1}  # nothing forecast and nothing sold is right by agreement
                continue
            found = worked_out(result.formula)
            assert found is not None, (result.full_name, result.formula)
            assert float(found) == pytest.approx(float(result.value), rel=1e-15), (result.full_name, result.formula)
