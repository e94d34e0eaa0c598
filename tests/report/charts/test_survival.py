"""How long relationships last is drawn as steps; a young part ends at its age, and too few customers are said."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lievik.language import Language, language_of
from lievik.model.cohorts import CohortsAnswer
from lievik.report.charts.drawing import svg
from lievik.report.charts.survival import SurvivalLines
from tests.report.charts.picture import both, cells, collisions, crossed, faults, tips, words_in
from tests.soundness.table_from_docstring import company_of

EN = language_of("en")
AS_OF = date(2026, 6, 30)


def answer(*parts: tuple[str, int, int, int], by: str = "industry") -> CohortsAnswer:
    """Parts of so many customers who came so many months ago, of whom so many left, one a month, from the third on."""
    accounts, periods = [], []
    for name, count, months, lost in parts:
        start = date(2026 - months // 12, 6, 30) - timedelta(days=months % 12 * 30)
        for number in range(count):
            who = f"{name}-{number}"
            ends = start + timedelta(days=(number + 3) * 31) if number < lost else None
            accounts.append({"id": who, "name": who, "industry": name})
            periods.append({"account_id": who, "starts_on": start, "ends_on": ends, "monthly_amount": 10})
    workspace = company_of({"account": accounts, "customer_period": periods}).workspace
    return workspace.cohorts(by=by, as_of=AS_OF)


WHOLE = answer(("trade", 40, 20, 9), by="")
PARTS = answer(
    ("trade", 40, 20, 9), ("banks", 30, 9, 2), ("farms", 25, 30, 0), ("mills", 12, 6, 1), ("shops", 5, 40, 1)
)


def lines(option: Any) -> list[list[float]]:  # noqa: ANN401 - what ECharts takes
    """Shares, line by line."""
    return [series["data"] for series in option["series"][1:] if series["lineStyle"]["width"]]


def test_the_line_is_the_answer_s_curve_in_steps(language: Language) -> None:
    chart = SurvivalLines(language=language).chart(WHOLE)
    lasting = WHOLE.whole.lasting
    assert lasting is not None
    for drawing in both(chart):
        assert lines(drawing.option) == [[float(point.share) for point in lasting.curve]]
        assert {series["step"] for series in drawing.option["series"][1:]} == {"end"}  # type: ignore[index]
        low, height = (series["data"] for series in drawing.option["series"][1:3])  # type: ignore[index]
        assert low == [float(point.low) for point in lasting.curve]
        assert [round(a + b, 9) for a, b in zip(low, height, strict=True)] == [
            round(float(point.high), 9) for point in lasting.curve
        ]
        assert len(tips(drawing)) == len(lasting.curve)


def test_the_curve_says_what_the_table_says() -> None:
    lasting = WHOLE.whole.lasting
    assert lasting is not None
    shown = {point.months: (point.share, point.low, point.high, point.followed) for point in lasting.curve}
    sure = [each for each in lasting.outlasting if each.status == "ok" and each.interval]
    assert [each.months for each in sure] == [3, 6, 12, 18]
    for each in sure:
        assert each.interval is not None
        assert shown[Decimal(each.months)] == (each.share, each.interval.low, each.interval.high, each.followed)
    assert shown[Decimal(0)][0] == Decimal(1)


def test_a_young_part_ends_at_its_age_and_a_small_one_is_not_drawn(language: Language) -> None:
    chart = SurvivalLines(language=language).chart(PARTS)
    ends = {row[0]: row[1] for row in cells(chart)}
    assert ends == {
        "trade": language.months(19),
        "banks": language.months(8),
        "farms": language.months(29),
        "mills": language.months(5),
    }
    for drawing in both(chart):
        # the largest first; points of every part lie a month apart
        assert [len(each) for each in lines(drawing.option)] == [20, 9, 30, 6]


def test_the_last_value_stands_beside_the_line() -> None:
    lasting = WHOLE.whole.lasting
    assert lasting is not None
    shown = [words.text for words in words_in(svg(SurvivalLines(language=EN).chart(WHOLE).wide))]
    assert EN.share(lasting.curve[-1].share) in shown


def test_too_few_customers_are_said(language: Language) -> None:
    said = language.say("Too few customers were followed for a curve.")
    assert SurvivalLines(language=language).chart(answer(("trade", 9, 20, 2), by="")).summary == said


def test_words_never_meet(language: Language) -> None:
    many = answer(("trade", 40, 20, 20), ("banks", 30, 21, 14), ("farms", 25, 90, 0), ("mills", 22, 19, 11))
    for found in (WHOLE, PARTS, many, answer(("trade", 200, 6, 3), by="")):
        for drawing in both(SurvivalLines(language=language).chart(found)):
            assert collisions(drawing) + crossed(drawing) == []


def test_a_page_takes_it_as_it_is() -> None:
    for found in (WHOLE, PARTS):
        assert [faults(drawing) for drawing in both(SurvivalLines(language=EN).chart(found))] == [[], []]
