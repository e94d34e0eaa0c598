"""`lievik bridge`: how the open pipeline of one day became that of another, movement by movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.bridge_records import bridge_records, flat_bridge_records

if TYPE_CHECKING:
    from lievik.model.bridge import BridgeAnswer


@click.command()
@click.option("--period", default="", help="Deals expected to close in it; else this quarter.")
@click.option("--from", "from_on", default="", metavar="DAY", help="The opening; else the day before the period.")
@click.option("--to", "to_on", default="", metavar="DAY", help="The closing; else the as-of day or the period's last.")
@click.option("--all", "is_all", is_flag=True, help="Every open deal, whenever it is expected to close.")
@click.option(
    "--by", multiple=True, metavar="DIM", help="Also by owner, team, product, ...", shell_complete=complete_dimension
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--list", "listed", default="", metavar="MOVEMENT", help="List the deals of won, pushed_out, new, ...")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def bridge(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    from_on: str,
    to_on: str,
    is_all: bool,
    by: tuple[str, ...],
    where: tuple[str, ...],
    listed: str,
    as_of: str | None,
    currency: str,
) -> None:
    """Show what came into the pipeline, what went out and what changed between two days.

    Opening and all movements together are the closing, to the cent.
    """
    found = session.workspace.bridge(
        from_on=from_on,
        to_on=to_on,
        is_all=is_all,
        listed=listed or ("" if session.is_for_people else "all"),
        as_of=as_of,
        period=period,
        by=read_list(by),
        where=read_filters(where),
        currency=currency,
    )
    session.write(bridge_answer(session, found, listed))


def bridge_answer(session: Session, found: BridgeAnswer, listed: str = "") -> Answer:
    """The bridge, in every form; or the deals of one movement for people."""
    from lievik.report.views.bridge_view import BridgeView

    catalogue = session.catalogue
    return Answer(
        kind="bridge",
        as_of=found.as_of,
        records=lambda: bridge_records(found),
        flat=lambda: flat_bridge_records(found),
        blocks=lambda language: BridgeView(catalogue=catalogue, language=language).blocks(found, listed),
    )
