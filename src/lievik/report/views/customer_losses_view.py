"""Who is a customer by which basis, who is lost by which source and why, where sources differ → tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.customer_moves import CustomersAnswer, LossReason, LossRecord, LostFor
from lievik.report.blocks import About, Cell, Column, Row, Table, cell
from lievik.report.views.customer_wording import basis_title, churn_text, source_title
from lievik.report.views.wording import rep_cell

if TYPE_CHECKING:
    from lievik.model.funnel import Share


@dataclass(frozen=True, kw_only=True)
class CustomerLossesView:
    """Writes what customers rest on, and their losses, in one language."""

    language: Language
    found: CustomersAnswer

    def named_tables(self) -> Iterator[tuple[str, str, Table]]:
        """Every table with a slug and its title."""
        say, found = self.language.say, self.found
        yield "bases", say("What makes a customer"), self.bases()
        if found.lost_for:
            yield "lost_for", say("Churn by reason"), self.lost_for(found.lost_for)
        if found.stated:
            yield "stated", say("Losses written down, by reason"), self.stated(found.stated)
        if len(found.losses.sources) > 1:
            yield "sources", say("Who is lost, by source"), self.sources()
            yield "pairs", say("Where sources agree on who was ever lost"), self.pairs()
        if found.losses.disagree:
            yield "disagree", self.disagree_title(), self.disagree(found.losses.disagree)

    def bases(self) -> Table:
        """A row a basis: who would be a customer by it."""
        say, count = self.language.say, self.language.count
        columns = (
            Column(title=say("Basis"), wraps=True),
            Column(title=say("Accounts"), is_number=True),
            Column(title=say("Of them no customers here"), is_number=True, rank=1),
            Column(title=say("At the end"), is_number=True),
        )
        rows = [
            Row(
                cells=(
                    cell(
                        basis_title(each.basis, self.language, is_used=each.is_used), "strong" if each.is_used else ""
                    ),
                    cell(count(each.accounts)),
                    cell(count(each.others)),
                    cell(NOTHING if each.at_end is None else count(each.at_end)),
                )
            )
            for each in self.found.bases
        ]
        return Table(columns=columns, rows=tuple(rows))

    def sources(self) -> Table:
        """A row a source, and one a pair of them."""
        say, count, losses = self.language.say, self.language.count, self.found.losses
        columns = (
            Column(title=say("Source"), wraps=True, least=18),
            Column(title=say("Ever lost"), is_number=True),
            Column(title=say("Lost now"), is_number=True),
        )
        rows = [
            Row(cells=(cell(source_title(s, self.language)), cell(count(losses.ever[s])), cell(count(losses.now[s]))))
            for s in losses.sources
        ]
        return Table(columns=columns, rows=tuple(rows))

    def pairs(self) -> Table:
        """A row a pair of sources: of how many accounts both say so, and either alone."""
        say, count = self.language.say, self.language.count
        columns = (
            Column(title=say("One source"), wraps=True, least=14),
            Column(title=say("Another source"), wraps=True, least=14),
            Column(title=say("Both: lost"), is_number=True),
            Column(title=say("Only the one"), is_number=True),
            Column(title=say("Only the other"), is_number=True),
        )
        rows = [
            Row(
                cells=(
                    cell(source_title(pair.one, self.language)),
                    cell(source_title(pair.other, self.language)),
                    cell(count(pair.both)),
                    *(cell(count(n), "care" if n else "") for n in (pair.one_alone, pair.other_alone)),
                )
            )
            for pair in self.found.losses.pairs
        ]
        return Table(columns=columns, rows=tuple(rows))

    def disagree_title(self) -> str:
        """Of how many accounts the sources say different things."""
        return self.language.say_many(
            "Sources disagree on {n} account", "Sources disagree on {n} accounts", len(self.found.losses.disagree)
        )

    def disagree(self, records: Sequence[LossRecord]) -> Table:
        """A row an account: what each source says of it."""
        say, losses = self.language.say, self.found.losses
        columns = [
            Column(title=say("Account"), wraps=True, least=16),
            Column(title=say("Owner"), wraps=True, least=12, rank=3),
            *(Column(title=source_title(source, self.language), wraps=True, least=12) for source in losses.sources),
        ]
        return Table(columns=tuple(columns), rows=tuple(self._disagreeing(record) for record in records))

    def _disagreeing(self, record: LossRecord) -> Row:
        say, language = self.language.say, self.language
        if record.became_on is None:
            own = say("never a customer")
        elif record.left_on is None:
            own = say("a customer")
        else:
            own = say("left on {day}", day=language.date(record.left_on, is_short=True))
        stated = say("nothing")
        if record.stated_on is not None:
            day = language.date(record.stated_on, is_short=True)
            stated = say("lost on {day}", day=day)
            if record.has_returned:
                stated = say("lost on {day}, bought again", day=day)
        told = {"customers": own, "stated": stated, "flagged": say("lost") if record.is_flagged else say("a customer")}
        about = About(kind="account", key=record.account_id)
        cells = (cell(told[source], "bad" if record.says(source) else "") for source in self.found.losses.sources)
        return Row(cells=(cell(record.name, about=about), rep_cell(record.owner), *cells))

    def lost_for(self, lost_for: Sequence[LostFor]) -> Table:
        """A row a reason that customers left for; together they are the churn of the period."""
        say, whole = self.language.say, self.found.whole
        columns = (
            Column(title=say("Reason"), wraps=True),
            Column(title=say("Customers"), is_number=True),
            Column(title=say("Churn"), is_number=True),
            Column(title=say("plausibly"), is_number=True, rank=1),
        )
        rows = [
            self._lost_for(cell(each.reason or say("(not given)"), "" if each.reason else "dim"), each.churn)
            for each in lost_for
        ]
        if whole and len(rows) > 1:
            rows.append(self._lost_for(cell(say("Together"), "strong"), whole.churn))
        return Table(columns=columns, rows=tuple(rows))

    def _lost_for(self, name: Cell, churn: Share) -> Row:
        interval = self.language.interval(churn.interval, "share") or NOTHING
        return Row(
            cells=(
                name,
                cell(self.language.count(churn.numerator)),
                cell(churn_text(churn, self.language)),
                cell(interval, "dim"),
            )
        )

    def stated(self, reasons: Sequence[LossReason]) -> Table:
        """A row a reason of losses that were written down in the period."""
        say, language = self.language.say, self.language
        whole = sum(reason.losses for reason in reasons)
        columns = (
            Column(title=say("Reason"), wraps=True),
            Column(title=say("Losses"), is_number=True),
            Column(title=say("Share"), is_number=True),
            Column(title=say("Accounts"), is_number=True, rank=1),
            Column(title=say("Refunds"), is_number=True, rank=2),
        )
        rows = [
            Row(
                cells=(
                    cell(each.reason or say("(not given)")),
                    cell(language.count(each.losses)),
                    cell(language.share(Decimal(each.losses) / whole)),
                    cell(language.count(each.accounts)),
                    cell(", ".join(language.money(a, c, digits=0) for c, a in each.refunds.items() if a) or NOTHING),
                )
            )
            for each in reasons
        ]
        return Table(columns=columns, rows=tuple(rows))
