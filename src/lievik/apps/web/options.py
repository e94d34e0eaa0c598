"""What a page can be asked beside the usual, as a form: days to choose, numbers to type, one of several names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lievik.apps.web.parts import Choice, Link, Template
from lievik.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lievik.apps.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes:
        name: as it stands in the address.
        options: value and title of what can be chosen; typed in where there are none.
        least, most: of a number.
    """

    name: str
    label: str
    value: str = ""
    kind: Literal["date", "number", "text", "select"] = "text"
    options: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None


def form(visit: Visit, *fields: Field) -> Template:
    """Make a form of a page's own options; everything else that was asked is carried along."""
    hidden = visit.asked.hidden("page", *(field.name for field in fields))
    return Template(name="options.html", data={"fields": fields, "hidden": hidden})


def choice(  # noqa: PLR0913 - what a choice is made of
    visit: Visit,
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    default: str = "",
    chosen: str = "",
    anchor: str = "",
) -> Choice:
    """Make a choice of a few ways to look, as links; whichever is taken, a list begins at its first page again.

    Args:
        visit: who asks.
        name: as it stands in the address.
        label: before the links.
        options: value and title.
        default: the value that is meant where the address says nothing; it is left out there.
        chosen: the one in use; left out for what the address says.
        anchor: the panel to come back to.
    """
    shown = chosen or visit.asked.one(name, default)
    links = tuple(
        Link(
            text=title,
            href=f"{visit.href(**{name: None if value == default else value, 'page': None})}{anchor}",
            is_here=value == shown,
        )
        for value, title in options
    )
    return Choice(label=label, links=links)


def split_field(visit: Visit, names: Iterable[str]) -> Field:
    """The dimensions that a page can be split by; those that tell nothing apart are left out."""
    chosen = visit.asked.one("by")
    offered = [name for name in names if name == chosen or _tells_apart(visit, name)]
    if chosen and chosen not in offered:
        offered.append(chosen)
    known = visit.catalogue.dimensions
    titles = [(name, visit.language.text(known[name].titles) if name in known else name) for name in offered]
    options = (("", visit.say("the whole alone")), *titles)
    return Field(name="by", label=visit.say("Split by"), kind="select", value=chosen, options=options)


def _tells_apart(visit: Visit, name: str) -> bool:
    return name in visit.catalogue.dimensions and len(visit.workspace.values(name, 2)) > 1


def whole_number(typed: str, default: int, *, most: int) -> int:
    """Read a number out of an address.

    Raises:
        RequestError: it is none, or out of bounds.
    """
    if not typed:
        return default
    if not typed.isdecimal() or not 1 <= int(typed) <= most:
        raise RequestError(f"'{typed}' is not a number to choose here.", f"Give a whole number from 1 to {most}.")
    return int(typed)
