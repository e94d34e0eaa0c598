"""`lievik coverage`: the same numbers in every form, words for people in their language, and no line too wide."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

COVERAGE = ("coverage", "--period", "2026-Q2")
KINDS = ["to_go", "starting", "weighted", "by_probability", "needed", "needed_at_start", "by_win_rate"]


def test_json_has_the_whole_and_a_row_a_group(lievik: Command) -> None:
    rows = lievik(*COVERAGE, "--by", "owner", "--format", "json").rows
    assert [(row["group"], row["is_whole"]) for row in rows] == [
        ("", True),
        ("Jana West", False),
        ("Marek Gone", False),
        ("Peter East", False),
        ("Zuzana New", False),
    ]
    whole = rows[0]
    assert list(whole["numbers"]) == KINDS
    assert (whole["quota"], whole["won"], whole["left"], whole["open"]) == (
        "130000.00",
        "80000.00",
        "50000.00",
        "50000.00",
    )
    assert whole["numbers"]["to_go"]["value"] == 1
    assert whole["numbers"]["needed"] == {
        **dict.fromkeys(("value", "numerator", "denominator", "interval", "lowest", "highest")),
        "status": "undefined",
        "reason": "few_units",
        "n": 0,
        "verdict": "",
    } | {"reason": whole["numbers"]["needed"]["reason"]}
    assert [deal["deal"] for deal in whole["overdue"]["listed"]] == ["d12"]
    assert rows[1]["overdue"] is None


def test_csv_has_a_row_a_group_and_number(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik(*COVERAGE, "--by", "owner", "--format", "csv").out)))
    assert len(rows) == len(KINDS) + 4 * 4
    assert [row["kind"] for row in rows[: len(KINDS)]] == KINDS
    (met,) = [row for row in rows if (row["group"], row["kind"]) == ("Marek Gone", "to_go")]
    assert (met["value"], met["status"], met["reason"]) == ("", "undefined", "quota_met")


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        given = (*COVERAGE, "--format", form)
        assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_every_measure_and_the_overdue_deals(lievik: Command) -> None:
    said = lievik(*COVERAGE, "--as-of", "2026-06-20").out
    for words in (
        "To-go coverage",
        "Starting coverage, week 3",
        "1 ÷ win rate",
        "Overdue and left out",
        "Motors large",
    ):
        assert words in said


def test_slovak_says_the_same_in_slovak(lievik: Command) -> None:
    said = lievik(*COVERAGE, "--by", "team", "--lang", "sk").out
    assert "Pokrytie zvyšku kvóty" in said
    assert "1,0×" in said
    for word in ("coverage", "Needed", "Overdue", "deals", "Quota", "week"):
        assert word not in said


def test_another_week(lievik: Command) -> None:
    assert "Starting coverage, week 1" in lievik(*COVERAGE, "--week", "1").out
    assert lievik(*COVERAGE, "--week", "0").code == 2


def test_without_a_period_it_says_which_quarter_was_taken(lievik: Command) -> None:
    assert "Q3 2026: the quarter of tomorrow" in lievik("coverage").err


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("by", ["owner", "team"])
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str, width: int, by: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik(*COVERAGE, "--by", by, "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


def test_markdown_has_its_tables(lievik: Command) -> None:
    said = lievik(*COVERAGE, "--format", "md").out
    assert "| Measure |" in said
    assert "## Overdue and left out" in said


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_every_number_says_what_it_needs(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("coverage", "--workspace", empty, "--lang", code)
    assert ran.code == 0
    assert "→ lievik import" in ran.out
    assert "0.0×" not in ran.out
    assert "0,0×" not in ran.out


def test_without_a_quota_the_file_that_brings_it_is_named(lievik: Command, tmp_path: Path) -> None:
    place, deals = str(tmp_path / "few"), tmp_path / "deals.csv"
    lines = [
        "Deal ID,Amount,Created,Expected close,Closed,Stage",
        "D1,12000,2026-01-10,2026-02-01,2026-02-20,Closed Won",
    ]
    deals.write_text("\n".join([*lines, "D2,60000,2026-01-12,2026-03-02,,Proposal", ""]), encoding="utf-8")
    assert lievik("init", place).code == 0
    assert lievik("import", str(deals), "--yes", "--workspace", place).code == 0
    ran = lievik("coverage", "--period", "2026-Q1", "--as-of", "2026-02-25", "--workspace", place)
    assert "→ lievik import quota.csv" in ran.out
    assert "open €60,000 · 1 deal" in ran.out


def test_a_wrong_name_is_refused_in_two_lines(lievik: Command) -> None:
    ran = lievik(*COVERAGE, "--where", "owner=Jana Wst")
    assert (ran.code, len(ran.err.splitlines())) == (2, 2)
    assert "Jana West" in ran.err
