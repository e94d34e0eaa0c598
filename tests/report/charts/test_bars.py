"""Bars tell every group, the greatest first; what is drawn is bounded, and what is in the table is not."""

from __future__ import annotations

from decimal import Decimal

from lievik.catalogue import Catalogue
from lievik.language import NOTHING, Language, language_of
from lievik.model.result import MetricResult
from lievik.report.charts.bars import MOST, Bars
from lievik.report.charts.drawing import svg
from lievik.report.charts.inks import INKS
from tests.report.charts.answers import LONG, a_rate, a_value, months
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips, words_in

EN = language_of("en")
(JULY,) = months(1)


def _groups(*values: int | None) -> list[MetricResult]:
    return [
        a_value(None if value is None else str(value), JULY, group={"owner": f"Rep {at}"})
        for at, value in enumerate(values, 1)
    ]


def test_the_greatest_stands_first_and_those_without_a_value_last(catalogue: Catalogue, language: Language) -> None:
    chart = Bars(title="Tržby", catalogue=catalogue, language=language).chart(_groups(5, None, -2, 9))
    money = [language.money(Decimal(value), "EUR") for value in (9, 5, -2)]
    assert [row[:2] for row in cells(chart)] == [
        ("Rep 4", money[0]),
        ("Rep 1", money[1]),
        ("Rep 3", money[2]),
        ("Rep 2", NOTHING),
    ]
    assert [tip.partition(":")[0] for tip in tips(chart.wide)] == ["Rep 4", "Rep 1", "Rep 3", "Rep 2"]


def test_a_group_of_sixty_is_in_the_table_and_the_chart_says_how_many_are_not_drawn(catalogue: Catalogue) -> None:
    chart = Bars(title="Revenue", catalogue=catalogue, language=EN).chart(_groups(*range(1, 61)))
    assert len(cells(chart)) == 60
    assert len(chart.wide.tips) == MOST
    for drawing in both(chart):
        assert "48 more, in the table" in [words.text for words in words_in(svg(drawing))]


def test_a_group_with_too_few_records_is_pale_and_told_as_counts(catalogue: Catalogue) -> None:
    groups = [
        a_rate(8, 40, JULY, group={"owner": "A"}),
        a_rate(1, 8, JULY, group={"owner": "B"}, status="insufficient"),
    ]
    chart = Bars(title="Win rate", catalogue=catalogue, language=EN).chart(groups)
    assert INKS["1"] in inks_of(chart.wide, 0)
    assert INKS["pale"] in inks_of(chart.wide, 1)
    assert cells(chart)[1][1] == "1 of 8"


def test_the_whole_is_a_line_where_it_is_a_rate_and_none_where_it_is_a_sum(catalogue: Catalogue) -> None:
    bars = Bars(title="x", catalogue=catalogue, language=EN)
    rate = bars.chart([a_rate(8, 40, JULY, group={"owner": "A"}), a_rate(8, 32, JULY)])
    assert "Total: 25.0%" in [words.text for words in words_in(svg(rate.wide))]
    assert cells(rate)[-1][:2] == ("Total", "25.0%")
    total = bars.chart([*_groups(5, 7), a_value("12", JULY)])
    assert not any("Total" in words.text for words in words_in(svg(total.wide)))


def test_a_group_without_a_name_says_so(catalogue: Catalogue, language: Language) -> None:
    chart = Bars(title="x", catalogue=catalogue, language=language).chart([a_value("1", JULY, group={"owner": None})])
    assert cells(chart)[0][0] == language.say("(not given)")


def test_nothing_at_all_is_said(catalogue: Catalogue, language: Language) -> None:
    for results in ([], _groups(None)):
        chart = Bars(title="x", catalogue=catalogue, language=language).chart(results)
        assert chart.summary == language.say("No group has a value in this period.")


def test_numbers_never_meet_names_bars_or_each_other(catalogue: Catalogue, language: Language) -> None:
    for values in ([3], [0, 0], [-5, 10], [-5, -1], list(range(60)), [10**14, 1]):
        groups = [a_value(str(value), JULY, group={"owner": f"{LONG} {at}"}) for at, value in enumerate(values)]
        rates = [a_rate(at + 1, 70, JULY, group={"o": f"Oblasť {at}", "p": LONG}) for at, _ in enumerate(values)]
        for told in (groups, [*rates, a_rate(30, 70, JULY)]):
            for drawing in both(Bars(title="Tržby", catalogue=catalogue, language=language).chart(told)):
                assert collisions(drawing) + crossed(drawing) == []


def test_a_long_name_is_told_in_full_where_one_points_at_it(catalogue: Catalogue) -> None:
    name = f"{LONG}, {LONG}"
    chart = Bars(title="x", catalogue=catalogue, language=EN).chart([a_value("1", JULY, group={"owner": name})])
    assert tips(chart.narrow)[0].startswith(name)
    assert any(words.text.endswith("…") for words in words_in(svg(chart.narrow)))


def test_a_page_takes_it_as_it_is(catalogue: Catalogue) -> None:
    groups = [a_rate(8, 40, JULY, group={"owner": "A"}), a_rate(8, 32, JULY)]
    chart = Bars(title="x", catalogue=catalogue, language=EN, links=lambda _: "/records").chart(groups)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert chart.wide.links == {(0, 0): "/records"}
