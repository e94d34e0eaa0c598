"""Target accounts → blocks: how many have come how far, then a table, what to do next first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.target import NextStep, Reached, TargetAccount, TargetAnswer
from lievik.report.blocks import About, Block, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_SHOWN: Final = 30
REACHED: Final[Mapping[Reached, str]] = MappingProxyType(
    {
        "won": mark("customer"),
        "open_deal": mark("open deal"),
        "lead": mark("lead"),
        "contacted": mark("contacted"),
        "no_contact": mark("no contact"),
    }
)
NEXT: Final[Mapping[NextStep, str]] = MappingProxyType(
    {
        "take_step": mark("take the overdue step"),
        "set_close_date": mark("set a new closing date"),
        "plan_step": mark("plan the next step"),
        "qualify": mark("qualify the lead"),
        "follow_up": mark("follow up"),
        "first_contact": mark("make first contact"),
        "on_course": mark("keep to the plan"),
        "grow": mark("offer more"),
    }
)
NEXT_STYLES: Final[Mapping[NextStep, Style]] = MappingProxyType(
    {"take_step": "bad", "set_close_date": "bad", "plan_step": "care", "on_course": "good"}
)


@dataclass(frozen=True, kw_only=True)
class TargetView:
    """Writes target accounts, in one language."""

    catalogue: Catalogue
    language: Language
    found: TargetAnswer
    is_all: bool = False

    def blocks(self) -> Iterator[Block]:
        """The title, the counts, the table."""
        found = self.found
        yield Heading(text=self.title())
        if nothing := self.nothing():
            yield Paragraph(text=nothing)
            return
        yield Paragraph(text=self.told(), style="strong")
        shown = found.accounts if self.is_all else found.accounts[:_SHOWN]
        yield self.table(shown)
        more = len(found.accounts) - len(shown)
        if more:
            yield Paragraph(
                text=self.language.say_many("and {n} more; --all shows it", "and {n} more; --all shows them", more),
                style="dim",
            )

    def title(self) -> str:
        """What is listed, and as of when."""
        return self.language.say("Target accounts — as of {day}", day=self.language.date(self.found.as_of))

    def nothing(self) -> str:
        """Why nothing is listed, and what brings it; empty where something is."""
        say, found = self.language.say, self.found
        if found.reason:
            reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
            told = say("Nobody knows which they are: {reason}", reason=reason)
            return f"{told} → {bring(found.reason, found.reason_facts)}"
        return "" if found.accounts else say("There is no such target account.")

    def table(self, accounts: Sequence[TargetAccount]) -> Table:
        """A row an account."""
        return Table(columns=self._columns(), rows=tuple(self._row(account) for account in accounts))

    def told(self) -> str:
        """How many have come how far, and what stands open."""
        language = self.language
        parts = [f"{language.say(REACHED[reached])} {language.count(n)}" for reached, n in self.found.counts.items()]
        whole = language.say_many("{n} target account", "{n} target accounts", len(self.found.accounts))
        amount = language.money(self.found.amount, self.found.currency, digits=0)
        return f"{whole}: {' · '.join(parts)}; {language.say('open {amount}', amount=amount)}"

    def _columns(self) -> tuple[Column, ...]:
        say = self.language.say
        return (
            Column(title=say("What to do"), wraps=True, least=13),
            Column(title=say("Account"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=14, rank=1),
            Column(title=say("So far"), wraps=True, least=9),
            Column(title=say("Stage"), wraps=True, least=11, rank=3),
            Column(title=say("Open"), is_number=True),
            Column(title=say("Next step"), is_number=True, rank=4),
            Column(title=say("Contacts"), is_number=True, rank=5),
            Column(title=say("Last activity"), is_number=True, rank=2),
        )

    def _row(self, account: TargetAccount) -> Row:
        language = self.language
        amount = NOTHING
        if account.amount is not None:
            amount = language.money(account.amount, self.found.currency, digits=0)
        return Row(
            cells=(
                cell(language.say(NEXT[account.next_step]), NEXT_STYLES.get(account.next_step, "")),
                cell(account.name or account.account, about=About(kind="account", key=account.account)),
                rep_cell(account.owner),
                cell(language.say(REACHED[account.reached])),
                cell(account.stage or NOTHING),
                cell(amount),
                cell(self._date(account.next_step_on)),
                cell(language.part_of(account.engaged, account.contacts) if account.contacts else NOTHING),
                cell(self._date(account.last_on)),
            )
        )

    def _date(self, day: date | None) -> str:
        return NOTHING if day is None else self.language.date(day, is_short=True)
