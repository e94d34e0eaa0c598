"""Parts add up to the whole: groups of every dimension, months of a quarter, records behind a number."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given

from lievik.errors import DimensionError
from lievik.model.formula import Binary, Name, Node
from lievik.model.result import MetricResult
from tests.properties.every_reading import (
    CATALOGUE,
    READINGS,
    adds_rows,
    few,
    is_same,
    is_sum,
    many,
    measures_in,
    seeds,
    sides,
    sizes,
)
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import Company, company_of

ADDITIVE = [name for name, reading in READINGS.items() if any(side and adds_rows(side) for side in sides(reading))]


def parts_of(result: MetricResult) -> list[tuple[Node | None, Decimal | None]]:
    """Give each side of a result's formula with its number."""
    top, bottom = sides(READINGS[result.full_name])
    return [(top, result.numerator if bottom is not None else result.value), (bottom, result.denominator)]


def check_sum(whole: MetricResult, parts: list[MetricResult], place: object) -> None:
    """Compare a whole with its parts, side by side."""
    for number, (side, value) in enumerate(parts_of(whole)):
        if side is None or not adds_rows(side) or value is None:
            continue
        numbers = [found for part in parts if (found := parts_of(part)[number][1]) is not None]
        if len(numbers) < len(parts) and any(measure.empty is None for measure in measures_in(side)):
            continue  # a group without a forecast has no bias, whatever it sold
        added = sum(numbers, Decimal(0))
        assert is_same(added, value), (whole.full_name, place, number)
    counted = sum((Counter(part.excluded.reasons) for part in parts), Counter())
    assert counted == Counter(whole.excluded.reasons), (whole.full_name, place)


def check_dimensions(company: Company, period: str) -> None:
    """Compare every split with the undivided answer, and with the total in the same answer."""
    show = company.workspace.show
    wholes = {r.full_name: r for r in show(*ADDITIVE, period=period)}
    for dimension in CATALOGUE.dimensions:
        try:
            table = list(show(*ADDITIVE, period=period, by=dimension, totals=True))
        except DimensionError:
            continue  # nothing that this company's tables support can be split by it
        for name, whole in wholes.items():
            rows = [row for row in table if row.full_name == name]
            if not rows or rows[0].status == "not_available":
                continue
            total = next((row for row in rows if not row.group), None)
            if total is not None:
                for one, other in zip(parts_of(total), parts_of(whole), strict=True):
                    assert is_same(one[1], other[1]), (name, dimension)
            check_sum(whole, [row for row in rows if row.group], dimension)


@few
@given(seeds, sizes)
def test_groups_of_every_dimension(seed: int, size: int) -> None:
    check_dimensions(company_of(random_rows(seed, size)), "2026-Q1")


@pytest.mark.soak
@many
@given(seeds, sizes)
def test_groups_of_every_dimension_long(seed: int, size: int) -> None:
    check_dimensions(company_of(random_rows(seed, size)), "2025")


@few
@given(seeds, sizes)
def test_months_of_a_quarter_and_days_of_a_month(seed: int, size: int) -> None:
    company = company_of(random_rows(seed, size))
    flows = [
        name
        for name in ADDITIVE
        if all(
            m.dated_by and m.reach == "period" and not m.exact
            for side in sides(READINGS[name])
            if side
            for m in measures_in(side)
        )
    ]
    for period, grain in (("2026-Q1", "month"), ("2026-02", "day"), ("2025", "quarter")):
        wholes = list(company.workspace.show(*flows, period=period))
        units = list(company.workspace.show(*flows, period=period, grain=grain))
        for whole in wholes:
            pieces = [unit for unit in units if unit.full_name == whole.full_name]
            if all(piece.status != "not_available" for piece in pieces):
                check_sum(whole, pieces, grain)


@few
@given(seeds, sizes)
def test_records_behind_every_number(seed: int, size: int) -> None:
    company = company_of(random_rows(seed, size))
    for name, reading in READINGS.items():
        result = company.one(name, "2026-Q1")
        if result.status == "not_available" or result.reason == "period_over":
            continue
        for part, side in zip(("numerator", "denominator"), sides(reading), strict=True):
            if side is None:
                continue
            check_records(company, result, part, side)
        drilled = company.workspace.drill(name, part="excluded", period="2026-Q1")
        assert Counter(r.reason for r in drilled.records) == Counter(result.excluded.reasons), name


def check_records(company: Company, result: MetricResult, part: str, side: Node) -> None:
    """Compare what records add up to with the side of the formula that they stand behind."""
    table = company.workspace.drill(result.full_name, part=part, period="2026-Q1")  # type: ignore[arg-type]
    counts = Counter(record.measure for record in table.records)
    for measure, added in table.sums.items():
        assert added == sum(r.contribution or 0 for r in table.records if r.measure == measure)
        assert counts[measure]
    if not _only_sums(side):
        return
    number = (
        result.denominator
        if part == "denominator"
        else (result.numerator if result.denominator is not None else result.value)
    )
    found = _worth(side, dict(table.sums))
    if number is not None and found is not None:
        assert is_same(found, number), (result.full_name, part)


def _only_sums(node: Node) -> bool:
    """Whether a side adds and subtracts sums of records only, of whichever period."""
    names = measures_in(node)
    return bool(names) and all(is_sum(m) for m in names) and _is_linear(node)


def _is_linear(node: Node) -> bool:
    match node:
        case Name(name):
            return name in CATALOGUE.measures
        case Binary(sign, left, right):
            return sign in "+-" and _is_linear(left) and _is_linear(right)
        case _:
            return False


def _worth(node: Node, sums: dict[str, Decimal]) -> Decimal | None:
    """Work a side out from the sums of records; a measure without records is worth nothing."""
    if isinstance(node, Name):
        label = f"previous({node.name})" if node.is_previous else node.name
        return sums.get(label, Decimal(0))
    assert isinstance(node, Binary)
    left, right = _worth(node.left, sums), _worth(node.right, sums)
    assert left is not None
    assert right is not None
    return left + right if node.sign == "+" else left - right
