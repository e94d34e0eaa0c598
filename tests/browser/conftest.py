"""A browser, and workspaces that are served for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lievik.sources.demo import AS_OF, KNOWN_AT
from lievik.workspace import Workspace
from tests.browser.looking import Looked, Setting, looking
from tests.browser.serving import served
from tests.demo.making import make_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser(require: Callable[[str, str], None]) -> Iterator[Browser]:
    """Debian's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        require("chromium", "install it (Debian and Ubuntu: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def look(browser: Browser) -> Iterator[Callable[[Setting], Looked]]:
    """Give `look(setting)`, a page to open addresses in; one a setting, as opening a browser anew takes long."""
    opened: dict[Setting, Looked] = {}
    with ExitStack() as stack:

        def at(setting: Setting) -> Looked:
            if setting not in opened:
                opened[setting] = stack.enter_context(looking(browser, setting))
            return opened[setting]

        yield at


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo company in a workspace; nobody decides anything in it."""
    return make_workspace(tmp_path_factory.mktemp("demo")).settings.folder


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Give `serve(folder)`, the address of a workspace's pages; a folder is served once."""
    addresses: dict[Path, str] = {}
    with ExitStack() as stack:

        def address(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(served(folder))
            return addresses[folder]

        yield address


@pytest.fixture(scope="session")
def demo_site(demo_folder: Path, serve: Callable[[Path], str]) -> str:
    """Address of the demo company's pages."""
    return serve(demo_folder)


@pytest.fixture(scope="session")
def decided(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company after it set two targets, one of which it reached; people may decide more in it."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("decided") / "workspace")
    workspace = Workspace.open(folder, today=AS_OF)
    workspace.aims.set("win_rate", "90%", period="2026-06", now=KNOWN_AT, by="test")
    workspace.aims.set("average_deal_size", "1000", period="2026-06", now=KNOWN_AT, by="test")
    return workspace


@pytest.fixture(scope="session")
def decided_site(decided: Workspace, serve: Callable[[Path], str]) -> str:
    """Address of its pages."""
    return serve(decided.settings.folder)
