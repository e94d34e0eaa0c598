"""A page, opened as a person would, and all that is wrong with it: errors, reports, barriers, sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
BARE_CHARTS: Final = (
    "[...document.querySelectorAll('figure.figure')].filter(f => !f.closest('section').querySelector('table')).length"
)
REPORTS: Final = (
    "window.reported = []; addEventListener('securitypolicyviolation', e => window.reported.push(e.violatedDirective))"
)
PATIENCE: Final = 120_000
"""Milliseconds that a page may take on a machine that does much else."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How somebody looks: language, theme, how wide."""

    language: str
    theme: str
    width: int

    def __str__(self) -> str:
        """Name it for a test."""
        return f"{self.language}-{self.theme}-{self.width}"


FOUR: Final = (
    Setting(language="sk", theme="light", width=390),
    Setting(language="en", theme="dark", width=390),
    Setting(language="sk", theme="dark", width=1280),
    Setting(language="en", theme="light", width=1280),
)
GRID: Final = tuple(
    Setting(language=language, theme=theme, width=width)
    for language, theme, width in product(("en", "sk"), ("light", "dark"), (320, 390, 768, 1024, 1280, 1920, 2560))
)


@dataclass
class Looked:
    """A page that is open, and what its console said."""

    page: Page
    said: list[str] = field(default_factory=list)

    def open(self, address: str) -> int:
        """Open an address; gives the status of the answer."""
        self.said.clear()
        response = self.page.goto(address)
        self.page.wait_for_load_state("load")
        assert response is not None
        return response.status

    def troubles(self) -> list[str]:
        """Everything that is wrong with the page as it is now."""
        page = self.page
        found = [*self.said, *(f"policy: {kind}" for kind in page.evaluate("window.reported"))]
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide > room:
            found.append(f"scrolls sideways: {wide} > {room}")
        if without := page.evaluate(BARE_CHARTS):
            found.append(f"{without} charts without a table")
        for violation in Axe().run(page, options=RULES).response["violations"]:
            where = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            found.append(f"{violation['id']}: {violation['help']} at {where}")
        return found


@contextmanager
def looking(browser: Browser, setting: Setting, *, scripts: bool = True) -> Iterator[Looked]:
    """Look at pages in a setting, with nothing remembered from before."""
    context = browser.new_context(
        viewport={"width": setting.width, "height": 900},
        color_scheme="dark" if setting.theme == "dark" else "light",
        locale={"en": "en-GB", "sk": "sk-SK"}[setting.language],
        java_script_enabled=scripts,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    looked = Looked(page)
    page.add_init_script(REPORTS)
    page.on(
        "console", lambda message: looked.said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: looked.said.append(str(error)))
    try:
        yield looked
    finally:
        context.close()
