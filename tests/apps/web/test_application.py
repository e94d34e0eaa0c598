"""Pages as a browser is given them: language, theme, what is kept, and what follows when something changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.apps.web.pages import focus as focus_page
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit, client_of

TODAY = date(2026, 6, 30)
HEAD = "Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Create Date,Close Date\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "company", today=TODAY, as_of=TODAY, name="Malá & Syn")
    bring(made, tmp_path, "1,First,Eva Malá,Won,1000,2026-05-04,2026-05-10\n")
    return made


def bring(workspace: Workspace, folder: Path, rows: str) -> None:
    deals = folder / "deals.csv"
    deals.write_text(HEAD + rows, encoding="utf-8")
    workspace.accept(workspace.propose([deals]), [deals], now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))


def test_the_language_is_the_address_then_what_was_chosen_then_the_browser(workspace: Workspace) -> None:
    client = client_of(workspace)
    assert 'lang="en"' in client.get("/").text
    assert 'lang="sk"' in client.get("/", headers={"accept-language": "sk-SK,sk;q=0.9"}).text
    assert 'lang="sk"' in client.get("/?lang=sk").text
    assert 'lang="sk"' in client.get("/").text
    assert 'lang="en"' in client.get("/?lang=en").text
    assert 'lang="en"' in client.get("/?lang=xx").text


def test_the_theme_is_kept(workspace: Workspace) -> None:
    client = client_of(workspace)
    assert "data-theme" not in client.get("/").text
    client.post("/theme", data={"theme": "dark", "back": "/"})
    assert 'data-theme="dark"' in client.get("/").text
    client.post("/theme", data={"theme": "", "back": "/"})
    assert "data-theme" not in client.get("/").text


def test_what_is_in_the_data_is_never_markup(tmp_path: Path) -> None:
    name = '<script>alert(1)</script> & "Co"'
    workspace = Workspace.create(tmp_path / "company", today=TODAY, as_of=TODAY, name=name)
    bring(workspace, tmp_path, "1,<img src=x onerror=alert(1)>,Eva <b>Malá</b>,Won,1000,2026-05-04,2026-05-10\n")
    client = client_of(workspace)
    for path in (
        "/",
        "/metrics/win_rate?by=owner",
        "/metrics/total_revenue/records",
        "/metrics/win_rate/records?q=<b>",
    ):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>" not in text


def test_a_page_is_made_once_and_again_when_something_came_in(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(workspace)
    first = client.get("/metrics/total_revenue?period=2026")
    assert "€1,000" in first.text
    held = client.get("/metrics/total_revenue?period=2026", headers={"if-none-match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    with monkeypatch.context() as patched:
        patched.setattr(focus_page, "metric_cards", lambda *_: pytest.fail("made again"))
        assert client.get("/metrics/total_revenue?period=2026").text == first.text
    rows = "1,First,Eva Malá,Won,1000,2026-05-04,2026-05-10\n2,Second,Eva Malá,Won,500,2026-05-04,2026-05-11\n"
    bring(workspace, tmp_path, rows)
    assert "€1,500" in client.get("/metrics/total_revenue?period=2026").text


def test_a_changed_setting_shows_at_once(workspace: Workspace) -> None:
    client = client_of(workspace)
    assert "Malá &amp; Syn" in client.get("/").text
    settings = workspace.settings.folder / "lievik.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Malá & Syn", "Veľká"), encoding="utf-8")
    assert "Veľká" in client.get("/").text


def test_a_workspace_that_cannot_be_opened_says_why(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.settings.folder / "lievik.toml").write_text("name = 1 2", encoding="utf-8")
    answer = client_of_folder(workspace.settings.folder).get("/")
    assert answer.status_code == 503
    assert "lievik.toml" in answer.text
    assert client_of_folder(tmp_path / "nowhere").get("/").status_code == 503


def test_our_own_fault_is_a_page_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        msg = "of ours"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(focus_page, "metric_cards", fail)
    answer = client_of(workspace).get("/?lang=en")
    assert answer.status_code == 500
    assert "ZeroDivisionError: of ours" in answer.text
    assert "Traceback" not in answer.text


def test_files_beside_the_pages_are_kept_for_good_by_an_address_that_follows_their_content(
    workspace: Workspace,
) -> None:
    client = client_of(workspace)
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_pages_are_compressed_for_whoever_reads_that(workspace: Workspace) -> None:
    client = client_of(workspace)
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def client_of_folder(folder: Path) -> TestClient:
    return TestClient(make_app(folder, today=lambda: TODAY), base_url="http://localhost")


def test_what_came_in_since_can_be_filtered_by(workspace: Workspace, tmp_path: Path) -> None:
    client = client_of(workspace)
    assert "Ján Veľký" not in client.get("/").text
    assert workspace.values("owner") == ("Eva Malá",)
    rows = "1,First,Eva Malá,Won,1000,2026-05-04,2026-05-10\n2,Second,Ján Veľký,Won,500,2026-05-04,2026-05-11\n"
    bring(workspace, tmp_path, rows)
    assert workspace.values("owner") == ("Eva Malá", "Ján Veľký")
    assert "Ján Veľký" in client.get("/").text


@pytest.mark.parametrize(
    ("path", "asked"),
    [("/customers", "stage=Offer"), ("/customers/cohorts", "stage=Offer"), ("/products", "team=Západ")],
)
def test_a_filter_that_a_page_does_not_know_is_told_and_can_be_left_out(visit: Visit, path: str, asked: str) -> None:
    seen, name = visit(path, where=asked), asked.partition("=")[0]
    assert f"cannot be split or filtered by '{name}'" in seen.panels["refused"]
    assert name not in seen.leads("Without filters")


def test_a_page_that_many_ask_for_is_made_once(workspace: Workspace) -> None:
    site = make_app(workspace.settings.folder, lambda: date(2026, 6, 30)).state.site
    made: list[int] = []
    all_there = Barrier(4)

    def make() -> object:
        made.append(1)
        sleep(0.2)
        return "a page"

    def ask() -> object:
        all_there.wait()
        return site.kept("key", make)

    with ThreadPoolExecutor(4) as pool:
        assert [found.result() for found in [pool.submit(ask) for _ in range(4)]] == ["a page"] * 4
    assert made == [1]
