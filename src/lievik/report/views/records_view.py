"""The records behind a number → blocks: a table a measure, and the sum that equals the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.records.result_records import is_money_measure
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.explanation import DrillTable, Record

_NAME, _OWNER = 1, 2
"""Places of columns."""

_ACCOUNTS = frozenset({"account", "customer", "first_win"})
"""Tables whose records are accounts."""


@dataclass(frozen=True, kw_only=True)
class RecordsView:
    """Writes the records behind a number, measure by measure."""

    catalogue: Catalogue
    currency: str

    def blocks(self, table: DrillTable, language: Language) -> Iterator[Block]:
        """The title, a table a measure with its sum, or that there is nothing."""
        title = words_of(self.catalogue.metric(table.metric), language).title
        part, period = language.say(table.part), language.period_title(table.period)
        yield Heading(text=f"{title} — {part}, {period}")
        if not table.records:
            yield Paragraph(text=language.say("No records."))
        for measure in dict.fromkeys(record.measure for record in table.records):
            records = [record for record in table.records if record.measure == measure]
            yield Heading(text=self.title(measure, language), level=2)
            yield self.table(records, language)
            yield Bullets(items=(self.sum_line(measure, records, table, language),))

    def title(self, measure: str, language: Language) -> str:
        """What a measure is called, for whichever period it is read."""
        bare = measure.removeprefix("previous(").removesuffix(")")
        known = self.catalogue.measures.get(bare)
        titles = known.titles if known else self.catalogue.steps.get(f"table.{bare}", {})
        title = language.text(titles) if titles else bare
        return title if bare == measure else language.say("{what}, the period before", what=title)

    def table(self, records: Sequence[Record], language: Language) -> Table:
        """A row a record; columns that say nothing are left out."""
        say = language.say
        has_reason = any(record.reason for record in records)
        columns = [
            Column(title=say("Record"), rank=2),
            Column(title=say("Name"), wraps=True),
            Column(title=say("Owner"), wraps=True, rank=3),
            Column(title=say("Day"), is_number=True, rank=1),
            Column(title=say("Amount"), is_number=True, rank=1),
            Column(title=say("Reason"), wraps=True) if has_reason else Column(title=say("Counts for"), is_number=True),
        ]
        rows = [self._cells(record, language, has_reason=has_reason) for record in records]
        told = [place for place in range(len(columns)) if _is_told(place, rows)]
        return Table(
            columns=tuple(columns[place] for place in told),
            rows=tuple(Row(cells=tuple(cells[place] for place in told)) for cells in rows),
        )

    def _cells(self, record: Record, language: Language, *, has_reason: bool) -> tuple[Cell, ...]:
        cents = 2 if record.amount is not None and record.amount != record.amount.to_integral_value() else None
        amount = "" if record.amount is None else language.money(record.amount, record.currency, digits=cents)
        last = self._reason(record, language) if has_reason else self._contribution(record, language)
        return (
            cell(record.record, "dim"),
            cell(record.name, about=About("account", record.record) if record.table in _ACCOUNTS else None),
            cell(record.owner),
            cell("" if record.day is None else language.date(record.day, is_short=True)),
            cell(amount),
            last,
        )

    def _reason(self, record: Record, language: Language) -> Cell:
        exclusion = self.catalogue.exclusions.get(record.reason)
        return cell(language.text(exclusion.titles) if exclusion else record.reason, "care")

    def _contribution(self, record: Record, language: Language) -> Cell:
        return cell("" if record.contribution is None else self._amount(record.contribution, record.measure, language))

    def _amount(self, value: Decimal, measure: str, language: Language) -> str:
        if is_money_measure(measure, self.catalogue):
            return language.money(value, self.currency, digits=2)
        return language.number(value, digits=2)

    def sum_line(self, measure: str, records: list[Record], table: DrillTable, language: Language) -> str:
        """How many records, and what they add up to where that makes sense."""
        count = language.say_many("{n} record", "{n} records", len(records))
        if measure not in table.sums or table.part == "excluded":
            return count
        total = self._amount(table.sums[measure], measure, language)
        return language.say("Sum: {total} ({count})", total=total, count=count)


def _is_told(place: int, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether a column says anything: it is not empty, and is not the owner of records that are people themselves."""
    is_again = place == _OWNER and all(cells[_OWNER].text == cells[_NAME].text for cells in rows)
    return not is_again and any(cells[place].text for cells in rows)
