"""What holds for every period: units tile time, labels are read back, parts add up to the whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.errors import PeriodError
from lievik.model.period_words import read_period
from lievik.model.periods import (
    FiscalYear,
    Grain,
    Period,
    custom_period,
    cut_to_elapsed,
    first_of_month,
    month_index,
    next_period,
    period_of,
    previous_period,
    same_period_last_year,
    split,
)

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
LABELS: tuple[Literal["start", "end"], ...] = ("start", "end")

fiscal_years = st.builds(FiscalYear, start_month=st.integers(1, 12), label=st.sampled_from(LABELS))
grains = st.sampled_from(Grain)
days = st.dates(FIRST, LAST)
middle_days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@st.composite
def spans(draw: st.DrawFn) -> Period:
    """A custom span of up to two years."""
    start = draw(middle_days)
    return custom_period(start, start + timedelta(days=draw(st.integers(1, 800))))


@st.composite
def month_spans(draw: st.DrawFn) -> Period:
    """A custom span of whole months."""
    index = month_index(draw(middle_days))
    return custom_period(first_of_month(index), first_of_month(index + draw(st.integers(1, 60))))


@given(day=days, grain=grains, fiscal=st.none() | fiscal_years)
def test_a_day_lies_in_its_unit(day: date, grain: Grain, fiscal: FiscalYear | None) -> None:
    unit = period_of(day, grain, fiscal)
    assert unit.contains(day)
    assert period_of(unit.start, grain, fiscal) == unit
    assert period_of(unit.end - timedelta(days=1), grain, fiscal) == unit


@pytest.mark.parametrize("grain", [grain for grain in Grain if grain is not Grain.DAY])
def test_units_tile_all_the_years(grain: Grain) -> None:
    units = [period_of(FIRST, grain)]
    while units[-1].end <= LAST:
        units.append(next_period(units[-1]))
    assert all(one.end == other.start for one, other in pairwise(units))
    assert units[0].start <= FIRST
    assert len({unit.label for unit in units}) == len(units)


@pytest.mark.parametrize("start_month", range(1, 13))
@pytest.mark.parametrize("label", LABELS)
def test_fiscal_units_tile_all_the_years(start_month: int, label: Literal["start", "end"]) -> None:
    fiscal = FiscalYear(start_month=start_month, label=label)
    for grain, months in ((Grain.QUARTER, 3), (Grain.HALF, 6), (Grain.YEAR, 12)):
        unit = period_of(FIRST, grain, fiscal)
        labels = {unit.label}
        while unit.end <= LAST:
            after = next_period(unit, fiscal)
            assert after.start == unit.end
            assert month_index(after.end) - month_index(after.start) == months
            assert (month_index(after.start) - start_month + 1) % months == 0
            labels.add(after.label)
            unit = after
        assert len(labels) == 300 * 12 // months + (month_index(FIRST) % months != (start_month - 1) % months)


@given(day=middle_days, grain=grains, fiscal=fiscal_years, is_fiscal=st.booleans())
def test_the_unit_before_the_next_is_the_unit_itself(
    day: date, grain: Grain, fiscal: FiscalYear, *, is_fiscal: bool
) -> None:
    unit = period_of(day, grain, fiscal if is_fiscal else None)
    assert previous_period(next_period(unit, fiscal), fiscal) == unit
    assert next_period(previous_period(unit, fiscal), fiscal) == unit
    assert previous_period(unit, fiscal).end == unit.start


@given(span=month_spans())
def test_the_months_before_the_next_are_the_months_themselves(span: Period) -> None:
    assert previous_period(next_period(span)) == span
    assert next_period(previous_period(span)) == span


@given(span=spans())
def test_a_span_before_touches_and_one_of_days_is_as_long(span: Period) -> None:
    before = previous_period(span)
    assert before.end == span.start
    assert before.days == span.days or {span.start.day, span.end.day} == {1}


@given(day=days, grain=grains, fiscal=fiscal_years, is_fiscal=st.booleans())
def test_a_label_is_read_as_its_unit(day: date, grain: Grain, fiscal: FiscalYear, *, is_fiscal: bool) -> None:
    unit = period_of(day, grain, fiscal if is_fiscal else None)
    assert read_period(unit.label, as_of=day, fiscal=fiscal) == unit


@pytest.mark.parametrize("start_month", [1, 2, 4, 7, 10])
@pytest.mark.parametrize("label", LABELS)
def test_every_year_is_read(start_month: int, label: Literal["start", "end"]) -> None:
    fiscal = FiscalYear(start_month=start_month, label=label)
    texts = [f"{prefix}{year}" for year in range(1900, 2200) for prefix in ("", "FY")]
    texts += [f"{prefix}{year}-Q2" for year in range(1901, 2199) for prefix in ("", "FY")]
    assert [read_period(text, as_of=FIRST, fiscal=fiscal).label for text in texts] == texts


@given(span=spans(), fiscal=fiscal_years)
def test_the_label_of_a_span_is_read_as_the_span(span: Period, fiscal: FiscalYear) -> None:
    assert read_period(span.label, as_of=FIRST, fiscal=fiscal) == span


@given(day=middle_days, quarters=st.integers(1, 20), fiscal=fiscal_years)
def test_the_label_of_a_fiscal_span_is_read_as_the_span(day: date, quarters: int, fiscal: FiscalYear) -> None:
    start = period_of(day, Grain.QUARTER, fiscal).start
    span = custom_period(start, first_of_month(month_index(start) + 3 * quarters), fiscal)
    assert span.is_fiscal
    assert read_period(span.label, as_of=FIRST, fiscal=fiscal) == span
    assert next_period(previous_period(span, fiscal), fiscal) == span


@given(
    period=spans() | month_spans() | st.builds(period_of, days, grains),
    grain=grains,
    fiscal=st.none() | fiscal_years,
)
def test_pieces_tile_the_period(period: Period, grain: Grain, fiscal: FiscalYear | None) -> None:
    pieces = split(period, grain, fiscal)
    assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert sum(piece.days for piece in pieces) == period.days
    assert not any(piece.is_cut for piece in pieces[1:-1])
    assert len({piece.label for piece in pieces}) == len(pieces)


@given(day=days, grain=st.sampled_from([Grain.QUARTER, Grain.HALF, Grain.YEAR]), part=grains, fiscal=fiscal_years)
def test_pieces_tile_the_fiscal_unit(day: date, grain: Grain, part: Grain, fiscal: FiscalYear) -> None:
    unit = period_of(day, grain, fiscal)
    pieces = split(unit, part, fiscal)
    assert (pieces[0].start, pieces[-1].end) == (unit.start, unit.end)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert {piece.is_fiscal for piece in pieces} == {part in (Grain.QUARTER, Grain.HALF, Grain.YEAR)}


@given(day=middle_days, grain=grains, fiscal=fiscal_years, is_fiscal=st.booleans())
def test_a_year_earlier_is_about_a_year_earlier(
    day: date, grain: Grain, fiscal: FiscalYear, *, is_fiscal: bool
) -> None:
    unit = period_of(day, grain, fiscal if is_fiscal else None)
    before = same_period_last_year(unit, fiscal)
    assert before.grain is grain
    assert before.is_fiscal == unit.is_fiscal
    assert 357 <= (unit.start - before.start).days <= 371
    if grain is not Grain.DAY and not before.label.endswith("W52"):
        year = next(number for number in unit.label.removeprefix("FY").split("-"))
        assert before.label == unit.label.replace(year, str(int(year) - 1), 1)


@given(period=spans() | st.builds(period_of, middle_days, grains), elapsed=st.integers(-40, 900))
def test_a_cut_compares_equal_days_unless_the_other_is_shorter(period: Period, elapsed: int) -> None:
    other = previous_period(period)
    cut, other_cut = cut_to_elapsed(period, other, period.start + timedelta(days=elapsed - 1))
    passed = elapsed if 1 <= elapsed < period.days else None
    assert cut.days == (passed or period.days)
    assert other_cut.days == (other.days if passed is None else min(passed, other.days))
    assert (cut.start, other_cut.start) == (period.start, other.start)


texts = st.text(alphabet="0123456789-.FfYyQqHhWw _lastmonhdyi\u00fd\u0665", max_size=24) | st.text(max_size=12)
written_dates = st.from_regex(
    r"(FY)?[0-9]{4}(-[HQW]?[0-9]{1,2}){0,2}(\.\.[0-9]{4}-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True
)


def read_or_refuse(text: str, as_of: date, fiscal: FiscalYear) -> Period | PeriodError:
    try:
        return read_period(text, as_of=as_of, fiscal=fiscal)
    except PeriodError as error:
        return error


@given(text=texts | written_dates, as_of=st.dates(), fiscal=fiscal_years)
def test_any_text_is_a_period_or_a_period_error(text: str, as_of: date, fiscal: FiscalYear) -> None:
    outcome = read_or_refuse(text, as_of, fiscal)
    if isinstance(outcome, PeriodError):
        assert outcome.text == text
    else:
        assert outcome.start <= LAST
        assert outcome.end > FIRST
