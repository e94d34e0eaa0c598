"""Cohorts → blocks: what they come to, what is left of each by its age, how long relationships last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.cohorts import Cohort, CohortsAnswer, Outlasting
from lievik.report.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.cohort_wording import CohortWords
from lievik.report.views.coverage_wording import bring

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_AGES: Final = {1: 1, 2: 4, 3: 0, 6: 0, 9: 3, 12: 0, 18: 1, 24: 0, 36: 1, 48: 2, 60: 3}
"""Ages in months that have a column, and which of them go first where it is narrow: those of the highest rank."""

_FEW: Final = (6, 12, 24, 36)
"""Those of the parts on a page."""


@dataclass(frozen=True, kw_only=True)
class CohortView:
    """Writes cohorts, in one language; on a page parts have fewer columns, and cohorts all of them behind the chart."""

    catalogue: Catalogue
    language: Language
    found: CohortsAnswer
    is_page: bool = False

    @cached_property
    def words(self) -> CohortWords:
        """The same in sentences."""
        return CohortWords(language=self.language, found=self.found)

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to tell."""
        return not self.found.reason and bool(self.found.whole.customers)

    def blocks(self) -> Iterator[Block]:
        """The title, what it comes to, the cohorts, the parts, how long they stay, and notes."""
        yield Heading(text=self.title())
        yield from self.summary()
        if not self.is_answered:
            return
        yield Heading(text=self.cohorts_title(), level=2)
        yield self.cohorts()
        if self.found.split_by:
            yield Heading(text=self.parts_title(), level=2)
            yield self.parts()
        yield Heading(text=self.lasting_title(), level=2)
        yield self.lasting()
        yield Heading(text=self.language.say("Notes"), level=2)
        yield Bullets(items=tuple(self.words.notes()))

    def title(self) -> str:
        """Of which customers, and as of when."""
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        return self.language.say("Cohorts of customers — won: {period}, as of {day}", period=period, day=day)

    def summary(self) -> Iterator[Block]:
        """What it comes to, or why there is nothing to tell."""
        if self.found.reason:
            reason = self.language.sentence(self.found.reason, self.catalogue.reasons, self.found.reason_facts)
            told = self.language.say("Nothing can be said: {reason}", reason=reason)
            yield Paragraph(text=f"{told} → {bring(self.found.reason, self.found.reason_facts)}")
        elif not self.is_answered:
            yield Paragraph(text=self.nothing())
        else:
            yield Bullets(items=tuple(self.words.verdict()))

    def nothing(self) -> str:
        """That there is nobody to tell of."""
        return self.language.say("Nobody became a customer in this period.")

    def cohorts_title(self) -> str:
        """What the table of cohorts shows."""
        say = self.language.say
        if self.found.of == "revenue":
            return say("Revenue kept, by months since becoming a customer")
        return say("Customers kept, by months since becoming a customer")

    def parts_title(self) -> str:
        """What the parts are."""
        return self.language.text(self.catalogue.dimension(self.found.split_by).titles)

    def lasting_title(self) -> str:
        """What the table of survival shows."""
        return self.language.say("How long first relationships last")

    def cohorts(self) -> Table:
        """A row a cohort, and one of all together with what its shares lie between."""
        rows = [self._row(self._name(each), each, self._ages) for each in self.found.cohorts if each.customers]
        return self._table(self.language.say("Since"), [*rows, *self._together(self._ages)], self._ages)

    def parts(self) -> Table:
        """A row a part, and one of all together."""
        ages = tuple(age for age in self._ages if age in _FEW) or self._ages[-1:] if self.is_page else self._ages
        rows = [self._row(self._part(each), each, ages) for each in self.found.parts]
        return self._table("", [*rows, *self._together(ages)], ages)

    def lasting(self) -> Table:
        """The share that lasts longer than so many months, and what it lies between: a row an age, or two a part."""
        whole = self.found.whole.lasting
        told = [each for each in whole.outlasting if each.followed] if whole else []
        if not self.found.split_by:
            return self._lasting_ages(told)
        return self._lasting_parts([each.months for each in told if not self.is_page or each.months in _FEW])

    def _lasting_ages(self, told: Sequence[Outlasting]) -> Table:
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Longer than"), wraps=True, least=12),
            Column(title=say("Share"), is_number=True),
            Column(title=say("plausibly"), is_number=True),
            Column(title=say("Followed"), is_number=True, rank=1),
        )
        rows = []
        for each in told:
            is_sure = each.status == "ok" and each.share is not None
            share = language.share(each.share) if is_sure and each.share is not None else NOTHING
            between = language.interval(each.interval, "share") if is_sure else ""
            texts = (language.months(each.months), share, between, language.count(each.followed))
            rows.append(Row(cells=tuple(map(cell, texts))))
        return Table(columns=columns, rows=tuple(rows))

    def _lasting_parts(self, told: Sequence[int]) -> Table:
        say, language = self.language.say, self.language
        columns = (
            Column(title=say("Longer than"), wraps=True, least=12),
            Column(title=say("Customers"), is_number=True),
            *(Column(title=language.months(months), is_number=True, rank=_AGES.get(months, 2)) for months in told),
        )
        rows = []
        for name, cohort in (*((self._part(each), each) for each in self.found.parts), (say("Together"), None)):
            lasting = (cohort or self.found.whole).lasting
            if lasting is None:
                continue
            found = [each for each in lasting.outlasting if each.months in told]
            shares = [cell(self.words.outlasting(each) or NOTHING) for each in found]
            head = (cell(name, "" if cohort else "strong"), cell(language.count(lasting.customers)))
            rows.append(Row(cells=(*head, *shares)))
            between = [language.interval(each.interval, "share") if each.status == "ok" else "" for each in found]
            rows.append(Row(cells=(cell(""), cell(""), *map(cell, between)), is_dim=True))
        return Table(columns=columns, rows=tuple(rows))

    def _table(self, first: str, rows: list[Row], ages: Sequence[int]) -> Table:
        language = self.language
        columns = (
            Column(title=first, wraps=True, least=10),
            Column(title=language.say("Customers"), is_number=True),
            *(Column(title=language.months(age), is_number=True, rank=_AGES.get(age, 0)) for age in ages),
        )
        return Table(columns=columns, rows=tuple(rows))

    @cached_property
    def _ages(self) -> tuple[int, ...]:
        return tuple(age for age in _AGES if age <= self.found.oldest) or (0,)

    def _together(self, ages: Sequence[int]) -> list[Row]:
        """All together, and below what their shares lie between."""
        whole = self.found.whole
        rows = [self._row(self.language.say("Together"), whole, ages, is_strong=True)]
        found = [whole.at(age) for age in ages]
        between = [
            self.language.interval(kept.interval, "share") if kept is not None and kept.status == "ok" else ""
            for kept in found
        ]
        if any(between):
            rows.append(Row(cells=(cell(""), cell(""), *map(cell, between)), is_dim=True))
        return rows

    def _row(self, name: str, cohort: Cohort, ages: Sequence[int], *, is_strong: bool = False) -> Row:
        shares: list[Cell] = [cell(self.words.kept(cohort.at(age)) or NOTHING) for age in ages]
        head = (cell(name, "strong" if is_strong else ""), cell(self.language.count(cohort.customers)))
        return Row(cells=(*head, *shares))

    def _part(self, cohort: Cohort) -> str:
        return cohort.part or self.language.say("(not given)")

    def _name(self, cohort: Cohort) -> str:
        return "" if cohort.period is None else self.language.period_title(cohort.period)
