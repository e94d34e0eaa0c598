"""`lievik accounts`: contacts, decision makers and target accounts, in every form and both languages."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

CONTACTS = "id,deal_id,contact_id,role,first_engaged_on"
MAPPING = """source = "sheet"

[[file]]
match = "deal.csv"
table = "deal"
[file.columns]
id = "id"
name = "name"
account_id = "account_id"
amount = "amount"
created_on = "created_on"
closed_on = "closed_on"
outcome = "outcome"

[[file]]
match = "deal_contact.csv"
table = "deal_contact"
[file.columns]
id = "id"
deal_id = "deal_id"
contact_id = "contact_id"
role = "role"
first_engaged_on = "first_engaged_on"

[[file]]
match = "account.csv"
table = "account"
[file.columns]
id = "id"
name = "name"
is_target = "is_target"
"""


@pytest.fixture
def place(lievik: Command, tmp_path: Path) -> str:
    """A workspace of sixty deals: every other one has a decision maker beside the champion, and is quicker."""
    folder = tmp_path / "company"
    assert lievik("init", str(folder)).code == 0
    deals, parts = ["id,name,account_id,amount,created_on,closed_on,outcome"], [CONTACTS]
    for number in range(60):
        month, day = (2, number % 20 + 1) if number % 2 else (3, number % 20 + 1)
        outcome = "won" if number % 4 < 2 else "lost"
        deals.append(
            f"d{number},Deal {number},a{number % 3},{1000 + number},2026-01-05,2026-{month:02}-{day:02},{outcome}"
        )
        parts.append(f"c{number},d{number},p1,champion,2026-01-06")
        if number % 2:
            parts.append(f"e{number},d{number},p2,decision_maker,2026-01-09")
    files = {"deal.csv": deals, "deal_contact.csv": parts}
    files["account.csv"] = ["id,name,is_target", "a0,Alfa,yes", "a1,Beta,yes", "a2,Cyril,no", "a3,Delta,yes"]
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    paths = [str(tmp_path / name) for name in files]
    ran = lievik("import", *paths, "--map", str(tmp_path / "map.toml"), "--yes", "--workspace", str(folder))
    assert ran.code == 0, ran.err
    return str(folder)


def test_json_has_a_row_a_way_to_tell_deals_apart(lievik: Command, place: str) -> None:
    rows = lievik("accounts", "--period", "2026-Q1", "--format", "json", "--workspace", place).rows
    several = next(row for row in rows if (row["trait"], row["sight"]) == ("several", "early"))
    assert [(kind["kind"], kind["ended"], kind["won"]) for kind in several["rows"]] == [("yes", 30, 15), ("no", 30, 15)]
    assert several["gaps"]["cycle"]["is_clear"] is True
    assert several["gaps"]["win_rate"]["is_clear"] is False
    assert isinstance(several["rows"][0]["numbers"]["size"]["value"], str)
    assert {row["trait"] for row in rows} == {"contacts", "several", "decision_maker", "role", "second_contact"}


def test_csv_has_a_row_a_kind_and_outcome(lievik: Command, place: str) -> None:
    rows = list(csv.DictReader(StringIO(lievik("accounts", "--format", "csv", "--workspace", place).out)))
    assert {row["outcome"] for row in rows} == {"win_rate", "cycle", "size", "rest"}
    assert {row["is_clear"] for row in rows if row["kind"] == "no"} == {""}


@pytest.mark.parametrize("arguments", [("accounts", "--period", "2026-Q1"), ("accounts", "--targets")])
def test_json_and_csv_know_no_language(lievik: Command, place: str, arguments: tuple[str, ...]) -> None:
    for form in ("json", "csv"):
        given = (*arguments, "--format", form, "--workspace", place)
        assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_what_goes_together_and_that_it_need_not_be_the_cause(lievik: Command, place: str) -> None:
    said = lievik("accounts", "--period", "2026-Q1", "--workspace", place).out
    assert "Two contacts or more within 30 days of the start: median cycle" in said
    assert "What goes together need not be its cause." in said
    assert "within 7 days" in lievik("accounts", "--within", "7", "--period", "2026-Q1", "--workspace", place).out


def test_slovak_says_the_same_in_slovak(lievik: Command, place: str) -> None:
    said = lievik("accounts", "--period", "2026-Q1", "--lang", "sk", "--workspace", place).out
    assert "Dva kontakty a viac do 30 dní od začiatku: medián cyklu" in said
    for word in ("contact", "Deals", "median", "chance", "role:"):
        assert word not in said.replace("deal_contact", "")


def test_target_accounts_what_to_do_first(lievik: Command, place: str) -> None:
    rows = lievik("accounts", "--targets", "--format", "json", "--workspace", place).rows
    assert [(row["name"], row["reached"], row["next"]) for row in rows] == [
        ("Delta", "no_contact", "first_contact"),
        ("Alfa", "won", "grow"),
        ("Beta", "won", "grow"),
    ]
    said = lievik("accounts", "--targets", "--workspace", place).out
    assert "3 target accounts: customer 2 · open deal 0 · lead 0 · contacted 0 · no contact 1" in said
    assert "3 cieľové firmy: zákazník 2" in lievik("accounts", "--targets", "--lang", "sk", "--workspace", place).out


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, place: str, monkeypatch: pytest.MonkeyPatch, code: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (("--period", "2026-Q1"), ("--targets",)):
        said = lievik("accounts", *arguments, "--lang", code, "--workspace", place).out
        assert max(map(len, said.splitlines())) <= width


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize(
    ("arguments", "file"), [(("accounts",), "deal_contact.csv"), (("accounts", "--targets"), "account.csv")]
)
def test_where_a_file_is_missing_it_is_named(lievik: Command, code: str, arguments: tuple[str, ...], file: str) -> None:
    ran = lievik(*arguments, "--lang", code)
    assert ran.code == 0
    assert f"→ lievik import {file}" in ran.out
    (row,) = lievik(*arguments, "--format", "json").rows
    assert row["reason"] in {"missing_table", "missing_column"}


def test_a_period_without_deals_says_so(lievik: Command, place: str) -> None:
    assert "No deal ended in this period." in lievik("accounts", "--period", "2024", "--workspace", place).out


@pytest.mark.parametrize("arguments", [("accounts",), ("accounts", "--targets")])
def test_before_anything_came_in_it_is_said(lievik: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    assert "→ lievik import" in lievik(*arguments, "--workspace", empty).out


def test_a_filter_that_accounts_do_not_know_is_refused(lievik: Command, place: str) -> None:
    ran = lievik("accounts", "--targets", "--where", "stage=Proposal", "--workspace", place)
    assert (ran.code, len(ran.err.splitlines())) == (2, 2)


def test_one_account_is_looked_at_by_its_name_or_its_id(lievik: Command, place: str) -> None:
    (row,) = lievik("accounts", "alfa", "--format", "json", "--workspace", place).rows
    assert (row["account"], row["name"], row["is_target"], row["is_customer"]) == ("a0", "Alfa", True, True)
    numbers = [number for number in range(60) if number % 3 == 0]
    won = [1000 + number for number in numbers if number % 4 < 2]
    assert (row["totals"]["won"]["deals"], row["totals"]["won"]["amount"]) == (len(won), f"{sum(won)}.00")
    assert row["totals"]["lost"]["deals"] == len(numbers) - len(won)
    assert len(row["deals"]) == len(numbers)
    assert [(person["id"], person["decides"], person["deals"]) for person in row["people"]] == [
        ("p2", True, len([number for number in numbers if number % 2])),
        ("p1", False, len(numbers)),
    ]
    said = lievik("accounts", "a0", "--workspace", place).out
    assert said.startswith("Alfa — as of")
    assert "What to do: offer more." in said
    flat = list(csv.DictReader(StringIO(lievik("accounts", "a0", "--format", "csv", "--workspace", place).out)))
    assert [deal["deal"] for deal in flat] == [deal["deal"] for deal in row["deals"]]


def test_an_account_that_there_is_not_is_refused(lievik: Command, place: str) -> None:
    ran = lievik("accounts", "Alfaa", "--workspace", place)
    assert ran.code != 0
    assert "No account called 'Alfaa'." in ran.err
    assert "Alfa" in ran.err.replace("Alfaa", "")
