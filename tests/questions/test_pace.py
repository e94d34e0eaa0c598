"""Pace is held against the company's own shape of a quarter, never against the calendar."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lievik.model.periods import Grain, Period, custom_period, period_of, previous_period
from lievik.model.request import Filter, MetricRequest
from lievik.questions.pace import pace
from tests.questions.answered import Answering, Known

WON, QUOTA = "total_revenue", "quota_attainment_rate:effective_attainment"
QUARTER = period_of(date(2026, 4, 1), Grain.QUARTER)
HALFWAY = date(2026, 5, 15)
"""45 of 91 days have passed."""


def quarters(count: int) -> list[Period]:
    found = [previous_period(QUARTER)]
    while len(found) < count:
        found.insert(0, previous_period(found[0]))
    return found


def company(shares: list[int], *, credited: int, quota: int = 1000) -> Answering:
    """A company that won 1000 in each past quarter, so much of it in the first 45/91 of its days; the oldest first."""
    known = {(QUOTA, QUARTER.start, QUARTER.end): Known(numerator=credited, denominator=quota)}
    for quarter, share in zip(quarters(len(shares)), shares, strict=True):
        days = round(quarter.days * 45 / 91)
        cut = date.fromordinal(quarter.start.toordinal() + days)
        known[WON, quarter.start, quarter.end] = Known(numerator=1000)
        known[WON, quarter.start, cut] = Known(numerator=share)
    return Answering(known)


def request(period: Period = QUARTER, as_of: date = HALFWAY, filters: tuple[Filter, ...] = ()) -> MetricRequest:
    return MetricRequest(metrics=(), periods=(period,), as_of=as_of, filters=filters)


def test_a_company_with_a_rush_at_the_end_is_on_course_where_the_calendar_would_say_behind() -> None:
    """Half of the quarter has passed and a quarter of the quota is credited; it always was about so."""
    found = pace(request(), company([500, 200, 300, 250, 210, 240], credited=250))
    assert found is not None
    assert found.credited == 250
    assert found.quota is not None
    assert found.credited / found.quota < Decimal(45) / 91
    assert (found.lowest, found.highest, found.units) == (Decimal("0.2"), Decimal("0.3"), 5)
    assert found.share == (200 + 300 + 250 + 210 + 240) / Decimal(5000)
    assert found.expected == 240
    assert found.pace == Decimal(250) / 240
    assert found.verdict == "on_course"


@pytest.mark.parametrize(
    ("credited", "verdict"), [(190, "behind"), (200, "on_course"), (300, "on_course"), (301, "ahead")]
)
def test_only_beyond_every_past_quarter_is_it_ahead_or_behind(credited: int, verdict: str) -> None:
    found = pace(request(), company([999, 200, 300, 250, 250], credited=credited))
    assert found is not None
    assert found.verdict == verdict


def test_one_rep_with_few_deals_is_not_called_behind() -> None:
    """Nothing yet of 400 at least: with deals of 100 that is one chance in 55, with deals of 200 one in seven."""
    ask = company([999, 400, 400, 400, 400], credited=0)
    small, large = pace(request(), ask, 100.0), pace(request(), ask, 200.0)
    assert small is not None
    assert large is not None
    assert (small.verdict, large.verdict) == ("behind", "on_course")


def test_the_first_quarter_with_data_may_lack_its_beginning_and_does_not_count() -> None:
    found = pace(request(), company([0, 250, 250, 250, 250], credited=100))
    assert found is not None
    assert found.lowest == Decimal("0.25")


def test_large_quarters_weigh_more() -> None:
    ask = company([0, 100, 100, 100, 400], credited=100)
    known = dict(ask.known)
    last = quarters(1)[0]
    known[WON, last.start, last.end] = Known(numerator=4000)
    found = pace(request(), Answering(known))
    assert found is not None
    assert found.share == Decimal(700) / 7000


def test_three_quarters_are_too_few_and_it_says_so() -> None:
    found = pace(request(), company([250, 250, 250, 250], credited=100))
    assert found is not None
    assert (found.reason, found.facts) == ("few_units", {"units": "4", "found": "3"})
    assert (found.pace, found.expected, found.verdict) == (None, None, "")
    assert (found.credited, found.quota) == (100, 1000)


def test_without_a_quota_there_is_no_pace() -> None:
    found = pace(request(), company([250] * 6, credited=100, quota=0))
    assert found is not None
    assert (found.reason, found.pace) == ("nobody_has_a_quota", None)


@pytest.mark.parametrize("as_of", [date(2026, 6, 30), date(2026, 8, 1), date(2026, 3, 31)])
def test_a_period_that_is_over_or_has_not_begun_has_none(as_of: date) -> None:
    assert pace(request(as_of=as_of), company([250] * 6, credited=100)) is None


def test_a_span_that_is_no_unit_has_none() -> None:
    span = custom_period(date(2026, 4, 1), date(2026, 6, 1))
    assert pace(request(span), company([250] * 6, credited=100)) is None


def test_a_quarter_to_date_is_its_whole_quarter() -> None:
    cut = Period(label="2026-Q2", start=QUARTER.start, end=date(2026, 5, 16), grain=Grain.QUARTER, is_cut=True)
    found = pace(request(cut), company([250] * 6, credited=240))
    assert found is not None
    assert found.period == QUARTER


def test_the_shape_is_the_companys_and_the_quota_that_of_the_team() -> None:
    ask = company([250] * 6, credited=100)
    only = (Filter(dimension="team", values=("East",)),)
    assert pace(request(filters=only), ask) is not None
    assert [(asked.metrics, asked.filters) for asked in ask.asked] == [((QUOTA,), only), ((WON,), ())]
