"""Focus: the seven as far as the data supports them, what changed, and the way on from every piece."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.changes import is_told
from lievik.language import language_of
from lievik.model.periods import Grain, Period, period_of
from lievik.model.result import Compared, MetricResult
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit
from tests.apps.web.reading import read

JUNE = period_of(date(2026, 6, 1), Grain.MONTH)


def test_there_is_a_card_for_each_metric_in_focus_with_the_value_that_show_gives(visit: Visit, demo: Workspace) -> None:
    seen = visit("/", period="2026-Q2")
    english = language_of("en")
    results = list(demo.show(period="2026-Q2", compare="previous"))
    assert len(results) == 7
    cards = [said for href, said in seen.links if href.startswith("/metrics/") and "period=2026-Q2" in href]
    for result in results:
        value = english.value(result).replace("\N{NO-BREAK SPACE}", " ")
        assert any(value in card for card in cards), result.full_name


def test_it_tells_what_changed_and_leads_on(visit: Visit) -> None:
    seen = visit("/", period="2026-06")
    assert "Open pipeline: €" in seen.panels["changes"]
    assert "Bottleneck: Sample testing" in seen.panels["changes"]
    assert {"changes", "bridge", "funnel", "attainment"} <= set(seen.panels)


def test_the_bridge_is_that_of_the_period(visit: Visit, demo: Workspace) -> None:
    seen = visit("/", period="2026-06")
    found = demo.bridge(from_on="2026-05-31", to_on="2026-06-30", is_all=True)
    closing = language_of("en").money(found.wholes[0].closing.amount, "EUR", digits=0)
    assert closing in seen.panels["bridge"]
    assert closing in seen.panels["changes"]


def test_every_link_of_it_answers(demo_site: TestClient, visit: Visit) -> None:
    seen = visit("/")
    paths = {href.partition("#")[0] for href, _ in seen.links if href.startswith("/")}
    failing = {path: status for path in paths if (status := demo_site.get(path).status_code) != 200}
    assert failing == {}


def test_filters_and_the_day_go_along(visit: Visit) -> None:
    seen = visit("/", period="2026-Q1", where="owner=Peter Horváth", as_of="2026-04-30")
    card = next(href for href, _ in seen.links if href.startswith("/metrics/win_rate"))
    assert "period=2026-Q1" in card
    assert "as_of=2026-04-30" in card
    assert "Peter" in card


def test_one_deal_is_enough_for_a_page(one_deal: TestClient) -> None:
    seen = read(one_deal.get("/", params={"lang": "en"}).text)
    assert "lead.csv" in seen.panels["missing"]


def test_an_empty_workspace_says_how_to_begin(empty_site: TestClient) -> None:
    for path in ("/", "/pipeline", "/metrics/win_rate"):
        answer = empty_site.get(path, params={"lang": "en"})
        assert answer.status_code == 200
        assert "lievik import deals.csv" in answer.text


def result(value: str | None, before: str | None, status: str = "ok") -> MetricResult:
    delta = None if value is None or before is None else Decimal(value) - Decimal(before)
    was = Period(label="2026-05", start=date(2026, 5, 1), end=date(2026, 6, 1), grain=Grain.MONTH)
    compared = Compared(period=was, value=Decimal(before) if before else None, delta=delta, delta_share=None)
    return MetricResult(
        metric="win_rate",
        variant="",
        period=JUNE,
        group={},
        value=Decimal(value) if value else None,
        status=status,  # type: ignore[arg-type]
        reason="",
        unit="share",
        as_of=date(2026, 6, 30),
        definition="win_rate@x",
        compared=compared,
    )


@pytest.mark.parametrize("status", ["insufficient", "immature", "undefined", "not_available"])
def test_nothing_is_told_of_numbers_that_say_nothing_yet(status: str) -> None:
    assert not is_told(result("0.5", "0.39", status))
    assert is_told(result("0.5", "0.39"))
    assert not is_told(result("0.5", "0.5"))
