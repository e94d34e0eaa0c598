"""Teams → blocks: a table a team, who stands out, for whom deals are too few, and how attainment lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.team import Bin, Distribution, RepRow, TeamAnswer, TeamNumber, TeamTable
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.team_wording import (
    SHORT_TITLES,
    STANDINGS,
    amount_text,
    between_text,
    full_title,
    pace_line,
    rise_line,
    value_cell,
    value_text,
)

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_RAW: Final = "quota_attainment_rate:attainment"
_EFFECTIVE: Final = "quota_attainment_rate:effective_attainment"
_TOLD: Final = (_EFFECTIVE, "win_rate")
"""Numbers for which it is told who has too few deals."""

_RANKS: Final = {_RAW: 2, "average_deal_size": 3, "sales_cycle_length": 4, "total_revenue": 1}
_BAR: Final = "█"


@dataclass(frozen=True, kw_only=True)
class TeamView:
    """Writes teams, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: TeamAnswer) -> Iterator[Block]:
        """The title, a table a team, and what they say."""
        say = self.language.say
        period, day = self.language.period_title(found.period), self.language.date(found.as_of)
        yield Heading(text=say("Teams — {period}, as of {day}", period=period, day=day))
        if not found.tables:
            yield Paragraph(text=say("Nobody closed a deal or had a quota in this period."))
            return
        if found.pace is not None:
            yield Paragraph(text=pace_line(found.pace, self.catalogue, self.language))
        for table in found.tables:
            if table.name or found.split_by:
                yield Heading(text=table.name or say("(not given)"), level=2)
            yield self.table(table)
        yield Paragraph(text=self.how_to_read(), style="dim")
        yield Heading(text=say("What stands out"), level=2)
        yield Bullets(items=self.standing_out(found))
        few = self.too_few(found)
        if few:
            yield Heading(text=say("Too few deals to say"), level=2)
            yield from few
        yield from self._attainment(found)

    def _attainment(self, found: TeamAnswer) -> Iterator[Block]:
        """How attainment lies among the reps who are counted, and who is not."""
        if found.distribution.counted:
            yield Heading(text=self.language.say("Attainment of the effective quota"), level=2)
            yield Paragraph(text=self.reached_line(found.distribution))
            yield self.bins(found.distribution)
        uncounted = tuple(self.uncounted(found.distribution))
        if uncounted:
            yield Bullets(items=uncounted)
        if found.overlays:
            yield Bullets(items=(self.overlays(found.overlays),))

    def how_to_read(self) -> str:
        """What stands under the values of a table."""
        return self.language.say(
            "Under each value: where it plausibly lies (95%), and after → the value drawn towards the team, "
            "the more so the fewer the deals."
        )

    def too_few(self, found: TeamAnswer) -> tuple[Block, ...]:
        """Who cannot be told from the team yet; nothing where everybody can."""
        rows = tuple(self._too_few(found))
        if not rows:
            return ()
        told = self.language.say("About so many more until a rep could be told from the team:")
        return Paragraph(text=told, style="dim"), Table(columns=self._few_columns(found), rows=rows)

    def table(self, table: TeamTable) -> Table:
        """One team: two lines a rep, and the whole."""
        say = self.language.say
        columns = [Column(title=say("Rep"), wraps=True, least=16)]
        columns += [
            Column(title=say(title), is_number=True, rank=_RANKS.get(metric, 0))
            for metric, title in SHORT_TITLES.items()
        ]
        rows = [line for row in table.rows for line in self._rows(row)]
        whole = [self._whole_cell(table.whole.get(metric)) for metric in SHORT_TITLES]
        return Table(columns=tuple(columns), rows=(*rows, Row(cells=(cell(say("Team together"), "strong"), *whole))))

    def _rows(self, row: RepRow) -> Iterator[Row]:
        """A rep's values, and under them what they lie between."""
        name = row.name or self.language.say("(not given)")
        arrow = {"above": " ↗", "below": " ↘"}.get(row.rise.side if row.rise else "", "")
        numbers = [row.numbers[metric] for metric in SHORT_TITLES]
        about = About("rep", row.name) if row.name else None
        yield Row(
            cells=(cell(f"{name}{arrow}", about=about), *(value_cell(number, self.language) for number in numbers))
        )
        under = [cell("" if n.metric == _RAW else between_text(n, self.language)) for n in numbers]
        yield Row(cells=(cell(self.language.say(STANDINGS[row.standing])), *under), is_dim=True)

    def _whole_cell(self, number: TeamNumber | None) -> Cell:
        text = NOTHING if number is None else value_text(number, self.language)
        return cell(text, "strong")

    def standing_out(self, found: TeamAnswer) -> tuple[str, ...]:
        """Who lies beyond the limits of chance, or got clearly better or worse over the last units; or that nobody."""
        return tuple(self._standing_out(found)) or (self.language.say("Nobody, by more than chance explains."),)

    def _standing_out(self, found: TeamAnswer) -> Iterator[str]:
        told: dict[str, None] = {}
        for table in found.tables:
            for row in table.rows:
                if row.rise is not None:
                    told[rise_line(row.name, row.rise, self.language)] = None
                for number in row.numbers.values():
                    if number.side:
                        told[self._beyond(row.name, number)] = None
        yield from told

    def _beyond(self, name: str, number: TeamNumber) -> str:
        return self.language.say(
            "{rep}: {metric} {value}, beyond what chance explains around the team's {team}",
            rep=name,
            metric=full_title(number.metric, self.catalogue, self.language),
            value=value_text(number, self.language),
            team=amount_text(number.team, number, self.language),
        )

    def _few_columns(self, found: TeamAnswer) -> tuple[Column, ...]:
        """Who, in which team where there are several, and what is told of them."""
        columns = [Column(title=self.language.say("Rep"), wraps=True)]
        if len(found.tables) > 1:
            titles = self.catalogue.dimension(found.split_by).titles
            columns.append(Column(title=self.language.text(titles), wraps=True, rank=1))
        titles_told = (self.language.say(SHORT_TITLES[metric]) for metric in _TOLD)
        return (*columns, *(Column(title=title, is_number=True) for title in titles_told))

    def _too_few(self, found: TeamAnswer) -> Iterator[Row]:
        """Reps who cannot be told from their team yet, each with how many more deals that would take."""
        for team, row in ((table.name, row) for table in found.tables for row in table.rows if row.name):
            needed = [row.numbers[metric].more_needed for metric in _TOLD]
            if any(more is not None for more in needed):
                counts = ("" if more is None else self.language.count(more) for more in needed)
                where = (cell(team),) if len(found.tables) > 1 else ()
                yield Row(cells=(cell(row.name, about=About("rep", row.name)), *where, *map(cell, counts)))

    def overlays(self, found: Mapping[str, TeamNumber]) -> str:
        """What others won with whose help."""
        listed = ", ".join(f"{name} {value_text(number, self.language)}" for name, number in found.items())
        return self.language.say("Overlays in what others won, counted in none of these numbers: {reps}", reps=listed)

    def reached_line(self, found: Distribution) -> str:
        """How many reps are at quota, and what the middle one reached."""
        language = self.language
        middle = NOTHING if found.median is None else language.share(found.median)
        between = f" ({language.interval(found.interval, 'share')})" if found.interval else ""
        reached = language.part_of(found.at_quota, found.counted)
        return language.say("At quota: {reps}. The middle rep: {middle}", reps=reached, middle=f"{middle}{between}")

    def bins(self, found: Distribution, *, has_bars: bool = True) -> Table:
        """How attainment lies among the reps who are counted; with a bar of letters where nothing else draws one."""
        say = self.language.say
        columns = (
            Column(title=say("Reached"), is_number=True),
            Column(title=say("Reps"), is_number=True),
            *((Column(title="", rank=1),) if has_bars else ()),
            Column(title=say("Who"), wraps=True),
        )
        return Table(columns=columns, rows=tuple(self._bin(bin_, has_bars=has_bars) for bin_ in found.bins))

    def uncounted(self, found: Distribution) -> Iterator[str]:
        """Who is in ramp-up, and who is not counted."""
        say = self.language.say
        items = (
            (say("In ramp-up: {reps}"), found.ramping),
            (say("Of them on course: {reps}"), found.ramping_on_course),
            (say("Without a quota, not counted: {reps}"), found.without_quota),
            (say("There for too little of the period, not counted: {reps}"), found.short),
        )
        yield from (text.format(reps=", ".join(names)) for text, names in items if names)

    def _bin(self, found: Bin, *, has_bars: bool) -> Row:
        if found.high is None:
            reached = self.language.say("{share} and more", share=self.language.percent(found.low))
        else:
            reached = f"{self.language.number(found.low * 100)}–{self.language.percent(found.high)}"
        count = len(found.reps)
        bar = (cell(_BAR * count),) if has_bars else ()
        return Row(cells=(cell(reached), cell(str(count)), *bar, cell(", ".join(found.reps))))
