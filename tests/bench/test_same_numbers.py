"""Lievik and SQL written by hand give the same numbers for a made-up company."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.company import make_company
from bench.in_turn import Company, answered, company_in, rounds_of, values_of
from bench.same_numbers import differences
from bench.work import Work, works
from lievik import Workspace
from lievik.sources.demo import AS_OF

DEALS = 2_000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A small company."""
    folder: Path = tmp_path_factory.mktemp("company") / "workspace"
    make_company(folder, DEALS)
    return company_in(Workspace.open(folder, today=AS_OF))


@pytest.mark.parametrize("work", works(), ids=lambda work: work.name)
def test_the_numbers_are_those_of_the_sql(work: Work, company: Company) -> None:
    assert differences(work, company) == []
    assert any(values_of(answered(work, company)))


@pytest.mark.parametrize("work", works(), ids=lambda work: work.name)
def test_values_worked_out_together_are_those_of_the_results(work: Work, company: Company) -> None:
    table = answered(work, company)
    some = range(0, len(table), max(len(table) // 500, 1))
    values = values_of(table)
    assert [values[place] for place in some] == [table.rows[place].value for place in some]


def test_a_number_that_differs_is_told(company: Company) -> None:
    overview = next(work for work in works() if work.name == "overview")
    wrong = Work(
        name="wrong", request=overview.request, sql=overview.sql.replace("<= 90", "<= 3"), values=overview.values
    )
    assert any("lead_conversion_rate" in found for found in differences(wrong, company))


def test_every_round_is_timed(company: Company) -> None:
    rounds = rounds_of(works()[2], company, 2)
    assert len(rounds) >= 2
    assert all(min(found.hand, found.plan, found.execute, found.values) > 0 for found in rounds)
