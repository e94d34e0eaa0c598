"""What is to be repaired in the data → blocks: by fault, by owner, who stands out, and the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.quality import ANY, Clean, Fault, Faulty, FaultyRow, OwnerQuality, QualityAnswer, TeamQuality
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.quality_wording import EFFECTS, LACKED, TITLES, fault_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

MOST_LISTED: Final = 25
"""So many rows are listed in a terminal; the others are in JSON."""

_MOST_OWNERS: Final = 50
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class QualityView:
    """Writes what is to be repaired, in one language."""

    catalogue: Catalogue
    language: Language

    def blocks(self, found: QualityAnswer) -> Iterator[Block]:
        """The title, what is to be repaired, whose it is, and the rows that were asked for."""
        say = self.language.say
        yield Heading(text=say("What to repair in the data — as of {day}", day=self.language.date(found.as_of)))
        yield Bullets(items=tuple(self.told(found)))
        if found.listed:
            yield from self.listing(found)
            return
        if found.worst:
            yield self.faults(found)
            if found.teams:
                yield Heading(text=say("By team"), level=2)
                yield self.teams(found)
            yield Heading(text=say("By owner"), level=2)
            yield from self.owners(found)
        lines = tuple(line for _, _, line in self.standing_out(found))
        if lines:
            yield Heading(text=say("What stands out"), level=2)
            yield Bullets(items=lines)
        yield from self.looked(found)

    def told(self, found: QualityAnswer) -> Iterator[str]:
        """How many rows are clean, and how long is long."""
        say, language = self.language.say, self.language
        titles = (say("Deals with nothing to repair"), say("Leads with nothing to repair"))
        for title, clean in zip(titles, (found.deals, found.leads), strict=True):
            if clean.share is not None:
                part = language.part_of(clean.clean, clean.of)
                yield f"{title}: {part} ({language.share(clean.share)})"
        if not (found.deals.of or found.leads.of):
            yield say("There are no deals and no leads yet.")
        elif not found.worst:
            yield say("Nothing is odd or missing.")
        if found.unknown_stages:
            stages = ", ".join(found.unknown_stages)
            yield say("Rules in lievik.toml speak of stages that no pipeline has: {stages}", stages=stages)
        if any(fault in found.faults for fault in ("open_without_activity", "lead_without_activity")):
            yield self.language.say_many(
                "Recent is within the last {n} day.", "Recent is within the last {n} days.", found.days
            )

    def faults(self, found: QualityAnswer) -> Table:
        """What there is to repair, that which distorts numbers the most first."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("What"), wraps=True, least=36),
            Column(title=say("Found"), is_number=True),
            Column(title=say("Of"), is_number=True, rank=1),
            Column(title=say("Value"), is_number=True, rank=2),
            Column(title=say("Most of them"), wraps=True, least=20, rank=3),
            Column(title=say("What it does"), wraps=True, least=20, rank=4),
        )
        rows = []
        for fault in found.worst:
            faulty = found.faults[fault]
            value = "" if faulty.amount is None else language.money(faulty.amount, found.currency, digits=0)
            rows.append(
                Row(
                    cells=(
                        cell(fault_title(fault, language), about=_about(fault)),
                        cell(language.count(faulty.found)),
                        cell(language.count(faulty.of)),
                        cell(value),
                        self._most_cell(found, fault),
                        cell(say(EFFECTS[fault]), "dim"),
                    )
                )
            )
        return Table(columns=columns, rows=tuple(rows))

    def _most_cell(self, found: QualityAnswer, fault: Fault) -> Cell:
        """Who has the most rows of a fault, and the way to them."""
        most = _most(found, fault)
        about = _about(fault, most.owner) if most and most.owner else None
        return cell(self._most_of(most, fault) if most else "", about=about)

    def _most_of(self, most: OwnerQuality, fault: Fault) -> str:
        name = most.owner or self.language.say("(not given)")
        return f"{name}: {self.language.count(_of(most, fault).found)}"

    def owners(self, found: QualityAnswer) -> Iterator[Block]:
        """Whose it is, who has the most deals to repair first; the first so many."""
        yield self._owners(found)
        more = len(found.owners) - _MOST_OWNERS
        if more > 0:
            text = self.language.say("and {n} more", n=self.language.count(more))
            yield Paragraph(text=text, style="dim")

    def teams(self, found: QualityAnswer) -> Table:
        """What teams have to repair, which has the most deals to repair first."""
        columns = self._group_columns(self.language.say("Team"), found)
        rows = []
        for team in found.teams:
            name = cell(team.team or self.language.say("(not given)"))
            rows.append(self._group(name, self._to_repair(team.deals, ""), team, found))
        return Table(columns=columns, rows=tuple(rows))

    def _owners(self, found: QualityAnswer) -> Table:
        columns = self._group_columns(self.language.say("Owner"), found)
        rows = []
        for owner in found.owners[:_MOST_OWNERS]:
            about = About("rep", owner.owner) if owner.owner else None
            name = cell(owner.owner or self.language.say("(not given)"), about=about)
            rows.append(self._group(name, self._to_repair(owner.deals, owner.owner), owner, found))
        return Table(columns=columns, rows=tuple(rows))

    def _group_columns(self, title: str, found: QualityAnswer) -> tuple[Column, ...]:
        say = self.language.say
        leads = (Column(title=say("Leads to repair"), is_number=True, rank=2),) if found.leads.of else ()
        return (
            Column(title=title, wraps=True, least=18),
            Column(title=say("Deals to repair"), is_number=True),
            Column(title=say("Of"), is_number=True, rank=1),
            Column(title=say("Clean"), is_number=True),
            *leads,
            Column(title=say("What"), wraps=True, least=24, rank=3),
        )

    def _group(self, name: Cell, to_repair: Cell, group: OwnerQuality | TeamQuality, found: QualityAnswer) -> Row:
        language = self.language
        leads = (cell(language.count(group.leads.faulty)),) if found.leads.of else ()
        return Row(
            cells=(
                name,
                to_repair,
                cell(language.count(group.deals.of)),
                cell(NOTHING if group.deals.share is None else language.share(group.deals.share)),
                *leads,
                cell(", ".join(self._named(group))),
            )
        )

    def _to_repair(self, deals: Clean, owner: str) -> Cell:
        """How many deals; with an arrow where that is more than chance explains."""
        text = self.language.count(deals.faulty)
        about = _about(ANY, owner) if owner and deals.faulty else None
        if deals.side != "above":
            return cell(text, about=about)
        return cell(f"▲ {text}", "care", self.language.say("stands out"), about)

    def _named(self, owner: OwnerQuality | TeamQuality) -> Iterator[str]:
        """The faults of an owner or team, the most frequent first; those of deals alone."""
        counted = [(fault, faulty) for fault, faulty in owner.faults.items() if faulty.found and _is_of_deals(fault)]
        for fault, faulty in sorted(counted, key=lambda pair: -pair[1].found)[:_MOST_NAMED]:
            yield f"{fault_title(fault, self.language)}: {self.language.count(faulty.found)}"

    def standing_out(self, found: QualityAnswer) -> Iterator[tuple[str, Fault, str]]:
        """Who has which fault more often than chance explains, and that as a line; nothing where nobody has."""
        for owner in found.owners:
            for fault, faulty in owner.faults.items():
                if faulty.side == "above":
                    yield owner.owner, fault, self._beyond(owner.owner, fault, faulty, found)

    def _beyond(self, owner: str, fault: Fault, faulty: Faulty, found: QualityAnswer) -> str:
        language = self.language
        return language.say(
            "{rep}: {what} {part}, more than chance explains; everybody together {all}",
            rep=owner or language.say("(not given)"),
            what=fault_title(fault, language),
            part=language.part_of(faulty.found, faulty.of),
            all=language.share(found.faults[fault].share or Decimal(0)),
        )

    def looked(self, found: QualityAnswer) -> Iterator[Block]:
        """What was looked for and not found, and what could not be looked for, and why."""
        language = self.language
        if not (found.deals.of or found.leads.of):
            return
        absent = [fault_title(fault, language) for fault, faulty in found.faults.items() if not faulty.found]
        if absent:
            yield Heading(text=language.say("Looked for and not found"), level=2)
            yield Paragraph(text=" · ".join(absent), style="dim")
        if found.not_looked:
            yield Heading(text=language.say("Not looked for"), level=2)
            yield Bullets(
                items=tuple(
                    f"{fault_title(left.fault, language)}: "
                    f"{language.sentence(left.reason, self.catalogue.reasons, left.facts)}"
                    for left in found.not_looked
                )
            )

    def repair_line(self, found: QualityAnswer, fault: Fault) -> str:
        """One fault in a line: how many, what that does, and who has the most."""
        return f"{fault_title(fault, self.language)}: {self.extent(found, fault)}"

    def extent(self, found: QualityAnswer, fault: Fault) -> str:
        """How many rows have a fault of how many, what that does, and who has the most."""
        faulty = found.faults[fault]
        line = f"{self.language.part_of(faulty.found, faulty.of)} – {self.language.say(EFFECTS[fault])}"
        most = _most(found, fault) if len(found.owners) > 1 else None
        return f"{line}. {self.language.say('Most of them')} – {self._most_of(most, fault)}" if most else line

    def listing(self, found: QualityAnswer, most: int = MOST_LISTED) -> Iterator[Block]:
        """The rows that were asked for, so many of them, with everything that is to be repaired in each."""
        say, language = self.language.say, self.language
        title = say("Everything to repair") if found.listed == ANY else say(_title_of(found.listed))
        yield Heading(text=title, level=2)
        if not found.rows:
            yield Paragraph(text=say("None."))
            return
        yield self.rows(found.rows[:most], found.listed)
        more = len(found.rows) - most
        if more > 0:
            text = language.say_many(
                "and {n} more; --format json lists all", "and {n} more; --format json lists all", more
            )
            yield Paragraph(text=text, style="dim")

    def rows(self, faulty: Sequence[FaultyRow], listed: str) -> Table:
        """Deals and leads, a row each; of one fault, what else is to be repaired in them.

        Columns that say nothing of any of them are left out.

        Args:
            faulty: the rows.
            listed: the fault that they were asked for by; `all` where by none.
        """
        say = self.language.say
        what = say("What to repair") if listed == ANY else say("What else to repair")
        columns = (
            Column(title=say("Deal or lead"), wraps=True, least=18),
            Column(title=say("Owner"), wraps=True, least=12, rank=1),
            Column(title=say("Account"), wraps=True, least=12, rank=6),
            Column(title=say("Value"), is_number=True, rank=2),
            Column(title=say("Created"), is_number=True, rank=7),
            Column(title=say("To close"), is_number=True, rank=4),
            Column(title=say("Closed"), is_number=True, rank=5),
            Column(title=say("Last activity"), is_number=True, rank=3),
            Column(title=say("In stage since"), is_number=True, rank=3),
            Column(title=say("What it lacks"), wraps=True, least=16),
            Column(title=what, wraps=True, least=22),
        )
        rows = [self._cells(row, listed) for row in faulty]
        # where everything is listed, what to repair is what a row is read for
        *others, last = range(1, len(columns))
        order = (0, last, *others) if listed == ANY else (0, *others, last)
        told = [place for place in order if not place or any(_tells(cells[place]) for cells in rows)]
        return Table(
            columns=tuple(columns[place] for place in told),
            rows=tuple(Row(cells=tuple(cells[place] for place in told)) for cells in rows),
        )

    def _cells(self, row: FaultyRow, listed: str) -> tuple[Cell, ...]:
        language = self.language
        value = NOTHING if row.amount is None else language.money(row.amount, row.currency, digits=0)
        days = (row.created_on, row.expected_close_on, row.closed_on, row.last_on, row.entered_on)
        named = row.name if row.name == row.number else f"{row.name} ({row.number})"
        return (
            cell(named, about=About("deal", row.id) if row.table == "deal" else None),
            cell(row.owner or NOTHING, about=About("rep", row.owner) if row.owner else None),
            cell(row.account or NOTHING, about=About("account", row.account_id) if row.account else None),
            cell(value),
            *(cell(language.date(day, is_short=True) if day else NOTHING) for day in days),
            cell(", ".join(language.say(LACKED[column]) for column in row.lacks)),
            cell(", ".join(fault_title(fault, language) for fault in row.faults if fault != listed)),
        )


def _tells(found: Cell) -> bool:
    return found.text not in {"", NOTHING}


def _title_of(listed: str) -> str:
    return next(title for fault, title in TITLES.items() if fault == listed)


def _is_of_deals(fault: Fault) -> bool:
    return not fault.startswith("lead_")


def _most(found: QualityAnswer, fault: Fault) -> OwnerQuality | None:
    """Who has the most rows of a fault; nobody where several have as many."""
    ordered = sorted(found.owners, key=lambda owner: -_of(owner, fault).found)
    counts = [_of(owner, fault).found for owner in ordered[:2]]
    return ordered[0] if ordered and counts[0] and len(set(counts)) == len(counts) else None


def _of(owner: OwnerQuality, fault: Fault) -> Faulty:
    return owner.faults.get(fault, Faulty(found=0, of=0))


def _about(fault: str, owner: str = "") -> About:
    return About("fault", fault, owner)
