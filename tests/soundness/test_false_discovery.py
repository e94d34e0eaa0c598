"""Outcomes dealt out blindly among deals are no finding: of a hundred such companies ten at most have any.

The promise is one in twenty; ten of a hundred leaves room for the luck of the draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from lievik.model.segments import SegmentsAnswer
from lievik.workspace import Workspace
from tests.questions.segment_company import Sold, by_chance, company_with
from tests.soundness.table_from_docstring import HeldEngine

PROMISED = 0.1
DEALS = 400
OUTCOME = ("outcome", "amount", "created_on", "closed_on", "cycle_started_on")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Deals of which those of one industry are won far more often; how well accounts fit tells nothing."""
    chance = Random(4)  # noqa: S311 - no secret
    deals = [
        Sold(deal.industry, deal.size, deal.is_won, deal.amount, deal.days, fit=chance.random())
        for deal in by_chance(DEALS, 9, favoured=0.6)
    ]
    found = company_with(deals).workspace
    engine(found).fill("CREATE TABLE as_sold AS SELECT row_number() OVER (ORDER BY id) AS place, * FROM deal")
    return found


def engine(workspace: Workspace) -> HeldEngine:
    """The database."""
    assert isinstance(workspace.engine, HeldEngine)
    return workspace.engine


def look(workspace: Workspace) -> SegmentsAnswer:
    """Look at its segments."""
    return workspace.segments(period="2025")


def dealt_out(workspace: Workspace, times: int) -> Iterator[SegmentsAnswer]:
    """Look at the same deals, each time with outcomes, amounts and days dealt out among them anew."""
    places = list(range(1, DEALS + 1))
    try:
        for seed in range(times):
            order = list(places)
            Random(seed).shuffle(order)  # noqa: S311 - no secret
            deal_out(workspace, order)
            yield look(workspace)
    finally:
        deal_out(workspace, places)


def deal_out(workspace: Workspace, order: list[int]) -> None:
    """Give each deal the outcome of another one."""
    pairs = ", ".join(f"({place}, {other})" for place, other in enumerate(order, 1))
    given = ", ".join(f"{column} = other.{column}" for column in OUTCOME)
    engine(workspace).fill(
        f"UPDATE deal SET {given} FROM (VALUES {pairs}) AS dealt (place, other_place) "  # noqa: S608 - of a test
        "JOIN as_sold AS own ON own.place = dealt.place JOIN as_sold AS other ON other.place = dealt.other_place "
        "WHERE deal.id = own.id"
    )


def test_a_difference_that_is_there_is_found_and_what_does_not_differ_is_not(workspace: Workspace) -> None:
    found = {(each.dimension, each.label) for each in look(workspace).findings}
    assert ("industry", "A") in found
    assert not {dimension for dimension, _ in found} & {"icp_fit", "size_band"}


def test_outcomes_dealt_out_blindly_are_no_finding(workspace: Workspace) -> None:
    answers = list(dealt_out(workspace, 12))
    won = {answer.whole.won for answer in (*answers, look(workspace)) if answer.whole}
    assert len(won) == 1
    assert sum(bool(answer.findings) for answer in answers) <= 2


@pytest.mark.soak
def test_of_a_hundred_companies_without_differences_ten_at_most_have_a_finding(workspace: Workspace) -> None:
    found = [bool(answer.findings) for answer in dealt_out(workspace, 100)]
    assert sum(found) <= PROMISED * len(found)
