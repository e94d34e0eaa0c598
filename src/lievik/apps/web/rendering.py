"""A page → HTML, by templates; one environment a language, made once.

Templates hold no arithmetic: what they write was written by `language` before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lievik.apps.web.figure_drawing import drawn
from lievik.language import LANGUAGES, language_of

if TYPE_CHECKING:
    from lievik.apps.web.parts import Page
    from lievik.apps.web.visit import Visit
    from lievik.report.blocks import Cell, Column

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"

_SHORT: Final = 14
"""A column whose text may take several lines is a long one where it is wider than so many letters."""

_ADDRESSES: Final = {"account": "/accounts/{key}", "rep": "/team/{key}", "run": "/data/runs/{key}"}
"""Kind of what a cell is about -> the page of its own."""

_LISTS: Final = {
    "movement": ("/pipeline/bridge", "list", ("from", "to", "all")),
    "stage": ("/pipeline/deals", "stage", ("mode",)),
    "stuck": ("/pipeline/stuck", "stage", ("working_days",)),
}
"""Kind of what a cell is about -> the page that lists its deals, the name that chooses them, and what is kept."""


_SIGNED_MONEY: Final = re.compile(r"(?<=[+−])(?=[€$£¥])")
"""Between a sign and a currency a line would break, and the sign be left behind."""


@cache
def environment(code: str) -> Environment:
    """Templates that speak one language."""
    language = language_of(code)
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(say=language.say, say_many=language.say_many, language=language)
    made.globals.update(icon=icon, drawn=drawn, asset=asset, kinds_of=kinds_of, zip=zip)
    return made


def render(page: Page, visit: Visit, **around: object) -> str:
    """Write a page out.

    Args:
        page: what stands on it.
        visit: who asked for what.
        around: what the layout needs beside it.
    """
    template = environment(visit.language.code).get_template(page.template)
    html = template.render(page=page, visit=visit, cell_href=lambda cell: cell_href(cell, visit), **around)
    return _SIGNED_MONEY.sub("\N{WORD JOINER}", html)


@cache
def icon(name: str, title: str = "") -> Markup:
    """An icon, drawn into the page; without a title it is only for show."""
    text = (HERE / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip()
    about = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" viewBox="0 0 24 24" width="18" height="18" {}>{}</svg>').format(
        about,
        Markup(inner),  # noqa: S704 - a file of ours
    )


def kinds_of(columns: Sequence[Column]) -> list[tuple[str, bool]]:
    """The class of each column's cells, and whether they name their rows."""
    kinds = (
        "num" if each.is_number else "whole" if not each.wraps else "long" if each.least > _SHORT else ""
        for each in columns
    )
    return [(kind, not at and not each.is_number) for at, (kind, each) in enumerate(zip(kinds, columns, strict=True))]


@cache
def asset(name: str) -> str:
    """Address of a file beside the pages; it changes when the file does."""
    from hashlib import sha256

    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def cell_href(cell: Cell, visit: Visit) -> str:
    """Where a cell leads that is about something; empty where it is about nothing that has a page."""
    about = cell.about
    if about is None:
        return ""
    if about.kind in _LISTS:
        path, name, kept = _LISTS[about.kind]
        said = {each: visit.asked.many(each) for each in kept}
        return visit.href(path, **{name: about.key, "pipeline": about.within or None}, **said)
    if about.kind == "metric":
        return visit.metric_href(about.key)
    if about.kind == "record":
        name, part, measure = about.within.split("/")
        return visit.records_href(name, part=part, measure=measure, q=about.key)
    if about.kind == "fault":
        return visit.fault_href(about.key, about.within)
    address = _ADDRESSES.get(about.kind)
    return visit.href(address.format(key=about.key)) if address else ""


def other_languages(visit: Visit) -> list[tuple[str, str]]:
    """Languages that the page can be read in too: code and address."""
    return [(code, visit.href(lang=code)) for code in LANGUAGES if code != visit.language.code]
