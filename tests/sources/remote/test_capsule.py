"""Capsule, kept in step: what it says comes in, what changes and what goes follows, and nothing comes twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.capsule import Capsule
from lievik.sources.remote.session import Given
from lievik.sources.remote.stream import Connector
from tests.sources.remote.fake_capsule import FakeCapsule
from tests.sources.remote.fake_vendor import TOKEN, FakeVendor, Said
from tests.sources.remote.syncing import Synchronised, synchronised

WRONG = "wr0ng-t0ken"
DEALS = "SELECT id, amount, outcome, stage_id, closed_on FROM deal ORDER BY id"


def connector(vendor: FakeVendor) -> Connector:
    return Capsule(access=Given(token=TOKEN), url=f"{vendor.url}/api/v2", transport=vendor.transport)


@pytest.fixture
def vendor() -> FakeCapsule:
    made = FakeCapsule()
    made.organisation(500, "Žeriavy s.r.o.")
    made.person(501, "Ján", "Ďurčo", 500)
    for number in range(1, 4):
        made.opportunity(number, amount=100 * number)
    return made


@pytest.fixture
def synced(vendor: FakeCapsule, tmp_path: Path) -> Synchronised:
    return synchronised(tmp_path, vendor, connector)


def test_a_first_run_brings_everything(synced: Synchronised, vendor: FakeCapsule) -> None:
    vendor.opportunity(9, amount=10, durationBasis="MONTH", duration=12)
    found = synced.sync()
    assert found.trouble is None
    assert synced.rows("SELECT id, name, owner_id FROM account") == [("500", "Žeriavy s.r.o.", "1")]
    assert synced.rows("SELECT id, name, account_id FROM contact") == [("501", "Ján Ďurčo", "500")]
    assert synced.rows("SELECT name, kind, position FROM stage ORDER BY position") == [
        ("Lead", "open", 0),
        ("Offer", "open", 1),
        ("Won", "won", 2),
        ("Lost", "lost", 3),
    ]
    assert [(row[0], float(row[1]), row[2]) for row in synced.rows(DEALS)] == [
        ("1", 100.0, "open"),
        ("2", 200.0, "open"),
        ("3", 300.0, "open"),
        ("9", 120.0, "open"),
    ]


def test_later_runs_ask_for_changes_alone_and_follow_them(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync()
    vendor.wait(hours=2)
    vendor.close(1, is_won=True)
    vendor.change(2, value={"amount": 250, "currency": "EUR"})
    vendor.delete(3)
    vendor.wait(hours=1)
    asked = len(vendor.asked)
    found = synced.sync()
    changes = {change.table: change for change in found.receipt.changes} if found.receipt else {}
    assert (changes["deal"].rows_changed, changes["deal"].rows_removed, changes["deal"].rows_new) == (2, 1, 0)
    assert [(row[0], float(row[1]), row[2]) for row in synced.rows(DEALS)] == [("1", 100, "won"), ("2", 250, "open")]
    sinces = {ask.path: ask.params.get("since") for ask in vendor.asked[asked:]}
    assert sinces["/api/v2/opportunities"] == "2026-06-01T07:45:00Z"


def test_what_was_known_before_is_still_told(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync()
    vendor.wait(days=3)
    vendor.close(1, is_won=True)
    vendor.delete(3)
    synced.sync()
    workspace = synced.workspace
    (now,) = workspace.show("total_revenue", period="2026-06", as_of="2026-06-04")
    (then,) = workspace.show("total_revenue", period="2026-06", as_of="2026-06-02")
    assert now.value == Decimal(100)
    assert then.value is None


def test_nothing_new_makes_no_run(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync()
    runs = len(synced.workspace.runs())
    vendor.wait(days=1)
    found = synced.sync()
    assert found.trouble is None
    assert found.receipt is None
    assert len(synced.workspace.runs()) == runs


def test_records_that_move_between_pages_come_once(synced: Synchronised, vendor: FakeCapsule) -> None:
    for number in range(10, 260):
        vendor.opportunity(number)

    def meanwhile(asked: int) -> None:
        if asked == len(before) + 8:
            vendor.opportunities = {5000: {**vendor.opportunities[10], "id": 5000}, **vendor.opportunities}

    before: list[object] = []
    vendor.meanwhile = meanwhile
    synced.sync()
    ids = [row[0] for row in synced.rows("SELECT id FROM deal")]
    assert len(ids) == len(set(ids))
    assert {str(number) for number in vendor.opportunities} - set(ids) <= {"5000"}


def test_a_limit_is_waited_for_and_a_long_one_ends_the_run(synced: Synchronised, vendor: FakeCapsule) -> None:
    vendor.troubles = [None, Said(status=429, body={"error": "rate limit reached"}, headers={"x-ratelimit-reset": "0"})]
    assert synced.sync().trouble is None
    vendor.wait(hours=1)
    late = str(int(vendor.clock.timestamp()) + 3000)
    vendor.troubles = [Said(status=429, body={"error": "rate limit reached"}, headers={"x-ratelimit-reset": late})]
    found = synced.sync()
    assert found.ended is not None
    assert found.ended.message == BudgetSpentError("Capsule", 3000).message


def test_errors_of_the_server_and_answers_cut_off_are_asked_again(synced: Synchronised, vendor: FakeCapsule) -> None:
    vendor.troubles = [Said(status=500, body={}), Said(status=503, body={}), Said(body={"users": []}, is_cut=True)]
    assert synced.sync().trouble is None
    assert len(synced.rows(DEALS)) == 3


def test_a_token_that_is_refused_is_said_in_a_sentence_without_it(tmp_path: Path, vendor: FakeCapsule) -> None:
    def wrong(found: FakeVendor) -> Connector:
        return Capsule(access=Given(token=WRONG), url=f"{found.url}/api/v2", transport=found.transport)

    found = synchronised(tmp_path, vendor, wrong).sync()
    assert isinstance(found.trouble, SourceError)
    assert "401" in found.trouble.message
    assert WRONG not in str(found.trouble)


def test_a_full_run_finds_what_the_feed_did_not_tell(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync()
    del vendor.opportunities[3]
    vendor.wait(hours=1)
    synced.sync()
    assert len(synced.rows(DEALS)) == 3
    vendor.wait(hours=1)
    synced.sync(is_full=True)
    assert [row[0] for row in synced.rows(DEALS)] == ["1", "2"]


def test_a_rehearsal_asks_and_changes_nothing(synced: Synchronised) -> None:
    found = synced.sync(is_dry_run=True)
    assert sum(stream.records for stream in found.streams) > 0
    assert found.receipt is None
    assert synced.workspace.runs() == ()


def test_a_new_field_changes_no_row(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync()
    vendor.wait(hours=1)
    for ident in list(vendor.opportunities):
        vendor.change(ident, isRestricted=False)
    assert synced.sync().receipt is None


def test_a_part_that_is_refused_for_good_does_not_keep_runs_from_being_whole(
    synced: Synchronised, vendor: FakeCapsule
) -> None:
    vendor.troubles = [None, Said(status=403, body={"message": "no right"})]
    found = synced.sync()
    assert [stream.name for stream in found.streams if stream.trouble] == ["teams"]
    assert found.is_full


def test_after_the_clock_was_moved_back_nothing_is_missed(synced: Synchronised, vendor: FakeCapsule) -> None:
    synced.sync(at=vendor.clock + timedelta(days=2))
    vendor.wait(hours=1)
    vendor.change(1, value={"amount": 777, "currency": "EUR"})
    vendor.wait(hours=5)
    assert synced.sync().receipt is not None
    assert synced.rows("SELECT CAST(amount AS INTEGER) FROM deal WHERE id = '1'") == [(777,)]
