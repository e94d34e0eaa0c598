"""`lievik target set`, `list` and `remove`: where a metric has to come to is typed in, listed, and taken away."""

from __future__ import annotations

import click

from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.names import complete_metric, complete_team
from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.views.aim_view import aim_answer
from lievik.report.views.wording import full_title

_HERE = "lievik.apps.cli.target"
_METRIC = "METRIC[:VARIANT]"


@click.command()
@click.argument("metric", metavar=_METRIC, shell_complete=complete_metric)
@click.argument("value")
@click.option("--period", required=True, metavar="P", help="What it is for: 2026, 2026-Q3, FY2026, 2026-07, ...")
@click.option(
    "--team", default="", help="A team's name or id; the whole company otherwise.", shell_complete=complete_team
)
@click.option("--currency", default="", help="Its currency; the workspace's where none is given.")
@common
def set_target(  # noqa: PLR0913, PLR0917 - click gives each option apart
    session: Session, metric: str, value: str, period: str, team: str, currency: str
) -> None:
    """Set the target of a METRIC to a VALUE in its unit: 25% or 0.25, 10k, 1.2 mil., 30 (days), 3..4 (a range)."""
    workspace = session.workspace
    made = workspace.aims.set(
        metric, value, period=period, team=team, currency=currency, now=session.now, by=session.hand.by
    )
    session.write(aim_answer("target-set", workspace.as_of(), [made], workspace.catalogue))


@click.command()
@common
def list_targets(session: Session) -> None:
    """Every target that stands."""
    workspace = session.workspace
    session.write(aim_answer("target-list", workspace.as_of(), workspace.aims.all(), workspace.catalogue))


@click.command()
@click.argument("metric", metavar=_METRIC, shell_complete=complete_metric)
@click.option("--period", required=True, metavar="P", help="The period that it was set for.")
@click.option(
    "--team", default="", help="A team's name or id; the whole company otherwise.", shell_complete=complete_team
)
@common
def remove_target(session: Session, metric: str, period: str, team: str) -> None:
    """Take away the target of a METRIC."""
    workspace, language = session.workspace, session.language
    gone = workspace.aims.remove(metric, period=period, team=team, now=session.now, by=session.hand.by)
    title = full_title(gone.metric, workspace.catalogue, language)
    said = language.say("The target was taken away: {metric}, {period}.", metric=title, period=gone.period.label)
    session.note(said)
    session.write(aim_answer("target-remove", workspace.as_of(), workspace.aims.all(), workspace.catalogue))


COMMANDS = {
    "set": LazyCommand(place=f"{_HERE}:set_target", short_help="Set a target, or set it anew."),
    "list": LazyCommand(place=f"{_HERE}:list_targets", short_help="List targets."),
    "remove": LazyCommand(place=f"{_HERE}:remove_target", short_help="Take a target away."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    epilog="Each of them takes --workspace, --format and --lang.",
)
@click.pass_context
def target(ctx: click.Context) -> None:
    """Type in where a metric has to come to, list it, and take it away."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
