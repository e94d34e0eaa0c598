"""SVG as ECharts draws it → SVG for a page under a strict policy, or for a document.

No style and no script is left. What stands for the same datum is put together, with its link and what is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from lievik.errors import InternalError
from lievik.report.charts.inks import HIT, INKS, class_of

_SVG: Final = "http://www.w3.org/2000/svg"
_NAMES: Final = {sentinel: name for name, sentinel in INKS.items()}
_SERIES, _INDEX = "ecmeta_series_index", "ecmeta_data_index"
_DROPPED: Final = ("class", "pointer-events", "{http://www.w3.org/XML/1998/namespace}space", "ecmeta_")
"""What attributes begin with that say something to ECharts alone, or nothing."""

_FONT: Final = {"font-size", "font-weight"}
_COLOURS: Final = ("fill", "stroke")
_STROKES: Final = ("stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity")

register_namespace("", _SVG)

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Finish:
    """How a chart is finished: its links and tips by (series, data index), its colours, what is said of it."""

    links: Mapping[Place, str]
    tips: Mapping[Place, str]
    ink: Mapping[str, str] | None
    label: str


def finished(raw: str, finish: Finish) -> str:
    """Finish what was drawn.

    Raises:
        InternalError: something is drawn in a colour that is no ink.
    """
    root = fromstring(raw)  # noqa: S314 - drawn by ourselves
    for style in root.findall(_tag("style")):
        root.remove(style)
    _head(root, finish)
    _clip_names(root, raw)
    _regroup(root, finish)
    return tostring(root, encoding="unicode")


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"


def _head(root: Element, finish: Finish) -> None:
    """Say what the whole is: a picture, or a group where there are links in it."""
    size = {name: root.get(name, "") for name in ("width", "height", "viewBox")}
    root.attrib.clear()
    role = "group" if finish.links else "img"
    root.attrib.update(size | {"class": "chart", "role": role, "data-chart": "", "font-family": "Inter, sans-serif"})
    if finish.label:
        root.set("aria-label", finish.label)


def _clip_names(root: Element, raw: str) -> None:
    """Name what clips by the content, so that the same chart is the same text and two charts do not meet in a page."""
    mark = blake2b(re.sub(r"zr\d+-", "", raw).encode(), digest_size=4).hexdigest()
    for element in root.iter():
        for name in ("id", "clip-path"):
            if name in element.attrib:
                element.set(name, re.sub(r"zr\d+-", f"c{mark}-", element.attrib[name]))


def _regroup(parent: Element, finish: Finish) -> None:
    """Put what stands for one datum together, and finish each piece."""
    children = list(parent)
    for child in children:
        parent.remove(child)
    for place, pieces in groupby(children, key=_place):
        kept = [done for piece in pieces for done in _pieces(piece, finish)]
        around = _around(place, finish) if place else None
        if around is None:
            parent.extend(kept)
        else:
            around.extend(kept)
            parent.append(around)


def _plain(defs: Element) -> None:
    """Take colours from what only clips."""
    for element in defs.iter():
        for name in ("fill", "class", "style"):
            element.attrib.pop(name, None)


def _place(element: Element) -> Place | None:
    """The datum that an element stands for."""
    series, index = element.get(_SERIES), element.get(_INDEX)
    return None if series is None or index is None else (int(series), int(index))


def _around(place: Place, finish: Finish) -> Element | None:
    """What a datum is put into: a link, or a group where there is only something to be said."""
    link, tip = finish.links.get(place), finish.tips.get(place, "")
    if not link and not tip:
        return None
    around = Element(_tag("a" if link else "g"), {"href": link, "tabindex": "-1"} if link else {})
    if tip:
        around.set("data-tip", tip)
        SubElement(around, _tag("title")).text = tip
    if link:
        around.set("aria-label", tip or link)
    return around


def _pieces(element: Element, finish: Finish) -> Iterator[Element]:
    """The element with attributes only; in two pieces where it has two colours, since a class gives one."""
    if element.tag in {_tag("g"), _tag("defs")}:
        if element.tag == _tag("g"):
            _regroup(element, finish)
        else:
            _plain(element)
        yield element
        return
    for name in [name for name in element.attrib if name.startswith(_DROPPED)]:
        del element.attrib[name]
    _fonts(element)
    used = [name for name in _COLOURS if element.get(name, "none") != "none"]
    if not used:
        return
    if len(used) < len(_COLOURS) or finish.ink is not None:
        yield _coloured(element, used, finish)
        return
    inside, line = deepcopy(element), element
    for name in _STROKES:
        inside.attrib.pop(name, None)
    line.set("fill", "none")
    yield _coloured(inside, ["fill"], finish)
    yield _coloured(line, ["stroke"], finish)


def _fonts(element: Element) -> None:
    """Write what a style says of the font as attributes."""
    for said in element.attrib.pop("style", "").split(";"):
        name, _, value = said.partition(":")
        if name.strip() in _FONT:
            element.set(name.strip(), value.strip().removesuffix("px"))


def _coloured(element: Element, used: list[str], finish: Finish) -> Element:
    """Give an element its ink: a class, or the colour itself."""
    for attribute in used:
        sentinel = element.get(attribute, "")
        if sentinel == HIT:
            element.set(attribute, "none")
            element.set("pointer-events", "all")
            continue
        name = _NAMES.get(sentinel)
        if name is None:
            raise InternalError(f"A chart is drawn in '{sentinel}', which is no ink.")
        if finish.ink is None:
            element.set("class", class_of(name))
            element.set(attribute, "currentColor")
        else:
            element.set(attribute, finish.ink[name])
    return element
