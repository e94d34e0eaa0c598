"""`lievik segments`: what is told apart and whom to call first, in every form."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

MAPPING = """source = "sheet"

[[file]]
match = "deal.csv"
table = "deal"
[file.columns]
id = "id"
name = "name"
account_id = "account_id"
owner_id = "owner_id"
amount = "amount"
created_on = "created_on"
closed_on = "closed_on"
outcome = "outcome"

[[file]]
match = "account.csv"
table = "account"
[file.columns]
id = "id"
name = "name"
industry = "industry"

[[file]]
match = "rep.csv"
table = "rep"
[file.columns]
id = "id"
name = "name"
"""


@pytest.fixture
def place(lievik: Command, tmp_path: Path) -> str:
    """A workspace of 120 deals that ended: of those of bakers two in three were won, of others one in six."""
    folder = tmp_path / "company"
    assert lievik("init", str(folder)).code == 0
    deals = ["id,name,account_id,owner_id,amount,created_on,closed_on,outcome"]
    for number in range(120):
        is_baker = number % 2 == 0
        is_won = number % 3 < 2 if is_baker else number % 12 == 1
        outcome = "won" if is_won else "lost"
        account = f"a{number % 2}"
        facts = f"{account},r1,{1000 + number},2026-01-05,2026-03-{number % 20 + 1:02},{outcome}"
        deals.append(f"d{number},Deal {number},{facts}")
    deals += [
        "o1,Oven,a0,r1,2000,2026-06-01,,open",
        "o2,Wheel,a1,r2,2000,2026-06-01,,open",
        "o3,=Flour,a1,r2,,2026-06-01,,open",
    ]
    files = {
        "deal.csv": deals,
        "account.csv": ["id,name,industry", "a0,Alfa,Bakers", "a1,Beta,Farmers"],
        "rep.csv": ["id,name", "r1,Anna", "r2,Boris"],
    }
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    paths = [str(tmp_path / name) for name in files]
    ran = lievik("import", *paths, "--map", str(tmp_path / "map.toml"), "--yes", "--workspace", str(folder))
    assert ran.code == 0, ran.err
    return str(folder)


def test_people_read_what_is_told_apart_and_that_it_need_not_be_the_cause(lievik: Command, place: str) -> None:
    said = lievik("segments", "--period", "2026-Q1", "--workspace", place).out
    assert "Segments with high potential" in said
    assert "Industry: Bakers — win rate 66.7%, others 16.7%" in said
    assert "What goes together need not be its cause." in said
    assert "No account tells how well it fits the ideal customer → lievik import account.csv" in said
    assert "Segments that win or bring less" not in said


def test_json_has_a_row_of_all_deals_and_one_a_segment(lievik: Command, place: str) -> None:
    rows = lievik("segments", "--period", "2026-Q1", "--format", "json", "--workspace", place).rows
    assert [(row["segment"], row["ended"], row["won"]) for row in rows] == [
        (None, 120, 50),
        ("Bakers", 60, 40),
        ("Farmers", 60, 10),
    ]
    bakers = rows[1]["numbers"]
    assert (bakers["win_rate"]["found"], bakers["speed"]["found"]) == ("better", None)
    assert (bakers["win_rate"]["here"], bakers["win_rate"]["others"]) == (pytest.approx(2 / 3), pytest.approx(1 / 6))
    assert isinstance(bakers["size"]["value"], str)
    assert rows[0]["comparisons"] == 4


def test_csv_has_a_row_a_segment_and_measure(lievik: Command, place: str) -> None:
    out = lievik("segments", "--period", "2026-Q1", "--format", "csv", "--workspace", place).out
    rows = list(csv.DictReader(StringIO(out)))
    assert [row["measure"] for row in rows if row["segment"] == "Bakers"] == ["win_rate", "size", "speed", "day_value"]


def test_whom_to_call_first_comes_with_reasons(lievik: Command, place: str) -> None:
    rows = lievik("segments", "--call", "--format", "json", "--workspace", place).rows
    assert [row["name"] for row in rows] == ["Oven", "Wheel", "=Flour"]
    assert [reason["kind"] for reason in rows[0]["reasons"]] == ["amount", "segment"]
    assert [reason["kind"] for reason in rows[2]["reasons"]] == ["company_size", "segment"]
    assert rows[0]["chance"] > rows[1]["chance"]
    said = lievik("segments", "--call", "--workspace", place).out
    assert "Industry: Bakers: win rate 6" in said
    assert "no history of stages came in" in " ".join(said.split())
    own = lievik("segments", "--call", "--where", "owner=Boris", "--format", "json", "--workspace", place).rows
    assert {row["owner"] for row in own} == {"Boris"}


def test_a_spreadsheet_takes_no_name_for_a_formula(lievik: Command, place: str) -> None:
    out = lievik("segments", "--call", "--format", "csv", "--workspace", place).out
    assert {row["name"] for row in csv.DictReader(StringIO(out))} == {"Oven", "Wheel", "'=Flour"}


def test_what_became_of_earlier_orders_is_said_or_why_not(lievik: Command, place: str) -> None:
    assert "The order cannot be tried on earlier days" in lievik("segments", "--tried", "--workspace", place).out
    (row,) = lievik("segments", "--tried", "--format", "json", "--workspace", place).rows
    assert (row["days"], row["chance"]) == ([], None)


@pytest.mark.parametrize("arguments", [("segments", "--period", "2026-Q1"), ("segments", "--call")])
def test_json_and_csv_know_no_language(lievik: Command, place: str, arguments: tuple[str, ...]) -> None:
    for form in ("json", "csv"):
        given = (*arguments, "--format", form, "--workspace", place)
        assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, place: str, monkeypatch: pytest.MonkeyPatch, code: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (("--period", "2026-Q1"), ("--call",), ("--call", "--tried")):
        said = lievik("segments", *arguments, "--lang", code, "--workspace", place).out
        assert max(map(len, said.splitlines())) <= width


def test_what_is_no_segment_is_said_with_those_that_are(lievik: Command, place: str) -> None:
    ran = lievik("segments", "--by", "owner", "--workspace", place)
    assert ran.code == 2
    assert "owner" in ran.err
    assert "industry" in ran.err


def test_without_anything_the_missing_file_is_named(lievik: Command, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    assert lievik("init", str(folder)).code == 0
    for arguments in ((), ("--call",), ("--tried",)):
        ran = lievik("segments", *arguments, "--workspace", str(folder))
        assert (ran.code, "→ lievik import deal.csv" in ran.out) == (0, True), ran
        (row,) = lievik("segments", *arguments, "--format", "json", "--workspace", str(folder)).rows
        assert row["reason"] == "missing_table"
