"""What moved a computer seller's win rate, by product and by rep, equals plain Python over its files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.real.filled_workspace import MAPPINGS

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)
Q3, Q4 = ("2017-07-01", "2017-10-01"), ("2017-10-01", "2018-01-01")


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def workspace(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("maven-drivers"), today=LAST_DAY, currency="USD", as_of=LAST_DAY)
    made.import_files([folder], mapping=MAPPINGS / "maven_crm.toml", now=datetime(2018, 1, 1, tzinfo=UTC))
    return made


def ended(folder: Path, column: str, span: tuple[str, str]) -> tuple[Counter[str], Counter[str]]:
    """Won and ended deals of a quarter, by what a column holds."""
    won: Counter[str] = Counter()
    every: Counter[str] = Counter()
    with (folder / "sales_pipeline.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["deal_stage"] in {"Won", "Lost"} and span[0] <= row["close_date"] < span[1]:
                every[row[column].replace("GTXPro", "GTX Pro")] += 1
                won[row[column].replace("GTXPro", "GTX Pro")] += row["deal_stage"] == "Won"
    return won, every


def by_hand(folder: Path, column: str) -> dict[str, tuple[Fraction, Fraction]]:
    """Mix and rate of each segment, in exact fractions."""
    (won_before, before), (won_now, now) = ended(folder, column, Q3), ended(folder, column, Q4)
    total_before, total_now = sum(before.values()), sum(now.values())
    centre = (Fraction(sum(won_before.values()), total_before) + Fraction(sum(won_now.values()), total_now)) / 2
    parts = {}
    for name in before.keys() | now.keys():
        s0, s1 = Fraction(before[name], total_before), Fraction(now[name], total_now)
        r0 = Fraction(won_before[name], before[name]) if before[name] else Fraction(won_now[name], now[name])
        r1 = Fraction(won_now[name], now[name]) if now[name] else r0
        parts[name] = ((s1 - s0) * ((r0 + r1) / 2 - centre), (s0 + s1) / 2 * (r1 - r0))
    return parts


@pytest.mark.parametrize(
    ("dimension", "column", "rate", "mix"),
    [("product", "product", -1.17, 0.02), ("owner", "sales_agent", -1.38, 0.23)],
)
def test_mix_and_rate_of_the_win_rate(  # noqa: PLR0913, PLR0917 - a case of the list
    workspace: Workspace, folder: Path, dimension: str, column: str, rate: float, mix: float
) -> None:
    """Together and each is what plain Python says; the totals are those published for this quarter."""
    found = workspace.drivers("win_rate", period="2017-Q4", by=dimension)
    expected = by_hand(folder, column)
    assert {part.label for part in found.segments} == set(expected)
    for part in found.segments:
        assert part.label is not None
        assert part.mix is not None
        by_mix, by_rate = expected[part.label]
        assert float(part.mix) == pytest.approx(float(by_mix), abs=1e-12)
        assert float(part.own) == pytest.approx(float(by_rate), abs=1e-12)
    assert round(float(sum(part.own for part in found.segments)) * 100, 2) == rate
    assert round(float(sum(part.mix or Decimal(0) for part in found.segments)) * 100, 2) == mix
    assert round(float(found.change or 0) * 100, 2) == pytest.approx(rate + mix, abs=0.011)


def test_revenue_is_volume_and_price_in_one_currency(workspace: Workspace, folder: Path) -> None:
    """Deals times size, by logarithmic means in plain floats."""
    from math import log

    sums = {}
    with (folder / "sales_pipeline.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["deal_stage"] == "Won"]
    for name, (start, end) in {"before": Q3, "now": Q4}.items():
        amounts = [float(row["close_value"]) for row in rows if start <= row["close_date"] < end]
        sums[name] = (len(amounts), sum(amounts) / len(amounts))
    (n0, p0), (n1, p1) = sums["before"], sums["now"]
    weight = (n1 * p1 - n0 * p0) / log(n1 * p1 / (n0 * p0))
    found = workspace.drivers("total_revenue", period="2017-Q4")
    assert [factor.written for factor in found.factors] == ["volume", "price", "exchange_rate"]
    assert [float(factor.part) for factor in found.factors] == pytest.approx(
        [weight * log(n1 / n0), weight * log(p1 / p0), 0.0], abs=1e-6
    )
    assert sum(factor.part for factor in found.factors) == pytest.approx(found.change)
