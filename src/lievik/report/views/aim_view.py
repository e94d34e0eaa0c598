"""Targets → an answer in every form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lievik.language import NOTHING
from lievik.report.answer import Answer, Record
from lievik.report.blocks import About, Block, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.aim_wording import MARKS, STYLES, aim_line, aim_text, aim_word
from lievik.report.views.wording import full_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.language import Language
    from lievik.model.aim import Aim, AimStanding
    from lievik.model.result import MetricResult

Stands = Mapping[int, tuple["MetricResult", "AimStanding"]]
"""Number of a target -> the result that it is held against, and how that stands."""


def aim_answer(kind: str, as_of: date, aims: Sequence[Aim], catalogue: Catalogue) -> Answer:
    """Answer with targets, in the order given."""
    return Answer(
        kind=kind,
        as_of=as_of,
        records=lambda: _records(aims),
        blocks=lambda language: _blocks(aims, catalogue, language),
    )


def _blocks(aims: Sequence[Aim], catalogue: Catalogue, language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Targets"))
    if not aims:
        yield Paragraph(text=say("No target is set."))
        return
    yield aim_table(aims, catalogue, language)


def aim_table(aims: Sequence[Aim], catalogue: Catalogue, language: Language, stands: Stands | None = None) -> Table:
    """Targets as a table, a row each.

    Args:
        aims: in the order given.
        catalogue: says what metrics are called.
        language: to say it in.
        stands: how results stand against them, in columns of their own; none for no such columns.
    """
    say = language.say
    held = (
        ()
        if stands is None
        else (Column(title=say("Value"), is_number=True), Column(title=say("Stands"), wraps=True, least=24))
    )
    columns = (
        Column(title=say("Metric"), wraps=True, least=24),
        Column(title=say("Who"), wraps=True),
        Column(title=say("Period")),
        Column(title=say("Target"), is_number=True),
        *held,
        Column(title=say("Set by"), rank=2),
        Column(title=say("Set on"), rank=1),
    )
    return Table(columns=columns, rows=tuple(_row(aim, catalogue, language, stands) for aim in aims))


def _records(aims: Sequence[Aim]) -> list[Record]:
    from lievik.report.records.aim_records import aim_record

    return [aim_record(aim) for aim in aims]


def _row(aim: Aim, catalogue: Catalogue, language: Language, stands: Stands | None) -> Row:
    return Row(
        cells=(
            cell(full_title(aim.metric, catalogue, language), about=About("metric", aim.metric)),
            cell(aim.subject.name if aim.subject.id else language.say("company")),
            cell(language.period_title(aim.period)),
            cell(aim_text(aim, language)),
            *(() if stands is None else _held(aim, stands, language)),
            cell(aim.typed_by),
            cell(language.date(aim.typed_at.date(), is_short=True)),
        )
    )


def _held(aim: Aim, stands: Stands, language: Language) -> tuple[Cell, Cell]:
    """The value that a target is held against, and how it stands."""
    if aim.number not in stands:
        return cell(NOTHING, "dim"), cell(language.say("It cannot be told"), "dim")
    result, standing = stands[aim.number]
    word = f"{MARKS[standing.status]} {aim_word(standing, language)}"
    line = aim_line(standing, result.period, language)
    return cell(language.value(result), "strong"), cell(f"{word}. {line}", STYLES[standing.status])
