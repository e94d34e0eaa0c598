"""A chart as it was drawn: its words with the boxes they take, its inks, its links; read from the SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

from lievik.report.charts.chart import Chart, Drawing
from lievik.report.charts.drawing import svg
from lievik.report.charts.inks import INK_NAMES
from lievik.report.charts.letters import text_width

SVG = "{http://www.w3.org/2000/svg}"
HEIGHT = 0.72
"""A capital letter takes so much of the size."""

INKED = {f"ink-{name}" for name in INK_NAMES}


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words and the box that they take."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Words) -> bool:
        """Whether the boxes overlap by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def parsed(drawn: str) -> Element:
    """A picture as XML."""
    return fromstring(drawn)  # noqa: S314 - drawn by ourselves


def words_in(drawn: str) -> list[Words]:
    """Every piece of text in a picture."""
    return [_words(element) for element in parsed(drawn).iter(f"{SVG}text") if (element.text or "").strip()]


def _words(element: Element) -> Words:
    x, y = _moved(element)
    size = float(element.get("font-size", "12"))
    text = element.text or ""
    wide = text_width(text, size=int(size), is_bold=element.get("font-weight") == "600")
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
    half = size * HEIGHT / 2
    return Words(text=text, left=left, right=left + wide, top=y - half, bottom=y + half)


def _moved(element: Element) -> tuple[float, float]:
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    found = re.match(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", element.get("transform", ""))
    return (x + float(found[1]), y + float(found[2])) if found else (x, y)


def collisions(drawing: Drawing) -> list[str]:
    """Words that overlap, or that are cut by the edge of the picture."""
    found = words_in(svg(drawing))
    meeting = [f"{a.text} | {b.text}" for a, b in combinations(found, 2) if a.meets(b)]
    cut = [
        w.text for w in found if w.left < -1 or w.right > drawing.width + 1 or w.top < -1 or w.bottom > drawing.height
    ]
    return meeting + cut


def crossed(drawing: Drawing) -> list[str]:
    """Words of a datum that lie on what is drawn of it."""
    root = parsed(svg(drawing))
    groups = [group for group in root.iter() if "data-tip" in group.attrib]
    return [
        words.text
        for group in groups
        for words in (_words(text) for text in group.iter(f"{SVG}text"))
        for shape in (_box(path) for path in group.iter(f"{SVG}path") if path.get("pointer-events") is None)
        if words.meets(shape)
    ]


def _box(path: Element) -> Words:
    """The box of a shape, out of its path: moves, lines and arcs, and lines that are told from where they begin."""
    x = y = 0.0
    points: list[tuple[float, float]] = []
    for command, told in re.findall(r"([MLlAHVhv])([-\d., e]*)", path.get("d", "")):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", told)]
        x, y = (x + numbers[-2], y + numbers[-1]) if command == "l" else (numbers[-2], numbers[-1])
        points.append((x, y))
    across, down = zip(*points, strict=True)
    return Words(text="", left=min(across), right=max(across), top=min(down), bottom=max(down))


def faults(drawing: Drawing) -> list[str]:
    """What a page under a strict policy would not show, and colours that are no inks."""
    root = parsed(svg(drawing, label="x"))
    return [fault for element in root.iter() for fault in _faults(element)]


def _faults(element: Element) -> Iterator[str]:
    if "style" in element.attrib or element.tag in {f"{SVG}style", f"{SVG}script"}:
        yield f"style: {element.tag}"
    yield from (f"handler: {name}" for name in element.attrib if name.startswith(("on", "ecmeta")))
    for name in ("fill", "stroke"):
        if element.get(name, "none") not in {"none", "currentColor"}:
            yield f"{name}: {element.get(name)}"
    if "currentColor" in {element.get("fill"), element.get("stroke")} and element.get("class") not in INKED:
        yield f"class: {element.get('class')}"


def both(chart: Chart) -> tuple[Drawing, Drawing]:
    """Both sizes."""
    return chart.wide, chart.narrow


def cells(chart: Chart) -> list[tuple[str, ...]]:
    """The texts of the table, row by row."""
    return [tuple(cell.text for cell in row.cells) for row in chart.table.rows]


def tips(drawing: Drawing) -> list[str]:
    """What is said of each datum, in order."""
    return [tip for _, tip in sorted(drawing.tips.items())]


def inks_of(drawing: Drawing, index: int) -> set[str]:
    """The inks in what stands for a datum of the first series, words excepted."""
    items = drawing.option["series"][0]["items"]  # type: ignore[index]
    item = items[index]
    return {mark["ink"] for part in ("spans", "lines", "dots") for mark in item[part]}
