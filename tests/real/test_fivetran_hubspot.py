"""HubSpot's tables as a connector lands them: every row is told, in its table, at its moment; the rest is listed.

Values are scrambled, so there is nothing to add up; what counts is that nothing is lost, moved or made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.real.filled_workspace import Company, Filled, filled_workspace, utc
from tests.real.plain_files import day_in_bratislava, lines_of, moment

pytestmark = pytest.mark.real

TABLES = {
    "company_data.csv": "account",
    "contact_data.csv": "contact",
    "deal_contact_data.csv": "deal_contact",
    "deal_data.csv": "deal",
    "deal_pipeline_data.csv": "pipeline",
    "deal_pipeline_stage_data.csv": "stage",
    "deal_property_history_data.csv": "deal_version",
    "deal_stage_data.csv": "deal_version",
    "engagement_call_data.csv": "activity",
    "engagement_email_data.csv": "activity",
    "engagement_meeting_data.csv": "activity",
    "engagement_task_data.csv": "activity",
    "owner_data.csv": "rep",
    "owner_team_data.csv": "team_member",
    "team_data.csv": "team",
}

PROPERTY = "gqz1H8dJj4GobrBc3124+g=="
"""The one property whose history is taken; its name is scrambled like everything else."""


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("api_fixtures") / "fivetran_dbt_hubspot"


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {name: list(lines_of(folder / name)) for name in TABLES}


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("hubspot") / "workspace"
    company = Company(as_of=date(2021, 12, 31), currency="USD")
    return filled_workspace(target, [folder], "fivetran_hubspot", company)


def test_every_row_of_every_file(folder: Path, filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """No row is lost but those of other properties, and every other file is named."""
    wanted = {name: (table, len(files[name]), len(files[name])) for name, table in TABLES.items()}
    changes = [row for row in files["deal_property_history_data.csv"] if row["name"] == PROPERTY]
    wanted["deal_property_history_data.csv"] = ("deal_version", 100, len(changes))
    assert filled.kept() == wanted
    others = sorted(path.name for path in folder.iterdir() if path.name not in TABLES)
    assert sorted(filled.receipt.files_not_mapped) == others
    assert len(others) == 42
    counts = Counter[str]()
    for table, _, kept in wanted.values():
        counts[table] += kept
    for table, count in counts.items():
        assert filled.rows(f"SELECT count(*) FROM {table}") == [(count,)], table  # noqa: S608 - names of tables


def test_deals(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """Blank amounts stay blank; without a stage there is no outcome, and the receipt says so."""
    rows = filled.rows("SELECT id, name, owner_id, amount, outcome, is_deleted FROM deal")
    assert sorted(rows, key=str) == sorted(
        (
            (row["deal_id"], row["property_dealname"], row["owner_id"] or None, None, None, False)
            for row in files["deal_data.csv"]
        ),
        key=str,
    )
    suspicions = {(found.table, found.what): found.rows for found in filled.receipt.suspicions}
    assert suspicions["deal", "without_outcome"] == 44


def test_moments_are_utc_and_days_are_the_company_s(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """A deal made late in the evening was made on the next day where the company is."""
    written = {row["deal_id"]: row["property_createdate"] for row in files["deal_data.csv"]}
    found = {str(key): (utc(at), on) for key, at, on in filled.rows("SELECT id, created_at, created_on FROM deal")}
    assert found == {key: (moment(text), day_in_bratislava(text)) for key, text in written.items()}
    written = {row["id"]: row["property_createdate"] for row in files["company_data.csv"]}
    days = dict(filled.rows("SELECT id, created_on FROM account"))
    assert days == {key: day_in_bratislava(text) for key, text in written.items()}
    meetings = {row["engagement_id"]: row["start_time"] for row in files["engagement_meeting_data.csv"]}
    started = filled.rows("SELECT id, started_at, started_on FROM activity WHERE kind = 'meeting'")
    assert {str(key): (utc(at), on) for key, at, on in started} == {
        key: (moment(text), day_in_bratislava(text)) for key, text in meetings.items()
    }


def test_some_moments_fall_on_another_day(files: dict[str, list[dict[str, str]]]) -> None:
    """Otherwise the test above would prove nothing."""
    texts = [row["property_createdate"] for row in files["deal_data.csv"] + files["company_data.csv"]]
    assert any(str(day_in_bratislava(text)) != text[:10] for text in texts)


def test_what_the_deals_do_not_say_is_named(filled: Filled) -> None:
    """No deal says when it closed, so that nothing can be said of closing; it is not shown as 0."""
    for metric in ("win_rate", "opportunity_conversion_rate", "total_revenue"):
        (result,) = filled.workspace.show(metric, period="2020")
        assert (result.value, result.status, result.reason) == (None, "not_available", "missing_column"), metric
        assert "closed_on" in str(result.reason_facts), metric


def test_stages_tell_what_is_won(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    stages = files["deal_pipeline_stage_data.csv"]
    kinds = Counter(
        "won" if row["closed_won"] == "TRUE" else "lost" if row["is_closed"] == "TRUE" else "open" for row in stages
    )
    assert dict(filled.rows("SELECT kind, count(*) FROM stage GROUP BY kind")) == kinds
    assert kinds == {"won": 5, "open": 66}
    found = filled.rows("SELECT id, pipeline_id, name, position, probability FROM stage")
    assert sorted(found) == sorted(
        (
            row["stage_id"],
            row["pipeline_id"],
            row["label"],
            int(row["display_order"]),
            Decimal(row["probability"]).quantize(Decimal("0.000001")),
        )
        for row in stages
    )


def test_a_stage_that_is_not_over_has_no_end(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """The year 2050 stands for "until now"."""
    rows = files["deal_stage_data.csv"]
    assert {row["_fivetran_end"] for row in rows} == {"2050-01-01 00:00:00"}
    ids = ", ".join(f"'{row['deal_id']}'" for row in rows)
    found = filled.rows(
        "SELECT deal_id, stage_id, valid_from, valid_until, valid_until_on, known_until, origin "  # noqa: S608
        f"FROM deal_version WHERE deal_id IN ({ids})"
    )
    assert {(deal, stage, utc(since)) for deal, stage, since, *_ in found} == {
        (row["deal_id"], row["value"], moment(row["_fivetran_start"])) for row in rows
    }
    assert {
        tuple(rest) for *_, until, until_on, known, origin in found for rest in [(until, until_on, known, origin)]
    } == {(None, None, None, "vendor")}


def test_changes_of_one_property(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    changes = [row for row in files["deal_property_history_data.csv"] if row["name"] == PROPERTY]
    ids = ", ".join(f"'{row['deal_id']}'" for row in changes)
    found = filled.rows(f"SELECT deal_id, stage_id, valid_from FROM deal_version WHERE deal_id IN ({ids})")  # noqa: S608
    assert Counter((deal, value, utc(since)) for deal, value, since in found) == Counter(
        (row["deal_id"], row["value"], moment(row["timestamp"])) for row in changes
    )


def test_hours_of_meetings(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """From the start to the end, however the file writes them."""
    wanted = Decimal(0)
    for row in files["engagement_meeting_data.csv"]:
        start, end = moment(row["start_time"]), moment(row["end_time"])
        assert start is not None
        assert end is not None
        wanted += Decimal((end - start).total_seconds() / 3600).quantize(Decimal("0.01"))
    assert filled.rows("SELECT sum(hours) FROM activity WHERE kind = 'meeting'") == [(wanted,)]


def test_people_and_teams(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    names = {row["owner_id"]: f"{row['first_name']} {row['last_name']}" for row in files["owner_data.csv"]}
    assert dict(filled.rows("SELECT id, name FROM rep")) == names
    members = {(row["team_id"], row["owner_id"]) for row in files["owner_team_data.csv"]}
    assert set(filled.rows("SELECT team_id, rep_id FROM team_member")) == members
    parts = {(row["deal_id"], row["contact_id"]) for row in files["deal_contact_data.csv"]}
    assert set(filled.rows("SELECT deal_id, contact_id FROM deal_contact")) == parts
    owners = {row["owner_id"] for row in files["deal_data.csv"] if row["owner_id"]}
    assert owners <= set(names)
