"""One rep's sheet → blocks: numbers beside the team, beside the rep's own past, and what they say in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.result import Compared
from lievik.model.team import Past, RepSheet, SheetLine, TeamNumber
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.team_wording import (
    STANDINGS,
    amount_text,
    full_title,
    interval_text,
    overlay_line,
    pace_line,
    rise_line,
    value_cell,
    value_text,
)
from lievik.report.views.wording import JUDGED, words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_RAW: Final = "quota_attainment_rate:attainment"
"""Told in the table alone: what it says, the effective quota says better."""


@dataclass(frozen=True, kw_only=True)
class RepView:
    """Writes a rep's sheet, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, sheet: RepSheet) -> Iterator[Block]:
        """The title, the numbers, the past, and what they say."""
        say = self.language.say
        yield Heading(text=self._title(sheet))
        about = [part for part in (sheet.team, say(STANDINGS[sheet.standing])) if part]
        if about:
            yield Paragraph(text=" · ".join(about), style="dim")
        if sheet.pace is not None:
            yield Paragraph(text=pace_line(sheet.pace, self.catalogue, self.language))
        yield self.numbers(sheet)
        if sheet.overlay is not None:
            yield Paragraph(text=overlay_line(sheet.overlay, self.language))
        yield Heading(text=say("Own past"), level=2)
        yield self.past(sheet)
        yield Heading(text=say("What it says"), level=2)
        yield Bullets(items=self.said(sheet))
        levers = self.levers(sheet)
        if levers:
            yield Heading(text=say("What moves it"), level=2)
            yield Bullets(items=levers)

    def past(self, sheet: RepSheet) -> Table | Paragraph:
        """Each number in earlier periods, or that there are none."""
        lines = tuple(line for line in sheet.lines if any(found.value is not None for found in line.past))
        return self._past(lines) if lines else Paragraph(text=self.language.say("There are no earlier numbers."))

    def said(self, sheet: RepSheet) -> tuple[str, ...]:
        """What the numbers say, in plain words."""
        return tuple(self._said(sheet)) or (self.language.say("Nothing differs by more than chance explains."),)

    def _title(self, sheet: RepSheet) -> str:
        return self.language.say(
            "{what} — {period}, as of {day}",
            what=sheet.name,
            period=self.language.period_title(sheet.period),
            day=self.language.date(sheet.as_of),
        )

    def numbers(self, sheet: RepSheet) -> Table:
        """Each number beside the team's and the target."""
        say = self.language.say
        columns = (
            Column(title=say("Metric"), wraps=True, least=20),
            Column(title=say("Value"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=1),
            Column(title=say("Drawn to the team"), is_number=True, rank=2),
            Column(title=say("Team"), is_number=True),
            Column(title=say("Quota"), is_number=True, rank=3),
            Column(title=say("n"), is_number=True, rank=4),
        )
        return Table(columns=columns, rows=tuple(Row(cells=self._cells(line)) for line in sheet.lines))

    def _cells(self, line: SheetLine) -> tuple[Cell, ...]:
        number = line.number
        return (
            cell(full_title(number.metric, self.catalogue, self.language), about=About("metric", number.metric)),
            value_cell(number, self.language),
            cell(interval_text(number, self.language)),
            cell(amount_text(number.drawn, number, self.language) if number.drawn is not None else ""),
            cell(amount_text(number.team, number, self.language) if number.team is not None else ""),
            cell(amount_text(line.target, number, self.language) if line.target is not None else ""),
            cell("" if number.n is None else self.language.count(number.n)),
        )

    def _past(self, lines: Sequence[SheetLine]) -> Table:
        """Each number in the unit before and a year before."""
        say = self.language.say
        columns = (
            Column(title=say("Metric"), wraps=True, least=20),
            Column(title=say("Period")),
            Column(title=say("Then"), is_number=True),
            Column(title=say("Change"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=2),
            Column(title=say("Clear?"), rank=1),
        )
        rows = [
            self._past_row(line.number, past, is_first=place == 0)
            for line in lines
            for place, past in enumerate(line.past)
        ]
        return Table(columns=columns, rows=tuple(rows))

    def _past_row(self, number: TeamNumber, past: Past, *, is_first: bool) -> Row:
        title = full_title(number.metric, self.catalogue, self.language) if is_first else ""
        return Row(
            cells=(
                cell(title),
                cell(self.language.period_title(past.period)),
                cell(amount_text(past.value, number, self.language), "" if past.value is not None else "dim"),
                self._change(number, past),
                cell(self._change_interval(number, past)),
                cell(self._clear(past), "" if past.is_clear else "dim"),
            )
        )

    def _change(self, number: TeamNumber, past: Past) -> Cell:
        """How much it changed; coloured only where that is clear."""
        if past.delta is None or past.value is None:
            return cell(NOTHING, "dim")
        share = past.delta / past.value if past.value > 0 else None
        compared = Compared(period=past.period, value=past.value, delta=past.delta, delta_share=share)
        delta = self.language.delta(compared, unit=number.unit, currency=number.currency, better=number.better)
        return cell(delta.text, JUDGED[delta.judgement] if past.is_clear else "")

    def _change_interval(self, number: TeamNumber, past: Past) -> str:
        if past.low is None or past.high is None:
            return ""
        return f"{self._signed(past.low, number)} … {self._signed(past.high, number)}"

    def _signed(self, value: Decimal, number: TeamNumber) -> str:
        sign = "+" if value > 0 else "−" if value < 0 else ""
        if number.unit == "share":
            return f"{sign}{self.language.number(abs(value) * 100)}"
        return f"{sign}{self.language.amount(abs(value), number.unit, number.currency)}"

    def _clear(self, past: Past) -> str:
        if past.low is None:
            return ""
        return self.language.say("yes") if past.is_clear else self.language.say("no")

    def _said(self, sheet: RepSheet) -> Iterator[str]:
        if sheet.rise is not None:
            yield rise_line(sheet.name, sheet.rise, self.language)
        told = [line for line in sheet.lines if line.number.metric != _RAW]
        for line in told:
            yield from (self._moved(line.number, past) for past in line.past if past.is_clear)
            sentence = self._against_team(line.number)
            if sentence:
                yield sentence
        few = [(line.number, line.number.more_needed) for line in told if line.number.more_needed is not None]
        if few:
            listed = (
                f"{full_title(number.metric, self.catalogue, self.language)} {self.language.count(more)}"
                for number, more in few
            )
            yield self.language.say(
                "Too few deals to tell from the team; about so many more needed: {metrics}", metrics=", ".join(listed)
            )

    def _moved(self, number: TeamNumber, past: Past) -> str:
        """A clear change since an earlier period."""
        return self.language.say(
            "{metric}: a clear change since {period}, {then} → {now}",
            metric=full_title(number.metric, self.catalogue, self.language),
            period=self.language.period_title(past.period),
            then=amount_text(past.value, number, self.language),
            now=amount_text(number.value, number, self.language),
        )

    def _against_team(self, number: TeamNumber) -> str:
        """How one number stands to the team's."""
        if number.value is None or number.team is None:
            return ""
        facts = {
            "metric": full_title(number.metric, self.catalogue, self.language),
            "value": value_text(number, self.language),
            "team": amount_text(number.team, number, self.language),
        }
        say = self.language.say
        if number.side:
            return say("{metric}: {value}, beyond what chance explains around the team's {team}", **facts)
        if number.is_apart:
            return say("{metric}: {value}, apart from the team's {team}, though chance does that now and then", **facts)
        return ""

    def levers(self, sheet: RepSheet) -> tuple[str, ...]:
        """What moves the numbers that are clearly worse than the team's or than they were; nothing where none is."""
        worse = [line.number for line in sheet.lines if _is_clearly_worse(line)]
        levers = {
            f"{words.title}: {lever}": None
            for number in worse
            for words in (words_of(self.catalogue.metric(number.metric.partition(":")[0]), self.language),)
            for lever in words.levers
        }
        return () if sheet.standing == "ramping" else tuple(levers)


def _is_clearly_worse(line: SheetLine) -> bool:
    """Whether a number is apart from the team's on the worse side, or has clearly changed for the worse."""
    changes = [past.delta for past in line.past if past.is_clear and past.delta is not None]
    return (line.number.is_apart and line.number.is_worse) or any(map(line.number.is_worsening, changes))
