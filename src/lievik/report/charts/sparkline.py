"""Values over time → a line without axes, as small as a word; the last value has a dot, and there are gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from lievik.report.charts.inks import class_of

WIDTH: Final = 96
HEIGHT: Final = 28
_EDGE: Final = 3
_DOT: Final = 2.5

Point = tuple[float, float]


def sparkline(
    values: Sequence[Decimal | None], *, ink: Mapping[str, str] | None = None, width: int = WIDTH, height: int = HEIGHT
) -> str:
    """Draw values as SVG; empty where there is none. It is decoration: what it shows is said beside it.

    Args:
        values: in order; none is a gap.
        ink: ink -> colour, for documents; none for a page, where each ink is a class.
        width: in pixels, as `height`.
        height: likewise.
    """
    points = _points(values, width, height)
    runs = [
        [point for point in run if point] for has, run in groupby(points, key=lambda point: point is not None) if has
    ]
    if not runs:
        return ""
    pieces = [*_areas(runs, height, ink), *_lines(runs, ink), _last(runs[-1][-1], ink)]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" class="sparkline" aria-hidden="true" {size}>'
    return f"{opening}{''.join(pieces)}</svg>"


def _points(values: Sequence[Decimal | None], width: int, height: int) -> list[Point | None]:
    """Where each value lies; all alike lie in the middle."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return []
    low, spread = min(known), max(known) - min(known)
    step = (width - 2 * _EDGE) / max(len(values) - 1, 1)
    room = height - 2 * _EDGE

    def place(at: int, value: Decimal) -> Point:
        part = (float(value) - low) / spread if spread else 0.5
        return round(_EDGE + at * step, 1), round(_EDGE + (1 - part) * room, 1)

    return [None if value is None else place(at, value) for at, value in enumerate(values)]


def _path(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in run)


def _areas(runs: Sequence[Sequence[Point]], height: int, ink: Mapping[str, str] | None) -> Iterator[str]:
    """What lies under the line, pale."""
    for run in runs:
        if len(run) > 1:
            closed = f"{_path(run)}L{run[-1][0]} {height}L{run[0][0]} {height}Z"
            yield f'<path d="{closed}" fill-opacity="0.12" {_inked("fill", ink)}/>'


def _lines(runs: Sequence[Sequence[Point]], ink: Mapping[str, str] | None) -> Iterator[str]:
    """The line; a value between two gaps is a dot."""
    drawn = f'fill="none" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" {_inked("stroke", ink)}'
    for run in runs:
        path = _path(run) if len(run) > 1 else f"{_path(run)}h0"
        yield f'<path d="{path}" {drawn}/>'


def _last(point: Point, ink: Mapping[str, str] | None) -> str:
    return f'<circle cx="{point[0]}" cy="{point[1]}" r="{_DOT}" {_inked("fill", ink)}/>'


def _inked(attribute: str, ink: Mapping[str, str] | None) -> str:
    """The first ink: its class, or its colour."""
    return f'class="{class_of("1")}" {attribute}="currentColor"' if ink is None else f'{attribute}="{ink["1"]}"'
