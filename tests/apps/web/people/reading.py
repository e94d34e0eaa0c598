"""A page, read as plain as it stands: its words, links, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import pairwise

_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What came back for an address."""

    status: int
    html: str

    @cached_property
    def main(self) -> str:
        """The page without what stands around every page."""
        _, _, rest = self.html.partition("<main")
        return rest.partition("</main>")[0]

    @cached_property
    def text(self) -> str:
        """The words of the page itself, with its title."""
        return words_of(self.html.partition('<header class="top">')[2])

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses of the page itself, with the words of the link."""
        return {unescape(href): words_of(inner) for href, inner in _LINK.findall(self.main)}

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of every heading, in order."""
        found = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", self.html, re.DOTALL)
        return [(int(level), words_of(inner)) for level, inner in found]

    def rows(self, panel: str) -> list[list[str]]:
        """Cells of every row of the tables in a panel, their heads left out."""
        section = self.html.partition(f'id="{panel}"')[2].partition("</section>")[0]
        bodies = re.findall(r"<tbody>(.*?)</tbody>", section, re.DOTALL)
        rows = re.findall(r"<tr\b[^>]*>(.*?)</tr>", "".join(bodies), re.DOTALL)
        return [[words_of(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]

    def card(self, title: str) -> str:
        """The words of a card."""
        cards = re.findall(r'<a class="card".*?</a>', self.main, re.DOTALL)
        (found,) = [words_of(card) for card in cards if f'<span class="label">{title}</span>' in card]
        return found


Visitor = Callable[[str], Page]
"""An address in, the page out."""


def words_of(html: str) -> str:
    """The words of a piece of a page, with single blanks."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def has_order(page: Page) -> bool:
    """Whether headings begin with the one title, and none skips a level."""
    levels = [level for level, _ in page.headings]
    return levels[:1] == [1] and levels.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def is_bare(page: Page) -> bool:
    """Whether no style and no script stands within the page."""
    return not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=", page.html)
