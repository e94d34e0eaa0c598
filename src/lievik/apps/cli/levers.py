"""`lievik levers`: what would move a number, factor by factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_metric
from lievik.apps.cli.options import common, read_filters
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.levers_records import flat_levers_records, levers_records

if TYPE_CHECKING:
    from lievik.model.levers import LeversAnswer


@click.command()
@click.argument("metric", default="", metavar="[METRIC[:VARIANT]]", shell_complete=complete_metric)
@click.option("--period", default="", help="A quarter, like 2026-Q1; else the last one that is over and old enough.")
@click.option("--better", type=float, default=10, metavar="PERCENT", help="By how much each factor is better.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def levers(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    metric: str,
    period: str,
    better: float,
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Show what each factor of METRIC would bring if it were better, how often it got so, and which one is off.

    METRIC is a product or ratio of others; pipeline_velocity where none is named, pipeline_velocity:stock from open
    deals.
    """
    found = session.workspace.levers(
        metric, period=period, better=better, where=read_filters(where), as_of=as_of, currency=currency
    )
    session.write(levers_answer(session, found))


def levers_answer(session: Session, found: LeversAnswer) -> Answer:
    """Levers, in every form."""
    from lievik.report.views.levers_view import LeversView

    catalogue = session.catalogue
    return Answer(
        kind="levers",
        as_of=found.result.as_of,
        records=lambda: levers_records(found, catalogue),
        flat=lambda: flat_levers_records(found),
        blocks=lambda language: LeversView(catalogue=catalogue, language=language, found=found).blocks(),
    )
