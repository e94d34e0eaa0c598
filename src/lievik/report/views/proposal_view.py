"""What some files seem to be, for people: a table a sheet, with samples and doubts; and what is left in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark, reframed
from lievik.model.proposal import Certainty, Doubt
from lievik.model.proposal_text import ANY_OTHER, factors_of
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.canonical_words import table_words, value_word
from lievik.report.views.sample_meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lievik.model.mapping import TextForm
    from lievik.model.proposal import ColumnGuess, FileGuess, LeftOut, Proposal

DOUBTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Doubt.WHICH_COLUMN: mark("it might be one of several things"),
        Doubt.RIVALS: mark("another column might be the same thing"),
        Doubt.DAY_OR_MONTH_FIRST: mark("the day or the month may come first"),
        Doubt.DECIMAL_OR_THOUSANDS: mark("the sign in its numbers may part decimals or thousands"),
        Doubt.MIXED_NUMBERS: mark("its numbers are written in several ways"),
        Doubt.MIXED_DATES: mark("its dates are written in several ways"),
        Doubt.DOES_NOT_FIT: mark("what stands in it does not fit its name"),
        Doubt.NOT_UNIQUE: mark("the same value comes more than once"),
        Doubt.VALUES_UNSURE: mark("what its values stand for is not sure"),
        "doubtful": mark("it is only a guess"),
        "table_unsure": mark("which table it is, is only a guess"),
    }
)
"""Slug of a doubt -> what is said of it."""

UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_rows": mark("has no rows"),
        "dictionary": mark("is a list of fields"),
        "wide_months": mark("has one column a month"),
        "no_table_fits": mark("fits no table"),
        "left_out": mark("left out"),
        "is of a kind that is not read": mark("is of a kind that is not read"),
    }
)
"""Slug of a reason -> what is said of a file that comes to nothing."""

_SIGNS: Final[Mapping[Certainty, Cell]] = MappingProxyType(
    {
        Certainty.SURE: cell("✓", "good"),
        Certainty.LIKELY: cell("✓", "good"),
        Certainty.DOUBTFUL: cell("?", "care"),
    }
)
_SAMPLES: Final = 2
_LONGEST: Final = 24


def proposal_blocks(proposal: Proposal, language: Language) -> Iterator[Block]:
    """The whole proposal: a table a sheet, then the files that fit nothing."""
    say = language.say
    yield Heading(text=say("What these files seem to be"))
    for file in proposal.files:
        yield from _file_blocks(file, language)
    if proposal.unknown:
        yield Heading(text=say("Files that fit no table"), level=2)
        yield Bullets(
            items=tuple(
                f"{unknown.name}: {reframed(say(UNKNOWN.get(unknown.reason, unknown.reason)), language)}"
                for unknown in proposal.unknown
            )
        )


def left_blocks(left: Sequence[LeftOut], language: Language) -> Iterator[Block]:
    """What was not taken, as nobody was asked about it."""
    if not left:
        return
    yield Heading(text=language.say("Left out, as it is in doubt"), level=2)
    yield Bullets(items=tuple(_left(found, language) for found in left))


def doubt_text(doubt: str, language: Language) -> str:
    """What is in doubt, in words."""
    return language.say(DOUBTS.get(doubt, doubt))


def form_text(form: TextForm) -> str:
    """How numbers or dates are written, by an example."""
    if form.dates:
        return form.dates
    return f"1{form.thousands}234{form.decimal}5"


def _left(found: LeftOut, language: Language) -> str:
    place = f"{found.file}: {found.column}" if found.column else found.file
    samples = f" ({', '.join(_short(sample) for sample in found.samples[:_SAMPLES])})" if found.samples else ""
    return f"{place}{samples}: {doubt_text(found.reason, language)}"


def _file_blocks(file: FileGuess, language: Language) -> Iterator[Block]:
    say, say_many = language.say, language.say_many
    names = ", ".join((file.key, *file.also))
    if len(file.also) > 1:
        count = len(file.also)
        names = say_many("{name} and {n} file more", "{name} and {n} files more", count, name=file.key)
    yield Heading(text=f"{names} → {table_words(file.table, language)}", level=2)
    used = [column for column in file.columns if column.targets or column.doubt]
    yield Table(
        columns=(
            Column(title=""),
            Column(title=say("Column"), wraps=True),
            Column(title=say("Fills"), wraps=True),
            Column(title=say("For example"), wraps=True, rank=1),
            Column(title=say("How"), wraps=True, rank=2),
        ),
        rows=tuple(_row(column, file, language) for column in used),
    )
    if file.match:
        yield Paragraph(
            text=say("From now on every file is read like this: {pattern}", pattern=_plain(file.match)), style="dim"
        )
    constants = ", ".join(f"{name} = {text}" for name, text in file.constants.items())
    if constants:
        yield Paragraph(text=say("In every row: {constants}", constants=constants), style="dim")
    unused = ", ".join(column.column for column in file.columns if column not in used)
    if unused:
        yield Paragraph(text=say("Not used: {columns}", columns=unused), style="dim")


def _plain(pattern: str) -> str:
    """A pattern as people write it, without brackets around single signs."""
    return re.sub(r"\[(.)\]", r"\1", pattern)


def _row(column: ColumnGuess, file: FileGuess, language: Language) -> Row:
    certainty = Certainty.DOUBTFUL if column.doubt else column.certainty
    samples = " · ".join(_short(sample) for sample in column.samples[:_SAMPLES])
    return Row(
        cells=(
            _SIGNS[certainty],
            cell(column.column),
            cell(", ".join(column.targets) or "–"),
            cell(samples, "dim"),
            cell(_how(column, file, language), "care" if column.doubt else "dim"),
        )
    )


def _how(column: ColumnGuess, file: FileGuess, language: Language) -> str:
    """How a column is read: what is in doubt, else what its values stand for, else what the first sample means."""
    if column.doubt:
        return doubt_text(column.doubt, language)
    meant = [
        f"{text} = {value_word(word, language)}"
        for values in column.values.values()
        for text, word in values.items()
        if text != ANY_OTHER
    ]
    if meant:
        return ", ".join(meant)
    if factors := factors_of("amount", file.columns) if "amount" in column.targets else {}:
        return f"amount = {' × '.join(factor.column for factor in factors.values())}"
    return _form_words(column, language)


def _form_words(column: ColumnGuess, language: Language) -> str:
    """How a column is written: what its first sample means by that, or an example."""
    if column.form is None:
        return ""
    meant = meaning(column.samples[0], column.form, language) if column.samples else ""
    return f"= {meant}" if meant else form_text(column.form)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
