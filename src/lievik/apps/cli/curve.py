"""`lievik curve`: the win rate as a curve, by days since creation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.model.win_curve import read_ages
from lievik.report.answer import Answer
from lievik.report.records.win_curve_records import flat_win_curve_records, win_curve_records

if TYPE_CHECKING:
    from lievik.model.win_curve import WinCurveAnswer


@click.command()
@click.option("--period", default="", help="Deals created in it: 2026, last-quarter, ...; else the last four quarters.")
@click.option("--grain", default="", help="Cohorts of a month, quarter, ...; else quarters.")
@click.option("--within", default="30,60,90,180", metavar="DAYS", help="Days since creation, comma-separated.")
@click.option(
    "--by", multiple=True, metavar="DIM", help="Also by owner, team, product, ...", shell_complete=complete_dimension
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@common
def curve(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    grain: str,
    within: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
) -> None:
    """Show what share of deals was won, lost and still open so many days after their creation, cohort by cohort."""
    found = session.workspace.win_curve(
        within=read_ages(within),
        as_of=as_of,
        period=period,
        grain=grain,
        by=read_list(by),
        where=read_filters(where),
    )
    session.write(curve_answer(session, found))


def curve_answer(session: Session, found: WinCurveAnswer) -> Answer:
    """The curve, in every form."""
    from lievik.report.views.win_curve_view import WinCurveView

    catalogue = session.catalogue
    return Answer(
        kind="curve",
        as_of=found.as_of,
        records=lambda: win_curve_records(found),
        flat=lambda: flat_win_curve_records(found),
        blocks=lambda language: WinCurveView(catalogue=catalogue, language=language, found=found).blocks(),
    )
