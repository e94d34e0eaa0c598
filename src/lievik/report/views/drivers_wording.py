"""What moved a number, in words: what factors are called, why a change could not be split, what is said of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.report.blocks import Style
from lievik.report.views.change_wording import change_text, one_stop
from lievik.report.views.formula_words import FormulaWords

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.drivers import DriversAnswer, FactorChange, NoSplit
    from lievik.model.metric import Reading

GROWTH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "volume": mark("Volume: deals won"),
        "price": mark("Price: average deal, at the earlier exchange rates"),
        "exchange_rate": mark("Exchange rates: index to the earlier ones"),
    }
)
"""What revenue grows by -> its title."""

WHY_NOT: Final[Mapping[NoSplit, str]] = MappingProxyType(
    {
        "no_factors": mark("Its formula is no product and no ratio, so there are no factors to split the change over."),
        "no_value": mark("There is no number for {period}, so there is no change to split."),
        "no_value_before": mark("There is no number for {before}, so there is no change to split."),
        "no_division": mark("A factor has no value, or is zero and divided by, so the change cannot be split."),
    }
)
"""Slug -> why a change could not be split."""


def factor_title(change: FactorChange, reading: Reading, catalogue: Catalogue, language: Language) -> str:
    """What a factor is called, as the first word of a row."""
    if change.written in GROWTH:
        return language.say(GROWTH[change.written])
    text = FormulaWords(catalogue=catalogue, language=language).factor(change.written, reading)
    return text[:1].upper() + text[1:]


def why_not(found: DriversAnswer, language: Language) -> str:
    """Why a change could not be split; empty where it could."""
    if not found.reason:
        return ""
    compared = found.result.compared
    period = language.period_title(found.result.period)
    before = language.period_title(compared.period) if compared else ""
    return language.say(WHY_NOT[found.reason], period=period, before=before)


def part_style(change: FactorChange, found: DriversAnswer) -> Style:
    """Whether a part is a good or a bad one; nothing where chance explains it, or nothing tells."""
    better = found.result.better
    if not change.is_distinguishable or found.result.status == "immature" or better not in {"higher", "lower"}:
        return ""
    return "good" if (change.part > 0) == (better == "higher") else "bad"


def judged_word(change: FactorChange, found: DriversAnswer, language: Language) -> str:
    """Whether a part is more than chance explains; of a cohort that has not had its time nothing is said."""
    if found.result.status == "immature":
        return language.say("too young")
    if change.is_distinguishable is None:
        return language.say("nothing tells")
    return language.say("yes") if change.is_distinguishable else language.say("not distinguishable")


def largest_line(found: DriversAnswer, catalogue: Catalogue, language: Language) -> str:
    """Which factor moved the number most, of those that chance does not explain; empty where none did."""
    told = [change for change in found.factors if change.is_distinguishable]
    if not told or found.result.status == "immature":
        return ""
    largest = max(told, key=lambda change: abs(change.part))
    reading = catalogue.reading(found.result.full_name)
    said = language.say(
        "Most of it: {factor}, {part}.",
        factor=factor_title(largest, reading, catalogue, language).lower(),
        part=change_text(largest.part, found.result.unit, found.result.currency, language),
    )
    return one_stop(said)


def care_lines(found: DriversAnswer, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """What to know of the parts."""
    say = language.say
    if found.factors:
        yield say("The parts add up to the change. They say where it stands, not what caused it.")
    if found.result.status == "immature":
        reason = language.reason(found.result, catalogue.reasons)
        yield reason[:1].upper() + reason[1:]
    elif any(change.is_distinguishable is False for change in found.factors):
        yield say("Not distinguishable: chance alone, with so few records, makes parts of that size.")
    if found.method == "shapley":
        yield say("A factor is zero or below, so the change is split by Shapley's value, not by logarithmic means.")
    if found.by and found.unsplit:
        dimension = language.text(catalogue.dimension(found.by).titles)
        reading = catalogue.reading(found.result.full_name)
        words = FormulaWords(catalogue=catalogue, language=language)
        names = ", ".join(
            language.say(GROWTH[text]) if text in GROWTH else words.factor(text, reading) for text in found.unsplit
        )
        yield say("Cannot be split by this ({dimension}): {factors}", dimension=dimension.lower(), factors=names)
