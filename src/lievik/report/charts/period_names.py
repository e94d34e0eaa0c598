"""Periods → what stands below their columns: as many as have room, the year where it begins or changes."""

from __future__ import annotations

from collections.abc import Sequence

from lievik.language import Language
from lievik.model.periods import Period
from lievik.report.charts.columns import thinned
from lievik.report.charts.letters import SMALL, text_width


def edge_of(periods: Sequence[Period], language: Language) -> float:
    """Pixels that the name of the last column may need beyond it."""
    marks = (line for period in periods for line in language.period_mark(period))
    return max((text_width(line, size=SMALL) / 2 for line in marks), default=0) + 2


def period_names(periods: Sequence[Period], step: float, language: Language) -> tuple[tuple[str, ...], ...]:
    """Name columns of so many pixels each."""
    marks = [language.period_mark(period) for period in periods]
    kept = thinned([tuple(filter(None, mark)) for mark in marks], step)
    names: list[tuple[str, ...]] = []
    told = ""
    for (name, year), lines in zip(marks, kept, strict=True):
        if not lines:
            names.append(())
            continue
        names.append((name, year) if year and year != told else (name,))
        told = year
    return tuple(names)
