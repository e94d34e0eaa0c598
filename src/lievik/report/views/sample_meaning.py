"""A text of a column and the form it is taken to be written in → what it would mean, written for the reader."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from lievik.model.mapping import EXCEL_DAYS, TextForm
from lievik.sources.guessing.dates import Dates, day_of
from lievik.sources.guessing.words import value_words

if TYPE_CHECKING:
    from lievik.language import Language

_DAY_ZERO: Final = date(1899, 12, 30)
_TIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DIGITS: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s.,'\u2019()+-]")


def meaning(text: str, form: TextForm, language: Language) -> str:
    """Write what a text means in a form: a day, or a number; empty where it is neither.

    Example:
        >>> from lievik.language import language_of
        >>> meaning("02/03/2026", TextForm(dates="%d/%m/%Y"), language_of("en"))
        '2 March 2026'
    """
    if form.dates:
        day = _day(text, form.dates)
        return language.date(day) if day else ""
    number = _number(text, form)
    return "" if number is None else language.number(number, digits=_DIGITS)


def _day(text: str, dates: str) -> date | None:
    try:
        if dates == EXCEL_DAYS:
            return _DAY_ZERO + timedelta(days=int(float(text.replace(",", "."))))
        if tight := _TIGHT.fullmatch(text):
            return date(*map(int, tight.groups()))
    except (ValueError, OverflowError):
        return None
    return day_of(text, Dates(form=dates))


def _number(text: str, form: TextForm) -> Decimal | None:
    """Read a number with nothing but a currency beside it."""
    if any(word.casefold() not in value_words().currencies for word in _WORD.findall(text)):
        return None
    figures = re.sub(r"[^\d.,-]", "", text).replace("," if form.decimal == "." else ".", "")
    try:
        return Decimal(figures.replace(",", ".").rstrip(".-"))
    except InvalidOperation:
        return None
