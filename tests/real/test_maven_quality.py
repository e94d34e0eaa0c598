"""What to repair in a computer seller's 8,800 deals equals plain Python over its files, owner by owner.

The reference part reads the files with the standard library alone and knows nothing of the product.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.model.quality import QualityAnswer
from lievik.workspace import Workspace

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)


def read(path: Path) -> list[dict[str, str]]:
    """Read a file."""
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def faults_of(deal: dict[str, str], known: dict[str, set[str]]) -> set[str]:
    """Say what is odd in a deal of the file; days are compared as they are written."""
    stage, amount, account = deal["deal_stage"], deal["close_value"], deal["account"]
    begun, ended = deal["engage_date"], deal["close_date"]
    is_open = stage in {"Engaging", "Prospecting"}
    found = {
        "won_without_amount": stage == "Won" and not amount,
        "closed_without_closing_date": not is_open and not ended,
        "closed_before_created": not is_open and bool(ended) and bool(begun) and ended < begun,
        "open_without_amount": is_open and not amount,
        "without_owner": deal["sales_agent"] not in known["agents"],
        "without_account": account not in known["accounts"],
        "without_created_on": not begun,
    }
    return {fault for fault, is_there in found.items() if is_there}


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def answer(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> QualityAnswer:
    made = Workspace.create(
        tmp_path_factory.mktemp("maven") / "workspace", today=LAST_DAY, currency="USD", as_of=LAST_DAY
    )
    mapping = Path(__file__).with_name("maven_crm.toml")
    made.import_files([folder], mapping=mapping, now=datetime(2018, 1, 1, tzinfo=UTC))
    return made.quality(listed="all")


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, tuple[str, set[str]]]:
    known = {
        "agents": {row["sales_agent"] for row in read(folder / "sales_teams.csv")},
        "accounts": {row["account"] for row in read(folder / "accounts.csv")},
    }
    deals = read(folder / "sales_pipeline.csv")
    return {deal["opportunity_id"]: (deal["sales_agent"], faults_of(deal, known)) for deal in deals}


def test_the_faults_of_every_deal_are_those_that_plain_python_finds(
    answer: QualityAnswer, expected: dict[str, tuple[str, set[str]]]
) -> None:
    listed = {row.number: set(row.faults) for row in answer.rows}
    assert listed == {number: faults for number, (_, faults) in expected.items() if faults}
    assert len(listed) > 1000


def test_counts_by_owner_add_up_to_them(answer: QualityAnswer, expected: dict[str, tuple[str, set[str]]]) -> None:
    deals = Counter(owner for owner, _ in expected.values())
    faulty = Counter(owner for owner, faults in expected.values() if faults)
    assert {owner.owner: owner.deals.of for owner in answer.owners} == deals
    assert {owner.owner: owner.deals.faulty for owner in answer.owners if owner.deals.faulty} == faulty
    by_fault = Counter((owner, fault) for owner, faults in expected.values() for fault in faults)
    told = {(owner.owner, fault): found.found for owner in answer.owners for fault, found in owner.faults.items()}
    assert {key: found for key, found in told.items() if found} == by_fault


def test_what_the_files_do_not_tell_is_named(answer: QualityAnswer) -> None:
    reasons = {left.fault: left.facts for left in answer.not_looked}
    assert reasons["open_without_activity"] == {"columns": "activity.deal_id, activity.started_on"}
    assert reasons["lead_without_source"] == {"tables": "lead"}
    assert reasons["expected_close_passed"] == {"columns": "deal.expected_close_on"}
