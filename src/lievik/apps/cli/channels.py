"""`lievik channels`: channels side by side, by what they brought and cost, and where the next euro goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.channels_records import channels_records, flat_channels_records

if TYPE_CHECKING:
    from lievik.model.channels import ChannelsAnswer


@click.command()
@click.option("--period", default="", help="Of leads' creation; else the last four full quarters that are old enough.")
@click.option("--by", default="channel", metavar="DIM", help="channel, lead_source or campaign.")
@click.option(
    "--attribution", default="first", metavar="HOW", help="Which touch is credited: first, last, linear, u, w."
)
@click.option("--costs", multiple=True, metavar="CATEGORY", help="Only these categories of costs.")
@click.option("--without-costs", multiple=True, metavar="CATEGORY", help="Not these categories of costs.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def channels(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    by: str,
    attribution: str,
    costs: tuple[str, ...],
    without_costs: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Set channels side by side: leads, deals, revenue, cost, CAC and ROI, and where the next euro goes."""
    found = session.workspace.channels(
        choosing={
            "attribution": attribution,
            "split_by": by,
            "costs": read_list(costs),
            "without_costs": read_list(without_costs),
        },
        as_of=as_of,
        period=period,
        where=read_filters(where),
        currency=currency,
    )
    session.write(channels_answer(session, found))


def channels_answer(session: Session, found: ChannelsAnswer) -> Answer:
    """Channels side by side, in every form."""
    from lievik.report.views.channels_view import ChannelsView

    catalogue = session.catalogue
    return Answer(
        kind="channels",
        as_of=found.as_of,
        records=lambda: channels_records(found),
        flat=lambda: flat_channels_records(found),
        blocks=lambda language: ChannelsView(catalogue=catalogue, language=language, found=found).blocks(),
    )
