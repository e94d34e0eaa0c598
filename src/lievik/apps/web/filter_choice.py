"""What a page can be narrowed to: the values of the usual dimensions, and those in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.errors import LievikError
from lievik.report.views.leads_wording import group_label

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit

_DIMENSIONS: Final = ("team", "owner", "region", "industry", "product_family", "lead_source", "country", "deal_type")
_MOST: Final = 200


@dataclass(frozen=True, kw_only=True)
class FilterChoice:
    """One dimension with its values, in order; `chosen` is the one in use."""

    dimension: str
    title: str
    values: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter in use, and the address without it."""

    text: str
    href: str


def filter_choices(visit: Visit) -> list[FilterChoice]:
    """Offer the dimensions that tell anything apart; one that is in use stands among them whatever it is."""
    chosen = dict(visit.asked.where)
    names = dict.fromkeys((*_DIMENSIONS, *chosen))
    offered = [_choice(visit, name, chosen.get(name, "")) for name in names]
    return [choice for choice in offered if choice and (len(choice.values) > 1 or choice.chosen)]


def chips(visit: Visit) -> list[Chip]:
    """Name the filters in use."""
    found = []
    for dimension, value in visit.asked.where:
        rest = [f"{name}={kept}" for name, kept in visit.asked.where if (name, kept) != (dimension, value)]
        known = visit.catalogue.dimensions.get(dimension)
        title = visit.language.text(known.titles) if known else dimension
        label = group_label(dimension, value, visit.language)
        found.append(Chip(text=f"{title}: {label}", href=visit.href(where=rest)))
    return found


def _choice(visit: Visit, name: str, chosen: str) -> FilterChoice | None:
    try:
        values = visit.workspace.values(name, _MOST)
    except LievikError:
        return None
    if chosen and chosen not in values:
        values = (chosen, *values)
    title = visit.language.text(visit.catalogue.dimension(name).titles)
    return FilterChoice(dimension=name, title=title, values=values, chosen=chosen)
