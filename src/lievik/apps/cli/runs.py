"""`lievik runs`, `undo` and `rebuild`: what came in when; taking one back; reading old files by changed mappings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.views.receipt_view import receipt_blocks, receipt_record
from lievik.report.views.runs_view import run_record, runs_blocks

if TYPE_CHECKING:
    from lievik.model.receipt import Receipt


@click.command()
@click.argument("run", type=int, required=False)
@common
def runs(session: Session, *, run: int | None) -> None:
    """What came in when; with the number of a RUN, its whole receipt."""
    if run is None:
        session.write(runs_answer("runs", session.workspace.runs()))
        return
    session.write(_one(session.workspace.receipt(run)))


@click.command()
@click.argument("run", type=int)
@common
def undo(session: Session, *, run: int) -> None:
    """Take a RUN back, as if it had never come in; its files are kept, hidden."""
    receipt = session.workspace.undo(run, session.hand)
    session.note(session.language.say("Run {number} was taken back.", number=receipt.run))
    session.write(runs_answer("undo", session.workspace.runs()))


@click.command()
@common
def rebuild(session: Session) -> None:
    """Read every old file again, by the mappings as they are now."""
    session.write(runs_answer("rebuild", session.workspace.rebuild(session.hand)))


def runs_answer(kind: str, receipts: Sequence[Receipt]) -> Answer:
    """A list of runs, the last one first, in every form."""
    newest = tuple(reversed(receipts))
    return Answer(
        kind=kind,
        as_of=newest[0].known_at.date() if newest else None,
        records=lambda: [run_record(receipt) for receipt in newest],
        blocks=lambda language: runs_blocks(newest, language),
    )


def _one(receipt: Receipt) -> Answer:
    return Answer(
        kind="runs",
        as_of=receipt.known_at.date(),
        records=lambda: [receipt_record(receipt, file) for file in receipt.files],
        blocks=lambda language: receipt_blocks(receipt, language),
    )
