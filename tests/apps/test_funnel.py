"""`lievik funnel`: the same numbers in every form, words for people in their language, and no line too wide."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

FUNNEL = ("funnel", "--period", "2026-H1")
STAGES = ["New", "Proposal"]


def test_json_has_a_row_a_pipeline_with_its_stages(lievik: Command) -> None:
    (row,) = lievik(*FUNNEL, "--format", "json").rows
    assert [stage["stage"] for stage in row["stages"]] == STAGES
    assert row["created"]["deals"] == (
        row["won"]["deals"] + row["lost"]["deals"] + row["open"]["deals"] + row["deleted"] + row["moved"]
    )
    for stage in row["stages"]:
        assert stage["entries"] == sum(stage["exits"].values())
        assert set(stage["visit"]) == {"median", "p90", "n", "open", "longest", "inferred", "status", "reason"}
    assert isinstance(row["created"]["amount"], str)
    assert [step["step"] for step in row["leads"]] == ["created", "qualified", "converted", "won"]


def test_csv_has_a_row_a_step_of_leads_and_a_row_a_stage(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik(*FUNNEL, "--format", "csv").out)))
    assert [(row["part"], row["stage"]) for row in rows] == [
        *(("leads", step) for step in ("created", "qualified", "converted", "won")),
        *(("deals", stage) for stage in STAGES),
    ]


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("more", [(), ("--stuck",), ("--by", "owner"), ("--working-days",)])
def test_json_and_csv_know_no_language(lievik: Command, form: str, more: tuple[str, ...]) -> None:
    given = (*FUNNEL, *more, "--format", form)
    assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_how_deals_count(lievik: Command) -> None:
    said = {mode: lievik(*FUNNEL, "--mode", mode).out for mode in ("reached", "strict", "any")}
    assert "reached or went beyond" in said["reached"]
    assert "after every one before it" in said["strict"]
    assert "at any time" in said["any"]


def test_slovak_says_the_same_in_slovak(lievik: Command) -> None:
    said = lievik(*FUNNEL, "--lang", "sk").out
    for word in ("stav ku dňu 30. júna 2026", "Ako dlho trvá fáza, v dňoch", "Vstupy", "Obchody vytvorené v období."):
        assert word in said
    for word in ("Stage", "deals", "Onward", "Stuck", "Median"):
        assert word not in said


def test_groups_stand_side_by_side(lievik: Command) -> None:
    said = lievik(*FUNNEL, "--by", "owner").out
    assert "Jana West" in said
    assert "How long a stage takes" not in said
    rows = lievik(*FUNNEL, "--by", "owner", "--format", "json").rows
    (whole,) = lievik(*FUNNEL, "--format", "json").rows
    assert sum(row["created"]["deals"] for row in rows) == whole["created"]["deals"]
    assert all(stage["visit"] is None for row in rows for stage in row["stages"])


def test_without_a_period_it_says_which_was_taken(lievik: Command) -> None:
    assert "the last four full quarters with data" in lievik("funnel").err
    assert "the last four full quarters" not in lievik(*FUNNEL).err


def test_the_deals_of_a_stage_are_as_many_as_the_funnel_says(lievik: Command) -> None:
    (row,) = lievik(*FUNNEL, "--format", "json").rows
    for stage in row["stages"]:
        deals = lievik(*FUNNEL, "--list", stage["stage"], "--format", "json").rows
        assert len(deals) == stage["deals"]
        assert {deal["stage"] for deal in deals} == {stage["stage"]}
        assert f"{len(deals)} deals came there." in lievik(*FUNNEL, "--list", stage["stage"]).out
    assert set(deals[0]) == {
        *("stage", "mode", "currency", "stage_now", "id", "name", "owner", "pipeline", "fate"),
        *("created_on", "since", "amount"),
    }


def test_a_stage_that_is_not_there_is_named_with_those_that_are(lievik: Command) -> None:
    ran = lievik(*FUNNEL, "--list", "Negotiation")
    assert ran.code == 2
    assert "No stage called 'Negotiation'." in ran.err
    assert "Known: New, Proposal." in ran.err


def test_nobody_is_stuck_where_too_few_were_won(lievik: Command) -> None:
    assert "No deal is stuck." in lievik(*FUNNEL, "--stuck").out
    assert lievik(*FUNNEL, "--stuck", "--format", "json").rows == []
    (row,) = lievik(*FUNNEL, "--format", "json").rows
    assert {stage["stuck"]["reason"] for stage in row["stages"]} == {"few_won_from_here"}


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("more", [(), ("--by", "owner"), ("--stuck",), ("--working-days",), ("--list", "New")])
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str, width: int, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik(*FUNNEL, *more, "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


def test_markdown_has_a_table_of_stages(lievik: Command) -> None:
    said = lievik(*FUNNEL, "--format", "md").out
    assert "| Stage |" in said
    assert "### How long a stage takes" in said


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("--pipeline", "nothing"), "en", "No pipeline called 'nothing'."),
        (("--pipeline", "nothing"), "sk", "Neznámy názov (pipeline): 'nothing'."),
        (("--mode", "loose"), "en", "No mode called 'loose'."),
        (("--by", "owner,team"), "en", "A funnel is split by one dimension only."),
        (("--by", "owner,team"), "sk", "Lievik sa delí len podľa jedného členenia."),
        (("--where", "owner=Nobody"), "en", "No owner called 'Nobody'."),
    ],
)
def test_what_is_wrong_is_said_in_two_lines(lievik: Command, given: tuple[str, ...], code: str, said: str) -> None:
    ran = lievik(*FUNNEL, *given, "--lang", code)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == said
    assert len(ran.err.splitlines()) == 2


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_there_is_nothing_and_that_is_said(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("funnel", "--workspace", empty, "--lang", code)
    assert ran.code == 0
    assert {"en": "No deal was created", "sk": "nevytvoril žiadny obchod"}[code] in ran.out
    assert lievik("funnel", "--stuck", "--workspace", empty).code == 0


def test_one_file_of_deals_is_enough_and_what_it_does_not_tell_is_said(lievik: Command, tmp_path: Path) -> None:
    place, deals = str(tmp_path / "few"), tmp_path / "deals.csv"
    lines = ["Deal ID,Amount,Created,Closed,Stage", "D1,12000,2026-01-10,2026-02-20,Closed Won"]
    deals.write_text("\n".join([*lines, "D2,60000,2026-01-12,,Offer", ""]), encoding="utf-8")
    assert lievik("init", place).code == 0
    assert lievik("import", str(deals), "--yes", "--workspace", place).code == 0
    ran = lievik("funnel", "--period", "2026-Q1", "--workspace", place, "--as-of", "2099-12-31")
    assert ran.code == 0
    assert "1 deal was at a stage that nobody told; it counts for no stage." in ran.out
    assert "Offer" in ran.out


def test_a_deal_that_is_gone_was_deleted(lievik: Command, tmp_path: Path) -> None:
    place, deals = str(tmp_path / "gone"), tmp_path / "deals.csv"
    head = "Deal ID,Amount,Created,Closed,Stage"
    rows = [f"D{number},1000,2026-01-{number:02},,Offer" for number in range(1, 11)]
    assert lievik("init", place).code == 0
    for count in (10, 9):
        deals.write_text("\n".join([head, *rows[:count], ""]), encoding="utf-8")
        assert lievik("import", str(deals), "--yes", "--full", "--workspace", place).code == 0
    (row,) = lievik(
        "funnel", "--period", "2026-Q1", "--workspace", place, "--as-of", "2099-12-31", "--format", "json"
    ).rows
    assert (row["created"]["deals"], row["open"]["deals"], row["deleted"]) == (10, 9, 1)
    assert row["stages"][0]["exits"]["deleted"] == 1
