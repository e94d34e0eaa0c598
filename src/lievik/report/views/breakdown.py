"""A table of results that is split → blocks: a row a group or period, a column a metric; stacked where narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.aim import Standings, result_key
from lievik.model.metric_table import MetricTable
from lievik.model.result import MetricResult
from lievik.model.trend_flag import Flags
from lievik.report.blocks import Block, Bullets, Cell, Column, Either, Heading, Paragraph, Row, Table, cell
from lievik.report.views.aim_wording import aim_cell, aim_column, doubt_note
from lievik.report.views.change_wording import moved_cell
from lievik.report.views.flag_wording import flag_blocks
from lievik.report.views.leads_wording import group_label
from lievik.report.views.wording import (
    MARKS,
    change_cell,
    compared_line,
    count_cell,
    missing_lines,
    note_lines,
    status_cell,
    title_of,
)

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Writes results that are split, in one language.

    Attributes:
        has_periods: several periods were asked for, so each row says which it is of.
        flags: how months lie against the months before them.
    """

    catalogue: Catalogue
    language: Language
    has_periods: bool
    standings: Standings = field(default_factory=dict)
    flags: Flags = field(default_factory=dict)

    def blocks(self, table: MetricTable) -> Iterator[Block]:
        """The title, the table, and below it what is missing or to be known."""
        say = self.language.say
        yield Heading(text=self._title(table))
        compared = compared_line(table, self.language)
        if compared:
            yield Paragraph(text=compared, style="dim")
        if self.standings or any(result.compared for result in table):
            yield self._stacked(table)
        else:
            yield Either(wide=self._side_by_side(table), narrow=self._stacked(table))
        yield from doubt_note(self.standings, self.language)
        yield from flag_blocks(table, self.flags, self.catalogue, self.language)
        missing = missing_lines(table, self.catalogue, self.language)
        if missing:
            yield Heading(text=say("Missing"), level=2)
            yield Bullets(items=tuple(missing))
        notes = note_lines(table, self.catalogue, self.language)
        if notes:
            yield Heading(text=say("Notes"), level=2)
            yield Bullets(items=tuple(notes))

    def _title(self, table: MetricTable) -> str:
        """What is shown: the metric where it is one, the stretch of time, the day."""
        titles = dict.fromkeys(title_of(result, self.catalogue, self.language) for result in table)
        what = next(iter(titles)) if len(titles) == 1 else self.language.say("Scorecard")
        periods = list(dict.fromkeys(self.language.period_title(result.period) for result in table))
        span = periods[0] if len(periods) == 1 else f"{periods[0]} – {periods[-1]}" if periods else NOTHING
        return self.language.say(
            "{what} — {period}, as of {day}", what=what, period=span, day=self.language.date(table.as_of)
        )

    def _keys(self, table: MetricTable) -> tuple[Column, ...]:
        """Columns that say which group and period a row is of."""
        dimensions = [self.language.text(self.catalogue.dimension(name).titles) for name in table.dimensions]
        periods = [self.language.say("Period")] if self.has_periods else []
        return tuple(Column(title=title, wraps=True) for title in (*periods, *dimensions))

    def _key_cells(self, result: MetricResult, table: MetricTable) -> tuple[Cell, ...]:
        period = [cell(self.language.period_title(result.period))] if self.has_periods else []
        return (*period, *(self._group_cell(result, name, at) for at, name in enumerate(table.dimensions)))

    def _group_cell(self, result: MetricResult, name: str, position: int) -> Cell:
        """A group's label; the whole says so once, and a group without a value says that."""
        if name in result.group:
            label = result.group[name]
            if not label:
                return cell(self.language.say("(not given)"), "dim")
            return cell(group_label(name, label, self.language))
        return cell(self.language.say("Total") if position == 0 else "", "strong")

    def _side_by_side(self, table: MetricTable) -> Table:
        """A column a metric; a sign beside the value where it is not simply ok."""
        rows: dict[tuple[object, ...], dict[str, MetricResult]] = {}
        for result in table:
            rows.setdefault((result.period, tuple(result.group.items())), {})[result.full_name] = result
        names = list(dict.fromkeys(result.full_name for result in table))
        titles = {result.full_name: title_of(result, self.catalogue, self.language) for result in table}
        return Table(
            columns=(*self._keys(table), *(Column(title=titles[name], is_number=True) for name in names)),
            rows=tuple(
                Row(
                    cells=(
                        *self._key_cells(next(iter(found.values())), table),
                        *(self._marked_value(found[name]) for name in names),
                    )
                )
                for found in rows.values()
            ),
        )

    def _marked_value(self, result: MetricResult) -> Cell:
        value = self.language.value(result)
        if result.status in {"ok", "undefined", "not_available"}:
            return cell(value, "" if result.status == "ok" else "dim")
        return cell(f"{value} {MARKS[result.status]}", "care")

    def _stacked(self, table: MetricTable) -> Table:
        """A row a metric and group."""
        parts = self._stacked_parts(table)
        return Table(
            columns=(*self._keys(table), *(column for column, _ in parts)),
            rows=tuple(
                Row(cells=(*self._key_cells(result, table), *(content(result) for _, content in parts)))
                for result in table
            ),
        )

    def _stacked_parts(self, table: MetricTable) -> list[tuple[Column, Callable[[MetricResult], Cell]]]:
        """Columns after the keys, each with what it holds; those that would say nothing are left out."""
        language, say = self.language, self.language.say
        is_one = len({result.full_name for result in table}) == 1
        is_compared = any(result.compared for result in table)
        parts: list[tuple[bool, Column, Callable[[MetricResult], Cell]]] = [
            (
                not is_one,
                Column(title=say("Metric"), wraps=True),
                lambda r: cell(title_of(r, self.catalogue, language)),
            ),
            (True, Column(title=say("Value"), is_number=True), lambda r: cell(language.value(r), "strong")),
            (
                bool(self.standings),
                aim_column(language),
                lambda r: aim_cell(self.standings.get(result_key(r)), language),
            ),
            (is_compared, Column(title=say("Change"), is_number=True, rank=2), lambda r: change_cell(r, language)),
            (is_compared, Column(title=say("Moved?"), rank=3), lambda r: moved_cell(r, language)),
            (True, Column(title=say("n"), is_number=True, rank=3), lambda r: count_cell(r, language)),
            (True, Column(title=say("Status"), wraps=True, rank=4), lambda r: status_cell(r, self.catalogue, language)),
        ]
        return [(column, content) for is_wanted, column, content in parts if is_wanted]
