"""Which pages there are, and the way between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from lievik.language import mark

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit

PAGES: Final[Mapping[str, str]] = {
    "/": "pages.focus:focus",
    "/pipeline": "pages.pipeline.overview:pipeline",
    "/pipeline/funnel": "pages.pipeline.funnel:funnel",
    "/pipeline/deals": "pages.pipeline.deals:deals",
    "/pipeline/stuck": "pages.pipeline.stuck:stuck",
    "/pipeline/bridge": "pages.pipeline.bridge:bridge",
    "/pipeline/slippage": "pages.pipeline.slippage:slippage",
    "/pipeline/coverage": "pages.pipeline.coverage:coverage",
    "/pipeline/velocity": "pages.pipeline.velocity:velocity",
    "/pipeline/curve": "pages.pipeline.curve:curve",
    "/customers/cohorts": "pages.cohorts:cohorts",
    "/accounts": "pages.accounts:accounts",
    "/accounts/targets": "pages.accounts:targets",
    "/accounts/contacts": "pages.accounts:contacts",
    "/accounts/{account:path}": "pages.account:account",
    "/products": "pages.products:products",
    "/channels": "pages.channels:channels",
    "/segments": "pages.segments:segments",
    "/segments/call": "pages.calling:calling",
    "/customers": "pages.customers:customers",
    "/team": "pages.team:team",
    "/team/{rep:path}": "pages.rep:rep",
    "/data": "pages.data:data",
    "/data/quality": "pages.quality:quality",
    "/data/runs/{run}": "pages.run:run",
    "/metrics": "pages.metrics:metrics",
    "/metrics/words": "pages.words:glossary",
    "/metrics/test": "pages.self_test:self_test",
    "/targets": "pages.decisions:decisions",
    "/metrics/{metric}": "pages.metric:metric",
    "/metrics/{metric}/records": "pages.records:records",
    "/metrics/{metric}/readings": "pages.readings:readings",
}
"""Address -> module and function that make the page. One that stands for many comes after those that it would hide."""

WITHOUT_DATA: Final = frozenset({"/metrics", "/metrics/words", "/metrics/test", "/targets"})
"""Pages that are there before anything came in."""

ACTIONS: Final[Mapping[str, str]] = {
    "/targets": "pages.decisions:decide",
}
"""Address that forms are sent to -> what does as they say: the address to go on to, or a page that says why not."""

DOWNLOADS: Final[Mapping[str, str]] = {
    "/data/quality.csv": "downloads:quality_file",
    "/segments/call.csv": "downloads:calling_file",
    "/metrics/{metric}/records.csv": "downloads:records_file",
}
"""Address -> what makes a file to take along."""


def loaded(place: str) -> Callable[..., Any]:
    """Load what makes a page, a file or a decision: `pages.focus:focus` -> the function."""
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"lievik.apps.web.{module}"), name)
    return found


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the navigation."""

    name: str
    title: str
    href: str
    icon: str
    is_here: bool


_ENTRIES: Final = (
    ("focus", "/", mark("Focus"), "gauge"),
    ("pipeline", "/pipeline", mark("Pipeline"), "funnel"),
    ("team", "/team", mark("Team"), "users"),
    ("accounts", "/accounts", mark("Accounts"), "building-2"),
    ("products", "/products", mark("Products"), "table-2"),
    ("channels", "/channels", mark("Channels"), "trending-up"),
    ("segments", "/segments", mark("Segments"), "target"),
    ("customers", "/customers", mark("Customers"), "arrow-left-right"),
    ("data", "/data", mark("Data"), "database"),
    ("metrics", "/metrics", mark("Metrics"), "book-open"),
)


def entries(visit: Visit, here: str) -> list[Entry]:
    """Entries of the navigation; they carry the period and the filters along."""
    return [
        Entry(name=name, title=visit.say(title), href=visit.href(path), icon=icon, is_here=name == here)
        for name, path, title, icon in _ENTRIES
    ]
