"""How outcomes of deals with a trait differ from those without, in sentences.

A name of a role goes behind a colon and never into a Slovak sentence, where it would have to be declined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.language import Language
from lievik.model.committee import CommitteeAnswer, CommitteeRow, CommitteeTable, Gap, Outcome, Sight

_TOLD: Final = ("several", "decision_maker")
"""Traits of which it is told, too, that nothing can be said."""


@dataclass(frozen=True, kw_only=True)
class GapWords:
    """Says what differs, in one language."""

    language: Language
    found: CommitteeAnswer

    def clear(self) -> Iterator[str]:
        """What differs beyond chance; what was counted until closing only where early contacts do not say it too."""
        told = set()
        for table in self.found.tables:
            for outcome, gap in table.gaps.items():
                if gap.is_clear and (table.trait, table.label, outcome) not in told:
                    told.add((table.trait, table.label, outcome))
                    yield f"{self._what(table)}: {self._gap(table, outcome, gap)}"

    def unclear(self) -> Iterator[str]:
        """What does not, of contacts and decision makers that were engaged early."""
        for table in self.found.tables:
            if table.sight != "early" or table.trait not in _TOLD:
                continue
            parts = [
                self._gap(table, outcome, gap)
                for outcome, gap in table.gaps.items()
                if gap.gap is not None and not gap.is_clear
            ]
            if parts:
                yield f"{self._what(table)}: {'; '.join(parts)}"
            elif all(gap.gap is None for gap in table.gaps.values()):
                yield self.language.say("{what}: too few deals to say", what=self._what(table))

    def when(self, sight: Sight, *, is_title: bool = False) -> str:
        """When contacts were engaged that are counted."""
        if sight == "closing":
            return self.language.say("until closing")
        if is_title:
            return self.language.say_many(
                "Contacts engaged within {n} day of the start",
                "Contacts engaged within {n} days of the start",
                self.found.within,
            )
        return self.language.say_many("within {n} day of the start", "within {n} days of the start", self.found.within)

    def _what(self, table: CommitteeTable) -> str:
        """The trait, and when it is looked at."""
        say = self.language.say
        if table.trait == "several":
            what = say("Two contacts or more")
        elif table.trait == "decision_maker":
            what = say("A decision maker")
        else:
            what = say("Role {role}", role=table.label.replace("_", " "))
        return f"{what} {self.when(table.sight)}"

    def _gap(self, table: CommitteeTable, outcome: Outcome, gap: Gap) -> str:
        """One outcome, with and without."""
        rows = {row.key: row for row in table.rows}
        with_it, without = (self._value(rows[key], outcome) for key in ("yes", "no"))
        low, high = (self._signed(bound, outcome) for bound in (gap.low, gap.high))
        facts = {"value": with_it, "other": without, "low": low, "high": high}
        if outcome == "win_rate":
            return self.language.say("win rate {value}, others {other} (difference {low} to {high})", **facts)
        if outcome == "size":
            return self.language.say("median deal won {value}, others {other} (difference {low} to {high})", **facts)
        return self.language.say("median cycle {value}, others {other} (difference {low} to {high})", **facts)

    def _value(self, row: CommitteeRow, outcome: Outcome) -> str:
        value = row.numbers[outcome].value or Decimal(0)
        if outcome == "win_rate":
            return self.language.share(value)
        if outcome == "size":
            return self.language.money(value, self.found.currency, digits=0)
        return self.language.days(value)

    def _signed(self, value: Decimal | None, outcome: Outcome) -> str:
        """A bound of a difference, with its sign: points, days or money."""
        found = value or Decimal(0)
        sign = "+" if found > 0 else "−" if found < 0 else ""
        if outcome == "win_rate":
            points = self.language.number(abs(found) * 100, digits=1)
            return f"{sign}{points}\N{NO-BREAK SPACE}{self.language.say('pp')}"
        if outcome == "size":
            return f"{sign}{self.language.money(abs(found), self.found.currency, digits=0)}"
        return f"{sign}{self.language.days(abs(found))}"
