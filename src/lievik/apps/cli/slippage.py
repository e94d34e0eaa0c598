"""`lievik slippage`: what was put off, how often, and what part of the pipeline that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.slippage_records import flat_slippage_records, slippage_records

if TYPE_CHECKING:
    from lievik.model.slippage import SlippageAnswer


@click.command()
@click.option("--period", default="", help="2026-Q2, last-quarter, ...; else this quarter.")
@click.option("--from", "from_on", default="", metavar="DAY", help="After the end of this day.")
@click.option("--to", "to_on", default="", metavar="DAY", help="Up to the end of this day.")
@click.option("--unit", default="month", metavar="GRAIN", help="Put off is what left its month (or week, quarter).")
@click.option("--times", type=click.IntRange(min=1), default=3, help="List open deals put off so often or more.")
@click.option(
    "--by", multiple=True, metavar="DIM", help="Also by owner, team, product, ...", shell_complete=complete_dimension
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def slippage(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    from_on: str,
    to_on: str,
    unit: str,
    times: int,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Show what part of the pipeline was put off, by how much, and which deals again and again."""
    found = session.workspace.slippage(
        from_on=from_on,
        to_on=to_on,
        unit=unit,
        times=times,
        as_of=as_of,
        period=period,
        by=read_list(by),
        where=read_filters(where),
        currency=currency,
    )
    session.write(slippage_answer(session, found))


def slippage_answer(session: Session, found: SlippageAnswer) -> Answer:
    """Slippage, in every form."""
    from lievik.report.views.slippage_view import SlippageView

    catalogue = session.catalogue
    return Answer(
        kind="slippage",
        as_of=found.as_of,
        records=lambda: slippage_records(found),
        flat=lambda: flat_slippage_records(found),
        blocks=lambda language: SlippageView(catalogue=catalogue, language=language).blocks(found),
    )
