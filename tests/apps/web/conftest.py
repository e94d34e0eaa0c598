"""Workspaces in a browser's eyes: a small made-up company, the tiny one, and one that nothing came into."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.sources.demo import AS_OF as DEMO_AS_OF
from lievik.workspace import Workspace
from tests.demo.making import make_workspace
from tests.tiny_company.by_hand import AS_OF

HOST = "http://localhost"


def browse(folder: Path) -> TestClient:
    """Open a workspace as a browser does."""
    return TestClient(make_app(folder, today=lambda: AS_OF), base_url=HOST)


def text_of(html: str) -> str:
    """What a page says, without its tags, blanks run together."""
    body = html[html.index("<main") :] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up company of two hundred deals."""
    return make_workspace(tmp_path_factory.mktemp("demo-site"), deals=200).settings.folder


@pytest.fixture(scope="session")
def demo_site(demo_folder: Path) -> TestClient:
    """That company's pages."""
    return TestClient(make_app(demo_folder, today=lambda: DEMO_AS_OF), base_url=HOST)


@pytest.fixture(scope="session")
def tiny_site(company: Path) -> TestClient:
    """The tiny company's pages."""
    return browse(company)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Pages of a workspace that nothing came into."""
    folder = tmp_path_factory.mktemp("empty-site")
    Workspace.create(folder, today=AS_OF)
    return browse(folder)


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
