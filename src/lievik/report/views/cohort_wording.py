"""Cohorts in sentences: who is still there, how long they stay, what they bring, and what else to know.

Periods and days go behind a colon or into brackets and never into a Slovak sentence, where they would be declined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import Language
from lievik.model.cohorts import CohortsAnswer, Kept, Outlasting
from lievik.report.views.customer_wording import rule_lines

if TYPE_CHECKING:
    from decimal import Decimal

_FIRST: Final = (12, 6, 3, 18, 24)
"""Ages in months that are spoken of, the first that there is a share at."""


@dataclass(frozen=True, kw_only=True)
class CohortWords:
    """Says what cohorts tell, in one language."""

    language: Language
    found: CohortsAnswer

    def verdict(self) -> Iterator[str]:
        """What it comes to."""
        lasting = self.found.whole.lasting
        if lasting is not None:
            yield self.language.say(
                "Customers: {count}; first relationships that have ended: {lost}.",
                count=self.language.count(lasting.customers),
                lost=self.language.count(lasting.lost),
            )
        if self.found.of == "revenue":
            yield from self._revenue()
        yield from self._lasting()

    def _revenue(self) -> Iterator[str]:
        told = [kept for age in _FIRST if (kept := self.found.whole.at(age)) and kept.status == "ok"]
        if told and told[0].share is not None:
            yield self.language.say(
                "After {months} they bring {share} of what they brought at first: {part} of {whole}.",
                months=self.language.months(told[0].age),
                share=self.language.share(told[0].share),
                part=self._money(told[0].part),
                whole=self._money(told[0].whole),
            )

    def _lasting(self) -> Iterator[str]:
        """How long relationships last."""
        say, lasting = self.language.say, self.found.whole.lasting
        if lasting is None:
            return
        sure = {each.months: each for each in lasting.outlasting if each.status == "ok" and each.share is not None}
        for months in _FIRST:
            if found := sure.get(months):
                yield say(
                    "Longer than {months} last {share} of first relationships ({between}).",
                    months=self.language.months(months),
                    share=self.outlasting(found),
                    between=self.language.interval(found.interval, "share"),
                )
                break
        if lasting.median is not None:
            low, high = lasting.median_interval
            yield say(
                "Half of them last longer than {months} (95% interval: {low} – {high}).",
                months=self._months(lasting.median),
                low="?" if low is None else self._months(low),
                high="?" if high is None else self._months(high),
            )
        elif lasting.lost:
            yield say("More than half of them last longer than any was followed, so the middle one is not known yet.")

    def _months(self, value: Decimal) -> str:
        return self.language.months(round(value, 1))

    def _money(self, value: Decimal) -> str:
        return self.language.money(value, self.found.currency)

    def basis(self) -> str:
        """By what customers are known, and what they bring."""
        say = self.language.say
        told = " ".join(rule_lines(self.found.rule, self.found.basis or "deals", self.language))
        if self.found.basis == "subscription":
            brings = say("Revenue: monthly amounts of subscriptions at the end of each month, at one exchange rate.")
        elif self.found.basis == "invoices":
            brings = say(
                "Revenue: what was invoiced in each month less returns; the first month is often a part of one."
            )
        else:
            brings = say("Revenue: deals won in each month; the first month is often a part of one.")
        return f"{told} {brings}" if self.found.of == "revenue" else told

    def notes(self) -> Iterator[str]:
        """What else to know."""
        say, found = self.language.say, self.found
        yield self.basis()
        if found.has_returned:
            yield say("Those who came back count again.")
        else:
            yield say("Who came back is not counted again.")
        yield say("Together: each age is of those cohorts alone that have reached the end of that month.")
        if any(kept.is_running for cohort in found.cohorts for kept in cohort.kept):
            yield say("° The month is not over; it is as it stood on {day}.", day=self.language.date(found.as_of))
        yield from self._left_out()

    def _left_out(self) -> Iterator[str]:
        if self.found.unknown:
            yield self.language.say_many(
                "Left out, as no customer is named: {n} row of revenue",
                "Left out, as no customer is named: {n} rows of revenue",
                self.found.unknown,
            )
        if self.found.unrated:
            yield self.language.say_many(
                "Left out, as there is no exchange rate: {n} row of revenue",
                "Left out, as there is no exchange rate: {n} rows of revenue",
                self.found.unrated,
            )

    def kept(self, kept: Kept | None) -> str:
        """What is left at an age; counts where few started; nothing where there is no answer."""
        if kept is None or kept.share is None:
            return ""
        mark = "°" if kept.is_running else ""
        if kept.status == "insufficient" and self.found.of == "customers":
            return f"{self.language.part_of(kept.part, kept.whole)}{mark}"
        if kept.status == "insufficient":
            return f"{self.language.compact(kept.part, 'money', self.found.currency)}{mark}"
        return f"{self.language.share(kept.share)}{mark}"

    def outlasting(self, found: Outlasting | None) -> str:
        """A share that lasts longer, with its interval."""
        if found is None or found.share is None:
            return ""
        if found.status == "insufficient":
            return self.language.say("followed: {n}", n=self.language.count(found.followed))
        return self.language.share(found.share)
