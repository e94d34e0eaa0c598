"""Of the demo company's reps one keeps the CRM badly, and is found; plain Python over its files counts the same."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from lievik.model.quality import QualityAnswer
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.demo.making import raw_rows

SLOPPY = "Ján Ďurčo"


@pytest.fixture(scope="module")
def answer(kovotech: Workspace) -> QualityAnswer:
    return kovotech.quality(listed="all")


def test_the_rep_who_leaves_amounts_out_is_found_and_nobody_else(answer: QualityAnswer) -> None:
    out = [
        (owner.owner, fault)
        for owner in answer.owners
        for fault, found in owner.faults.items()
        if found.side == "above"
    ]
    assert out == [(SLOPPY, "won_without_amount")]
    assert answer.owners[0].owner == SLOPPY
    assert [owner.owner for owner in answer.owners if owner.deals.side == "above"] == [SLOPPY]


@pytest.fixture(scope="module")
def deals(kovotech: Workspace) -> list[dict[str, str]]:
    """Deals of the file, each with its outcome by its stage, and without those deleted."""
    kinds = {row["id"]: row["kind"] for row in raw_rows(kovotech, "stage")}
    rows = [row for row in raw_rows(kovotech, "deal") if row["is_deleted"].lower() != "true"]
    return [{**row, "outcome": kinds[row["stage_id"]]} for row in rows]


def test_plain_python_finds_the_same_in_the_files(
    kovotech: Workspace, answer: QualityAnswer, deals: list[dict[str, str]]
) -> None:
    day = AS_OF.isoformat()
    reps = {row["id"]: row["name"] for row in raw_rows(kovotech, "rep")}
    plain = {
        "won_without_amount": [d for d in deals if d["outcome"] == "won" and not d["amount"]],
        "open_without_amount": [d for d in deals if d["outcome"] == "open" and not d["amount"]],
        "open_without_next_step": [d for d in deals if d["outcome"] == "open" and not d["next_step_on"]],
        "expected_close_passed": [d for d in deals if d["outcome"] == "open" and d["expected_close_on"] < day],
        "lost_without_reason": [d for d in deals if d["outcome"] == "lost" and not d["lost_reason"]],
        "closed_before_created": [d for d in deals if d["closed_on"] and d["closed_on"] < d["created_on"]],
    }
    assert answer.deals.of == len(deals)
    for fault, rows in plain.items():
        by_owner = Counter(reps[row["owner_id"]] for row in rows)
        told = {
            owner.owner: found.found for owner in answer.owners for name, found in owner.faults.items() if name == fault
        }
        assert {name: count for name, count in told.items() if count} == by_owner, fault


def test_idle_deals_are_those_without_an_activity_for_a_month(
    kovotech: Workspace, answer: QualityAnswer, deals: list[dict[str, str]]
) -> None:
    last: dict[str, str] = {}
    for row in raw_rows(kovotech, "activity"):
        if row["deal_id"] and row["started_on"] <= AS_OF.isoformat():
            last[row["deal_id"]] = max(row["started_on"], last.get(row["deal_id"], ""))
    cutoff = (AS_OF - timedelta(days=30)).isoformat()
    opens = [row for row in deals if row["outcome"] == "open"]
    idle = {row["id"] for row in opens if max(last.get(row["id"], ""), row["created_on"]) <= cutoff}
    assert idle
    assert {row.number for row in answer.rows if "open_without_activity" in row.faults} == idle
