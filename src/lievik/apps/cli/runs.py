"""`lievik runs`, `undo` and `rebuild`: what came in when; taking one back; reading old files by changed mappings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.errors import UnknownNameError
from lievik.language import Language
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.receipt_view import receipt_blocks, receipt_record

if TYPE_CHECKING:
    from lievik.model.receipt import Receipt


@click.command()
@click.argument("run", type=int, required=False)
@common
def runs(session: Session, *, run: int | None) -> None:
    """What came in when; with the number of a RUN, its whole receipt."""
    receipts = session.workspace.runs()
    if run is None:
        session.write(runs_answer("runs", receipts))
        return
    found = next((receipt for receipt in receipts if receipt.run == run), None)
    if found is None:
        raise UnknownNameError("run", str(run), (str(receipt.run) for receipt in receipts))
    session.write(_one(found))


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
    session.write(runs_answer("rebuild", session.workspace.rebuild()))


def runs_answer(kind: str, receipts: Sequence[Receipt]) -> Answer:
    """A list of runs, the last one first, in every form."""
    newest = tuple(reversed(receipts))
    return Answer(
        kind=kind,
        as_of=newest[0].known_at.date() if newest else None,
        records=lambda: [_record(receipt) for receipt in newest],
        blocks=lambda language: _blocks(newest, language),
    )


def _one(receipt: Receipt) -> Answer:
    return Answer(
        kind="runs",
        as_of=receipt.known_at.date(),
        records=lambda: [receipt_record(receipt, file) for file in receipt.files],
        blocks=lambda language: receipt_blocks(receipt, language),
    )


def _record(receipt: Receipt) -> Record:
    return {
        "run": receipt.run,
        "source": receipt.source,
        "known_at": receipt.known_at.isoformat(),
        "files": [file.file for file in receipt.files],
        **_counts(receipt),
    }


def _counts(receipt: Receipt) -> dict[str, int]:
    """What a run read and did, in rows over all its files and tables."""
    files, changes = receipt.files, receipt.changes
    return {
        "rows_read": sum(file.rows_read for file in files),
        "rows_kept": receipt.rows_kept,
        "rows_rejected": sum(file.rows_rejected for file in files),
        "rows_new": sum(change.rows_new for change in changes),
        "rows_changed": sum(change.rows_changed for change in changes),
        "rows_removed": sum(change.rows_removed for change in changes),
    }


def _blocks(receipts: Sequence[Receipt], language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Runs"))
    if not receipts:
        yield Paragraph(text=say("Nothing came in yet."))
        return
    yield Table(
        columns=(
            Column(title=say("Run"), is_number=True),
            Column(title=say("Came in")),
            Column(title=say("Source")),
            Column(title=say("Files"), wraps=True, rank=1),
            Column(title=say("Kept"), is_number=True),
            Column(title=say("Rejected"), is_number=True),
            Column(title=say("New"), is_number=True),
            Column(title=say("Changed"), is_number=True),
            Column(title=say("Removed"), is_number=True),
        ),
        rows=tuple(_row(receipt, language) for receipt in receipts),
    )


def _row(receipt: Receipt, language: Language) -> Row:
    counts = _counts(receipt)
    numbers = ("rows_kept", "rows_rejected", "rows_new", "rows_changed", "rows_removed")
    return Row(
        cells=(
            cell(str(receipt.run)),
            cell(f"{language.date(receipt.known_at.date(), is_short=True)} {receipt.known_at:%H:%M}"),
            cell(receipt.source),
            cell(", ".join(dict.fromkeys(file.file for file in receipt.files))),
            *(cell(language.count(counts[name])) for name in numbers),
        )
    )
