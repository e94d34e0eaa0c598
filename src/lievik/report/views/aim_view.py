"""Targets → an answer in every form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lievik.report.answer import Answer
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.records.aim_records import aim_record
from lievik.report.views.aim_wording import aim_text
from lievik.report.views.wording import full_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.language import Language
    from lievik.model.aim import Aim


def aim_answer(kind: str, as_of: date, aims: Sequence[Aim], catalogue: Catalogue) -> Answer:
    """Answer with targets, in the order given."""
    return Answer(
        kind=kind,
        as_of=as_of,
        records=lambda: [aim_record(aim) for aim in aims],
        blocks=lambda language: _blocks(aims, catalogue, language),
    )


def _blocks(aims: Sequence[Aim], catalogue: Catalogue, language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Targets"))
    if not aims:
        yield Paragraph(text=say("No target is set."))
        return
    yield Table(
        columns=(
            Column(title=say("Metric"), wraps=True, least=24),
            Column(title=say("Who"), wraps=True),
            Column(title=say("Period")),
            Column(title=say("Target"), is_number=True),
            Column(title=say("Set by"), rank=2),
            Column(title=say("Set on"), rank=1),
        ),
        rows=tuple(_row(aim, catalogue, language) for aim in aims),
    )


def _row(aim: Aim, catalogue: Catalogue, language: Language) -> Row:
    return Row(
        cells=(
            cell(full_title(aim.metric, catalogue, language)),
            cell(aim.subject.name if aim.subject.id else language.say("company")),
            cell(language.period_title(aim.period)),
            cell(aim_text(aim, language)),
            cell(aim.typed_by),
            cell(language.date(aim.typed_at.date(), is_short=True)),
        )
    )
