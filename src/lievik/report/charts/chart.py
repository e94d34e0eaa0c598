"""What a chart is: a picture in two widths, a sentence for whoever cannot see it, and its numbers as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lievik.report.blocks import Table

WIDE: Final = 720
NARROW: Final = 380


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart in one size.

    Attributes:
        option: what ECharts draws; colours are sentinels of `inks`.
        links: (series, data index) -> address of the records that a datum stands for.
        tips: the same -> what is said where one points at it.
    """

    option: Mapping[str, object]
    width: int
    height: int
    links: Mapping[tuple[int, int], str]
    tips: Mapping[tuple[int, int], str]

    @cached_property
    def written(self) -> str:
        """The option as JSON."""
        return json.dumps(self.option, allow_nan=False)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart, ready to be drawn.

    Attributes:
        name: what kind it is, as one word for programs.
        summary: one sentence for whoever cannot see it.
        table: the same numbers.
    """

    name: str
    title: str
    summary: str
    wide: Drawing
    narrow: Drawing
    table: Table
