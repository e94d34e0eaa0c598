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


def period_choices(visit: Visit, default: Period | None = None, own_periods: str = "") -> list[PeriodChoice]:
    """Offer the usual periods; the one shown stands first where it is none of them.

    Args:
        visit: who asks.
        default: shown where the address names none; the last full month with data where left out.
        own_periods: what to call it that the page's panels have periods of their own; they do where none is named.

    Raises:
        PeriodError: the one asked for cannot be read.
    """
    is_own = bool(own_periods) and not visit.asked.period
    shown = None if is_own else (default if default and not visit.asked.period else visit.period)
    found = [(word, visit.workspace.request((), {"period": word}, visit.since).periods[0]) for word in _WORDS]
    title = visit.language.period_title
    choices = {p: PeriodChoice(word=word, title=title(p), is_shown=p == shown) for word, p in reversed(found)}
    listed = [choices[period] for period in dict.fromkeys(period for _, period in found)]
    if shown and shown not in choices:
        listed.insert(0, PeriodChoice(word=visit.asked.period or shown.label, title=title(shown), is_shown=True))
    if own_periods:
        listed.insert(0, PeriodChoice(word="", title=own_periods, is_shown=is_own))
    return listed
