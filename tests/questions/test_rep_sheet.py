"""One rep of the tiny company: own past, team and target."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from fractions import Fraction

import pytest

from lievik.errors import UnknownNameError
from lievik.model.team import RepSheet, SheetLine, TeamAnswer
from lievik.workspace import Workspace


@pytest.fixture(scope="module")
def peter(tiny_company: Workspace) -> RepSheet:
    """Peter East in the second quarter."""
    found = tiny_company.team("peter east", period="2026-Q2")
    assert isinstance(found, RepSheet)
    return found


def line(sheet: RepSheet, metric: str) -> SheetLine:
    return next(line for line in sheet.lines if line.number.metric == metric)


def test_the_sheet_says_who_and_where(peter: RepSheet) -> None:
    assert (peter.name, peter.team, peter.standing) == ("Peter East", "Team Two", "counted")
    assert peter.period.label == "2026-Q2"


def test_what_was_won_has_the_lowered_quota_as_its_target(peter: RepSheet) -> None:
    found = line(peter, "total_revenue")
    assert (found.number.value, found.target) == (41_000, 60_000)
    assert all(other.target is None for other in peter.lines if other is not found)


def test_the_past_is_the_quarter_before_and_the_same_of_last_year(peter: RepSheet, tiny_company: Workspace) -> None:
    for found in peter.lines:
        assert [past.period.label for past in found.past] == ["2026-Q1", "2025-Q2"]
        for past in found.past:
            (shown,) = tiny_company.show(found.number.metric, period=past.period.label, where={"owner": "Peter East"})
            assert past.value == shown.value


def test_a_change_is_now_less_then_and_clear_only_beyond_chance(peter: RepSheet) -> None:
    """Win rate 2 of 3 now; in the first quarter by far too few deals to call a change."""
    found = line(peter, "win_rate")
    assert found.number.value is not None
    assert Fraction(found.number.value).limit_denominator(100) == Fraction(2, 3)
    for past in found.past:
        if past.delta is not None:
            assert past.value is not None
            assert past.delta == found.number.value - past.value
            assert not past.is_clear


def test_a_name_that_nobody_has_gets_the_nearest_ones(tiny_company: Workspace) -> None:
    with pytest.raises(UnknownNameError) as caught:
        tiny_company.team("Peter Est", period="2026-Q2")
    assert "Peter East" in caught.value.fix


def test_whoever_leads_and_sells_nothing_has_no_sheet(tiny_company: Workspace) -> None:
    with pytest.raises(UnknownNameError):
        tiny_company.team("Olga Boss", period="2026-Q2")


def test_who_changed_teams_is_looked_at_in_the_one_where_more_was_done(tiny_company: Workspace) -> None:
    found, whole = tiny_company.team("Jana West", period="2026-Q2"), tiny_company.team(period="2026-Q2")
    assert isinstance(found, RepSheet)
    assert isinstance(whole, TeamAnswer)
    assert found.team in {"Team One", "Team Two"}
    assert line(found, "total_revenue").number.n == max(
        row.numbers["total_revenue"].n or 0 for table in whole.tables for row in table.rows if row.name == "Jana West"
    )
