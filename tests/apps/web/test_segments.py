"""Pages of segments: what is told apart leads to its deals, and the order of calls is the answer's own."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from starlette.testclient import TestClient

from lievik.language import language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import ELSEWHERE, Visit
from tests.apps.web.reading import one_of_each_kind

PAGES = ("/segments", "/segments/call")


def test_the_navigation_leads_there(visit: Visit) -> None:
    assert visit("/").leads("Segments").startswith("/segments")


def test_what_is_found_leads_to_its_deals(visit: Visit, demo: Workspace) -> None:
    found = demo.segments()
    seen = visit("/segments")
    assert list(seen.panels) == ["found", "told-apart", "call", "notes"]
    (cars,) = [segment for segment in found.of("industry") if segment.label == "Automotive"]
    address = next(address for address, said in seen.links if said.startswith("Industry: Automotive"))
    count = language_of("en").count
    for measure, deals in (("won_deals", cars.won), ("lost_deals", cars.ended - cars.won)):
        assert f"1–50 of {count(deals)}" in visit(f"{address}&measure={measure}").text


@pytest.mark.parametrize("measure", ["win_rate", "day_value", "size", "speed"])
def test_a_dimension_is_drawn_and_stands_as_a_table(visit: Visit, demo: Workspace, measure: str) -> None:
    found = demo.segments()
    seen = visit("/segments", by="size_band", measure=measure)
    labels = [row[0] for row in seen.tables["Company size"][1:] if row[0]]
    assert labels == [segment.label for segment in found.of("size_band")]
    assert "all deals" in seen.panels["told-apart"]


def test_the_list_is_the_answers_own_a_page_at_a_time(visit: Visit, demo: Workspace) -> None:
    answer = demo.calling()
    seen = visit("/segments/call")
    (rows,) = seen.tables.values()
    names = [row[0].removeprefix("lead: ") for row in rows[1:] if row[1]]
    assert names == [call.name for call in answer.calls[:50]]
    assert "Tried on" not in seen.text
    assert "Tried on 6 earlier ends of quarters" in visit("/segments/call", tried="1").text


def test_one_reps_list(visit: Visit, demo: Workspace) -> None:
    answer = demo.calling(where={"owner": ("Martin Novák",)})
    seen = visit("/segments/call", where="owner=Martin Novák")
    (rows,) = seen.tables.values()
    assert [row[0].removeprefix("lead: ") for row in rows[1:] if row[1]][:5] == [call.name for call in answer.calls[:5]]


def test_all_of_it_can_be_taken_along(demo_site: TestClient, demo: Workspace) -> None:
    rows = list(csv.DictReader(StringIO(demo_site.get("/segments/call.csv").text)))
    assert [row["id"] for row in rows] == [call.id for call in demo.calling().calls]


def test_a_period_without_deals_says_so(visit: Visit) -> None:
    assert "No deal ended in this period." in visit("/segments", period="2015").panels["found"]


@pytest.mark.soak
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_link_leads_somewhere(demo_site: TestClient, visit: Visit, page: str) -> None:
    for address in one_of_each_kind(visit(page)):
        if not address.startswith(ELSEWHERE):
            assert demo_site.get(address or page).status_code == 200, address
