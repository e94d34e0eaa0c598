"""A waterfall goes from the opening to the closing, each movement from where the last one ended."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lievik.language import Language, language_of
from lievik.model.bridge import COMING, GOING, MOVEMENTS
from lievik.report.charts.chart import WIDE
from lievik.report.charts.inks import INKS
from lievik.report.charts.waterfall import Waterfall
from tests.report.charts.answers import a_bridge
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips

EN = language_of("en")
FOUND = a_bridge(4_820_000, ("new", 1_360_000), ("increased", 410_000), ("won", -880_000), ("lost", -710_000))
EVERYTHING = a_bridge(
    1_000_000, *((name, 10_000) for name in COMING), ("exchange_rate", -3), *((name, -10_000) for name in GOING)
)


def test_every_movement_is_told_with_its_sign() -> None:
    chart = Waterfall(language=EN).chart(FOUND)
    told = {row[0]: row[2] for row in cells(chart)}
    assert next(iter(told.values())) == "€4,820,000"
    assert (told["New"], told["Won"], told["Lost"]) == ("+€1,360,000", "−€880,000", "−€710,000")
    assert list(told.values())[-1] == "€5,000,000"
    for drawing in both(chart):
        assert all(row[2] in tip for row, tip in zip(cells(chart), tips(drawing), strict=True))


def test_what_is_good_is_told_from_what_is_bad_and_from_the_totals() -> None:
    chart = Waterfall(language=EN).chart(FOUND)
    inks = {row[0]: inks_of(chart.wide, at) for at, row in enumerate(cells(chart))}
    assert inks["New"] == inks["Won"] == {INKS["good"]}
    assert inks["Lost"] == {INKS["bad"]}
    assert next(iter(inks.values())) == {INKS["total"]}


def test_columns_stand_where_they_have_room_and_lie_where_they_have_none(language: Language) -> None:
    few, many = (Waterfall(language=language).chart(found) for found in (FOUND, EVERYTHING))
    assert not few.wide.option["series"][0]["across"]  # type: ignore[index]
    assert few.narrow.option["series"][0]["across"]  # type: ignore[index]
    assert many.wide.option["series"][0]["across"]  # type: ignore[index]
    assert many.wide.width == WIDE


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    opening=st.integers(1, 10**7),
    amounts=st.lists(st.integers(-(10**6), 10**6), min_size=len(MOVEMENTS), max_size=len(MOVEMENTS)),
)
def test_each_bar_begins_where_the_last_one_ended(opening: int, amounts: list[int]) -> None:
    chart = Waterfall(language=EN).chart(a_bridge(opening, *zip(MOVEMENTS, amounts, strict=True)))
    items = chart.narrow.option["series"][0]["items"]  # type: ignore[index]
    levels = [Decimal(str(item["onward"])) for item in items[:-1]]
    assert levels[0] == opening
    assert [after - before for before, after in pairwise(levels)] == amounts
    assert levels[-1] == opening + sum(amounts)


def test_nothing_at_all_is_said(language: Language) -> None:
    chart = Waterfall(language=language).chart(a_bridge(0))
    assert chart.summary == language.say("No open deal on either day, and none came or went between them.")


def test_words_never_meet(language: Language) -> None:
    below = a_bridge(2_000, ("lost", -7_000))
    huge = a_bridge(10**14, ("new", 10**13), ("lost", -1))
    for found in (FOUND, EVERYTHING, below, huge, a_bridge(1)):
        assert [
            collisions(drawing) + crossed(drawing) for drawing in both(Waterfall(language=language).chart(found))
        ] == [[], []]


def test_a_page_takes_it_as_it_is() -> None:
    chart = Waterfall(language=EN, links=lambda name: f"/b/{name}").chart(FOUND)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert list(chart.wide.links.values())[:2] == ["/b/opening", "/b/new"]
    assert chart.wide.links[(0, len(cells(chart)) - 1)] == "/b/closing"
