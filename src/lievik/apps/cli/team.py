"""`lievik team`: a table a team, or one sheet a rep; each number with how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_rep, complete_team
from lievik.apps.cli.options import common, read_filters
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.team_records import flat_sheet_records, flat_team_records, sheet_records, team_records

if TYPE_CHECKING:
    from lievik.model.team import RepSheet, TeamAnswer


@click.command()
@click.argument("rep", default="", metavar="[REP]", shell_complete=complete_rep)
@click.option("--period", default="", help="2026-Q2, last-quarter, this-quarter, ytd, ...; else the last full quarter.")
@click.option("--team", default="", metavar="TEAM", help="Only this team.", shell_complete=complete_team)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def team(session: Session, *, rep: str, period: str, team: str, where: tuple[str, ...], **said: str | None) -> None:
    """Show the teams, or REP alone: each number beside its team, and how sure it is.

    Nobody is ranked; who stands out does so by more than chance explains.
    """
    from lievik.model.team import RepSheet

    filters = {**read_filters(where), **({"team": (team,)} if team else {})}
    currency, as_of = said["currency"] or "", said["as_of"]
    found = session.workspace.team(rep, period=period, where=filters, currency=currency, as_of=as_of)
    if not period:
        chosen = session.language.period_title(found.period)
        session.note(
            session.language.say("{period}: the last full quarter with data; --period names another.", period=chosen)
        )
    session.write(sheet_answer(session, found) if isinstance(found, RepSheet) else team_answer(session, found))


def team_answer(session: Session, found: TeamAnswer) -> Answer:
    """The teams, in every form."""
    from lievik.report.views.team_view import TeamView

    catalogue = session.catalogue
    return Answer(
        kind="team",
        as_of=found.as_of,
        records=lambda: team_records(found),
        flat=lambda: flat_team_records(found),
        blocks=lambda language: TeamView(catalogue=catalogue, language=language).blocks(found),
    )


def sheet_answer(session: Session, found: RepSheet) -> Answer:
    """One rep, in every form."""
    from lievik.report.views.rep_view import RepView

    catalogue = session.catalogue
    return Answer(
        kind="rep",
        as_of=found.as_of,
        records=lambda: sheet_records(found),
        flat=lambda: flat_sheet_records(found),
        blocks=lambda language: RepView(catalogue=catalogue, language=language).blocks(found),
    )
