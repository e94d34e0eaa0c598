"""Coverage → blocks: what it comes to, every measure with its sentence, earlier periods, groups, overdue deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.coverage import CoverageAnswer, CoverageGroup, CoverageKind, CoverageNumber, OverdueDeal, PastPeriod
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.coverage_wording import TITLES, bring, meaning, verdict_line
from lievik.report.views.wording import MARKS, rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_SHOWN_OVERDUE: Final = 10
_OF_GROUPS: Final[tuple[CoverageKind, ...]] = ("to_go", "starting", "weighted")
_SPLITS: Final[Mapping[str, str]] = MappingProxyType(
    {"owner": mark("Owner"), "team": mark("Team"), "manager": mark("Manager"), "region": mark("Region")}
)
_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"owner": mark("By owner"), "team": mark("By team"), "manager": mark("By manager"), "region": mark("By region")}
)
_MARKED: Final[Mapping[str, tuple[str, Style]]] = MappingProxyType(
    {"below": ("▼ ", "bad"), "above": ("▲ ", "good"), "within": ("", ""), "": ("", "")}
)


@dataclass(frozen=True, kw_only=True)
class CoverageView:
    """Writes coverage, in one language."""

    catalogue: Catalogue
    language: Language
    found: CoverageAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, what it comes to, and what stands behind it."""
        say, found = self.language.say, self.found
        yield Heading(text=self.title())
        yield Paragraph(text=self.standing())
        if line := self.verdict():
            yield Paragraph(text=line, style="strong")
        yield self.numbers()
        yield Bullets(items=tuple(meaning(number, found, self.language) for number in self._told()))
        if found.groups:
            yield Heading(text=say(_HEADINGS.get(found.split_by, found.split_by)), level=2)
            yield self._groups()
        if found.past:
            yield Heading(text=say("Earlier periods, as they stood on their day"), level=2)
            yield self._past()
        yield from self._overdue()
        notes = tuple(dict.fromkeys(self._notes()))
        if notes:
            yield Heading(text=say("Notes"), level=2)
            yield Bullets(items=notes)

    def _money(self, value: Decimal | None) -> str:
        return NOTHING if value is None else self.language.money(value, self.found.currency, digits=0)

    def _ratio(self, value: Decimal | None) -> str:
        return NOTHING if value is None else self.language.ratio(value)

    def title(self) -> str:
        """Of which period, and as of when."""
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        return self.language.say("Coverage — {period}, as of {day}", period=period, day=day)

    def verdict(self) -> str:
        """What it comes to; empty where that is not known."""
        return verdict_line(self.found, self.language)

    def standing(self) -> str:
        """The quota, what was won, what is left, and what stands open."""
        say, whole = self.language.say, self.found.whole
        parts = [
            (say("Quota {amount}", amount=self._money(whole.quota)), whole.quota),
            (say("won {amount}", amount=self._money(whole.won)), whole.won),
            (say("left {amount}", amount=self._money(whole.left)), whole.left),
            (say("open {amount}", amount=self._money(whole.amount)), whole.amount),
        ]
        told = [text for text, value in parts if value is not None]
        if whole.amount is not None:
            told.append(self.language.say_many("{n} deal", "{n} deals", whole.deals))
        return " · ".join(told) or say("Nothing is known of this period.")

    def _told(self) -> list[CoverageNumber]:
        """Numbers of the whole; the CRM's chances are told where it has any."""
        numbers = self.found.whole.numbers
        return [
            number
            for kind in TITLES
            if (number := numbers.get(kind)) and (kind != "by_probability" or number.value is not None)
        ]

    def numbers(self) -> Table:
        """A row a measure."""
        say = self.language.say
        columns = (
            Column(title=say("Measure"), wraps=True, least=34),
            Column(title=say("Value"), is_number=True),
            Column(title=say("Worked out"), is_number=True, rank=2),
            Column(title=say("Between"), is_number=True, rank=1),
            Column(title=say("n"), is_number=True, rank=3),
            Column(title=say("Status"), wraps=True, least=20),
        )
        return Table(columns=columns, rows=tuple(Row(cells=self._cells(number)) for number in self._told()))

    def _cells(self, number: CoverageNumber) -> tuple[Cell, ...]:
        language, sign = self.language, _MARKED[number.verdict]
        title = language.say(TITLES[number.kind], week=self.found.week)
        is_part = number.kind in {"needed", "needed_at_start"}
        between = language.interval(number.interval, "ratio")
        if is_part and number.lowest is not None and number.highest is not None:
            between = f"{language.ratio(number.lowest)} … {language.ratio(number.highest)}"
        return (
            cell(title),
            cell(f"{sign[0]}{self._ratio(number.value)}", "dim" if number.value is None else sign[1] or "strong"),
            cell(self._worked_out(number)),
            cell(between),
            cell("" if number.n is None else language.count(number.n)),
            self._status(number),
        )

    def _worked_out(self, number: CoverageNumber) -> str:
        if number.value is None or number.numerator is None or number.denominator is None:
            return ""
        if number.kind == "by_win_rate":
            return f"{self.language.count(number.numerator)} ÷ {self.language.count(number.denominator)}"
        return f"{self._money(number.numerator)} ÷ {self._money(number.denominator)}"

    def _status(self, number: CoverageNumber) -> Cell:
        """How a number stands, why, and what brings what it lacks."""
        language = self.language
        if number.status == "ok" and not number.reason:
            return cell("✓", "good")
        said = language.sentence(number.reason, self.catalogue.reasons, number.reason_facts) if number.reason else ""
        said = said or language.status(number.status, self.catalogue.statuses)
        command = bring(number.reason, number.reason_facts)
        style: Style = "dim" if number.value is None else "care"
        return cell(f"{MARKS[number.status]} {said}{f' → {command}' if command else ''}", style)

    def _groups(self) -> Table:
        say = self.language.say
        columns = (
            Column(title=say(_SPLITS.get(self.found.split_by, self.found.split_by)), wraps=True, least=14),
            Column(title=say("Quota"), is_number=True, rank=3),
            Column(title=say("Won"), is_number=True, rank=4),
            Column(title=say("Left"), is_number=True, rank=1),
            Column(title=say("Open"), is_number=True),
            Column(title=say("Deals"), is_number=True, rank=2),
            *(
                Column(title=say(title), is_number=True)
                for title in (mark("To-go"), mark("Starting"), mark("Weighted"))
            ),
        )
        return Table(columns=columns, rows=tuple(self._group(group) for group in self.found.groups))

    def _group(self, group: CoverageGroup) -> Row:
        is_met = group.numbers["to_go"].reason == "quota_met"
        values = [self._group_value(group.numbers[kind]) for kind in _OF_GROUPS]
        if is_met:
            values[0] = cell(self.language.say("met"), "good")
        return Row(
            cells=(
                self._group_name(group),
                *(cell(self._money(value)) for value in (group.quota, group.won, group.left, group.amount)),
                cell(self.language.count(group.deals)),
                *values,
            )
        )

    def _group_name(self, group: CoverageGroup) -> Cell:
        if self.found.split_by == "owner" and group.label:
            return rep_cell(group.label)
        return cell(group.label or self.language.say("(not given)"))

    def _group_value(self, number: CoverageNumber) -> Cell:
        sign, style = _MARKED[number.verdict]
        return cell(f"{sign}{self._ratio(number.value)}", "dim" if number.value is None else style)

    def _past(self) -> Table:
        say, has_day = self.language.say, self.found.past[0].day is not None
        columns = [Column(title=say("Period"))]
        if has_day:
            columns += [
                Column(title=say("Day"), rank=3),
                Column(title=say("Open"), is_number=True),
                Column(title=say("Of it won"), is_number=True, rank=1),
                Column(title=say("Won after"), is_number=True),
                Column(title=say("Needed"), is_number=True),
            ]
        columns += [
            Column(title=say("In week {week}", week=self.found.week), is_number=True, rank=2),
            Column(title=say("Won in all"), is_number=True, rank=2 if has_day else 0),
            Column(
                title=say("Needed from week {week}", week=self.found.week), is_number=True, rank=2 if has_day else 0
            ),
        ]
        return Table(columns=tuple(columns), rows=tuple(self._past_row(past) for past in self.found.past))

    def _past_row(self, past: PastPeriod) -> Row:
        texts = [self.language.period_title(past.period)]
        if past.day is not None:
            share = past.converted / past.amount if past.amount and past.converted is not None else None
            texts += [
                self.language.date(past.day, is_short=True),
                self._money(past.amount),
                NOTHING if share is None else self.language.share(share),
                self._money(past.won_after),
                self._ratio(past.needed),
            ]
        texts += [self._money(past.start_amount), self._money(past.won), self._ratio(past.needed_at_start)]
        return Row(cells=tuple(cell(text) for text in texts))

    def _overdue(self) -> Iterator[Block]:
        """Open deals that are past their expected closing."""
        overdue, say = self.found.overdue, self.language.say
        if not overdue.deals:
            return
        yield Heading(text=say("Overdue and left out"), level=2)
        yield Paragraph(text=self.overdue_told())
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=14),
            Column(title=say("Stage"), wraps=True, least=10, rank=1),
            Column(title=say("Expected closing"), is_number=True, rank=2),
            Column(title=say("Overdue"), is_number=True),
            Column(title=say("Amount"), is_number=True),
        )
        shown = overdue.listed[:_SHOWN_OVERDUE]
        yield Table(columns=columns, rows=tuple(self._overdue_row(deal) for deal in shown))
        more = overdue.deals - len(shown)
        if more:
            yield Paragraph(text=say("and {n} more", n=self.language.count(more)), style="dim")

    def overdue_told(self) -> str:
        """How many open deals are past their expected closing; empty where none is."""
        overdue = self.found.overdue
        if not overdue.deals:
            return ""
        return self.language.say_many(
            "{n} open deal is past its expected closing and counts nowhere: {amount}; of it in this period: {part}.",
            "{n} open deals are past their expected closing and count nowhere: {amount}; of it in this period: {part}.",
            overdue.deals,
            amount=self._money(overdue.amount),
            part=self._money(overdue.amount_in_period),
        )

    def _overdue_row(self, deal: OverdueDeal) -> Row:
        texts = (
            deal.stage or NOTHING,
            self.language.date(deal.expected_close_on, is_short=True),
            self.language.days(deal.days),
            self._money(deal.amount),
        )
        return Row(cells=(cell(deal.name or deal.deal), rep_cell(deal.owner), *(cell(text) for text in texts)))

    def _notes(self) -> Iterator[str]:
        """What else to know."""
        for number in self.found.whole.numbers.values():
            for note in number.notes:
                yield self.language.sentence(note, self.catalogue.reasons)
        if self.found.no_rate:
            yield self.language.say_many(
                "{n} open deal has no exchange rate and was left out.",
                "{n} open deals have no exchange rate and were left out.",
                self.found.no_rate,
            )
        inferred = sum(past.inferred for past in self.found.past)
        if inferred:
            yield self.language.say_many(
                "How {n} deal stood in an earlier period is inferred: nobody told.",
                "How {n} deals stood in earlier periods is inferred: nobody told.",
                inferred,
            )
