"""`lievik target`, `note` and `event`: typed in, told back in every form and both languages, shown beside numbers."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import FILES, Command
from tests.tiny_company.by_hand import AS_OF

CAME = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)


@pytest.fixture
def own(lievik: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The same command lines on a company that they may change."""
    folder = tmp_path / "own"
    workspace = Workspace.create(folder, as_of=AS_OF, today=AS_OF)
    workspace.import_files(sorted(FILES.glob("*.csv")), mapping=FILES / "mapping.toml", now=CAME)
    monkeypatch.setenv("LIEVIK_WORKSPACE", str(folder))
    monkeypatch.setenv("LIEVIK_USER", "olga")
    return lievik


def told(text: str) -> list[str]:
    """Give lines with single ordinary blanks."""
    return [" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in text.splitlines()]


# ------------------------------------------------------------------------------------------------ targets


def test_a_target_is_set_listed_and_taken_away(own: Command) -> None:
    made = own("target", "set", "sales_cycle_length", "30", "--period", "2026")
    assert (made.code, made.err) == (0, "")
    assert any(line.startswith("Sales cycle length company 2026 30 days olga") for line in told(made.out))
    own("target", "set", "total_revenue", "50k", "--period", "2026-Q2", "--team", "team two")
    own("target", "set", "pipeline_coverage", "3..4", "--period", "2026-Q3")
    listed = own("target", "list", "--format", "json").rows
    assert [(row["metric"], row["team"], row["period"], row["value"], row["low"], row["high"]) for row in listed] == [
        ("pipeline_coverage", None, "2026-Q3", None, 3, 4),
        ("sales_cycle_length", None, "2026", 30, None, None),
        ("total_revenue", "Team Two", "2026-Q2", "50000.00", None, None),
    ]
    assert (listed[2]["currency"], listed[2]["set_by"], listed[2]["ends_on"]) == ("EUR", "olga", "2026-07-01")
    gone = own("target", "remove", "sales_cycle_length", "--period", "2026", "--lang", "sk")
    assert gone.code == 0
    assert "Cieľ bol zrušený: Dĺžka predajného cyklu" in gone.err + gone.out
    assert len(own("target", "list", "--format", "json").rows) == 2


def test_numbers_are_shown_beside_their_targets(own: Command) -> None:
    """Seven deals won in the second quarter took 50 days on average and 40 in the middle."""
    own("target", "set", "sales_cycle_length", "30", "--period", "2026")
    own("target", "set", "sales_cycle_length:median", "39", "--period", "2026-Q2")
    shown = told(own("show", "sales_cycle_length", "--period", "2026-Q2").out)
    assert "Target 30 days (2026), 20 days above" in shown
    assert any(line.startswith("Sales cycle length 50 days ✗ 30 days Off target") for line in shown)
    assert any(line.startswith("Median 40 days ≈ 39 days (?) Close") for line in shown)
    assert "(?): not certain, as the interval holds the target or the number is not final." in shown
    slovak = told(own("show", "sales_cycle_length", "--period", "2026-Q2", "--lang", "sk").out)
    assert "Cieľ 30 dní (2026), 20 dní nad ním" in slovak
    (row,) = own("show", "sales_cycle_length", "--period", "2026-Q2", "--format", "json").rows
    assert row["target"] == {
        "value": 30,
        "low": None,
        "high": None,
        "currency": "",
        "period": {"label": "2026", "start": "2026-01-01", "end": "2027-01-01"},
        "status": "off",
        "is_sure": True,
        "distance": 20,
        "reached": None,
        "doubt": "",
    }
    assert (row["beside"]["median"]["target"]["status"], "target" in row["beside"]["lost"]) == ("near", False)


def test_teams_are_shown_beside_their_own_targets(own: Command) -> None:
    own("target", "set", "total_revenue", "50k", "--period", "2026-Q2", "--team", "Team Two")
    shown = told(own("show", "total_revenue", "--by", "team", "--period", "2026-Q2").out)
    assert any(line.startswith("Team Two €51,000 ✓ €50,000 On target 4") for line in shown)
    assert any(line.startswith("Team One €29,000 3") for line in shown)
    text = own("show", "total_revenue", "--by", "team", "--period", "2026-Q2", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["group_team"], row["target_value"], row["target_status"]) for row in rows] == [
        ("Team One", "", ""),
        ("Team Two", "50000.00", "on"),
    ]


def test_without_a_target_nothing_of_it_is_shown(own: Command) -> None:
    own("target", "set", "total_revenue", "50k", "--period", "2026-Q2", "--team", "Team Two")
    assert "target" not in own("show", "total_revenue", "--period", "2026-Q2", "--format", "json").rows[0]
    assert "Target" not in own("show", "total_revenue", "--period", "2026-Q2").out


def test_a_ledger_that_cannot_be_read_costs_the_targets_and_not_the_numbers(own: Command) -> None:
    path = Path(os.environ["LIEVIK_WORKSPACE"]) / "ledger.db"
    path.write_bytes(b"this is no database, whatever its name may say about it")
    shown = own("show", "total_revenue", "--period", "2026-Q2", "--lang", "sk")
    assert shown.code == 0
    assert "80 000" in shown.out.replace("\N{NO-BREAK SPACE}", " ")
    assert shown.err.startswith("Ciele sú vynechané. ")
    wrong = own("target", "list")
    assert (wrong.code, wrong.err.count("\n")) == (3, 2)


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("command", ["target", "note", "event"])
def test_it_answers_in_every_form(own: Command, command: str, form: str) -> None:
    own("target", "set", "win_rate", "27%", "--period", "2026")
    own("note", "add", "New 27 prices", "--on", "2026-05-01")
    own("event", "add", "Fair 27", "--on", "2026-05-01")
    ran = own(command, "list", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "27" in ran.out
    if form == "json":
        assert json.loads(ran.out)["kind"] == f"{command}-list"


@pytest.mark.parametrize(
    ("command", "english", "slovak"),
    [
        ("target", "No target is set.", "Nie je určený žiadny cieľ."),
        ("note", "Nothing is noted.", "Nie sú tu žiadne poznámky."),
        ("event", "There is no event.", "Nie sú tu žiadne udalosti."),
    ],
)
def test_nothing_is_said_to_be_there_where_nothing_is(lievik: Command, command: str, english: str, slovak: str) -> None:
    assert english in lievik(command, "list").out
    assert slovak in lievik(command, "list", "--lang", "sk").out
    assert lievik(command, "list", "--format", "json").rows == []
    assert lievik(command).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("target", "set", "win_rate", "25", "--period", "2026"),
            2,
            (
                "Podiel väčší ako 1 sa píše so znakom percenta a '25' ho nemá.\n"
                "Zapíšte ho napríklad takto: 25% alebo 0.25.\n"
            ),
        ),
        (
            ("target", "remove", "win_rate", "--period", "2026"),
            2,
            "Cieľ metriky 'win_rate' na obdobie '2026' nebol určený.\nUrčené obdobia: žiadne.\n",
        ),
        (("note", "remove", "7"), 2, "Poznámka č. 7 neexistuje.\nIch čísla ukáže 'lievik note list'.\n"),
        (("event", "remove", "7"), 2, "Zadaná udalosť č. 7 neexistuje.\nIch čísla ukáže 'lievik event list'.\n"),
    ],
)
def test_a_wrong_command_line_is_told_in_two_lines(
    lievik: Command, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = lievik(*arguments, "--lang", "sk")
    assert (ran.code, ran.err) == (code, message)


# ---------------------------------------------------------------------------------------- notes and events


def test_a_note_is_added_listed_and_removed(own: Command) -> None:
    made = own("note", "add", "New prices", "--on", "2026-05-01", "--metric", "win_rate:by_value", "--team", "t1")
    assert (made.code, made.err) == (0, "")
    assert told(made.out)[2] == "1 1 May 2026 New prices Win rate: By value Team One olga"
    own("note", "add", "Fair", "--on", "2026-06-01")
    (row,) = own("note", "list", "--period", "2026-05", "--format", "json").rows
    assert (row["number"], row["on"], row["metric"], row["team"], row["team_id"]) == (
        1,
        "2026-05-01",
        "win_rate:by_value",
        "Team One",
        "t1",
    )
    assert [row["text"] for row in own("note", "list", "--metric", "win_rate", "--format", "json").rows] == ["Fair"]
    gone = own("note", "remove", "1", "--lang", "sk")
    assert "Poznámka č. 1 bola odstránená." in gone.err
    assert [row["number"] for row in own("note", "list", "--format", "json").rows] == [2]


def test_an_event_is_added_listed_and_taken_away(own: Command) -> None:
    made = own("event", "add", "Rival bought", "--on", "2026-05-01", "--kind", "market", "--note", "by its rival")
    assert (made.code, made.err) == (0, "")
    assert told(made.out)[2] == "1 1 May 2026 Rival bought in the market by its rival typed in"
    slovak = told(own("event", "list", "--lang", "sk").out)
    assert slovak[2] == "1 1. 5. 2026 Rival bought na trhu by its rival zadané"
    assert own("event", "list", "--period", "2026-06", "--format", "json").rows == []
    gone = own("event", "remove", "1")
    assert "Event 1 was taken away." in gone.err
    assert own("event", "list", "--format", "json").rows == []
    own("undo", "3")
    assert [row["title"] for row in own("event", "list", "--format", "json").rows] == ["Rival bought"]


def test_who_typed_it_in_is_kept(own: Command) -> None:
    own("target", "set", "win_rate", "27%", "--period", "2026")
    own("note", "add", "New prices", "--on", "2026-05-01")
    own("note", "remove", "1")
    own("event", "add", "Fair", "--on", "2026-05-01")
    own("undo", "2")
    log = Workspace.open(Path(os.environ["LIEVIK_WORKSPACE"]), today=AS_OF).decisions.ledger.log()
    assert [(by, act) for _, by, act, _ in log] == [
        ("olga", "set target"),
        ("olga", "set note"),
        ("olga", "remove note 1"),
        ("olga", "set event"),
        ("olga", "undo run 2"),
    ]
