"""`lievik import`: files in, by a mapping or by a guess that is shown and asked about; and the receipt of what came."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lievik.apps.cli.asking import ask_about, confirm
from lievik.apps.cli.options import common
from lievik.apps.cli.output import Answer
from lievik.apps.cli.progress_bar import progress_bar
from lievik.apps.cli.proposal_view import proposal_blocks
from lievik.apps.cli.receipt_view import receipt_answer
from lievik.apps.cli.session import Session
from lievik.errors import RequestError

if TYPE_CHECKING:
    from lievik.model.proposal import LeftOut, Proposal


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="FILE", help="Read them by this mapping.")
@click.option("--yes", is_flag=True, help="Take what is safe without asking, and say what is left.")
@click.option("--full", "extent", flag_value="full", help="What is not in these files any more is gone.")
@click.option("--partial", "extent", flag_value="partial", help="These files hold only what changed.")
@click.option("--dry-run", is_flag=True, help="Do everything, and leave nothing behind.")
@common
def import_files(  # noqa: PLR0913 - what is typed, option by option
    session: Session, *, paths: tuple[Path, ...], mapping: Path | None, yes: bool, extent: str | None, dry_run: bool
) -> None:
    """Bring in files, or folders of files: all of them or none."""
    if not session.has_workspace and (yes or sys.stdin.isatty()):
        _offer_workspace(session, is_agreed=yes)
    workspace = session.workspace
    said: dict[str, Any] = {"now": session.now, "extent": extent or "", "is_dry_run": dry_run}
    known = mapping or workspace.intake.kept_mapping(paths)
    if known is not None:
        with progress_bar(session):
            receipt = workspace.import_files(paths, mapping=known, **said)
        session.write(receipt_answer(receipt))
        return
    agreed, left = _agreed(session, workspace.propose(paths), is_agreed=yes)
    if agreed is not None:
        with progress_bar(session):
            receipt = workspace.accept(agreed, paths, **said)
        session.write(receipt_answer(receipt, left=left))


def _agreed(session: Session, proposal: Proposal, *, is_agreed: bool) -> tuple[Proposal | None, Sequence[LeftOut]]:
    """Agree with the person on what the files are, and tell what is left; none where nothing is to come in.

    Raises:
        RequestError: nobody is there to ask.
    """
    session.show_beside(_view(proposal))
    if is_agreed:
        return proposal.safe()
    if not sys.stdin.isatty():
        raise RequestError(
            "Nobody is here to confirm what these files seem to be.",
            "Say --yes to take what is safe, or --map FILE to read them by a mapping.",
        )
    answered = ask_about(proposal, session.language)
    return (answered if confirm(session.language) else None), ()


def _view(proposal: Proposal) -> Answer:
    return Answer(
        kind="proposal", as_of=None, records=list, blocks=lambda language: proposal_blocks(proposal, language)
    )


def _offer_workspace(session: Session, *, is_agreed: bool) -> None:
    """Make the folder a workspace, where the person at the terminal wants it to be one."""
    from lievik.workspace import Workspace

    question = session.language.say("'{folder}' is not a workspace. Make one here?", folder=session.folder)
    if is_agreed or click.confirm(question, err=True):
        session.enter(Workspace.create(session.folder, today=session.today, language=session.voice.asked))
