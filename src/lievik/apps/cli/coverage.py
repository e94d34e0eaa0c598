"""`lievik coverage`: whether the open deals are enough for a period, by several measures, each with how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.coverage_records import coverage_records, flat_coverage_records

if TYPE_CHECKING:
    from lievik.model.coverage import CoverageAnswer


@click.command()
@click.option("--period", default="", help="2026-Q3, this-quarter, next-quarter, ...; else the quarter of tomorrow.")
@click.option("--week", type=click.IntRange(1, 53), default=3, help="Whose pipeline starting coverage is frozen at.")
@click.option(
    "--by", type=click.Choice(("owner", "team", "manager", "region")), default=None, help="Also split by this."
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def coverage(session: Session, *, week: int, where: tuple[str, ...], **said: str | None) -> None:
    """Show whether the open deals are enough for a period, and what this company in fact needed in earlier ones."""
    found = session.workspace.coverage(
        week=week,
        period=said["period"] or "",
        by=said["by"] or (),
        where=read_filters(where),
        currency=said["currency"] or "",
        as_of=said["as_of"],
    )
    if not said["period"]:
        chosen = session.language.period_title(found.period)
        session.note(session.language.say("{period}: the quarter of tomorrow; --period names another.", period=chosen))
    session.write(coverage_answer(session, found))


def coverage_answer(session: Session, found: CoverageAnswer) -> Answer:
    """Coverage in every form."""
    from lievik.report.views.coverage_view import CoverageView

    catalogue = session.catalogue
    return Answer(
        kind="coverage",
        as_of=found.as_of,
        records=lambda: coverage_records(found),
        flat=lambda: flat_coverage_records(found),
        blocks=lambda language: CoverageView(catalogue=catalogue, language=language, found=found).blocks(),
    )
