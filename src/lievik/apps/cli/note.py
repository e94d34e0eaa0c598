"""`lievik note add`, `list` and `remove`: what happened on a day is noted beside the numbers."""

from __future__ import annotations

import click

from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.names import complete_metric, complete_team
from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.views.note_view import note_answer

_HERE = "lievik.apps.cli.note"


@click.command()
@click.argument("text")
@click.option("--on", "day", required=True, metavar="DAY", help="The day that it is pinned to.")
@click.option(
    "--metric", default="", help="The metric that it is about; all otherwise.", shell_complete=complete_metric
)
@click.option("--team", default="", help="A team's name or id; all otherwise.", shell_complete=complete_team)
@common
def add_note(session: Session, text: str, day: str, metric: str, team: str) -> None:
    """Pin a TEXT of at most 500 characters to a day."""
    workspace = session.workspace
    made = workspace.notes.add(text, on=day, metric=metric, team=team, now=session.now, by=session.hand.by)
    session.write(note_answer("note-add", workspace.as_of(), [made], workspace.catalogue))


@click.command()
@click.option(
    "--metric", default="", help="Those about this metric, and about none alone.", shell_complete=complete_metric
)
@click.option("--period", default="", metavar="P", help="Those pinned to a day of it; all otherwise.")
@common
def list_notes(session: Session, metric: str, period: str) -> None:
    """Every note, by day."""
    workspace = session.workspace
    first, last = session.days_of(period)
    notes = workspace.notes.all(metric=metric, from_on=first, to_on=last)
    session.write(note_answer("note-list", workspace.as_of(), notes, workspace.catalogue))


@click.command()
@click.argument("number", type=int)
@common
def remove_note(session: Session, number: int) -> None:
    """Remove the note of a NUMBER, as the list tells it; the ledger keeps it, marked as removed."""
    workspace = session.workspace
    workspace.notes.remove(number, now=session.now, by=session.hand.by)
    session.note(session.language.say("Note {number} was removed.", number=number))
    session.write(note_answer("note-remove", workspace.as_of(), workspace.notes.all(), workspace.catalogue))


COMMANDS = {
    "add": LazyCommand(place=f"{_HERE}:add_note", short_help="Pin a note to a day."),
    "list": LazyCommand(place=f"{_HERE}:list_notes", short_help="List notes."),
    "remove": LazyCommand(place=f"{_HERE}:remove_note", short_help="Remove a note."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    epilog="Each of them takes --workspace, --format and --lang.",
)
@click.pass_context
def note(ctx: click.Context) -> None:
    """Note what happened on a day, list it, and remove it."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
