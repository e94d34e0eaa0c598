"""Columns side by side → what ECharts needs of them: the axis of values, the marks below it, items as the first series.

What stands below a column is thinned out until nothing meets; what stands above is left out where it does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lievik.report.charts.chart import Drawing
from lievik.report.charts.inks import HIT, INKS
from lievik.report.charts.letters import SMALL, text_width
from lievik.report.charts.marks import BOLD, Item, Mark, drawn, places, words
from lievik.report.charts.scale import Scale

_GAP: Final = 8
_LINE: Final = 14
"""Pixels of one line of words."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What columns stand in.

    Attributes:
        scale: of the axis.
        tick: writes a number on the axis.
        names: below each column, in lines; empty for one that says nothing.
        top: pixels above, for a legend and labels.
        right: pixels at the right.
    """

    width: int
    plot: int
    scale: Scale
    tick: Callable[..., str]
    names: tuple[tuple[str, ...], ...]
    top: int
    right: float = 8

    @cached_property
    def left(self) -> float:
        """Pixels that the numbers of the axis need."""
        return max(text_width(text, size=SMALL) for text in self.texts) + _GAP + 2

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The numbers on the axis."""
        return tuple(self.tick(value) for value in self.scale.ticks)

    @property
    def step(self) -> float:
        """How many pixels a column has."""
        return (self.width - self.left - self.right) / max(len(self.names), 1)

    @property
    def height(self) -> int:
        """Pixels of the whole."""
        return self.top + self.plot + _LINE * max((len(lines) for lines in self.names), default=1) + _GAP


def columns(
    frame: Frame, items: Sequence[Item], *, more: Sequence[object] = (), graphic: Sequence[object] = ()
) -> Drawing:
    """Draw columns in a frame; `more` series lie above them, and graphic elements anywhere."""
    links, tips = places(items)
    first = {
        "type": "custom",
        "draw": "item",
        "across": False,
        "hit": HIT,
        "thread": INKS["soft"],
        "size": max((_thick(item) for item in items), default=0),
        "items": [drawn(item, _said(item, frame)) for item in items],
        "data": [[at, 0] for at, _ in enumerate(items)],
    }
    return Drawing(
        option={
            "animation": False,
            "grid": {
                "left": frame.left,
                "right": frame.right,
                "top": frame.top,
                "height": frame.plot,
                "outerBoundsMode": "none",
            },
            "xAxis": _names(frame),
            "yAxis": _values(frame),
            "series": [first, *more],
            "graphic": list(graphic),
        },
        width=frame.width,
        height=frame.height,
        links=links,
        tips=tips,
    )


def thinned(names: Sequence[tuple[str, ...]], step: float) -> tuple[tuple[str, ...], ...]:
    """Names of columns with so many left empty that the others do not meet; the last is always there.

    Example:
        >>> thinned([("jan",), ("feb",), ("mar",)], 15)
        (('jan',), (), ('mar',))
    """
    wide = max((text_width(line, size=SMALL) for lines in names for line in lines), default=0) + _GAP
    every = max(1, int(-(-wide // max(step, 1))))
    last = len(names) - 1
    return tuple(lines if (last - at) % every == 0 else () for at, lines in enumerate(names))


def _thick(item: Item) -> int:
    sizes = [size for mark in item.spans if isinstance(size := mark["size"], int)]
    return max(sizes, default=0)


def _said(item: Item, frame: Frame) -> list[Mark]:
    """The number above a column, or below one that goes down."""
    if not item.label or text_width(item.label, size=SMALL, is_bold=True) > frame.step + _GAP:
        return []
    is_down = item.label_at is not None and item.label_at < 0
    at = item.extent[1] if item.label_at is None else item.label_at
    said = [words(item.label, at, size=SMALL, weight=BOLD, align="center", dy=10 if is_down else -9)]
    if item.note and text_width(item.note, size=SMALL) <= frame.step + _GAP:
        said.append(words(item.note, at, ink=item.note_ink, size=SMALL, align="center", dy=-9 - _LINE))
    return said


def _names(frame: Frame) -> Mapping[str, object]:
    has_below = frame.scale.low < 0
    return {
        "type": "category",
        "data": [str(at) for at, _ in enumerate(frame.names)],
        "axisLine": {"show": True, "onZero": has_below, "lineStyle": {"color": INKS["axis"], "width": 1}},
        "axisTick": {"show": False},
        "axisLabel": {
            "interval": 0,
            "texts": ["\n".join(lines) for lines in frame.names],
            "color": INKS["soft"],
            "fontSize": SMALL,
            "lineHeight": _LINE,
            "fontFamily": "Inter",
            "margin": 6,
        },
    }


def _values(frame: Frame) -> Mapping[str, object]:
    scale = frame.scale
    return {
        "type": "value",
        "min": float(scale.low),
        "max": float(scale.high),
        "interval": float(scale.step),
        "splitLine": {"lineStyle": {"color": INKS["grid"], "width": 1}},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {
            "texts": list(frame.texts),
            "color": INKS["soft"],
            "fontSize": SMALL,
            "fontFamily": "Inter",
            "margin": _GAP,
            "showMinLabel": True,
            "showMaxLabel": True,
        },
    }
