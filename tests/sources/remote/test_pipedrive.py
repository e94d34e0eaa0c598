"""Pipedrive, kept in step: what it says comes in, histories are what happened, and a spent budget loses nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.pipedrive import Pipedrive, pipedrive
from lievik.sources.remote.session import Given
from lievik.sources.remote.stream import Connector
from tests.sources.remote.fake_pipedrive import FakePipedrive, Record
from tests.sources.remote.fake_vendor import TOKEN, FakeVendor, Said
from tests.sources.remote.syncing import Synchronised, synchronised

VERSIONS = """
SELECT deal_id, valid_from, valid_until, stage_id, CAST(amount AS DOUBLE), owner_id, outcome, name,
    CAST(expected_close_on AS VARCHAR), lost_reason, origin
FROM deal_version WHERE known_until IS NULL ORDER BY deal_id, valid_from
"""
WRONG = "wr0ng-t0ken"
DEALS = "SELECT id, CAST(amount AS INTEGER), outcome, stage_id FROM deal ORDER BY CAST(id AS INTEGER)"
LEAD, ARCHIVED, FORMER = (f"00000000-0000-0000-0000-00000000000{number}" for number in range(3))


def connector(vendor: FakeVendor) -> Connector:
    access = Given(token=TOKEN, header="x-api-token", scheme="")
    return Pipedrive(access=access, url=vendor.url, transport=vendor.transport)


@pytest.fixture
def vendor() -> FakePipedrive:
    made = FakePipedrive()
    made.organization(500, "Žeriavy s.r.o.")
    made.person(501, "Ján Ďurčo", 500)
    made.product(7, "Žeriav")
    for number in range(1, 4):
        made.deal(number, value=100 * number)
    return made


@pytest.fixture
def synced(vendor: FakePipedrive, tmp_path: Path) -> Synchronised:
    return synchronised(tmp_path, vendor, connector)


def test_a_first_run_brings_everything(synced: Synchronised, vendor: FakePipedrive) -> None:
    vendor.size = 2
    vendor.lead(LEAD)
    vendor.lead(ARCHIVED, is_archived=True)
    vendor.lead(FORMER)
    vendor.hides_former = False
    vendor.wait(hours=3)
    vendor.deal(4, value=1, is_archived=True, source_lead_id=FORMER)
    vendor.line(70, 1, discount=20, discount_type="percentage")
    vendor.line(71, 1, discount=10, discount_type="amount")
    vendor.activity(90, deal_id=1)
    vendor.activity(91, done=False)
    found = synced.sync()
    assert found.trouble is None
    assert not [stream.trouble for stream in found.streams if stream.trouble]
    assert synced.rows("SELECT id, name, country, owner_id FROM account") == [
        ("500", "Žeriavy s.r.o.", "Slovakia", "1")
    ]
    assert synced.rows("SELECT id, name, email, account_id FROM contact") == [
        ("501", "Ján Ďurčo", "jan@firma.sk", "500")
    ]
    assert synced.rows("SELECT deal_id, contact_id FROM deal_contact WHERE deal_id = '4'") == [("4", "501")]
    assert synced.rows("SELECT team_id, rep_id FROM team_member ORDER BY rep_id") == [("5", "1"), ("5", "2")]
    assert synced.rows("SELECT name, kind, position, probability FROM stage ORDER BY position")[1] == (
        "Ponuka",
        "open",
        1,
        Decimal("0.5"),
    )
    assert synced.rows(DEALS) == [
        ("1", 100, "open", "10"),
        ("2", 200, "open", "10"),
        ("3", 300, "open", "10"),
        ("4", 1, "open", "10"),
    ]
    assert synced.rows("SELECT id, quantity, unit_price, discount_share FROM deal_line ORDER BY id") == [
        ("70", 4, 25, Decimal("0.2")),
        ("71", 4, 25, Decimal("0.1")),
    ]
    assert synced.rows("SELECT id, deal_id, kind, started_at, hours FROM activity") == [
        ("90", "1", "call", datetime(2026, 6, 1, 9, 30), Decimal("0.75"))  # noqa: DTZ001 - UTC, as the store has it
    ]
    assert synced.rows("SELECT id, status, created_at, deal_id FROM lead ORDER BY id") == [
        (LEAD, "open", datetime(2026, 6, 1, 8), None),  # noqa: DTZ001 - likewise
        (ARCHIVED, "archived", datetime(2026, 6, 1, 8), None),  # noqa: DTZ001 - likewise
        (FORMER, "converted", datetime(2026, 6, 1, 8), "4"),  # noqa: DTZ001 - likewise
    ]


def test_goals_become_quotas_of_their_stretches(synced: Synchronised, vendor: FakePipedrive) -> None:
    vendor.goal("a", "quarterly", 300.5, duration={"start": "2026-02-15", "end": "2026-08-31"})
    vendor.goal("b", "yearly", 9000)
    vendor.goal("c", "monthly", 10, assignee={"type": "team", "id": 5}, duration={"start": "2026-11-01", "end": None})
    vendor.goal("d", "yearly", 7, assignee={"type": "company", "id": 1})
    vendor.goal("e", "monthly", 7, expected_outcome={"target": 3, "tracking_metric": "quantity"})
    vendor.goal("f", "monthly", 7, type={"name": "activities_completed", "params": {}})
    assert synced.sync().trouble is None
    found = synced.rows(
        "SELECT id, subject_kind, subject_id, starts_on, ends_on, amount, currency FROM quota ORDER BY id"
    )
    assert found == [
        (f"{goal}@{begins}", kind, subject, date.fromisoformat(begins), date.fromisoformat(ends), amount, "EUR")
        for goal, kind, subject, begins, ends, amount in (
            ("a", "rep", "1", "2026-02-15", "2026-04-01", Decimal("300.5")),
            ("a", "rep", "1", "2026-04-01", "2026-07-01", Decimal("300.5")),
            ("a", "rep", "1", "2026-07-01", "2026-10-01", Decimal("300.5")),
            ("c", "team", "5", "2026-11-01", "2026-12-01", 10),
            ("c", "team", "5", "2026-12-01", "2027-01-01", 10),
            ("d", "company", None, "2026-01-01", "2027-01-01", 7),
        )
    ]


def test_later_runs_follow_changes_deletions_and_the_archive(synced: Synchronised, vendor: FakePipedrive) -> None:
    synced.sync()
    vendor.wait(hours=2)
    vendor.close(1, is_won=True)
    vendor.change(2, value=250, is_archived=True)
    vendor.delete(3)
    vendor.wait(hours=1)
    asked = len(vendor.asked)
    synced.sync()
    assert synced.rows(DEALS) == [("1", 100, "won", "10"), ("2", 250, "open", "10")]
    paths = [ask.path for ask in vendor.asked[asked:]]
    assert sorted(path for path in paths if path.endswith("/changelog")) == [
        "/api/v1/deals/1/changelog",
        "/api/v1/deals/2/changelog",
    ]
    sinces = {ask.path: ask.params.get("updated_since") for ask in vendor.asked[asked:]}
    assert sinces["/api/v2/deals"] == sinces["/api/v2/deals/archived"] == "2026-06-01T07:45:00Z"
    vendor.wait(days=1)
    assert synced.sync().receipt is None


def test_histories_are_what_happened(synced: Synchronised, vendor: FakePipedrive) -> None:
    vendor.size = 3
    steps: list[Record] = [
        {"stage_id": 11},
        {"value": 150.5, "expected_close_date": "2026-09-01"},
        {"owner_id": 2, "title": "Iný"},
        {"stage_id": 12, "value": 80},
    ]
    for step in steps[:2]:
        vendor.wait(days=1)
        vendor.change(1, **step)
    vendor.wait(hours=1)
    synced.sync()
    for step in steps[2:]:
        vendor.wait(days=1)
        vendor.change(1, **step)
    vendor.wait(days=1)
    vendor.close(1, is_won=False, lost_reason="Cena")
    vendor.wait(days=1)
    vendor.change(1, status="open", lost_time=None, close_time=None, lost_reason=None)
    vendor.wait(days=1)
    vendor.close(1, is_won=True)
    synced.sync()
    told = synced.rows(VERSIONS)
    for ident, states in vendor.states.items():
        rows = [row[1:] for row in told if row[0] == str(ident)]
        begins = [at.replace(tzinfo=None) for at, _ in states]
        assert [row[:2] for row in rows] == list(zip(begins, [*begins[1:], None], strict=True))
        assert [row[2:] for row in rows] == [
            (
                str(state["stage_id"]),
                float(state["value"]),
                str(state["owner_id"]),
                state["status"],
                state["title"],
                state["expected_close_date"],
                state["lost_reason"],
                "vendor",
            )
            for _, state in states
        ]


def test_a_spent_budget_ends_the_run_and_the_next_ones_go_on(synced: Synchronised, vendor: FakePipedrive) -> None:
    for number in range(10, 190):
        vendor.wait(minutes=20)
        vendor.deal(number)
        vendor.wait(minutes=1)
        vendor.change(number, value=1000 + number)
    vendor.tokens = 3000
    first = synced.sync()
    assert first.ended is not None
    assert first.ended.message == BudgetSpentError("Pipedrive", None).message
    assert first.trouble is None
    came = len(synced.rows(DEALS))
    assert 50 < came < 183
    for _ in range(2):
        vendor.wait(days=1)
        vendor.tokens = 3000
        last = synced.sync()
    assert last.ended is None
    assert len(synced.rows(DEALS)) == 183
    assert synced.rows("SELECT count(*) FROM deal_version WHERE known_until IS NULL") == [(3 + 2 * 180,)]


def test_a_full_run_that_breaks_off_does_not_go_back(synced: Synchronised, vendor: FakePipedrive) -> None:
    for number in range(10, 120):
        vendor.wait(minutes=20)
        vendor.deal(number)
    synced.sync()
    ended = vendor.clock
    vendor.wait(days=1)
    vendor.size, vendor.tokens = 50, 215
    synced.full_days = 1
    assert synced.sync().ended is not None
    synced.full_days = 0
    vendor.wait(days=1)
    vendor.tokens = 1_000_000
    asked = len(vendor.asked)
    synced.sync()
    sinces = {ask.path: ask.params.get("updated_since", "") for ask in vendor.asked[asked:]}
    assert datetime.fromisoformat(sinces["/api/v2/deals"]) == ended - timedelta(minutes=15)
    assert len(synced.rows(DEALS)) == 113


def test_a_full_run_by_itself_asks_for_no_history_that_is_known_and_loses_none(
    synced: Synchronised, vendor: FakePipedrive
) -> None:
    vendor.teams = []
    vendor.wait(hours=1)
    for number in (1, 2):
        vendor.change(number, stage_id=11)
    vendor.wait(hours=1)
    synced.sync()
    known = synced.rows(VERSIONS)
    synced.full_days = 7
    vendor.wait(days=8)
    del vendor.persons[501]
    vendor.change(3, stage_id=12)
    asked = len(vendor.asked)
    assert synced.sync().is_full
    changelogs = [ask.path for ask in vendor.asked[asked:] if ask.path.endswith("/changelog")]
    assert changelogs == ["/api/v1/deals/3/changelog"]
    assert synced.rows("SELECT id FROM contact") == []
    assert set(known) - set(synced.rows(VERSIONS)) == {row for row in known if row[0] == "3"}
    assert len(synced.rows(VERSIONS)) == len(known) + 1


def test_bursts_errors_and_answers_cut_off_are_asked_again(synced: Synchronised, vendor: FakePipedrive) -> None:
    burst = Said(status=429, body={"success": False}, headers={"x-ratelimit-reset": "0", "retry-after": "0"})
    vendor.troubles = [burst, Said(status=500, body={}), None, Said(body={"data": []}, is_cut=True)]
    assert synced.sync().trouble is None
    assert len(synced.rows(DEALS)) == 3


def test_deals_that_change_while_they_are_read_come_once(synced: Synchronised, vendor: FakePipedrive) -> None:
    vendor.size = 20
    for number in range(10, 60):
        vendor.deal(number)

    def meanwhile(_number: int) -> None:
        if vendor.asked[-1].path == "/api/v2/deals" and "cursor" in vendor.asked[-1].params:
            vendor.clock += timedelta(seconds=10)
            vendor.change(59, value=vendor.deals[59]["value"] + 1)

    vendor.meanwhile = meanwhile
    synced.sync()
    vendor.meanwhile = lambda _number: None
    vendor.wait(minutes=5)
    synced.sync()
    assert len(synced.rows(DEALS)) == 53
    assert synced.rows("SELECT CAST(amount AS INTEGER) FROM deal WHERE id = '59'") == [(vendor.deals[59]["value"],)]
    assert synced.rows("SELECT count(*) FROM deal_version WHERE deal_id = '59' AND known_until IS NULL") == [
        (len(vendor.states[59]),)
    ]


def test_a_new_field_and_numbers_become_text_change_no_row(synced: Synchronised, vendor: FakePipedrive) -> None:
    synced.sync()
    vendor.wait(hours=1)
    for ident, deal in vendor.deals.items():
        vendor.deals[ident] |= {"acv": 3, "value": f"{deal['value']}.00", "update_time": vendor.stamp()}
    assert synced.sync().receipt is None


def test_a_token_that_is_refused_is_said_in_a_sentence_without_it(tmp_path: Path, vendor: FakePipedrive) -> None:
    def wrong(found: FakeVendor) -> Connector:
        return Pipedrive(
            access=Given(token=WRONG, header="x-api-token", scheme=""), url=found.url, transport=found.transport
        )

    found = synchronised(tmp_path, vendor, wrong).sync()
    assert isinstance(found.trouble, SourceError)
    assert "401" in found.trouble.message
    assert WRONG not in str(found.trouble)


@pytest.mark.parametrize("domain", ["firma", "Firma.pipedrive.com", "https://firma.pipedrive.com/"])
def test_a_domain_may_be_written_as_people_have_it(domain: str) -> None:
    assert pipedrive({"domain": domain}, {"token": TOKEN}).url == "https://firma.pipedrive.com"


@pytest.mark.parametrize("options", [{}, {"domain": "firma.sk/x"}, {"domain": "firma", "history": "yes"}])
def test_options_that_make_no_sense_are_refused(options: Record) -> None:
    with pytest.raises(ValueError, match=r"domain|history"):
        pipedrive(options, {"token": TOKEN})
