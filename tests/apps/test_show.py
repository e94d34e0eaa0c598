"""`lievik show`: the same numbers in every form, and words for people in their language."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from lievik.apps.cli.main import run
from tests.apps.conftest import Command

KEYS = [
    "metric",
    "variant",
    "period",
    "group",
    "value",
    "status",
    "reason",
    "unit",
    "currency",
    "numerator",
    "denominator",
    "n",
    "interval",
    "formula",
    "excluded",
    "definition",
    "parameters",
    "beside",
    "notes",
]


def test_json_is_one_object_with_the_promised_keys(lievik: Command) -> None:
    ran = lievik("show", "win_rate", "--period", "2026-Q2", "--format", "json")
    answer = json.loads(ran.out)
    assert list(answer) == ["kind", "as_of", "rows"]
    assert (answer["kind"], answer["as_of"]) == ("show", "2026-06-30")
    row = answer["rows"][0]
    assert list(row) == KEYS
    assert row["period"] == {"label": "2026-Q2", "start": "2026-04-01", "end": "2026-07-01"}
    assert list(row["interval"]) == ["low", "high", "method"]
    assert list(row["excluded"]) == ["count", "reasons"]
    assert [key for key in row["beside"]["by_value"] if key not in KEYS] == []
    assert "beside" not in row["beside"]["by_value"]


def test_money_is_text_and_every_other_number_a_number(lievik: Command) -> None:
    names = ("average_deal_size", "win_rate", "sales_cycle_length", "pipeline_coverage", "total_revenue")
    rows = {row["metric"]: row for row in lievik("show", *names, "--period", "2026-Q2", "--format", "json").rows}
    assert isinstance(rows["average_deal_size"]["value"], str)
    assert isinstance(rows["average_deal_size"]["numerator"], str)
    assert isinstance(rows["average_deal_size"]["denominator"], int)
    assert isinstance(rows["total_revenue"]["numerator"], str)
    assert isinstance(rows["win_rate"]["value"], float)
    assert isinstance(rows["sales_cycle_length"]["value"], int | float)
    assert isinstance(rows["pipeline_coverage"]["denominator"], str)


def test_a_comparison_is_told_only_when_it_was_asked_for(lievik: Command) -> None:
    plain = lievik("show", "total_revenue", "--period", "2026-Q2", "--format", "json").rows[0]
    asked = lievik("show", "total_revenue", "--period", "2026-Q2", "--compare", "previous", "--format", "json").rows[0]
    assert "compared" not in plain
    assert asked["compared"]["period"]["label"] == "2026-Q1"
    assert isinstance(asked["compared"]["delta"], str)
    assert isinstance(asked["compared"]["delta_share"], float | int | None)


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        arguments = ("show", "win_rate", "--period", "2026-Q2", "--by", "owner", "--format", form)
        assert lievik(*arguments, "--lang", "sk").out == lievik(*arguments, "--lang", "en").out


def test_csv_has_a_row_a_group_and_the_same_values_as_json(lievik: Command) -> None:
    arguments = ("show", "win_rate", "--period", "2026-Q2", "--by", "owner", "--format")
    rows = lievik(*arguments, "json").rows
    cells = list(csv.DictReader(StringIO(lievik(*arguments, "csv").out)))
    assert [cell["group_owner"] for cell in cells] == [row["group"]["owner"] or "" for row in rows]
    assert [float(cell["value"]) for cell in cells if cell["value"]] == [
        float(row["value"]) for row in rows if row["value"] is not None
    ]


def test_the_period_that_was_chosen_is_told_beside_the_answer(lievik: Command) -> None:
    ran = lievik("show", "total_revenue", "--format", "json")
    assert ran.rows[0]["period"]["label"] == "2026-06"
    assert ran.err == "June 2026: the last full month with data; --period names another.\n"
    assert lievik("show", "total_revenue", "--period", "2026-Q2").err == ""


def test_a_scorecard_has_a_row_a_metric_and_its_paired_readings_below(lievik: Command) -> None:
    lines = lievik("show", "--period", "2026-Q2").out.splitlines()
    assert lines[0] == "Scorecard — Q2 2026, as of 30 June 2026"
    assert lines[1] == "Change: compared with Q1 2026"
    place = next(number for number, line in enumerate(lines) if line.startswith("Win rate"))
    assert lines[place + 1].startswith("  By value")


def test_a_scorecard_speaks_slovak(lievik: Command) -> None:
    out = lievik("show", "--period", "2026-Q2", "--lang", "sk").out
    assert out.startswith("Prehľad predaja — 2. štvrťrok 2026, stav ku dňu 30. júna 2026\n")
    assert "Metrika" in out


def test_with_too_few_records_the_counts_are_shown_instead_of_a_rate(lievik: Command) -> None:
    row = lievik("show", "win_rate", "--period", "2026-Q2", "--set", "min_n=100", "--format", "json").rows[0]
    out = lievik("show", "win_rate", "--period", "2026-Q2", "--set", "min_n=100").out
    assert row["status"] == "insufficient"
    assert f"{row['numerator']} of {row['denominator']}" in out
    assert "! fewer than 100 records" in out


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 200])
@pytest.mark.parametrize("language", ["en", "sk"])
def test_no_line_is_wider_than_the_terminal_and_no_value_is_cut(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = lievik("show", "--period", "2026-Q2", "--lang", language).out
    assert max(len(line) for line in out.splitlines()) <= width
    monkeypatch.setenv("COLUMNS", "200")
    for value in _values(lievik("show", "--period", "2026-Q2", "--lang", language, "--format", "md").out):
        assert value in out


def test_groups_stand_side_by_side_where_they_fit_and_are_stacked_where_not(
    lievik: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("win_rate", "total_revenue", "average_deal_size")
    arguments = ("show", *names, "--period", "2026-Q2", "--by", "owner", "--totals")
    wide = lievik(*arguments).out
    monkeypatch.setenv("COLUMNS", "50")
    narrow = lievik(*arguments).out
    assert wide.count("Jana West") == 1
    assert narrow.count("Jana West") == 3
    assert "Total" in wide


def test_a_grain_gives_a_row_a_period(lievik: Command) -> None:
    out = lievik("show", "total_revenue", "--period", "2026-Q2", "--grain", "month").out
    assert [line.split("  ")[0] for line in out.splitlines()[2:5]] == ["April 2026", "May 2026", "June 2026"]


def test_names_of_dimensions_come_one_by_one_or_with_commas(lievik: Command) -> None:
    arguments = ("show", "total_revenue", "--period", "2026-Q2", "--format", "json")
    together = lievik(*arguments, "--by", "owner,region").rows
    assert together == lievik(*arguments, "--by", "owner", "--by", "region").rows
    assert list(together[0]["group"]) == ["owner", "region"]


def test_what_is_missing_is_told_with_the_command_that_brings_it(lievik: Command) -> None:
    out = lievik("show", "customer_lifetime_value:with_margin", "--period", "2026-Q2").out
    needs = lievik("show", "customer_lifetime_value:with_margin", "--period", "2026-Q2", "--format", "json").rows[0]
    assert needs["status"] == "not_available"
    assert "Missing" in out


def test_the_statement_and_its_steps_can_be_seen(lievik: Command) -> None:
    ran = lievik("show", "win_rate", "--period", "2026-Q2", "--sql")
    assert "SELECT" in ran.out
    assert "Steps: win_rate" in ran.out
    assert "SELECT" in lievik("show", "win_rate", "--period", "2026-Q2", "--sql", "--format", "json").rows[0]["sql"]


def test_markdown_is_a_table_in_the_language(lievik: Command) -> None:
    lines = lievik("show", "win_rate", "--period", "2026-Q2", "--format", "md", "--lang", "sk").out.splitlines()
    assert lines[0].startswith("# Prehľad predaja")
    assert lines[4].startswith("| Metrika | Hodnota |")
    assert lines[5].startswith("| --- | ---: |")


def _values(markdown: str) -> list[str]:
    """Cells of the second column of a table."""
    rows = [line.split(" | ") for line in markdown.splitlines() if line.startswith("| ")]
    return [row[1].strip("*") for row in rows[2:]]


def test_a_trend_has_no_value_before_the_data_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deals = "id,amount,created,closed,outcome\n1,100,2026-01-05,2026-02-01,won\n2,300,2026-01-06,2026-03-03,won\n"
    columns = 'id = "id"\namount = "amount"\ncreated_on = "created"\nclosed_on = "closed"\noutcome = "outcome"\n'
    mapping = f'source = "crm"\n[[file]]\nmatch = "deals.csv"\ntable = "deal"\n[file.columns]\n{columns}'
    (tmp_path / "deals.csv").write_text(deals, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    workspace = ["--workspace", str(tmp_path / "ws")]
    assert run(["init", str(tmp_path / "ws")]) == 0
    assert run(["import", str(tmp_path / "deals.csv"), "--map", str(tmp_path / "mapping.toml"), *workspace]) == 0
    capsys.readouterr()
    assert run(["show", "total_revenue", "--period", "2026-03", "--format", "md", *workspace]) == 0
    assert " ▁▃█ " in capsys.readouterr().out
