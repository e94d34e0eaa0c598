"""A bicycle maker's months: limits equal a fit by the normal equations, in plain Python over the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import exp, gamma, log, pi, sqrt
from pathlib import Path

import pytest

from lievik.insight.trend_flags import LONGEST
from lievik.workspace import Workspace
from tests.real.filled_workspace import filled_workspace
from tests.real.test_adventureworks_reseller import COMPANY, months_of, read_books, sums

pytestmark = pytest.mark.real

MONTHS = [month for year in ("FY2018", "FY2019", "FY2020") for month in months_of(year)]


@pytest.fixture(scope="module")
def sold(real_data: Callable[[str], Path]) -> dict[str, float]:
    """Month -> amount of its order lines."""
    books = read_books(real_data("adventureworks_reseller") / "raw")
    return {month: float(amount) for month, amount in sums(books.lines, lambda line: line.month).items()}


@pytest.fixture(scope="module")
def workspace(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = real_data("adventureworks_reseller") / "raw"
    target = tmp_path_factory.mktemp("adventureworks-flags") / "workspace"
    return filled_workspace(target, [folder], "adventureworks_reseller", COMPANY).workspace


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve linear equations by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda each: abs(rows[each][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for other in range(len(rows)):
            if other != at:
                part = rows[other][at] / rows[at][at]
                rows[other] = [a - part * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] / row[at] for at, row in enumerate(rows)]


def student(share: float, freedom: int) -> float:
    """The quantile of Student's t, by adding up its density in small steps."""
    scale = gamma((freedom + 1) / 2) / gamma(freedom / 2) / sqrt(freedom * pi)
    below, at, step = 0.5, 0.0, 1e-4
    while below < share:
        below += scale * (1 + (at + step / 2) ** 2 / freedom) ** (-(freedom + 1) / 2) * step
        at += step
    return at


def limits(values: Sequence[float]) -> tuple[float, float]:
    """Where the month after these would be usual, on one scale."""
    count = len(values)
    known = [[float(at % 3 == place) for place in range(3)] + [float(at)] for at in range(count + 1)]
    squares = [[sum(row[a] * row[b] for row in known[:-1]) for b in range(4)] for a in range(4)]
    by_value = [sum(row[a] * value for row, value in zip(known, values, strict=False)) for a in range(4)]
    fitted = solved(squares, by_value)
    rests = [v - sum(f * x for f, x in zip(fitted, row, strict=True)) for row, v in zip(known, values, strict=False)]
    free = count - 4
    ranges = sum(abs(b - a) for a, b in pairwise(rests)) / (count - 1) * sqrt(pi) / 2
    alike = sum(a * b for a, b in pairwise(rests)) / sum(rest**2 for rest in rests)
    alike = max(alike + (1 + 4 * max(alike, 0)) / count, 0)
    one = max(sqrt(sum(rest**2 for rest in rests) / free), ranges * sqrt(count / free) / sqrt(1 - alike))
    spread = 1 + sum(x * part for x, part in zip(known[-1], solved(squares, known[-1]), strict=True))
    half = student(1 - 1 / 300, free) * one * sqrt(spread)
    middle = sum(f * x for f, x in zip(fitted, known[-1], strict=True))
    return middle - half, middle + half


def test_limits_of_revenue_are_those_of_the_normal_equations(workspace: Workspace, sold: dict[str, float]) -> None:
    values = [sold.get(month, 0.0) for month in MONTHS]
    first = next(at for at, value in enumerate(values) if value)
    found = {
        month.result.period.label: month.flag for month in workspace.flags("total_revenue:billed", period="FY2020")
    }
    judged = 0
    for at in range(len(MONTHS) - 12, len(MONTHS)):
        flag, before = found[MONTHS[at]], values[max(first, at - LONGEST) : at]
        if flag.low is None or flag.high is None:
            assert flag.reason
            assert len(before) < 24
            continue
        judged += 1
        low, high = limits(before)
        if min(*before, values[at]) > 0:
            low_there, high_there = (exp(end) for end in limits([log(value) for value in before]))
            low, high = min(low, low_there), max(high, high_there)
        assert flag.months == len(before)
        assert float(flag.low) == pytest.approx(max(low, 0), rel=5e-4, abs=0.01)
        assert float(flag.high) == pytest.approx(high, rel=5e-4)
        assert flag.stands_out == (not max(low, 0) <= values[at] <= high)
    assert judged >= 8
