"""The reference pages are what would be written now, and a stale one is named."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from lievik.apps.cli.main import COMMANDS
from lievik.apps.reference.__main__ import pages, reference
from lievik.apps.reference.table_page import ROWS
from lievik.model.tables import TABLES

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_the_pages_are_not_stale() -> None:
    assert [name for name, text in pages().items() if (PAGES / name).read_text(encoding="utf-8") != text] == []


def test_every_table_and_command_is_described() -> None:
    assert set(ROWS) == set(TABLES)
    assert [name for name in COMMANDS if f"\n## {name}\n" not in pages()["cli.md"]] == []


def test_a_stale_page_is_named(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(reference, ["--folder", str(tmp_path)]).exit_code == 0
    assert runner.invoke(reference, ["--check", "--folder", str(tmp_path)]).exit_code == 0
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    (tmp_path / "tables.md").unlink()
    checked = runner.invoke(reference, ["--check", "--folder", str(tmp_path)])
    assert checked.exit_code == 1
    assert "cli.md is stale" in checked.output
    assert "tables.md is stale" in checked.output
    assert "metrics.md" not in checked.output
