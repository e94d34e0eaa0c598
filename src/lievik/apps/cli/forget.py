"""`lievik forget`: a person is removed from everything that is kept; numbers stay."""

from __future__ import annotations

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.blocks import Paragraph


@click.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask before it is done.")
@common
def forget(session: Session, *, email: str, yes: bool) -> None:
    """Remove the person with an EMAIL from raw files, receipts and data; this cannot be undone."""
    workspace, say = session.workspace, session.language.say
    if not yes:
        click.confirm(
            say("Remove '{email}' from everything that is kept, for good?", email=email), abort=True, err=True
        )
    forgotten = workspace.forget(email)
    told = say("Forgotten: {rows} rows in {files} files.", rows=forgotten.rows, files=forgotten.files)
    session.write(
        Answer(
            kind="forget",
            as_of=session.today,
            records=lambda: [{"rows": forgotten.rows, "files": forgotten.files}],
            blocks=lambda _: [Paragraph(text=told)],
        )
    )
