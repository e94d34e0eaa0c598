"""Data in the browser: numbers are those of the question, every link leads somewhere, and nothing is left unsaid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.apps.web.asked import read_asked
from lievik.apps.web.quality_panel import quality_sentences
from lievik.apps.web.visit import Visit
from lievik.language import language_of
from lievik.report.views.quality_wording import TITLES
from lievik.workspace import Workspace
from tests.apps.web.people.conftest import visitor
from tests.apps.web.people.reading import Visitor, has_order, is_bare

PAGES = ("/data", "/data/runs/1", "/data/quality", "/data/quality?what=won_without_amount", "/data?as_of=2026-03-31")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("lang", ["en", "sk"])
def test_every_page_is_whole_in_both_languages(demo_site: Visitor, address: str, lang: str) -> None:
    page = demo_site(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert page.status == 200
    assert has_order(page)
    assert is_bare(page)


def test_faults_and_owners_are_counted_as_the_question_counts_them(
    demo_site: Visitor, demo_workspace: Workspace
) -> None:
    answer, page, language = demo_workspace.quality(), demo_site("/data"), language_of("en")
    faults = {row[0]: row[1:3] for row in page.rows("quality")}
    assert faults == {
        TITLES[fault]: [language.count(answer.faults[fault].found), language.count(answer.faults[fault].of)]
        for fault in answer.worst
    }
    owners = [(row[0], row[1].removeprefix("▲ ").partition(" ")[0], row[2]) for row in page.rows("owners")]
    assert owners == [(o.owner, language.count(o.deals.faulty), language.count(o.deals.of)) for o in answer.owners]
    share = answer.deals.share
    assert share is not None
    assert language.share(share) in page.card("Clean deals")


def test_every_way_from_the_page_leads_somewhere(demo_site: Visitor) -> None:
    ways = [href for href in demo_site("/data").links if href.startswith(("/data", "/team"))]
    assert len(ways) > 10
    assert {href: demo_site(href).status for href in ways} == dict.fromkeys(ways, 200)


def test_a_list_has_the_rows_of_the_question(demo_site: Visitor, demo_workspace: Workspace) -> None:
    answer = demo_workspace.quality(listed="open_without_next_step")
    assert answer.rows
    page = demo_site("/data/quality?what=open_without_next_step")
    assert [row[0] for row in page.rows("rows")] == [f"{row.name} ({row.number})" for row in answer.rows][:50]


def test_a_list_of_one_owner_is_reached_from_the_owners_count(demo_site: Visitor, demo_workspace: Workspace) -> None:
    first = demo_workspace.quality().owners[0]
    page = demo_site("/data")
    (href,) = [href for href in page.links if "what=all" in href and "where=owner" in href][:1]
    found = demo_site(href)
    rows = demo_workspace.quality(listed="all", where={"owner": first.owner}).rows
    assert len(found.rows("rows")) == min(len(rows), 50)
    assert f"Owner: {first.owner}" in found.text


def test_a_long_list_comes_a_page_at_a_time(demo_site: Visitor, demo_workspace: Workspace) -> None:
    rows = demo_workspace.quality(listed="all").rows
    assert len(rows) > 50
    seen = [row for number in (1, 2) for row in demo_site(f"/data/quality?page={number}").rows("rows")]
    assert len(seen) == min(len(rows), 100)
    assert "Next" in demo_site("/data/quality").text


def test_all_of_a_list_comes_as_csv(demo_workspace: Workspace) -> None:
    client = TestClient(make_app(demo_workspace.settings.folder), base_url="http://localhost")
    answer = client.get("/data/quality.csv?what=won_without_amount")
    rows = answer.text.lstrip("\ufeff").splitlines()
    assert answer.headers["content-disposition"].startswith('attachment; filename="won_without_amount-')
    assert len(rows) - 1 == len(demo_workspace.quality(listed="won_without_amount").rows)
    assert client.get("/data/quality.csv?what=nonsense").status_code == 404


def test_an_unknown_fault_run_or_owner_is_not_found_and_the_known_are_named(demo_site: Visitor) -> None:
    fault, run = demo_site("/data/quality?what=won_without_amout"), demo_site("/data/runs/7")
    assert (fault.status, run.status, demo_site("/data?where=owner%3DNikto").status) == (404, 404, 404)
    assert "won_without_amount" in fault.text
    assert "Known: 1" in run.text
    assert demo_site("/data/runs/x").status == 404


def test_a_fault_that_could_not_be_looked_for_says_why(demo_site: Visitor) -> None:
    page = demo_site("/data/quality?what=open_without_next_step&where=team%3DZ%C3%A1pad&as_of=2023-06-30")
    assert page.status == 200
    assert "Nothing to repair here" in page.text or "Not looked for" in page.text or page.rows("rows")


def test_a_receipt_tells_what_came_in_and_how_to_take_it_back(demo_site: Visitor, demo_workspace: Workspace) -> None:
    receipt, page = demo_workspace.receipt(1), demo_site("/data/runs/1")
    kept = {row[0]: row[3] for row in page.rows("receipt")}
    assert kept == {file.file: language_of("en").count(file.rows_kept) for file in receipt.files}
    assert "lievik undo 1" in page.text
    assert [row[0] for row in demo_site("/data").rows("runs")] == ["1"]


def test_the_most_worthwhile_repairs_are_told_in_three_sentences(demo_site: Visitor, demo_workspace: Workspace) -> None:
    visit = Visit(workspace=demo_workspace, language=language_of("en"), asked=read_asked("/", []))
    items = quality_sentences(visit).items
    worst = demo_workspace.quality().worst
    assert [item.text.partition(":")[0] for item in items] == [TITLES[fault] for fault in worst[:3]]
    assert all(demo_site(item.href).status == 200 for item in items)


# ---------------------------------------------------------------- little or no data


def made(folder: Path, text: str) -> Workspace:
    """Make a workspace of one file."""
    workspace = Workspace.create(folder / "workspace", today=date(2026, 6, 30), as_of=date(2026, 6, 30))
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    safe, _ = workspace.propose([path]).safe()
    workspace.accept(safe, [path], now=datetime(2026, 6, 10, tzinfo=UTC))
    return workspace


def test_before_anything_came_in_the_page_says_how_to_begin(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", today=date(2026, 6, 30))
    for address in ("/data", "/team", "/data/quality", "/data/runs/1", "/team/Eva"):
        page = visitor(workspace)(address)
        assert page.status == 200
        assert "lievik import" in page.text


def test_of_one_clean_deal_nothing_is_to_be_repaired_and_old_data_is_called_old(tmp_path: Path) -> None:
    deal = "deal id,owner,amount,created date,close date,outcome\nd1,Eva,100,2026-05-01,2026-06-01,won\n"
    workspace = made(tmp_path, deal)
    look = visitor(workspace)
    page = look("/data")
    assert page.status == 200
    assert "Nothing is odd or missing." in page.text
    assert "Nobody has anything to repair." in page.text
    assert "more than a week" in page.text
    assert "old" in page.card("Last run")
    assert "Nothing to repair here." in look("/data/quality?what=won_without_amount").text
    assert "Not looked for: needs deal.lost_reason" in look("/data/quality?what=lost_without_reason").text
    visit = Visit(workspace=workspace, language=language_of("en"), asked=read_asked("/", []))
    assert [item.text for item in quality_sentences(visit).items] == ["Nothing is odd or missing."]
