"""Every command beside `show`: what it answers, and that it does so in every form."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.apps.cli.main import COMMANDS
from tests.apps.conftest import FILES, Command

EVERY = {
    "metrics": (),
    "explain": ("win_rate", "--period", "2026-Q2"),
    "show": ("win_rate", "--period", "2026-Q2"),
    "drill": ("win_rate", "--period", "2026-Q2"),
    "doctor": (),
}


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("name", EVERY)
def test_a_command_answers_in_every_form(lievik: Command, name: str, form: str) -> None:
    ran = lievik(name, *EVERY[name], "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    if form == "json":
        assert json.loads(ran.out)["kind"] == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_options_that_all_take(lievik: Command, name: str) -> None:
    ran = lievik(name, "--help")
    assert ran.code == 0
    assert [option for option in ("--workspace", "--format", "--lang") if option not in ran.out] == []


def test_an_explanation_has_the_five_parts_and_the_own_number(lievik: Command) -> None:
    out = lievik("explain", "win_rate", "--period", "2026-Q2").out
    parts = [
        "What it is",
        "Why it matters",
        "How to calculate it",
        "Formula",
        "A real-life example",
        "Your number: Q2 2026",
    ]
    places = [out.index(f"\n{part}\n") for part in parts]
    assert places == sorted(places)
    row = lievik("show", "win_rate", "--period", "2026-Q2", "--format", "json").rows[0]
    assert f"win_rate@{row['definition'].partition('@')[2]}" in out


def test_an_explanation_speaks_slovak(lievik: Command) -> None:
    out = lievik("explain", "churn_rate", "--period", "2026-Q2", "--lang", "sk").out
    assert "Prečo je dôležitá" in out
    assert "Vaše číslo: 2. štvrťrok 2026" in out


def test_a_variant_is_explained_as_itself(lievik: Command) -> None:
    out = lievik("explain", "win_rate:by_value", "--period", "2026-Q2").out
    assert "This reading" in out
    assert "[value of qualified deals won]" in out


def test_metrics_and_explain_work_outside_of_a_workspace(lievik: Command, tmp_path: Path) -> None:
    listed = lievik("metrics", "--workspace", str(tmp_path), "--format", "json")
    assert len(listed.rows) == 18
    assert {row["is_available"] for row in listed.rows} == {None}
    assert lievik("explain", "win_rate", "--workspace", str(tmp_path), "--format", "json").rows[0]["own"] is None


def test_metrics_say_what_is_needed(lievik: Command, tmp_path: Path) -> None:
    folder = str(tmp_path / "empty")
    lievik("init", folder)
    rows = lievik("metrics", "--workspace", folder, "--format", "json").rows
    assert {row["is_available"] for row in rows} == {False}
    assert "needs deal" in lievik("metrics", "--workspace", folder).out


def test_the_sum_of_the_records_is_the_number(lievik: Command) -> None:
    asked = ("total_revenue", "--period", "2026-Q2")
    number = Decimal(lievik("show", *asked, "--format", "json").rows[0]["value"])
    records = lievik("drill", *asked, "--format", "json").rows
    assert sum(Decimal(record["contribution"]) for record in records) == number
    assert f"Sum: €{number:,.2f} ({len(records)} records)" in lievik("drill", *asked).out


def test_records_left_out_are_listed_with_their_reason(lievik: Command) -> None:
    out = lievik("drill", "total_revenue", "--period", "2026-Q2", "--part", "excluded").out
    assert "Reason" in out
    assert "without an amount" in out


def test_a_drill_shows_its_statement(lievik: Command) -> None:
    assert "SELECT" in lievik("drill", "total_revenue", "--period", "2026-Q2", "--sql").out


def test_an_import_shows_its_receipt(lievik: Command, tmp_path: Path) -> None:
    folder = str(tmp_path / "company")
    lievik("init", folder)
    arguments = ("import", str(FILES / "deal.csv"), "--map", str(FILES / "mapping.toml"), "--workspace", folder)
    rehearsed = lievik(*arguments, "--dry-run")
    assert "Rehearsal, nothing was changed" in rehearsed.out
    assert lievik("doctor", "--workspace", folder).code == 3
    ran = lievik(*arguments, "--lang", "sk")
    assert ran.code == 0
    assert "vyhrané bez sumy (1 riadok)" in ran.out
    assert lievik("doctor", "--workspace", folder).code == 0


def test_the_language_of_the_workspace_is_spoken_where_none_is_asked_for(lievik: Command, tmp_path: Path) -> None:
    folder = str(tmp_path / "slovak")
    lievik("init", folder, "--lang", "sk")
    assert lievik("metrics", "--workspace", folder).out.startswith("Metriky")
    assert lievik("metrics", "--workspace", folder, "--lang", "en").out.startswith("Metrics")


def test_the_demo_makes_a_company_once_and_shows_its_numbers(lievik: Command, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    first, second = (lievik("demo", "--no-serve", "--workspace", str(folder), "--lang", "sk") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert "Firma Kovotech s.r.o. je vymyslená." in first.err
    assert "lievik runs 1 --workspace" in first.err
    assert second.out.startswith("Prehľad predaja")
    assert first.out == second.out
    assert "Prečo je dôležitá" in second.out
    assert lievik("demo", "--no-serve", "--workspace", str(folder), "--format", "json").rows


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(lievik: Command, shell: str) -> None:
    assert "_LIEVIK_COMPLETE" in lievik("completion", shell).out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("lievik sh", "show"),
        ("lievik show win", "win_rate"),
        ("lievik show win_rate:by", "win_rate:by_value"),
        ("lievik show --by owner,reg", "owner,region"),
    ],
)
def test_a_shell_is_offered_names(words: str, offered: str) -> None:
    environment = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "_LIEVIK_COMPLETE": "bash_complete",
        "PYTHONPATH": ":".join(sys.path),
    }
    ran = subprocess.run([sys.executable, "-m", "lievik"], env=environment, check=True, capture_output=True, text=True)
    assert f"plain,{offered}" in ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("lievik", "team", "pet"), [r"Peter\ East"]),
        (("lievik", "team", r"PETER\ e"), [r"Peter\ East"]),
        (("lievik", "team", '"Pet'), ["Peter East"]),
        (("lievik", "team", "--team", "tea"), [r"Team\ One", r"Team\ Two"]),
        (("lievik", "quota", "set", "co"), ["company"]),
        (("lievik", "quota", "remove", "ján"), [r"Jana\ West"]),
        (("lievik", "show", "--by", "owner,reg"), ["owner,region"]),
        (("lievik", "team", "--workspace", "/nowhere", "pet"), []),
    ],
)
def test_bash_completes_names_of_people_and_teams(
    company: Path, tmp_path: Path, words: tuple[str, ...], offered: list[str]
) -> None:
    program = tmp_path / "lievik"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lievik "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    typed = " ".join(shlex.quote(word) for word in words)
    script = (
        f'eval "$({program} completion bash)"; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; '
        f"_lievik_completion {program}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    environment = {
        **os.environ,
        "LIEVIK_WORKSPACE": str(company),
        "PYTHONPATH": ":".join(sys.path),
        "LC_ALL": "C.UTF-8",
    }
    ran = subprocess.run(
        [shutil.which("bash") or "bash", "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    assert [line for line in ran.stdout.splitlines() if line] == offered


def test_a_reader_who_leaves_ends_the_command_in_silence() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "lievik", "metrics", "--format", "json"],
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_the_version_and_the_help_are_told(lievik: Command) -> None:
    assert lievik("--version").out == "lievik 0.1.0\n"
    assert lievik().out == lievik("--help").out
