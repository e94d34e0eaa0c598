"""What is drawn of one row or column: bars, lines across them, dots and words. Plain data, as `drawing.js` reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.report.charts.inks import INKS

Mark = Mapping[str, object]

BOLD: Final = 600
_ROUND: Final = 2


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row or column of a chart.

    Attributes:
        name: beside or below it; cut where it is too long.
        extent: the least and the greatest number that is drawn of it, zero among them for a bar.
        label: its number, in bold; `note` stands after it where there is room, else `brief`, in the ink `note_ink`.
        label_at: where the label stands; the extent's end where it is none.
        tip: all that there is to say.
        onward: a thin line leads on from here to the next column.
        said: other words.
    """

    name: str
    extent: tuple[Decimal, Decimal]
    tip: str
    spans: tuple[Mark, ...] = ()
    lines: tuple[Mark, ...] = ()
    dots: tuple[Mark, ...] = ()
    label: str = ""
    note: str = ""
    brief: str = ""
    note_ink: str = "soft"
    label_at: Decimal | None = None
    link: str = ""
    onward: Decimal | None = None
    said: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A line through all rows at a value, with words at its end."""

    at: Decimal
    text: str
    ink: str = "target"


def span(start: Decimal, end: Decimal, ink: str, *, size: int = 18, opacity: float = 1) -> Mark:
    """A bar from one number to another, so many pixels thick."""
    return {
        "from": float(start),
        "to": float(end),
        "ink": INKS[ink],
        "size": size,
        "opacity": opacity,
        "round": _ROUND,
    }


def stretch(low: Decimal, high: Decimal, ink: str = "text") -> tuple[Mark, ...]:
    """A thin line from a number to another with a stop at both ends, to be told from the bar that it lies on."""
    ends = {"from": float(low), "to": float(high)}
    stops = [(end, width) for width in (3.5, 1.25) for end in (low, high)]
    under = [
        {**ends, "ink": INKS["surface"], "width": 3.5},
        *(tick(end, "surface", half=5, width=w) for end, w in stops[:2]),
    ]
    over = [{**ends, "ink": INKS[ink], "width": 1.25}, *(tick(end, ink, half=4, width=w) for end, w in stops[2:])]
    return (*under, *over)


def tick(at: Decimal, ink: str = "target", *, half: float = 11, width: float = 2) -> Mark:
    """A short line across a bar."""
    return {"from": float(at), "to": float(at), "ink": INKS[ink], "width": width, "half": half}


def dot(at: Decimal, ink: str, *, is_hollow: bool = False, radius: float = 4) -> Mark:
    """A dot; a hollow one is not sure."""
    return {
        "at": float(at),
        "ink": INKS["surface" if is_hollow else ink],
        "rim": INKS[ink],
        "width": 1.5,
        "radius": radius,
    }


def words(text: str, at: Decimal, *, ink: str = "text", size: int = 12, **place: object) -> Mark:
    """Words at a number, moved by `dx` and `dy` pixels."""
    told = {"text": text, "at": float(at), "ink": INKS[ink], "size": size, "weight": 400, "dx": 0, "dy": 0}
    return {**told, **place}


def rest(text: str) -> Item:
    """The row that says what is not drawn."""
    said = words(text, Decimal(0), ink="soft", size=11, dx=6)
    return Item(name="", extent=(Decimal(0), Decimal(0)), tip="", said=(said,))


def drawn(item: Item, said: Sequence[Mark]) -> dict[str, object]:
    """An item as the renderer reads it, with the words that were placed."""
    told: dict[str, object] = {
        "hit": bool(item.tip or item.link),
        "spans": [*item.spans],
        "lines": [*item.lines],
        "dots": [*item.dots],
        "words": [*said, *item.said],
    }
    return told if item.onward is None else told | {"onward": float(item.onward)}


def places(items: Sequence[Item]) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """Links and tips of items that are the first series of a drawing."""
    links = {(0, at): item.link for at, item in enumerate(items) if item.link}
    return links, {(0, at): item.tip for at, item in enumerate(items) if item.tip}
