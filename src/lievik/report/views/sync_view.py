"""What asking sources came to → blocks and records: a part a source, a row a stream, what changed, what agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import Language, told
from lievik.report.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table, cell

if TYPE_CHECKING:
    from lievik.model.synced import StreamCame, Synced
    from lievik.report.answer import Record


@dataclass(frozen=True, kw_only=True)
class SyncView:
    """Writes what asking sources came to, in one language."""

    language: Language
    is_dry_run: bool = False

    def blocks(self, found: Sequence[Synced]) -> Iterator[Block]:
        """A part a source."""
        say = self.language.say
        if not found:
            yield Heading(text=say("Sources"))
            yield Paragraph(text=say("No source is set up yet; write one under [sources.NAME] in lievik.toml."))
        for each in found:
            yield from self._source(each)

    def _source(self, found: Synced) -> Iterator[Block]:
        say = self.language.say
        run = say("Run {number}", number=found.receipt.run) if found.receipt else self._without_run(found)
        yield Heading(text=f"{found.source} — {run}")
        if found.trouble:
            message, fix = told(found.trouble, self.language)
            yield Bullets(items=(message, fix))
        if found.streams:
            yield self._streams(found.streams)
        lines = tuple(self._lines(found))
        if lines:
            yield Bullets(items=lines)

    def _without_run(self, found: Synced) -> str:
        say = self.language.say
        if found.trouble:
            return say("failed")
        return say("Rehearsal, nothing was changed") if self.is_dry_run else say("nothing new")

    def _streams(self, streams: Sequence[StreamCame]) -> Table:
        say = self.language.say
        columns = (
            Column(title=say("What"), wraps=True, least=16),
            Column(title=say("Records"), is_number=True),
            Column(title=say("Asked for"), rank=1),
            Column(title=say("Trouble"), wraps=True, least=24),
        )
        rows = []
        for stream in streams:
            asked = say("everything") if stream.is_whole else say("what changed")
            trouble = told(stream.trouble, self.language)[0] if stream.trouble else ""
            rows.append(
                Row(
                    cells=(
                        cell(stream.name),
                        cell(self.language.count(stream.records)),
                        cell(asked, "dim"),
                        cell(trouble, "care" if trouble else ""),
                    )
                )
            )
        return Table(columns=columns, rows=tuple(rows))

    def _lines(self, found: Synced) -> Iterator[str]:
        say, language = self.language.say, self.language
        for change in found.receipt.changes if found.receipt else ():
            if change.rows_new or change.rows_changed or change.rows_removed:
                yield say(
                    "{table}: {new} new, {changed} changed, {removed} removed",
                    table=change.table,
                    new=language.count(change.rows_new),
                    changed=language.count(change.rows_changed),
                    removed=language.count(change.rows_removed),
                )
        for counted in found.counted:
            here, there = language.count(counted.here), language.count(counted.there)
            if counted.here == counted.there:
                yield say("{table}: {here} here, as many as there", table=counted.table, here=here)
            else:
                yield say(
                    "{table}: {here} here, {there} there; 'lievik sync --full' asks for everything again",
                    table=counted.table,
                    here=here,
                    there=there,
                )
        if found.ended:
            yield told(found.ended, self.language)[0]


def sync_records(found: Sequence[Synced]) -> list[Record]:
    """A row a source, its streams nested in it."""
    return [
        {
            "source": each.source,
            "began": each.began.isoformat(),
            "run": each.receipt.run if each.receipt else None,
            "is_full": each.is_full,
            "requests": each.requests,
            "streams": [
                {
                    "stream": stream.name,
                    "records": stream.records,
                    "is_whole": stream.is_whole,
                    "trouble": stream.trouble.message if stream.trouble else "",
                }
                for stream in each.streams
            ],
            "changes": {
                change.table: {
                    "new": change.rows_new,
                    "changed": change.rows_changed,
                    "removed": change.rows_removed,
                    "same": change.rows_same,
                }
                for change in (each.receipt.changes if each.receipt else ())
            },
            "counted": [
                {"table": counted.table, "there": counted.there, "here": counted.here} for counted in each.counted
            ],
            "ended": each.ended.message if each.ended else "",
            "trouble": each.trouble.message if each.trouble else "",
        }
        for each in found
    ]
