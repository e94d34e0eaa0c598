"""Inks: what colours of a chart mean. In an option an ink is a sentinel; a page gives it a class, a document a colour.

`LIGHT` and `DARK` are the palettes of our own pages and documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INK_NAMES: Final = (
    *("1", "2", "pale", "good", "bad", "warn", "total"),
    *("target", "text", "soft", "grid", "axis", "surface"),
)
"""1: what is looked at; 2: what it is held against; pale: too few records, or a rest; total: opening and closing;
target: what is aimed at; text, soft: words; grid, axis: lines; surface: what the chart lies on."""

INKS: Final[Mapping[str, str]] = MappingProxyType({name: f"#0a00{at:02x}" for at, name in enumerate(INK_NAMES, 1)})
"""Ink -> the sentinel that stands for it in an option."""

HIT: Final = "#0a00ff"
"""Sentinel of what is pointed at and not seen."""

LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "#2158d8",
        "2": "#8a94a6",
        "pale": "#b4c6ee",
        "good": "#0b7a55",
        "bad": "#b9380c",
        "warn": "#b9380c",
        "total": "#475569",
        "target": "#8a5a00",
        "text": "#1a2233",
        "soft": "#566174",
        "grid": "#e6e9ef",
        "axis": "#aab2c0",
        "surface": "#ffffff",
    }
)
DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "#7aa5ff",
        "2": "#77839a",
        "pale": "#3d5487",
        "good": "#3fd08f",
        "bad": "#ff9b5e",
        "warn": "#ff9b5e",
        "total": "#94a3b8",
        "target": "#e5b454",
        "text": "#e9edf3",
        "soft": "#a3adbb",
        "grid": "#272d38",
        "axis": "#55606f",
        "surface": "#171b22",
    }
)


def class_of(name: str) -> str:
    """The class that gives an ink its colour in a page.

    Example:
        >>> class_of("good")
        'ink-good'
    """
    return f"ink-{name}"
