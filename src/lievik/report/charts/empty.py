"""A chart of nothing: it says so, instead of an empty picture."""

from __future__ import annotations

from lievik.report.blocks import Table
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.inks import INKS
from lievik.report.charts.letters import in_lines

_HEIGHT = 72


def empty_chart(name: str, title: str, sentence: str) -> Chart:
    """The chart of an answer that has nothing to be drawn; the sentence says why."""
    wide, narrow = (_drawing(sentence, width) for width in (WIDE, NARROW))
    return Chart(name=name, title=title, summary=sentence, wide=wide, narrow=narrow, table=Table(columns=(), rows=()))


def _drawing(sentence: str, width: int) -> Drawing:
    style = {
        "text": "\n".join(in_lines(sentence, width - 40)),
        "fill": INKS["soft"],
        "fontSize": 12,
        "lineHeight": 18,
        "fontFamily": "Inter",
        "align": "center",
        "verticalAlign": "middle",
    }
    words = {"type": "text", "silent": True, "x": width / 2, "y": _HEIGHT / 2, "style": style}
    return Drawing(
        option={"animation": False, "series": [], "graphic": [words]},
        width=width,
        height=_HEIGHT,
        links={},
        tips={},
    )
