"""The README does what it says: its two commands, its links, and the Python in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import lievik
from lievik.apps.cli.main import COMMANDS, run
from tests.docs.pages import blocks, lines

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company that `make demo` makes."""
    folder = tmp_path_factory.mktemp("demo") / "my-company"
    assert run(["demo", "--no-serve", "--workspace", str(folder)]) == 0
    return folder


def test_the_two_commands_are_targets_of_make() -> None:
    assert shutil.which("make")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_link_leads_somewhere() -> None:
    pages = list(ROOT.glob("*.md")) + list((ROOT / "docs").rglob("*.md")) + [ROOT / "bench" / "README.md"]
    broken = [
        (page.name, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_command_of_the_table_exists() -> None:
    assert set(re.findall(r"^\| `lievik (\w+)", README, flags=re.MULTILINE)) <= set(COMMANDS)


def test_the_scorecard_shown_is_the_one_that_comes_out(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "115")
    shown = README[README.index("$ lievik show") :]
    command, *wanted = lines(shown[: shown.index("```")])
    capsys.readouterr()
    assert run([*command.split()[2:], "--lang", "en", "--workspace", str(demo)]) == 0
    assert lines(capsys.readouterr().out) == wanted


def test_the_import_shown_is_the_one_that_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = blocks("import-files.md")[0]
    exports = tmp_path / "my-company" / "exports"
    exports.mkdir(parents=True)
    (exports / Path(file.file).name).write_text(file.text, encoding=file.letters)
    monkeypatch.chdir(exports.parent)
    monkeypatch.setenv("LIEVIK_LANG", "en")
    monkeypatch.setenv("COLUMNS", "140")
    capsys.readouterr()
    assert run(["import", "exports/", "--yes"]) == 0
    printed = capsys.readouterr()
    shown = README[README.index("$ lievik import") :]
    wanted = lines(shown[: shown.index("```")])[1:]
    assert [line for line in wanted if line not in lines(printed.err + printed.out)] == []
    assert run(["show", "win_rate", "--period", "2026-Q1", "--as-of", "2026-04-01"]) == 0


def test_the_python_runs(demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(demo.parent)
    code = README[README.index("```python") + len("```python") :]
    code = code[: code.index("```")].replace("table.to_pandas()", "table.to_columns()")
    table = lievik.open("my-company").show("win_rate", period="2026-Q2", by="owner")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - the page's own code is what is tested
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(table) > 3
    assert any("Peter Horváth" in line and "/ (" in line for line in printed)
