"""An instant falls on the day it has in the workspace's zone, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lievik.workspace import Workspace

MAPPING = """\
source = "crm"

[[file]]
match = "deals.csv"
table = "deal"
[file.columns]
id = "id"
outcome = "outcome"
amount = "amount"
created_at = "created"
closed_at = "closed"
"""

DEALS = """\
id,outcome,amount,created,closed
1,won,1,2026-03-28T22:30:00Z,2026-03-31T21:59:59Z
2,won,2,2026-03-28T23:30:00Z,2026-03-31T23:30:00Z
3,won,4,2026-03-29T00:30:00Z,2026-04-30T22:00:00Z
4,won,8,2025-10-25T22:30:00Z,2025-12-31T22:59:59Z
5,won,16,2025-10-26T23:30:00Z,2025-12-31T23:00:00Z
6,won,32,2026-03-31T23:30:00Z,2026-03-31T12:00:00Z
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace in Bratislava, with deals whose instants lie near midnight."""
    folder = tmp_path_factory.mktemp("zones")
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")
    (folder / "crm.toml").write_text(MAPPING, encoding="utf-8")
    made = Workspace.create(folder / "workspace", today=date(2026, 6, 30))
    made.import_files([folder / "deals.csv"], mapping=folder / "crm.toml", now=datetime(2026, 6, 30, tzinfo=UTC))
    return made


@pytest.mark.parametrize(
    ("period", "amount"),
    [("2026-03", 33), ("2026-Q1", 49), ("2026-04", 2), ("2026-05", 4), ("2025-Q4", 8), ("2026-01-01", 16)],
)
def test_a_day_begins_at_midnight_in_bratislava(workspace: Workspace, period: str, amount: int) -> None:
    (result,) = workspace.show("total_revenue", period=period)
    assert result.value == amount


def test_days_are_differences_of_dates_whatever_the_clocks_do(workspace: Workspace) -> None:
    """28 March to 31 March is 3 days; 29 March, an hour short, to 1 April is 3 days too."""
    found = {
        r.record: r.contribution for r in workspace.drill("sales_cycle_length", period="2025-10-01..2026-06-30").records
    }
    assert {name: found[name] for name in "12345"} == {"1": 3, "2": 3, "3": 33, "4": 66, "5": 66}


def test_closed_before_it_was_created_is_0_days(workspace: Workspace) -> None:
    """Created on 1 April and closed on 31 March, both of that zone."""
    found = {r.record: r.contribution for r in workspace.drill("sales_cycle_length", period="2026-03").records}
    assert found["6"] == 0
