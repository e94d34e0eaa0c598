"""A page as a person finds it: its texts, links, tables by caption, and panels by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qs, urlsplit

_VOID: Final = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect", "line", "polyline"})


@dataclass(kw_only=True)
class Seen:
    """What stands on a page.

    Attributes:
        links: address -> what the link says, of every link.
        tables: caption -> rows of cells, the heading row first.
        panels: name -> everything that is said in it.
    """

    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    panels: dict[str, str] = field(default_factory=dict)
    headings: list[tuple[int, str]] = field(default_factory=list)

    def leads(self, text: str) -> str:
        """Where the first link that says this leads."""
        return next(address for address, said in self.links if said == text)


class _Reader(HTMLParser):
    """Goes through a page, remembering what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._rows: list[list[str]] = []
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, dict(attrs), []))
        if tag == "table":
            self._rows, self._caption = [], ""
        if tag == "tr":
            self._rows.append([])

    def handle_data(self, data: str) -> None:
        for _, _, said in self._open:
            said.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        opened, attributes, said = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        text = " ".join("".join(said).replace("\N{WORD JOINER}", "").split())
        if tag == "a":
            self.seen.links.append((attributes.get("href") or "", text))
        self._end_of_table(tag, text)
        if tag == "section":
            self.seen.panels[attributes.get("id") or ""] = text
        elif tag in {"h1", "h2", "h3", "h4"}:
            self.seen.headings.append((int(tag[1]), text))
        elif tag == "body":
            self.seen.text = text

    def _end_of_table(self, tag: str, text: str) -> None:
        if tag in {"th", "td"}:
            self._rows[-1].append(text)
        elif tag == "caption":
            self._caption = text
        elif tag == "table":
            self.seen.tables[self._caption] = self._rows


def read(html: str) -> Seen:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def one_of_each_kind(seen: Seen) -> list[str]:
    """One address of each page that a page links to, and of each set of names that it is asked with."""
    kinds: dict[tuple[str, frozenset[str]], str] = {}
    for address, said in seen.links:
        assert said, address
        found = urlsplit(address)
        kinds.setdefault((found.path, frozenset(parse_qs(found.query))), address.partition("#")[0])
    return list(kinds.values())
