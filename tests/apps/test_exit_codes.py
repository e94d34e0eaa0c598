"""Every error ends in its exit code and in two lines, and none in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from lievik import errors
from lievik.apps import EXIT_CODES, exit_code
from lievik.workspace import Workspace
from tests.apps.conftest import Command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UnknownNameError("metric", "x", []), 2),
        (errors.FileFormatError("x.csv", "is empty", "Export it again."), 3),
        (errors.StoreError("No room.", "Make some."), 3),
        (errors.EngineError("No.", "Ask again."), 3),
        (errors.DefinitionError(["x"]), 3),
        (errors.SettingsError("No.", "Correct it."), 3),
        (errors.WorkspaceError("No.", "Make one."), 4),
        (errors.InternalError("No."), 70),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_has_the_exit_code_of_its_branch(error: errors.LievikError, code: int) -> None:
    assert exit_code(error) == code


def test_every_branch_of_the_tree_has_an_exit_code() -> None:
    assert set(errors.LievikError.__subclasses__()) - set(EXIT_CODES) == set()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "winrate"), 2),
        (("show", "win_rate:by_valu"), 2),
        (("show", "--period", "2017-13"), 2),
        (("show", "--by", "ownr"), 2),
        (("show", "--grain", "fortnight"), 2),
        (("show", "--where", "owner"), 2),
        (("show", "--where", "owner=Nobody"), 2),
        (("show", "win_rate", "--set", "min_n=inf"), 2),
        (("show", "win_rate", "--set", "min_n=nan"), 2),
        (("show", "win_rate", "--set", "=1"), 2),
        (("shwo",), 2),
        (("show", "--perid", "2026"), 2),
        (("drill",), 2),
        (("show", "--format", "xml"), 2),
        (("--lang", "sk"), 2),
        (("import", "nothing-here", "--map", "nothing-here.toml"), 3),
        (("show", "--workspace", "nothing-here"), 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_wrong_command_line_ends_in_two_lines(lievik: Command, arguments: tuple[str, ...], code: int) -> None:
    ran = lievik(*arguments)
    lines = [line for line in ran.err.splitlines() if "the last full month" not in line]
    assert (ran.code, ran.out, len(lines)) == (code, "", 2)


def test_the_nearest_command_and_option_are_named(lievik: Command) -> None:
    assert "show" in lievik("shwo").err
    assert "--period" in lievik("show", "--perid", "2026").err


def test_an_error_is_told_in_the_language_asked_for(lievik: Command) -> None:
    assert lievik("show", "winrate", "--period", "2026", "--lang", "sk").err.startswith("Neznámy názov")
    assert lievik("show", "--lang", "sk", "--perid").err.startswith("Voľba '--perid' neexistuje.")


def _fail(*_arguments: object, **_options: object) -> None:
    raise ZeroDivisionError("division\nby zero")


def test_a_failure_of_ours_is_told_in_two_lines(lievik: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "doctor", _fail)
    ran = lievik("doctor")
    assert ran.code == 70
    assert ran.err.splitlines() == [
        "Something went wrong inside: ZeroDivisionError: division by zero.",
        "This is our bug: please report it with the command you typed.",
    ]


def test_a_failure_of_ours_shows_where_it_was_when_asked(lievik: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "doctor", _fail)
    monkeypatch.setenv("LIEVIK_DEBUG", "1")
    assert "Traceback" in lievik("doctor").err


def test_a_folder_can_become_a_workspace_once(lievik: Command, tmp_path: Path) -> None:
    folder = str(tmp_path / "new")
    assert lievik("init", folder, "--currency", "CZK").code == 0
    assert 'currency = "CZK"' in (tmp_path / "new" / "lievik.toml").read_text(encoding="utf-8")
    assert lievik("init", folder).code == 4
