"""`lievik event add`, `list` and `remove`: what happened to the company or its market, where no file tells it."""

from __future__ import annotations

import click

from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.views.note_view import event_answer

_HERE = "lievik.apps.cli.event"


@click.command()
@click.argument("title")
@click.option("--on", "day", required=True, metavar="DAY", help="The day that it happened on.")
@click.option("--kind", default="internal", help="internal or market: what it happened to.")
@click.option("--note", default="", help="What else there is to say.")
@common
def add_event(session: Session, title: str, day: str, kind: str, note: str) -> None:
    """Type in an event by its TITLE."""
    workspace = session.workspace
    made = workspace.events.add(title, on=day, kind=kind, note=note, now=session.now, by=session.hand.by)
    session.write(event_answer("event-add", workspace.as_of(), [made]))


@click.command()
@click.option("--period", default="", metavar="P", help="Those of its days; all otherwise.")
@common
def list_events(session: Session, period: str) -> None:
    """Every event, by day."""
    workspace = session.workspace
    first, last = session.days_of(period)
    session.write(event_answer("event-list", workspace.as_of(), workspace.events.all(from_on=first, to_on=last)))


@click.command()
@click.argument("number", type=int)
@common
def remove_event(session: Session, number: int) -> None:
    """Take away the event of a NUMBER that was typed in, as the list tells it."""
    workspace = session.workspace
    workspace.events.remove(number, now=session.now, by=session.hand.by)
    session.note(session.language.say("Event {number} was taken away.", number=number))
    session.write(event_answer("event-remove", workspace.as_of(), workspace.events.all()))


COMMANDS = {
    "add": LazyCommand(place=f"{_HERE}:add_event", short_help="Type in an event."),
    "list": LazyCommand(place=f"{_HERE}:list_events", short_help="List events."),
    "remove": LazyCommand(place=f"{_HERE}:remove_event", short_help="Take away an event that was typed in."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    epilog="Each of them takes --workspace, --format and --lang.",
)
@click.pass_context
def event(ctx: click.Context) -> None:
    """Type in what happened to the company or its market, list it, and take it away."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
