"""A computer seller's quarters held against targets: in plain Python over its files, and by the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.real.filled_workspace import MAPPINGS
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

NOW = datetime(2017, 12, 31, 18, tzinfo=UTC)
QUARTERS = {"2017-Q1": (1, 3), "2017-Q2": (4, 6), "2017-Q3": (7, 9), "2017-Q4": (10, 12)}
RATE, AMOUNT = Decimal("0.64"), Decimal(2_600_000)


@pytest.fixture(scope="module")
def workspace(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company with a target of its win rate for the year, and one of its revenue for each quarter."""
    made = Workspace.create(tmp_path_factory.mktemp("maven-targets") / "workspace", today=NOW.date(), currency="USD")
    raw = real_data("maven_crm") / "raw"
    made.import_files(sorted(raw.glob("*.csv")), mapping=MAPPINGS / "maven_crm.toml", now=NOW)
    made.aims.set("win_rate", "64 %", period="2017", now=NOW)
    for quarter in QUARTERS:
        made.aims.set("total_revenue", "2,6 mil. $", period=quarter, now=NOW)
    return made


def judged(value: Decimal, wanted: Decimal) -> str:
    """Say what a value is, where more is better: reached, within a twentieth of it, or neither."""
    return "on" if value >= wanted else "near" if value * 20 >= wanted * 19 else "off"


def read_quarter(folder: Path, months: tuple[int, int]) -> tuple[Decimal, Decimal]:
    """Give the share of closed deals that were won, and what they brought."""
    closed = [
        row
        for row in lines_of(folder / "sales_pipeline.csv")
        if row["close_date"]
        and date.fromisoformat(row["close_date"]).year == 2017
        and months[0] <= date.fromisoformat(row["close_date"]).month <= months[1]
    ]
    won = [Decimal(row["close_value"]) for row in closed if row["deal_stage"] == "Won"]
    return Decimal(len(won)) / len(closed), sum(won, Decimal(0))


def test_every_quarter_stands_as_plain_python_says(workspace: Workspace, real_data: Callable[[str], Path]) -> None:
    statuses = set()
    for quarter, months in QUARTERS.items():
        rate, amount = read_quarter(real_data("maven_crm") / "raw", months)
        of_rate, of_amount = workspace.aims.standings(
            workspace.show("win_rate", "total_revenue", period=quarter)
        ).values()
        assert (of_rate.status, of_amount.status) == (judged(rate, RATE), judged(amount, AMOUNT))
        assert of_amount.distance == amount - AMOUNT
        assert of_rate.distance is not None
        assert abs(of_rate.distance - (rate - RATE)) < Decimal("1e-9")
        statuses |= {of_rate.status, of_amount.status}
    assert statuses == {"on", "near", "off"}
