"""Every page in every setting: no error, no barrier, no sideways scroll, and a table behind every chart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from urllib.parse import unquote

import pytest
from starlette.routing import compile_path

from lievik.apps.web.navigation import PAGES as THERE
from tests.browser.looking import FOUR, GRID, Looked, Setting
from tests.browser.page_list import KINDS, MAIN, PAGES, TROUBLES, spoken

pytestmark = pytest.mark.browser

Look = Callable[[Setting], Looked]

LOOKED_AT = [(path, setting) for path in MAIN for setting in FOUR] + list(zip(KINDS, cycle(FOUR), strict=False))


def test_every_page_is_looked_at() -> None:
    patterns = {path: compile_path(path)[0] for path in THERE}
    plain = [unquote(address.partition("?")[0]) for address in MAIN]
    found = [next(path for path, pattern in patterns.items() if pattern.match(address)) for address in plain]
    assert found == list(dict.fromkeys(found))
    assert set(found) == set(THERE)


@pytest.mark.parametrize(("path", "setting"), LOOKED_AT, ids=str)
def test_a_page_has_nothing_wrong_with_it(look: Look, demo_site: str, path: str, setting: Setting) -> None:
    assert_sound(look(setting), demo_site, path, setting)


@pytest.mark.soak
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("setting", GRID, ids=str)
def test_a_page_has_nothing_wrong_with_it_anywhere(look: Look, demo_site: str, path: str, setting: Setting) -> None:
    assert_sound(look(setting), demo_site, path, setting)


@pytest.mark.parametrize(("path", "setting"), list(zip(TROUBLES, cycle(FOUR), strict=False)), ids=str)
def test_a_page_that_says_what_went_wrong_is_a_page_too(
    look: Look, demo_site: str, path: str, setting: Setting
) -> None:
    looked = look(setting)
    assert looked.open(demo_site + spoken(path, setting.language)) == TROUBLES[path]
    looked.said.clear()  # the browser tells of the status
    assert looked.page.locator("main [role=alert], header .lead").count() == 1
    assert looked.page.get_by_role("heading", level=1).count() == 1
    assert looked.troubles() == []


def assert_sound(looked: Looked, site: str, path: str, setting: Setting) -> None:
    """Open a page and find nothing wrong with it."""
    assert looked.open(site + spoken(path, setting.language)) == 200
    assert looked.page.locator("html").get_attribute("lang") == setting.language
    assert looked.page.get_by_role("heading", level=1).count() == 1
    assert looked.troubles() == []
