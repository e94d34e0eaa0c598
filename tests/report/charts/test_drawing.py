"""A chart is drawn once, the same in every thread, without style or script, in inks or in colours."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lievik.errors import InternalError, MissingExtraError
from lievik.report.charts import drawing as room
from lievik.report.charts.chart import Drawing
from lievik.report.charts.drawing import begin, forget_drawn, svg
from lievik.report.charts.inks import DARK, INKS, LIGHT
from lievik.report.charts.marks import Item, dot, span
from lievik.report.charts.rows import row_drawing
from tests.report.charts.picture import SVG, faults, parsed

ONE = Decimal(1)


def a_drawing(value: int = 3, **facts: Any) -> Drawing:  # noqa: ANN401 - any attribute of an item
    """Two bars, the first with a link and both with something to say."""
    bars = (span(Decimal(0), Decimal(value), "1"),)
    first = Item(name="A", extent=(Decimal(0), Decimal(value)), tip="A: 3", link="/records/a", spans=bars, label="3")
    second = replace(first, name="B", tip="B: 3", link="", dots=(dot(ONE, "1", is_hollow=True),))
    return row_drawing([replace(first, **facts), second], width=380)


def test_a_page_gets_classes_and_neither_style_nor_script() -> None:
    assert faults(a_drawing()) == []


def test_a_document_gets_the_colours_themselves() -> None:
    drawn = svg(a_drawing(), ink=LIGHT)
    assert "currentColor" not in drawn
    assert LIGHT["1"] in drawn
    assert not set(INKS.values()) & set(drawn.split('"'))


@pytest.mark.parametrize("ink", [None, LIGHT])
def test_what_is_drawn_is_xml_of_the_size_asked_for(ink: dict[str, str] | None) -> None:
    root = parsed(svg(a_drawing(), ink=ink))
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 380 68"


def test_a_datum_is_one_link_with_its_tip_and_no_tab_stop() -> None:
    links = list(parsed(svg(a_drawing())).iter(f"{SVG}a"))
    assert [(link.get("href"), link.get("data-tip"), link.get("tabindex")) for link in links] == [
        ("/records/a", "A: 3", "-1")
    ]
    assert links[0].findtext(f"{SVG}title") == "A: 3"


def test_a_datum_without_a_link_says_its_tip_too() -> None:
    groups = [group for group in parsed(svg(a_drawing())).iter(f"{SVG}g") if "data-tip" in group.attrib]
    assert [group.get("data-tip") for group in groups] == ["B: 3"]


def test_a_hollow_dot_has_one_ink_for_its_inside_and_one_for_its_rim() -> None:
    classes = [element.get("class") for element in parsed(svg(a_drawing())).iter() if element.get("fill") == "none"]
    assert "ink-1" in classes
    assert "ink-surface" in svg(a_drawing())


def test_a_picture_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert parsed(svg(a_drawing(), label="Two bars")).get("role") == "group"
    without = parsed(svg(a_drawing(link=""), label="Two bars"))
    assert (without.get("role"), without.get("aria-label")) == ("img", "Two bars")


def test_what_people_typed_stays_text() -> None:
    drawn = svg(a_drawing(tip='<script>alert("x")</script> & "y"', name="<b>A & B</b>"))
    root = parsed(drawn)
    assert "<script" not in drawn
    assert "<b>A & B</b>" in [element.text for element in root.iter(f"{SVG}text")]


def test_the_same_chart_is_the_same_text_when_it_is_drawn_again() -> None:
    first = svg(a_drawing())
    forget_drawn()
    assert svg(a_drawing()) == first


def test_a_chart_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = svg(a_drawing(7))
    monkeypatch.setattr(room, "_raw", lambda _: pytest.fail("it was drawn a second time"))
    assert svg(a_drawing(7)) == first


def test_what_was_begun_is_not_drawn_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, draw = [], room._raw  # noqa: SLF001 - what draws

    def counted(script: str) -> str:
        drawn.append(script)
        return draw(script)

    monkeypatch.setattr(room, "_raw", counted)
    forget_drawn()
    begin(a_drawing(8), label="Two bars")
    assert svg(a_drawing(8), label="Two bars").startswith("<svg")
    assert len(drawn) == 1


def test_another_label_link_or_palette_is_another_picture() -> None:
    pictures = [
        svg(a_drawing()),
        svg(a_drawing(), label="x"),
        svg(a_drawing(), ink=LIGHT),
        svg(a_drawing(), ink=DARK),
        svg(a_drawing(link="/other")),
    ]
    assert len(set(pictures)) == len(pictures)


def test_threads_draw_side_by_side() -> None:
    drawings = [a_drawing(value) for value in range(20, 44)]
    with ThreadPoolExecutor(max_workers=8) as threads:
        together = list(threads.map(svg, drawings))
    forget_drawn()
    assert together == [svg(drawing) for drawing in drawings]


def test_a_colour_that_is_no_ink_is_our_bug() -> None:
    option = {"series": [], "graphic": [{"type": "circle", "shape": {"r": 3}, "style": {"fill": "#123456"}}]}
    with pytest.raises(InternalError, match="'#123456', which is no ink"):
        svg(Drawing(option=option, width=10, height=10, links={}, tips={}))


def test_an_option_that_cannot_be_drawn_is_our_bug() -> None:
    option = {"series": [{"type": "custom", "draw": "nothing of ours", "data": []}]}
    with pytest.raises(InternalError, match="A chart could not be drawn"):
        svg(Drawing(option=option, width=10, height=10, links={}, tips={}))


def test_a_chart_can_still_be_drawn_after_one_that_could_not() -> None:
    with pytest.raises(InternalError):
        svg(Drawing(option={"series": [{"draw": "x"}]}, width=10, height=10, links={}, tips={}))
    assert svg(a_drawing(9)).startswith("<svg")


def test_without_the_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(room, "_engine", missing)
    with pytest.raises(MissingExtraError, match=r"pip install 'lievik\[web\]'"):
        svg(a_drawing(11))


PROGRAM = """
import asyncio, sys
from decimal import Decimal
from lievik.report.charts.drawing import svg
from lievik.report.charts.marks import Item
from lievik.report.charts.rows import row_drawing
assert "py_mini_racer" not in sys.modules

async def page():
    return svg(row_drawing([Item(name="A", extent=(Decimal(0), Decimal(1)), tip="A")], width=380))

assert asyncio.run(page()).startswith("<svg")
item = Item(name="B", extent=(Decimal(0), Decimal(1)), tip="B")
assert svg(row_drawing([item], width=380)).startswith("<svg")
"""


def test_the_engine_is_imported_late_outlives_a_loop_and_lets_the_program_end() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], check=True, timeout=60)
