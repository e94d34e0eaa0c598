"""`lievik customers`: who came, left, came back, pays more or less, and by which source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.customer_records import customer_records, flat_customer_records

if TYPE_CHECKING:
    from lievik.model.customer_moves import CustomersAnswer


@click.command()
@click.option("--period", default="", help="2026, last-quarter, ...; else the last twelve full months.")
@click.option("--grain", default="", help="Told by month, quarter, half or year; else by month.")
@click.option(
    "--by",
    multiple=True,
    metavar="DIM",
    help="Also by owner, industry, ... or cohort.",
    shell_complete=complete_dimension,
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these customers; may be given several times.")
@click.option(
    "--list",
    "listed",
    default="",
    metavar="MOVEMENT",
    help="List who moved: new, churn, ... or all; or disagree: whom sources differ on.",
)
@click.option(
    "--window", type=click.IntRange(min=0), help="Back within so many days is an early return; else as in lievik.toml."
)
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def customers(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    grain: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    listed: str,
    window: int | None,
    as_of: str | None,
    currency: str,
) -> None:
    """Show what moved among customers: who came, left, came back, pays more or less, and where sources disagree."""
    found = session.workspace.customers(
        window=window,
        listed=listed,
        as_of=as_of,
        period=period,
        grain=grain,
        by=read_list(by),
        where=read_filters(where),
        currency=currency,
    )
    session.write(customers_answer(session, found))


def customers_answer(session: Session, found: CustomersAnswer) -> Answer:
    """Movements of customers, in every form."""
    from lievik.report.views.customer_view import CustomerView

    catalogue = session.catalogue
    return Answer(
        kind="customers",
        as_of=found.as_of,
        records=lambda: customer_records(found),
        flat=lambda: flat_customer_records(found),
        blocks=lambda language: CustomerView(catalogue=catalogue, language=language, found=found).blocks(),
    )
