"""`lievik team`: the same numbers in every form, words for people in their language, and no line too wide."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

TEAM = ("team", "--period", "2026-Q2")
NUMBERS = [
    "total_revenue",
    "quota_attainment_rate:attainment",
    "quota_attainment_rate:effective_attainment",
    "win_rate",
    "average_deal_size",
    "sales_cycle_length",
]


def test_json_has_a_row_a_team_with_its_reps_and_the_whole(lievik: Command) -> None:
    rows = lievik(*TEAM, "--format", "json").rows
    assert [row["team"] for row in rows] == ["Team One", "Team Two"]
    for row in rows:
        assert set(row) == {"period", "split_by", "team", "reps", "whole", "distribution", "overlays", "pace"}
        assert list(row["whole"]) == NUMBERS
        assert all(list(rep["numbers"]) == NUMBERS for rep in row["reps"])
    assert rows[0]["distribution"]["counted"] == 3
    assert [part["reps"] for part in rows[0]["distribution"]["bins"]] == [
        ["Peter East"],
        [],
        [],
        ["Jana West", "Zuzana New"],
        [],
    ]


def test_money_is_text_and_every_other_number_a_number(lievik: Command) -> None:
    numbers = lievik(*TEAM, "--format", "json").rows[1]["reps"][2]["numbers"]
    assert numbers["total_revenue"]["value"] == "41000.00"
    assert isinstance(numbers["total_revenue"]["drawn"], str)
    assert isinstance(numbers["win_rate"]["value"], float)
    assert list(numbers["win_rate"]["interval"]) == ["low", "high", "method"]


def test_csv_has_a_row_a_rep_and_number(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik(*TEAM, "--format", "csv").out)))
    *rows, overlay = rows
    assert len(rows) == 6 * (2 + 1 + 3 + 1)
    assert (overlay["team"], overlay["rep"], overlay["metric"], overlay["value"], overlay["n"]) == (
        *("", "Tomas Noquota"),
        *("quota_attainment_rate:overlay", "15000.00", "1"),
    )
    (peter,) = [row for row in rows if (row["rep"], row["metric"]) == ("Peter East", "win_rate")]
    assert (peter["team"], peter["standing"], peter["n"], peter["more_needed"]) == ("Team Two", "counted", "3", "172")
    assert float(peter["team_value"]) == pytest.approx(2 / 3)


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for arguments in (TEAM, ("team", "Peter East", "--period", "2026-Q2")):
        for form in ("json", "csv"):
            given = (*arguments, "--format", form)
            assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_who_is_in_ramp_up_and_how_many_more_deals_it_takes(lievik: Command) -> None:
    said = lievik(*TEAM, "--lang", "en").out
    assert "in ramp-up" in said
    assert "Nobody, by more than chance explains." in said
    assert "Too few deals to say" in said
    assert "There for too little of the period, not counted: Marek Gone" in said


def test_slovak_says_the_same_in_slovak(lievik: Command) -> None:
    said = lievik(*TEAM, "--lang", "sk").out
    assert "v zapracovaní" in said
    assert "Príliš málo obchodov na záver" in said
    for word in ("Team together", "ramp-up", "Reps", "deals", "Quota"):
        assert word not in said


def test_a_sheet_has_the_team_the_past_and_the_target(lievik: Command) -> None:
    ran = lievik("team", "peter east", "--period", "2026-Q2", "--format", "json")
    rows = {row["metric"]: row for row in ran.rows}
    assert list(rows) == NUMBERS
    assert {row["team"] for row in rows.values()} == {"Team Two"}
    assert rows["total_revenue"]["target"] == "60000.00"
    assert [past["period"]["label"] for past in rows["win_rate"]["past"]] == ["2026-Q1", "2025-Q2"]
    said = lievik("team", "peter east", "--period", "2026-Q2").out
    assert "Own past" in said
    assert "Clear?" in said


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "Overlay in 1 deal that others won, counted in none of these numbers: €15,000"),
        ("sk", "Vedľajší podiel na 1 obchode, ktorý vyhrali iní, nezarátaný v žiadnom z týchto čísel: 15 000 €"),
    ],
)
def test_an_overlay_is_a_line_of_its_own(lievik: Command, code: str, told: str) -> None:
    """Tomas helped with d02, of 30 000; he sells nothing himself and stands in no team."""
    sheet = lievik("team", "tomas noquota", "--period", "2026-Q2", "--lang", code)
    assert told in sheet.out.replace("\N{NO-BREAK SPACE}", " ")
    rows = lievik("team", "Tomas Noquota", "--period", "2026-Q2", "--format", "json").rows
    assert [row["metric"] for row in rows] == [*NUMBERS, "quota_attainment_rate:overlay"]
    assert {row["value"] for row in rows[:-1]} == {None, "0"}
    assert (rows[-1]["value"], rows[-1]["n"], rows[-1]["past"]) == ("15000.00", 1, [])
    flat = list(csv.DictReader(StringIO(lievik("team", "Tomas Noquota", "--period", "2026-Q2", "--format", "csv").out)))
    assert flat[-1]["value"] == "15000.00"
    team = lievik(*TEAM, "--format", "json").rows
    assert [row["overlays"] for row in team] == [[{"rep": "Tomas Noquota", **_number(rows[-1])}]] * 2
    assert "Tomas Noquota" in lievik(*TEAM, "--lang", code).out.splitlines()[-1]


def _number(row: dict[str, object]) -> dict[str, object]:
    """Give what a row says of a number, without what it says of the rep."""
    apart = ("period", "rep", "team", "standing", "target", "past", "rise", "pace")
    return {name: value for name, value in row.items() if name not in apart}


@pytest.mark.parametrize(("code", "nearest"), [("en", "Did you mean Peter East?"), ("sk", "Mysleli ste Peter East?")])
def test_a_wrong_name_gets_the_nearest_one_in_two_lines(lievik: Command, code: str, nearest: str) -> None:
    ran = lievik("team", "Peter Est", "--period", "2026-Q2", "--lang", code)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[1] == nearest


def test_a_wrong_team_is_refused(lievik: Command) -> None:
    ran = lievik(*TEAM, "--team", "Team Tow")
    assert ran.code == 2
    assert "Team Two" in ran.err


def test_one_team_alone(lievik: Command) -> None:
    assert [row["team"] for row in lievik(*TEAM, "--team", "Team Two", "--format", "json").rows] == ["Team Two"]


def test_without_a_period_it_says_which_quarter_was_taken(lievik: Command) -> None:
    assert "Q2 2026: the last full quarter with data" in lievik("team").err


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("rep", ["", "Peter East"])
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str, width: int, rep: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik("team", *([rep] if rep else []), "--period", "2026-Q2", "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


def test_markdown_has_a_table_a_team(lievik: Command) -> None:
    said = lievik(*TEAM, "--format", "md").out
    assert said.count("| Rep | Won |") == 2
    assert "## Team One" in said


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_there_is_nobody_and_that_is_said(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("team", "--workspace", empty, "--lang", code)
    assert ran.code == 0
    assert {"en": "Nobody closed a deal", "sk": "nikto neuzavrel obchod"}[code] in ran.out
    wrong = lievik("team", "Eva", "--workspace", empty, "--lang", code)
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 2)


def test_deals_without_an_owner_stand_apart_and_without_a_quota_nobody_is_said_to_lack_one(
    lievik: Command, tmp_path: Path
) -> None:
    place, deals = str(tmp_path / "few"), tmp_path / "deals.csv"
    lines = ["Deal ID,Amount,Created,Closed,Stage", "D1,12000,2026-01-10,2026-02-20,Closed Won"]
    deals.write_text("\n".join([*lines, "D2,60000,2026-01-12,2026-03-02,Closed Lost", ""]), encoding="utf-8")
    assert lievik("init", place).code == 0
    assert lievik("import", str(deals), "--yes", "--workspace", place).code == 0
    ran = lievik("team", "--period", "2026-Q1", "--workspace", place)
    assert "(not given)" in ran.out
    assert "no quota" not in ran.out
    assert "too few deals" not in ran.out


def test_a_quarter_that_runs_says_why_there_is_no_pace_yet(lievik: Command) -> None:
    said = lievik(*TEAM, "--as-of", "2026-05-15").out
    assert "Pace: none, only" in said
    assert "4 are needed" in said
