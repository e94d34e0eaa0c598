"""The how-to pages do what they say: their files are written, their commands run, and what they show comes out."""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import pytest

from lievik.apps.cli.main import run
from tests.docs.pages import PAGES, Block, blocks, lines

ALL = [path.name for path in sorted(PAGES.glob("*.md"))]

DEALS = """Deal ID,Deal name,Owner,Amount,Created,Expected close,Closed,Stage,Source
D1,Valves,Eva,12000,2026-01-10,2026-03-01,2026-02-20,Closed Won,Event
D2,Pumps,Eva,60000,2026-01-12,2026-03-01,2026-03-02,Closed Won, web
D3,Seals,Ján,8000,2026-02-01,2026-04-01,2026-03-20,Closed Lost,Event
D4,Gears,Ján,9000,2026-02-11,2026-07-01,,Proposal,Referral
"""

RATES = "Date,USD,CZK,BGN,\n2026-06-30,1.17,24.7,N/A,\n2026-06-29,1.16,24.8,1.9558,\n"


class Terminal(io.StringIO):
    """Somebody at a terminal, who types what a page says."""

    def isatty(self) -> bool:
        """There is somebody."""
        return True


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that a reader of the pages would have, as the current folder."""
    folder = tmp_path / "my-company"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LIEVIK_LANG", "en")
    monkeypatch.setenv("COLUMNS", "140")
    assert run(["init", "."]) == 0
    return folder


@pytest.fixture
def with_deals(company: Path) -> Path:
    """The same with files that some pages take for granted."""
    (company / "exports").mkdir()
    (company / "exports" / "deals-2026-06.csv").write_text(DEALS, encoding="utf-8")
    (company / "mapping.toml").write_text(blocks("write-a-mapping.md")[0].text, encoding="utf-8")
    (company / "eurofxref-hist.csv").write_text(RATES, encoding="utf-8")
    return company


def write(folder: Path, block: Block) -> None:
    """Write a block's file where the page says."""
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding=block.letters or "utf-8")


def do(folder: Path, page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """Do everything that a page says, and compare what it shows; tell how many commands it has."""
    said, count = "", 0
    on_page = blocks(page)
    for at, block in enumerate(on_page):
        if block.file:
            write(folder, block)
        following = on_page[at + 1 : at + 2]
        answers = [answer for other in following for answer in other.answers]
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{answer}\n" for answer in answers)))
        if block.commands:
            capsys.readouterr()
            ended = [run(arguments) for arguments in block.commands]
            printed = capsys.readouterr()
            said = printed.err + printed.out
            assert set(ended) == {0}, f"{page}: {block.text}{said}"
            count += len(ended)
        if block.language == "text":
            missing = [line for line in lines(block.text) if line not in lines(said)]
            assert missing == [], f"{page}: {said}"
    return count


@pytest.mark.parametrize("page", ALL)
def test_every_definition_on_a_page_is_toml(page: str) -> None:
    for block in blocks(page):
        if block.language == "toml":
            assert tomllib.loads(block.text)


@pytest.mark.parametrize("page", ["write-a-mapping.md", "currencies.md"])
def test_every_command_on_the_page_works_with_files_that_are_there(
    with_deals: Path, page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(with_deals, page, capsys, monkeypatch)
    assert (with_deals / "data" / "CURRENT").is_file()


@pytest.mark.parametrize(
    "page",
    [
        *("import-files.md", "full-and-partial.md", "undo-and-rebuild.md", "as-of.md", "forget-a-person.md"),
        *("selling-time.md", "set-quotas.md", "set-targets.md"),
    ],
)
def test_everything_on_the_page_comes_out_as_it_says(
    company: Path, page: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(company, page, capsys, monkeypatch) > 1


def test_a_team_looks_as_its_page_says(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(company, "look-at-a-team.md", capsys, monkeypatch) == 4


def test_the_funnel_looks_as_its_page_says(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(company, "read-the-funnel.md", capsys, monkeypatch) == 7


def test_what_moved_is_as_its_page_says(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(company, "see-what-moved.md", capsys, monkeypatch) == 5


@pytest.mark.parametrize(
    ("page", "commands"),
    [
        *(("is-it-enough.md", 2), ("who-decides.md", 4), ("repair-the-data.md", 5)),
        *(("what-stands-out.md", 2), ("what-would-move-it.md", 4)),
        *(("why-did-it-move.md", 5), ("win-rate-as-a-curve.md", 3), ("compare-definitions.md", 3)),
        *(("look-at-products.md", 3), ("who-stays.md", 6)),
        ("where-the-next-euro-goes.md", 5),
        *(("what-moves-among-customers.md", 4), ("which-segments-win.md", 3)),
        ("which-leads-can-be-reached.md", 6),
    ],
)
def test_questions_about_the_pipeline_come_out_as_their_pages_say(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, page: str, commands: int
) -> None:
    assert do(company, page, capsys, monkeypatch) == commands


def test_whom_the_page_forgets_is_nowhere_any_more(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    do(company, "forget-a-person.md", capsys, monkeypatch)
    kept = [path for name in ("raw", "data", "mappings") for path in (company / name).rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if b"eva@example.com" in path.read_bytes()] == []


def test_a_metric_of_ones_own_works_as_the_page_says(with_deals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in [found for block in blocks("write-a-mapping.md") for found in block.commands][:2]:
        assert run(arguments) == 0
    rate, measure, large = (block.text for block in blocks("own-metric.md") if block.language == "toml")
    metrics = with_deals / "definitions" / "metrics"
    metrics.mkdir(parents=True)
    (metrics / "loss_rate.toml").write_text(rate, encoding="utf-8")
    (metrics / "large_deals_won.toml").write_text(large, encoding="utf-8")
    (with_deals / "definitions" / "measures.toml").write_text(measure, encoding="utf-8")
    for arguments in [found for block in blocks("own-metric.md") for found in block.commands]:
        assert run(arguments) == 0, arguments
    capsys.readouterr()
    assert run(["show", "loss_rate", "large_deals_won", "--period", "2026-Q1", "--format", "csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert any(row.startswith("loss_rate,") and "1 / (2 + 1)" in row for row in rows)
    assert run(["drill", "large_deals_won", "--period", "2026-Q1", "--format", "csv"]) == 0
    assert "D2" in capsys.readouterr().out
