"""Every number as of an earlier day is that of a workspace which holds the deals as they stood on it alone.

The other workspace is made by plain means: its deals are written from the history, and everything is derived anew.
"""

# ruff: noqa: S608 - statements are put together from names of this module

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from lievik.model.metric_table import MetricTable
from lievik.model.tables import TABLES
from lievik.store import generations
from lievik.store.derivation import derive
from lievik.store.derived_columns import sql_of
from lievik.workspace import Workspace
from tests.demo.making import make_workspace
from tests.properties.every_reading import READINGS

DAYS = [date(2024, 2, 29), date(2025, 6, 11), date(2026, 5, 31)]

_Both = tuple[Workspace, Workspace, date]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def both(request: pytest.FixtureRequest, kovotech: Workspace, tmp_path_factory: pytest.TempPathFactory) -> _Both:
    """The demo company, and one that knows nothing else than its deals on a day."""
    day: date = request.param
    other = make_workspace(tmp_path_factory.mktemp("stood"))
    _set_back(other, day)
    return kovotech, Workspace.open(other.settings.folder, today=day), day


def test_every_reading(both: _Both) -> None:
    now, stood, day = both
    period = f"{day.year}-Q{(day.month + 2) // 3}"
    for name in READINGS:
        theirs = stood.show(name, period=period)
        # a table that has no row yet is known of from what came later
        if theirs.rows[0].reason != "missing_table":
            assert _numbers(now.show(name, period=period, as_of=day)) == _numbers(theirs), name


def test_by_owner_and_by_month(both: _Both) -> None:
    now, stood, day = both
    metrics = ("total_revenue", "win_rate", "quota_attainment_rate", "sales_cycle_length", "customer_acquisition_cost")
    for metric in metrics:
        by = {"by": "owner"} if metric != "customer_acquisition_cost" else {}
        said = {"period": str(day.year), "grain": "month", **by}
        mine, theirs = now.show(metric, as_of=day, **said), stood.show(metric, **said)  # type: ignore[arg-type]
        assert _numbers(mine) == _numbers(theirs), metric


def test_wins_of_leads_are_those_that_are_worked_out_at_load(kovotech: Workspace) -> None:
    assert kovotech.engine is not None
    differ = (
        f"SELECT count(*), count(lead.won_on) FROM lead LEFT JOIN ({sql_of('lead_won')}) AS made ON made.id = lead.id "
        "WHERE lead.won_on IS DISTINCT FROM made.won_on"
    )
    assert kovotech.engine.fetch(differ, {})[1] == [(0, 0)]


def _set_back(workspace: Workspace, day: date) -> None:
    """Put deals back to how they stood at the end of a day, and forget that there was any history."""
    path = generations.current(workspace.settings.folder)
    assert path is not None
    if workspace.engine is not None:
        workspace.engine.close()
    own = [name for name in TABLES["deal"].columns if name not in {"outcome", "qualified_on"}]
    with duckdb.connect(str(path), config={"threads": 1}) as connection:
        connection.execute(f"SET TimeZone = '{workspace.settings.time_zone}'")
        stood = (
            "SELECT * FROM deal_version WHERE valid_from_on <= $day "
            "AND (valid_until_on > $day OR valid_until_on IS NULL) AND valid_from_on IS DISTINCT FROM valid_until_on"
        )
        connection.execute(f"CREATE TEMP TABLE stood AS {stood}", {"day": day})
        connection.execute("DELETE FROM deal WHERE id NOT IN (SELECT deal_id FROM stood)")
        columns = ", ".join(f'"{name}" = stood."{name}"' for name in own)
        given = "given_outcome = stood.outcome, given_qualified_on = stood.qualified_on"
        connection.execute(f"UPDATE deal SET {columns}, {given} FROM stood WHERE stood.deal_id = deal.id")
        connection.execute("DELETE FROM deal_version WHERE valid_from_on > $day", {"day": day})
        connection.execute("UPDATE deal_version SET valid_until_on = NULL WHERE valid_until_on > $day", {"day": day})
        derive(connection, workspace.settings.conventions)
    settings = workspace.settings.folder / "lievik.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"as_of = {workspace.settings.as_of}", f"as_of = {day}"), encoding="utf-8")


def _numbers(table: MetricTable) -> list[object]:
    """What is compared: values, what they rest on, and why there is none."""
    return [
        (
            (result.full_name, result.period.label, tuple(result.group.items())),
            tuple(map(_rounded, (result.value, result.numerator, result.denominator, result.n))),
            (result.status, result.reason),
        )
        for result in table
    ]


def _rounded(value: Decimal | None) -> str | None:
    """A number without the last digits, which depend on the order that binary numbers are added in."""
    return None if value is None else f"{float(value):.11g}"
