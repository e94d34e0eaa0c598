"""What a run brought, in every form: rows read and kept, what became of the tables, what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.language.troubles import rejected
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.proposal_view import left_blocks

if TYPE_CHECKING:
    from lievik.model.proposal import LeftOut
    from lievik.model.receipt import FileReceipt, Receipt, Suspicion, TableChange

_SHOWN: Final = 5
"""Rejected rows of a file that are shown; the receipt has more."""

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
    mark("met by name"),
    mark("without email"),
    mark("email not in lead or contact"),
    mark("status says nothing known"),
    mark("account not in account"),
    mark("rep not in rep"),
    mark("manager not in rep"),
    mark("product not in product"),
    mark("pipeline not in pipeline"),
    mark("stage not in stage"),
    mark("campaign not in campaign"),
    mark("team not in team"),
    mark("subject not in rep"),
    mark("subject not in team"),
)
"""What rows of a receipt may be suspected of."""

_NOT_MEANT = (mark("cancelled"), mark("declined"), mark("whole days"), mark("shown as free"), mark("gone"))
"""Why times of a calendar are passed over."""


def receipt_answer(receipt: Receipt, left: Sequence[LeftOut] = ()) -> Answer:
    """What a run brought, and what of its files was left in doubt, in every form."""
    return Answer(
        kind="import",
        as_of=receipt.known_at.date(),
        records=lambda: [
            {**receipt_record(receipt, file), "left_in_doubt": [f"{found.file}: {found.column}" for found in left]}
            for file in receipt.files
        ],
        blocks=lambda language: (*receipt_blocks(receipt, language), *left_blocks(left, language)),
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
        "rows_rejected": file.rows_rejected,
        "rejects": [
            {"line": found.line, "column": found.column, "value": found.value, "reason": found.reason}
            for found in file.rejects
        ],
        "passed_over": {found.reason: found.rows for found in file.passed_over},
        "sheet": file.sheet,
        "currency_assumed": file.currency_assumed,
        "totals": [{"column": t.column, "currency": t.currency, "amount": t.amount} for t in file.totals],
        "columns_not_used": list(file.columns_not_used),
        "suspicions": {found.what: found.rows for found in receipt.suspicions if found.table == file.table},
        "changes": {
            change.table: {
                "new": change.rows_new,
                "changed": change.rows_changed,
                "removed": change.rows_removed,
                "same": change.rows_same,
            }
            for change in receipt.changes
            if change.table == file.table
        },
        "is_repeat": receipt.is_repeat,
        "files_not_mapped": list(receipt.files_not_mapped),
    }


def receipt_blocks(receipt: Receipt, language: Language) -> Iterator[Block]:
    """A receipt for people."""
    say = language.say
    run = say("Import {number}", number=receipt.run) if receipt.run else say("Rehearsal, nothing was changed")
    yield Heading(text=f"{run} — {receipt.source}")
    yield Table(columns=_columns(language), rows=tuple(_row(file, language) for file in receipt.files))
    if receipt.is_repeat:
        yield Paragraph(text=say("These very files came in before: nothing was changed."))
        return
    for title, items in (
        (say("What changed"), [line for change in receipt.changes if (line := _change(change, language))]),
        (say("Rejected rows"), [line for file in receipt.files for line in _rejects(file, language)]),
        (say("Passed over"), [line for file in receipt.files for line in _passed_over(file, language)]),
        (say("Worth a look"), [_odd(found, language) for found in receipt.suspicions]),
        (
            say("Columns not used"),
            [f"{f.file}: {', '.join(f.columns_not_used)}" for f in receipt.files if f.columns_not_used],
        ),
        (say("Files that the mapping does not speak of"), list(receipt.files_not_mapped)),
    ):
        if items:
            yield Heading(text=title, level=2)
            yield Bullets(items=tuple(items))


def _change(change: TableChange, language: Language) -> str:
    """What became of a table that held rows of the source before; empty where all of them are new."""
    if not (change.rows_changed or change.rows_removed or change.rows_same):
        return ""
    counts = (change.rows_new, change.rows_changed, change.rows_removed, change.rows_same)
    new, changed, removed, same = (language.count(count) for count in counts)
    return f"{change.table}: " + language.say(
        "{new} new, {changed} changed, {removed} removed, {same} as before",
        new=new,
        changed=changed,
        removed=removed,
        same=same,
    )


def _rejects(file: FileReceipt, language: Language) -> Iterator[str]:
    """The first rows of a file that did not come in, and how many more there are."""
    for found in file.rejects[:_SHOWN]:
        yield language.say(
            "{file}, line {line}: {cell} {reason}",
            file=file.file,
            line=found.line,
            cell=f"{found.column} '{found.value}'" if found.column else f"'{found.value}'",
            reason=rejected(found.reason, language),
        )
    more = file.rows_rejected - min(len(file.rejects), _SHOWN)
    if more > 0:
        yield f"{file.file}: " + language.say_many("and {n} row more", "and {n} rows more", more)


def _passed_over(file: FileReceipt, language: Language) -> Iterator[str]:
    """Rows of a file that it says itself are not meant, by reason."""
    for found in file.passed_over:
        rows = language.say_many("{n} row", "{n} rows", found.rows)
        yield f"{file.file}: {language.say(found.reason)} ({rows})"


def _odd(found: Suspicion, language: Language) -> str:
    """How many rows of a table can hardly be right, and why."""
    rows = language.say_many("{n} row", "{n} rows", found.rows)
    return f"{found.table}: {language.say(found.what.replace('_', ' '))} ({rows})"


def _columns(language: Language) -> tuple[Column, ...]:
    say = language.say
    return (
        Column(title=say("File"), wraps=True, least=24),
        Column(title=say("Table")),
        Column(title=say("Rows read"), is_number=True),
        Column(title=say("Kept"), is_number=True),
        Column(title=say("Left out"), is_number=True),
        Column(title=say("Rejected"), is_number=True),
        Column(title=say("Totals"), wraps=True, rank=1),
    )


def _row(file: FileReceipt, language: Language) -> Row:
    totals = ", ".join(f"{t.column} {language.money(t.amount, t.currency)}" for t in file.totals)
    counts = (file.rows_read, file.rows_kept, file.rows_left_out, file.rows_rejected)
    name = f"{file.file} / {file.sheet}" if file.sheet else file.file
    return Row(cells=(cell(name), cell(file.table), *(cell(language.count(n)) for n in counts), cell(totals)))
