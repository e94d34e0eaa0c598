"""`lievik funnel`: how far deals come, how long they wait and where, and which of them are stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.funnel_records import (
    flat_funnel_records,
    funnel_records,
    stage_deal_records,
    stuck_records,
)

if TYPE_CHECKING:
    from lievik.model.funnel import FunnelAnswer


@click.command()
@click.option("--period", default="", help="Deals created in it: 2026, 2026-Q2, ...; else the last four full quarters.")
@click.option("--pipeline", default="", metavar="NAME", help="Only this pipeline.")
@click.option("--by", multiple=True, metavar="DIM", help="Split by this.", shell_complete=complete_dimension)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these deals; may be given several times.")
@click.option(
    "--mode",
    default="reached",
    metavar="reached|strict|any",
    help="Stages that deals reached or went beyond; entered one after another; or were at any time.",
)
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@click.option("--working-days", is_flag=True, help="Count working days only.")
@click.option("--stuck", is_flag=True, help="List the deals that are stuck instead.")
@click.option("--list", "listed", default="", metavar="STAGE", help="List the deals that count for this stage instead.")
@common
def funnel(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    period: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    working_days: bool,
    stuck: bool,
    listed: str,
    pipeline: str,
    mode: str,
    **said: str | None,
) -> None:
    """Follow the deals created in a period through their stages.

    How far they come, what becomes of them, how long they wait, and which stage holds them up.
    """
    found = session.workspace.funnel(
        pipeline=pipeline,
        mode=mode,
        working_days=working_days,
        stuck=stuck,
        listed=listed,
        period=period,
        by=read_list(by),
        where=read_filters(where),
        currency=said["currency"] or "",
        as_of=said["as_of"],
    )
    if not period and not stuck:
        chosen = session.language.period_title(found.period)
        session.note(
            session.language.say(
                "{period}: the last four full quarters with data; --period names another.", period=chosen
            )
        )
    if listed:
        session.write(stage_answer(found))
    else:
        session.write(stuck_answer(found) if stuck else funnel_answer(session, found))


def funnel_answer(session: Session, found: FunnelAnswer) -> Answer:
    """Funnels, in every form."""
    from lievik.report.views.funnel_view import FunnelView

    catalogue = session.catalogue
    return Answer(
        kind="funnel",
        as_of=found.as_of,
        records=lambda: funnel_records(found),
        flat=lambda: flat_funnel_records(found),
        blocks=lambda language: FunnelView(catalogue=catalogue, language=language).blocks(found),
    )


def stuck_answer(found: FunnelAnswer) -> Answer:
    """Deals that are stuck, in every form."""
    from lievik.report.views.stuck_view import StuckView

    return Answer(
        kind="stuck",
        as_of=found.as_of,
        records=lambda: stuck_records(found),
        blocks=lambda language: StuckView(language=language).blocks(found),
    )


def stage_answer(found: FunnelAnswer) -> Answer:
    """Deals that count for a stage, in every form."""
    from lievik.report.views.stage_deals_view import StageDealsView

    return Answer(
        kind="stage_deals",
        as_of=found.as_of,
        records=lambda: stage_deal_records(found),
        blocks=lambda language: StageDealsView(language=language).blocks(found),
    )
