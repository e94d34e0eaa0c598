"""What came in when → blocks and records: a row a run, and how old the data is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lievik.language import reframed
from lievik.report.blocks import About, Block, Bullets, Column, Heading, Paragraph, Row, Table, cell

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.freshness import Freshness, SourceFreshness
    from lievik.model.receipt import Receipt
    from lievik.report.answer import Record

_MOST_FILES: Final = 4


def run_record(receipt: Receipt) -> Record:
    """One run, as a row of plain values."""
    return {
        "run": receipt.run,
        "source": receipt.source,
        "known_at": receipt.known_at.isoformat(),
        "files": [file.file for file in receipt.files],
        **run_counts(receipt),
    }


def run_counts(receipt: Receipt) -> dict[str, int]:
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


def runs_blocks(receipts: Sequence[Receipt], language: Language) -> Iterator[Block]:
    """Every run, in the order given."""
    yield Heading(text=language.say("Runs"))
    if receipts:
        yield runs_table(receipts, language)
    else:
        yield Paragraph(text=language.say("Nothing came in yet."))


def runs_table(receipts: Sequence[Receipt], language: Language) -> Table:
    """A row a run; rows worth a look are counted where any run has some."""
    say = language.say
    is_odd = any(receipt.suspicions for receipt in receipts)
    odd = (Column(title=say("Worth a look"), is_number=True, rank=2),) if is_odd else ()
    columns = (
        Column(title=say("Run"), is_number=True),
        Column(title=say("Came in")),
        Column(title=say("Source")),
        Column(title=say("Files"), wraps=True, rank=1),
        Column(title=say("Kept"), is_number=True),
        Column(title=say("Rejected"), is_number=True),
        Column(title=say("New"), is_number=True),
        Column(title=say("Changed"), is_number=True),
        Column(title=say("Removed"), is_number=True),
        *odd,
    )
    return Table(columns=columns, rows=tuple(_row(receipt, language, is_odd=is_odd) for receipt in receipts))


def _row(receipt: Receipt, language: Language, *, is_odd: bool) -> Row:
    counts = run_counts(receipt)
    numbers = ("rows_kept", "rows_rejected", "rows_new", "rows_changed", "rows_removed")
    odd = sum(found.rows for found in receipt.suspicions)
    about = About("run", str(receipt.run))
    return Row(
        cells=(
            cell(str(receipt.run)),
            cell(f"{language.date(receipt.known_at.date(), is_short=True)} {receipt.known_at:%H:%M}", about=about),
            cell(receipt.source),
            cell(_files(receipt, language)),
            *(cell(language.count(counts[name]), "care" if _is_bad(name, counts[name]) else "") for name in numbers),
            *((cell(language.count(odd)),) if is_odd else ()),
        )
    )


def _files(receipt: Receipt, language: Language) -> str:
    """The first files of a run, and how many more there are."""
    names = list(dict.fromkeys(file.file for file in receipt.files))
    more = len(names) - _MOST_FILES
    shown = ", ".join(names[:_MOST_FILES])
    if more <= 0:
        return shown
    return language.say_many("{name} and {n} file more", "{name} and {n} files more", more, name=shown)


def _is_bad(name: str, count: int) -> bool:
    return name == "rows_rejected" and count > 0


def freshness_block(found: Freshness, language: Language) -> Bullets:
    """How old the data is."""
    return Bullets(items=tuple(freshness_lines(found, language)))


def freshness_lines(found: Freshness, language: Language) -> Iterator[str]:
    """When the last run came in, and up to which day the data tells of anything."""
    say = language.say
    if found.came_in is not None:
        day = language.date(found.came_in.date())
        yield say("The last run came in on {day}{age}.", day=day, age=_before(found.run_age, language))
    if found.last_day is not None:
        day = language.date(found.last_day)
        yield say(
            "The last day on which anything happened is {day}{age}.", day=day, age=_before(found.data_age, language)
        )
    if found.is_old:
        yield say("That is more than a week: what happened since is in no number.")


def sources_blocks(found: Freshness, language: Language) -> Iterator[Block]:
    """How old each source is, under a title; nothing where nothing came in."""
    if found.sources:
        yield Heading(text=language.say("How old the sources are"), level=2)
        yield sources_table(found, language)


def stale_line(each: SourceFreshness, language: Language) -> str:
    """That a source is old, or failed when it was last asked, in a line."""
    day = language.date(each.came_in.date(), is_short=True)
    if each.trouble:
        return language.say("{source}: last asked without success; known as of {day}", source=each.source, day=day)
    return language.say("{source}: nothing came since {day}", source=each.source, day=day)


def sources_table(found: Freshness, language: Language) -> Table:
    """A row a source: its last run, the last one that brought anything different, and whether it is old."""
    say = language.say
    has_trouble = any(each.trouble for each in found.sources)
    columns = (
        Column(title=say("Source"), wraps=True, least=12),
        Column(title=say("Last run")),
        Column(title=say("Age")),
        Column(title=say("Old after"), rank=1),
        Column(title=say("Last change"), rank=2),
        *((Column(title=say("Trouble"), wraps=True, least=24),) if has_trouble else ()),
    )
    rows = []
    for each in found.sources:
        age, limit = language.days(each.age), language.days(each.limit)
        days = (language.date(at.date(), is_short=True) for at in (each.came_in, each.changed_in))
        came_in, changed_in = days
        rows.append(
            Row(
                cells=(
                    cell(each.source),
                    cell(came_in, about=About("run", str(each.run))),
                    cell(f"▲ {age}", "care", say("old")) if each.is_old else cell(age),
                    cell(limit),
                    cell(changed_in),
                    *((cell(reframed(each.trouble, language), "care"),) if has_trouble else ()),
                )
            )
        )
    return Table(columns=columns, rows=tuple(rows))


def _before(age: int | None, language: Language) -> str:
    """How many days ago that was; nothing for the day itself."""
    return ", " + language.say_many("{n} day before", "{n} days before", age) if age else ""
