"""The pages of made-up companies, asked without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.apps.web.reading import Seen, read
from tests.demo.making import make_workspace

Visit = Callable[..., Seen]


def client_of(workspace: Workspace) -> TestClient:
    """Make a browser without a screen, for the pages of a workspace."""
    app = make_app(workspace.settings.folder, today=workspace.as_of)
    return TestClient(app, base_url="http://localhost")


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


@pytest.fixture
def one_deal(tmp_path: Path) -> TestClient:
    """Pages of a company that has told of a single deal."""
    folder = tmp_path / "one"
    workspace = Workspace.create(folder, today=AS_OF, as_of=AS_OF)
    deals = tmp_path / "deals.csv"
    deals.write_text(
        "Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Create Date,Close Date\n"
        "1,First,Eva Malá,Proposal,1000,2026-05-04,2026-07-10\n",
        encoding="utf-8",
    )
    workspace.accept(workspace.propose([deals]), [deals], now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))
    return client_of(workspace)


@pytest.fixture
def empty_site(tmp_path: Path) -> TestClient:
    """Pages of a workspace that nothing came into."""
    return client_of(Workspace.create(tmp_path / "empty", today=AS_OF, as_of=AS_OF))
