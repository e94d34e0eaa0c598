"""The sample company: its maker writes its files, its mapping reads all of them, and every metric has a number."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lievik.sources.sample import AS_OF, COMPANY, sample_folder
from lievik.workspace import Workspace

MAKER = Path(__file__).resolve().parent.parent.parent / "tools" / "make_sample.py"
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample company as a workspace."""
    made = Workspace.create(tmp_path_factory.mktemp("sample"), name=COMPANY, as_of=AS_OF, today=AS_OF)
    now = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    receipt = made.import_files(
        sorted(sample_folder().glob("*.csv")), mapping=sample_folder() / "mapping.toml", now=now
    )
    assert not receipt.files_not_mapped
    assert [file.file for file in receipt.files if file.columns_not_used or file.rows_left_out] == []
    return made


def test_the_files_are_what_their_maker_writes() -> None:
    made = runpy.run_path(str(MAKER))["files"]()
    shipped = {path.name: path.read_bytes() for path in sample_folder().glob("*.csv")}
    assert {name: text.encode() for name, text in made.items()} == shipped


def test_another_seed_makes_another_company() -> None:
    files = runpy.run_path(str(MAKER))["files"]
    assert files(1)["deals.csv"] != files(2)["deals.csv"]


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in sample_folder().glob("*.csv")) < MOST_BYTES


def test_every_metric_has_a_number_in_the_last_month_and_quarter(workspace: Workspace) -> None:
    metrics = [metric.name for metric in workspace.catalogue.metrics.values()]
    for period in ("2026-06", "2026-Q2"):
        without = [result.metric for result in workspace.show(*metrics, period=period) if result.value is None]
        assert without == []


@pytest.mark.parametrize(
    ("metric", "low", "high"),
    [
        ("win_rate", 0.2, 0.4),
        ("sales_cycle_length", 35, 60),
        ("churn_rate", 0.01, 0.08),
        ("quota_attainment_rate", 0.4, 0.8),
        ("forecast_accuracy", 0.8, 1),
        ("selling_time_share", 0.3, 0.5),
        ("revenue_growth:year_over_year", 0, 0.5),
    ],
)
def test_the_company_is_believable(workspace: Workspace, metric: str, low: float, high: float) -> None:
    result = next(iter(workspace.show(metric, period="2026-Q2")))
    assert result.value is not None
    assert low <= result.value <= high


def test_the_amounts_of_deals_are_those_of_their_lines(workspace: Workspace) -> None:
    won, lines = workspace.show("total_revenue", "total_revenue:price_times_units", period="2026")
    assert won.value is not None
    assert lines.value is not None
    assert abs(won.value - lines.value) < 1
