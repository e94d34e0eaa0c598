"""Texts of a column → whether they are dates, and in which order day, month and year stand.

Pure. 02/03/2026 tells nothing by itself: a value above 12 has to decide, or another column of the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from lievik.model.mapping import EXCEL_DAYS
from lievik.model.proposal import Doubt
from lievik.sources.guessing.words import folded

_CLOCK: Final = (
    r"(?:(?:\s+|[Tt]|,\s*)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR_FIRST: Final = re.compile(rf"(?P<a>\d{{4}})(?P<sign>[-./])(?P<b>\d{{1,2}})(?P=sign)(?P<c>\d{{1,2}})\.?{_CLOCK}")
_YEAR_LAST: Final = re.compile(
    rf"(?P<a>\d{{1,2}})\s*(?P<sign>[-./])\s*(?P<b>\d{{1,2}})\s*(?P=sign)\s*(?P<c>\d{{4}}|\d{{2}})\.?{_CLOCK}"
)
_NAMED: Final = re.compile(
    rf"(?:\d{{1,2}}\.?[-/\s]*(?P<month>[^\W\d_]+)\.?,?[-/\s]*(?:\d{{4}}|\d{{2}})"
    rf"|(?P<first>[^\W\d_]+)\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}){_CLOCK}"
)
_TIGHT: Final = re.compile(r"(?:19|20)\d{6}")
_DAY_NUMBER: Final = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("maj", "okt", "jaen", "mae", "mai", "mrz", "dez"),
    *("led", "uno", "bre", "dub", "kve", "cer", "srp", "zar", "rij", "lis", "pro"),
)
"""How months begin in English, Slovak, German and Czech, without accents."""

_MONTH_LETTERS: Final = 3
_FIRST_DAY_NUMBER: Final = 20000
_CENTURY: Final = 100


@dataclass(frozen=True, kw_only=True)
class Dates:
    """What a column's texts say about dates.

    Attributes:
        share: of the texts that are dates; 0 for none.
        form: form of `TextForm.dates`; empty for ISO dates and months by name.
        has_time: whether a time of day other than midnight is among them.
        doubt: what decides nothing or contradicts itself; empty for nothing.
        options: forms that are possible.
        order: `%d` or `%m` where the values themselves decide which comes first; empty where they do not.
        is_figures: they may as well be plain numbers, so only a header can tell.
    """

    share: float = 0.0
    form: str = ""
    has_time: bool = False
    doubt: str = ""
    options: tuple[str, ...] = ()
    order: str = ""
    is_figures: bool = False


def look_for_dates(texts: Iterable[str]) -> Dates:
    """Look whether texts are dates."""
    listed = list(texts)
    read = [found for text in listed if (found := _forms(text))]
    if not read:
        return _figures(listed)
    share = len(read) / len(listed)
    has_time = any(timed for _, timed in read)
    return _decided([forms for forms, _ in read if forms != {""}], share, has_time=has_time)


def in_order(dates: Dates, order: str) -> Dates:
    """Decide an open order of day and month by what another column of the file says."""
    fitting = [form for form in dates.options if form.startswith(order)]
    if dates.doubt != Doubt.DAY_OR_MONTH_FIRST or len(fitting) != 1:
        return dates
    return Dates(share=dates.share, form=fitting[0], has_time=dates.has_time)


def day_of(text: str, dates: Dates) -> date | None:
    """Read a date that is written in figures; none where the text is no such date."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found["a"], found["b"], found["c"])
    if found := _YEAR_LAST.fullmatch(text):
        month, day = ("a", "b") if dates.form.startswith("%m") else ("b", "a")
        return _day(found["c"], found[month], found[day])
    return None


def _decided(forms: list[set[str]], share: float, *, has_time: bool) -> Dates:
    """Find the form that all texts share; two signs, or two orders, are a doubt."""
    if not forms:
        return Dates(share=share, has_time=has_time)
    common = set.intersection(*forms)
    if not common:
        return Dates(share=share, has_time=has_time, doubt=Doubt.MIXED_DATES)
    if len(common) > 1:
        options = tuple(sorted(common))
        return Dates(share=share, has_time=has_time, doubt=Doubt.DAY_OR_MONTH_FIRST, options=options)
    form = common.pop()
    return Dates(share=share, form=form, has_time=has_time, order=form[:2] if form[:2] in ("%d", "%m") else "")


def _forms(text: str) -> tuple[set[str], bool] | None:
    """Give the forms that a text may be written in, and whether it has a time of day; none if it is no date."""
    if found := _YEAR_FIRST.fullmatch(text):
        sign = found["sign"]
        is_day = _is_day(found["a"], found["b"], found["c"])
        return ({"" if sign == "-" else f"%Y{sign}%m{sign}%d"}, _is_timed(found)) if is_day else None
    if found := _YEAR_LAST.fullmatch(text):
        forms = _orders(found)
        return (forms, _is_timed(found)) if forms else None
    if found := _NAMED.fullmatch(text):
        is_month = any(_is_month(found[group]) for group in ("month", "first") if found[group])
        return ({""}, _is_timed(found)) if is_month else None
    return None


def _orders(found: re.Match[str]) -> set[str]:
    sign, first, second, year = found["sign"], found["a"], found["b"], found["c"]
    forms = set()
    if _is_day(year, second, first):
        forms.add(f"%d{sign}%m{sign}%Y")
    if sign != "." and _is_day(year, first, second):
        forms.add(f"%m{sign}%d{sign}%Y")
    return forms


def _is_day(year: str, month: str, day: str) -> bool:
    return _day(year, month, day) is not None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    try:
        return date(number + 2000 if number < _CENTURY else number, int(month), int(day))
    except ValueError:
        return None


def _is_timed(found: re.Match[str]) -> bool:
    return found["hour"] is not None and any(int(found[part] or 0) for part in ("hour", "minute", "second"))


def _is_month(word: str) -> bool:
    name = folded(word)
    return len(name) >= _MONTH_LETTERS and name.startswith(_MONTHS)


def _figures(texts: list[str]) -> Dates:
    """Look whether figures alone may be dates: 20260315, or a spreadsheet's number of days."""
    if texts and all(_TIGHT.fullmatch(text) and _is_day(text[:4], text[4:6], text[6:]) for text in texts):
        return Dates(share=1.0, form="%Y%m%d", is_figures=True)
    if texts and all(_DAY_NUMBER.fullmatch(text) and int(text[:5]) >= _FIRST_DAY_NUMBER for text in texts):
        return Dates(share=1.0, form=EXCEL_DAYS, is_figures=True)
    return Dates()
