"""The funnel of a pipeline, or of leads → bars that grow shorter, the bottleneck in an ink of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from lievik.language import Language
from lievik.model.funnel import Amount, Funnel, FunnelStage, LeadStep, Share
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined
from lievik.report.charts.marks import Item, span
from lievik.report.charts.rows import rows
from lievik.report.views.funnel_wording import LEAD_STEPS, share_cell

Measure = Literal["deals", "value"]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One bar: how many came so far, and what share of them went on."""

    key: str
    name: str
    amount: Decimal
    onward: Share | None = None
    target: Decimal | None = None
    is_bottleneck: bool = False


@dataclass(frozen=True, kw_only=True)
class FunnelBars:
    """Draws funnels.

    Attributes:
        currency: of the value.
        links: the id of a stage, `created` or `won`, or the name of a step of leads -> address of its records.
        targets: the id of a stage -> the share that ought to go on.
    """

    language: Language
    currency: str = ""
    links: Callable[[str], str] | None = None
    targets: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))

    def chart(self, funnel: Funnel, *, measure: Measure = "deals") -> Chart:
        """Draw a pipeline by how many deals came to each stage, or by what they are worth."""
        say = self.language.say
        title = funnel.name or say("Funnel")
        if not funnel.created.deals:
            return empty_chart("funnel", title, say("No deal was created in this period."))
        steps = [
            _Step(key="created", name=say("All deals"), amount=_size(funnel.created, measure)),
            *(self._stage(stage, funnel, measure) for stage in funnel.stages),
            _Step(key="won", name=funnel.won_name or say("Won"), amount=_size(funnel.won, measure)),
        ]
        held = funnel.bottleneck
        told = [
            f"{steps[0].name} {self._written(steps[0], measure)}",
            f"{steps[-1].name} {self._written(steps[-1], measure)}",
        ]
        if held is not None:
            told.append(say("Bottleneck: {stage}", stage=held.name))
        return self._drawn(title, joined(*told), steps, measure)

    def leads(self, steps: Sequence[LeadStep]) -> Chart:
        """Draw how far leads came."""
        say = self.language.say
        title = say("From leads to customers")
        if not steps or not steps[0].leads:
            return empty_chart("funnel", title, say("No lead was created in this period."))
        following = [step.of_previous for step in steps[1:]]
        drawn = [
            _Step(key=step.name, name=say(LEAD_STEPS[step.name]), amount=Decimal(step.leads), onward=onward)
            for step, onward in zip(steps, [*following, None], strict=True)
        ]
        ends = (f"{step.name} {self._written(step, 'deals')}" for step in (drawn[0], drawn[-1]))
        return self._drawn(title, joined(*ends), drawn, "deals")

    def _stage(self, stage: FunnelStage, funnel: Funnel, measure: Measure) -> _Step:
        return _Step(
            key=stage.id,
            name=stage.name,
            amount=_size(stage.came, measure),
            onward=stage.onward,
            target=self.targets.get(stage.id),
            is_bottleneck=stage is funnel.bottleneck,
        )

    def _drawn(self, title: str, summary: str, steps: Sequence[_Step], measure: Measure) -> Chart:
        say = self.language.say
        wide, narrow = rows([self._item(step, measure) for step in steps])
        heads = ["", say("Value") if measure == "value" else say("How many"), say("Onward")]
        lines = [[step.name, self._written(step, measure), self._onward(step)] for step in steps]
        if any(step.target is not None for step in steps):
            heads.append(say("Target"))
            lines = [[*line, self._target(step)] for line, step in zip(lines, steps, strict=True)]
        table = figures(heads, lines)
        return Chart(name="funnel", title=title, summary=f"{title}: {summary}", wide=wide, narrow=narrow, table=table)

    def _item(self, step: _Step, measure: Measure) -> Item:
        onward, target = self._onward(step), self._target(step)
        say = self.language.say
        goes_on = say("{share} go on", share=onward) if onward else ""
        aim = say("target {value}", value=target) if target else ""
        aimed = f" ({aim})" if aim else ""
        short = (
            self.language.compact(step.amount, "money", self.currency)
            if measure == "value"
            else self.language.compact(step.amount, "count")
        )
        return Item(
            name=step.name,
            extent=(Decimal(0), step.amount),
            tip=joined(
                f"{step.name}: {self._written(step, measure)}",
                f"{goes_on}{aimed}",
                say("bottleneck") if step.is_bottleneck else "",
            ),
            spans=(span(Decimal(0), step.amount, "warn" if step.is_bottleneck else "1", size=22),),
            label=short,
            note=f"→ {onward}{aimed}" if onward else "",
            brief=f"→ {onward}" if onward else "",
            note_ink="warn" if step.is_bottleneck else "soft",
            link=address(self.links, step.key),
        )

    def _written(self, step: _Step, measure: Measure) -> str:
        if measure == "value":
            return self.language.money(step.amount, self.currency, digits=0)
        return self.language.count(step.amount)

    def _onward(self, step: _Step) -> str:
        """The share that goes on; counts where there are few, nothing where there is no answer."""
        if step.onward is None or step.onward.value is None:
            return ""
        return share_cell(step.onward, self.language).text

    def _target(self, step: _Step) -> str:
        return "" if step.target is None else self.language.share(step.target)


def _size(amount: Amount, measure: Measure) -> Decimal:
    return amount.amount if measure == "value" else Decimal(amount.deals)
