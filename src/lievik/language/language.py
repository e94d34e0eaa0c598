"""One language, ready to speak: messages by gettext, everything else by the modules beside it.

Messages stand in English where they are said; `marks.mark` names those that are said by variable.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from gettext import GNUTranslations
from io import BytesIO
from typing import Final, Literal

from lievik.language import calendar, measures, numbers
from lievik.language.compact import Ruler, write_compact, write_tick
from lievik.language.vocalisation import slovak_of
from lievik.locale import catalogue_bytes
from lievik.model.periods import Period
from lievik.model.result import Compared, Interval, MetricResult

LANGUAGES: Final = ("en", "sk")
"""Languages that everything can be said in."""

NOTHING: Final = "–"
"""What stands where there is no answer; never 0."""

_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")

Texts = Mapping[str, Mapping[str, str]]
"""Slug -> language -> text, as the catalogue holds reasons and statuses."""


@dataclass(frozen=True, kw_only=True)
class Delta:
    """A change, written: an arrow with how much, and whether that is good (`better`, `worse`, or neither)."""

    text: str
    judgement: Literal["better", "worse", ""]


@cache
def language_of(code: str) -> Language:
    """The language of a code.

    Raises:
        ValueError: it is none of ours.
    """
    if code not in LANGUAGES:
        msg = f"'{code}' is none of the languages {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return Language(code)


class Language:
    """Everything that is said to people, in one language."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def _messages(self) -> GNUTranslations:
        return GNUTranslations(BytesIO(catalogue_bytes(self.code)))

    def say(self, message: str, **facts: object) -> str:
        """Say a message, with facts in the place of its braces."""
        text = self._messages.gettext(message) if message else ""
        return text.format(**facts) if facts else text

    def say_many(self, one: str, many: str, count: int, **facts: object) -> str:
        """Say a message about a whole number of things; `{n}` is the number."""
        text = self._messages.ngettext(one, many, count)
        return text.format(n=self.count(count), **facts)

    def number(self, value: Decimal | int, *, digits: int = 1) -> str:
        """Write a number with at most so many decimals."""
        return numbers.write_number(self.code, Decimal(value), digits=digits)

    def count(self, value: Decimal | int) -> str:
        """Write how many; a mean count with one decimal."""
        return self.number(value, digits=1)

    def money(self, value: Decimal, currency: str, *, digits: int | None = None) -> str:
        """Write money in full; without cents where it is large or whole."""
        return numbers.write_money(self.code, value, currency, digits=digits)

    def share(self, value: Decimal) -> str:
        """Write a fraction as a percentage."""
        return numbers.write_share(self.code, value)

    def percent(self, value: Decimal) -> str:
        """Write a fraction as a percentage without decimals."""
        return numbers.write_share(self.code, value, digits=0)

    def points(self, value: Decimal, *, digits: int = 1) -> str:
        """Write a difference of fractions in percentage points."""
        number = numbers.write_number(self.code, value * 100, digits=digits, least=digits)
        unit = self.say("pp").replace(" ", numbers.NO_BREAK)
        return f"{number}{numbers.NO_BREAK}{unit}"

    def ratio(self, value: Decimal) -> str:
        """Write how many times one thing is another."""
        return measures.write_ratio(self.code, value)

    def hours(self, value: Decimal | int) -> str:
        """Write a number of hours."""
        return measures.write_span(self.code, Decimal(value), "hour")

    def days(self, value: Decimal | int) -> str:
        """Write a number of days."""
        return measures.write_span(self.code, Decimal(value), "day")

    def months(self, value: Decimal | int) -> str:
        """Write a number of months."""
        return measures.write_span(self.code, Decimal(value), "month")

    def years(self, value: Decimal | int) -> str:
        """Write a number of years."""
        return measures.write_span(self.code, Decimal(value), "year")

    def amount(self, value: Decimal, unit: str, currency: str = "") -> str:
        """Write a value by its unit, as definitions spell units."""
        return measures.write_amount(self.code, value, unit, currency)

    def compact(self, value: Decimal, unit: str, currency: str = "") -> str:
        """Write a value by its unit as short as a chart needs it (`1,3 mil. €`)."""
        return write_compact(self.code, value, unit, currency)

    def tick(self, value: Decimal, unit: str, currency: str, ruler: Ruler) -> str:
        """Write a number that stands on an axis."""
        return write_tick(self.code, value, unit, currency, ruler)

    def period_mark(self, period: Period) -> tuple[str, str]:
        """Write a period as short as an axis needs it, and its year."""
        return calendar.write_period_mark(self.code, period)

    def date(self, day: dt.date, *, is_short: bool = False) -> str:
        """Write a day in full, or short for tables."""
        return calendar.write_date(self.code, day, is_short=is_short)

    def month_name(self, day: dt.date) -> str:
        """Name the day's month and year, standing alone."""
        return calendar.write_month(self.code, day)

    def period_title(self, period: Period) -> str:
        """Give a period the title that people read."""
        return calendar.write_period(self.code, period, self.say)

    def value(self, result: MetricResult) -> str:
        """Write a result's value; counts where there are too few records, a dash where there is no answer."""
        if result.status == "insufficient":
            return self.counts(result)
        return NOTHING if result.value is None else self.amount(result.value, result.unit, result.currency)

    def counts(self, result: MetricResult) -> str:
        """Write what a rate was made of (`3 of 7`), else on how many records it rests."""
        part, whole, n = result.numerator, result.denominator, result.n
        if part is not None and whole is not None and whole == n and part == part.to_integral_value():
            return self.part_of(part, whole)
        return NOTHING if n is None else self.say_many("{n} record", "{n} records", int(n))

    def part_of(self, part: Decimal | int, whole: Decimal | int) -> str:
        """Write so many of so many (`3 of 7`)."""
        of = slovak_of(int(whole)) if self.code == "sk" else "of"
        return f"{self.count(part)} {of} {self.count(whole)}"

    def formula(self, text: str) -> str:
        """Write a formula with the signs and numbers that people write.

        Example:
            >>> language_of("en").formula("25000 / (25 + 0.5)")
            '25,000 ÷ (25 + 0.5)'
        """
        signs = text.replace("*", "×").replace("/", "÷").replace(" - ", " − ")
        return _NUMBER.sub(lambda found: self.number(Decimal(found.group()), digits=4), signs)

    def interval(self, interval: Interval | None, unit: str, currency: str = "") -> str:
        """Write from where to where the true value plausibly lies."""
        if interval is None:
            return ""
        if unit == "share":
            low = numbers.write_number(self.code, interval.low * 100, digits=1, least=1)
            return f"{low}–{self.share(interval.high)}"
        return f"{self.amount(interval.low, unit, currency)} – {self.amount(interval.high, unit, currency)}"

    def delta(self, compared: Compared | None, *, unit: str, currency: str = "", better: str = "higher") -> Delta:
        """Write a change: shares in points, everything else in per cent of what it was."""
        if compared is None or compared.delta is None:
            return Delta(text=NOTHING, judgement="")
        how_much = self._how_much(compared, unit, currency)
        if not any(sign in how_much for sign in "123456789"):
            return Delta(text=f"= {how_much}", judgement="")
        is_up = compared.delta > 0
        good = {"higher": is_up, "lower": not is_up}.get(better)
        judgement: Literal["better", "worse", ""] = "" if good is None else "better" if good else "worse"
        return Delta(text=f"{'▲' if is_up else '▼'} {how_much}", judgement=judgement)

    def _how_much(self, compared: Compared, unit: str, currency: str) -> str:
        """How large a change is, without its sign."""
        size = abs(compared.delta or Decimal(0))
        if unit == "share":
            return self.points(size)
        if compared.delta_share is None:
            return self.amount(size, unit, currency)
        return self.share(abs(compared.delta_share))

    def reason(self, result: MetricResult, reasons: Texts) -> str:
        """Say why a result is not simply ok; empty where it is."""
        return self.sentence(result.reason, reasons, result.reason_facts)

    def sentence(self, slug: str, texts: Texts, facts: Mapping[str, str] | None = None) -> str:
        """Say what a slug stands for; a slug without a text is spelled out."""
        text = self.text(texts.get(slug, {})) or slug.replace("_", " ")
        for name, fact in (facts or {}).items():
            text = text.replace(f"{{{name}}}", fact)
        return text

    def status(self, status: str, statuses: Texts) -> str:
        """Label of a status."""
        return self.sentence(status, statuses)

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in this language, else in any."""
        return texts.get(self.code) or next(iter(texts.values()), "")
