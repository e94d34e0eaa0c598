"""A trend marks what is known of days: notes, events, and the day on which the definition changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.apps.web.site import Site
from lievik.ledger.place import FILE
from lievik.workspace import Workspace
from tests.apps.web.conftest import client_of
from tests.apps.web.reading import Seen, read
from tests.desk.conftest import FILES, NOW, made_once, tiny
from tests.desk.own_metric import NAME, SECOND, define
from tests.tiny_company.by_hand import AS_OF

__all__ = ["made_once", "tiny"]

CHANGE = (
    "[qualified deals lost] ÷ ([qualified deals won] + [qualified deals lost])"
    " → [qualified deals lost] ÷ [qualified deals won]"
)


@pytest.fixture
def own(tiny: Workspace) -> Workspace:
    """The tiny company with a metric of its own, which was noted at the start of the year."""
    define(tiny.settings.folder)
    workspace = Workspace.open(tiny.settings.folder, today=AS_OF)
    workspace.see_definitions(NOW - timedelta(days=180))
    return workspace


def look(client: TestClient, path: str = f"/metrics/{NAME}", **asked: str) -> Seen:
    """Look at a page, in English."""
    answer = client.get(path, params={"lang": "en", "period": "2026-06", **asked})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def change(workspace: Workspace) -> None:
    """Edit the metric's file, and bring deals in again."""
    define(workspace.settings.folder, SECOND)
    workspace.import_files([FILES / "deal.csv"], mapping=FILES / "mapping.toml", now=NOW, extent="partial")


def test_a_definition_that_changed_is_marked_on_its_day_and_told_below(own: Workspace) -> None:
    client = client_of(own)
    assert "→" not in look(client).panels["cautions"]
    change(own)
    seen = look(client)
    assert f"30 Jun 2026 – Definition changed: {CHANGE}" in seen.panels["trend"]
    (june,) = [row for rows in seen.tables.values() for row in rows if row[0] == "June 2026" and "changed" in row[-1]]
    assert june[-1] == f"Definition changed, 30 Jun 2026: {CHANGE}"
    assert f"Changed last on 30 June 2026: {CHANGE}" in seen.panels["cautions"]
    assert "→ [qualified deals lost]" not in look(client, "/metrics/win_rate").panels["trend"]


def test_a_change_is_not_marked_where_its_day_is_not_shown(own: Workspace) -> None:
    change(own)
    seen = look(client_of(own), period="2026-05")
    assert "30 Jun 2026" not in seen.panels["trend"]
    assert "30 June 2026" in seen.panels["cautions"]


def test_what_is_known_of_days_is_told_the_newest_first_and_twelve_of_it(own: Workspace) -> None:
    for day in range(1, 14):
        own.notes.add(f"note {day}", on=f"2026-06-{day:02}", now=NOW)
    own.notes.add("of another metric", on="2026-06-29", metric="win_rate", now=NOW)
    own.events.add("Fair", on="2026-06-15", now=NOW)
    client = client_of(own)
    trend = look(client).panels["trend"]
    listed = trend[trend.rindex("15 Jun 2026 – Fair") :]
    told = [f"{day} Jun 2026 – note {day}" for day in range(13, 2, -1)]
    assert listed == " ".join(["15 Jun 2026 – Fair", *told, "and 2 more"])
    html = client.get(f"/metrics/{NAME}", params={"lang": "en", "period": "2026-06"}).text
    assert html.count('role="img" aria-label="Note"') == 11
    assert html.count('role="img" aria-label="Event"') == 1


def test_where_nothing_is_known_of_days_there_is_no_list(own: Workspace) -> None:
    answer = client_of(own).get(f"/metrics/{NAME}", params={"lang": "en", "period": "2026-06"})
    trend = answer.text[answer.text.index('id="trend"') : answer.text.index('id="meaning"')]
    assert 'class="sentences"' not in trend


# ------------------------------------------------------------------------------------------------- looking on


def test_looking_notes_a_change_where_a_history_has_begun(own: Workspace) -> None:
    client = client_of(own)
    look(client)
    define(own.settings.folder, SECOND)
    look(client)
    assert [each.formula_after for each in own.definition_changes(NAME)] == [SECOND]


def test_looking_makes_no_ledger(own: Workspace) -> None:
    (own.settings.folder / FILE).unlink()
    look(client_of(own))
    assert not (own.settings.folder / FILE).exists()


def test_a_ledger_that_cannot_be_used_takes_no_page_down(own: Workspace) -> None:
    (own.settings.folder / FILE).write_bytes(b"this is no database, whatever its name may say about it")
    assert "trend" in look(client_of(own)).panels


def test_pages_are_kept_though_the_ledger_is_read_for_them(own: Workspace) -> None:
    own.notes.add("New prices", on="2026-06-01", now=NOW)
    app = make_app(own.settings.folder, today=own.as_of)
    client = TestClient(app, base_url="http://localhost")
    site: Site = app.state.site
    look(client)
    version = site.version()
    for path in (f"/metrics/{NAME}", "/metrics/win_rate"):
        look(client, path)
        assert site.version() == version
    own.notes.add("Prices as before", on="2026-06-02", now=NOW)
    assert site.version() != version
    assert "Prices as before" in look(client).panels["trend"]
