"""The tiny company's teams, added up with a pencil in tests/tiny_company."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.model.team import RepRow, TeamAnswer, TeamTable
from lievik.workspace import Workspace

WON, RAW, EFFECTIVE = "total_revenue", "quota_attainment_rate:attainment", "quota_attainment_rate:effective_attainment"


@pytest.fixture(scope="module")
def answer(tiny_company: Workspace) -> TeamAnswer:
    """The teams in the second quarter."""
    return team_of(tiny_company)


def team_of(workspace: Workspace, **where: str) -> TeamAnswer:
    found = workspace.team(period="2026-Q2", where=where)
    assert isinstance(found, TeamAnswer)
    return found


def table(answer: TeamAnswer, name: str) -> TeamTable:
    return next(table for table in answer.tables if table.name == name)


def row(answer: TeamAnswer, team: str, rep: str) -> RepRow:
    return next(row for row in table(answer, team).rows if row.name == rep)


def test_a_rep_stands_in_the_team_of_the_day_and_the_whole_is_the_sum(answer: TeamAnswer) -> None:
    """Jana changed teams on 1 May: her win of April is the first team's, what she did later the second's."""
    assert {found.name: [row.name for row in found.rows] for found in answer.tables} == {
        "Team One": ["Jana West", "Zuzana New"],
        "Team Two": ["Jana West", "Marek Gone", "Peter East"],
    }
    assert table(answer, "Team One").whole[WON].value == 29_000
    assert table(answer, "Team Two").whole[WON].value == 51_000
    for found in answer.tables:
        rows = [line.numbers[WON].value or 0 for line in found.rows]
        assert found.whole[WON].value == sum(rows)


def test_attainment_of_a_team_is_sum_over_sum(answer: TeamAnswer) -> None:
    """Team One: Jana's quota of April, 10 000, and Zuzana's 30 000, lowered to 1 000·(10 %·15/30 + 25 % + 50 %)·10."""
    whole = table(answer, "Team One").whole
    assert whole[RAW].denominator == 40_000
    assert whole[EFFECTIVE].denominator == 18_000
    both = [table(answer, name).whole[EFFECTIVE] for name in ("Team One", "Team Two")]
    assert sum(number.numerator or 0 for number in both) == 80_000
    assert sum(number.denominator or 0 for number in both) == 108_000


def test_numbers_of_a_rep_are_those_of_show(answer: TeamAnswer, tiny_company: Workspace) -> None:
    for metric, number in row(answer, "Team Two", "Peter East").numbers.items():
        (shown,) = tiny_company.show(metric, period="2026-Q2", where={"owner": "Peter East"})
        assert (number.value, number.status, number.unit) == (shown.value, shown.status, shown.unit)


def test_how_attainment_lies(answer: TeamAnswer) -> None:
    """Jana 32/30, Peter 29/60, Zuzana 9/8; Marek was there for a third, and those who carry no quota sold nothing."""
    found = answer.distribution
    assert [(part.low, part.high, part.reps) for part in found.bins] == [
        (0, Decimal("0.5"), ("Peter East",)),
        (Decimal("0.5"), Decimal("0.8"), ()),
        (Decimal("0.8"), 1, ()),
        (1, Decimal("1.2"), ("Jana West", "Zuzana New")),
        (Decimal("1.2"), None, ()),
    ]
    assert (found.at_quota, found.counted) == (2, 3)
    assert found.median is not None
    assert abs(found.median - Decimal(16) / 15) < Decimal("1e-12")
    assert found.interval is None
    assert (found.ramping, found.ramping_on_course) == (("Zuzana New",), ("Zuzana New",))
    assert (found.short, found.without_quota) == (("Marek Gone",), ())


def test_one_team_alone(tiny_company: Workspace, answer: TeamAnswer) -> None:
    alone = team_of(tiny_company, team="Team Two")
    assert [found.name for found in alone.tables] == ["Team Two"]
    assert alone.tables[0].whole == table(answer, "Team Two").whole


def test_two_deals_are_too_few_and_it_says_how_many_more(answer: TeamAnswer) -> None:
    """Team Two won 4 of 6, Peter 2 of 3. A gap of 10 points takes 7.849·(2/3)(1/3)/0.01 = 174.4 deals."""
    number = row(answer, "Team Two", "Peter East").numbers["win_rate"]
    team = table(answer, "Team Two").whole["win_rate"]
    assert (team.numerator, team.denominator) == (4, 6)
    assert (number.is_apart, number.side, number.more_needed) == (False, "", 175 - 3)
    assert number.interval is not None
    assert number.interval.method == "wilson"


def test_the_question_costs_three_statements(tiny_company: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    answering = Workspace.ask

    def counted(workspace: Workspace, request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        asked.append(request.dimensions)
        return answering(workspace, request)

    monkeypatch.setattr(Workspace, "ask", counted)
    team_of(tiny_company)
    assert sorted(asked) == [("owner",), ("owner",), ("team", "owner")]


def test_a_quarter_that_still_runs_has_a_pace_or_says_why_not(tiny_company: Workspace) -> None:
    found = tiny_company.team(period="2026-Q2", as_of="2026-05-15")
    assert found.pace is not None
    assert (found.pace.reason, found.pace.quota) == ("few_units", 108_000)


def test_without_a_period_it_is_the_last_full_quarter(tiny_company: Workspace) -> None:
    assert tiny_company.team().period.label == "2026-Q2"
    assert tiny_company.team(as_of="2026-05-31").period.label == "2026-Q1"
