"""Months that stand out, for pages: a sentence each, with where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Sentence
from lievik.report.views.flag_wording import flag_line, month_line, silence_line

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.metric_table import MetricTable
    from lievik.model.trend_flag import Flag, FlaggedMonth
    from lievik.report.blocks import Style

MONTHS_BEFORE: Final = 35
"""So many months before one are asked for, to tell whether it stands out."""

_ICON: Final = "triangle-alert"


def flag_sentence(visit: Visit, month: FlaggedMonth) -> Sentence:
    """Say that a month of a metric stands out."""
    result = month.result
    good = {"higher": "above", "lower": "below"}.get(result.better)
    style: Style = "care" if good is None else "good" if month.flag.side == good else "bad"
    text = flag_line(result, month.flag, visit.catalogue, visit.language)
    return Sentence(text=text, href=visit.metric_href(result.full_name), style=style, icon="trending-up")


def told_of_months(visit: Visit, table: MetricTable, flags: Sequence[Flag]) -> tuple[Sentence, ...]:
    """Say which months of one metric stand out, the newest first."""
    pairs = list(zip(table, flags, strict=True)) if flags else []
    return tuple(
        Sentence(text=month_line(result, flag, visit.language), style="care", icon=_ICON)
        for result, flag in reversed(pairs)
        if flag.stands_out
    )


def silence(visit: Visit, flags: Sequence[Flag]) -> str:
    """Why no month could stand out; empty where one could, or where there is no settled value at all."""
    settled = [flag for flag in flags if flag.reason != "no_value"]
    if not settled or not all(flag.reason for flag in settled):
        return ""
    reason = silence_line(settled[-1], visit.language)
    return visit.say("No month can be told to stand out. {reason}", reason=reason)
