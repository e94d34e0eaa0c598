"""The pages of made-up companies, asked without a network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.apps.web.reading import Seen, read
from tests.demo.making import make_workspace

ELSEWHERE = ("/team", "/data", "/metrics", "/static", "/theme")
"""Pages that are tested elsewhere."""

Visit = Callable[..., Seen]


def client_of(workspace: Workspace) -> TestClient:
    """Make a browser without a screen, for the pages of a workspace."""
    app = make_app(workspace.settings.folder, today=workspace.as_of)
    return TestClient(app, base_url="http://localhost")


def browse(folder: Path) -> TestClient:
    """Open a workspace as a browser does."""
    return TestClient(make_app(folder, today=lambda: AS_OF), base_url="http://localhost")


def text_of(html: str) -> str:
    """What a page says, without its tags, blanks run together."""
    body = html[html.index("<main") :] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company that `lievik demo` makes."""
    return make_workspace(tmp_path_factory.mktemp("kovotech"))


@pytest.fixture(scope="session")
def demo_site(demo: Workspace) -> TestClient:
    """Its pages."""
    return client_of(demo)


@pytest.fixture
def visit(demo_site: TestClient) -> Visit:
    """Look at a page of the demo company, in English."""
    return visitor(demo_site)


def visitor(client: TestClient) -> Visit:
    """Give somebody who looks at pages in English."""

    def look(path: str, *, status: int = 200, **asked: str) -> Seen:
        more = urlencode({"lang": "en", **asked})
        answer = client.get(f"{path}{'&' if '?' in path else '?'}{more}")
        assert answer.status_code == status, answer.text
        return read(answer.text)

    return look


@pytest.fixture(scope="session")
def one_deal(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Pages of a company that has told of a single deal."""
    folder = tmp_path_factory.mktemp("one")
    workspace = Workspace.create(folder / "workspace", today=AS_OF, as_of=AS_OF)
    deals = folder / "deals.csv"
    deals.write_text(
        "Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Create Date,Close Date\n"
        "1,First,Eva Malá,Proposal,1000,2026-05-04,2026-07-10\n",
        encoding="utf-8",
    )
    workspace.accept(workspace.propose([deals]), [deals], now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))
    return client_of(workspace)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Pages of a workspace that nothing came into."""
    return client_of(Workspace.create(tmp_path_factory.mktemp("empty") / "workspace", today=AS_OF, as_of=AS_OF))


@pytest.fixture(scope="session")
def tiny_site(company: Path) -> TestClient:
    """The tiny company's pages."""
    return browse(company)


@pytest.fixture
def own_folder(company: Path, tmp_path: Path) -> Path:
    """The tiny company's workspace, for one test alone."""
    return shutil.copytree(company, tmp_path / "own")


@pytest.fixture
def own_site(own_folder: Path) -> TestClient:
    """Its pages."""
    return browse(own_folder)


@pytest.fixture(scope="session")
def links_of() -> Callable[[str], list[str]]:
    """Give the addresses within the site that a page leads to."""
    return lambda html: [unescape(href) for href in re.findall(r'<a [^>]*href="(/[^"#]*)', html)]
