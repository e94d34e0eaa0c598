"""A figure of a page → its chart as SVG, begun while the rest of the page is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from lievik.errors import InternalError

if TYPE_CHECKING:
    from lievik.apps.web.parts import Figure


def begin_drawing(figure: Figure) -> None:
    """Begin to draw a figure's chart in both sizes, while the rest of its page is made."""
    from lievik.report.charts.drawing import begin

    if figure.chart.table.rows:
        for drawing in (figure.chart.wide, figure.chart.narrow):
            begin(drawing, label=figure.chart.summary)


def drawn(figure: Figure, size: str) -> Markup:
    """The chart of a figure in one size; nothing where it cannot be drawn, as its numbers stand in the table behind."""
    from lievik.report.charts.drawing import svg

    drawing = figure.chart.wide if size == "wide" else figure.chart.narrow
    try:
        return Markup(svg(drawing, label=figure.chart.summary))  # noqa: S704 - drawn by us, texts are escaped
    except InternalError:
        return Markup("")
