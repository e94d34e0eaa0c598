"""Rows that lie one under another → a drawing: names at the left, bars, and each number after its bar.

There is no axis: every row says its number. Room for numbers is set aside before bars get theirs: they never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lievik.report.charts.chart import NARROW, WIDE, Drawing
from lievik.report.charts.inks import HIT, INKS
from lievik.report.charts.legend import Entry, legend
from lievik.report.charts.letters import SIZE, SMALL, in_lines, text_width
from lievik.report.charts.marks import BOLD, Item, Mark, Reference, drawn, places, words

ROW: Final = 30
_EDGE: Final = 4
_GAP: Final = 8
_NAMES: Final = 0.36
"""At most so much of the width is for names; longer ones take two lines."""

_LABELS: Final = 0.5
"""At most so much of what is left is for numbers; a note that needs more is left to the tip and the table."""

_SAID: Final = 18
"""Pixels for what is said of a line through all rows."""

_THREAD: Final = 20
"""A thin line to the next row leaves so many pixels out, where the bars are."""


def rows(
    items: Sequence[Item], references: Sequence[Reference] = (), entries: Sequence[Entry] = ()
) -> tuple[Drawing, Drawing]:
    """Draw rows in both widths, with what their inks stand for above them."""
    wide, narrow = (row_drawing(items, references, entries, width=width) for width in (WIDE, NARROW))
    return wide, narrow


def row_drawing(
    items: Sequence[Item], references: Sequence[Reference] = (), entries: Sequence[Entry] = (), *, width: int
) -> Drawing:
    """Draw rows in one width."""
    layout = _Layout(items=items, references=references, width=width)
    graphic, taken = legend(entries, width)
    top = taken + (_EDGE if taken else 0) + (_SAID if references else 0) + _EDGE
    links, tips = places(items)
    low, high = layout.ends
    across = {"left": layout.left + _EDGE, "right": _EDGE, "top": top, "height": ROW * len(items)}
    return Drawing(
        option={
            "animation": False,
            "grid": {**across, "outerBoundsMode": "none"},
            "xAxis": {"type": "value", "show": False, "min": low, "max": high},
            "yAxis": _names(items, layout.left - _GAP, has_line=low >= 0),
            "series": [_rows(layout), *([_lines(layout)] if references else [])],
            "graphic": graphic,
        },
        width=width,
        height=top + ROW * len(items) + _EDGE,
        links=links,
        tips=tips,
    )


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Where things lie in a width."""

    items: Sequence[Item]
    references: Sequence[Reference]
    width: int

    @cached_property
    def left(self) -> float:
        """Pixels of the names."""
        return min(max((text_width(item.name) for item in self.items), default=0), self.width * _NAMES) + _GAP

    @property
    def room(self) -> float:
        """Pixels of bars and numbers."""
        return self.width - self.left - 2 * _EDGE

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The note of each row, as far as there is room for it."""
        return tuple(
            next((note for note in (item.note, item.brief) if self._fits(item, note)), "") for item in self.items
        )

    def _fits(self, item: Item, note: str) -> bool:
        return bool(note) and self.taken(item, note) <= self.room * _LABELS

    def taken(self, item: Item, note: str) -> float:
        """How many pixels the number of a row needs, its note included."""
        label = text_width(item.label, is_bold=True) + _GAP if item.label else 0
        return label + (text_width(note, size=SMALL) + _GAP if note else 0)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """From which number to which the width goes, so that the number of each row fits behind its bar."""
        marks = [float(reference.at) for reference in self.references]
        low = min([0.0, *marks, *(float(item.extent[0]) for item in self.items)])
        high = max([low, *marks])
        for item, note in zip(self.items, self.notes, strict=True):
            bar = max(self.room - self.taken(item, note), self.room * (1 - _LABELS) * 0.5)
            high = max(high, low + (after(item) - low) * self.room / bar)
        high = high if high > low else low + 1
        return low - (high - low) * 0.01 * (low < 0), high

    def pixels(self, value: float) -> float:
        """How far from the left of the bars a number lies."""
        low, high = self.ends
        return (value - low) / (high - low) * self.room

    def shift(self, item: Item, note: str) -> float:
        """How far a number stands from its bar: beyond a line that would cross it, where there is room."""
        start, wide = self.pixels(after(item)) + _GAP - 2, self.taken(item, note)
        for reference in self.references:
            line = self.pixels(float(reference.at))
            if start - 3 < line < start + wide and line + _GAP + wide <= self.room + _GAP:
                return line - start + 2 * _GAP - 4
        return _GAP - 2


def after(item: Item) -> float:
    """The number after which the label stands."""
    return float(item.extent[1] if item.label_at is None else item.label_at)


def _names(items: Sequence[Item], room: float, *, has_line: bool) -> dict[str, object]:
    """The axis that says what each row is."""
    is_broken = any(text_width(item.name) > room + 1 for item in items)
    size = SMALL if is_broken else SIZE
    return {
        "type": "category",
        "inverse": True,
        "data": [str(at) for at, _ in enumerate(items)],
        "axisLine": {"show": has_line, "onZero": False, "lineStyle": {"color": INKS["axis"], "width": 1}},
        "axisTick": {"show": False},
        "axisLabel": {
            "interval": 0,
            "texts": ["\n".join(in_lines(item.name, room + 1, size=size)) for item in items],
            "color": INKS["text"],
            "fontSize": size,
            "lineHeight": 13,
            "fontFamily": "Inter",
            "margin": _GAP,
        },
    }


def _rows(layout: _Layout) -> dict[str, object]:
    """What is drawn of every row."""
    told = [
        drawn(item, _said(item, note, layout.shift(item, note)))
        for item, note in zip(layout.items, layout.notes, strict=True)
    ]
    return {
        "type": "custom",
        "draw": "item",
        "across": True,
        "hit": HIT,
        "thread": INKS["soft"],
        "size": _THREAD,
        "items": told,
        "data": [[0, at] for at, _ in enumerate(told)],
    }


def _said(item: Item, note: str, shift: float) -> list[Mark]:
    """The number of a row, and its note."""
    at = item.extent[1] if item.label_at is None else item.label_at
    said = [words(item.label, at, weight=BOLD, dx=shift)] if item.label else []
    if note:
        beyond = text_width(item.label, is_bold=True) + _GAP if item.label else 0
        said.append(words(note, at, ink=item.note_ink, size=SMALL, dx=shift + beyond))
    return said


def _lines(layout: _Layout) -> dict[str, object]:
    """Lines through all rows; the words of each are moved to where they fit."""
    items = []
    for reference in layout.references:
        x, half = layout.pixels(float(reference.at)), text_width(reference.text, size=SMALL) / 2
        shift = min(0.0, layout.room - x - half) - min(0.0, x - half)
        said = words(reference.text, reference.at, ink=reference.ink, size=SMALL, align="center", dx=shift, dy=-14)
        line = {"at": float(reference.at), "ink": INKS[reference.ink], "width": 1.5, "dash": [4, 3], "rise": 4}
        items.append({**line, "words": [said]})
    return {
        "type": "custom",
        "draw": "reference",
        "across": True,
        "silent": True,
        "items": items,
        "data": [[0, 0] for _ in items],
    }
