"""Months that stand out → sentences; and why nothing is said where nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.model.aim import result_key
from lievik.model.result import MetricResult
from lievik.model.trend_flag import Flag, Flags
from lievik.report.blocks import Block, Bullets, Heading
from lievik.report.views.leads_wording import group_label
from lievik.report.views.wording import title_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

SILENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_value": mark("It has no settled value."),
        "few_months": mark("Fewer than 12 months before it have a value."),
        "has_trend": mark("The months before it rise or fall, and are fewer than 24."),
        "no_spread": mark("The months before it never differ."),
    }
)
"""Why nothing is said of a month."""


def usual_words(result: MetricResult, flag: Flag, language: Language) -> str:
    """From where to where a month would be usual; empty where nothing is said."""
    if flag.low is None or flag.high is None:
        return ""
    low, high = (language.amount(number, result.unit, result.currency) for number in (flag.low, flag.high))
    return language.say("{low} to {high} would be usual", low=low, high=high)


def month_line(result: MetricResult, flag: Flag, language: Language) -> str:
    """That a month stands out, where it is clear of which metric."""
    return language.say(
        "{month} stands out: {value}, {usual}.",
        month=language.period_title(result.period),
        value=language.value(result),
        usual=usual_words(result, flag, language),
    )


def flag_line(result: MetricResult, flag: Flag, catalogue: Catalogue, language: Language) -> str:
    """That a month of a metric stands out."""
    of = [title_of(result, catalogue, language)]
    of += [
        group_label(name, label, language) if label else language.say("(not given)")
        for name, label in result.group.items()
    ]
    return f"{', '.join(of)}: {month_line(result, flag, language)}"


def flag_blocks(
    results: Iterable[MetricResult], flags: Flags, catalogue: Catalogue, language: Language
) -> Iterator[Block]:
    """Every month that stands out; nothing where none does."""
    found = [(result, flag) for result in results if (flag := flags.get(result_key(result))) and flag.stands_out]
    if found:
        yield Heading(text=language.say("Months that stand out"), level=2)
        yield Bullets(items=tuple(flag_line(result, flag, catalogue, language) for result, flag in found))


def silence_line(flag: Flag, language: Language) -> str:
    """Why nothing is said of a month; empty where something is."""
    return language.say(SILENCES.get(flag.reason, ""))
