"""`lievik demo`: a made-up company in a workspace of its own, its scorecard, and one metric explained."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lievik.apps.cli.explain import explanation_answer
from lievik.apps.cli.options import common
from lievik.apps.cli.progress_bar import progress_bar
from lievik.apps.cli.serve import run_server
from lievik.apps.cli.session import Session
from lievik.apps.cli.show import show_answer

if TYPE_CHECKING:
    from lievik.model.receipt import Receipt
    from lievik.workspace import Workspace

_FOLDER: Final = Path("lievik-demo")
_EXPLAINED: Final = "win_rate"
_DEALS: Final = 2_000
_FEWEST_DEALS: Final = 200
_MOST_DEALS: Final = 2_000_000


@click.command()
@common
@click.option("--deals", type=click.IntRange(_FEWEST_DEALS, _MOST_DEALS), help="How many deals to make up; else 2000.")
@click.option("--no-serve", is_flag=True, help="Only the numbers, without the dashboard.")
@click.option("--no-browser", is_flag=True, help="Serve the dashboard, and open no browser.")
@click.pass_context
def demo(ctx: click.Context, session: Session, *, deals: int | None, no_serve: bool, no_browser: bool) -> None:
    """Make a demo company in ./lievik-demo, or in --workspace, show its numbers, and serve its dashboard.

    What is there already is used again.
    """
    if ctx.get_parameter_source("workspace") is click.core.ParameterSource.DEFAULT:
        session.folder = _FOLDER
    if not _is_made(session):
        session.note(_is_made_up(session, make(session, deals or _DEALS)))
    elif deals:
        session.note(_is_there_already(session))
    session.write(show_answer(session))
    if session.form == "table":
        click.echo()
        command = f"lievik show --by owner --workspace {session.folder}"
        session.note(
            session.language.say("The workspace: {folder}. Ask on: {command}", folder=session.folder, command=command)
        )
        session.write(explanation_answer(session, _EXPLAINED))
        if not no_serve:
            click.echo()
            run_server(session, opens_browser=not no_browser)


def make(session: Session, deals: int) -> Receipt:
    """Make the demo company's workspace, write its files beside it, and bring them in."""
    from tempfile import TemporaryDirectory

    from lievik.sources.demo import KNOWN_AT, mapping_path

    session.enter(_workspace(session))
    if session.is_for_people:
        counted = session.language.count(deals)
        click.echo(session.language.say("Making a company with {deals} deals ...", deals=counted), err=True)
    with TemporaryDirectory(prefix=".demo-", dir=session.folder, ignore_cleanup_errors=True) as scratch:
        files = _write(Path(scratch), deals)
        with progress_bar(session):
            return session.workspace.import_files(files, mapping=mapping_path(), now=KNOWN_AT)


def _is_made(session: Session) -> bool:
    """Whether anything came in yet: making the company may have been stopped halfway."""
    return session.has_workspace and session.workspace.engine is not None


def _workspace(session: Session) -> Workspace:
    from lievik.sources.demo import AS_OF, COMPANY
    from lievik.workspace import Workspace

    if session.has_workspace:
        return session.workspace
    return Workspace.create(
        session.folder, today=session.today, name=COMPANY, currency="EUR", language=session.voice.asked, as_of=AS_OF
    )


def _write(folder: Path, deals: int) -> tuple[Path, ...]:
    """Write the company's files; the database that makes them is in memory."""
    from lievik.engines import opener
    from lievik.sources.demo import write_files
    from lievik.store.disk import told

    with told(folder), closing(opener("UTC")(Path(":memory:"), False)) as connection:  # noqa: FBT003
        return write_files(connection, folder, deals=deals)


def _is_made_up(session: Session, receipt: Receipt) -> str:
    """Say what came in, and where to see it file by file."""
    from lievik.sources.demo import COMPANY

    return session.language.say(
        "{company} is made up. {rows} rows came in from {files} files, as from a CRM; their receipt: {command}",
        company=COMPANY,
        rows=session.language.count(sum(file.rows_kept for file in receipt.files)),
        files=len(receipt.files),
        command=f"lievik runs {receipt.run} --workspace {session.folder}",
    )


def _is_there_already(session: Session) -> str:
    return session.language.say(
        "A company is in {folder} already. For another one, name another folder with --workspace.",
        folder=session.folder,
    )
