"""The page of two readings: the numbers are the answer's own, and every record leads to where it counts."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from lievik.language import Language, language_of
from lievik.report.views.variant_wording import GapWords
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit, text_of

PERIOD = "2026-Q2"
PAGE = "/metrics/win_rate/readings"


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_a_metric_leads_to_why_its_readings_differ(visit: Visit) -> None:
    address = urlsplit(visit("/metrics/win_rate", period=PERIOD).leads("Why they differ"))
    assert address.path == PAGE
    assert parse_qs(address.query)["period"] == [PERIOD]


def test_a_reading_leads_to_the_gap_that_ends_in_it(visit: Visit) -> None:
    address = urlsplit(visit("/metrics/win_rate", period=PERIOD, variant="overdue_as_lost").leads("Why they differ"))
    assert parse_qs(address.query)["between"] == ["win_rate,overdue_as_lost"]


@pytest.mark.parametrize("variant", ["by_value", "within_90_days", "without_no_decision"])
def test_groups_are_those_of_the_answer(visit: Visit, demo: Workspace, english: Language, variant: str) -> None:
    found = demo.variants("win_rate", between=("win_rate", variant), period=PERIOD)
    (gap,) = found.gaps
    words = GapWords(catalogue=demo.catalogue, language=english, answer=found)
    seen = visit(PAGE, period=PERIOD, between=f"win_rate,{variant}")
    rows = seen.tables[words.heading(gap)]
    result = found.of(gap.b)
    moved = [*(group.moves for group in gap.groups), gap.difference or 0]
    plain = [words.moved(value, result).replace("\N{NO-BREAK SPACE}", " ") for value in moved]  # type: ignore[arg-type]
    assert [row[-1].replace("\N{NO-BREAK SPACE}", " ") for row in rows[1 : len(moved) + 1]] == plain
    assert [row[-2] for row in rows[1:]][-1] == english.count(gap.differing)


def test_a_record_leads_to_where_it_counts(demo_site: TestClient, visit: Visit, demo: Workspace) -> None:
    (gap,) = demo.variants("win_rate", between=("win_rate", "without_no_decision"), period=PERIOD).gaps
    seen = visit(PAGE, period=PERIOD, between="win_rate,without_no_decision")
    first = gap.records[0]
    page = text_of(demo_site.get(seen.leads(first.name)).text)
    assert first.record in page
    assert "1 record found" in page


def test_two_fields_choose_the_readings(demo_site: TestClient, demo: Workspace) -> None:
    asked = f"{PAGE}?lang=en&period={PERIOD}&between=win_rate%3Aby_value&between=win_rate"
    page = text_of(demo_site.get(asked).text)
    assert "By value → As in the article" in page
    assert demo.catalogue.metric("win_rate").reading.titles is not None


def test_without_names_it_is_the_next_reading_of_the_same_unit(visit: Visit) -> None:
    assert "As in the article → By value" in visit(PAGE, period=PERIOD).text
    assert "Middle values" in visit("/metrics/average_deal_size/readings", period=PERIOD).text


def test_what_cannot_be_told_says_why(visit: Visit) -> None:
    assert "no number in this period" in visit(PAGE, period="2020-01").text
    assert "neither a sum" in visit("/metrics/pipeline_velocity/readings", period=PERIOD).text


def test_a_reading_that_is_not_there_is_not_found(demo_site: TestClient) -> None:
    assert demo_site.get(f"{PAGE}?between=win_rate,nothing").status_code == 404


def test_a_company_without_data_is_told_what_to_do(empty_site: TestClient) -> None:
    assert empty_site.get(PAGE).status_code == 200
