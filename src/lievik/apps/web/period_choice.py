"""Periods that a page offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.periods import Period

_WORDS: Final = ("this-month", "last-month", "this-quarter", "last-quarter", "last-4-quarters", "ytd", "last-year")


@dataclass(frozen=True, kw_only=True)
class PeriodChoice:
    """One period: as it is typed, and as people read it."""

    word: str
    title: str
    is_shown: bool


def period_choices(visit: Visit, default: Period | None = None) -> list[PeriodChoice]:
    """Offer the usual periods; the one shown stands first where it is none of them.

    Args:
        visit: who asks.
        default: shown where the address names none; none for the last full month with data.

    Raises:
        PeriodError: the one asked for cannot be read.
    """
    shown = default if default and not visit.asked.period else visit.period
    found = [(word, visit.workspace.request((), {"period": word}, visit.since).periods[0]) for word in _WORDS]
    title = visit.language.period_title
    choices = {p: PeriodChoice(word=word, title=title(p), is_shown=p == shown) for word, p in reversed(found)}
    listed = [choices[period] for period in dict.fromkeys(period for _, period in found)]
    if shown not in choices:
        listed.insert(0, PeriodChoice(word=visit.asked.period or shown.label, title=title(shown), is_shown=True))
    return listed
