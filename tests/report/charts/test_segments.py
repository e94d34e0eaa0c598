"""Segments are dots with what they lie between against the line of all deals; everything is told in the table, too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.catalogue import Catalogue
from lievik.language import Language, language_of
from lievik.model.periods import custom_period
from lievik.model.result import Interval
from lievik.model.segments import MEASURES, Segment, SegmentMeasure, SegmentNumber, SegmentsAnswer
from lievik.report.charts.segments import MOST, SegmentDots
from tests.report.charts.answers import AS_OF
from tests.report.charts.picture import both, cells, collisions, crossed, faults, tips
from tests.soundness.table_from_docstring import built_in_catalogue

EN = language_of("en")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return built_in_catalogue()


def a_segment(label: str, value: str, side: str = "", n: int = 100) -> Segment:
    """A segment whose every measure is the same number."""
    middle = Decimal(value)
    number = SegmentNumber(
        value=middle,
        n=n,
        interval=Interval(low=middle * Decimal("0.8"), high=middle * Decimal("1.3"), method="wilson"),
        side=side,  # type: ignore[arg-type]
    )
    numbers: dict[SegmentMeasure, SegmentNumber] = dict.fromkeys(MEASURES, number)
    return Segment(
        dimension="industry" if label else "",
        key=label,
        label=label,
        ended=n,
        won=n // 3,
        won_amount=Decimal(1),
        worked_days=1,
        numbers=numbers,
    )


def an_answer(*segments: Segment) -> SegmentsAnswer:
    return SegmentsAnswer(
        period=custom_period(AS_OF.replace(day=1), AS_OF),
        as_of=AS_OF,
        currency="EUR",
        dimensions=("industry",),
        whole=a_segment("", "0.3", n=500),
        segments=segments,
    )


SOME = an_answer(
    a_segment("Automotive suppliers and makers", "0.44", "better"),
    a_segment("Food", "0.18", "worse"),
    a_segment("Wood", "0.31"),
    a_segment("Small", "0.9", n=19),
)


def test_every_segment_with_enough_deals_is_drawn_with_its_interval(catalogue: Catalogue, language: Language) -> None:
    chart = SegmentDots(catalogue=catalogue, language=language).chart(SOME, "industry", "win_rate")
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert [item["dots"][0]["at"] for item in items] == [0.44, 0.18, 0.31]
    assert [(item["lines"][0]["from"], item["lines"][0]["to"]) for item in items][1] == pytest.approx((0.144, 0.234))
    for drawing in both(chart):
        assert collisions(drawing) == []
        assert crossed(drawing) == []
        assert faults(drawing) == []


def test_what_differs_has_an_ink_of_its_own_and_words_that_say_so(catalogue: Catalogue) -> None:
    chart = SegmentDots(catalogue=catalogue, language=EN).chart(SOME, "industry", "win_rate")
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert len({item["dots"][0]["ink"] for item in items}) == 3
    said = str(chart.wide.option["graphic"])
    assert all(words in said for words in ("better, beyond chance", "worse, beyond chance", "not told from all others"))


def test_the_table_and_the_tips_have_the_same_numbers(catalogue: Catalogue) -> None:
    chart = SegmentDots(catalogue=catalogue, language=EN).chart(SOME, "industry", "day_value")
    assert cells(chart)[1] == ("Food", "€0.18", "€0.14 – €0.23")
    assert tips(chart.wide)[1].startswith("Food: €0.18")
    assert "all deals €0.30" in str(chart.wide.option["series"])


def test_many_are_not_all_drawn_and_none_is_said(catalogue: Catalogue) -> None:
    dots = SegmentDots(catalogue=catalogue, language=EN)
    chart = dots.chart(an_answer(*(a_segment(f"S{n}", "0.3") for n in range(MOST + 4))), "industry", "win_rate")
    assert "4 more, in the table" in str(chart.wide.option)
    assert len(cells(chart)) == MOST + 4
    nothing = dots.chart(an_answer(a_segment("few", "0.3", n=5)), "industry", "win_rate")
    assert "No segment has enough deals that ended." in str(nothing.wide.option)
