"""Whom to call first → blocks: a table, the most money per day of selling first, each row with why it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.calling import Call, CallingAnswer, CallReason, ReasonKind, ToDo, Tried, TriedPart
from lievik.model.segments import FIT
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_SHOWN: Final = 20
_SMALL: Final = Decimal("0.095")
_LEAST: Final = Decimal("0.05")
_REASONS: Final[Mapping[ReasonKind, str]] = MappingProxyType(
    {
        "size": mark("worth as deals won of {name}: {value}"),
        "company_size": mark("worth as all deals won: {value}"),
        "stage": mark("stage {name}: {value} won, all {rest}"),
        "age": mark("open for {days}: {value} that old won, all {rest}"),
        "segment": mark("{name}: win rate {value}, all {rest}"),
        "company_rate": mark("of all deals {value} are won"),
        "becomes_deal": mark("of all leads {value} become deals"),
        "source": mark("{name}: {value} become deals, all {rest}"),
    }
)
_OLD_LEAD: Final = mark("open for {days}: {value} that old become deals, all {rest}")
_TODOS: Final[Mapping[ToDo, str]] = MappingProxyType(
    {
        "step_overdue": mark("take the overdue step"),
        "no_next_step": mark("plan the next step"),
        "close_date_passed": mark("set a new closing date"),
        "late": mark("ask whether it is still alive"),
    }
)


@dataclass(frozen=True, kw_only=True)
class CallingView:
    """Writes whom to call first, in one language."""

    catalogue: Catalogue
    language: Language
    found: CallingAnswer
    is_all: bool = False

    def blocks(self) -> Iterator[Block]:
        """The title, the table, and how the order is made."""
        yield Heading(text=self.title())
        if nothing := self.nothing():
            yield Paragraph(text=nothing)
            return
        yield Paragraph(text=self.told(), style="strong")
        shown = self.found.calls if self.is_all else self.found.calls[:_SHOWN]
        yield self.table(shown)
        more = len(self.found.calls) - len(shown)
        if more:
            yield Paragraph(
                text=self.language.say_many("and {n} more; --all shows it", "and {n} more; --all shows them", more),
                style="dim",
            )
        yield Heading(text=self.order_title(), level=2)
        yield Bullets(items=tuple(self.order()))

    def title(self) -> str:
        """What is listed, and as of when."""
        return self.language.say("Whom to call first — as of {day}", day=self.language.date(self.found.as_of))

    def nothing(self) -> str:
        """Why nothing is listed, and what brings it; empty where something is."""
        say, found = self.language.say, self.found
        if found.reason:
            reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
            return f"{say('Nothing can be said: {reason}', reason=reason)} → {bring(found.reason, found.reason_facts)}"
        return "" if found.calls else say("No deal and no lead stands open.")

    def told(self) -> str:
        """How many deals and leads stand open."""
        found = self.found
        told = self.language.say_many("{n} open deal", "{n} open deals", found.deals)
        led = self.language.say_many("{n} open lead", "{n} open leads", found.leads)
        return f"{told} · {led}" if found.leads else told

    def table(self, calls: Sequence[Call]) -> Table:
        """A row a deal or lead, and under it why it stands there."""
        say = self.language.say
        columns = (
            Column(title=say("Whom, and why"), wraps=True, least=30),
            Column(title=say("Per day"), is_number=True),
            Column(title=say("Chance"), is_number=True),
            Column(title=say("Worth"), is_number=True, rank=1),
            Column(title=say("Days left"), is_number=True, rank=3),
            Column(title=say("Owner"), wraps=True, least=10, rank=2),
            Column(title=say("What to do"), wraps=True, least=14, rank=4),
        )
        return Table(columns=columns, rows=tuple(row for call in calls for row in self._rows(call)))

    def order_title(self) -> str:
        """Heading of how the order is made."""
        return self.language.say("How the order is made")

    def order(self) -> Iterator[str]:
        """How the order is made, of what, and how well it did."""
        say, found = self.language.say, self.found
        yield say(
            "Per day: the chance of winning, times what it is worth, over the days that it still takes: money that a "
            "day of selling is expected to bring."
        )
        if found.has_stages:
            yield say(
                "The chance is that of all deals, changed by the stage and the surest segment, each only where it is "
                "told from chance."
            )
        else:
            yield say(
                "The chance is that of all deals, changed by age and the surest segment, each only where it is told "
                "from chance; no history of stages came in."
            )
        yield say("What to do does not count in the order.")
        yield from self._counted()
        yield from self.tried()

    def _counted(self) -> Iterator[str]:
        """Of how many it is made, and what is left out."""
        found = self.found
        if found.late is not None:
            yield self.language.say_many(
                "Asked whether it is still alive: open for more than {n} day, longer than four in five won deals.",
                "Asked whether it is still alive: open for more than {n} days, longer than four in five won deals.",
                found.late,
            )
        if found.history:
            yield self.language.say_many(
                "Learned from {n} deal that ended since {day}, renewals left out.",
                "Learned from {n} deals that ended since {day}, renewals left out.",
                found.ended,
                day=self.language.date(found.history[0]),
            )
        if found.unknown:
            yield self.language.say_many(
                "Of {n} nothing tells the chance or what it is worth: it stands last.",
                "Of {n} nothing tells the chance or what they are worth: they stand last.",
                found.unknown,
            )
        if found.renewals:
            yield self.language.say_many(
                "{n} open renewal is not listed.", "{n} open renewals are not listed.", found.renewals
            )
        if found.deals + found.leads > len(found.calls):
            yield self.language.say_many(
                "Only the first {n} is listed.", "Only the first {n} are listed.", len(found.calls)
            )

    def tried(self) -> Iterator[str]:
        """What became of the same order on earlier days; nothing where it was not asked for."""
        say, tried = self.language.say, self.found.tried
        if tried is None:
            return
        if tried.chance is None:
            yield say("The order cannot be tried on earlier days: too little ended.")
            return
        first, last = self._part(tried.first), self._part(tried.last)
        yield self.language.say_many(
            "Tried on {n} earlier end of a quarter, by what was known then. First fifth: {first}. Last fifth: {last}.",
            "Tried on {n} earlier ends of quarters, by what was known then. First fifth: {first}. Last fifth: {last}.",
            len(tried.days),
            first=first,
            last=last,
        )
        yield self._verdict(tried)
        if tried.unended:
            yield self.language.say_many(
                "{n} deal of both fifths has not ended yet and is left out.",
                "{n} deals of both fifths have not ended yet and are left out.",
                tried.unended,
            )
        if tried.is_without_amounts:
            yield say("Amounts of open deals are not known as they were then; those of deals like them were taken.")

    def _part(self, part: TriedPart) -> str:
        won = self.language.part_of(part.won, part.deals)
        if part.per_day is None:
            return self.language.say("{won} won", won=won)
        money = self.language.money(part.per_day, self.found.currency, digits=0)
        return self.language.say("{won} won, {money} per day", won=won, money=money)

    def _verdict(self, tried: Tried) -> str:
        say = self.language.say
        told = {
            "more": say("The first fifth was won more often, beyond chance."),
            "less": say("The first fifth was won less often, beyond chance: do not trust the chances."),
            "unclear": say("That one fifth is won more often than the other cannot be told from chance."),
        }
        money = {
            "more": say("It brought more money per day, beyond chance."),
            "less": say("It brought less money per day, beyond chance: do not trust the order."),
            "unclear": say("That it brings more money per day cannot be told from chance."),
        }
        wins, brings = told[tried.wins], money[tried.brings]
        return f"{wins} {brings}"

    def _rows(self, call: Call) -> Iterator[Row]:
        language = self.language
        money = [NOTHING if part is None else self._money(part) for part in (call.per_day, call.amount)]
        todos = "; ".join(language.say(_TODOS[todo]) for todo in call.todos)
        cells = (
            self._whom(call),
            cell(money[0], "strong"),
            cell(NOTHING if call.chance is None else self._chance(call.chance)),
            cell(money[1]),
            cell(language.number(call.days_left, digits=0)),
            rep_cell(call.owner),
            cell(todos or NOTHING, "care" if todos else ""),
        )
        yield Row(cells=cells)
        if why := self.why(call):
            yield Row(cells=(cell(why), *(cell("") for _ in cells[1:])), is_dim=True)

    def _whom(self, call: Call) -> Cell:
        if call.kind == "lead":
            name = f"{call.name} ({call.id})" if call.name != call.id else call.id
            return cell(f"{self.language.say('lead')}: {name}")
        about = About(kind="deal", key=call.id)
        return cell(call.name, about=about)

    def why(self, call: Call) -> str:
        """Every reason, in words."""
        return "; ".join(text for reason in call.reasons if (text := self._reason(reason)))

    def _reason(self, reason: CallReason) -> str:
        """One reason; its own amount is told by its number alone."""
        if reason.kind == "amount":
            return ""
        is_money = reason.kind in {"size", "company_size"}
        text = _REASONS[reason.kind]
        if reason.kind == "becomes_deal" and reason.days is not None:
            text = _OLD_LEAD
        return self.language.say(
            text,
            name=self._name(reason),
            value=self._money(reason.value) if is_money else self.language.percent(reason.value),
            rest="" if reason.rest is None else self.language.percent(reason.rest),
            days="" if reason.days is None else self.language.days(reason.days),
        )

    def _chance(self, chance: Decimal) -> str:
        return self.language.share(chance) if chance < _SMALL else self.language.percent(chance)

    def _name(self, reason: CallReason) -> str:
        if not reason.dimension:
            return reason.label
        if reason.dimension == FIT:
            low, _, high = reason.label.partition("-")
            return f"{self.language.say('Ideal-customer fit')}: {low}–{self.language.percent(Decimal(high) / 100)}"
        return f"{self.language.text(self.catalogue.dimension(reason.dimension).titles)}: {reason.label}"

    def _money(self, value: Decimal) -> str:
        return self.language.money(value, self.found.currency, digits=0 if value >= 10 or value < _LEAST else 1)  # noqa: PLR2004
