"""Each coverage is told beside what earlier periods needed of it, where that is known."""

from __future__ import annotations

from decimal import Decimal

from lievik.language import Language, language_of
from lievik.report.charts.coverage import CoverageBars
from lievik.report.charts.drawing import svg
from lievik.report.charts.inks import INKS
from tests.report.charts.answers import a_coverage
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips, words_in

EN = language_of("en")
FOUND = a_coverage(to_go="2.7", needed=("2.0", "1.6", "2.5"), weighted="1.1", starting="1.4")


def test_every_measure_is_in_the_table_and_every_bar_in_a_tip(language: Language) -> None:
    chart = CoverageBars(language=language).chart(FOUND)
    ratio = language.ratio
    assert [row[1] for row in cells(chart)] == [ratio(Decimal(value)) for value in ("2.7", "2.0", "1.1", "1.4")]
    assert cells(chart)[1][2] == f"{ratio(Decimal('1.6'))} … {ratio(Decimal('2.5'))}"
    for drawing in both(chart):
        told = zip(("2.7", "1.1", "1.4"), tips(drawing), strict=True)
        assert all(ratio(Decimal(value)) in tip for value, tip in told)


def test_what_was_needed_lies_behind_the_coverage_that_it_is_of() -> None:
    chart = CoverageBars(language=EN).chart(FOUND)
    assert inks_of(chart.wide, 0) == {INKS["good"], INKS["target"]}
    assert inks_of(chart.wide, 1) == {INKS["1"]}
    assert "Needed: 1.6× … 2.5×" in tips(chart.wide)[0]


def test_a_line_tells_where_all_would_be_covered_once() -> None:
    assert "1.0×" in [words.text for words in words_in(svg(CoverageBars(language=EN).chart(FOUND).wide))]


def test_nothing_at_all_is_said(language: Language) -> None:
    chart = CoverageBars(language=language).chart(a_coverage())
    assert chart.summary == language.say("Nothing is known of this period.")


def test_words_never_meet(language: Language) -> None:
    for found in (FOUND, a_coverage(to_go="0.02"), a_coverage(to_go="125", needed=("0.4", "0.1", "300"), starting="0")):
        assert [
            collisions(drawing) + crossed(drawing) for drawing in both(CoverageBars(language=language).chart(found))
        ] == [[], []]


def test_a_page_takes_it_as_it_is() -> None:
    chart = CoverageBars(language=EN, links=lambda kind: f"/c/{kind}").chart(FOUND)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert list(chart.wide.links.values()) == ["/c/to_go", "/c/weighted", "/c/starting"]
