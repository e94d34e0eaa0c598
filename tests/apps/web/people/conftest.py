"""A small demo company's pages, and ways to read a page."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.apps.web.people.reading import Page, Visitor
from tests.demo.making import make_workspace


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A company of 400 deals."""
    return make_workspace(tmp_path_factory.mktemp("demo-site"), deals=400)


@pytest.fixture(scope="session")
def demo_site(demo_workspace: Workspace) -> Visitor:
    """Somebody who looks at its pages."""
    return visitor(demo_workspace)


def visitor(workspace: Workspace) -> Visitor:
    """Give somebody who looks at the pages of a workspace, in English."""
    app = make_app(workspace.settings.folder, today=lambda: AS_OF)
    client = TestClient(app, base_url="http://localhost", headers={"accept-language": "en"})

    def look(address: str) -> Page:
        answer = client.get(address)
        client.cookies.clear()
        return Page(status=answer.status_code, html=answer.text)

    return look
