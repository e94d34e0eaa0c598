"""Sentences and cells that a team's table and a rep's sheet share: numbers, what they lie between, how they stand.

A name goes before a colon and never into a Slovak sentence, where it would have to be declined.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.team import Pace, Rise, Standing, TeamNumber
from lievik.report.blocks import Cell, Style, cell
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

SHORT_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "total_revenue": mark("Won"),
        "quota_attainment_rate:attainment": mark("Of quota"),
        "quota_attainment_rate:effective_attainment": mark("Of effective quota"),
        "win_rate": mark("Win rate"),
        "average_deal_size": mark("Average deal"),
        "sales_cycle_length": mark("Cycle"),
    }
)
"""Full name of a number -> the title of its column."""

STANDINGS: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        "counted": "",
        "ramping": mark("in ramp-up"),
        "short": mark("there too little"),
        "no_quota": mark("no quota"),
        "unknown": "",
    }
)
"""How a rep stands to the quota -> words; empty where there is nothing to say."""

_VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {"ahead": mark("ahead"), "on_course": mark("on course"), "behind": mark("behind"), "": ""}
)
_THOUSAND: Final = 1000
_SHORTEN_FROM: Final = 10_000


def full_title(metric: str, catalogue: Catalogue, language: Language) -> str:
    """What a number is called in full."""
    name, _, variant = metric.partition(":")
    title = words_of(catalogue.metric(name), language).title
    return language.text(catalogue.reading(metric).titles) if variant else title


def value_text(number: TeamNumber, language: Language) -> str:
    """A value; counts where there are too few records for a rate."""
    if number.value is None:
        return NOTHING
    if number.status == "insufficient" and number.numerator is not None and number.denominator is not None:
        return language.part_of(number.numerator, number.denominator)
    return language.amount(number.value, number.unit, number.currency)


def value_cell(number: TeamNumber, language: Language) -> Cell:
    """A value; one beyond the limits of chance has an arrow and a colour."""
    text = value_text(number, language)
    if not number.side:
        return cell(text, "dim" if number.value is None else "")
    arrow = "▲" if number.side == "above" else "▼"
    return cell(f"{arrow} {text}", _style(number))


def between_text(number: TeamNumber, language: Language) -> str:
    """Where the true value plausibly lies, and the value drawn towards the team's: short, to stand under the value."""
    if number.interval is None or number.drawn is None:
        return ""
    bounds = (number.interval.low, number.interval.high, number.drawn)
    if number.unit == "share":
        low, high = (language.number(bound * 100, digits=0) for bound in bounds[:2])
        return f"{low}–{high} → {language.percent(number.drawn)}"
    scale = _THOUSAND if number.unit.startswith("money") and number.interval.high >= _SHORTEN_FROM else 1
    low, high, drawn = (language.number(bound / scale, digits=0) for bound in bounds)
    shown = language.say("{number}k", number=drawn) if scale == _THOUSAND else drawn
    return f"{low}–{high} → {shown}"


def interval_text(number: TeamNumber, language: Language) -> str:
    """Where the true value plausibly lies, in full."""
    return language.interval(number.interval, number.unit, number.currency)


def amount_text(value: Decimal | None, number: TeamNumber, language: Language) -> str:
    """Another value of the same kind as a number."""
    return NOTHING if value is None else language.amount(value, number.unit, number.currency)


def rise_line(name: str, rise: Rise, language: Language) -> str:
    """How a rep's win rate moved."""
    first, last = language.share(rise.first), language.share(rise.last)
    if rise.side == "above":
        return language.say_many(
            "{rep}: the win rate rose over the last {n} period, {first} → {last}, more than chance explains",
            "{rep}: the win rate rose over the last {n} periods, {first} → {last}, more than chance explains",
            rise.units,
            rep=name,
            first=first,
            last=last,
        )
    return language.say_many(
        "{rep}: the win rate fell over the last {n} period, {first} → {last}, more than chance explains",
        "{rep}: the win rate fell over the last {n} periods, {first} → {last}, more than chance explains",
        rise.units,
        rep=name,
        first=first,
        last=last,
    )


def overlay_line(overlay: TeamNumber, language: Language) -> str:
    """What others won with a rep's help."""
    return language.say_many(
        "Overlay in {n} deal that others won, counted in none of these numbers: {amount}",
        "Overlay in {n} deals that others won, counted in none of these numbers: {amount}",
        overlay.n or 0,
        amount=value_text(overlay, language),
    )


def pace_line(pace: Pace, catalogue: Catalogue, language: Language) -> str:
    """How a period runs against the company's own shape of it."""
    if pace.reason:
        reason = language.sentence(pace.reason, catalogue.reasons, pace.facts)
        return language.say("Pace: none, {reason}.", reason=reason)
    credited, quota, expected = (
        language.money(value or Decimal(0), pace.currency, digits=0)
        for value in (pace.credited, pace.quota, pace.expected)
    )
    share, lowest, highest = (language.share(value or Decimal(0)) for value in (pace.share, pace.lowest, pace.highest))
    return language.say_many(
        "Pace: {verdict}. {credited} of {quota} is credited; in {n} earlier period {share} of the revenue had come by "
        "this day (from {lowest} to {highest}), which makes {expected}.",
        "Pace: {verdict}. {credited} of {quota} is credited; in {n} earlier periods {share} of the revenue had come by "
        "this day (from {lowest} to {highest}), which makes {expected}.",
        pace.units,
        verdict=language.say(_VERDICTS[pace.verdict]),
        credited=credited,
        quota=quota,
        share=share,
        lowest=lowest,
        highest=highest,
        expected=expected,
    )


def _style(number: TeamNumber) -> Style:
    """Good or bad by which side is better; only to be noticed where neither is."""
    if number.better not in {"higher", "lower"}:
        return "care"
    return "good" if (number.side == "above") == (number.better == "higher") else "bad"
