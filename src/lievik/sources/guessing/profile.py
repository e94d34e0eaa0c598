"""The sampled cells of a column → what kind of text stands in it, and which canonical kinds it can fill.

Pure. Words for nothing, such as `n/a`, count as empty cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.mapping import TextForm
from lievik.model.proposal import DATE_KINDS, NUMBER_KINDS
from lievik.sources.guessing.dates import Dates, look_for_dates
from lievik.sources.guessing.numbers import Numbers, look_for_numbers
from lievik.sources.guessing.words import folded, header_words, value_words

ENOUGH: Final = 0.9
"""Share of the cells that have to be of a kind; the rest may be slips of the hand."""

_BLANKS: Final = " \t\r\n\u00a0\u2007\u202f"
_SAMPLES: Final = 3
_FEW: Final = 60
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_CODE: Final = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What stands in a column.

    Attributes:
        texts: every cell, stripped; empty where nothing stands in it.
        counts: how often each text stands in it, the frequent ones first; empty cells are not counted.
    """

    texts: tuple[str, ...]
    counts: dict[str, int]
    dates: Dates
    numbers: Numbers

    @property
    def filled(self) -> int:
        """Cells that hold something."""
        return sum(self.counts.values())

    @property
    def is_unique(self) -> bool:
        """Whether every row has its own text."""
        return bool(self.counts) and len(self.counts) == len(self.texts)

    @property
    def samples(self) -> tuple[str, ...]:
        """A few of its texts."""
        return tuple(self.counts)[:_SAMPLES]

    @property
    def is_few(self) -> bool:
        """Whether so few texts stand in it that each may have a meaning."""
        return len(self.counts) <= _FEW

    @property
    def form(self) -> TextForm | None:
        """How its dates or numbers are written; none where that makes no difference."""
        if self.is_date and self.dates.form:
            return TextForm(dates=self.dates.form)
        return self.numbers.form if self.is_number else None

    @property
    def is_date(self) -> bool:
        """Whether its texts are dates, and nothing else."""
        return self.dates.share >= ENOUGH and not self.dates.is_figures

    @property
    def is_number(self) -> bool:
        """Whether its texts are numbers."""
        return self.numbers.share >= ENOUGH

    def fits(self, kind: str) -> bool:
        """Whether it can fill a canonical column of a kind; an empty column can fill any."""
        if not self.counts:
            return True
        if kind in DATE_KINDS:
            return self.dates.share >= ENOUGH
        if kind in NUMBER_KINDS:
            return self.is_number and (not self.is_date or kind not in ("money", "price"))
        if kind == "flag":
            return self._share(lambda text: folded(text) in value_words().flags) >= ENOUGH
        if kind == "currency":
            return self._share(_is_currency) >= ENOUGH
        return not self.is_date

    def are_emails(self) -> bool:
        """Whether its texts are e-mail addresses, or at least may be."""
        return not self.counts or self._share(lambda text: bool(_EMAIL.fullmatch(text))) >= ENOUGH

    def _share(self, holds: Callable[[str], bool]) -> float:
        return sum(count for text, count in self.counts.items() if holds(text)) / self.filled


def look_at_cells(cells: Sequence[str]) -> Profile:
    """Look at the cells of a column."""
    nothing = header_words().nothing
    texts = tuple("" if (text := cell.strip(_BLANKS)).casefold() in nothing else text for cell in cells)
    counts = dict(Counter(text for text in texts if text).most_common())
    return Profile(texts=texts, counts=counts, dates=look_for_dates(counts), numbers=look_for_numbers(counts))


def _is_currency(text: str) -> bool:
    return text.casefold() in value_words().currencies or bool(_CODE.fullmatch(text))
