"""A computer seller's four quarters: factors, gains and history equal plain Python; ten months flag nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.real.test_maven_crm import LAST_DAY, Deal, figures, quarter, read_deals

pytestmark = pytest.mark.real

QUARTERS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")


@pytest.fixture(scope="module")
def deals(real_data: Callable[[str], Path]) -> list[Deal]:
    return read_deals(real_data("maven_crm") / "raw")


@pytest.fixture(scope="module")
def workspace(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    target = tmp_path_factory.mktemp("maven-levers") / "workspace"
    made = Workspace.create(target, today=LAST_DAY, currency="USD", as_of=LAST_DAY)
    mapping = Path(__file__).with_name("maven_crm.toml")
    made.import_files([real_data("maven_crm") / "raw"], mapping=mapping, now=datetime(2018, 1, 1, tzinfo=UTC))
    return made


def open_on_average(deals: Sequence[Deal], label: str) -> float:
    """Open deals, counted at the end of every day of a quarter."""
    start = date(int(label[:4]), int(label[-1]) * 3 - 2, 1)
    end = date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1)
    days = (end - start).days
    begun = [deal for deal in deals if deal.engaged is not None]
    return (
        sum(
            deal.engaged <= day and (deal.closed is None or day < deal.closed)
            for deal in begun
            if deal.engaged is not None
            for day in (start + timedelta(days=at) for at in range(days))
        )
        / days
    )


def by_quarter(deals: Sequence[Deal]) -> list[list[float]]:
    """Factor by factor, its value in each quarter."""
    ended = {
        label: figures(deal for deal in deals if deal.closed and quarter(deal.closed) == label) for label in QUARTERS
    }
    names = ("win_rate", "avg_deal_size", "cycle_closed_mean")
    rest = [[float(ended[label][name] or 0) for label in QUARTERS] for name in names]
    return [[open_on_average(deals, label) for label in QUARTERS], *rest]


def test_factors_gains_and_history_of_each_quarter(workspace: Workspace, deals: list[Deal]) -> None:
    known = by_quarter(deals)
    for at, label in enumerate(QUARTERS):
        found = workspace.levers("pipeline_velocity:stock", period=label)
        now = [values[at] for values in known]
        velocity = now[0] * now[1] * now[2] / now[3]
        assert [float(lever.value or 0) for lever in found.levers] == pytest.approx(now)
        assert float(found.result.value or 0) == pytest.approx(velocity)
        days = found.result.period.days
        gains = [velocity * 0.1 * days] * 3 + [(velocity / 0.9 - velocity) * days]
        assert [float(lever.gain or 0) for lever in found.levers] == pytest.approx(gains, abs=0.006)
        for lever, values in zip(found.levers, known, strict=True):
            pairs = list(pairwise(values[: at + 1]))
            better = [b <= 0.9 * a if lever.power < 0 else b >= 1.1 * a for a, b in pairs]
            assert (lever.times, lever.pairs) == (sum(better), at)
            assert lever.short is None
        assert (found.quarters, found.off) == (at + 1, None)


def test_ten_months_flag_nothing(workspace: Workspace) -> None:
    """Its win rate by the month of closing swings with the month of the quarter, which is no reason for a flag."""
    months = workspace.flags("win_rate", "total_revenue", period="2017")
    assert len(months) == 24
    assert {month.flag.reason for month in months} == {"few_months", "no_value"}
    assert not any(month.flag.stands_out for month in months)
