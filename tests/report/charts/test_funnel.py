"""A funnel tells how many came to each stage and what share went on; the bottleneck has an ink of its own."""

from __future__ import annotations

from decimal import Decimal

from lievik.language import Language, language_of
from lievik.report.charts.drawing import svg
from lievik.report.charts.funnel import FunnelBars
from lievik.report.charts.inks import INKS
from tests.report.charts.answers import LONG, a_funnel, a_stage, slow, some_leads
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips, words_in

EN = language_of("en")
FUNNEL = a_funnel(a_stage("Ponuka", 60, 30), a_stage("Zmluva", 30, 8, delay=slow(40, 10)))


def test_every_stage_is_told_between_all_deals_and_those_won(language: Language) -> None:
    chart = FunnelBars(language=language).chart(FUNNEL)
    assert cells(chart) == [
        (language.say("All deals"), "100", ""),
        ("Ponuka", "60", language.share(Decimal("0.5"))),
        ("Zmluva", "30", language.share(Decimal(8) / 30)),
        ("Vyhraté", "8", ""),
    ]
    for drawing in both(chart):
        assert [tip.partition(": ")[2].partition(" ")[0] for tip in tips(drawing)] == ["100", "60", "30", "8"]


def test_it_can_be_told_by_value(language: Language) -> None:
    chart = FunnelBars(language=language, currency="EUR").chart(FUNNEL, measure="value")
    assert [row[1] for row in cells(chart)] == [
        language.money(Decimal(amount), "EUR") for amount in (100_000, 60_000, 30_000, 8_000)
    ]
    shown = {words.text for words in words_in(svg(chart.wide))}
    assert language.compact(Decimal(60_000), "money", "EUR") in shown


def test_the_bottleneck_stands_out_and_is_named() -> None:
    chart = FunnelBars(language=EN).chart(FUNNEL)
    assert inks_of(chart.wide, 1) == {INKS["1"]}
    assert inks_of(chart.wide, 2) == {INKS["warn"]}
    assert "Bottleneck: Zmluva" in chart.summary
    assert "bottleneck" in tips(chart.wide)[2]


def test_without_a_delay_beyond_chance_there_is_no_bottleneck() -> None:
    chart = FunnelBars(language=EN).chart(a_funnel(a_stage("Ponuka", 60, 30)))
    assert "ottleneck" not in chart.summary
    assert inks_of(chart.wide, 1) == {INKS["1"]}


def test_a_target_stands_beside_the_share(language: Language) -> None:
    chart = FunnelBars(language=language, targets={"ponuka": Decimal("0.6")}).chart(FUNNEL)
    assert [row[3] for row in cells(chart)] == ["", language.share(Decimal("0.6")), "", ""]
    assert language.say("target {value}", value=language.share(Decimal("0.6"))) in tips(chart.wide)[1]


def test_a_share_of_few_is_told_as_counts() -> None:
    chart = FunnelBars(language=EN).chart(a_funnel(a_stage("Ponuka", 7, 3), created=7, won=3))
    assert cells(chart)[1] == ("Ponuka", "7", "3 of 7")


def test_leads_have_a_funnel_too(language: Language) -> None:
    chart = FunnelBars(language=language).leads(some_leads())
    assert [row[1:] for row in cells(chart)] == [
        ("40", language.share(Decimal("0.5"))),
        ("20", language.share(Decimal("0.25"))),
        ("5", ""),
    ]


def test_nothing_at_all_is_said(language: Language) -> None:
    bars = FunnelBars(language=language)
    assert bars.chart(a_funnel(created=0, won=0)).summary == language.say("No deal was created in this period.")
    assert bars.leads(()).summary == language.say("No lead was created in this period.")


def test_words_never_meet(language: Language) -> None:
    stages = [a_stage(f"{LONG} {at}", 1_000_000 // (at + 1), 100_000, delay=slow(40, 10)) for at in range(9)]
    targets = {stage.id: Decimal("0.6") for stage in stages}
    bars = FunnelBars(language=language, currency="EUR", targets=targets)
    for funnel in (FUNNEL, a_funnel(), a_funnel(*stages, created=1_000_000)):
        for chart in (bars.chart(funnel), bars.chart(funnel, measure="value")):
            assert [collisions(drawing) + crossed(drawing) for drawing in both(chart)] == [[], []]


def test_a_page_takes_it_as_it_is() -> None:
    chart = FunnelBars(language=EN, links=lambda key: f"/f/{key}").chart(FUNNEL)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert list(chart.wide.links.values()) == ["/f/created", "/f/ponuka", "/f/zmluva", "/f/won"]
