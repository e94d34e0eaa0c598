"""Which pages there are, and the way between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.apps.web.downloads import Download, quality_file, records_file
from lievik.apps.web.pages.accounts import accounts, contacts, targets
from lievik.apps.web.pages.data import data
from lievik.apps.web.pages.focus import focus
from lievik.apps.web.pages.metric import metric
from lievik.apps.web.pages.pipeline.bridge import bridge
from lievik.apps.web.pages.pipeline.coverage import coverage
from lievik.apps.web.pages.pipeline.deals import deals
from lievik.apps.web.pages.pipeline.funnel import funnel
from lievik.apps.web.pages.pipeline.overview import pipeline
from lievik.apps.web.pages.pipeline.slippage import slippage
from lievik.apps.web.pages.pipeline.stuck import stuck
from lievik.apps.web.pages.quality import quality
from lievik.apps.web.pages.records import records
from lievik.apps.web.pages.rep import rep
from lievik.apps.web.pages.run import run
from lievik.apps.web.pages.team import team
from lievik.language import mark

if TYPE_CHECKING:
    from lievik.apps.web.parts import Page
    from lievik.apps.web.visit import Visit

PAGES: Final[Mapping[str, Callable[[Visit], Page]]] = {
    "/": focus,
    "/team": team,
    "/team/{rep:path}": rep,
    "/data": data,
    "/data/quality": quality,
    "/data/runs/{run}": run,
    "/pipeline": pipeline,
    "/pipeline/funnel": funnel,
    "/pipeline/deals": deals,
    "/pipeline/stuck": stuck,
    "/pipeline/bridge": bridge,
    "/pipeline/slippage": slippage,
    "/pipeline/coverage": coverage,
    "/accounts": accounts,
    "/accounts/targets": targets,
    "/accounts/contacts": contacts,
    "/metrics/{metric}": metric,
    "/metrics/{metric}/records": records,
}
"""Address -> what makes the page. One that stands for many comes after those that it would hide."""

DOWNLOADS: Final[Mapping[str, Callable[[Visit], Download]]] = {
    "/data/quality.csv": quality_file,
    "/metrics/{metric}/records.csv": records_file,
}
"""Address -> what makes a file to take along."""


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
    ("data", "/data", mark("Data"), "database"),
    ("metrics", "/metrics", mark("Metrics"), "book-open"),
)


def entries(visit: Visit, here: str) -> list[Entry]:
    """Entries of the navigation; they carry the period and the filters along."""
    return [
        Entry(name=name, title=visit.say(title), href=visit.href(path), icon=icon, is_here=name == here)
        for name, path, title, icon in _ENTRIES
    ]
