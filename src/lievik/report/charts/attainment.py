"""How reps stand to their quota → bars with a line at all of it; without names where those are not to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.team import RepRow, TeamAnswer, TeamNumber
from lievik.report.blocks import Table
from lievik.report.charts.chart import Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.legend import Entry
from lievik.report.charts.marks import Item, Reference, rest, span
from lievik.report.charts.rows import rows
from lievik.report.views.team_wording import STANDINGS

METRIC: Final = "quota_attainment_rate:effective_attainment"
MOST: Final = 20
"""So many reps are drawn; the others are in the table."""

_ALL: Final = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Attainment:
    """Draws attainment of the effective quota.

    Attributes:
        has_names: reps are named, by name as in every table; else they stand in the order of their attainment.
        links: the name of a rep -> address; not followed where reps are not named.
    """

    language: Language
    links: Callable[[str], str] | None = None
    has_names: bool = True

    def chart(self, found: TeamAnswer) -> Chart:
        """Draw the reps of a period, each once."""
        say = self.language.say
        title = say("Attainment of the effective quota")
        reps = self._named([row for row in _reps(found) if _number(row).value is not None])
        if not reps:
            return empty_chart("attainment", title, say("Nobody had a quota in this period."))
        items = [self._item(row) for row in reps[:MOST]]
        if len(reps) > MOST:
            more = len(reps) - MOST
            said = self.language.say("{n} more, in the table", n=self.language.count(more))
            items.append(rest(said))
        wide, narrow = rows(items, [Reference(at=_ALL, text=self.language.percent(_ALL))], self._entries(reps))
        distribution = found.distribution
        reached = self.language.part_of(distribution.at_quota, distribution.counted)
        return Chart(
            name="attainment",
            title=title,
            summary=labelled(title, labelled(say("at quota or above"), reached)),
            wide=wide,
            narrow=narrow,
            table=self._table(reps),
        )

    def _named(self, reps: Sequence[RepRow]) -> list[RepRow]:
        """Reps by name, or without names."""
        if self.has_names:
            return [replace(row, name=row.name or self.language.say("(not given)")) for row in reps]
        ordered = sorted(reps, key=lambda row: _number(row).value or Decimal(0), reverse=True)
        return [replace(row, name=self.language.say("Rep {n}", n=at)) for at, row in enumerate(ordered, 1)]

    def _entries(self, reps: Sequence[RepRow]) -> list[Entry]:
        say = self.language.say
        inks = [_ink(row) for row in reps]
        told = {"good": say("at quota or above"), "1": say("below quota"), "pale": say("not counted")}
        return [Entry(text=text, ink=ink) for ink, text in told.items() if ink in inks]

    def _item(self, row: RepRow) -> Item:
        number = _number(row)
        value = number.value or Decimal(0)
        standing = self.language.say(STANDINGS[row.standing])
        made = _made(row, self.language, is_short=True)
        return Item(
            name=row.name,
            extent=(min(value, Decimal(0)), max(value, Decimal(0))),
            tip=joined(f"{row.name}: {self.language.share(value)}", _made(row, self.language), standing),
            spans=(span(Decimal(0), value, _ink(row)),),
            label=self.language.percent(value),
            note=standing or made,
            link=address(self.links, row.name) if self.has_names else "",
        )

    def _table(self, reps: Sequence[RepRow]) -> Table:
        say, language = self.language.say, self.language
        heads = (say("Rep"), say("Of effective quota"), say("Won"), say("Quota"), say("Status"))
        return figures(
            heads,
            (
                (
                    row.name,
                    language.share(number.value or Decimal(0)),
                    _money(number.numerator, _currency(row), language),
                    _money(number.denominator, _currency(row), language),
                    language.say(STANDINGS[row.standing]),
                )
                for row in reps
                for number in (_number(row),)
            ),
        )


def _reps(found: TeamAnswer) -> list[RepRow]:
    """Every rep once, though in several teams."""
    return list({row.name: row for table in found.tables for row in table.rows if METRIC in row.numbers}.values())


def _number(row: RepRow) -> TeamNumber:
    return row.numbers[METRIC]


def _ink(row: RepRow) -> str:
    if row.standing != "counted":
        return "pale"
    return "good" if (_number(row).value or Decimal(0)) >= _ALL else "1"


def _currency(row: RepRow) -> str:
    """The currency of a rep's money; empty where there is none."""
    return next((number.currency for number in row.numbers.values() if number.currency), "")


def _made(row: RepRow, language: Language, *, is_short: bool = False) -> str:
    """What was credited, over the quota."""
    number, currency = _number(row), _currency(row)
    if number.numerator is None or number.denominator is None or not currency:
        return ""
    amounts = (number.numerator, number.denominator)
    if is_short:
        return " / ".join(language.compact(amount, "money", currency) for amount in amounts)
    return " / ".join(_money(amount, currency, language) for amount in amounts)


def _money(amount: Decimal | None, currency: str, language: Language) -> str:
    return NOTHING if amount is None else language.money(amount, currency, digits=0)
