"""The stage that became a bottleneck is found by asking for the funnel, from its month on and not before.

The funnel equals plain Python over the company's file of states.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby, pairwise

import pytest

from lievik.model.funnel import Funnel
from lievik.workspace import Workspace
from tests.demo.making import raw_rows
from tests.properties.plain_funnel import day_when_left

SAMPLES = "Sample testing"
BEFORE = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13) if (year, month) < (2025, 10)]
SINCE = ["2025-10", "2025-11", "2025-12", "2025-Q4", "2026-Q1", "2026-Q2"]
SALES = ["S11", "S12", "S13", "S14", "S15"]
"""Stages of a sale, in order."""

DELETED = "deleted"

Walk = list[tuple[str, date]]
"""Stages of one deal, each with the day it came there."""


def sales(workspace: Workspace, period: str = "", as_of: str | None = None, mode: str = "reached") -> Funnel:
    """Give the funnel of sales."""
    (found,) = workspace.funnel(pipeline="Sales", mode=mode, period=period, as_of=as_of).funnels
    return found


@pytest.mark.parametrize("period", SINCE)
def test_from_its_month_on_the_stage_is_the_bottleneck(kovotech: Workspace, period: str) -> None:
    found = sales(kovotech, period).bottleneck
    assert found is not None
    assert found.name == SAMPLES


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2026-04", "2026-05"])
def test_it_costs_most_for_as_long_as_the_year_before_remembers_better_times(kovotech: Workspace, month: str) -> None:
    assert sales(kovotech, month).held_up[0].name == SAMPLES


@pytest.mark.parametrize("month", BEFORE)
def test_no_stage_was_called_a_bottleneck_before(kovotech: Workspace, month: str) -> None:
    assert sales(kovotech, month).bottleneck is None


@pytest.mark.parametrize("last", ["2025-10-31", "2025-11-30", "2025-12-31", "2026-03-31", "2026-06-30"])
def test_it_was_called_one_by_the_end_of_its_first_month_as_known_then(kovotech: Workspace, last: str) -> None:
    found = sales(kovotech, f"2025-10-01..{last}", as_of=last).bottleneck
    assert found is not None
    assert found.name == SAMPLES
    assert found.delay is not None
    assert found.delay.median is not None
    assert found.delay.target is not None
    assert found.delay.median > 3 * found.delay.target


def test_without_a_period_it_is_the_last_year_and_the_stage_is_found(kovotech: Workspace) -> None:
    answer = kovotech.funnel()
    assert (answer.period.label, answer.before.label) == ("2025-07-01..2026-06-30", "2024-07-01..2025-06-30")
    assert [(found.name, found.bottleneck and found.bottleneck.name) for found in answer.funnels] == [
        ("Sales", SAMPLES),
        ("Renewals", None),
    ]


def test_most_that_is_stuck_is_stuck_there(kovotech: Workspace) -> None:
    answer = kovotech.funnel(stuck=True)
    counted = Counter(deal.stage for deal in answer.stuck)
    assert counted.most_common(1)[0][0] == SAMPLES
    held = {stage.name: stage.stuck.held for stage in sales(kovotech).stages if stage.stuck}
    assert {name: amount.deals for name, amount in held.items() if amount.deals} == dict(counted)
    for name, amount in held.items():
        assert amount.amount == sum(deal.amount or 0 for deal in answer.stuck if deal.stage == name)
    assert all(deal.days > deal.limit for deal in answer.stuck)


# ---------------------------------------------------------------- plain Python over the file of states


def walks(workspace: Workspace, first: str, last: str) -> dict[str, Walk]:
    """Give the stages of each deal that was created from one day to another; other changes of it do not matter."""
    rows = sorted(raw_rows(workspace, "deal_version"), key=lambda row: (row["deal_id"], row["valid_from"]))
    found = {}
    for deal, group in groupby(rows, key=lambda row: row["deal_id"]):
        versions = list(group)
        if versions[0]["pipeline_id"] != "S1" or not first <= versions[0]["created_on"] <= last:
            continue
        by_day = {date.fromisoformat(version["valid_from"][:10]): _place(version) for version in versions}
        walk: Walk = []
        for day, stage in sorted(by_day.items()):
            if not walk or walk[-1][0] != stage:
                walk.append((stage, day))
        found[deal] = walk
    return found


def _place(version: dict[str, str]) -> str:
    """A stage, or that somebody deleted the deal."""
    return DELETED if version["is_deleted"].lower() == "true" else version["stage_id"]


@pytest.fixture(scope="module")
def created(kovotech: Workspace) -> dict[str, Walk]:
    return walks(kovotech, "2025-07-01", "2026-06-30")


def test_deals_that_reached_a_stage_or_went_beyond(kovotech: Workspace, created: dict[str, Walk]) -> None:
    found = sales(kovotech)
    assert found.created.deals == len(created)
    for place, stage in enumerate(SALES):
        beyond = {*SALES[place:], "S16"}
        assert found.stages[place].came.deals == sum(
            any(where in beyond for where, _ in walk) for walk in created.values()
        )
        assert found.stages[place].skipped == sum(
            any(where in beyond for where, _ in walk) and all(where != stage for where, _ in walk)
            for walk in created.values()
        )
    assert found.won.deals == sum(walk[-1][0] == "S16" for walk in created.values())


def test_deals_that_were_at_a_stage_and_how_they_left_it(kovotech: Workspace, created: dict[str, Walk]) -> None:
    found = sales(kovotech, mode="any")
    for place, stage in enumerate(SALES):
        assert found.stages[place].came.deals == sum(any(at == stage for at, _ in walk) for walk in created.values())
        left = Counter(_exit(stage, following) for walk in created.values() for following in _after(walk, stage))
        assert {name: count for name, count in found.stages[place].exits.items() if count} == dict(left)
        assert found.stages[place].entries == left.total()


def _after(walk: Walk, stage: str) -> list[str]:
    """Where a deal went after each visit of a stage; nowhere yet is an empty text."""
    return [following for (at, _), (following, _) in pairwise([*walk, ("", date.max)]) if at == stage]


def _exit(stage: str, following: str) -> str:
    if following in SALES:
        return "advanced" if SALES.index(following) > SALES.index(stage) else "moved_back"
    return {"S16": "won", "S17": "lost", DELETED: "deleted", "": "still_there"}[following]


def test_days_at_a_stage_are_those_of_the_file(kovotech: Workspace) -> None:
    """In 2024; nobody knows when a deal that was deleted would have left."""
    every = walks(kovotech, "2022-01-01", "2026-06-30")
    found = sales(kovotech, "2024")
    for place, stage in enumerate(SALES):
        days = [
            ((end - start).days, following != DELETED)
            for walk in every.values()
            for (at, start), (following, end) in pairwise(walk)
            if at == stage and start.year == 2024
        ]
        visit = found.stages[place].visit
        assert visit is not None
        assert (visit.n, visit.open) == (len(days), 0)
        assert visit.median == day_when_left(days, 0.5)
        assert visit.p90 == day_when_left(days, 0.9)


def test_value_is_what_deals_are_worth_now(kovotech: Workspace) -> None:
    """Deals in euros alone, so that nothing is converted."""
    rows = raw_rows(kovotech, "deal")
    found = kovotech.funnel(pipeline="Sales", period="2025", where={"currency": "EUR"}).funnels[0]
    own = [
        row
        for row in rows
        if row["pipeline_id"] == "S1" and row["currency"] == "EUR" and row["created_on"][:4] == "2025"
    ]
    assert found.created.deals == len(own)
    assert float(found.created.amount) == pytest.approx(sum(float(row["amount"] or 0) for row in own))
    assert found.created.valued == sum(bool(row["amount"]) for row in own)
