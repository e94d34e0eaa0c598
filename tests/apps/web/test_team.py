"""Team and a rep's sheet in the browser: the answer's numbers, nobody ranked, names that lead to their sheets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from lievik.language import language_of
from lievik.model.team import RepSheet, TeamAnswer
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit, client_of
from tests.apps.web.reading import read

EN = language_of("en")
REP = "Lucia Šimková"
SHEET = f"/team/{quote(REP)}"


@pytest.fixture(scope="module")
def teams(demo: Workspace) -> TeamAnswer:
    answer = demo.team()
    assert isinstance(answer, TeamAnswer)
    return answer


@pytest.mark.parametrize("lang", ["en", "sk"])
@pytest.mark.parametrize("address", ["/team?", "/team?period=this-quarter&as_of=2026-05-15&", f"{SHEET}?"])
def test_the_page_is_whole_in_both_languages(demo_site: TestClient, address: str, lang: str) -> None:
    found = demo_site.get(f"{address}lang={lang}")
    assert found.status_code == 200
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", found.text)
    levels = [level for level, _ in read(found.text).headings]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_every_team_has_its_table_by_name_with_the_answers_numbers(visit: Visit, teams: TeamAnswer) -> None:
    text = visit("/team").panels
    for number, table in enumerate(teams.tables):
        said = text[f"team-{number}"]
        places = [said.index(row.name) for row in table.rows]
        assert places == sorted(places)
        assert [row.name for row in table.rows] == sorted(row.name for row in table.rows)
        for row in table.rows:
            won = row.numbers["total_revenue"].value
            assert won is None or EN.amount(won, "money", "EUR") in said


def test_attainment_is_told_as_the_answer_tells_it(visit: Visit, teams: TeamAnswer) -> None:
    spread, seen = teams.distribution, visit("/team")
    assert EN.part_of(spread.at_quota, spread.counted) in seen.panels["attainment"]
    bins = seen.tables["How many reps reached which part of their quota"][1:]
    assert [int(row[1]) for row in bins] == [len(found.reps) for found in spread.bins]
    assert "In ramp-up: Filip Mäsiar" in seen.panels["attainment"]


def test_who_stands_out_is_told_and_nobody_is_ranked(visit: Visit) -> None:
    seen = visit("/team")
    assert "Lucia Šimková: the win rate rose" in seen.panels["stands-out"]
    assert "Nobody is ranked" in seen.text


def test_every_name_leads_to_a_sheet(visit: Visit, teams: TeamAnswer) -> None:
    found = {href.partition("?")[0] for href, _ in visit("/team").links if href.startswith("/team/")}
    assert found == {quote(f"/team/{row.name}") for table in teams.tables for row in table.rows}
    for href in sorted(found)[:2]:
        visit(href)


def test_the_period_stays_with_the_links(visit: Visit) -> None:
    found = [href for href, _ in visit("/team", period="2026-Q1").links if href.startswith("/team/")]
    assert found
    assert all("period=2026-Q1" in href for href in found)


def test_the_choice_of_the_period_says_which_quarter_is_shown(demo_site: TestClient, teams: TeamAnswer) -> None:
    chosen = demo_site.get("/team?lang=en").text.partition('name="period"')[2].partition("</select>")[0]
    (selected,) = [line for line in chosen.splitlines() if " selected" in line]
    assert EN.period_title(teams.period) in selected


def test_the_pace_is_told_while_the_quarter_runs(visit: Visit) -> None:
    assert "Pace:" in visit("/team", period="this-quarter", as_of="2026-05-15").panels["attainment"]
    assert "Pace:" not in visit("/team", period="2026-Q1").text


def test_a_period_without_anybody_says_what_to_do(visit: Visit) -> None:
    said = visit("/team", period="2015-Q1").panels["nobody"]
    assert "Nobody closed a deal or had a quota" in said
    assert "lievik quota set" in said


def test_little_or_no_data_is_no_trouble(one_deal: TestClient, empty_site: TestClient) -> None:
    assert one_deal.get("/team?lang=en").status_code == 200
    assert one_deal.get("/team/Eva%20Mal%C3%A1?lang=en").status_code == 200
    assert "lievik import" in empty_site.get("/team").text
    assert "lievik import" in empty_site.get("/team/Eva").text


# ---------------------------------------------------------------- one rep


def test_a_sheet_has_a_card_a_number_beside_the_team(visit: Visit, demo: Workspace) -> None:
    sheet, seen = demo.team(REP), visit(SHEET)
    assert isinstance(sheet, RepSheet)
    assert seen.headings[0] == (1, REP)
    won = next(line for line in sheet.lines if line.number.metric == "total_revenue")
    assert won.number.value is not None
    assert won.number.team is not None
    (card,) = [text for _, text in seen.links if text.startswith("Total revenue €")]
    assert EN.amount(won.number.value, "money", "EUR") in card
    assert f"Team: {EN.amount(won.number.team, 'money', 'EUR')}" in card
    assert len(seen.tables["Numbers beside the team's"]) - 1 == len(sheet.lines)
    assert "Win rate: a clear change since Q2 2025" in seen.panels["says"]


def test_a_clear_change_is_told_on_the_card_and_another_is_not(visit: Visit) -> None:
    cards = [text for _, text in visit(SHEET).links if "95% interval" in text]
    assert ["better (Q2 2025)" in card for card in cards if card.startswith("Win rate")] == [True]
    assert not [card for card in cards if "better" in card and not card.startswith("Win rate")]


def test_an_unknown_name_is_not_found_and_near_names_are_told(visit: Visit) -> None:
    assert REP in visit("/team/Lucia Simkova", status=404).text


def test_somebody_who_sold_nothing_then_is_told_so(visit: Visit) -> None:
    assert "choose another at the top" in visit(SHEET, period="2015-Q1").text


def test_what_a_rep_has_to_repair_stands_on_the_sheet(visit: Visit) -> None:
    seen = visit("/team/Ján Ďurčo")
    assert "Won deals without an amount: 20 of" in seen.panels["repairs"]
    found = [href for href, _ in seen.links if href.startswith("/data/quality")]
    assert all("where=owner%3DJ%C3%A1n+%C4%8Eur%C4%8Do" in href for href in found)
    for href in found:
        visit(href)


def test_time_that_is_kept_to_the_team_stands_on_no_sheet(demo: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(demo.settings.folder, folder)
    settings = folder / "lievik.toml"
    kept = settings.read_text(encoding="utf-8").replace('selling_time = "rep"', 'selling_time = "team"')
    settings.write_text(kept, encoding="utf-8")
    workspace = Workspace.open(folder, today=AS_OF)
    assert workspace.settings.is_team_only
    found = client_of(workspace).get(f"{SHEET}?lang=en")
    seen = read(found.text)
    assert found.status_code == 200
    assert seen.panels["numbers"]
    assert "hour" not in seen.text.lower()
    assert "elling time" not in seen.text
