"""One account → blocks: who it is, what to do next, what it pays, its deals, and who is known there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.report.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Style, Table, cell
from lievik.report.views.customer_wording import basis_title
from lievik.report.views.target_view import NEXT
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.account_sheet import AccountDeal, AccountSheet, DealState, Person
    from lievik.model.target import TargetAccount

STATES: Final[Mapping[DealState, str]] = MappingProxyType(
    {"open": mark("Open"), "won": mark("Won"), "lost": mark("Lost"), "unknown": mark("(not given)")}
)
"""State of a deal -> its title."""

_STYLES: Final[Mapping[DealState, Style]] = MappingProxyType({"won": "good", "lost": "bad", "unknown": "dim"})


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """Writes the sheet of an account, in one language."""

    catalogue: Catalogue
    language: Language
    found: AccountSheet

    def blocks(self) -> Iterator[Block]:
        """The title, who it is, what is told of it, its deals, who is known there."""
        say, found = self.language.say, self.found
        day = self.language.date(found.as_of)
        yield Heading(text=say("{what} — as of {day}", what=found.profile.name, day=day))
        if about := self.about():
            yield Paragraph(text=about, style="dim")
        yield Bullets(items=tuple(self.told()))
        yield Heading(text=say("Deals"), level=2)
        yield self.totals() if found.deals else Paragraph(text=say("It has no deal."))
        if found.deals:
            yield self.deals(found.deals)
            yield Bullets(items=tuple(self.notes()))
        yield Heading(text=say("Who is known there"), level=2)
        yield self.people(found.people) if found.people else Paragraph(text=say("Nobody is known there."))

    def about(self) -> str:
        """Who it is, as far as the data says."""
        say, profile = self.language.say, self.found.profile
        dimensions = self.catalogue.dimensions
        named = [
            (self.language.text(dimensions[name].titles), value)
            for name, value in (
                ("industry", profile.industry),
                ("size_band", profile.size_band),
                ("region", profile.region),
                ("country", profile.country),
                ("owner", profile.owner),
            )
            if name in dimensions
        ]
        named.append((say("Part of"), profile.parent))
        told = [f"{title}: {value}" for title, value in named if value]
        return " · ".join([*told, say("target account")] if profile.is_target else told)

    def told(self) -> Iterator[str]:
        """What to do next, whether it is a customer and since when, and what it pays."""
        say, standing = self.language.say, self.found.standing
        if standing is not None:
            wins_back = self.found.is_lost and standing.next_step == "grow"
            yield say("What to do: {step}.", step=say("win it back") if wins_back else say(NEXT[standing.next_step]))
        yield from self.customer()
        if standing is not None:
            yield from self._activity(standing)

    def customer(self) -> Iterator[str]:
        """Its times as a customer, and what it pays now."""
        say, found = self.language.say, self.found
        if not found.spells:
            yield say("It has never been a customer.")
            return
        for spell in found.spells:
            start = self.language.date(spell.became_on)
            if spell.left_on is None:
                yield say("A customer since {day}.", day=start)
            else:
                yield say("A customer from {day}, lost on {end}.", day=start, end=self.language.date(spell.left_on))
        if found.basis is not None:
            basis = basis_title(found.basis, self.language, is_used=False)
            yield say("What makes a customer here: {basis}.", basis=basis)
        for paid in found.subscriptions:
            facts = {
                "product": paid.product or say("(not given)"),
                "amount": self.language.money(paid.amount, paid.currency),
                "day": self.language.date(paid.starts_on),
            }
            if paid.ends_on is None:
                yield say("{product}: {amount} a month since {day}.", **facts)
            else:
                end = self.language.date(paid.ends_on)
                yield say("{product}: {amount} a month since {day}, until {end}.", **facts, end=end)

    def _activity(self, standing: TargetAccount) -> Iterator[str]:
        """Leads of it, and the last day on which anything happened."""
        language = self.language
        if standing.leads:
            yield language.say("Leads: {n}.", n=language.count(standing.leads))
        if standing.last_on is not None:
            yield language.say("Last activity: {day}.", day=language.date(standing.last_on))

    def notes(self) -> Iterator[str]:
        """What to know of the amounts."""
        language, found = self.language, self.found
        if any(deal.currency not in {"", found.currency} for deal in found.deals):
            yield language.say(
                "In {currency}: open deals at the last rate, ended ones at that of the day on which they ended.",
                currency=found.currency,
            )
        if missing := sum(total.without_amount for total in found.totals.values()):
            yield language.say_many(
                "{n} deal has no amount, or no exchange rate, and adds nothing.",
                "{n} deals have no amount, or no exchange rate, and add nothing.",
                missing,
            )

    def totals(self) -> Table:
        """A row a state of deals."""
        say, language = self.language.say, self.language
        columns = (
            Column(title="", wraps=True, least=12),
            Column(title=say("Deals"), is_number=True),
            Column(title=say("Amount"), is_number=True),
        )
        rows = [
            Row(cells=(cell(say(STATES[state])), cell(language.count(total.deals)), cell(self.amount(state))))
            for state, total in self.found.totals.items()
        ]
        return Table(columns=columns, rows=tuple(rows))

    def amount(self, state: DealState) -> str:
        """What deals of a state are worth together; a dash where none has an amount."""
        total = self.found.totals.get(state)
        if total is None or total.amount is None:
            return NOTHING
        return self.language.money(total.amount, self.found.currency, digits=0)

    def deals(self, deals: Sequence[AccountDeal]) -> Table:
        """A row a deal."""
        say = self.language.say
        columns = (
            Column(title=say("Deal"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12, rank=2),
            Column(title=say("State")),
            Column(title=say("Stage"), wraps=True, least=11, rank=3),
            Column(title=say("Created"), is_number=True, rank=4),
            Column(title=say("Closing"), is_number=True, rank=1),
            Column(title=say("Amount"), is_number=True),
        )
        return Table(columns=columns, rows=tuple(self._deal(deal) for deal in deals))

    def _deal(self, deal: AccountDeal) -> Row:
        amount = NOTHING if deal.amount is None else self.language.money(deal.amount, deal.currency, digits=0)
        return Row(
            cells=(
                cell(deal.name),
                rep_cell(deal.owner),
                cell(self.language.say(STATES[deal.state]), _STYLES.get(deal.state, "")),
                cell(deal.stage or NOTHING),
                cell(self._date(deal.created_on)),
                cell(self._date(deal.day)),
                cell(amount),
            )
        )

    def people(self, people: Sequence[Person]) -> Table:
        """A row a person, who decides first."""
        say = self.language.say
        columns = (
            Column(title=say("Person"), wraps=True, least=16),
            Column(title=say("Role in deals"), wraps=True, least=14),
            Column(title=say("Decides")),
            Column(title=say("Deals"), is_number=True),
            Column(title=say("First answered"), is_number=True, rank=1),
        )
        rows = [
            Row(
                cells=(
                    cell(person.name),
                    cell(", ".join(role.replace("_", " ") for role in person.roles) or NOTHING),
                    cell(say("yes"), "good") if person.decides else cell(NOTHING),
                    cell(self.language.count(person.deals)),
                    cell(self._date(person.first_on)),
                )
            )
            for person in people
        ]
        return Table(columns=columns, rows=tuple(rows))

    def _date(self, day: date | None) -> str:
        return NOTHING if day is None else self.language.date(day, is_short=True)
