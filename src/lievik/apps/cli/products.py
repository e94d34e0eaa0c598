"""`lievik products`: what was sold of each product, what moved it, and who may buy what next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.products_records import flat_products_records, products_records

if TYPE_CHECKING:
    from lievik.model.products import ProductsAnswer


@click.command()
@click.option("--period", default="", help="2026-Q2, last-quarter, ...; else the last full quarter.")
@click.option("--compare", default="", metavar="PERIOD", help="previous, year or a period; else the one before.")
@click.option("--by", multiple=True, metavar="DIM", help="product or product_family; else product.")
@click.option("--next", "has_next", is_flag=True, help="Also who may buy what next.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def products(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    compare: str,
    by: tuple[str, ...],
    has_next: bool,
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Show revenue by product, net of returns, and what moved it: volume, mix, price, discount and more."""
    found = session.workspace.products(
        has_next=has_next,
        as_of=as_of,
        period=period,
        compare=compare,
        by=read_list(by),
        where=read_filters(where),
        currency=currency,
    )
    session.write(products_answer(session, found))


def products_answer(session: Session, found: ProductsAnswer) -> Answer:
    """Sales by product, in every form."""
    from lievik.report.views.products_view import ProductsView

    catalogue = session.catalogue
    return Answer(
        kind="products",
        as_of=found.as_of,
        records=lambda: products_records(found),
        flat=lambda: flat_products_records(found),
        blocks=lambda language: ProductsView(catalogue=catalogue, language=language, found=found).blocks(),
    )
