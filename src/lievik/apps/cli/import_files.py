"""`lievik import`: files in, and the receipt of what they brought."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.blocks import Block, Bullets, Column, Heading, Row, Table, cell
from lievik.apps.cli.options import common
from lievik.apps.cli.output import Answer, Record
from lievik.apps.cli.session import Session
from lievik.language import Language, mark

if TYPE_CHECKING:
    from lievik.model.receipt import FileReceipt, Receipt, Suspicion


_ODD = (
    mark("closed before created"),
    mark("won without amount"),
    mark("closed without closing date"),
    mark("without outcome"),
    mark("without created on"),
    mark("owner not in rep"),
    mark("converted before created"),
    mark("without valid from on"),
    mark("without started on"),
    mark("without hours"),
    mark("without worked on"),
    mark("without account"),
    mark("without starts on"),
    mark("without lost on"),
    mark("without amount"),
    mark("without invoiced on"),
    mark("without spent on"),
    mark("without span"),
)
"""What rows of a receipt may be suspected of."""


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--map", "mapping", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The mapping.")
@click.option("--dry-run", is_flag=True, help="Do everything, and leave nothing behind.")
@common
def import_files(session: Session, *, paths: tuple[Path, ...], mapping: Path, dry_run: bool) -> None:
    """Bring in files, or folders of files: all of them or none."""
    if not session.has_workspace and sys.stdin.isatty():
        _offer_workspace(session)
    receipt = session.workspace.import_files(paths, mapping=mapping, now=session.now, is_dry_run=dry_run)
    session.write(receipt_answer(receipt))


def _offer_workspace(session: Session) -> None:
    """Make the folder a workspace, where the person at the terminal wants it to be one."""
    from lievik.workspace import Workspace

    question = session.language.say("'{folder}' is not a workspace. Make one here?", folder=session.folder)
    if click.confirm(question, err=True):
        session.enter(Workspace.create(session.folder, today=session.today, language=session.voice.asked))


def receipt_answer(receipt: Receipt) -> Answer:
    """What a run brought, in every form."""
    return Answer(
        kind="import",
        as_of=receipt.known_at.date(),
        records=lambda: [receipt_record(receipt, file) for file in receipt.files],
        blocks=lambda language: receipt_blocks(receipt, language),
    )


def receipt_record(receipt: Receipt, file: FileReceipt) -> Record:
    """What one file brought, with what looks wrong in its table."""
    return {
        "run": receipt.run,
        "source": receipt.source,
        "known_at": receipt.known_at.isoformat(),
        "file": file.file,
        "table": file.table,
        "rows_read": file.rows_read,
        "rows_kept": file.rows_kept,
        "rows_left_out": file.rows_left_out,
        "currency_assumed": file.currency_assumed,
        "totals": [{"column": t.column, "currency": t.currency, "amount": t.amount} for t in file.totals],
        "columns_not_used": list(file.columns_not_used),
        "suspicions": {found.what: found.rows for found in receipt.suspicions if found.table == file.table},
        "files_not_mapped": list(receipt.files_not_mapped),
    }


def receipt_blocks(receipt: Receipt, language: Language) -> Iterator[Block]:
    say = language.say
    run = say("Import {number}", number=receipt.run) if receipt.run else say("Rehearsal, nothing was changed")
    yield Heading(text=f"{run} — {receipt.source}")
    yield Table(columns=_columns(language), rows=tuple(_row(file, language) for file in receipt.files))
    odd = [_odd(found, language) for found in receipt.suspicions]
    for title, items in (
        (say("Worth a look"), odd),
        (
            say("Columns not used"),
            [f"{f.file}: {', '.join(f.columns_not_used)}" for f in receipt.files if f.columns_not_used],
        ),
        (say("Files that the mapping does not speak of"), list(receipt.files_not_mapped)),
    ):
        if items:
            yield Heading(text=title, level=2)
            yield Bullets(items=tuple(items))


def _odd(found: Suspicion, language: Language) -> str:
    """How many rows of a table can hardly be right, and why."""
    rows = language.say_many("{n} row", "{n} rows", found.rows)
    return f"{found.table}: {language.say(found.what.replace('_', ' '))} ({rows})"


def _columns(language: Language) -> tuple[Column, ...]:
    say = language.say
    return (
        Column(title=say("File"), wraps=True),
        Column(title=say("Table")),
        Column(title=say("Rows read"), is_number=True),
        Column(title=say("Kept"), is_number=True),
        Column(title=say("Left out"), is_number=True),
        Column(title=say("Totals"), wraps=True, rank=1),
    )


def _row(file: FileReceipt, language: Language) -> Row:
    totals = ", ".join(f"{t.column} {language.money(t.amount, t.currency)}" for t in file.totals)
    counts = (file.rows_read, file.rows_kept, file.rows_left_out)
    return Row(cells=(cell(file.file), cell(file.table), *(cell(language.count(n)) for n in counts), cell(totals)))
