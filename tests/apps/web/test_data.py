"""Data in the browser: numbers are those of the question, every link leads somewhere, and nothing is left unsaid."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.asked import read_asked
from lievik.apps.web.quality_panel import quality_sentences
from lievik.apps.web.site import Site
from lievik.apps.web.visit import Visit as OneVisit
from lievik.language import language_of
from lievik.model.quality import QualityAnswer
from lievik.report.views.quality_wording import TITLES
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit
from tests.apps.web.reading import Seen, read

EN = language_of("en")
BY_FAULT = "What to repair, by what it does to the numbers"
BY_OWNER = "What to repair, who has the most deals first"
PAGES = ("/data", "/data/runs/1", "/data/quality", "/data/quality?what=won_without_amount", "/data?as_of=2026-03-31")


@pytest.fixture(scope="module")
def answer(demo: Workspace) -> QualityAnswer:
    return demo.quality()


def ways(seen: Seen, *starts: str) -> list[str]:
    """Where the links of a page lead that begin so; the way to the same page in another language left out."""
    return [href for href, _ in seen.links if href.startswith(starts) and "lang=sk" not in href]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("lang", ["en", "sk"])
def test_every_page_is_whole_in_both_languages(demo_site: TestClient, address: str, lang: str) -> None:
    found = demo_site.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert found.status_code == 200
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", found.text)
    levels = [level for level, _ in read(found.text).headings]
    assert levels[0] == 1
    assert all(level in {2, 3} for level in levels[1:])


def test_faults_and_owners_are_counted_as_the_question_counts_them(visit: Visit, answer: QualityAnswer) -> None:
    tables = visit("/data").tables
    assert {row[0]: row[1:3] for row in tables[BY_FAULT][1:]} == {
        TITLES[fault]: [EN.count(answer.faults[fault].found), EN.count(answer.faults[fault].of)]
        for fault in answer.worst
    }
    told = [(row[0], row[1].removeprefix("▲ ").partition(" ")[0], row[2]) for row in tables[BY_OWNER][1:]]
    assert told == [(o.owner, EN.count(o.deals.faulty), EN.count(o.deals.of)) for o in answer.owners]


def test_the_cards_say_how_much_is_clean_and_how_old_it_is(visit: Visit, answer: QualityAnswer) -> None:
    cards = [text for _, text in visit("/data").links]
    assert answer.deals.share is not None
    clean = EN.part_of(answer.deals.clean, answer.deals.of)
    assert f"Clean deals {EN.share(answer.deals.share)} {clean}" in cards
    assert any(card.startswith("Last run 30 Jun 2026") for card in cards)
    assert "Last day of data 30 Jun 2026" in cards


def test_who_leaves_amounts_out_is_named_with_the_way_to_the_deals(visit: Visit) -> None:
    seen = visit("/data")
    (href,) = [href for href, text in seen.links if text.startswith("Ján Ďurčo: Won deals without an amount")]
    rows = visit(href).tables["Won deals without an amount"]
    assert len(rows) - 1 == 20


def test_the_leads_that_nobody_reaches_are_told_by_source_with_the_way_to_them(visit: Visit, demo: Workspace) -> None:
    seen, found = visit("/data"), demo.leads()
    period = EN.period_title(found.period)
    table = seen.tables[f"Leads by source, {period}"]
    assert [row[0] for row in table[1:]] == [*(group.group for group in found.groups), "Together"]
    share = found.groups[0].unreachable.value
    assert share is not None
    assert f"▲ {EN.share(share)}" in table[1][2]
    assert "Paid ads: unreachable 44 of 190, more than chance explains" in seen.text
    (href,) = [
        href for href, text in seen.links if text == "Open leads not reachable by e-mail" and "owner" not in href
    ][:1]
    assert len(visit(href).tables["Open leads not reachable by e-mail"]) > 1


def test_every_way_from_the_page_leads_somewhere(visit: Visit) -> None:
    found = ways(visit("/data"), "/data?", "/data/", "/team/")
    assert len(found) > 20
    for href in dict.fromkeys(found[:8] + found[-8:]):
        visit(href)


def test_a_list_has_the_rows_of_the_question(visit: Visit, demo: Workspace) -> None:
    rows = demo.quality(listed="open_without_next_step").rows
    table = visit("/data/quality", what="open_without_next_step").tables["Open deals without a next step"]
    assert rows
    assert [row[0] for row in table[1:]] == [f"{row.name} ({row.number})" for row in rows]


def test_a_list_of_one_owner_says_whose_it_is(visit: Visit, demo: Workspace) -> None:
    seen = visit("/data/quality", what="open_without_next_step", where="owner=Katarína Žáková")
    rows = demo.quality(listed="open_without_next_step", where={"owner": "Katarína Žáková"}).rows
    assert len(seen.tables["Open deals without a next step"]) - 1 == len(rows)
    assert "Owner: Katarína Žáková" in seen.text


def test_a_long_list_comes_a_page_at_a_time(visit: Visit, demo: Workspace) -> None:
    rows = demo.quality(listed="lead_without_activity").rows
    seen = [visit("/data/quality", what="lead_without_activity", page=str(page)) for page in (1, 2)]
    listed = [row[0] for page in seen for row in page.tables["Open leads without a recent activity"][1:]]
    assert listed == [row.number for row in rows[:100]]
    assert seen[0].leads("Next").endswith("page=2")


def test_all_of_a_list_comes_as_csv(demo_site: TestClient) -> None:
    found = demo_site.get("/data/quality.csv?what=won_without_amount")
    assert found.headers["content-disposition"].startswith('attachment; filename="won_without_amount-')
    assert len(found.text.splitlines()) - 1 == 20
    assert demo_site.get("/data/quality.csv?what=nonsense").status_code == 404


def test_what_there_is_not_is_not_found_and_the_known_are_named(visit: Visit) -> None:
    assert "won_without_amount" in visit("/data/quality", what="won_without_amout", status=404).text
    assert "Known: 1" in visit("/data/runs/7", status=404).text
    visit("/data/runs/x", status=404)
    visit("/data", where="owner=Nikto", status=404)


def test_a_receipt_tells_what_came_in_and_how_to_take_it_back(visit: Visit, demo: Workspace) -> None:
    seen, receipt = visit("/data/runs/1"), demo.receipt(1)
    table = seen.tables["File by file, and what of it was kept"][1:]
    assert {row[0]: row[3] for row in table} == {file.file: EN.count(file.rows_kept) for file in receipt.files}
    assert "lievik undo 1" in seen.text
    assert [row[0] for row in visit("/data").tables["Runs, the newest first"][1:]] == ["1"]


def test_the_most_worthwhile_repairs_are_told_in_three_sentences(
    visit: Visit, demo: Workspace, answer: QualityAnswer
) -> None:
    asked = OneVisit(workspace=demo, language=EN, asked=read_asked("/", []))
    items = quality_sentences(asked).items
    assert [item.text.partition(":")[0] for item in items] == [TITLES[fault] for fault in answer.worst[:3]]
    for item in items:
        visit(item.href)


# ---------------------------------------------------------------- little or no data


def test_before_anything_came_in_the_page_says_how_to_begin(empty_site: TestClient) -> None:
    for address in ("/data", "/data/quality", "/data/runs/1"):
        found = empty_site.get(f"{address}?lang=en")
        assert found.status_code == 200
        assert "lievik import" in found.text


def test_of_one_deal_what_cannot_be_looked_for_says_why(one_deal: TestClient) -> None:
    seen = read(one_deal.get("/data?lang=en").text)
    assert "Nothing is odd or missing." in seen.text
    assert "Nobody has anything to repair." in seen.text
    assert "Lost deals without a reason: needs deal.lost_reason" in seen.text
    assert "Nothing to repair here." in one_deal.get("/data/quality?lang=en&what=open_without_amount").text
    assert (
        "Not looked for: needs deal.lost_reason." in one_deal.get("/data/quality?lang=en&what=lost_without_reason").text
    )


def test_data_that_nothing_came_into_for_weeks_is_called_old(one_deal: TestClient) -> None:
    seen = read(one_deal.get("/data?lang=en&as_of=2026-07-31").text)
    assert "more than a week" in seen.panels["freshness"]
    assert any(text.startswith("Last run old") for _, text in seen.links)


def test_where_nothing_is_wrong_focus_is_told_so(one_deal: TestClient) -> None:
    site: Site = one_deal.app.state.site  # type: ignore[attr-defined]
    asked = OneVisit(workspace=site.workspace(), language=EN, asked=read_asked("/", []))
    assert [item.text for item in quality_sentences(asked).items] == ["Nothing is odd or missing."]
