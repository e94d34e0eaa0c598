"""A person at a page: finds things by what they say, and acts on them by mouse or by keyboard alone."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import urldefrag

from lievik.language import Language, language_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Means = Literal["mouse", "keyboard"]

MOST_TABS: Final = 400
MOST_ARROWS: Final = 40
IS_FOCUSED: Final = "element => element === document.activeElement"
OUTLINED: Final = """element => {
  const style = getComputedStyle(element);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
}"""


class Person:
    """Somebody who reads one language and has a mouse, or a keyboard."""

    def __init__(self, page: Page, site: str, language: str, means: Means) -> None:
        self.page = page
        self.site = site
        self.code = language
        self.means = means

    @cached_property
    def language(self) -> Language:
        """The language that is read."""
        return language_of(self.code)

    @property
    def address(self) -> str:
        """Where the person is, without the site."""
        return self.page.url.removeprefix(self.site)

    def say(self, message: str, **facts: object) -> str:
        """Say a message as the pages do."""
        return self.language.say(message, **facts)

    def come(self, address: str = "/") -> None:
        """Open an address, as one from a bookmark."""
        self.page.goto(f"{self.site}{address}{'&' if '?' in address else '?'}lang={self.code}")

    # ------------------------------------------------------------------------------------ finding

    def link(self, message: str, *, within: str = "body", exact: bool = True) -> Locator:
        """A link by what it says; the message is one of the pages', or a name."""
        return self._seen(self.page.locator(within).get_by_role("link", name=self.say(message), exact=exact))

    def button(self, message: str, *, within: str = "body", exact: bool = True) -> Locator:
        """A button by what it says."""
        return self._seen(self.page.locator(within).get_by_role("button", name=self.say(message), exact=exact))

    def field(self, label: str, *, within: str = "main") -> Locator:
        """A field by the start of its label."""
        pattern = re.compile(rf"^\s*{re.escape(self.say(label))}")
        return self._seen(self.page.locator(within).get_by_label(pattern))

    def fold(self, message: str, *, within: str = "body") -> Locator:
        """What opens something that is folded away."""
        summary = self.page.locator(within).locator("summary").filter(has_text=self.say(message))
        return self._seen(summary)

    @staticmethod
    def _seen(found: Locator) -> Locator:
        return found.locator("visible=true").first

    # ------------------------------------------------------------------------------------- acting

    def press(self, thing: Locator) -> None:
        """Press a link or a button, or open what is folded away."""
        if self.means == "mouse":
            thing.click()
        else:
            self.reach(thing)
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")

    def go(self, thing: Locator) -> None:
        """Press what leads to another address, and wait for it."""
        before = self.page.url
        self.press(thing)
        self._arrive(before)

    def follow(self, panel: str, name: str) -> None:
        """Follow what a chart says of one thing to where it leads; by keyboard the arrow keys go through it."""
        start = re.compile(rf"^{re.escape(self.say(name))}:")
        if self.means == "mouse":
            self.go(self._seen(self.page.locator(panel).get_by_role("link", name=start)))
            return
        self.reach(self._seen(self.page.locator(f"{panel} svg[data-chart]")))
        tip = self.page.locator(".tip")
        for _ in range(MOST_ARROWS):
            self.page.keyboard.press("ArrowRight")
            if start.match(tip.inner_text()):
                before = self.page.url
                self.page.keyboard.press("Enter")
                self._arrive(before)
                return
        raise AssertionError(f"the arrow keys never come to {name}")

    def choose(self, field: Locator, wanted: str) -> None:
        """Choose an option by its value; on a page that answers at once the mouse is enough."""
        if self.means == "mouse":
            field.select_option(wanted)
            return
        self.reach(field)
        places = "(field, wanted) => [...field.options].findIndex(o => o.value === wanted) - field.selectedIndex"
        steps = field.evaluate(places, wanted)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.input_value() == wanted

    def choose_and_see(self, field: Locator, wanted: str) -> None:
        """Choose an option of what a page is asked at its top, and wait for the answer."""
        before = self.page.url
        self.choose(field, wanted)
        if self.means == "keyboard":
            assert self.page.url == before, "the page went away while an arrow key passed over an option"
            self.page.keyboard.press("Enter")
        self._arrive(before)

    def write(self, field: Locator, text: str) -> None:
        """Write into a field what shall stand there alone."""
        if self.means == "mouse":
            field.click()
        else:
            self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        assert field.input_value() == text

    def pick(self, field: Locator, day: date) -> None:
        """Write a day; browsers differ in which part comes first."""
        if self.means == "mouse":
            field.fill(day.isoformat())
            return
        for form in ("%d%m%Y", "%m%d%Y", "%Y%m%d"):
            self.reach(field)
            self.page.keyboard.type(day.strftime(form))
            if field.input_value() == day.isoformat():
                return
            while field.evaluate(IS_FOCUSED):  # Tab goes through the parts of a day
                self.page.keyboard.press("Shift+Tab")
        raise AssertionError(f"no way to type {day}")

    def reach(self, thing: Locator) -> None:
        """Press Tab until a thing has the focus, and find that it can be seen to have it."""
        thing.wait_for()
        element = thing.element_handle()
        assert element is not None
        if not self.page.evaluate("document.activeElement.closest('main, header')") and element.evaluate(
            "element => element.closest('main') !== null"
        ):
            self._skip_to_content()
        for _ in range(MOST_TABS):
            if element.evaluate(IS_FOCUSED):
                assert element.evaluate(OUTLINED), "nobody sees where the focus is"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {cast('object', thing)}")

    def _arrive(self, before: str) -> None:
        """Wait for another page than the one before; another place on the same page is none."""
        left = urldefrag(before).url
        self.page.wait_for_url(lambda address: urldefrag(address).url != left)

    def _skip_to_content(self) -> None:
        """Take the first link of the page, which leads past the navigation."""
        skip = self.page.locator("a.skip")
        for _ in range(2):
            self.page.keyboard.press("Tab")
            if skip.evaluate(IS_FOCUSED):
                self.page.keyboard.press("Enter")
                return
