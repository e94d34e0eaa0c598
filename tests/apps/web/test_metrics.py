"""The catalogue and the glossary as pages: numbers are the workspace's own, the search works without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lievik.language import language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import browse, text_of
from tests.tiny_company.by_hand import AS_OF

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_every_metric_is_there_with_the_number_that_the_workspace_gives(tiny_site: TestClient, company: Path) -> None:
    page = tiny_site.get("/metrics?period=2026-Q2&lang=en")
    workspace, english = Workspace.open(company, today=AS_OF), language_of("en")
    assert page.status_code == 200
    text = text_of(page.text)
    for result in workspace.show(*workspace.catalogue.metrics, period="2026-Q2"):
        title = workspace.catalogue.metric(result.metric).words["en"].title
        entry = text[text.index(f" {title} {workspace.catalogue.metric(result.metric).words['en'].question}") :]
        if result.status != "not_available":
            assert f"{english.value(result)} Q2 2026".replace("\N{NO-BREAK SPACE}", " ") in entry


def test_a_metric_that_lacks_a_file_names_it_with_its_command(tmp_path: Path) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text("Deal ID,Amount,Stage,Created,Closed\nD1,100,Won,2026-01-10,2026-02-20\n", encoding="utf-8")
    workspace = Workspace.create(tmp_path / "one", today=AS_OF)
    workspace.accept(workspace.propose([deals]), [deals], now=NOON)
    text = text_of(browse(tmp_path / "one").get("/metrics?lang=en").text)
    assert "needs spend" in text
    assert "lievik import spend.csv" in text
    assert "Data is missing" in text
    assert "Metrics that your data is enough for: 18 of 18" not in text


@pytest.mark.parametrize("typed", ["miera uspesnosti", "MIERA ÚSPEŠNOSTI", "closed-won"])
def test_the_search_takes_both_languages_and_no_accents(tiny_site: TestClient, typed: str) -> None:
    text = text_of(tiny_site.get("/metrics", params={"q": typed, "lang": "en"}).text)
    assert "Win rate" in text
    assert "Customer churn rate" not in text


def test_the_search_keeps_what_was_typed_and_the_period(tiny_site: TestClient) -> None:
    html = tiny_site.get("/metrics?q=churn&period=2026-Q1").text
    assert '<input type="search" name="q" value="churn"' in html
    assert '<input type="hidden" name="period" value="2026-Q1">' in html


def test_a_slip_of_the_pen_is_offered_what_was_meant(tiny_site: TestClient) -> None:
    html = tiny_site.get("/metrics?q=wim+rate&lang=en").text
    assert "No metric is called so: wim rate" in text_of(html)
    assert "q=win+rate" in html


def test_what_is_typed_is_never_read_as_html(tiny_site: TestClient) -> None:
    html = tiny_site.get("/metrics", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in html


def test_a_period_that_cannot_be_read_leaves_the_definitions_standing(tiny_site: TestClient) -> None:
    page = tiny_site.get("/metrics?period=nonsense&lang=en")
    text = text_of(page.text)
    assert page.status_code == 200
    assert "Period 'nonsense'" in text
    assert "How much did we sell in this period?" in text


def test_the_catalogue_is_there_before_anything_came_in(empty_site: TestClient) -> None:
    for path in ("/metrics", "/metrics/words", "/metrics/test", "/targets"):
        page = empty_site.get(path, params={"lang": "en"})
        assert page.status_code == 200
        assert "Nothing came in yet" not in page.text
    assert "Win rate" in text_of(empty_site.get("/metrics").text)


def test_links_lead_somewhere(tiny_site: TestClient, links_of: Callable[[str], list[str]]) -> None:
    for path in ("/metrics?lang=en", "/metrics/words", "/metrics?q=pipeline", "/targets"):
        ours = {href for href in links_of(tiny_site.get(path).text) if href.startswith(("/metrics", "/targets"))}
        assert ours
        assert {href: tiny_site.get(href).status_code for href in ours} == dict.fromkeys(ours, 200)


def test_the_glossary_has_every_word_in_order_with_its_other_name(tiny_site: TestClient, company: Path) -> None:
    glossary = Workspace.open(company, today=AS_OF).catalogue.glossary
    html = tiny_site.get("/metrics/words?lang=sk").text
    text = text_of(html)
    for slug, entry in glossary.items():
        assert f'id="{slug}"' in html
        assert " ".join(entry["sk"][1].replace("\N{NO-BREAK SPACE}", " ").split()) in text
    assert "Úzke miesto Bottleneck" in text


def test_a_word_that_there_is_not_leads_to_the_metrics(tiny_site: TestClient) -> None:
    html = tiny_site.get("/metrics/words?q=velocity&lang=en").text
    assert "No word of the glossary says so: velocity" in text_of(html)
    assert tiny_site.get("/metrics?q=velocity").status_code == 200
