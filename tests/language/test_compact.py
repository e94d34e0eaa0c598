"""Numbers as short as a chart needs them: three digits that count, in thousands and more, never a wrong unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.language import language_of
from lievik.model.periods import FiscalYear, Grain, custom_period, period_of
from tests.language.results import QUARTER

EN, SK = language_of("en"), language_of("sk")


@dataclass(frozen=True, kw_only=True)
class Axis:
    """An axis with steps up to a number."""

    step: Decimal
    high: Decimal


@pytest.mark.parametrize(
    ("value", "english", "slovak"),
    [
        ("0", "€0", "0 €"),
        ("45.126", "€45.13", "45,13 €"),
        ("850", "€850", "850 €"),
        ("9499", "€9,499", "9 499 €"),
        ("9999.6", "€10K", "10 tis. €"),
        ("35000", "€35K", "35 tis. €"),
        ("17650", "€17.7K", "17,7 tis. €"),
        ("999499", "€999K", "999 tis. €"),
        ("999500", "€1M", "1 mil. €"),
        ("1340000", "€1.34M", "1,34 mil. €"),
        ("-1360000", "−€1.36M", "−1,36 mil. €"),
        ("4140000000", "€4.14B", "4,14 mld. €"),
        ("2500000000000000", "€2,500T", "2 500 bil. €"),
    ],
)
def test_money_is_told_with_three_digits(value: str, english: str, slovak: str) -> None:
    assert EN.compact(Decimal(value), "money", "EUR") == english
    assert SK.compact(Decimal(value), "money", "EUR").replace("\N{NO-BREAK SPACE}", " ") == slovak


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("1240", "count", "1,240"),
        ("35210", "count", "35.2K"),
        ("23000", "money/day", "€23K/day"),
        ("0.23641", "share", "23.6%"),
        ("0.0003", "share", "0.030%"),
        ("0", "share", "0.0%"),
        ("3.41", "ratio", "3.4×"),
    ],
)
def test_other_units_keep_their_own_form(value: str, unit: str, written: str) -> None:
    assert EN.compact(Decimal(value), unit, "EUR") == written


@given(value=st.decimals(min_value=10_000, max_value=10**14, places=2))
def test_what_is_shortened_is_off_by_less_than_half_a_hundredth(value: Decimal) -> None:
    scales = {"K": 3, "M": 6, "B": 9, "T": 12}
    written = EN.compact(value, "money", "EUR")
    told = Decimal(written[1:-1].replace(",", "")).scaleb(scales[written[-1]])
    assert abs(told - value) <= value * Decimal("0.005")


@pytest.mark.parametrize(
    ("value", "unit", "step", "high", "written"),
    [
        ("0", "money", "500000", "2000000", "€0"),
        ("500000", "money", "500000", "2000000", "€500K"),
        ("1500000", "money", "500000", "2000000", "€1.5M"),
        ("1250000", "money", "250000", "2000000", "€1.25M"),
        ("1000002.5", "money", "2.5", "1000010", "€1,000,002.5"),
        ("0.25", "money", "0.25", "1", "€0.25"),
        ("2000", "money", "2000", "8000", "€2,000"),
        ("0.125", "share", "0.025", "0.2", "12.5%"),
        ("0.2", "share", "0.1", "0.4", "20%"),
        ("0.0005", "share", "0.0005", "0.002", "0.05%"),
        ("12.5", "count", "12.5", "50", "12.5"),
        ("1", "ratio", "0.5", "2", "1.0×"),
        ("20", "money/day", "10", "40", "€20/day"),
    ],
)
def test_a_number_on_an_axis_has_the_decimals_of_its_step(
    value: str, unit: str, step: str, high: str, written: str
) -> None:
    axis = Axis(step=Decimal(step), high=Decimal(high))
    assert EN.tick(Decimal(value), unit, "EUR", axis) == written


@given(
    step=st.sampled_from(["1", "2", "2.5", "5"]),
    size=st.integers(-4, 13),
    first=st.integers(0, 10**4),
    unit=st.sampled_from(["money", "count", "share", "ratio"]),
)
def test_no_two_numbers_on_an_axis_are_written_alike(step: str, size: int, first: int, unit: str) -> None:
    wide = Decimal(step).scaleb(max(size, -2) if unit == "money" else size)
    if unit == "money" and wide < Decimal("0.05"):
        wide = Decimal("0.05")
    ticks = [wide * (first + at) for at in range(6)]
    axis = Axis(step=wide, high=ticks[-1])
    written = [SK.tick(tick, unit, "EUR", axis) for tick in ticks]
    assert len(set(written)) == len(written)


def test_a_day_on_an_axis_has_its_unit() -> None:
    assert SK.tick(Decimal(5), "day", "", Axis(step=Decimal(5), high=Decimal(20))).split() == ["5", "dní"]


@pytest.mark.parametrize(
    ("grain", "english", "slovak"),
    [
        (Grain.DAY, ("5 Oct", "2026"), ("5. 10.", "2026")),
        (Grain.WEEK, ("W41", "2026"), ("41. t.", "2026")),
        (Grain.MONTH, ("Oct", "2026"), ("okt", "2026")),
        (Grain.QUARTER, ("Q4", "2026"), ("Q4", "2026")),
        (Grain.HALF, ("H2", "2026"), ("H2", "2026")),
        (Grain.YEAR, ("2026", ""), ("2026", "")),
    ],
)
def test_a_period_below_a_column_is_short_and_its_year_apart(
    grain: Grain, english: tuple[str, str], slovak: tuple[str, str]
) -> None:
    period = period_of(date(2026, 10, 5), grain)
    assert (EN.period_mark(period), SK.period_mark(period)) == (english, slovak)


def test_fiscal_and_custom_periods_keep_their_labels() -> None:
    fiscal = period_of(date(2017, 8, 2), Grain.QUARTER, FiscalYear(start_month=4))
    assert EN.period_mark(fiscal) == ("Q2", "FY2018")
    assert EN.period_mark(custom_period(date(2017, 1, 15), date(2017, 4, 1))) == ("2017-01-15 – 2017-03-31", "")
    assert EN.period_mark(QUARTER) == ("Q3", "2017")
