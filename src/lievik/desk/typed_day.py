"""Words that somebody typed about a day, a text, a title → what they say, or a sentence that says what is wrong.

Pure.
"""

from __future__ import annotations

from datetime import date

from lievik.errors import RequestError
from lievik.model.note import LONGEST_TEXT
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear


def read_day(typed: str | date, as_of: date) -> date:
    """Read a day as people type it: a date, or `today` and `yesterday`.

    Raises:
        PeriodError: it cannot be read.
        RequestError: it is more than one day.
    """
    if isinstance(typed, date):
        return typed
    period = read_period(typed, as_of=as_of, fiscal=FiscalYear())
    if period.days != 1:
        raise RequestError(f"'{typed}' is more than one day.", "Write it like 2026-05-31.")
    return period.start


def read_text(typed: str, *, needed: bool = True, longest: int = LONGEST_TEXT) -> str:
    """Read a text in one line, with single blanks.

    Raises:
        RequestError: it is empty where one is needed, or too long.
    """
    text = " ".join(typed.split())
    if needed and not text:
        raise RequestError("The text is empty.", "Say in a few words what it is about.")
    if len(text) > longest:
        raise RequestError(f"The text has {len(text)} characters, more than {longest}.", "Say it shorter.")
    return text
