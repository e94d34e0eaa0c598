"""A win rate as a curve, in sentences: what became of deals by their age, and what to be careful of.

Periods and days go behind a colon or into brackets and never into a Slovak sentence, where they would be declined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.model.win_curve import CurveWarning, Likely, Series, WinCurveAnswer

if TYPE_CHECKING:
    from decimal import Decimal

    from lievik.model.result import Interval


@dataclass(frozen=True, kw_only=True)
class CurveWords:
    """Says what a curve tells, in one language."""

    language: Language
    found: WinCurveAnswer

    def verdict(self) -> Iterator[str]:
        """What became of deals by the age that is spoken of, and the plain rate beside it."""
        reached = self.found.whole.by(self.found.headline)
        if reached is not None and reached.won is not None and reached.lost is not None and reached.open is not None:
            yield self.language.say_many(
                "Within {n} day of creation {won} of deals were won and {lost} lost; {open} were still open.",
                "Within {n} days of creation {won} of deals were won and {lost} lost; {open} were still open.",
                reached.age,
                won=self.likely(reached.won),
                lost=self.share(reached.lost.value),
                open=self.share(reached.open.value),
            )
        plain = self.found.plain
        if plain.value is not None and plain.status == "ok":
            yield self.language.say(
                "By day of closing, the win rate of the same time is {rate}: of those that ended, open ones left out.",
                rate=self._between(plain.value, plain.interval),
            )

    def warnings(self) -> Iterator[str]:
        """What makes the plain rate misleading, the most serious first."""
        say: Mapping[CurveWarning, Callable[[], Iterator[str]]] = {
            "open_deals_flatter": self._flatter,
            "many_still_open": self._many_open,
            "closing_dates_swing": self._swing,
            "cohorts_differ": self._differ,
        }
        for warning in self.found.warnings:
            yield from say[warning]()

    def months(self) -> Iterator[str]:
        """The rate month by month in two ways, and whether chance explains how it moves."""
        swings = self.found.swings
        if swings is None:
            return
        yield self.language.say(
            "by month of closing: from {low} to {high} ({chance})",
            **self._ends(swings.closing),
            **self._told(swings.closing),
        )
        yield self.language.say_many(
            "by month of creation, at the age of {n} day: from {low} to {high} ({chance})",
            "by month of creation, at the age of {n} days: from {low} to {high} ({chance})",
            swings.age,
            **self._ends(swings.created),
            **self._told(swings.created),
        )

    def notes(self) -> Iterator[str]:
        """What else to know: which deals count, and which are left out."""
        say, say_many, found = self.language.say, self.language.say_many, self.found
        if any(
            r.status == "immature" and r.won for c in (found.whole, *found.cohorts, *found.parts) for r in c.reached
        ):
            yield say("° Not every deal is that old yet: worked out from those that are, and those that ended before.")
        if found.recorded_from is not None:
            yield say_many(
                "Left out, as created before the first closing that is recorded ({day}): {n} deal. "
                "Of that time, deals that ended soon are missing.",
                "Left out, as created before the first closing that is recorded ({day}): {n} deals. "
                "Of that time, deals that ended soon are missing.",
                found.whole.left_out,
                day=self.language.date(found.recorded_from, is_short=True),
            )
        if found.undated:
            yield say_many(
                "Left out, as the day of creation is not known: {n} deal",
                "Left out, as the day of creation is not known: {n} deals",
                found.undated,
            )
        if found.untold:
            yield say_many(
                "Left out, as it is not known how or when it ended: {n} deal",
                "Left out, as it is not known how or when they ended: {n} deals",
                found.untold,
            )
        if found.is_all_counted:
            yield say("No deal has a day of qualification, so all of them count.")

    def share(self, value: Decimal) -> str:
        """Write a share."""
        return self.language.share(value)

    def likely(self, found: Likely) -> str:
        """Write a share and what it lies between."""
        return self._between(found.value, found.interval)

    def _between(self, value: Decimal, interval: Interval | None) -> str:
        between = self.language.interval(interval, "share")
        return f"{self.share(value)} ({between})" if between else self.share(value)

    def _flatter(self) -> Iterator[str]:
        settled, plain = self.found.settled, self.found.plain.value
        if settled is None or plain is None or settled.reached.won is None or settled.reached.open is None:
            return
        yield self.language.say_many(
            "Open deals flatter the win rate: {rate} of the deals that ended were won, but {won} of all that were "
            "created, {n} day on; {open} are open even then.",
            "Open deals flatter the win rate: {rate} of the deals that ended were won, but {won} of all that were "
            "created, {n} days on; {open} are open even then.",
            settled.reached.age,
            rate=self.share(plain),
            won=self.likely(settled.reached.won),
            open=self.share(settled.reached.open.value),
        )

    def _many_open(self) -> Iterator[str]:
        if self.found.settled is not None:
            yield self.language.say_many(
                "{open} of deals are open {n} day after creation, when nine in ten of those that end have ended: the "
                "win rate is that of the quick ones.",
                "{open} of deals are open {n} days after creation, when nine in ten of those that end have ended: the "
                "win rate is that of the quick ones.",
                self.found.settled.usual,
                open=self.share(self.found.settled.open_then.value),
            )

    def _swing(self) -> Iterator[str]:
        swings = self.found.swings
        if swings is not None:
            yield self.language.say_many(
                "By month of closing the win rate swings from {low} to {high}; by month of creation, at the age of {n} "
                "day, it goes from {least} to {most}. It moves with when deals are closed, not with which deals they "
                "are: read the cohorts.",
                "By month of closing the win rate swings from {low} to {high}; by month of creation, at the age of {n} "
                "days, it goes from {least} to {most}. It moves with when deals are closed, not with which deals they "
                "are: read the cohorts.",
                swings.age,
                **self._ends(swings.closing),
                least=self.share(swings.created.low),
                most=self.share(swings.created.high),
            )

    def _differ(self) -> Iterator[str]:
        swings = self.found.swings
        if swings is not None:
            yield self.language.say_many(
                "Deals of some months are won more often than those of others, by more than chance: from {low} to "
                "{high} of those that ended within {n} day of creation.",
                "Deals of some months are won more often than those of others, by more than chance: from {low} to "
                "{high} of those that ended within {n} days of creation.",
                swings.age,
                **self._ends(swings.created),
            )

    def _ends(self, series: Series) -> dict[str, str]:
        return {"low": self.share(series.low), "high": self.share(series.high)}

    def _told(self, series: Series) -> dict[str, str]:
        is_more = series.is_beyond_chance
        return {"chance": self.language.say("more than chance") if is_more else self.language.say("as chance has it")}
