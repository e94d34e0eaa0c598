"""Every link of every page leads somewhere, in both languages; asked without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from itertools import cycle
from urllib.error import HTTPError
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from starlette.routing import compile_path

from lievik.apps.web.navigation import DOWNLOADS
from lievik.apps.web.navigation import PAGES as THERE
from tests.browser.page_list import PAGES, TROUBLES, spoken

Kind = tuple[str, tuple[str, ...]]

_PATTERNS = {path: compile_path(path)[0] for path in (*DOWNLOADS, *THERE)}


class Read(HTMLParser):
    """Links of a page, places in it that can be led to, and where its forms are sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        found = {name: value or "" for name, value in attrs}
        self.places.add(found.get("id", ""))
        if tag == "a":
            self.links.add(found["href"])
        if tag == "form" and found.get("method") == "get":
            self.links.add(found["action"])


class Site:
    """Pages of a site, each asked for once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.read: dict[str, Read | int] = {}

    def ask(self, path: str) -> None:
        """Ask for a page, unless it was asked for before."""
        if path in self.read:
            return
        try:
            with urlopen(self.address + path, timeout=180) as answer:  # noqa: S310 - our own server
                kind, text = answer.headers["content-type"], answer.read().decode("utf-8-sig")
        except HTTPError as error:
            self.read[path] = error.code
            return
        self.read[path] = Read(text) if kind.startswith("text/html") else Read("")

    def ask_all(self, paths: Iterable[str]) -> None:
        """Ask for pages, several at a time as several people would."""
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.ask, paths))

    def links(self, path: str) -> Iterator[str]:
        """Where a page leads within the site."""
        page = self.read[path]
        assert isinstance(page, Read), f"{path}: {page}"
        for link in page.links:
            whole = urljoin(self.address + path, link)
            assert whole.startswith(self.address), f"{path} leads out of the site: {link}"
            yield whole.removeprefix(self.address)

    def astray(self, links: Iterable[str]) -> list[str]:
        """Links that lead nowhere, or to a place that the page has not."""
        found = []
        for link in sorted(links):
            path, place = urldefrag(link)
            page = self.read[path]
            if not isinstance(page, Read):
                found.append(f"{link}: {page}")
            elif place and place not in page.places:
                found.append(f"{link}: no such place")
        return found


def test_every_kind_of_link_leads_somewhere(demo_site: str) -> None:
    """Of links that are alike one is followed, from pages in both languages."""
    site = Site(demo_site)
    links = _links_of(
        site, [spoken(path, language) for path, language in zip(PAGES, cycle(("en", "sk")), strict=False)]
    )
    first: dict[Kind, str] = {}
    for link in links:
        first.setdefault(_kind(link), link)
    site.ask_all({urldefrag(link).url for link in first.values()})
    assert len(first) > 60
    assert site.astray(link for link in links if urldefrag(link).url in site.read) == []


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "sk"])
def test_every_link_leads_somewhere(demo_site: str, language: str) -> None:
    site = Site(demo_site)
    links = _links_of(site, [spoken(path, language) for path in PAGES])
    site.ask_all({urldefrag(link).url for link in links})
    assert site.astray(links) == []


def test_what_there_is_not_is_told_with_its_status(demo_site: str) -> None:
    site = Site(demo_site)
    site.ask_all(TROUBLES)
    assert {path: site.read[path] for path in TROUBLES} == TROUBLES


def _links_of(site: Site, pages: list[str]) -> list[str]:
    """Where pages lead."""
    site.ask_all(pages)
    return sorted({link for path in pages for link in site.links(path)})


def _kind(link: str) -> Kind:
    """What makes links alike: the page or file, whatever it is about, and what it is asked."""
    parts = urlsplit(link)
    pattern = next(place for place, known in _PATTERNS.items() if known.match(unquote(parts.path)))
    return pattern, tuple(sorted({name for name, _ in parse_qsl(parts.query)} - {"lang"}))
