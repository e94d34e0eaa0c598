"""`lievik demo`: a made-up company in a workspace of its own, its scorecard, and one metric explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lievik.apps.cli.explain import explanation_answer
from lievik.apps.cli.options import common
from lievik.apps.cli.receipt_view import receipt_answer
from lievik.apps.cli.session import Session
from lievik.apps.cli.show import show_answer

if TYPE_CHECKING:
    from lievik.model.receipt import Receipt

_FOLDER: Final = Path("lievik-demo")
_EXPLAINED: Final = "win_rate"


@click.command()
@common
@click.pass_context
def demo(ctx: click.Context, session: Session) -> None:
    """Make a demo company in ./lievik-demo, or in --workspace, and show its numbers.

    What is there already is used again.
    """
    if ctx.get_parameter_source("workspace") is click.core.ParameterSource.DEFAULT:
        session.folder = _FOLDER
    if not session.has_workspace:
        receipt = make(session)
        if session.form == "table":
            session.write(receipt_answer(receipt))
            click.echo()
    session.write(show_answer(session))
    if session.form == "table":
        click.echo()
        command = f"lievik show --by owner --workspace {session.folder}"
        session.note(
            session.language.say("The workspace: {folder}. Ask on: {command}", folder=session.folder, command=command)
        )
        session.write(explanation_answer(session, _EXPLAINED))


def make(session: Session) -> Receipt:
    """Make the demo company's workspace, and bring its files in."""
    from lievik.sources.sample import AS_OF, COMPANY, sample_folder
    from lievik.workspace import Workspace

    workspace = Workspace.create(
        session.folder, today=session.today, name=COMPANY, currency="EUR", language=session.voice.asked, as_of=AS_OF
    )
    folder = sample_folder()
    receipt = workspace.import_files(sorted(folder.glob("*.csv")), mapping=folder / "mapping.toml", now=session.now)
    session.enter(workspace)
    return receipt
