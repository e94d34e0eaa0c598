"""What a customer is worth → blocks: every basis side by side, with how sure it is, and what to be careful of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.lifetime import LifetimeValueAnswer, ValueBasis
from lievik.report.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.repeat_orders_wording import RepeatOrdersWords

if TYPE_CHECKING:
    from decimal import Decimal

    from lievik.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class LifetimeView:
    """Writes what a customer is worth, in one language; on a page lengths and intervals stand below."""

    catalogue: Catalogue
    language: Language
    found: LifetimeValueAnswer
    is_page: bool = False

    def blocks(self) -> Iterator[Block]:
        """The title, the bases, and what to know of them."""
        yield Heading(text=self.title())
        if not self.is_answered:
            yield Paragraph(text=self.nothing())
            return
        yield self.table()
        yield Bullets(items=tuple(self.notes()))

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to tell."""
        return self.found.per_year.value is not None

    def title(self) -> str:
        """Of which period."""
        period = self.language.period_title(self.found.period)
        return self.language.say("What a customer is worth — {period}", period=period)

    def nothing(self) -> str:
        """Why there is nothing to tell."""
        reason = self.language.reason(self.found.per_year, self.catalogue.reasons)
        return self.language.say("Nothing can be said: {reason}", reason=reason)

    def table(self) -> Table:
        """A row a basis."""
        say = self.language.say
        columns: tuple[Column, ...] = (
            Column(title=say("Basis"), wraps=True, least=16),
            Column(title=say("Value"), is_number=True),
        )
        if not self.is_page:
            columns = (
                *columns,
                Column(title=say("plausibly"), is_number=True),
                Column(title=say("Length"), is_number=True, rank=1),
                *((Column(title=say("to CAC"), is_number=True, rank=2),) if self._has_cac else ()),
            )
        told = {name: basis for name, basis in self.found.bases.items() if name != "to_cac"}
        rows = [row for name, basis in told.items() for row in self._rows(name, basis)]
        return Table(columns=columns, rows=(*rows, *self._still_to_come()))

    @property
    def _has_cac(self) -> bool:
        return self.found.cac is not None and bool(self.found.cac.value)

    def _rows(self, name: str, basis: ValueBasis) -> Iterator[Row]:
        language, result = self.language, basis.result
        between = language.interval(basis.interval, result.unit, self.found.currency) if basis.interval else ""
        years = NOTHING if basis.years is None else self._years(basis.years)
        if basis.is_capped:
            years = language.say("{years} at most", years=years)
        value = language.value(result)
        if basis.least is not None:
            value = language.say("at least {value}", value=language.money(basis.least, self.found.currency))
        to_cac = NOTHING if basis.to_cac is None else language.ratio(basis.to_cac)
        yield from self._row((self._name(name), value, between, years, to_cac), is_strong=not name)

    def _still_to_come(self) -> Iterator[Row]:
        """What customers are still to bring by their orders, where that is told."""
        found = self.found.repeat_orders
        if found is None or found.to_come is None or found.per_customer is None:
            return
        value = self.language.money(found.per_customer, self.found.currency)
        name = self.language.say("Still to come, by repeat orders (BG/NBD)")
        yield from self._row((name, value, "", self._years(found.to_come.years), NOTHING))

    def _row(self, texts: tuple[str, str, str, str, str], *, is_strong: bool = False) -> Iterator[Row]:
        name, value, between, years, to_cac = texts
        head = (cell(name), cell(value, "strong" if is_strong else ""))
        if not self.is_page:
            yield Row(cells=(*head, cell(between), cell(years), *((cell(to_cac),) if self._has_cac else ())))
            return
        yield Row(cells=head)
        over = "" if to_cac == NOTHING else self.language.say("{ratio} CAC", ratio=to_cac)
        below = " · ".join(text for text in (years, over) if text not in {"", NOTHING})
        if between or below:
            yield Row(cells=(cell(below), cell(between)), is_dim=True)

    def _name(self, variant: str) -> str:
        if not variant:
            return self.language.say("Expected length, those that go on unfinished")
        readings = self.catalogue.metric(self.found.per_year.metric).readings
        return self.language.text(readings[variant].titles)

    def notes(self) -> Iterator[str]:
        """What to know."""
        say, language, found = self.language.say, self.language, self.found
        if found.per_year.value is not None:
            yield say(
                "An average customer brings {amount} a year.",
                amount=language.money(found.per_year.value, found.currency),
            )
        yield from self._churn()
        own, article = found.bases[""].years, found.bases["article"].years
        if own is not None and article is not None and article < own:
            yield say(
                "Relationships that have ended lasted {article} on average, all are expected to last {expected}: "
                "the longest ones are not over yet.",
                article=self._years(article),
                expected=self._years(own),
            )
        yield from self._counted()
        yield from self._cost()
        yield say("Intervals (95%) tell how sure the length is; revenue a year and CAC are taken as they are.")
        if found.bases["with_margin"].result.value is None:
            yield say(
                "Margin: {reason}", reason=language.reason(found.bases["with_margin"].result, self.catalogue.reasons)
            )

        if found.repeat_orders is not None:
            yield from RepeatOrdersWords(
                language=language, found=found.repeat_orders, currency=found.currency
            ).sentences()

    def _cost(self) -> Iterator[str]:
        """What the values are held against."""
        say, language, cac = self.language.say, self.language, self.found.cac
        if cac is None:
            return
        if not cac.value:
            yield say("CAC: {reason}", reason=language.reason(cac, self.catalogue.reasons))
            return
        yield say(
            "To CAC: each value over {cost}, which a new customer cost in the same period (all recorded costs of sales "
            "and marketing over the customers won). Only the value with margin says whether that paid off.",
            cost=language.money(cac.value, self.found.currency),
        )

    def _counted(self) -> Iterator[str]:
        """Beyond which length nothing is counted."""
        say, found = self.language.say, self.found
        if found.followed_years is None:
            return
        if found.followed_years < found.horizon_years:
            yield say(
                "The expected length counts {followed}, as long as any relationship was followed; "
                "beyond that nothing is known yet.",
                followed=self._years(found.followed_years),
            )
        else:
            yield say("The expected length counts {horizon} at most.", horizon=self._years(found.horizon_years))

    def _churn(self) -> Iterator[str]:
        """The churn that one basis comes from."""
        say, language, churn = self.language.say, self.language, self.found.churn
        if churn.value is None or churn.interval is None:
            return
        if churn.value:
            yield say(
                "Of the customers of a year ago {share} have left ({between}; {counts}): "
                "one stays {years} at that rate.",
                share=language.share(churn.value),
                between=language.interval(churn.interval, "share"),
                counts=language.part_of(churn.numerator, churn.denominator),
                years=self._years(1 / churn.value),
            )
            return
        tenure, longest = self.found.tenure, self.found.longest_tenure
        if tenure is not None and longest is not None:
            yield say(
                "None of the customers of a year ago has left, so churn gives no value, only the least that it is: "
                "customers have stayed {tenure} so far on average, the longest {longest}.",
                tenure=self._years(tenure),
                longest=self._years(longest),
            )

    def _years(self, value: Decimal) -> str:
        return self.language.years(round(value, 1))
