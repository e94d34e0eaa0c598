"""`lievik explain --variants`: every reading, and gaps that add up in every form; no line too wide."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest

from tests.apps.conftest import Command

PERIOD = ("--period", "2026-Q2")


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize(
    "metric", ["win_rate", "total_revenue", "average_deal_size", "pipeline_velocity", "churn_rate"]
)
def test_it_answers_in_every_form(lievik: Command, metric: str, form: str) -> None:
    ran = lievik("explain", metric, "--variants", *PERIOD, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "variants"


def test_every_reading_has_the_value_that_show_gives(lievik: Command) -> None:
    rows = lievik("explain", "win_rate", "--variants", *PERIOD, "--format", "json").rows
    for row in rows:
        name = f"win_rate:{row['variant']}" if row["variant"] else "win_rate"
        (shown,) = lievik("show", name, *PERIOD, "--format", "json").rows
        assert {key: row[key] for key in shown} == shown


def test_json_has_gaps_whose_groups_and_records_add_up(lievik: Command) -> None:
    rows = lievik("explain", "win_rate", "--variants", "--all", *PERIOD, "--format", "json").rows
    told = [row["gap"] for row in rows if row["gap"] and not row["gap"]["no_gap"]]
    assert {gap["from"] for gap in told} == {"win_rate"}
    assert len(told) == 4
    for gap in told:
        for parts in (gap["groups"], gap["records"]):
            assert sum(part["moves"] for part in parts) == pytest.approx(gap["difference"], abs=1e-12)


def test_csv_of_two_readings_is_a_row_a_record(lievik: Command) -> None:
    said = lievik("explain", "total_revenue", "--between", "total_revenue,billed", "--all", *PERIOD, "--format", "csv")
    rows = list(csv.DictReader(StringIO(said.out)))
    values = {row["variant"]: Decimal(row["value"]) for row in _values(lievik)}
    assert sum(Decimal(row["moves"]) for row in rows) == values["billed"] - values[""]
    assert {row["table"] for row in rows} == {"deal", "invoice_line"}


def _values(lievik: Command) -> list[dict[str, str]]:
    return lievik("show", "total_revenue", "total_revenue:billed", *PERIOD, "--format", "json").rows


def test_only_some_rows_can_be_asked_for(lievik: Command) -> None:
    said = ("--period", "2026-Q2", "--where", "owner=Peter East")
    (shown,) = lievik("show", "win_rate", *said, "--format", "json").rows
    row, *_ = lievik("explain", "win_rate", "--variants", *said, "--format", "json").rows
    assert row["value"] == shown["value"]


def test_two_readings_are_named(lievik: Command) -> None:
    ran = lievik("explain", "win_rate", "--between", "by_value")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("A gap is between two readings.")
    ran = lievik("explain", "win_rate", "--between", "by_value,nothing")
    assert ran.code == 2
    assert "No reading called 'nothing'." in ran.err


@pytest.mark.parametrize("columns", ["80", "100", "140"])
def test_no_line_is_wider_than_the_terminal(lievik: Command, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for between in ((), ("--between", "win_rate,by_value")):
        said = lievik("explain", "win_rate", "--variants", *between, *PERIOD)
        assert max(len(line) for line in said.out.splitlines()) <= int(columns)


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    asked = ("explain", "win_rate", "--between", "win_rate,by_value", *PERIOD)
    for form in ("json", "csv"):
        there, here = (lievik(*asked, "--format", form, "--lang", code).out for code in ("sk", "en"))
        assert there == here
