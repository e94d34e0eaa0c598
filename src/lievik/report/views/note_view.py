"""Notes that are pinned to days, and events → answers in every form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from lievik.language import mark
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.wording import full_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.language import Language
    from lievik.model.note import Event, NoteEntry

EVENT_PLACES: Final = {"internal": mark("in the company"), "market": mark("in the market")}
"""Kind of an event -> where it happened."""


def note_answer(kind: str, as_of: date, notes: Sequence[NoteEntry], catalogue: Catalogue) -> Answer:
    """Answer with notes, in the order given."""
    return Answer(
        kind=kind,
        as_of=as_of,
        records=lambda: [_note_record(note) for note in notes],
        blocks=lambda language: _note_blocks(notes, catalogue, language),
    )


def event_answer(kind: str, as_of: date, events: Sequence[Event]) -> Answer:
    """Answer with events, in the order given."""
    return Answer(
        kind=kind,
        as_of=as_of,
        records=lambda: [_event_record(event) for event in events],
        blocks=lambda language: _event_blocks(events, language),
    )


def _note_record(note: NoteEntry) -> Record:
    return {
        "number": note.number,
        "on": note.on,
        "text": note.text,
        "metric": note.metric or None,
        "team": note.team.name if note.team else None,
        "team_id": note.team.id if note.team else None,
        "noted_at": note.typed_at.isoformat(),
        "noted_by": note.typed_by,
    }


def _event_record(event: Event) -> Record:
    return {
        "number": event.number or None,
        "happened_on": event.happened_on,
        "title": event.title,
        "kind": event.kind,
        "note": event.note,
        "source": event.source,
    }


def _note_blocks(notes: Sequence[NoteEntry], catalogue: Catalogue, language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Notes"))
    if not notes:
        yield Paragraph(text=say("Nothing is noted."))
        return
    yield Table(
        columns=(
            Column(title=say("No."), is_number=True),
            Column(title=say("Day")),
            Column(title=say("Note"), wraps=True, least=30),
            Column(title=say("Metric"), wraps=True, rank=1),
            Column(title=say("Team"), rank=2),
            Column(title=say("Noted by"), rank=3),
        ),
        rows=tuple(
            Row(
                cells=(
                    cell(str(note.number)),
                    cell(language.date(note.on, is_short=True)),
                    cell(note.text),
                    cell(full_title(note.metric, catalogue, language) if note.metric else ""),
                    cell(note.team.name if note.team else ""),
                    cell(note.typed_by),
                )
            )
            for note in notes
        ),
    )


def _event_blocks(events: Sequence[Event], language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Events"))
    if not events:
        yield Paragraph(text=say("There is no event."))
        return
    yield Table(
        columns=(
            Column(title=say("No."), is_number=True),
            Column(title=say("Day")),
            Column(title=say("Event"), wraps=True, least=24),
            Column(title=say("Where"), rank=1),
            Column(title=say("Note"), wraps=True, rank=2),
            Column(title=say("Source"), rank=3),
        ),
        rows=tuple(
            Row(
                cells=(
                    cell(str(event.number) if event.number else ""),
                    cell(language.date(event.happened_on, is_short=True)),
                    cell(event.title),
                    cell(say(EVENT_PLACES[event.kind]) if event.kind in EVENT_PLACES else event.kind),
                    cell(event.note),
                    cell(say("typed in") if event.number else event.source),
                )
            )
            for event in events
        ),
    )
