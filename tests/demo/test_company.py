"""The demo company as a workspace: its metrics have numbers, which are believable, and a large one is made in time."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from lievik.workspace import Workspace

FIVE_MINUTES = 300
FOUR_GIGABYTES = 4 * 1024 * 1024
"""In the kilobytes that the system counts in."""


def test_every_metric_has_a_number_in_the_last_month_and_quarter(kovotech: Workspace) -> None:
    metrics = [name for name in kovotech.catalogue.metrics if name != "pipeline_coverage"]  # the quota is met
    for period in ("2026-06", "2026-Q2"):
        without = [result.metric for result in kovotech.show(*metrics, period=period) if result.value is None]
        assert without == []


@pytest.mark.parametrize(
    ("metric", "period", "low", "high"),
    [
        ("win_rate", "2025", 0.25, 0.45),
        ("lead_conversion_rate", "2025", 0.2, 0.4),
        ("sales_cycle_length", "2025", 45, 90),
        ("churn_rate", "2025", 0.08, 0.25),
        ("quota_attainment_rate", "2026-Q2", 0.3, 0.8),
        ("forecast_accuracy", "2026-Q2", 0.8, 1),
        ("selling_time_share", "2026-Q2", 0.3, 0.5),
        ("revenue_growth", "2025", 0, 0.8),
        ("pipeline_coverage", "2026-Q3", 0.8, 5),
    ],
)
def test_the_company_is_believable(kovotech: Workspace, metric: str, period: str, low: float, high: float) -> None:
    (result,) = kovotech.show(metric, period=period)
    assert result.value is not None
    assert low <= result.value <= high


def test_money_is_in_three_currencies(kovotech: Workspace) -> None:
    found = {result.group["currency"] for result in kovotech.show("total_revenue", period="2025", by="currency")}
    assert {"EUR", "CZK", "USD"} <= found


def test_revenue_is_the_sum_of_what_was_sold(kovotech: Workspace) -> None:
    won, lines = kovotech.show("total_revenue", "total_revenue:price_times_units", period="2025")
    assert won.value is not None
    assert lines.value is not None
    assert abs(won.value - lines.value) < won.value / 10_000


@pytest.mark.soak
def test_a_million_deals_take_less_than_five_minutes_and_four_gigabytes(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "lievik",
        "demo",
        "--no-serve",
        "--deals",
        "1000000",
        "--workspace",
        str(tmp_path / "large"),
    ]
    began = monotonic()
    subprocess.run(command, check=True, capture_output=True)
    assert monotonic() - began < FIVE_MINUTES
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < FOUR_GIGABYTES
