"""Targets, notes and events as forms: what is typed is kept with who and when, what cannot be taken says why."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lievik.language import language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import browse, text_of
from tests.tiny_company.by_hand import AS_OF

WIN_RATE = {"act": "set-target", "metric": "win_rate", "value": "40%", "period": "2026-Q2", "team": ""}


def sent(site: TestClient, **typed: str) -> tuple[int, str]:
    """Send a form; give the status and the page that it ends in."""
    page = site.post("/targets?lang=en", data=typed)
    return page.history[0].status_code if page.history else page.status_code, page.text


def opened(folder: Path) -> Workspace:
    """The workspace as another program sees it."""
    return Workspace.open(folder, today=AS_OF)


def test_a_target_is_set_listed_and_taken_away(own_site: TestClient, own_folder: Path) -> None:
    status, html = sent(own_site, **WIN_RATE)
    assert status == 303
    assert "The target is set." in text_of(html)
    (aim,) = opened(own_folder).aims.all()
    assert (aim.metric, str(aim.bounds[0]), aim.period.label) == ("win_rate", "0.4", "2026-Q2")
    form = html[html.index('name="act" value="remove-target"') :]
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    assert hidden == {"act": "remove-target", "metric": "win_rate", "period": "2026-Q2", "team": ""}
    assert sent(own_site, **hidden)[0] == 303
    assert opened(own_folder).aims.all() == ()


@pytest.mark.parametrize(("value", "word"), [("1", "On target"), ("100 mil.", "Off target")])
def test_a_target_stands_beside_the_number_that_the_workspace_gives(
    own_site: TestClient, own_folder: Path, value: str, word: str
) -> None:
    _, html = sent(own_site, **{**WIN_RATE, "metric": "total_revenue", "value": value, "period": "2026-Q1"})
    (result,) = opened(own_folder).show("total_revenue", period="2026-Q1")
    number = language_of("en").value(result).replace("\N{NO-BREAK SPACE}", " ")
    text = text_of(html)
    assert re.search(rf"Total revenue company Q1 2026 \S+ {re.escape(number)} . {word}\.", text)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"value": "abc"}, "value", "'abc' is no target of 'win_rate'."),
        ({"value": "25"}, "value", "A share above 1 is written with a per cent sign"),
        ({"value": ""}, "value", "This has to be filled in."),
        ({"period": "sometime"}, "period", "Period 'sometime'"),
        ({"period": " "}, "period", "This has to be filled in."),
        ({"metric": "win_rat"}, "metric", "Did you mean win_rate?"),
        ({"team": "nobody"}, "team", "No team called 'nobody'."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_kept(
    own_site: TestClient, own_folder: Path, changed: dict[str, str], field: str, said: str
) -> None:
    status, html = sent(own_site, **{**WIN_RATE, **changed})
    assert status == 422
    error = html[html.index(f'id="set-target-{field}-error"') :]
    assert said in unescape(error[: error.index("</p>")])
    assert len(re.findall(r'aria-invalid="true"', html)) == 1
    kept = {**WIN_RATE, **changed}
    if field != "period":
        assert f'name="period" value="{kept["period"]}"' in html
    assert opened(own_folder).aims.all() == ()


def test_a_note_is_pinned_to_its_day_and_removed(own_site: TestClient, own_folder: Path) -> None:
    text = "Nový cenník <b>od mája</b>"
    status, html = sent(own_site, act="add-note", text=text, on="2026-05-01", metric="win_rate", team="")
    assert status == 303
    assert text in unescape(html)
    assert "<b>od mája" not in html
    (note,) = opened(own_folder).notes.all()
    assert (note.text, note.on.isoformat(), note.metric) == (text, "2026-05-01", "win_rate")
    assert sent(own_site, act="remove-note", number=str(note.number))[0] == 303
    assert opened(own_folder).notes.all() == ()


def test_an_event_lands_in_the_data_and_is_taken_away(own_site: TestClient, own_folder: Path) -> None:
    status, html = sent(own_site, act="add-event", title="Veľtrh", on="2026-05-20", kind="market", note="Nitra")
    assert status == 303
    assert "Veľtrh Nitra in the market · typed in" in text_of(html)
    typed = [event for event in opened(own_folder).events.all() if event.number]
    assert [(event.title, event.kind, event.note) for event in typed] == [("Veľtrh", "market", "Nitra")]
    assert sent(own_site, act="remove-event", number=str(typed[0].number))[0] == 303
    assert not [event for event in opened(own_folder).events.all() if event.number]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"act": "add-note", "text": "", "on": "2026-05-01"}, "add-note-text"),
        ({"act": "add-note", "text": "x" * 501, "on": "2026-05-01"}, "add-note-text"),
        ({"act": "add-note", "text": "x", "on": "2026-05"}, "add-note-on"),
        ({"act": "add-note", "text": "x", "on": "sometime"}, "add-note-on"),
        ({"act": "add-event", "title": "x", "on": ""}, "add-event-on"),
        ({"act": "add-event", "title": "x" * 121, "on": "2026-05-01"}, "add-event-title"),
    ],
)
def test_notes_and_events_that_cannot_be_taken_say_where(
    own_site: TestClient, typed: dict[str, str], field: str
) -> None:
    status, html = sent(own_site, **typed)
    assert status == 422
    assert f'id="{field}-error"' in html
    assert '<details class="adding" open>' in html


@pytest.mark.parametrize("act", ["remove-note", "remove-event"])
@pytest.mark.parametrize("number", ["", "0", "77", "-1", "x", "9" * 30])
def test_what_is_not_there_cannot_be_removed(own_site: TestClient, act: str, number: str) -> None:
    status, html = sent(own_site, act=act, number=number)
    assert status == 422
    assert "There is no" in text_of(html)


def test_an_act_that_there_is_not_is_no_page(own_site: TestClient) -> None:
    assert sent(own_site, act="drop-everything")[0] == 404
    assert sent(own_site)[0] == 404


def test_a_form_of_another_site_is_refused(own_site: TestClient, own_folder: Path) -> None:
    page = own_site.post("/targets", data=WIN_RATE, headers={"origin": "http://evil.example"})
    assert page.status_code == 403
    assert opened(own_folder).aims.all() == ()


def test_the_form_is_filled_in_by_the_address(own_site: TestClient) -> None:
    html = own_site.get("/targets?metric=win_rate&period=2026-Q3").text
    assert '<option value="win_rate" selected>' in html
    assert 'name="period" value="2026-Q3"' in html


def test_a_metric_s_page_leads_to_its_target(tiny_site: TestClient) -> None:
    assert "/targets?" in tiny_site.get("/metrics/win_rate").text
    assert "metric=win_rate" in tiny_site.get("/metrics/win_rate").text


def test_a_target_can_be_set_before_anything_came_in(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "new", today=AS_OF)
    status, html = sent(browse(tmp_path / "new"), **WIN_RATE)
    assert status == 303
    assert "It cannot be told" in text_of(html)


def test_a_team_s_target_stands_against_the_team_s_number(own_site: TestClient, own_folder: Path) -> None:
    workspace = opened(own_folder)
    team = next(each for each in workspace.quotas.subjects() if each.kind == "team")
    assert sent(own_site, **{**WIN_RATE, "metric": "total_revenue", "value": "100000", "team": team.id})[0] == 303
    (result,) = workspace.show("total_revenue", period="2026-Q2", where={"team": team.name})
    html = own_site.get("/targets?lang=en").text
    row = text_of(html)
    assert team.name in row
    assert language_of("en").value(result).replace("\N{NO-BREAK SPACE}", " ") in row
