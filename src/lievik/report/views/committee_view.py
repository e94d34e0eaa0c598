"""Contacts and deals → blocks: what can be told from chance, then deals told apart by who took part in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.committee import CommitteeAnswer, CommitteeNumber, CommitteeRow, CommitteeTable, Outcome, Sight
from lievik.model.result import Interval
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.committee_wording import GapWords
from lievik.report.views.coverage_wording import bring

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {"0": mark("no contact"), "1": mark("1 contact"), "2": mark("2 contacts"), "3+": mark("3 contacts and more")}
)
_OUTCOMES: Final[tuple[Outcome, ...]] = ("win_rate", "cycle", "size")
_THOUSAND: Final = 1000


@dataclass(frozen=True, kw_only=True)
class CommitteeView:
    """Writes contacts and deals, in one language."""

    catalogue: Catalogue
    language: Language
    found: CommitteeAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, what can be told, and the tables."""
        say = self.language.say
        yield Heading(text=self.title())
        yield from self.summary()
        if not self.is_answered:
            return
        early, closing = (self._of(sight) for sight in ("early", "closing"))
        yield Heading(text=GapWords(language=self.language, found=self.found).when("early", is_title=True), level=2)
        yield self._table(early)
        if [table.rows for table in early] == [table.rows for table in closing]:
            yield Paragraph(text=say("Counted until closing, the numbers are the same."), style="dim")
        else:
            yield Heading(text=say("Contacts engaged until closing"), level=2)
            yield self._table(closing)
            yield Paragraph(
                text=say(
                    "A deal that takes longer has more time to gather contacts, so early ones are the fairer count."
                ),
                style="dim",
            )
        yield from self._second()
        notes = tuple(self._notes())
        if notes:
            yield Heading(text=say("Notes"), level=2)
            yield Bullets(items=notes)

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to tell."""
        return bool(not self.found.reason and self.found.tables and self.found.deals)

    def title(self) -> str:
        """Of which period, and as of when."""
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        return self.language.say("Contacts and deals — {period}, as of {day}", period=period, day=day)

    def summary(self) -> Iterator[Block]:
        """How many deals ended, and what goes with whom; or why there is nothing to tell."""
        if self.found.reason:
            yield Paragraph(text=self._missing())
        elif not self.is_answered:
            yield Paragraph(text=self.language.say("No deal ended in this period."))
        else:
            yield Paragraph(text=self._counted())
            yield from self._told()

    def _missing(self) -> str:
        """What is missing, and the one file that brings it."""
        reason = self.language.sentence(self.found.reason, self.catalogue.reasons, self.found.reason_facts)
        told = self.language.say("Nothing can be said: {reason}", reason=reason)
        return f"{told} → {bring(self.found.reason, self.found.reason_facts)}"

    def _counted(self) -> str:
        told = self.language.say_many("{n} deal ended.", "{n} deals ended.", self.found.deals)
        if self.found.renewals:
            left = self.language.say_many(
                "{n} renewal is left out: its customer knows us already.",
                "{n} renewals are left out: their customers know us already.",
                self.found.renewals,
            )
            told = f"{told} {left}"
        return told

    def _of(self, sight: Sight) -> list[CommitteeTable]:
        return [found for found in self.found.tables if found.sight == sight and found.trait != "second_contact"]

    def _told(self) -> Iterator[Block]:
        """What goes with whom, beyond chance; and what cannot be told from it."""
        say, words = self.language.say, GapWords(language=self.language, found=self.found)
        yield Heading(text=say("What goes together, beyond chance"), level=2)
        yield Bullets(items=tuple(words.clear()) or (say("Nothing, by more than chance explains."),))
        unclear = tuple(words.unclear())
        if unclear:
            yield Heading(text=say("Cannot be told from chance"), level=2)
            yield Bullets(items=unclear)
        yield Paragraph(text=say("What goes together need not be its cause."), style="dim")

    def _table(self, tables: Iterable[CommitteeTable]) -> Table:
        """Deals told apart: two lines a kind, the value and what it lies between."""
        rows = [line for table in tables for row in table.rows for line in self._rows(self._label(table, row), row)]
        return Table(columns=self._columns(_OUTCOMES), rows=tuple(rows))

    def _columns(self, outcomes: Iterable[Outcome]) -> tuple[Column, ...]:
        say = self.language.say
        titles = {
            "win_rate": say("Win rate"),
            "cycle": say("Cycle, median"),
            "size": say("Deal, median"),
            "rest": say("After it, median"),
        }
        return (
            Column(title=say("Deals with"), wraps=True, least=22),
            Column(title=say("Ended"), is_number=True),
            *(
                Column(title=titles[outcome], is_number=True, rank=1 if outcome == "size" else 0)
                for outcome in outcomes
            ),
        )

    def _rows(self, label: str, row: CommitteeRow, outcomes: tuple[Outcome, ...] = _OUTCOMES) -> Iterator[Row]:
        numbers = [(outcome, row.numbers[outcome]) for outcome in outcomes]
        yield Row(
            cells=(
                cell(label),
                cell(self.language.count(row.ended)),
                *(self._value(number, outcome) for outcome, number in numbers),
            )
        )
        between = [self._between(number.interval, outcome) for outcome, number in numbers]
        if any(between):
            yield Row(cells=(cell(""), cell(""), *(cell(text) for text in between)), is_dim=True)

    def _value(self, number: CommitteeNumber, outcome: Outcome) -> Cell:
        if number.value is None:
            return cell(NOTHING, "dim")
        if number.status == "insufficient":
            if number.part is not None:
                return cell(self.language.part_of(number.part, number.n))
            return cell(self.language.say_many("{n} deal", "{n} deals", number.n), "dim")
        return cell(self.amount(number.value, outcome))

    def amount(self, value: Decimal, outcome: Outcome) -> str:
        """A value of an outcome, in full."""
        if outcome == "win_rate":
            return self.language.share(value)
        if outcome == "size":
            return self.language.money(value, self.found.currency, digits=0)
        return self.language.days(value)

    def _between(self, interval: Interval | None, outcome: Outcome) -> str:
        """Where the true value plausibly lies, short, to stand under the value."""
        if interval is None:
            return ""
        language, scale = self.language, 1
        if outcome == "win_rate":
            return f"{language.number(interval.low * 100, digits=0)}–{language.percent(interval.high)}"
        if outcome == "size" and interval.high >= 10 * _THOUSAND:
            scale = _THOUSAND
        digits = 1 if scale > 1 else 0
        low, high = (language.number(bound / scale, digits=digits) for bound in (interval.low, interval.high))
        return f"{low}–{language.say('{number}k', number=high) if scale > 1 else high}"

    def _label(self, table: CommitteeTable, row: CommitteeRow) -> str:
        """What a row's deals have."""
        say, is_with = self.language.say, row.key == "yes"
        if table.trait == "contacts":
            return say(_COUNTED[row.key])
        if table.trait == "several":
            return say("two contacts or more") if is_with else say("fewer than two")
        if table.trait == "decision_maker":
            return say("a decision maker") if is_with else say("no decision maker")
        role = table.label.replace("_", " ")
        return say("role: {role}", role=role) if is_with else say("without the role: {role}", role=role)

    def _second(self) -> Iterator[Block]:
        """How long it took to the second contact, and what followed."""
        say = self.language.say
        tables = [table for table in self.found.tables if table.trait == "second_contact"]
        if not tables or all(row.key == "none" for row in tables[0].rows):
            return
        yield Heading(text=say("Days from the start to the second contact"), level=2)
        outcomes: tuple[Outcome, ...] = ("win_rate", "cycle", "rest")
        rows = [
            line
            for row in tables[0].rows
            for line in self._rows(
                say("no second contact") if row.key == "none" else self._band(row.key), row, outcomes
            )
        ]
        yield Table(columns=self._columns(outcomes), rows=tuple(rows))
        yield Paragraph(
            text=say("A late second contact is found in long deals alone: compare the days after it, not the cycle."),
            style="dim",
        )

    def _band(self, key: str) -> str:
        low, _, high = key.partition("-")
        if high:
            return f"{low}–{self.language.days(int(high))}"
        return self.language.say("{span} and more", span=self.language.days(int(low.rstrip("+"))))

    def _notes(self) -> Iterator[str]:
        """What else to know."""
        bare = self.found.deals - self.found.with_contacts
        if bare:
            yield self.language.say_many(
                "{n} deal has no contact written down at all; it counts as one without.",
                "{n} deals have no contact written down at all; they count as ones without.",
                bare,
            )
        if not any(table.trait in {"role", "decision_maker"} for table in self.found.tables):
            yield self.language.say("Roles are not known → {command}", command="lievik import deal_contact.csv")
        if self.found.no_rate:
            yield self.language.say_many(
                "{n} deal won has no exchange rate and is not in its size.",
                "{n} deals won have no exchange rate and are not in their sizes.",
                self.found.no_rate,
            )
