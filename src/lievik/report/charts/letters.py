"""How wide text is in Inter, so that labels are placed and cut before anything is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

SIZE: Final = 12
SMALL: Final = 11
ELLIPSIS: Final = "…"
_EM: Final = 1000
_UNKNOWN: Final = 700
"""A letter that is not listed is taken for a wide one."""


def text_width(text: str, *, size: int = SIZE, is_bold: bool = False) -> float:
    """How many pixels a line of text is wide.

    Example:
        >>> round(text_width("1,3 mil. €"))
        55
    """
    known = _widths()[is_bold]
    return sum(known.get(letter, _UNKNOWN) for letter in text) * size / _EM


def cut(text: str, room: float, *, size: int = SIZE, is_bold: bool = False) -> str:
    """The text where it fits, else as much of it as fits with an ellipsis."""
    if text_width(text, size=size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + ELLIPSIS, size=size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def in_lines(text: str, room: float, *, most: int = 2, size: int = SIZE) -> tuple[str, ...]:
    """The text in at most so many lines, broken between words; the last is cut where it does not fit."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size=size) <= room or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(cut(line, room, size=size) for line in lines)


@cache
def _widths() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Letter -> thousandths of the size, regular and bold."""
    text = files(__package__).joinpath("letter_widths.json").read_text(encoding="utf-8")
    regular, bold = json.loads(text).values()
    return tuple(  # type: ignore[return-value]
        {letter: int(width) for width, letters in weight.items() for letter in letters} for weight in (regular, bold)
    )
