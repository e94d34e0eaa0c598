"""Pages of the pipeline: their numbers are the answers' own, and every name leads to its deals."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from lievik.language import Language, language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import ELSEWHERE, Visit
from tests.apps.web.reading import one_of_each_kind, read

PAGES = (
    "/pipeline",
    "/pipeline/funnel",
    "/pipeline/deals",
    "/pipeline/stuck",
    "/pipeline/bridge",
    "/pipeline/slippage",
    "/pipeline/coverage",
    "/pipeline/velocity",
    "/pipeline/curve",
)


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_the_overview_has_every_panel_and_a_way_to_it(visit: Visit) -> None:
    seen = visit("/pipeline")
    assert list(seen.panels) == ["short", "funnel", "time", "stuck", "bridge", "slippage", "coverage"]
    assert {f"#{name}" for name in seen.panels} <= {address for address, _ in seen.links}
    assert not any("cannot" in said for said in seen.panels.values())


def test_the_overview_says_in_short_what_its_panels_say(visit: Visit) -> None:
    seen = visit("/pipeline")
    for line in ("Sample testing: holds a deal for", "deals are stuck. Together:", "times, by 30 days on average."):
        assert line in seen.panels["short"]
    assert "Quota" in seen.panels["short"]


def test_stages_of_the_funnel_are_those_of_the_answer(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.funnel()
    table = visit("/pipeline/funnel").tables[found.funnels[0].name]
    shown = {row[0]: row[1:3] for row in table[1:]}
    for stage in found.funnels[0].stages:
        money = english.money(stage.came.amount, found.currency, digits=0)
        assert shown[stage.name] == [english.count(stage.came.deals), money]
    assert shown["All deals"][0] == english.count(found.funnels[0].created.deals)


@pytest.mark.parametrize("mode", ["reached", "strict", "any"])
def test_a_stage_leads_to_as_many_deals_as_it_counts(visit: Visit, demo: Workspace, mode: str) -> None:
    found = demo.funnel(mode=mode)
    seen = visit("/pipeline/funnel", mode=mode)
    for funnel in found.funnels:
        for stage in funnel.stages:
            address = urlsplit(seen.leads(stage.name))
            assert address.path == "/pipeline/deals"
            listed = visit(seen.leads(stage.name))
            assert f"{stage.came.deals} deals came there." in listed.text


def test_a_number_of_stuck_deals_leads_to_them(visit: Visit, demo: Workspace) -> None:
    (funnel, *_) = demo.funnel().funnels
    seen = visit("/pipeline/funnel")
    held = {stage.name: stage.stuck.held.deals for stage in funnel.stages if stage.stuck and stage.stuck.held.deals}
    addresses = [address for address, said in seen.links if "/pipeline/stuck?" in address and said.isdecimal()]
    assert len(addresses) == len(held)
    for address, (name, deals) in zip(addresses, held.items(), strict=True):
        (rows,) = [table for caption, table in visit(address).tables.items() if caption]
        assert len(rows) - 1 == deals
        assert {name} <= {cell for row in rows for cell in row}


def test_stuck_deals_are_all_there_and_owners_lead_to_their_sheet(visit: Visit, demo: Workspace) -> None:
    stuck = demo.funnel(stuck=True).stuck
    seen = visit("/pipeline/stuck")
    (rows,) = seen.tables.values()
    assert [row[0] for row in rows[1:]] == [f"{deal.name} ({deal.id})" for deal in stuck]
    assert f"{len(stuck)} deals are stuck." in seen.text
    assert urlsplit(seen.leads(str(stuck[0].owner))).path.startswith("/team/")


def test_the_bridge_adds_up_on_the_page_and_movements_lead_to_their_deals(
    visit: Visit, demo: Workspace, english: Language
) -> None:
    found = demo.bridge()
    seen = visit("/pipeline/bridge")
    (rows,) = [table for caption, table in seen.tables.items() if caption.startswith("Bridge")]
    assert rows[1][:3] == [
        "Opening, 31 March 2026",
        english.count(found.wholes[0].opening.deals),
        english.money(found.wholes[0].opening.amount, "EUR", digits=0),
    ]
    assert rows[-1][2] == english.money(found.wholes[0].closing.amount, "EUR", digits=0)
    won = found.wholes[0].of("won").net.deals
    listed = visit(seen.leads("Won"))
    assert f"Won — {won} deals" in listed.text
    assert len(listed.tables[f"Won — {won} deals"]) == won + 1


def test_a_list_of_the_bridge_keeps_the_days_it_was_asked_for(visit: Visit, demo: Workspace) -> None:
    asked = {"from": "2026-04-30", "to": "2026-05-31", "all": "1"}
    seen = visit("/pipeline/bridge", **asked)
    deals = demo.bridge(from_on="2026-04-30", to_on="2026-05-31", is_all=True).wholes[0].of("lost").net.deals
    assert f"Lost — {deals} deals" in visit(seen.leads("Lost")).text


@pytest.mark.parametrize("by", ["owner", "team", "region"])
def test_pages_are_split_as_asked(visit: Visit, demo: Workspace, by: str) -> None:
    title = demo.catalogue.dimension(by).titles["en"]
    bridge = visit("/pipeline/bridge", by=by)
    assert title in bridge.tables
    assert len(bridge.tables[title]) == len(list(demo.bridge(by=by).parts())) + 1
    slippage = visit("/pipeline/slippage", by=by)
    assert len(slippage.tables[title]) == len(demo.slippage(by=by).parts) + 1
    coverage = visit("/pipeline/coverage", by=by)
    assert len(coverage.tables[f"By {by}"]) == len(demo.coverage(by=by).groups) + 1
    curve = visit("/pipeline/curve", by=by)
    named = [row[0] for row in curve.tables[title][1:] if row[0]]
    assert named == [*(part.part for part in demo.win_curve(by=by).parts), "Together"]
    funnel = visit("/pipeline/funnel", by=by)
    groups = [found for found in demo.funnel(by=by).funnels if found.name == "Sales"]
    assert len(funnel.tables["Sales"]) == 2 * len(groups) + 1


def test_slippage_heeds_its_options(visit: Visit, demo: Workspace) -> None:
    found = demo.slippage(unit="quarter", times=1)
    seen = visit("/pipeline/slippage", unit="quarter", times="1")
    heading = "Put off 1 time or more, and open"
    assert [row[0] for row in seen.tables[heading][1:]] == [deal.name for deal in found.deals]
    assert len(seen.tables["Of what was to close in a period, how much left it"]) == len(found.units) + 1


def test_the_curve_heeds_its_ages_and_its_cohorts(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.win_curve(period="2025", grain="month", within=(45, 120))
    seen = visit("/pipeline/curve", period="2025", grain="month", within="120, 45")
    head, *rows = seen.tables["Won by age, of all that were created"]
    assert head[2:4] == ["45 days", "120 days"]
    named = [row[0] for row in rows if row[0]]
    periods = [cohort.period for cohort in found.cohorts if cohort.period]
    assert named == [*(english.period_title(period) for period in periods), "Together"]
    (reached,) = [reached for reached in found.whole.reached if reached.age == 120]
    assert reached.won is not None
    assert english.share(reached.won.value) == rows[-2][3]
    assert "Won, lost and still open" in seen.panels["curve"]


def test_coverage_heeds_its_week_and_its_period(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.coverage(week=5, period="2026-Q2")
    seen = visit("/pipeline/coverage", week="5", period="2026-Q2")
    numbers = {row[0]: row[1] for row in seen.tables["Is it enough?"][1:]}
    for kind, title in (("starting", "Starting coverage, week 5"), ("by_win_rate", "1 ÷ win rate")):
        value = found.whole.numbers[kind].value  # type: ignore[index]
        assert value is not None
        assert numbers[title].lstrip("▲▼ ") == english.ratio(value)


def test_pages_show_an_earlier_day(visit: Visit, demo: Workspace, english: Language) -> None:
    closing = demo.bridge(as_of="2026-03-31").wholes[0].closing
    seen = visit("/pipeline", as_of="2026-03-31")
    assert english.money(closing.amount, "EUR", digits=0) in seen.panels["bridge"]
    assert "31 March 2026" in seen.text


def test_filters_hold_on_every_panel(visit: Visit, demo: Workspace, english: Language) -> None:
    where = {"team": ("Západ",)}
    seen = visit("/pipeline", where="team=Západ")
    assert english.money(demo.bridge(where=where).wholes[0].opening.amount, "EUR", digits=0) in seen.panels["bridge"]
    assert english.count(demo.funnel(where=where).funnels[0].created.deals) in seen.panels["funnel"]


def test_a_long_list_is_shown_a_page_at_a_time_and_loses_no_deal(visit: Visit, demo: Workspace) -> None:
    deals = demo.funnel(listed="Inquiry").deals
    seen, found = visit("/pipeline/deals", stage="Inquiry"), list[str]()
    while True:
        (rows,) = seen.tables.values()
        found += [row[0] for row in rows[1:]]
        following = [address for address, said in seen.links if said == "Next"]
        if not following:
            break
        seen = visit(following[0])
    assert found == [f"{deal.name} ({deal.id})" for deal in deals]


@pytest.mark.soak
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_link_leads_somewhere(demo_site: TestClient, visit: Visit, page: str) -> None:
    for address in one_of_each_kind(visit(page)):
        if not address.startswith(ELSEWHERE):
            assert demo_site.get(address or page).status_code == 200, address


@pytest.mark.parametrize("page", PAGES)
def test_headings_are_in_order_and_there_is_one_title(visit: Visit, page: str) -> None:
    levels = [level for level, _ in visit(page).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_a_company_with_one_deal_has_every_page(one_deal: TestClient, page: str, code: str) -> None:
    answer = one_deal.get(page, params={"lang": code})
    assert answer.status_code == 200, read(answer.text).text


@pytest.mark.parametrize("page", PAGES)
def test_before_anything_came_in_pages_say_how_to_begin(empty_site: TestClient, page: str) -> None:
    seen = read(empty_site.get(page, params={"lang": "en"}).text)
    assert "lievik import" in seen.text


@pytest.mark.parametrize("page", PAGES)
def test_a_period_without_data_is_answered_with_a_sentence(visit: Visit, page: str) -> None:
    seen = visit(page, period="2015")
    lines = ("No deal", "No open deal", "Nothing is known", "is stuck", "are stuck", "There is no number")
    assert any(line in seen.text for line in lines)


@pytest.mark.parametrize(
    ("page", "asked", "status", "said"),
    [
        ("/pipeline/funnel", {"mode": "loose"}, 404, "No mode called 'loose'."),
        ("/pipeline/funnel", {"by": "planet"}, 404, "No dimension called 'planet'."),
        ("/pipeline/funnel", {"pipeline": "Tunnel"}, 404, "No pipeline called 'Tunnel'."),
        ("/pipeline/deals", {"stage": "Moon"}, 404, "No stage called 'Moon'."),
        ("/pipeline/deals", {"pipeline": "Tunnel"}, 404, "No pipeline called 'Tunnel'."),
        ("/pipeline/stuck", {"stage": "Moon"}, 404, "No stage called 'Moon'."),
        ("/pipeline/bridge", {"list": "flown"}, 404, "No movement called 'flown'."),
        ("/pipeline/bridge", {"from": "2026-06-30", "to": "2026-04-01"}, 400, "before --to"),
        ("/pipeline/slippage", {"times": "often"}, 400, "'often' is not a number to choose here."),
        ("/pipeline/coverage", {"week": "99"}, 400, "Give a whole number from 1 to 53."),
        ("/pipeline/curve", {"within": "soon"}, 400, "like 30,60,90"),
        ("/pipeline", {"period": "sometime"}, 400, "sometime"),
        ("/pipeline", {"where": "owner=Nobody"}, 404, "No owner called 'Nobody'."),
    ],
)
def test_what_cannot_be_answered_is_said(
    visit: Visit, page: str, asked: dict[str, str], status: int, said: str
) -> None:
    assert said in visit(page, status=status, **asked).text
