"""Pipeline velocity → blocks: both presets beside what was actually won per day, then what moved each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Row, Table, cell
from lievik.report.views.change_wording import moved_cell
from lievik.report.views.wording import change_cell, status_cell, variant_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.drivers import VelocityAnswer
    from lievik.model.result import MetricResult


@dataclass(frozen=True, kw_only=True)
class VelocityView:
    """Writes pipeline velocity, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: VelocityAnswer) -> Iterator[Block]:
        """The title, the presets, whether they agree with what was won, and what moved each."""
        from lievik.report.views.drivers_view import DriversView

        yield Heading(text=self.title(found))
        yield self.presets(found)
        yield Bullets(items=tuple(self.told(found)))
        view = DriversView(catalogue=self.catalogue, language=self.language)
        for drivers in found.presets.values():
            yield from view.blocks(drivers, level=2)

    def title(self, found: VelocityAnswer) -> str:
        """Of which period, as of when."""
        return self.language.say(
            "Pipeline velocity — {period}, as of {day}",
            period=self.language.period_title(found.actual.period),
            day=self.language.date(found.actual.as_of),
        )

    def presets(self, found: VelocityAnswer) -> Table:
        """A row a preset, and one of what was actually won."""
        say = self.language.say
        columns = (
            Column(title=say("Reading"), wraps=True, least=18),
            Column(title=say("Per day"), is_number=True),
            Column(title=say("Change"), is_number=True),
            Column(title=say("Moved?"), rank=3),
            Column(title=say("Over actually won"), is_number=True, rank=2),
            Column(title=say("Status"), wraps=True, rank=1),
        )
        rows = [self._row(drivers.result, found, preset) for preset, drivers in found.presets.items()]
        return Table(columns=columns, rows=(*rows, self._row(found.actual, found, None)))

    def _row(self, result: MetricResult, found: VelocityAnswer, preset: str | None) -> Row:
        return Row(
            cells=(
                cell(self.name(result)),
                cell(self.language.value(result), "strong"),
                change_cell(result, self.language),
                moved_cell(result, self.language),
                self._ratio(found, preset),
                status_cell(result, self.catalogue, self.language),
            )
        )

    def name(self, result: MetricResult) -> str:
        """What a preset is called."""
        if not result.variant:
            return self.language.say("As in the article")
        return variant_title(result, self.catalogue, self.language)

    def _ratio(self, found: VelocityAnswer, preset: str | None) -> Cell:
        ratio = None if preset is None else found.ratios.get(preset)
        return cell(NOTHING, "dim") if ratio is None else cell(self.language.ratio(ratio))

    def told(self, found: VelocityAnswer) -> Iterator[str]:
        """Whether the presets agree with what was won, and what to know of them."""
        say = self.language.say
        ratio = found.ratios.get("stock")
        if ratio is not None:
            yield say(
                "From open deals, velocity is {ratio} what was actually won per day. Near 1×, open deals, their win "
                "rate and their time explain the sales.",
                ratio=self.language.ratio(ratio),
            )
        if "" in found.presets and found.presets[""].result.status == "immature":
            yield say("By the article: leads qualified lately are not won yet, so the latest period looks slow.")
