"""Every page in every setting: no error, no barrier, no sideways scroll, and a table behind every chart."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Setting, looking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/metrics/win_rate",
    "/metrics/average_deal_size?by=industry",
    "/metrics/win_rate/records",
    "/no-such-page",
    "/metrics/win_rate?period=2026-13",
)
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


def _look_at(browser: Browser, site: str, path: str, setting: Setting) -> None:
    with looking(browser, setting) as looked:
        sign = "&" if "?" in path else "?"
        looked.open(f"{site}{path}{sign}lang={setting.language}")
        expected = ["console: Failed to load resource"]
        found = [trouble for trouble in looked.troubles() if not trouble.startswith(tuple(expected))]
    assert found == []
