"""Rows that lie one under another → a drawing: names at the left, bars, and each number after its bar.

There is no axis: every row says its number. Room for numbers is set aside before bars get theirs: they never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lievik.report.charts.chart import NARROW, WIDE, Drawing
from lievik.report.charts.inks import HIT, INKS
from lievik.report.charts.legend import Entry, legend
from lievik.report.charts.letters import SIZE, SMALL, cut, text_width
from lievik.report.charts.marks import BOLD, Item, Mark, Reference, drawn, places, words

ROW: Final = 30
_EDGE: Final = 4
_SAID: Final = 18
"""Pixels for what is said of a line through all rows."""

_GAP: Final = 8
_NAMES: Final = 0.34
"""At most so much of the width is for names."""

_LABELS: Final = 0.5
"""At most so much of what is left is for numbers; a note that needs more is left to the tip and the table."""


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
    left = min(max((text_width(item.name) for item in items), default=0), width * _NAMES) + _GAP
    room = width - left - 2 * _EDGE
    notes = [_note(item, room) for item in items]
    low, high = _ends(items, references, notes, room)
    graphic, taken = legend(entries, width)
    top = taken + (_EDGE if taken else 0) + (_SAID if references else 0) + _EDGE
    links, tips = places(items)
    series: list[object] = [
        {
            "type": "custom",
            "draw": "item",
            "across": True,
            "hit": HIT,
            "items": [drawn(item, _said(item, note)) for item, note in zip(items, notes, strict=True)],
            "data": [[0, at] for at, _ in enumerate(items)],
        }
    ]
    if references:
        series.append(_references(references, (low, high), room))
    return Drawing(
        option={
            "animation": False,
            "grid": {
                "left": left + _EDGE,
                "right": _EDGE,
                "top": top,
                "height": ROW * len(items),
                "outerBoundsMode": "none",
            },
            "xAxis": {"type": "value", "show": False, "min": low, "max": high},
            "yAxis": _names([cut(item.name, left - _GAP + 1) for item in items], has_line=low >= 0),
            "series": series,
            "graphic": graphic,
        },
        width=width,
        height=top + ROW * len(items) + _EDGE,
        links=links,
        tips=tips,
    )


def _names(names: Sequence[str], *, has_line: bool) -> dict[str, object]:
    """The axis that says what each row is."""
    return {
        "type": "category",
        "inverse": True,
        "data": [str(at) for at, _ in enumerate(names)],
        "axisLine": {"show": has_line, "onZero": False, "lineStyle": {"color": INKS["axis"], "width": 1}},
        "axisTick": {"show": False},
        "axisLabel": {
            "interval": 0,
            "texts": list(names),
            "color": INKS["text"],
            "fontSize": SIZE,
            "fontFamily": "Inter",
            "margin": _GAP,
        },
    }


def _note(item: Item, room: float) -> str:
    """The note, where there is room for it."""
    if not item.note:
        return ""
    wide = text_width(item.label, is_bold=True) + text_width(item.note, size=SMALL) + 2 * _GAP
    return item.note if wide <= room * _LABELS else ""


def _wide(item: Item, note: str) -> float:
    """How many pixels the number of a row needs, its note included."""
    label = text_width(item.label, is_bold=True) + _GAP if item.label else 0
    return label + (text_width(note, size=SMALL) + _GAP if note else 0)


def _ends(
    items: Sequence[Item], references: Sequence[Reference], notes: Sequence[str], room: float
) -> tuple[float, float]:
    """From which number to which the width goes, so that the number of each row fits behind its bar."""
    low = float(min((item.extent[0] for item in items), default=Decimal(0)))
    low = min(low, *(float(reference.at) for reference in references), 0.0) if references else min(low, 0.0)
    high = max((float(reference.at) for reference in references), default=low)
    for item, note in zip(items, notes, strict=True):
        left = max(room - _wide(item, note), room * (1 - _LABELS) * 0.5)
        high = max(high, low + (_after(item) - low) * room / left)
    if high <= low:
        high = low + 1
    return low - (high - low) * 0.01 * (low < 0), high


def _after(item: Item) -> float:
    """The number after which the label stands."""
    return float(item.extent[1] if item.label_at is None else item.label_at)


def _said(item: Item, note: str) -> list[Mark]:
    """The number of a row, and its note."""
    at = Decimal(str(_after(item)))
    said = [words(item.label, at, weight=BOLD, dx=_GAP - 2)] if item.label else []
    if note:
        shift = text_width(item.label, is_bold=True) + 2 * _GAP - 2 if item.label else _GAP - 2
        said.append(words(note, at, ink=item.note_ink, size=SMALL, dx=shift))
    return said


def _references(references: Sequence[Reference], ends: tuple[float, float], room: float) -> dict[str, object]:
    """Lines through all rows; the words of each stand at the side where they fit."""
    low, high = ends
    items = []
    for reference in references:
        x = (float(reference.at) - low) / (high - low) * room
        half = text_width(reference.text, size=SMALL) / 2
        shift = min(0.0, room - x - half) - min(0.0, x - half)
        said = words(reference.text, reference.at, ink=reference.ink, size=SMALL, align="center", dx=shift, dy=-14)
        items.append({"at": float(reference.at), "ink": INKS[reference.ink], "width": 1.5, "dash": [4, 3]})
        items[-1] |= {"rise": 4, "words": [said]}
    return {
        "type": "custom",
        "draw": "reference",
        "across": True,
        "silent": True,
        "items": items,
        "data": [[0, 0] for _ in items],
    }
