"""Team and a rep's sheet in the browser: the answer's numbers, nobody ranked, names that lead to their sheets."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from lievik.language import language_of
from lievik.model.team import RepSheet, TeamAnswer
from lievik.workspace import Workspace
from tests.apps.web.people.conftest import visitor
from tests.apps.web.people.reading import Visitor, has_order, is_bare

EN = language_of("en")


@pytest.fixture(scope="session")
def teams(demo_workspace: Workspace) -> TeamAnswer:
    answer = demo_workspace.team()
    assert isinstance(answer, TeamAnswer)
    return answer


def first_rep(teams: TeamAnswer) -> str:
    """Name somebody."""
    return teams.tables[0].rows[0].name


@pytest.mark.parametrize("lang", ["en", "sk"])
@pytest.mark.parametrize("address", ["/team?", "/team?period=this-quarter&as_of=2026-05-15&", "/team?period=2020&"])
def test_the_page_is_whole_in_both_languages(demo_site: Visitor, address: str, lang: str) -> None:
    page = demo_site(f"{address}lang={lang}")
    assert page.status == 200
    assert has_order(page)
    assert is_bare(page)


def test_every_team_has_its_table_by_name_with_the_answers_numbers(demo_site: Visitor, teams: TeamAnswer) -> None:
    page = demo_site("/team")
    for number, table in enumerate(teams.tables):
        rows = page.rows(f"team-{number}")
        names = [row[0].removesuffix(" ↗").removesuffix(" ↘") for row in rows[:-1:2]]
        assert names == [row.name for row in table.rows]
        revenue = [row[1].removeprefix("▲ ").removeprefix("▼ ") for row in rows[:-1:2]]
        values = [row.numbers["total_revenue"].value for row in table.rows]
        assert revenue == ["–" if value is None else EN.amount(value, "money", "EUR") for value in values]


def test_attainment_is_told_as_the_answer_tells_it(demo_site: Visitor, teams: TeamAnswer) -> None:
    spread, page = teams.distribution, demo_site("/team")
    assert EN.part_of(spread.at_quota, spread.counted) in page.text
    assert [int(row[1]) for row in page.rows("attainment")] == [len(found.reps) for found in spread.bins]


def test_every_name_leads_to_a_sheet(demo_site: Visitor, teams: TeamAnswer) -> None:
    ways = [href for href in demo_site("/team").links if href.startswith("/team/")]
    names = {row.name for table in teams.tables for row in table.rows}
    assert {quote(f"/team/{name}") for name in names} == set(ways)
    assert {demo_site(href).status for href in (ways[0], ways[-1])} == {200}


def test_the_period_stays_with_the_links(demo_site: Visitor) -> None:
    ways = [href for href in demo_site("/team?period=2026-Q1").links if href.startswith("/team/")]
    assert ways
    assert all("period=2026-Q1" in href for href in ways)


def test_the_page_shows_the_last_full_quarter_and_the_choice_says_so(demo_site: Visitor, teams: TeamAnswer) -> None:
    chosen = demo_site("/team").html.partition('name="period"')[2].partition("</select>")[0]
    (selected,) = [line for line in chosen.splitlines() if " selected" in line]
    assert EN.period_title(teams.period) in selected


def test_the_pace_is_told_while_the_quarter_runs(demo_site: Visitor) -> None:
    assert "Pace:" in demo_site("/team?period=this-quarter&as_of=2026-05-15").text
    assert "Pace:" not in demo_site("/team?period=2026-Q1").text


def test_a_period_without_anybody_says_what_to_do(demo_site: Visitor) -> None:
    page = demo_site("/team?period=2015-Q1")
    assert "Nobody closed a deal or had a quota" in page.text
    assert "lievik quota set" in page.text


# ---------------------------------------------------------------- one rep


def test_a_sheet_has_a_card_a_number_beside_the_team(
    demo_site: Visitor, demo_workspace: Workspace, teams: TeamAnswer
) -> None:
    name = first_rep(teams)
    sheet = demo_workspace.team(name)
    assert isinstance(sheet, RepSheet)
    page = demo_site(f"/team/{quote(name)}")
    assert page.headings[0] == (1, name)
    won = next(line for line in sheet.lines if line.number.metric == "total_revenue")
    assert won.number.value is not None
    assert EN.amount(won.number.value, "money", "EUR") in page.card("Total revenue")
    if won.number.team is not None:
        assert f"Team: {EN.amount(won.number.team, 'money', 'EUR')}" in page.card("Total revenue")
    assert len(page.rows("numbers")) == len(sheet.lines)
    assert has_order(page)
    assert is_bare(page)


def test_an_unknown_name_is_not_found_and_near_names_are_told(demo_site: Visitor, teams: TeamAnswer) -> None:
    name = first_rep(teams)
    page = demo_site(f"/team/{quote(name[:-1])}")
    assert page.status == 404
    assert name in page.text


def test_somebody_who_sold_nothing_then_is_told_so(demo_site: Visitor, teams: TeamAnswer) -> None:
    page = demo_site(f"/team/{quote(first_rep(teams))}?period=2015-Q1")
    assert page.status == 200
    assert "choose another at the top" in page.text


def test_what_a_rep_has_to_repair_stands_on_the_sheet(demo_site: Visitor, demo_workspace: Workspace) -> None:
    owner = demo_workspace.quality().owners[0].owner
    page = demo_site(f"/team/{quote(owner)}")
    ways = [href for href in page.links if href.startswith("/data/quality")]
    assert ways
    assert all(f"where=owner%3D{quote(owner).replace('%20', '+')}" in href for href in ways)
    assert {demo_site(href).status for href in ways} == {200}


def test_time_that_is_kept_to_the_team_stands_on_no_sheet(
    demo_workspace: Workspace, teams: TeamAnswer, tmp_path: Path
) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(demo_workspace.settings.folder, folder)
    settings = folder / "lievik.toml"
    kept = settings.read_text(encoding="utf-8").replace('selling_time = "rep"', 'selling_time = "team"')
    settings.write_text(kept, encoding="utf-8")
    assert Workspace.open(folder, today=demo_workspace.as_of()).settings.is_team_only
    page = visitor(Workspace.open(folder, today=demo_workspace.as_of()))(f"/team/{quote(first_rep(teams))}")
    assert page.status == 200
    assert "hours" not in page.main
    assert "Selling time" not in page.main
