"""A trend tells every period's number, in a gap that there is none, and what it is held against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lievik.catalogue import Catalogue
from lievik.language import NOTHING, Language, language_of
from lievik.model.trend_flag import Flag
from lievik.report.charts.beside import Beside, Marker
from lievik.report.charts.chart import Chart
from lievik.report.charts.drawing import svg
from lievik.report.charts.inks import INKS
from lievik.report.charts.trend import Trend
from tests.report.charts.answers import a_rate, a_value, months
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips, words_in

EN = language_of("en")


def _line(chart: Chart) -> list[float | None]:
    """The numbers of the line itself, which is drawn last."""
    *_, last = [series for series in chart.wide.option["series"] if series["type"] == "line"]  # type: ignore[attr-defined]
    return list(last["data"])


def test_every_period_has_its_number_in_the_table_and_in_a_tip(catalogue: Catalogue, language: Language) -> None:
    results = [a_rate(won, 40, period) for won, period in zip((8, 10, 12), months(3), strict=True)]
    chart = Trend(title="Win rate", catalogue=catalogue, language=language).chart(results)
    values = [language.share(Decimal(share)) for share in ("0.2", "0.25", "0.3")]
    assert [row[1] for row in cells(chart)] == values
    for drawing in both(chart):
        assert all(value in tip for value, tip in zip(values, tips(drawing), strict=True))


def test_a_tip_tells_what_a_rate_was_made_of(catalogue: Catalogue) -> None:
    chart = Trend(title="Win rate", catalogue=catalogue, language=EN).chart([a_rate(8, 31, months(1)[0])])
    assert tips(chart.wide) == ["July 2025: 25.8% (8 of 31) · plausibly: 12.9–38.7%"]


def test_a_period_without_an_answer_is_a_gap_and_never_zero(catalogue: Catalogue) -> None:
    first, second, third = months(3)
    nothing = a_value(None, second, unit="share", currency="")
    chart = Trend(title="Win rate", catalogue=catalogue, language=EN).chart(
        [a_rate(8, 40, first), nothing, a_rate(12, 40, third)]
    )
    assert _line(chart) == [0.2, None, 0.3]
    assert cells(chart)[1][1] == NOTHING
    assert not inks_of(chart.wide, 1)


def test_what_is_not_sure_is_hollow(catalogue: Catalogue) -> None:
    results = [a_rate(8, 40, months(2)[0]), a_rate(2, 8, months(2)[1], status="insufficient")]
    chart = Trend(title="Win rate", catalogue=catalogue, language=EN).chart(results)
    assert inks_of(chart.wide, 0) == {INKS["1"]}
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert items[1]["dots"][0]["ink"] == INKS["surface"]
    assert cells(chart)[1][1] == "2 of 8"


def test_money_that_adds_up_stands_in_columns_from_zero(catalogue: Catalogue) -> None:
    chart = Trend(title="Revenue", catalogue=catalogue, language=EN).chart(
        [a_value(value, period) for value, period in zip(("90000", "100000"), months(2), strict=True)]
    )
    assert chart.wide.option["yAxis"]["min"] == 0  # type: ignore[index]
    spans = [item["spans"][0] for item in chart.wide.option["series"][0]["items"]]  # type: ignore[index]
    assert [(each["from"], each["to"]) for each in spans] == [(0, 90_000), (0, 100_000)]


def test_an_average_is_a_line(catalogue: Catalogue) -> None:
    averages = [a_value("14000", period, denominator=Decimal(7)) for period in months(2)]
    chart = Trend(title="Average deal", catalogue=catalogue, language=EN).chart(averages)
    assert _line(chart) == [14_000, 14_000]


def test_target_year_before_and_notes_are_told(catalogue: Catalogue, language: Language) -> None:
    now, before = months(2), months(2, first=date(2024, 7, 1))
    beside = Beside(
        targets=[Decimal("0.3"), None],
        before=[a_rate(4, 40, period) for period in before],
        markers=[Marker(day=date(2025, 8, 5), text="Nový cenník", kind="event")],
    )
    chart = Trend(title="Win rate", catalogue=catalogue, language=language, beside=beside).chart(
        [a_rate(8, 40, period) for period in now]
    )
    first, second = cells(chart)
    assert first[4:] == (language.share(Decimal("0.3")), language.share(Decimal("0.1")), "")
    assert second[4] == NOTHING
    assert "Nový cenník" in second[6]
    assert language.share(Decimal("0.3")) in tips(chart.wide)[0]
    assert "Nový cenník" in tips(chart.wide)[1]
    shown = {words.text for words in words_in(svg(chart.wide))}
    assert {language.say("Target"), language.say("Year before"), language.say("95% interval")} <= shown


def test_records_are_linked(catalogue: Catalogue) -> None:
    trend = Trend(title="Win rate", catalogue=catalogue, language=EN, links=lambda result: f"/{result.period.label}")
    chart = trend.chart([a_rate(8, 40, period) for period in months(2)])
    assert chart.narrow.links == {(0, 0): "/2025-07", (0, 1): "/2025-08"}


def test_nothing_at_all_is_said(catalogue: Catalogue, language: Language) -> None:
    chart = Trend(title="Win rate", catalogue=catalogue, language=language).chart([a_value(None, months(1)[0])])
    assert chart.summary == language.say("There is no value in any of these periods.")
    assert chart.summary.split()[0] in svg(chart.wide)
    assert Trend(title="x", catalogue=catalogue, language=language).chart([]).summary == chart.summary


def test_words_never_meet_whatever_the_numbers(catalogue: Catalogue, language: Language) -> None:
    for count in (1, 2, 12, 60):
        for scale in ("0.0001", "-3", "250000", "4.2e14"):
            results = [a_value(str(Decimal(scale) * (1 + at % 7)), period) for at, period in enumerate(months(count))]
            rates = [
                a_value(str(Decimal(at % 7) / 7000), period, unit="share") for at, period in enumerate(months(count))
            ]
            for told in (results, rates):
                for drawing in both(Trend(title="Tržby", catalogue=catalogue, language=language).chart(told)):
                    assert collisions(drawing) + crossed(drawing) == []


def test_a_page_takes_it_as_it_is(catalogue: Catalogue) -> None:
    beside = Beside(targets=[Decimal("0.3")] * 3, markers=[Marker(day=date(2025, 8, 5), text="x")])
    rates = [a_rate(8, 40, months(3)[0]), a_value(None, months(3)[1]), a_rate(2, 8, months(3)[2], status="partial")]
    chart = Trend(title="Win rate", catalogue=catalogue, language=EN, beside=beside).chart(rates)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]


def test_a_month_that_stands_out_has_a_ring_and_says_what_would_be_usual(catalogue: Catalogue) -> None:
    results = [a_rate(8, 40, months(2)[0]), a_rate(30, 40, months(2)[1])]
    usual = {"expected": Decimal("0.3"), "low": Decimal("0.1"), "high": Decimal("0.5"), "months": 24}
    flags = [Flag(**usual), Flag(side="above", **usual)]  # type: ignore[arg-type]
    chart = Trend(title="Win rate", catalogue=catalogue, language=EN, beside=Beside(flags=flags)).chart(results)
    first, second = [item["dots"] for item in chart.wide.option["series"][0]["items"]]  # type: ignore[index]
    assert [dot["rim"] for dot in first] == [INKS["1"]]
    assert [(dot["rim"], dot["radius"]) for dot in second] == [(INKS["warn"], 7), (INKS["1"], 4)]
    assert [row[-1] for row in cells(chart)] == ["", "stands out: 10.0% to 50.0% would be usual"]
    assert "stands out: 10.0% to 50.0% would be usual" in tips(chart.wide)[1]
    assert "stands out" in [each.text for each in words_in(svg(chart.wide))]
    assert not [fault for drawing in both(chart) for fault in faults(drawing)]


def test_a_column_that_stands_out_has_a_ring_at_its_end(catalogue: Catalogue) -> None:
    results = [a_value(value, period) for value, period in zip(("90000", "300000"), months(2), strict=True)]
    flags = [Flag(), Flag(side="above", low=Decimal(80_000), high=Decimal(120_000))]
    chart = Trend(title="Revenue", catalogue=catalogue, language=EN, beside=Beside(flags=flags)).chart(results)
    dots = [item["dots"] for item in chart.wide.option["series"][0]["items"]]  # type: ignore[index]
    assert [[dot["at"] for dot in each] for each in dots] == [[], [300_000]]
