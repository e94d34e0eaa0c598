"""`lievik init`: a folder becomes a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.blocks import Block, Bullets, Heading

if TYPE_CHECKING:
    from lievik.language import Language


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--name", default="", help="What the company is called.")
@click.option("--currency", default="EUR", show_default=True, help="Money is shown in it.")
@common
def init(session: Session, *, folder: Path | None, name: str, currency: str) -> None:
    """Make DIR a workspace, or the current folder where none is named."""
    from lievik.workspace import Workspace

    place = folder or session.folder
    Workspace.create(place, today=session.today, name=name, currency=currency, language=session.voice.asked)
    session.write(
        Answer(
            kind="init",
            as_of=None,
            records=lambda: [{"workspace": str(place)}],
            blocks=lambda language: _blocks(place, language),
        )
    )


def _blocks(place: Path, language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("'{folder}' is a workspace now.", folder=place))
    yield Bullets(
        items=(
            say("Look at lievik.toml: currency, time zone, fiscal year."),
            say("Bring data in: {command}", command="lievik import PATH..."),
            say("See what can be asked: {command}", command="lievik metrics"),
        )
    )
