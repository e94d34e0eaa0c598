"""`lievik sync`: what changed in the CRM since the last time, source by source."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lievik.model.synced import Synced

_FAILED = 3


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--full", "is_full", is_flag=True, help="Ask for everything, not only for what changed.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Ask, and bring nothing in.")
@common
def sync(session: Session, *, sources: tuple[str, ...], is_full: bool, is_dry_run: bool) -> None:
    """Bring in what changed in each SOURCE of lievik.toml; in all of them where none is named.

    One that fails does not keep the others from coming in.
    """
    found = session.workspace.sync(
        sources, now=session.now, is_full=is_full, is_dry_run=is_dry_run, tell=_tell if sys.stderr.isatty() else None
    )
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    session.write(sync_answer(found, is_dry_run=is_dry_run))
    if any(each.trouble for each in found):
        raise click.exceptions.Exit(_FAILED)


def sync_answer(found: Sequence[Synced], *, is_dry_run: bool) -> Answer:
    """What asking came to, in every form."""
    from lievik.report.views.sync_view import SyncView, sync_records

    return Answer(
        kind="sync",
        as_of=None,
        records=lambda: sync_records(found),
        blocks=lambda language: SyncView(language=language, is_dry_run=is_dry_run).blocks(found),
    )


def _tell(source: str, stream: str, records: int) -> None:
    """Show how far it is, on one line that is written over."""
    click.echo(f"\r\033[K{source}  {stream}  {records:,}", nl=False, err=True)
