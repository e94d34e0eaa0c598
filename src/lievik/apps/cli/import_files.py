"""`lievik import`: files in, by a mapping or by a guess that is shown and asked about; and the receipt of what came."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from lievik.apps.cli.asking import ask_about, confirm
from lievik.apps.cli.options import common
from lievik.apps.cli.progress_bar import progress_bar
from lievik.apps.cli.prompts import agrees
from lievik.apps.cli.session import Session
from lievik.errors import RequestError
from lievik.language import told
from lievik.report.answer import Answer
from lievik.report.views.proposal_view import proposal_blocks
from lievik.report.views.receipt_view import receipt_answer

if TYPE_CHECKING:
    from lievik.intake import Looked
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
    if not session.has_workspace:
        _make_workspace(session, is_agreed=yes, is_dry_run=dry_run)
    workspace = session.workspace
    said: dict[str, Any] = {"now": session.now, "extent": extent or "", "is_dry_run": dry_run}
    looked = None if mapping else workspace.intake.look(paths)
    known = mapping or (looked and not looked.proposal and looked.mapping)
    if looked:
        _tell(session, looked)
    if known:
        with progress_bar(session):
            receipt = workspace.import_files(paths, mapping=known, **said)
        session.write(receipt_answer(receipt))
        return
    proposal = looked.proposal if looked and looked.proposal else workspace.propose(paths)
    agreed, left = _agreed(session, proposal, is_agreed=yes)
    if yes and looked and looked.trouble and any(looked.is_gone(found.file) for found in left if not found.column):
        raise looked.trouble
    if agreed is not None:
        with progress_bar(session):
            receipt = workspace.accept(agreed, paths, **said)
        session.write(receipt_answer(receipt, left=left))


def _tell(session: Session, looked: Looked) -> None:
    """Say what is known of the files already, where not all of them are read as before."""
    say = session.language.say
    name = looked.mapping.name if looked.mapping and looked.proposal else ""
    if name and looked.trouble:
        trouble, _ = told(looked.trouble, session.language)
        click.echo(say("{mapping} does not fit any more. {trouble}", mapping=name, trouble=trouble), err=True)
        click.echo(say("What is agreed on now takes its place; it is kept as {name}.old.", name=name), err=True)
    elif name and session.is_for_people:
        click.echo(say("Added to what is known from before: {mapping}", mapping=name), err=True)
    if looked.elsewhere:
        files = ", ".join(looked.elsewhere)
        session.note(say("Known from another import, so not brought in with these: {files}", files=files))


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


def _make_workspace(session: Session, *, is_agreed: bool, is_dry_run: bool) -> None:
    """Make the folder a workspace, where the person wants it to be one; a rehearsal has one that goes again."""
    from lievik.workspace import Workspace

    folder = session.folder
    if is_dry_run:
        passing = TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True)
        folder = Path(click.get_current_context().with_resource(passing)) / "rehearsal"
    elif not is_agreed:
        question = session.language.say("'{folder}' is not a workspace. Make one here?", folder=folder)
        if not sys.stdin.isatty() or not agrees(question, session.language, default=False):
            return
    session.enter(Workspace.create(folder, today=session.today, language=session.voice.asked))
