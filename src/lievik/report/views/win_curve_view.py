"""A win rate as a curve → blocks: what is won by which age, cohort by cohort, and what to be careful of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.win_curve import Cohort, Reached, WinCurveAnswer
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.win_curve_wording import CurveWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_WIDE: Final = 3
"""Of more ages than so many the first and the last go where it is narrow."""


@dataclass(frozen=True, kw_only=True)
class WinCurveView:
    """Writes a win rate as a curve, in one language; on a page all ages are behind the chart."""

    catalogue: Catalogue
    language: Language
    found: WinCurveAnswer
    is_page: bool = False

    def blocks(self) -> Iterator[Block]:
        """The title, what it comes to, the cohorts, the parts, and all ages."""
        say = self.language.say
        yield Heading(text=self.title())
        yield from self.summary()
        if not self.is_answered:
            return
        yield Heading(text=self.cohorts_title(), level=2)
        yield self.cohorts()
        if self.found.split_by:
            yield Heading(text=self.parts_title(), level=2)
            yield self.parts()
        if not self.is_page:
            yield Heading(text=say("What became of all of them"), level=2)
            yield self.ages()
        yield from self.months()
        yield from self.notes()

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to tell."""
        return not self.found.reason and bool(self.found.whole.deals)

    def title(self) -> str:
        """Of which deals, and as of when."""
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        return self.language.say("Win rate as a curve — created: {period}, as of {day}", period=period, day=day)

    def summary(self) -> Iterator[Block]:
        """What it comes to, with what to be careful of; or why there is nothing to tell."""
        if self.found.reason:
            reason = self.language.sentence(self.found.reason, self.catalogue.reasons, self.found.reason_facts)
            told = self.language.say("Nothing can be said: {reason}", reason=reason)
            yield Paragraph(text=f"{told} → {bring(self.found.reason, self.found.reason_facts)}")
        elif not self.is_answered:
            yield Paragraph(text=self.nothing())
            if self.found.recorded_from is not None:
                yield from self.notes()
        else:
            words = CurveWords(language=self.language, found=self.found)
            yield Bullets(items=tuple(words.verdict()))
            warnings = tuple(words.warnings())
            if warnings:
                yield Heading(text=self.language.say("To be careful of"), level=2)
                yield Bullets(items=warnings)

    def nothing(self) -> str:
        """That no deal can be told of."""
        return self.language.say("No deal was created in this period.")

    def cohorts_title(self) -> str:
        """What the table of cohorts shows."""
        return self.language.say("Won by age, of all that were created")

    def parts_title(self) -> str:
        """What the parts are."""
        return self.language.text(self.catalogue.dimension(self.found.split_by).titles)

    def cohorts(self) -> Table:
        """A row a cohort, and one of all together where there are several."""
        say = self.language.say
        rows = [row for each in self.found.cohorts for row in self._rows(self._name(each), each)]
        if len(self.found.cohorts) > 1:
            rows += self._rows(say("Together"), self.found.whole, is_strong=True)
        return Table(columns=self._columns(say("Created in")), rows=tuple(rows))

    def parts(self) -> Table:
        """A row a part, and one of all together."""
        say = self.language.say
        rows = [row for each in self.found.parts for row in self._rows(each.part or say("(not given)"), each)]
        rows += self._rows(say("Together"), self.found.whole, is_strong=True)
        return Table(columns=self._columns(""), rows=tuple(rows))

    def ages(self) -> Table:
        """A row an age: won, lost and open of all together."""
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("By the age of"), wraps=True, least=12),
            Column(title=say("Won"), is_number=True),
            Column(title=say("plausibly"), is_number=True),
            Column(title=say("Lost"), is_number=True),
            Column(title=say("Still open"), is_number=True),
            Column(title=say("Deals followed"), is_number=True, rank=1),
        )
        rows = []
        for reached in self.found.whole.reached:
            shares = [NOTHING if part is None else language.share(part.value) for part in (reached.lost, reached.open)]
            between = language.interval(reached.won.interval, "share") if reached.won else ""
            cells = (cell(language.days(reached.age)), self._won(reached, self.found.whole), cell(between, "dim"))
            rows.append(
                Row(
                    cells=(
                        *cells,
                        *map(cell, shares),
                        cell(NOTHING if reached.followed is None else language.count(reached.followed)),
                    )
                )
            )
        return Table(columns=columns, rows=tuple(rows))

    def months(self) -> Iterator[Block]:
        """The plain rate month by month, by closing and by creation."""
        told = tuple(CurveWords(language=self.language, found=self.found).months())
        if told:
            yield Heading(text=self.language.say("Won of those that ended, month by month"), level=2)
            yield Bullets(items=told)

    def notes(self) -> Iterator[Block]:
        """What else to know."""
        told = tuple(CurveWords(language=self.language, found=self.found).notes())
        if told:
            yield Heading(text=self.language.say("Notes"), level=2)
            yield Bullets(items=told)

    def _columns(self, first: str) -> tuple[Column, ...]:
        language, ages = self.language, self.found.ages
        return (
            Column(title=first, wraps=True, least=12),
            Column(title=language.say("Deals"), is_number=True),
            *(Column(title=language.days(age), is_number=True, rank=self._rank(age)) for age in ages),
            Column(title=language.say("Open now"), is_number=True, rank=1 if len(ages) > _WIDE else 0),
        )

    def _rank(self, age: int) -> int:
        """The age that is spoken of stays, those farther from it go first."""
        ages = self.found.ages
        return abs(ages.index(age) - ages.index(self.found.headline)) if len(ages) > _WIDE else 0

    def _rows(self, name: str, cohort: Cohort, *, is_strong: bool = False) -> list[Row]:
        """Two lines: the shares, and what they lie between."""
        language = self.language
        counted = (cell(name, "strong" if is_strong else ""), cell(language.count(cohort.deals)))
        won = (self._won(reached, cohort) for reached in cohort.reached)
        rows = [Row(cells=(*counted, *won, cell(language.count(cohort.open))))]
        between = [self._interval(reached) for reached in cohort.reached]
        if any(between):
            rows.append(Row(cells=(cell(""), cell(""), *map(cell, between), cell("")), is_dim=True))
        return rows

    def _won(self, reached: Reached, cohort: Cohort) -> Cell:
        """What was won by an age; counts where there are too few deals."""
        language = self.language
        if reached.won is None or reached.won_deals is None:
            return cell(NOTHING)
        if reached.status == "insufficient":
            return cell(language.part_of(reached.won_deals, cohort.deals))
        share = language.share(reached.won.value)
        return cell(f"{share}°" if reached.status == "immature" else share)

    def _interval(self, reached: Reached) -> str:
        if reached.won is None or reached.status == "insufficient":
            return ""
        return self.language.interval(reached.won.interval, "share")

    def _name(self, cohort: Cohort) -> str:
        return "" if cohort.period is None else self.language.period_title(cohort.period)
