"""What became of deals by their age is drawn as three lines; too few deals are said and not drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lievik.language import Language, language_of
from lievik.model.win_curve import WinCurveAnswer
from lievik.report.charts.drawing import svg
from lievik.report.charts.outcome_curve import OutcomeLines
from tests.report.charts.picture import both, cells, collisions, crossed, faults, tips, words_in
from tests.soundness.table_from_docstring import company_of

EN = language_of("en")


def answer(won: int, lost: int, still: int, *, days: int = 1) -> WinCurveAnswer:
    """So many deals of the first of January: won after 10, 20, 30 days and so on, lost a day later."""
    start, rows = date(2026, 1, 1), []
    for outcome, count in (("won", won), ("lost", lost), ("open", still)):
        for number in range(count):
            took = (number % 9 + 1) * 10 * days + (outcome == "lost")
            closed = None if outcome == "open" else start + timedelta(days=took)
            rows.append({"id": f"{outcome}{number}", "outcome": outcome, "created_on": start, "closed_on": closed})
    return company_of({"deal": rows}).workspace.win_curve(period="2026-01-01")


FOUND = answer(18, 27, 5)


def lines(option: Any) -> list[list[float]]:  # noqa: ANN401 - what ECharts takes
    """What is won, lost and open, point by point."""
    band, _, still, lost, won = (series["data"] for series in option["series"][1:])
    assert all(low <= share for low, share in zip(band, won, strict=True))
    return [won, lost, still]


def test_the_lines_are_the_answers(language: Language) -> None:
    chart = OutcomeLines(language=language).chart(FOUND)
    for drawing in both(chart):
        won, lost, still = lines(drawing.option)
        assert won == [float(point.won) for point in FOUND.whole.points]
        assert all(abs(sum(point) - 1) < 1e-9 for point in zip(won, lost, still, strict=True))
        assert won[-1] == 18 / 50
        assert (won[0], still[0]) == (0, 1)


def test_every_age_asked_for_is_in_the_table_and_every_point_is_told(language: Language) -> None:
    chart = OutcomeLines(language=language).chart(FOUND)
    assert [row[0] for row in cells(chart)] == [language.days(age) for age in FOUND.ages]
    assert cells(chart)[2][1] == language.share(Decimal(18) / 50)
    for drawing in both(chart):
        said = tips(drawing)
        assert len(said) == len(FOUND.whole.points)
        assert all(language.days(point.age) in tip for point, tip in zip(FOUND.whole.points, said, strict=True))


def test_dots_stand_at_the_ages_asked_for_and_the_last_values_beside_their_lines() -> None:
    drawing = OutcomeLines(language=EN).chart(FOUND).wide
    items = drawing.option["series"][0]["items"]  # type: ignore[index]
    dotted = [point.age for point, item in zip(FOUND.whole.points, items, strict=True) if item["dots"]]
    assert dotted == [age for age in FOUND.ages if age <= FOUND.whole.points[-1].age]
    shown = [words.text for words in words_in(svg(drawing))]
    assert {"36.0%", "54.0%", "10.0%"} <= set(shown)


def test_too_few_deals_are_said(language: Language) -> None:
    said = language.say("Too few deals were followed for a curve.")
    for found in (answer(0, 0, 0), replace(FOUND, whole=replace(FOUND.whole, points=()))):
        assert OutcomeLines(language=language).chart(found).summary == said


def test_words_never_meet(language: Language) -> None:
    for found in (FOUND, answer(9, 9, 2), answer(1, 40, 40), answer(90, 0, 0), answer(30, 30, 0, days=2)):
        for drawing in both(OutcomeLines(language=language).chart(found)):
            assert collisions(drawing) + crossed(drawing) == []


def test_a_page_takes_it_as_it_is() -> None:
    assert [faults(drawing) for drawing in both(OutcomeLines(language=EN).chart(FOUND))] == [[], []]
