"""How long stages take → bars of the median, a line to where nine in ten had left, the year before as a mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.funnel import Funnel, FunnelStage, Wait
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.inks import INKS
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Mark, dot, span, tick
from lievik.report.charts.rows import rows

NINE: Final = Decimal("0.9")
"""The part of visits that the line goes to."""


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """Draws how long visits of stages took.

    Attributes:
        is_working: days are working days.
        links: the id of a stage -> address of its records.
    """

    language: Language
    is_working: bool = False
    links: Callable[[str], str] | None = None

    def chart(self, funnel: Funnel) -> Chart:
        """Draw a pipeline's stages."""
        say = self.language.say
        title = (
            say("How long a stage takes, in working days")
            if self.is_working
            else say("How long a stage takes, in days")
        )
        if not any(_is_told(stage.visit) for stage in funnel.stages):
            return empty_chart("stage_time", title, say("Too few deals were at a stage to say how long it takes."))
        wide, narrow = rows([self._item(stage) for stage in funnel.stages], (), self._entries(funnel))
        heads = (say("Stage"), say("Visits"), say("Median"), say("90% within"), say("Year before"))
        told = (f"{stage.name} {self._median(stage.visit)}" for stage in funnel.stages)
        return Chart(
            name="stage_time",
            title=title,
            summary=f"{title}: {joined(*told)}",
            wide=wide,
            narrow=narrow,
            table=figures(heads, (self._row(stage) for stage in funnel.stages)),
        )

    def _entries(self, funnel: Funnel) -> list[Entry]:
        say = self.language.say
        entries = [Entry(text=say("Median"), ink="1"), Entry(text=say("90% within"), ink="soft", sign="line")]
        if any(stage.visit and _is_told(stage.visit) and stage.visit.median is None for stage in funnel.stages):
            entries.append(Entry(text=say("more than half still there"), ink="pale"))
        if any(_target(stage) is not None for stage in funnel.stages):
            entries.append(Entry(text=say("Year before"), ink="target", sign="line"))
        return entries

    def _item(self, stage: FunnelStage) -> Item:
        visit, target = stage.visit, _target(stage)
        if visit is None or not _is_told(visit):
            return Item(name=stage.name, extent=(Decimal(0), Decimal(0)), tip=self._tip(stage), label=NOTHING)
        shown = Decimal(visit.longest if visit.median is None else visit.median)
        end = max(shown, Decimal(visit.p90 or 0), target or Decimal(0))
        is_slow = stage.delay is not None and stage.delay.is_clear
        ink = "pale" if visit.median is None else "warn" if is_slow else "1"
        return Item(
            name=stage.name,
            extent=(Decimal(0), end),
            tip=self._tip(stage),
            spans=(span(Decimal(0), shown, ink, size=14),),
            lines=(*_reach(shown, visit.p90), *((tick(target),) if target is not None else ())),
            dots=() if visit.p90 is None else (dot(Decimal(visit.p90), "soft", radius=3),),
            label=self._median(visit),
            note="" if visit.p90 is None else f"{self.language.percent(NINE)}: {self.language.days(visit.p90)}",
            link=address(self.links, stage.id),
        )

    def _median(self, visit: Wait | None) -> str:
        """Days by which half had left; more than the longest seen where too few have."""
        if visit is None or not _is_told(visit):
            return NOTHING
        return f"> {self.language.days(visit.longest)}" if visit.median is None else self.language.days(visit.median)

    def _tip(self, stage: FunnelStage) -> str:
        say, visit = self.language.say, stage.visit
        if visit is None or not _is_told(visit):
            return joined(f"{stage.name}: {NOTHING}", say("too few deals were there"))
        target = _target(stage)
        return joined(
            labelled(stage.name, labelled(say("Median"), self._median(visit))),
            labelled(say("90% within"), "" if visit.p90 is None else self.language.days(visit.p90)),
            labelled(say("Year before"), "" if target is None else self.language.days(target)),
            self.language.say_many("{n} visit", "{n} visits", visit.n),
        )

    def _row(self, stage: FunnelStage) -> tuple[str, ...]:
        visit, target = stage.visit, _target(stage)
        p90 = visit.p90 if visit is not None and _is_told(visit) else None
        return (
            stage.name,
            self.language.count(visit.n if visit else 0),
            self._median(visit),
            NOTHING if p90 is None else self.language.days(p90),
            NOTHING if target is None else self.language.days(target),
        )


def _is_told(visit: Wait | None) -> bool:
    """Whether there were enough visits to say anything."""
    return visit is not None and visit.n > 0 and visit.status == "ok"


def _target(stage: FunnelStage) -> Decimal | None:
    return None if stage.delay is None or stage.delay.target is None else Decimal(stage.delay.target)


def _reach(shown: Decimal, p90: int | None) -> tuple[Mark, ...]:
    """The line from the bar to where nine in ten had left."""
    if p90 is None or p90 <= shown:
        return ()
    return ({"from": float(shown), "to": float(p90), "ink": INKS["soft"], "width": 1.5},)
