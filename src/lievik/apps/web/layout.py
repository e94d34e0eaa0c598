"""A page and a visit → the whole document: navigation, controls, the page itself, in a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.filter_choice import chips, filter_choices
from lievik.apps.web.navigation import entries
from lievik.apps.web.period_choice import PeriodChoice, period_choices
from lievik.apps.web.rendering import environment, other_languages, render
from lievik.errors import LievikError
from lievik.language import told
from lievik.report.views.runs_view import stale_line

if TYPE_CHECKING:
    from lievik.apps.web.parts import Page
    from lievik.apps.web.visit import Visit
    from lievik.language import Language


def write(page: Page, visit: Visit, theme: str) -> bytes:
    """Write a page out, as bytes."""
    around = {
        "entries": entries(visit, page.here),
        "periods": _choices(page, visit),
        "filters": filter_choices(visit) if "where" in page.asks and not visit.is_empty else [],
        "chips": chips(visit),
        "languages": other_languages(visit),
        "theme": theme,
        "company": visit.workspace.settings.name,
        "as_of": visit.language.date(visit.workspace.as_of()),
        "stale": _stale(visit),
        "stale_href": visit.href("/data") + "#freshness",
    }
    return render(page, visit, **around).encode()


def _stale(visit: Visit) -> list[str]:
    """Sources that are asked by themselves and are old or failed, a line each; nothing where there are none such."""
    workspace, language = visit.workspace, visit.language
    if not workspace.settings.sources or visit.is_empty:
        return []
    try:
        found = workspace.freshness(visit.since).sources
    except LievikError:
        return []
    return [stale_line(each, language) for each in found if each.is_old or each.trouble]


def write_bare(error: LievikError, language: Language, theme: str) -> bytes:
    """Say why there are no pages at all: the workspace cannot be opened."""
    message, fix = told(error, language)
    return environment(language.code).get_template("bare.html").render(message=message, fix=fix, theme=theme).encode()


def _choices(page: Page, visit: Visit) -> list[PeriodChoice]:
    """Periods to choose from; none where the page heeds none or the one typed in cannot be read."""
    if "period" not in page.asks:
        return []
    try:
        return period_choices(visit, page.period, page.own_periods)
    except LievikError:
        return []
