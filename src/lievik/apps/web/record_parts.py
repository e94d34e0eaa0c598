"""Which number, and which part of it, an address names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lievik.language import mark

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.explanation import Part as NumberPart

PARTS: Final = {
    "numerator": mark("What counts"),
    "denominator": mark("What it is divided by"),
    "excluded": mark("Left out"),
}
"""Part of a number -> what its records are, for people."""


def full_name(visit: Visit) -> str:
    """The metric, and its reading, that the address names."""
    variant = visit.asked.one("variant")
    name = visit.asked.one("metric")
    return f"{name}:{variant}" if variant else name


def part_of(visit: Visit) -> NumberPart:
    """The part of the number that the address names."""
    part = visit.asked.one("part", "numerator")
    return cast("NumberPart", part if part in PARTS else "numerator")
