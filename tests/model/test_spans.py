"""A first day and an end are the unit that they make."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.model.periods import FiscalYear, Grain, period_of
from lievik.model.spans import period_between

APRIL = FiscalYear(start_month=4)


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), "2026"),
        (date(2026, 7, 1), date(2027, 1, 1), "2026-H2"),
        (date(2026, 7, 1), date(2026, 10, 1), "2026-Q3"),
        (date(2026, 2, 1), date(2026, 3, 1), "2026-02"),
        (date(2026, 6, 29), date(2026, 7, 6), "2026-W27"),
        (date(2026, 6, 29), date(2026, 6, 30), "2026-06-29"),
        (date(2026, 4, 1), date(2027, 4, 1), "FY2027"),
        (date(2026, 2, 1), date(2026, 2, 15), "2026-02-01..2026-02-14"),
    ],
)
def test_a_span_is_called_by_the_unit_that_it_is(start: date, end: date, label: str) -> None:
    assert period_between(start, end, APRIL).label == label


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), grain=st.sampled_from(Grain))
def test_every_unit_is_found_again(day: date, grain: Grain) -> None:
    unit = period_of(day, grain)
    assert period_between(unit.start, unit.end) == unit
    longer = period_between(unit.start, unit.end + timedelta(days=400))
    assert (longer.start, longer.end) == (unit.start, unit.end + timedelta(days=400))
