"""The customers of one cohort → blocks: how many are still there at an age, and every one with its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.cohorts import CohortCustomer, CohortListAnswer
from lievik.report.blocks import About, Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.coverage_wording import bring

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_MOST: Final = 100
"""So many customers are listed for people; the others are in JSON."""


@dataclass(frozen=True, kw_only=True)
class CohortListView:
    """Writes the customers of a cohort, in one language."""

    catalogue: Catalogue
    language: Language
    found: CohortListAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, how many are there, and who."""
        yield Heading(text=self.title())
        yield Paragraph(text=self.told())
        shown = self.found.customers[:_MOST]
        if not shown:
            return
        yield self.table(shown)
        if (rest := len(self.found.customers) - len(shown)) > 0:
            more = self.language.say_many(
                "and {n} more; --format json lists all", "and {n} more; --format json lists all", rest
            )
            yield Paragraph(text=more, style="dim")

    def title(self) -> str:
        """Of which cohort."""
        return self.language.say("Customers won: {period}", period=self.language.period_title(self.found.period))

    def told(self) -> str:
        """How many are still there; or why there is nothing to tell."""
        say, found = self.language.say, self.found
        if found.reason:
            reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
            told = say("Nothing can be said: {reason}", reason=reason)
            return f"{told} → {bring(found.reason, found.reason_facts)}"
        if not found.customers:
            return say("Nobody became a customer in this period.")
        return say(
            "Still there after {months}: {counts}. Who was lost by then stands first.",
            months=self.language.months(found.age),
            counts=self.language.part_of(found.there, len(found.customers)),
        )

    def table(self, customers: Sequence[CohortCustomer]) -> Table:
        """A row a customer."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Customer"), wraps=True, least=16),
            Column(title=say("Since"), is_number=True),
            Column(title=say("Lost on"), is_number=True),
            Column(title=say("After {months}", months=language.months(self.found.age)), rank=1),
            Column(title=say("Owner"), wraps=True, least=12, rank=2),
        )
        return Table(
            columns=columns,
            rows=tuple(
                Row(
                    cells=(
                        cell(each.name, about=About(kind="account", key=each.account_id)),
                        cell(language.date(each.became_on, is_short=True)),
                        cell(NOTHING if each.left_on is None else language.date(each.left_on, is_short=True)),
                        cell(say("still there") if each.is_there else say("gone"), "" if each.is_there else "bad"),
                        cell(each.owner),
                    )
                )
                for each in customers
            ),
        )
