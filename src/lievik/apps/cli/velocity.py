"""`lievik velocity`: how much money the pipeline brings in per day, and what moved that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.drivers_records import flat_drivers_records, velocity_records

if TYPE_CHECKING:
    from lievik.model.drivers import VelocityAnswer


@click.command()
@click.option("--period", default="", help="2026-Q2, last-quarter, ...; else the last full quarter with data.")
@click.option("--compare", default="", metavar="previous|year|PERIOD", help="Compared with what; else the one before.")
@click.option("--by", multiple=True, metavar="DIM", help="Where each factor moved.", shell_complete=complete_dimension)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def velocity(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    compare: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Show how much money the pipeline brings in per day, beside what was won, and what moved it."""
    found = session.workspace.velocity(
        period=period,
        compare=compare,
        by=read_list(by),
        where=read_filters(where),
        as_of=as_of,
        currency=currency,
    )
    session.write(velocity_answer(session, found))


def velocity_answer(session: Session, found: VelocityAnswer) -> Answer:
    """Velocity, in every form."""
    from lievik.report.views.velocity_view import VelocityView

    catalogue = session.catalogue
    return Answer(
        kind="velocity",
        as_of=found.actual.as_of,
        records=lambda: velocity_records(found, catalogue),
        flat=lambda: [row for drivers in found.presets.values() for row in flat_drivers_records(drivers)],
        blocks=lambda language: VelocityView(catalogue=catalogue, language=language).blocks(found),
    )
