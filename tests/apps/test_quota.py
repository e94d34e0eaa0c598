"""`lievik quota`: what is typed in is told back, in every form and in both languages, and wrong input in two lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.apps.cli.main import run
from lievik.workspace import Workspace
from tests.apps.conftest import FILES, Command
from tests.tiny_company.by_hand import AS_OF

SHOWN = """
import sys
from lievik.apps.cli.main import run
run(["show", "quota_attainment_rate", "--period", "2026-Q2", "--workspace", sys.argv[1]])
print("loaded:", *{name.partition(".")[0] for name in sys.modules})
"""


@pytest.fixture
def own(lievik: Command, company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The same command lines on a company that they may change."""
    folder = tmp_path / "own"
    workspace = Workspace.create(folder, as_of=AS_OF, today=AS_OF)
    files = [FILES / f"{name}.csv" for name in ("deal", "rep", "team", "team_member", "stage", "quota", "fx_rate")]
    workspace.import_files(files, mapping=FILES / "mapping.toml", now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))
    monkeypatch.setenv("LIEVIK_WORKSPACE", str(folder))
    monkeypatch.setenv("LIEVIK_USER", "olga")
    assert company != folder
    return lievik


def test_a_quota_is_set_listed_and_taken_away(own: Command) -> None:
    made = own("quota", "set", "Jana West", "600", "--period", "2026-Q4", "--months", "100,200,300")
    assert (made.code, made.err) == (0, "")
    assert "Jana West  Q4 2026   €600  by hand  €100 · €200 · €300  typed in" in made.out
    listed = own("quota", "list", "--period", "2026-Q4", "--format", "json").rows
    assert [(row["row"], row["subject"], row["amount"]) for row in listed] == [
        ("quota", "Jana West", "600.00"),
        ("assignment", "company", None),
        ("assignment", "Team Two", None),
    ]
    assert listed[0]["months"] == {"2026-10": "100.00", "2026-11": "200.00", "2026-12": "300.00"}
    removed = own("quota", "remove", "Jana West", "--period", "2026-Q4")
    assert removed.code == 0
    assert "The quota of Jana West for 2026-Q4 was taken away." in removed.err + removed.out
    assert own("quota", "list", "--period", "2026-Q4", "--format", "json").rows == []


def test_months_that_are_alike_are_told_once_and_a_name_stands_at_its_first_quota(own: Command) -> None:
    own("quota", "set", "Jana West", "100", "--period", "2026-Q4")
    own("quota", "set", "Jana West", "600", "--period", "2027-01-01..2027-02-14")
    own("quota", "set", "Peter East", "1200", "--period", "2027")
    out = own("quota", "list", "--period", "2026-10..2027-12", "--lang", "sk").out.replace("\N{NO-BREAK SPACE}", " ")
    assert [line.split("  ")[0] for line in out.splitlines()[2:5]] == ["Jana West", "", "Peter East"]
    told = [" ".join(line.split()) for line in out.splitlines()[2:5]]
    assert told == [
        "Jana West 4. štvrťrok 2026 100 € rovnomerne ≈ 3 × 33,33 € zadané",
        "1. 1. 2027 – 14. 2. 2027 600 € rovnomerne 413,33 € · 186,67 € zadané",
        "Peter East 2027 1 200 € rovnomerne 12 × 100 € zadané",
    ]


def test_who_typed_it_in_is_kept(own: Command) -> None:
    own("quota", "set", "Jana West", "600", "--period", "2026-Q4")
    own("undo", "2")
    folder = Path(os.environ["LIEVIK_WORKSPACE"])
    log = Workspace.open(folder, today=AS_OF).decisions.ledger.log()
    assert [(by, act) for _, by, act, _ in log] == [("olga", "set quota"), ("olga", "undo run 2")]


def test_what_is_handed_on_stands_below_the_quotas(own: Command) -> None:
    """Jana 40 000 + Peter 40 000 + Zuzana 40 000 against the company's 114 000."""
    out = own("quota", "list", "--period", "2026-Q3").out
    assert "company        quotas of reps   €120,000  €114,000        105.3%  120,000 ÷ 114,000 = 105.3%" in out
    row = next(r for r in own("quota", "list", "--period", "2026-Q3", "--format", "json").rows if r["parts"] == "reps")
    assert (row["assigned"], row["amount"], row["formula"]) == ("120000.00", "114000.00", "120000.00 / 114000.00")
    assert row["ratio"] == pytest.approx(120 / 114)
    no_answer = own("quota", "list", "--period", "2026-Q1").out
    assert [line.split()[-2:] for line in no_answer.splitlines() if line.startswith("company")] == [["–", "–"]]


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_in_every_form(lievik: Command, form: str) -> None:
    ran = lievik("quota", "list", "--period", "2026-Q3", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "114" in ran.out
    if form == "json":
        assert json.loads(ran.out)["kind"] == "quota-list"


def test_it_speaks_slovak(lievik: Command) -> None:
    out = lievik("quota", "list", "--period", "2026-Q3", "--lang", "sk").out
    assert "Kvóty" in out
    assert "kvóty obchodníkov" in out
    assert "rovnomerne" in out
    wrong = lievik("quota", "set", "Jana Best", "5", "--period", "2026-Q3", "--lang", "sk")
    assert (wrong.code, wrong.err) == (
        2,
        "Neznámy názov (obchodník alebo tím): 'Jana Best'.\nMysleli ste Jana West?\n",
    )


def test_no_quota_in_a_period_is_said(lievik: Command) -> None:
    assert "There is no quota for this period." in lievik("quota", "list", "--period", "2030").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("quota", "lst"), "No command called 'lst'.\nDid you mean list or set?\n"),
        (("quota", "set", "r1"), "Missing argument 'AMOUNT'.\nType 'lievik quota set --help' for what it takes.\n"),
        (
            ("quota", "set", "r1", "5"),
            "Missing option '--period'.\nType 'lievik quota set --help' for what it takes.\n",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_two_lines(lievik: Command, arguments: tuple[str, ...], message: str) -> None:
    ran = lievik(*arguments)
    assert (ran.code, ran.err) == (2, message)


def test_alone_it_says_what_it_takes(lievik: Command) -> None:
    ran = lievik("quota")
    assert ran.code == 0
    assert "Take away a quota that was typed in." in ran.out


def test_a_question_loads_nothing_of_the_ledger(company: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", SHOWN, str(company)], check=True, capture_output=True, text=True)
    loaded = set(ran.stdout.rpartition("loaded:")[2].split())
    assert "duckdb" in loaded
    assert loaded & {"sqlalchemy", "alembic", "mako"} == set()


def test_the_check_up_speaks_of_the_ledger(own: Command) -> None:
    def ledger() -> dict[str, object]:
        return next(row for row in own("doctor", "--format", "json").rows if row["name"] == "ledger")

    assert ledger()["message"] == "nothing was typed in yet"
    own("quota", "set", "Jana West", "600", "--period", "2026-Q4")
    assert ledger()["message"] == "the ledger is of shape 0004, entries: 1"
    folder = Path(os.environ["LIEVIK_WORKSPACE"])
    (folder / "ledger.db").write_bytes(b"this is no database, whatever its name may say about it")
    assert (ledger()["is_fine"], run(["doctor"])) == (False, 3)
    wrong = own("quota", "set", "Jana West", "700", "--period", "2026-Q4")
    assert wrong.code == 3
    assert wrong.err.count("\n") == 2


def test_money_is_decimal_to_the_end(own: Command) -> None:
    own("quota", "set", "Jana West", "1000000.01", "--period", "2026-Q4")
    row = own("quota", "list", "--period", "2026-Q4", "--format", "json").rows[0]
    assert sum(Decimal(amount) for amount in row["months"].values()) == Decimal(row["amount"]) == Decimal("1000000.01")
