"""`lievik leads`: which leads can be reached, by where they come from, and conversion with and without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.leads_records import flat_leads_records, leads_records

if TYPE_CHECKING:
    from lievik.model.leads import LeadsAnswer


@click.command()
@click.option("--period", default="", help="Created in 2026-Q2, last-quarter, ...; else the last four full quarters.")
@click.option("--by", multiple=True, metavar="DIM", help="One dimension, such as owner; else the source.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@common
def leads(session: Session, *, period: str, by: tuple[str, ...], where: tuple[str, ...], as_of: str | None) -> None:
    """Show which leads can be reached by their addresses, by source, and conversion with and without the others.

    Those with the most unreachable leads come first. lievik quality --list lead_unreachable lists them.
    """
    found = session.workspace.leads(as_of=as_of, period=period, by=read_list(by), where=read_filters(where))
    session.write(leads_answer(session, found))


def leads_answer(session: Session, found: LeadsAnswer) -> Answer:
    """How good leads are, in every form."""
    from lievik.report.views.leads_view import LeadsView

    catalogue = session.catalogue
    return Answer(
        kind="leads",
        as_of=found.as_of,
        records=lambda: leads_records(found),
        flat=lambda: flat_leads_records(found),
        blocks=lambda language: LeadsView(catalogue=catalogue, language=language, found=found).blocks(),
    )
