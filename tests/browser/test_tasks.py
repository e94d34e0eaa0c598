"""What people come for, done as they do it: in both languages, by mouse and by keyboard alone, on a phone too."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lievik.report.views.wording import words_of
from tests.browser.acting import Means, Person
from tests.browser.looking import Looked, Setting, looking

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from playwright.sync_api import Browser

    from lievik.workspace import Workspace

pytestmark = pytest.mark.browser

WAYS: tuple[tuple[str, Means], ...] = tuple(product(("en", "sk"), ("mouse", "keyboard")))
QUICK = {("sk", "mouse"), ("en", "keyboard")}
"""Ways that every run of the tests goes; the others take as long again, and say little more."""

REP = "Martin Novák"


def _way(language: str, means: Means) -> ParameterSet:
    marks = () if (language, means) in QUICK else (pytest.mark.soak,)
    return pytest.param((language, means), id=f"{language}-{means}", marks=marks)


@pytest.fixture(params=[_way(*way) for way in WAYS])
def person(look: Callable[[Setting], Looked], decided_site: str, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody at Focus; who reads Slovak and has no keyboard holds a phone."""
    language, means = request.param
    width = 390 if (language, means) == ("sk", "mouse") else 1280
    looked = look(Setting(language=language, theme="light", width=width))
    looked.said.clear()
    who = Person(looked.page, decided_site, language, means)
    who.come()
    yield who
    looked.page.context.clear_cookies()
    assert looked.said == []


def title(workspace: Workspace, metric: str, person: Person) -> str:
    """What a metric is called."""
    return words_of(workspace.catalogue.metric(metric), person.language).title


def test_whether_we_are_on_track_is_seen_and_what_is_off_is_opened(person: Person, decided: Workspace) -> None:
    (off,) = [card for card in person.page.locator("a.card").all() if card.locator(".badge.bad").count()]
    assert off.locator(".label").inner_text() == title(decided, "win_rate", person)
    assert "90" in off.inner_text()
    assert person.page.locator("a.card .badge.good").count() == 1
    shown = off.locator(".value").inner_text()

    person.go(off)

    assert person.page.get_by_role("heading", level=1).inner_text() == title(decided, "win_rate", person)
    assert person.page.locator("#number .value").inner_text() == shown
    assert person.page.locator("#number .badge.bad").count() == 1


def test_the_period_is_changed_for_every_number(person: Person) -> None:
    before = person.page.locator("a.card .value").all_inner_texts()

    person.choose_and_see(person.field("Period", within="header"), "last-quarter")

    assert "period=last-quarter" in person.address
    assert person.page.locator("a.card .value").all_inner_texts() != before
    assert person.field("Period", within="header").input_value() == "last-quarter"
    assert "period=last-quarter" in (person.page.locator("a.card").first.get_attribute("href") or "")


def test_a_year_before_is_what_it_is_compared_with(person: Person, decided: Workspace) -> None:
    month, year = (person.language.period_title(decided.period(label)) for label in ("2026-05", "2025-06"))
    lines = person.page.locator("a.card .against")
    assert [line for line in lines.all_inner_texts() if month in line]

    person.choose_and_see(person.field("Compared with", within="header"), "year")

    assert [line for line in lines.all_inner_texts() if year in line]
    assert not [line for line in lines.all_inner_texts() if month in line]


def test_a_filter_is_set_and_taken_away(person: Person, decided: Workspace) -> None:
    before = person.page.locator("a.card .value").all_inner_texts()
    owner = person.language.text(decided.catalogue.dimension("owner").titles)

    person.press(person.fold("Filters", within="header"))
    person.choose(person.field(owner, within="header"), f"owner={REP}")
    person.go(person.button("Apply", within="header"))

    assert person.page.locator("a.card .value").all_inner_texts() != before
    chip = person.link(f"{owner}: {REP}", within=".chips", exact=False)
    won = decided.show("total_revenue", period="2026-06", where={"owner": [REP]}).rows[0]
    assert won.value is not None

    person.go(chip)

    assert "where" not in person.address
    assert person.page.locator("a.card .value").all_inner_texts() == before


def test_a_number_leads_to_its_deals_which_are_searched_ordered_and_taken_along(
    person: Person, decided: Workspace, tmp_path: Path
) -> None:
    person.go(person.link(title(decided, "win_rate", person), within=".cards", exact=False))
    person.go(person.link("What counts", within="#number"))
    rows = person.page.locator("main tbody tr")
    drilled = decided.drill("win_rate", part="numerator", period="2026-06").records
    assert rows.count() == len(drilled)

    person.write(person.field("Search"), "novak")
    person.choose(person.field("Order"), "-amount")
    person.go(person.button("Search", within="main"))

    assert rows.count() == len([record for record in drilled if record.owner == REP])
    assert all(REP in text for text in rows.all_inner_texts())
    with person.page.expect_download() as download:
        person.press(person.link("CSV"))
    taken = tmp_path / download.value.suggested_filename
    download.value.save_as(taken)
    lines = list(csv.DictReader(taken.read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == len(drilled)


def test_a_number_is_split_by_another_dimension(person: Person, decided: Workspace) -> None:
    person.go(person.link(title(decided, "average_deal_size", person), within=".cards", exact=False))
    industry = person.language.text(decided.catalogue.dimension("industry").titles)

    person.go(person.link(industry, within="#breakdown"))

    assert person.link(industry, within="#breakdown").get_attribute("aria-current") == "true"
    person.press(person.fold("Show as table", within="#breakdown"))
    named = person.page.locator("#breakdown tbody th").all_inner_texts()
    parts = decided.show("average_deal_size", period="2026-06", by="industry").rows
    assert {str(part.group["industry"]) for part in parts if part.group.get("industry")} <= set(named)


def test_the_pipeline_of_an_earlier_day_and_the_deals_it_lost(person: Person, decided: Workspace) -> None:
    person.go(person.link("Pipeline", within="nav.side"))
    person.press(person.fold("Filters", within="header"))
    person.pick(person.field("As known at the end of", within="header"), date(2026, 3, 31))
    person.go(person.button("Apply", within="header"))

    assert "as_of=2026-03-31" in person.address
    assert person.page.locator(".chips a").count() == 1
    person.follow("#bridge", "Lost")

    assert "list=lost" in person.address
    assert "as_of=2026-03-31" in person.address
    bridge = decided.bridge(as_of="2026-03-31", listed="lost")
    assert person.page.locator("main tbody tr").count() == len(bridge.deals["lost"])


def test_a_reps_sheet_is_opened_from_the_team(person: Person) -> None:
    person.go(person.link("Team", within="nav.side"))
    person.go(person.link(REP, within="main"))

    assert person.page.get_by_role("heading", level=1).inner_text() == REP
    assert person.page.locator("#past tbody tr").count()
    assert person.page.locator("a.card").count()


def test_a_target_is_set_and_stands_on_the_card(person: Person, decided: Workspace) -> None:
    metric = {"en": "lead_conversion_rate", "sk": "retention_rate"}[person.code]
    wanted = {"mouse": "11%", "keyboard": "12%"}[person.means]
    _open_decisions(person)

    person.choose(person.field("Metric", within="#set-target"), metric)
    person.write(person.field("Target", within="#set-target"), wanted)
    person.write(person.field("Period", within="#set-target"), "2026-06")
    person.go(person.button("Set the target", within="#set-target"))

    assert person.page.get_by_role("status").first.inner_text().strip() == person.say("The target is set.")
    person.go(person.link("Focus", within="nav.side"))
    card = person.link(title(decided, metric, person), within=".cards", exact=False)
    assert re.search(rf"\b{wanted[:2]}", card.locator(".against").first.inner_text())


def test_a_note_is_pinned_and_stands_at_the_trend(person: Person, decided: Workspace) -> None:
    text = f"Noted {person.code} {person.means}"
    _open_decisions(person)

    person.press(person.fold("Add the note", within="#notes"))
    person.write(person.field("Note", within="#notes"), text)
    person.pick(person.field("Day", within="#notes"), date(2026, 5, 20))
    person.choose(person.field("Metric", within="#notes"), "win_rate")
    person.go(person.button("Add the note", within="#notes"))

    noted = person.page.locator("#notes .moments li").filter(has_text=text)
    assert noted.count() == 1
    person.go(noted.get_by_role("link"))
    assert person.page.get_by_role("heading", level=1).inner_text() == title(decided, "win_rate", person)
    person.press(person.fold("Show as table", within="#trend"))
    assert person.page.locator("#trend tbody tr").filter(has_text=text).count() == 1


def test_a_metric_is_found_in_the_catalogue_and_a_task_of_the_self_test_is_done(
    person: Person, decided: Workspace
) -> None:
    _open(person, "Metrics")
    person.write(person.field("Find a metric"), {"en": "coverage", "sk": "pokryt"}[person.code])
    person.go(person.button("Search", within="main"))
    person.go(person.link(title(decided, "pipeline_coverage", person), within="main"))
    assert person.page.locator("#meaning").inner_text()

    _open(person, "Metrics")
    person.go(person.link("Test yourself"))
    person.go(person.button("Begin", within="main"))
    person.go(person.button("I do not know", within="main"))

    assert person.page.locator(".verdict").count() == 1
    person.go(person.link("Next task", within="main"))
    assert person.page.locator("progress").get_attribute("value") == "2"


def test_language_and_appearance_are_changed_and_kept(person: Person) -> None:
    other, name = {"en": ("sk", "Slovenčina"), "sk": ("en", "English")}[person.code]
    if person.page.viewport_size and person.page.viewport_size["width"] < 700:
        person.press(person.fold("More", within="nav.side"))
    person.press(person.button("Dark", within="nav.side"))
    person.page.locator("html[data-theme=dark]").wait_for()
    html = person.page.locator("html")
    person.go(person.link(name, within="header"))
    assert html.get_attribute("lang") == other

    person.page.goto(f"{person.site}/metrics")

    assert html.get_attribute("lang") == other
    assert html.get_attribute("data-theme") == "dark"


def test_nothing_of_it_needs_a_script(browser: Browser, decided: Workspace, decided_site: str) -> None:
    with looking(browser, Setting(language="en", theme="light", width=1280), scripts=False) as looked:
        person = Person(looked.page, decided_site, "en", "mouse")
        person.come()
        person.choose(person.field("Period", within="header"), "last-quarter")
        person.go(person.button("Apply", within="header"))
        assert "period=last-quarter" in person.address

        person.press(person.fold("Filters", within="header"))
        person.choose(person.field("Owner", within="header"), f"owner={REP}")
        person.go(person.button("Apply", within="header"))
        person.go(person.link("Win rate", within=".cards", exact=False))
        person.go(person.link("What counts", within="#number"))
        won = decided.drill("win_rate", part="numerator", period="2026-Q1", where={"owner": [REP]}).records
        rows = person.page.locator("main tbody tr")
        assert rows.count() == len(won)

        word = (won[0].name or "").split()[-1]
        person.write(person.field("Search"), word)
        person.go(person.button("Search", within="main"))
        assert 1 <= rows.count() <= len(won)
        assert all(word in text for text in rows.all_inner_texts())
        assert looked.said == []


def _open(person: Person, entry: str) -> None:
    """Follow the navigation; on a phone the later entries are behind one that says more."""
    if person.page.viewport_size and person.page.viewport_size["width"] < 700:
        person.press(person.fold("More", within="nav.side"))
    person.go(person.link(entry, within="nav.side"))


def _open_decisions(person: Person) -> None:
    _open(person, "Metrics")
    person.go(person.link("Targets and notes"))
