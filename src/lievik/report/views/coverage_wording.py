"""What the measures of coverage are called and mean, and what they come to, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lievik.language import Language, mark
from lievik.model.coverage import CoverageAnswer, CoverageKind, CoverageNumber

TITLES: Final[Mapping[CoverageKind, str]] = MappingProxyType(
    {
        "to_go": mark("To-go coverage"),
        "needed": mark("Needed so far by this day"),
        "weighted": mark("Weighted by own conversion"),
        "by_probability": mark("Weighted by the CRM's chances"),
        "starting": mark("Starting coverage, week {week}"),
        "needed_at_start": mark("Needed so far from week {week}"),
        "by_win_rate": mark("1 ÷ win rate"),
    }
)
"""Kind of number -> its title, in the order they are shown."""

_MEANINGS: Final[Mapping[CoverageKind, str]] = MappingProxyType(
    {
        "to_go": mark(
            "To-go coverage: open qualified deals expected to close in the period, over what is left of the quota."
        ),
        "needed": mark(
            "Needed so far by this day: what stood open at the same point of earlier periods, over what was won in "
            "them afterwards; from the least to the most of them."
        ),
        "by_probability": mark(
            "Weighted by the CRM's chances: each open amount times the chance that the CRM gives it."
        ),
        "starting": mark(
            "Starting coverage: what stood open at the end of the first day of week {week}, over the whole quota."
        ),
        "needed_at_start": mark(
            "Needed so far from week {week}: what stood open in that week of earlier periods, over all that was won in "
            "them."
        ),
        "by_win_rate": mark(
            "1 ÷ win rate: the rule of thumb; it knows neither the size of deals nor those that are still to come."
        ),
    }
)

_VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "below": mark(
            "Less than any of {n} earlier periods needed: open deals cover what is left {value}, and by this day those "
            "periods had needed {low} to {high}."
        ),
        "within": mark(
            "As much as {n} earlier periods needed: open deals cover what is left {value}, and by this day those "
            "periods had needed {low} to {high}."
        ),
        "above": mark(
            "More than any of {n} earlier periods needed: open deals cover what is left {value}, and by this day those "
            "periods had needed {low} to {high}."
        ),
    }
)


def meaning(number: CoverageNumber, found: CoverageAnswer, language: Language) -> str:
    """What a number says, in a sentence."""
    if number.kind != "weighted":
        return language.say(_MEANINGS[number.kind], week=found.week)
    share = found.conversion.share
    if share is None:
        return language.say(
            "Weighted by own conversion: open amounts times the share that was won of those open at the same point of "
            "earlier periods."
        )
    between = language.interval(found.conversion.interval, "share")
    return language.say_many(
        "Weighted by own conversion: at the same point of {n} earlier period {share} of the open amount was won in "
        "the period ({between}; {won} deals); deals still to come are not in it.",
        "Weighted by own conversion: at the same point of {n} earlier periods {share} of the open amount was won in "
        "the period ({between}; {won} deals); deals still to come are not in it.",
        found.conversion.periods,
        share=language.share(share),
        between=between,
        won=language.part_of(found.conversion.won, found.conversion.deals),
    )


def verdict_line(found: CoverageAnswer, language: Language) -> str:
    """What it comes to, by what was needed in earlier periods; empty where that is not known."""
    to_go, needed = found.whole.numbers["to_go"], found.whole.numbers["needed"]
    if not to_go.verdict or to_go.value is None or needed.lowest is None or needed.highest is None:
        return ""
    return language.say(
        _VERDICTS[to_go.verdict],
        n=language.count(needed.n or 0),
        value=language.ratio(to_go.value),
        low=language.ratio(needed.lowest),
        high=language.ratio(needed.highest),
    )


def bring(reason: str, facts: Mapping[str, str]) -> str:
    """The command that brings what a number lacks; empty where none does."""
    if reason == "nobody_has_a_quota":
        return "lievik quota set"
    if reason not in {"missing_table", "missing_column"}:
        return ""
    return f"lievik import {next(iter(facts.values()), '').partition(',')[0].partition('.')[0]}.csv"
