"""The tutorial does what it says: its commands run one after the other, and what it shows is what comes out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from lievik.apps.cli.main import run

TUTORIAL: Final = Path(__file__).resolve().parents[2] / "docs" / "tutorial"
PAGES: Final = {"twenty-minutes.md": ("en", "100"), "dvadsat-minut.md": ("sk", "120")}
FEWEST_COMMANDS: Final = 20

_BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Give the language and the text of every code block of a page."""
    for found in _BLOCK.finditer((TUTORIAL / page).read_text(encoding="utf-8")):
        yield found[1], found[2]


def pieces(shown: str) -> list[list[str]]:
    """Give the lines of what is shown, in runs that have to follow each other; between them lines are left out."""
    runs: list[list[str]] = [[]]
    for line in plain(shown):
        if line == "...":
            runs.append([])
        else:
            runs[-1].append(line)
    return [lines for lines in runs if lines]


def plain(text: str) -> list[str]:
    """Give the lines of a text that are not empty."""
    return [line.rstrip() for line in text.replace("\N{NO-BREAK SPACE}", " ").splitlines() if line.strip()]


def is_in(lines: list[str], printed: list[str]) -> bool:
    """Whether lines stand one after the other in what was printed."""
    return any(printed[at : at + len(lines)] == lines for at in range(len(printed)))


def ran(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command of a page, and give what it prints."""
    capsys.readouterr()
    assert run(shlex.split(command)[1:]) == 0, command
    return capsys.readouterr().out


def ran_in_python(code: str) -> str:
    """Run the Python of a page, and give what it prints."""
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
    return told.stdout.decode()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_comes_out(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    language, columns = PAGES[page]
    monkeypatch.setenv("LIEVIK_LANG", language)
    monkeypatch.setenv("COLUMNS", columns)
    count, printed = 0, ""
    for kind, text in blocks(page):
        command, _, shown = text.partition("\n")
        if kind == "python":
            printed = ran_in_python(text)
        elif command.startswith("cd "):
            os.chdir(command.removeprefix("cd "))
        elif command.startswith("$ "):
            printed = ran(command.removeprefix("$ "), capsys)
            count += 1
        else:
            shown = text
        if kind != "python":
            missing = [lines for lines in pieces(shown) if not is_in(lines, plain(printed))]
            assert missing == [], f"{text}\n{printed}"
    assert count >= FEWEST_COMMANDS


def test_both_pages_give_the_same_commands() -> None:
    english, slovak = ([text.partition("\n")[0] for _, text in blocks(page) if text[:2] == "$ "] for page in PAGES)
    assert [command.replace("--lang en", "--lang sk") for command in english] == slovak
