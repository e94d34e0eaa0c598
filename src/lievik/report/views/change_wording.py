"""Whether a number really moved, in words: a word for tables, a sentence for one number."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.insight.sample import FEWEST
from lievik.language import NOTHING, Language, mark
from lievik.report.blocks import Cell, Style, cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lievik.model.result import Change, MetricResult, Verdict

WORDS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        "up": mark("yes, up"),
        "down": mark("yes, down"),
        "unclear": mark("may be chance"),
        "too_few": mark("too few records"),
        "too_young": mark("too young"),
        "unknown": mark("nothing tells"),
    }
)
"""Verdict -> what is said beside a change."""

BRIEF: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        "up": mark("yes"),
        "down": mark("yes"),
        "unclear": mark("chance?"),
        "too_few": mark("too few"),
        "too_young": mark("too young"),
        "unknown": NOTHING,
    }
)
"""Verdict -> what a column of a table says, whose title asks whether it moved."""

_SENTENCES: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        "up": mark("It really rose, by {low} to {high} (95%)."),
        "down": mark("It really fell, by {low} to {high} (95%)."),
        "unclear": mark("That may be chance: the true change lies between {low} and {high} (95%)."),
        "too_few": mark("Too few records to judge it: at least {n} are needed in each period."),
        "too_young": mark("It cannot be judged yet: the later records have not had their time."),
        "unknown": mark("Nothing tells how much of that is chance."),
    }
)


def moved_cell(result: MetricResult, language: Language) -> Cell:
    """Whether a number really moved, in a word."""
    change = result.compared.change if result.compared else None
    if change is None:
        return cell(NOTHING, "dim")
    said = BRIEF[change.verdict]
    style = style_of(result) or ("" if result.has_moved else "dim")
    return cell(said if said == NOTHING else language.say(said), style)


def style_of(result: MetricResult) -> Style:
    """Whether a real change is a good or a bad one; nothing where it may be chance."""
    change = result.compared.change if result.compared else None
    if change is None or change.verdict not in {"up", "down"} or result.better not in {"higher", "lower"}:
        return ""
    return "good" if (change.verdict == "up") == (result.better == "higher") else "bad"


def moved_line(result: MetricResult, language: Language) -> str:
    """Whether a number really moved, and what so many records could show at all; empty where nothing is compared."""
    change = result.compared.change if result.compared else None
    if change is None:
        return ""
    low, high = _sides(change)
    sign = "" if change.verdict in {"up", "down"} else "+"
    facts = {
        "low": change_text(low, result.unit, result.currency, language, plus=sign),
        "high": change_text(high, result.unit, result.currency, language, plus=sign),
        "n": language.count(FEWEST),
    }
    said = language.say(_SENTENCES[change.verdict], **facts)
    if change.verdict not in {"unclear", "too_few"} or change.detectable is None:
        return said
    seen = change_text(change.detectable, result.unit, result.currency, language, plus="")
    more = language.say("So many records show a change of {size} or more.", size=seen)
    return f"{said} {more}"


def one_stop(sentence: str) -> str:
    """The sentence with one full stop, where its last word is an abbreviation that brings its own.

    Example:
        >>> one_stop("Teraz 45,8 %, predtým 45,3 %: +0,6 p. b..")
        'Teraz 45,8 %, predtým 45,3 %: +0,6 p. b.'
    """
    return f"{sentence[:-2]}." if sentence.endswith("..") else sentence


def _sides(change: Change) -> tuple[Decimal | None, Decimal | None]:
    """The bounds as they are said: of a fall, the smaller one first and without a sign."""
    if change.low is None or change.high is None:
        return None, None
    return (-change.high, -change.low) if change.verdict == "down" else (change.low, change.high)


def change_text(value: Decimal | None, unit: str, currency: str, language: Language, *, plus: str = "+") -> str:
    """Write a change with its sign: shares in points, all else in its own unit."""
    if value is None:
        return NOTHING
    sign = plus if value > 0 else "−" if value < 0 else ""
    text = language.points(abs(value)) if unit == "share" else language.amount(abs(value), unit, currency)
    return f"{sign}{text}" if any(digit in text for digit in "123456789") else text
