"""A box to search the page that it stands on, by its address alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.parts import Template

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def search_box(visit: Visit, typed: str, label: str) -> Template:
    """Make a search box.

    Args:
        visit: the page it stands on.
        typed: what was searched for.
        label: what can be found.
    """
    data = {"action": visit.asked.address, "typed": typed, "label": label, "hidden": visit.asked.hidden("q")}
    return Template(name="search.html", data={**data, "everything": visit.href(q=None)})
