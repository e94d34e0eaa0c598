"""`lievik quota set`, `list` and `remove`: what has to be reached is typed in, listed, and taken away."""

from __future__ import annotations

import click

from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.names import complete_subject
from lievik.apps.cli.options import common, read_list
from lievik.apps.cli.session import Session
from lievik.report.views.quota_view import quota_answer

_HERE = "lievik.apps.cli.quota"


@click.command()
@click.argument("subject", shell_complete=complete_subject)
@click.argument("amount")
@click.option("--period", required=True, metavar="P", help="What it is for: 2026, 2026-Q3, FY2026, 2026-07, ...")
@click.option("--spread", default="", metavar="WAY", help="flat, seasonal or hand: how it is spread over the months.")
@click.option("--months", multiple=True, metavar="A,B,C", help="Amounts of the months, by hand.")
@click.option("--currency", default="", help="Its currency; the workspace's where none is given.")
@common
def set_quota(  # noqa: PLR0913, PLR0917 - click gives each option apart
    session: Session, subject: str, amount: str, period: str, spread: str, months: tuple[str, ...], currency: str
) -> None:
    """Set the quota of a SUBJECT (a rep's or a team's name or id, or `company`) to an AMOUNT."""
    quotas, hand = session.workspace.quotas, session.hand
    made = quotas.set(
        subject,
        amount,
        period=period,
        spread=spread,
        months=read_list(months),
        currency=currency,
        now=session.now,
        by=hand.by,
    )
    session.write(quota_answer("quota-set", session.workspace.as_of(), [made], ()))


@click.command()
@click.option("--period", default="this-year", metavar="P", help="Quotas that reach into it; this year's otherwise.")
@common
def list_quotas(session: Session, period: str) -> None:
    """Every quota, and what is handed on held against what there is to reach."""
    quotas = session.workspace.quotas
    session.write(
        quota_answer("quota-list", session.workspace.as_of(), quotas.list(period), quotas.assignments(period))
    )


@click.command()
@click.argument("subject", shell_complete=complete_subject)
@click.option("--period", required=True, metavar="P", help="The period that it was typed in for.")
@common
def remove_quota(session: Session, subject: str, period: str) -> None:
    """Take away a quota of a SUBJECT that was typed in; what a file says of it counts again."""
    quotas, hand = session.workspace.quotas, session.hand
    who = quotas.remove(subject, period=period, now=session.now, by=hand.by)
    say = session.language.say
    session.note(say("The quota of {name} for {period} was taken away.", name=say(who.name), period=period))
    session.write(quota_answer("quota-remove", session.workspace.as_of(), quotas.list(period), ()))


COMMANDS = {
    "set": LazyCommand(place=f"{_HERE}:set_quota", short_help="Set a quota, or set it anew."),
    "list": LazyCommand(place=f"{_HERE}:list_quotas", short_help="List quotas, and what is handed on."),
    "remove": LazyCommand(place=f"{_HERE}:remove_quota", short_help="Take away a quota that was typed in."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    epilog="Each of them takes --workspace, --format and --lang.",
)
@click.pass_context
def quota(ctx: click.Context) -> None:
    """Type in what a rep, a team or the company has to reach, list it, and take it away."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
