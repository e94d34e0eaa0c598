"""A long list as a table, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from lievik.apps.web.paging import Paging
from lievik.apps.web.parts import Part, Template, words

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.report.blocks import Table

T = TypeVar("T")

_A_PAGE: Final = 50


def listed(visit: Visit, rows: Sequence[T], table: Callable[[Sequence[T]], Table], caption: str) -> tuple[Part, ...]:
    """The rows of the page that the address names, and the way to the others."""
    paging = Paging(total=len(rows), page=visit.asked.one("page"), size=_A_PAGE)
    shown = words((table(rows[paging.start : paging.end]),), caption=caption, is_quiet=True)
    if paging.pages == 1:
        return (shown,)
    data = {"of": caption, "pages": paging.links(visit), "range": paging.told(visit)}
    return shown, Template(name="paging.html", data=data)
