"""A funnel → its tables: stages, how visits ended, how long they took, who is stuck; leads; groups side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.funnel import Delay, Exit, Funnel, FunnelStage, LeadStep, Stuck
from lievik.report.blocks import About, Cell, Column, Row, Table, cell
from lievik.report.views.funnel_wording import (
    EXITS,
    LEAD_STEPS,
    between_cell,
    count_cell,
    days_cell,
    money_cell,
    share_cell,
)

_BAR: Final = "█"
_WIDEST: Final = 16
_ALWAYS: Final[frozenset[Exit]] = frozenset({"advanced", "won", "lost", "still_there"})
"""Ways to leave a stage that always have a column."""


@dataclass(frozen=True, kw_only=True)
class FunnelTables:
    """Writes the tables of funnels, in one language and currency.

    Attributes:
        has_bars: a bar of signs is drawn beside counts, for where nothing else can draw it.
    """

    language: Language
    currency: str
    has_bars: bool = True

    def leads(self, steps: Sequence[LeadStep]) -> Table:
        """From leads to customers, a row a step."""
        say = self.language.say
        columns = (
            Column(title="", wraps=True, least=16),
            Column(title=say("Leads"), is_number=True),
            Column(title=say("Of the step before"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=2),
            Column(title=say("Of all"), is_number=True, rank=1),
            Column(title=say("Skipped"), is_number=True, rank=3),
        )
        return Table(columns=columns, rows=tuple(self._lead_row(step) for step in steps))

    def _lead_row(self, step: LeadStep) -> Row:
        language = self.language
        name, leads = cell(language.say(LEAD_STEPS[step.name])), cell(language.count(step.leads))
        if step.of_previous is None or step.of_all is None:
            return Row(cells=(name, leads, *(cell(""),) * 4))
        shares = (share_cell(step.of_previous, language), between_cell(step.of_previous, language))
        return Row(cells=(name, leads, *shares, share_cell(step.of_all, language), count_cell(step.skipped, language)))

    def stages(self, funnel: Funnel) -> Table:
        """How far deals came: a row a stage, between all deals and those won."""
        say = self.language.say
        columns = (
            Column(title=say("Stage"), wraps=True, least=14),
            Column(title=say("Deals"), is_number=True),
            *([Column(title="", rank=5)] if self.has_bars else []),
            Column(title=say("Value"), is_number=True, rank=1),
            Column(title=say("Onward"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=4),
            Column(title=say("To won"), is_number=True),
            Column(title=say("Lost"), is_number=True),
            Column(title=say("Open"), is_number=True),
            Column(title=say("Skipped"), is_number=True, rank=3),
        )
        first = (
            cell(say("All deals"), "strong"),
            cell(self.language.count(funnel.created.deals), "strong"),
            *self._bar(funnel.created.deals, funnel),
            money_cell(funnel.created, self.currency, self.language),
            *(cell(""), cell("")),
            share_cell(funnel.win, self.language),
            *(count_cell(amount.deals, self.language) for amount in (funnel.lost, funnel.open)),
            cell(""),
        )
        last = (
            cell(funnel.won_name or say("Won"), "strong"),
            cell(self.language.count(funnel.won.deals), "strong"),
            *self._bar(funnel.won.deals, funnel),
            money_cell(funnel.won, self.currency, self.language),
            *(cell(""),) * 6,
        )
        rows = (Row(cells=first), *(self._stage(stage, funnel) for stage in funnel.stages), Row(cells=last))
        return Table(columns=columns, rows=rows)

    def _stage(self, stage: FunnelStage, funnel: Funnel) -> Row:
        language = self.language
        return Row(
            cells=(
                cell(stage.name, about=About(kind="stage", key=stage.name, within=funnel.name)),
                cell(language.count(stage.came.deals)),
                *self._bar(stage.came.deals, funnel),
                money_cell(stage.came, self.currency, language),
                share_cell(stage.onward, language),
                between_cell(stage.onward, language),
                share_cell(stage.to_won, language),
                count_cell(stage.lost, language),
                count_cell(stage.open, language),
                count_cell(stage.skipped, language),
            )
        )

    def _bar(self, deals: int, funnel: Funnel) -> tuple[Cell, ...]:
        return (cell(_BAR * round(_WIDEST * deals / max(funnel.created.deals, 1))),) if self.has_bars else ()

    def exits(self, funnel: Funnel) -> Table:
        """How visits of each stage ended; they add up to how many there were."""
        say, language = self.language.say, self.language
        shown = [name for name in EXITS if name in _ALWAYS or any(stage.exits[name] for stage in funnel.stages)]
        columns = [Column(title=say("Stage"), wraps=True, least=14), Column(title=say("Entries"), is_number=True)]
        columns += [Column(title=say(EXITS[name]), is_number=True) for name in shown]
        rows = [
            Row(
                cells=(
                    cell(stage.name),
                    cell(language.count(stage.entries)),
                    *(count_cell(stage.exits[name], language) for name in shown),
                )
            )
            for stage in funnel.stages
        ]
        return Table(columns=tuple(columns), rows=tuple(rows))

    def waits(self, funnel: Funnel) -> Table:
        """How long visits of each stage took, and how that stands against the year before."""
        say = self.language.say
        columns = (
            Column(title=say("Stage"), wraps=True, least=14),
            Column(title=say("Visits"), is_number=True),
            Column(title=say("Median"), is_number=True),
            Column(title=say("90% within"), is_number=True),
            Column(title=say("Year before"), is_number=True),
            Column(title=say("Lost value-days"), is_number=True, rank=1),
            Column(title=say("Per deal: median"), is_number=True, rank=3),
            Column(title=say("Per deal: 90%"), is_number=True, rank=3),
            Column(title=say("Still there"), is_number=True, rank=2),
        )
        return Table(columns=columns, rows=tuple(self._wait(stage) for stage in funnel.stages))

    def _wait(self, stage: FunnelStage) -> Row:
        language, visit, stay, delay = self.language, stage.visit, stage.stay, stage.delay
        target = delay.target if delay else None
        return Row(
            cells=(
                cell(stage.name),
                cell(language.count(visit.n if visit else 0)),
                days_cell(visit, visit.median if visit else None, language),
                days_cell(visit, visit.p90 if visit else None, language),
                cell(NOTHING, "dim") if target is None else cell(language.count(target)),
                self._cost(delay),
                days_cell(stay, stay.median if stay else None, language),
                days_cell(stay, stay.p90 if stay else None, language),
                count_cell(visit.open if visit else 0, language),
            )
        )

    def _cost(self, delay: Delay | None) -> Cell:
        """Value times days that a stage cost; what it saved is dim, and what is beyond chance stands out."""
        if delay is None or delay.value_days is None:
            return cell(NOTHING, "dim")
        text = self.language.number(delay.value_days, digits=0)
        return cell(text, "care" if delay.is_clear else "dim" if delay.value_days <= 0 else "")

    def stuck(self, funnel: Funnel) -> Table:
        """How many deals are stuck at each stage."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Stage"), wraps=True, least=14),
            Column(title=say("Open now"), is_number=True),
            Column(title=say("Stuck"), is_number=True),
            Column(title=say("Value"), is_number=True),
            Column(title=say("Longer than, days"), is_number=True),
            Column(title=say("Won from here"), is_number=True, rank=1),
        )
        found = [(stage, stage.stuck) for stage in funnel.stages if stage.stuck]
        rows = [
            Row(
                cells=(
                    cell(stage.name),
                    count_cell(stuck.open.deals, language),
                    self._stuck_count(stage, stuck, funnel),
                    self._stuck_value(stuck),
                    cell(NOTHING, "dim") if stuck.limit is None else cell(language.count(stuck.limit)),
                    cell(language.count(stuck.won)),
                )
            )
            for stage, stuck in found
        ]
        return Table(columns=columns, rows=tuple(rows))

    def _stuck_count(self, stage: FunnelStage, stuck: Stuck, funnel: Funnel) -> Cell:
        if stuck.limit is None or not stuck.held.deals:
            return cell(NOTHING, "dim") if stuck.limit is None else count_cell(0, self.language)
        about = About(kind="stuck", key=stage.name, within=funnel.name)
        return cell(self.language.count(stuck.held.deals), about=about)

    def _stuck_value(self, stuck: Stuck) -> Cell:
        return money_cell(stuck.held, self.currency, self.language)

    def groups(self, funnels: Sequence[Funnel], title: str) -> Table:
        """Groups of one pipeline side by side: how many came to each stage, and under it the share of those before."""
        say = self.language.say
        stages = funnels[0].stages
        middle = [Column(title=stage.name, is_number=True, rank=len(stages) - at) for at, stage in enumerate(stages)]
        columns = (
            Column(title=title, wraps=True, least=12),
            Column(title=say("Deals"), is_number=True),
            *middle,
            Column(title=funnels[0].won_name or say("Won"), is_number=True),
            Column(title=say("To won"), is_number=True),
            Column(title=say("Lost"), is_number=True, rank=len(stages) + 2),
            Column(title=say("Open"), is_number=True, rank=len(stages) + 1),
        )
        rows = [row for funnel in funnels for row in self._group(funnel)]
        return Table(columns=columns, rows=tuple(rows))

    def _group(self, funnel: Funnel) -> tuple[Row, Row]:
        """A group's counts; the share of those before stands under the stage that they went on to."""
        language, stages, nothing = self.language, funnel.stages, cell("")
        name = language.say("(not given)") if funnel.group is None else funnel.group
        counts = [funnel.created.deals, *(stage.came.deals for stage in stages), funnel.won.deals]
        ends = [count_cell(amount.deals, language) for amount in (funnel.lost, funnel.open)]
        onward = [share_cell(stage.onward, language) for stage in stages]
        first = (
            cell(name),
            *(cell(language.count(count)) for count in counts),
            share_cell(funnel.win, language),
            *ends,
        )
        under = (nothing, nothing, nothing, *onward, between_cell(funnel.win, language), nothing, nothing)
        return Row(cells=first), Row(cells=under, is_dim=True)
