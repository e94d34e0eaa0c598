"""The gap between two readings goes from the first to the second, each group from where the last one ended."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from lievik.catalogue import load_catalogue
from lievik.catalogue.catalogue import Catalogue
from lievik.definitions import built_in_texts
from lievik.language import Language, language_of
from lievik.model.reading_gap import GapGroup, ReadingGap, Stance, VariantsAnswer, Why
from lievik.report.charts.gap import GapWaterfall
from tests.report.charts.answers import a_value, months
from tests.report.charts.picture import both, cells, collisions, crossed, faults, tips

EN = language_of("en")
MONTH = months(1)[0]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(built_in_texts())


def below(measure: str) -> Stance:
    return Stance(counted_above="", counted_below=measure, above=Decimal(0), below=Decimal(3 if measure else 0))


def a_gap(*moves: str) -> VariantsAnswer:
    """A win rate of 50 %, and one without undecided deals, moved there by groups."""
    shares = {"metric": "win_rate", "unit": "share", "currency": ""}
    whole = sum((Decimal(move) for move in moves), Decimal(0))
    groups = tuple(
        GapGroup(
            a=below("lost_deals"),
            b=below(""),
            why=Why(kind="excluded", names=("no_decision",)),
            records=3,
            moves=Decimal(move),
        )
        for move in moves
    )
    gap = ReadingGap(a="win_rate", b="win_rate:without_no_decision", difference=whole, groups=groups)
    return VariantsAnswer(
        metric="win_rate",
        period=MONTH,
        as_of=MONTH.start,
        currency="EUR",
        readings=(
            a_value("0.5", MONTH, **shares),
            a_value(str(Decimal("0.5") + whole), MONTH, variant="without_no_decision", **shares),
        ),
        gaps=(gap,),
    )


def test_every_group_is_told_with_its_sign(catalogue: Catalogue) -> None:
    found = a_gap("0.10", "-0.04")
    chart = GapWaterfall(catalogue=catalogue, language=EN).chart(found, found.gaps[0])
    told = [row[2].replace("\N{NO-BREAK SPACE}", " ") for row in cells(chart)]
    assert told == ["50.0%", "+10.00 pp", "−4.00 pp", "56.0%"]
    for drawing in both(chart):
        assert all(row[2] in tip for row, tip in zip(cells(chart), tips(drawing), strict=True))


def test_each_bar_begins_where_the_last_one_ended(catalogue: Catalogue) -> None:
    found = a_gap("0.10", "-0.04", "0.01")
    chart = GapWaterfall(catalogue=catalogue, language=EN).chart(found, found.gaps[0])
    items = chart.narrow.option["series"][0]["items"]  # type: ignore[index]
    levels = [round(item["onward"], 10) for item in items[:-1]]
    assert levels == [0.5, 0.6, 0.56, 0.57]
    for (start, end), item in zip(pairwise(levels), items[1:-1], strict=True):
        assert sorted((start, end)) == pytest.approx([item["spans"][0]["from"], item["spans"][0]["to"]])


def test_readings_that_count_alike_say_so(catalogue: Catalogue) -> None:
    found = a_gap()
    chart = GapWaterfall(catalogue=catalogue, language=EN).chart(found, found.gaps[0])
    assert chart.summary == "Both count the same records alike."


def test_nothing_meets_and_nothing_is_cut_off(catalogue: Catalogue, language: Language) -> None:
    found = a_gap("0.10", "-0.04", "0.0003", "-0.2")
    chart = GapWaterfall(catalogue=catalogue, language=language).chart(found, found.gaps[0])
    for drawing in both(chart):
        assert (faults(drawing), collisions(drawing), crossed(drawing)) == ([], [], [])
