"""What each ink of a chart stands for → graphic elements in a row at its top, as many rows as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lievik.report.charts.inks import INKS
from lievik.report.charts.letters import SMALL, cut, text_width

LINE: Final = 18
"""Pixels of one row."""

Sign = Literal["bar", "line", "dashed", "hollow", "band"]
"""How an ink is drawn."""

_SIGN: Final = 16
_GAP: Final = 6
_BETWEEN: Final = 16


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one ink stands for; `sign` is how it is drawn."""

    text: str
    ink: str
    sign: Sign = "bar"


def legend(entries: Sequence[Entry], width: int) -> tuple[list[object], int]:
    """Lay entries out; gives the elements and how many pixels they take from the top."""
    elements: list[object] = []
    x, row = 2.0, 0
    for entry in entries:
        text = cut(entry.text, width - _SIGN - 2 * _BETWEEN, size=SMALL)
        wide = _SIGN + _GAP + text_width(text, size=SMALL)
        if x > _GAP and x + wide > width - _GAP:
            x, row = 2.0, row + 1
        y = row * LINE + LINE / 2
        elements += [_sign(entry, x, y), _text(text, x + _SIGN + _GAP, y)]
        x += wide + _BETWEEN
    return elements, (row + 1) * LINE if entries else 0


def _text(text: str, x: float, y: float) -> dict[str, object]:
    style = {"text": text, "fill": INKS["soft"], "fontSize": SMALL, "fontFamily": "Inter", "fontWeight": 400}
    return {"type": "text", "silent": True, "x": x, "y": y, "style": {**style, "verticalAlign": "middle"}}


def _sign(entry: Entry, x: float, y: float) -> dict[str, object]:
    ink = INKS[entry.ink]
    if entry.sign in {"line", "dashed"}:
        shape = {"x1": x, "y1": y, "x2": x + _SIGN, "y2": y}
        dash = [4, 3] if entry.sign == "dashed" else None
        return {
            "type": "line",
            "silent": True,
            "shape": shape,
            "style": {"stroke": ink, "lineWidth": 2, "lineDash": dash, "fill": "none"},
        }
    if entry.sign == "hollow":
        style = {"fill": INKS["surface"], "stroke": ink, "lineWidth": 1.5}
        return {"type": "circle", "silent": True, "shape": {"cx": x + _SIGN / 2, "cy": y, "r": 4}, "style": style}
    shape = {"x": x + 2, "y": y - 5, "width": _SIGN - 4, "height": 10, "r": 2}
    return {
        "type": "rect",
        "silent": True,
        "shape": shape,
        "style": {"fill": ink, "opacity": 0.3 if entry.sign == "band" else 1},
    }
