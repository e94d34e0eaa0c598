"""Attainment stands by name, unless names are not to be told; who is not counted is pale."""

from __future__ import annotations

from decimal import Decimal

from lievik.language import Language, language_of
from lievik.report.charts.attainment import MOST, Attainment
from lievik.report.charts.drawing import svg
from lievik.report.charts.inks import INKS
from tests.report.charts.answers import LONG, a_team
from tests.report.charts.picture import both, cells, collisions, crossed, faults, inks_of, tips, words_in

EN = language_of("en")
TEAM = a_team(
    ("Anna Kováčová", "0.6", "counted"),
    ("Boris Ďurčo", "1.25", "counted"),
    ("Cyril Mäsiar", "0.9", "ramping"),
    ("Dana Žáková", None, "no_quota"),
)


def test_every_rep_with_a_quota_is_told(language: Language) -> None:
    chart = Attainment(language=language).chart(TEAM)
    money = language.money
    assert [row[:4] for row in cells(chart)] == [
        (name, language.share(Decimal(part)), money(Decimal(won), "EUR"), money(Decimal(100_000), "EUR"))
        for name, part, won in (
            ("Anna Kováčová", "0.6", 60_000),
            ("Boris Ďurčo", "1.25", 125_000),
            ("Cyril Mäsiar", "0.9", 90_000),
        )
    ]
    for drawing in both(chart):
        assert all(row[1] in tip and row[2] in tip for row, tip in zip(cells(chart), tips(drawing), strict=True))


def test_those_at_quota_are_counted_and_have_an_ink_of_their_own() -> None:
    chart = Attainment(language=EN).chart(TEAM)
    assert chart.summary == "Attainment of the effective quota: at quota or above: 1 of 2"
    assert [inks_of(chart.wide, at) for at in range(3)] == [{INKS["1"]}, {INKS["good"]}, {INKS["pale"]}]


def test_there_is_a_line_at_all_of_it() -> None:
    assert "100%" in [words.text for words in words_in(svg(Attainment(language=EN).chart(TEAM).wide))]


def test_without_names_nobody_is_named_or_linked(language: Language) -> None:
    chart = Attainment(language=language, has_names=False, links=lambda name: f"/rep/{name}").chart(TEAM)
    told = " ".join([*tips(chart.wide), *(cell for row in cells(chart) for cell in row), svg(chart.wide)])
    assert not any(name.split()[0] in told for name in ("Anna Kováčová", "Boris Ďurčo", "Cyril Mäsiar"))
    assert [row[1] for row in cells(chart)] == [language.share(Decimal(part)) for part in ("1.25", "0.9", "0.6")]
    assert not chart.wide.links


def test_of_many_reps_the_table_has_all() -> None:
    chart = Attainment(language=EN).chart(a_team(*((f"Rep {at:02}", "0.5", "counted") for at in range(60))))
    assert len(cells(chart)) == 60
    assert len(chart.wide.tips) == MOST
    assert "40 more, in the table" in [words.text for words in words_in(svg(chart.narrow))]


def test_nothing_at_all_is_said(language: Language) -> None:
    chart = Attainment(language=language).chart(a_team(("Dana", None, "no_quota")))
    assert chart.summary == language.say("Nobody had a quota in this period.")


def test_words_never_meet(language: Language) -> None:
    parts = ("0", "0.02", "0.5", "0.97", "1", "1.2", "14.5", "-0.3")
    team = a_team(*((f"{LONG} {at}", part, "counted") for at, part in enumerate(parts)), ("Eva", "0.4", "ramping"))
    for found in (TEAM, team):
        assert [
            collisions(drawing) + crossed(drawing) for drawing in both(Attainment(language=language).chart(found))
        ] == [[], []]


def test_a_page_takes_it_as_it_is() -> None:
    chart = Attainment(language=EN, links=lambda name: f"/rep/{name}").chart(TEAM)
    assert [faults(drawing) for drawing in both(chart)] == [[], []]
