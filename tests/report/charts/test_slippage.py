"""Of what was to close in each period, the part that left it is told; with nothing open there is none, and not 0 %."""

from __future__ import annotations

from decimal import Decimal

from lievik.language import NOTHING, Language, language_of
from lievik.report.charts.drawing import svg
from lievik.report.charts.slippage import SlippageColumns
from tests.report.charts.answers import a_slippage
from tests.report.charts.picture import both, cells, collisions, crossed, faults, tips, words_in

EN = language_of("en")
FOUND = a_slippage((100_000, 25_000), (0, 0), (80_000, 0))


def test_every_period_is_told(language: Language) -> None:
    chart = SlippageColumns(language=language).chart(FOUND)
    assert [row[5] for row in cells(chart)] == [language.share(Decimal("0.25")), NOTHING, language.share(Decimal(0))]
    assert [row[2] for row in cells(chart)] == [language.money(Decimal(each), "EUR") for each in (100_000, 0, 80_000)]
    for drawing in both(chart):
        assert all(row[5] in tip and row[2] in tip for row, tip in zip(cells(chart), tips(drawing), strict=True))


def test_the_part_stands_within_the_whole() -> None:
    items = SlippageColumns(language=EN).chart(FOUND).wide.option["series"][0]["items"]  # type: ignore[index]
    assert [span["to"] for span in items[0]["spans"]] == [100_000, 25_000]


def test_the_share_stands_above_and_nothing_above_an_empty_period() -> None:
    shown = [words.text for words in words_in(svg(SlippageColumns(language=EN).chart(FOUND).wide))]
    assert [text for text in shown if text.endswith("%")] == ["25.0%", "0.0%"]


def test_nothing_at_all_is_said(language: Language) -> None:
    said = language.say("No open deal was to close in these days, and none was put off.")
    assert SlippageColumns(language=language).chart(a_slippage((0, 0))).summary == said
    assert SlippageColumns(language=language).chart(a_slippage()).summary == said


def test_words_never_meet(language: Language) -> None:
    for count in (1, 3, 24, 60):
        found = a_slippage(*((10**9 * (at % 5), 10**8 * (at % 5)) for at in range(1, count + 1)))
        for drawing in both(SlippageColumns(language=language).chart(found)):
            assert collisions(drawing) + crossed(drawing) == []


def test_a_page_takes_it_as_it_is() -> None:
    chart = SlippageColumns(language=EN, links=lambda period: f"/p/{period.label}").chart(FOUND)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert chart.wide.links[(0, 0)] == "/p/2025-07"
