"""The heat map says every number in its cell, and nothing in it meets anything else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lievik.language import language_of
from lievik.model.cohorts import Cohort, CohortsAnswer, Kept
from lievik.model.periods import Grain, period_of
from lievik.model.result import Interval
from lievik.report.charts.chart import Chart
from lievik.report.charts.heat_map import HeatMap, ground
from lievik.report.charts.inks import DARK, LIGHT
from tests.report.charts.picture import both, cells, collisions, faults, tips

YEAR = period_of(date(2025, 1, 1), Grain.YEAR)


def kept(age: int, part: int, whole: int, *, is_running: bool = False) -> Kept:
    return Kept(
        age=age,
        part=Decimal(part),
        whole=Decimal(whole),
        share=Decimal(part) / whole,
        status="ok" if whole >= 10 else "insufficient",
        interval=Interval(low=Decimal(0), high=Decimal(1), method="wilson"),
        is_running=is_running,
    )


def an_answer(months: int, whole: int = 200) -> CohortsAnswer:
    """A cohort a month, each younger by one; a twentieth is lost every month, and the last month runs."""
    cohorts = []
    for at in range(months):
        period = period_of(date(2020 + at // 12, at % 12 + 1, 1), Grain.MONTH)
        ages = months - at
        found = [
            kept(age, whole * max(100 - 5 * age, 0) // 100, whole, is_running=age == ages - 1) for age in range(ages)
        ]
        cohorts.append(Cohort(period=period, customers=whole, kept=tuple(found)))
    return CohortsAnswer(
        period=YEAR,
        as_of=YEAR.end,
        grain="month",
        of="customers",
        basis="subscription",
        currency="EUR",
        whole=Cohort(period=None, customers=whole * months, kept=cohorts[0].kept if cohorts else ()),
        cohorts=tuple(cohorts),
    )


def drawn(answer: CohortsAnswer, code: str = "en") -> Chart:
    return HeatMap(language=language_of(code)).chart(answer)


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("months", [1, 2, 12, 24, 36, 60])
@pytest.mark.parametrize("whole", [7, 200, 99_999])
def test_words_do_not_meet_in_either_width(months: int, whole: int, code: str) -> None:
    for drawing in both(drawn(an_answer(months, whole), code)):
        assert collisions(drawing) == []
        assert faults(drawing) == []


def test_every_cell_that_is_drawn_says_its_number() -> None:
    chart = drawn(an_answer(4))
    assert (
        tips(chart.wide)[1].replace("\N{NO-BREAK SPACE}", " ")
        == "January 2020 · 1 month: 95.0% · 190 of 200 · 0.0–100.0%"
    )
    assert len(tips(chart.wide)) == 4 + 3 + 2 + 1
    assert tips(chart.wide)[-1].endswith("the month is not over")
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert [item["words"][0]["text"] for item in items[:4]] == ["100", "95", "90", "85"]
    assert [bool(item.get("rim")) for item in items[:4]] == [False, False, False, True]


def test_the_table_has_all_ages() -> None:
    assert cells(drawn(an_answer(3)))[1] == ("February 2020", "200", "100%", "95%°", "–")


def test_few_customers_are_counts() -> None:
    chart = drawn(an_answer(2, whole=7))
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert items[0]["words"][0]["text"] == "7/7"


def test_nobody_is_a_sentence() -> None:
    assert drawn(an_answer(0)).summary == "Nobody became a customer in this period."


def luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parts_of(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("share", [0, 10, 45, 65, 80, 89, 90, 100, 110, 200])
def test_every_number_is_read_on_its_ground(palette: dict[str, str], share: int) -> None:
    ink, opacity, said = ground(kept(1, share, 100))
    surface, colour = parts_of(palette["surface"]), parts_of(palette[ink])
    behind = tuple(opacity * a + (1 - opacity) * b for a, b in zip(colour, surface, strict=True))
    low, high = sorted((luminance(behind), luminance(parts_of(palette[said]))))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_every_cell_leads_to_its_customers() -> None:
    links: list[tuple[Cohort, Kept]] = []

    def link(cell: tuple[Cohort, Kept]) -> str:
        links.append(cell)
        return f"/{cell[0].customers}/{cell[1].age}"

    found = an_answer(6)
    drawing = HeatMap(language=language_of("en"), links=link).chart(found).wide
    assert list(drawing.links) == list(drawing.tips)
    assert list(drawing.links.values())[:3] == ["/200/0", "/200/1", "/200/2"]
    assert HeatMap(language=language_of("en")).chart(found).wide.links == {}
