"""The how-to pages do what they say: their files are written out as they stand, and their commands are run."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from lievik.apps.cli.main import run

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"

DEALS = """Deal ID,Deal name,Owner,Amount,Created,Expected close,Closed,Stage,Source
D1,Valves,Eva,12000,2026-01-10,2026-03-01,2026-02-20,Closed Won,Event
D2,Pumps,Eva,60000,2026-01-12,2026-03-01,2026-03-02,Closed Won, web
D3,Seals,Ján,8000,2026-02-01,2026-04-01,2026-03-20,Closed Lost,Event
D4,Gears,Ján,9000,2026-02-11,2026-07-01,,Proposal,Referral
"""

RATES = "Date,USD,CZK,BGN,\n2026-06-30,1.17,24.7,N/A,\n2026-06-29,1.16,24.8,1.9558,\n"


def blocks(page: str, language: str) -> list[str]:
    """Code blocks of a page in one language, in order; an empty language means commands."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [block for named, block in found if named == language]


def commands(page: str) -> list[list[str]]:
    """Every `lievik` command of a page, as arguments."""
    lines = [line for block in blocks(page, "") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("lievik ")]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that a reader of the pages would have, as the current folder."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", "."]) == 0
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals-2026-06.csv").write_text(DEALS, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(blocks("import-a-csv.md", "toml")[0], encoding="utf-8")
    (tmp_path / "eurofxref-hist.csv").write_text(RATES, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", [path.name for path in sorted(PAGES.glob("*.md"))])
def test_every_definition_on_a_page_is_toml(page: str) -> None:
    for block in blocks(page, "toml"):
        assert tomllib.loads(block)


@pytest.mark.parametrize("page", ["import-a-csv.md", "currencies.md"])
def test_every_command_on_the_page_works(company: Path, page: str) -> None:
    found = commands(page)
    assert found
    for arguments in found:
        assert run(arguments) == 0, arguments
    assert (company / "data" / "CURRENT").is_file()


def test_a_metric_of_ones_own_works_as_the_page_says(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in commands("import-a-csv.md")[:2]:
        assert run(arguments) == 0
    rate, measure, large = blocks("own-metric.md", "toml")
    metrics = company / "definitions" / "metrics"
    metrics.mkdir(parents=True)
    (metrics / "loss_rate.toml").write_text(rate, encoding="utf-8")
    (metrics / "large_deals_won.toml").write_text(large, encoding="utf-8")
    (company / "definitions" / "measures.toml").write_text(measure, encoding="utf-8")
    for arguments in commands("own-metric.md"):
        assert run(arguments) == 0, arguments
    capsys.readouterr()
    assert run(["show", "loss_rate", "large_deals_won", "--period", "2026-Q1", "--format", "csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert any(row.startswith("loss_rate,") and "1 / (2 + 1)" in row for row in rows)
    assert run(["drill", "large_deals_won", "--period", "2026-Q1", "--format", "csv"]) == 0
    assert "D2" in capsys.readouterr().out
