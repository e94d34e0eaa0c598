"""A long list, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Link

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Which part of a list is shown.

    Attributes:
        page: as the address says it; what is no page of the list counts as the nearest.
    """

    total: int
    page: str
    size: int = 50

    @property
    def pages(self) -> int:
        """How many pages there are; one where the list is empty."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page shown, from 1."""
        typed = int(self.page) if self.page.isdecimal() else 1
        return min(max(typed, 1), self.pages)

    @property
    def start(self) -> int:
        """Place of the first row shown."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """Place after the last row shown."""
        return min(self.start + self.size, self.total)

    def told(self, visit: Visit) -> str:
        """Which rows are shown, of how many; empty where all are."""
        if self.pages == 1:
            return ""
        count = visit.language.count
        return visit.say(
            "{first}–{last} of {total}", first=count(self.start + 1), last=count(self.end), total=count(self.total)
        )

    def links(self, visit: Visit) -> tuple[Link, ...]:
        """The page before and the page after, where there are."""
        before = (visit.say("Previous"), self.number - 1) if self.number > 1 else None
        after = (visit.say("Next"), self.number + 1) if self.number < self.pages else None
        return tuple(Link(text=text, href=visit.href(page=number)) for text, number in filter(None, (before, after)))
