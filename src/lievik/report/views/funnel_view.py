"""Funnels → blocks: leads, and a pipeline each how far deals came, how long it took and what holds them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.model.funnel import Funnel, FunnelAnswer
from lievik.report.blocks import Block, Bullets, Heading, Paragraph, Table
from lievik.report.views.funnel_tables import FunnelTables
from lievik.report.views.funnel_wording import MODES, delay_line, leak_line, note_lines

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class FunnelView:
    """Writes funnels, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: FunnelAnswer) -> Iterator[Block]:
        """The title, leads, a part a pipeline, and what else to know."""
        say = self.language.say
        tables = FunnelTables(language=self.language, currency=found.currency)
        yield Heading(text=self.title(found))
        if found.leads:
            yield Heading(text=say("From leads to customers"), level=2)
            yield tables.leads(found.leads)
        if not found.funnels:
            yield Paragraph(text=say("No deal was created in this period."))
        for name, group in groupby(found.funnels, key=lambda funnel: funnel.name):
            funnels = list(group)
            yield Heading(text=name or say("Deals"), level=2)
            yield Paragraph(text=self.about(funnels[0]), style="dim")
            if found.by:
                yield tables.groups(funnels, self._dimension(found.by))
            else:
                yield from self._pipeline(funnels[0], found, tables)
        notes = self.notes(found)
        if notes:
            yield Heading(text=say("Notes"), level=2)
            yield Bullets(items=notes)

    def title(self, found: FunnelAnswer) -> str:
        """What is looked at, and as of when."""
        period, day = self.language.period_title(found.period), self.language.date(found.as_of)
        return self.language.say("Funnel — {period}, as of {day}", period=period, day=day)

    def notes(self, found: FunnelAnswer) -> tuple[str, ...]:
        """What else to know."""
        return tuple(note_lines(found, self.catalogue, self.language))

    def groups(self, funnels: Sequence[Funnel], found: FunnelAnswer) -> Table:
        """Groups of one pipeline side by side."""
        tables = FunnelTables(language=self.language, currency=found.currency)
        return tables.groups(funnels, self._dimension(found.by))

    def about(self, funnel: Funnel) -> str:
        """Which deals count, and for which stages."""
        created = self.language.say("Deals created in the period.")
        return f"{created} {self.language.say(MODES[funnel.mode])}"

    def _dimension(self, name: str) -> str:
        return self.language.text(self.catalogue.dimension(name).titles)

    def _pipeline(self, funnel: Funnel, found: FunnelAnswer, tables: FunnelTables) -> Iterator[Block]:
        """One pipeline: how far deals came, how long that took, what holds them up, who is stuck, how visits ended."""
        say = self.language.say
        yield tables.stages(funnel)
        if not funnel.stages:
            return
        yield Heading(text=self.wait_title(found), level=3)
        yield Paragraph(text=self.wait_about(), style="dim")
        yield tables.waits(funnel)
        yield Bullets(items=self.held_up(funnel, found))
        yield Heading(text=say("Stuck now"), level=3)
        yield tables.stuck(funnel)
        yield Heading(text=say("How visits of each stage ended"), level=3)
        yield tables.exits(funnel)

    def wait_title(self, found: FunnelAnswer) -> str:
        """What the days of stages are called."""
        say = self.language.say
        return (
            say("How long a stage takes, in working days")
            if found.is_working
            else say("How long a stage takes, in days")
        )

    def wait_about(self) -> str:
        """Which visits the days are of."""
        return self.language.say("Visits that began in the period, of all deals; open ones count as seen.")

    def held_up(self, funnel: Funnel, found: FunnelAnswer) -> tuple[str, ...]:
        """What holds deals up, the costliest first; or that nothing does, or that nothing can be told."""
        language = self.language
        lines = [
            delay_line(stage, stage.delay, found.currency, language)
            for stage in funnel.held_up
            if stage.delay and stage.delay.is_clear
        ]
        leaks = [
            leak_line(stage, delay.lost, delay.lost_before, language)
            for stage in funnel.stages
            if (delay := stage.delay) and delay.is_leaking and delay.lost and delay.lost_before
        ]
        if not lines:
            lines = [self._nothing_held_up(funnel)]
        return (*lines, *leaks)

    def _nothing_held_up(self, funnel: Funnel) -> str:
        is_known = any(stage.delay and not stage.delay.reason for stage in funnel.stages)
        if is_known:
            return self.language.say("No stage holds deals up for longer than in the year before, beyond chance.")
        return self.language.say("Too little is known of the year before to say what holds deals up.")
