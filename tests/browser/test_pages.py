"""Every page in every setting: no error, no barrier, no sideways scroll, and a table behind every chart."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Setting, looking
from tests.browser.page_list import PAGES, TROUBLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FOUR = (
    Setting(language="sk", theme="light", width=390),
    Setting(language="en", theme="dark", width=390),
    Setting(language="sk", theme="dark", width=1280),
    Setting(language="en", theme="light", width=1280),
)
GRID = tuple(
    Setting(language=language, theme=theme, width=width)
    for language, theme, width in product(("en", "sk"), ("light", "dark"), (320, 390, 768, 1024, 1280, 1920, 2560))
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("setting", FOUR, ids=str)
def test_a_page_has_nothing_wrong_with_it(browser: Browser, demo_site: str, path: str, setting: Setting) -> None:
    _look_at(browser, demo_site, path, setting)


@pytest.mark.soak
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("setting", GRID, ids=str)
def test_a_page_has_nothing_wrong_with_it_anywhere(
    browser: Browser, demo_site: str, path: str, setting: Setting
) -> None:
    _look_at(browser, demo_site, path, setting)


@pytest.mark.parametrize("path", TROUBLES)
@pytest.mark.parametrize("setting", FOUR[1:3], ids=str)
def test_a_page_that_says_what_went_wrong_is_a_page_too(
    browser: Browser, demo_site: str, path: str, setting: Setting
) -> None:
    with looking(browser, setting) as looked:
        assert looked.open(f"{demo_site}{path}") == TROUBLES[path]
        looked.said.clear()  # the browser tells of the status
        assert looked.page.get_by_role("alert").count() + looked.page.get_by_role("heading", level=1).count()
        assert looked.troubles() == []


def _look_at(browser: Browser, site: str, path: str, setting: Setting) -> None:
    with looking(browser, setting) as looked:
        sign = "&" if "?" in path else "?"
        assert looked.open(f"{site}{path}{sign}lang={setting.language}") == 200
        assert looked.page.locator("html").get_attribute("lang") == setting.language
        assert looked.troubles() == []
