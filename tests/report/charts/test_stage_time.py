"""How long stages take is told in days; what more than half have not left yet is told as more than what was seen."""

from __future__ import annotations

from lievik.language import NOTHING, Language, language_of
from lievik.model.funnel import Wait
from lievik.report.charts.inks import INKS
from lievik.report.charts.stage_time import StageTime
from tests.report.charts.answers import LONG, a_funnel, a_stage, slow
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips

EN = language_of("en")
FUNNEL = a_funnel(
    a_stage("Ponuka", 60, 30),
    a_stage("Skúška", 20, 8, visit=Wait(median=None, p90=None, n=20, open=15, longest=45)),
    a_stage("Zmluva", 30, 8, delay=slow(40, 12), visit=Wait(median=40, p90=None, n=30, open=2)),
    a_stage("Podpis", 4, 3, visit=Wait(median=2, p90=5, n=4, open=0, status="insufficient")),
)


def test_every_stage_is_told_and_few_visits_are_not(language: Language) -> None:
    chart = StageTime(language=language).chart(FUNNEL)
    days = language.days
    assert cells(chart) == [
        ("Ponuka", "60", days(10), days(30), NOTHING),
        ("Skúška", "20", f"> {days(45)}", NOTHING, NOTHING),
        ("Zmluva", "30", days(40), NOTHING, days(12)),
        ("Podpis", "4", NOTHING, NOTHING, NOTHING),
    ]
    for drawing in both(chart):
        assert all(row[2] in tip for row, tip in zip(cells(chart), tips(drawing), strict=True))


def test_a_stage_that_is_slow_beyond_chance_stands_out_and_one_that_is_not_known_is_pale() -> None:
    chart = StageTime(language=EN).chart(FUNNEL)
    assert INKS["1"] in inks_of(chart.wide, 0)
    assert INKS["pale"] in inks_of(chart.wide, 1)
    assert {INKS["warn"], INKS["target"]} <= inks_of(chart.wide, 2)
    assert not inks_of(chart.wide, 3)


def test_working_days_are_named() -> None:
    assert StageTime(language=EN, is_working=True).chart(FUNNEL).title == "How long a stage takes, in working days"


def test_nothing_at_all_is_said(language: Language) -> None:
    said = language.say("Too few deals were at a stage to say how long it takes.")
    assert StageTime(language=language).chart(a_funnel()).summary == said
    assert StageTime(language=language).chart(a_funnel(FUNNEL.stages[3])).summary == said


def test_words_never_meet(language: Language) -> None:
    long = [a_stage(f"{LONG} {at}", 60, 30, visit=Wait(median=at * 400, p90=at * 999, n=60, open=0)) for at in range(9)]
    for funnel in (FUNNEL, a_funnel(*long)):
        assert [
            collisions(drawing) + crossed(drawing) for drawing in both(StageTime(language=language).chart(funnel))
        ] == [[], []]


def test_a_page_takes_it_as_it_is() -> None:
    chart = StageTime(language=EN, links=lambda stage: f"/s/{stage}").chart(FUNNEL)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
    assert chart.wide.links[(0, 0)] == "/s/ponuka"
