"""What is handed on against what is to be reached: sums made by hand, and no answer where nothing divides."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.desk.quota_list import list_assignments, list_quotas
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear, Period
from tests.soundness.table_from_docstring import TODAY, Company, company

TEAMS = """
    team        | id name  parent_id
                | s  Sales -
                | r  Red   s
                | b  Blue  s
    team_member | team_id rep_id starts_on  ends_on
                | r       eva    2025-01-01 2026-02-01
                | b       eva    2026-02-01 -
                | r       jan    2026-02-10 -
"""
QUOTAS = """
    quota | subject_kind subject_id starts_on  ends_on    amount currency
          | company      -          2026-01-01 2026-04-01 900    EUR
          | team         s          2026-01-01 2026-04-01 990    EUR
          | team         r          2026-01-01 2026-04-01 300    EUR
          | team         b          2026-01-01 2026-04-01 600    EUR
          | rep          eva        2026-01-01 2026-04-01 600    EUR
          | rep          jan        2026-02-01 2026-04-01 500    EUR
"""


def period(text: str) -> Period:
    return read_period(text, as_of=TODAY, fiscal=FiscalYear())


def handed_on(made: Company, when: str = "2026-Q1") -> list[tuple[str, str, Decimal | None, Decimal | None, str]]:
    """Give every assignment: whose, as what, the quota, what is handed on, the ratio."""
    assert made.workspace.engine is not None
    found = list_assignments(made.workspace.engine.fetch, period(when), "EUR")
    return [
        (each.subject.name, each.parts, each.amount, each.assigned, "-" if each.ratio is None else f"{each.ratio:.4f}")
        for each in found
    ]


def test_teams_and_reps_are_held_against_what_they_are_part_of() -> None:
    """Eva's January is Red's, her other months Blue's; Jan came to Red in February, and that month is Red's too."""
    assert handed_on(company(TEAMS + QUOTAS)) == [
        ("company", "teams", 900, 990, "1.1000"),
        ("company", "reps", 900, 1100, "1.2222"),
        ("Blue", "reps", 600, 400, "0.6667"),
        ("Red", "reps", 300, 700, "2.3333"),
        ("Sales", "teams", 990, 900, "0.9091"),
        ("Sales", "reps", 990, 1100, "1.1111"),
    ]


def test_without_a_quota_of_their_own_there_is_no_answer() -> None:
    text = TEAMS + "\n".join(line for line in QUOTAS.splitlines() if " company " not in line and " r  " not in line)
    found = {(name, parts): ratio for name, parts, _, _, ratio in handed_on(company(text))}
    assert (found["company", "reps"], found["Red", "reps"], found["Blue", "reps"]) == ("-", "-", "0.6667")


def test_a_quota_of_nothing_divides_nothing() -> None:
    text = QUOTAS.replace("2026-04-01 900 ", "2026-04-01 0 ")
    assert [ratio for name, _, _, _, ratio in handed_on(company(TEAMS + text)) if name == "company"] == ["-", "-"]


def test_only_months_with_a_quota_to_hold_against_count() -> None:
    """The company's is for January alone: of Eva's 600 that is 200."""
    text = QUOTAS.replace(
        "company      -          2026-01-01 2026-04-01", "company      -          2026-01-01 2026-02-01"
    )
    assert handed_on(company(TEAMS + text), "2026")[:2] == [
        ("company", "teams", 900, 330, "0.3667"),
        ("company", "reps", 900, 200, "0.2222"),
    ]


def test_other_currencies_count_at_the_rate_of_the_months_first_day() -> None:
    """Jan's 250 of February are 0.8 each, his 250 of March 0.9."""
    rates = """
        fx_rate | on_date    from_currency to_currency rate kind
                | 2026-01-15 USD           EUR         0.8  market
                | 2026-02-15 USD           EUR         0.9  market
    """
    in_dollars = QUOTAS.replace("500    EUR", "500    USD")
    found = {(name, parts): assigned for name, parts, _, assigned, _ in handed_on(company(TEAMS + in_dollars + rates))}
    assert found["company", "reps"] == 600 + 200 + 225
    without_rates = {(name, parts): assigned for name, parts, _, assigned, _ in handed_on(company(TEAMS + in_dollars))}
    assert (without_rates["company", "reps"], without_rates["Blue", "reps"]) == (None, 400)


def test_teams_in_a_circle_come_to_an_end() -> None:
    """Red is part of Sales and Sales of Red: neither stands at the top, so no team is held against the company."""
    circle = TEAMS.replace("s  Sales -", "s  Sales r")
    found = {(name, parts): assigned for name, parts, _, assigned, _ in handed_on(company(circle + QUOTAS))}
    assert ("company", "teams") not in found
    assert (found["company", "reps"], found["Red", "teams"], found["Sales", "teams"]) == (1100, 990, 900)


@pytest.mark.parametrize(
    ("when", "count"), [("2026-Q1", 6), ("2026-01", 5), ("2025", 0), ("2026-03-31..2026-04-02", 6)]
)
def test_quotas_that_reach_into_a_period_are_listed(when: str, count: int) -> None:
    made = company(TEAMS + QUOTAS).workspace
    assert made.engine is not None
    found = list_quotas(made.engine.fetch, period(when))
    assert len(found) == count
    assert [each.subject.kind for each in found] == sorted((e.subject.kind for e in found), key="company team rep".find)
