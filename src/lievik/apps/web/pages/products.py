"""Products: what was sold of each, what moved revenue, and who may buy what next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.listing import listed
from lievik.apps.web.options import choice
from lievik.apps.web.parts import Figure, Nothing, Page, Panel, words
from lievik.apps.web.unknown_filter import page_without_filter
from lievik.errors import DimensionError
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.products import EffectSteps, ProductBars
from lievik.report.views.products_view import ProductsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.model.products import ProductRow
    from lievik.planner.request_words import Said

_PAIRS = 10
_CANDIDATES = 15


def products(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: products cannot be brought together that way.
        RequestError: the question cannot be answered as it was asked.
    """
    said: Said = {**visit.asked.compared, "by": visit.asked.one("by", "product")}
    try:
        found = visit.workspace.products(has_next=True, as_of=visit.since, **said)
    except DimensionError as error:
        return page_without_filter(visit, visit.say("Products"), "products", error)
    view = ProductsView(catalogue=visit.catalogue, language=visit.language, found=found)
    return Page(
        title=visit.say("Products"),
        here="products",
        lead=view.title(),
        period=found.period,
        panels=tuple(_panels(visit, view)),
    )


def _panels(visit: Visit, view: ProductsView) -> Iterator[Panel]:
    title = visit.say("Revenue by product, net of returns")
    if not view.is_answered:
        parts = tuple(_nothing(view)) if view.found.reason else (Nothing(text=view.nothing()),)
        yield Panel(name="products", title=title, parts=(_splits(visit), *parts))
    else:
        yield Panel(name="products", title=title, parts=tuple(_sold(visit, view)))
        yield Panel(name="moved", title=view.moved_title(), lead=view.words.change(), parts=tuple(_moved(visit, view)))
    if not view.found.reason:
        yield Panel(name="next", title=view.next_title(), parts=tuple(_next(view)))


def _nothing(view: ProductsView) -> Iterable[Part]:
    """Why there is nothing to tell."""
    yield words(view.summary())


def _splits(visit: Visit) -> Part:
    """By product or by family."""
    titles = [
        (name, visit.language.text(visit.catalogue.dimension(name).titles)) for name in ("product", "product_family")
    ]
    return choice(visit, "by", visit.say("By"), titles, default="product", anchor="#products")


def _sold(visit: Visit, view: ProductsView) -> Iterator[Part]:
    """What was sold: in words, drawn, and as a table."""
    yield _splits(visit)
    yield words(view.summary())
    bars = ProductBars(language=visit.language, links=lambda row: _alone(visit, view, row))
    yield Figure(chart=bars.chart(view.found), has_table=False)
    yield from listed(visit, view.found.rows, view.products, visit.say("Revenue by product, net of returns"))


def _alone(visit: Visit, view: ProductsView, row: ProductRow) -> str:
    """Where one product, or family, is looked at alone; nowhere for what has no name, or is alone already."""
    if row.name is None or len(view.found.rows) == 1:
        return ""
    split = view.found.split_by
    kept = [f"{dimension}={value}" for dimension, value in visit.asked.where if dimension != split]
    return visit.href(where=[*kept, f"{split}={row.name}"], page=None)


def _moved(visit: Visit, view: ProductsView) -> Iterator[Part]:
    """What the change is made of: drawn, as a table, and what that means."""
    yield Figure(chart=EffectSteps(language=visit.language).chart(view.found), has_table=False)
    yield from listed(visit, view.found.rows, view.moved, view.moved_title())
    yield words((Bullets(items=view.words.meanings()),))


def _next(view: ProductsView) -> Iterator[Part]:
    """Who may buy what next: the pairs that say so, and the accounts."""
    found = view.found.next
    if found is None:
        return
    yield words((Bullets(items=tuple(view.words.next_told())),))
    if not found.pairings:
        return
    yield words((view.pairings(found.pairings[:_PAIRS]),), caption=view.next_title(), is_quiet=True)
    heading = view.candidates_title()
    yield words((view.candidates(found.candidates[:_CANDIDATES]),), caption=heading)
    if found.count > _CANDIDATES:
        yield words((Paragraph(text=view.more(found.count - _CANDIDATES), style="dim"),))
