"""A sheet with its sampled rows → its headers and columns, looked at once for all tables that it might be.

Pure but for the sample that the sheet gives. Columns of a file help each other here: where one decides the order of
day and month, or the sign before decimals, the others follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from lievik.sources.guessing.dates import in_order
from lievik.sources.guessing.header import Header, look_at
from lievik.sources.guessing.numbers import with_decimal
from lievik.sources.guessing.profile import Profile, look_at_cells
from lievik.sources.guessing.words import folded, header_words, table_words

SAMPLE: Final = 1000
"""Rows of a sheet that are looked at."""

_SHARED: Final = 2


class SampledSheet(Protocol):
    """What guessing needs of a sheet; `reading.Sheet` has it."""

    @property
    def name(self) -> str:
        """What a mapping's `match` is held against."""

    @property
    def sheet(self) -> str:
        """The worksheet; empty where a file holds one table."""

    @property
    def header(self) -> tuple[str, ...]:
        """Names of its columns; a column may be nameless."""

    @property
    def header_line(self) -> int:
        """The line of the header, from 1 on."""

    @property
    def encoding(self) -> str:
        """How its letters are written."""

    @property
    def delimiter(self) -> str:
        """The sign between its fields."""

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows as text."""


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """A sheet, looked at.

    Attributes:
        headers: of its columns that have a name.
        profiles: what stands in them, in the same order.
        rows: rows that were looked at.
        subject: what the worksheet's name, or else the file's, says of its rows, folded; empty where it says nothing.
    """

    sheet: SampledSheet
    headers: tuple[Header, ...]
    profiles: tuple[Profile, ...]
    rows: int
    subject: str = ""

    @property
    def place(self) -> str:
        """The file and its worksheet."""
        return f"{self.sheet.name} / {self.sheet.sheet}" if self.sheet.sheet else self.sheet.name


def look_at_sheets(sheets: Sequence[SampledSheet]) -> list[SheetView]:
    """Look at the headers of some sheets, and at a sample of their rows."""
    subjects = [_subject(sheet) for sheet in sheets]
    shared = _shared_word(subjects)
    return [
        replace(_look_at(sheet), subject=subject if _is_entity(subject) else subject.removeprefix(f"{shared} "))
        for sheet, subject in zip(sheets, subjects, strict=True)
    ]


def _subject(sheet: SampledSheet) -> str:
    """Give what the name of a sheet, or else of its file, says, without words that say nothing."""
    for name in (sheet.sheet, sheet.name.rsplit(".", 1)[0]):
        bare = (word.rstrip("0123456789") for word in folded(name).split())
        words = [word for word in bare if word and word not in header_words().noise]
        if words:
            return " ".join(words)
    return ""


def _shared_word(subjects: Sequence[str]) -> str:
    """Give the word that most names begin with, such as the company's; none if it is a word for rows."""
    firsts = Counter(subject.split()[0] for subject in subjects if " " in subject)
    first, times = firsts.most_common(1)[0] if firsts else ("", 0)
    return "" if _is_entity(first) or times < max(_SHARED, len(subjects) // 2) else first


def _is_entity(subject: str) -> bool:
    return any(subject in words.entity for words in table_words().values())


def _look_at(sheet: SampledSheet) -> SheetView:
    rows = sheet.sample(SAMPLE)
    named = [at for at, name in enumerate(sheet.header) if name]
    profiles = [look_at_cells([row[at] if at < len(row) else "" for row in rows]) for at in named]
    return SheetView(
        sheet=sheet,
        headers=tuple(look_at(sheet.header[at]) for at in named),
        profiles=_agreed(profiles),
        rows=len(rows),
    )


def _agreed(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """Let columns that are decided decide for those that are open, where all of them say the same."""
    orders = {profile.dates.order for profile in profiles if profile.is_date and "." not in profile.dates.form} - {""}
    decimals = {profile.numbers.decimal for profile in profiles if profile.is_number and not profile.is_date} - {""}
    order = orders.pop() if len(orders) == 1 else ""
    decimal = decimals.pop() if len(decimals) == 1 else ""
    return tuple(
        replace(
            profile,
            dates=in_order(profile.dates, order) if order else profile.dates,
            numbers=with_decimal(profile.numbers, decimal),
        )
        for profile in profiles
    )
