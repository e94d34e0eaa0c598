"""HubSpot, kept in step: what it says comes in, what changes, goes and is merged follows, and so does its history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lievik.errors import SourceError
from lievik.model.source_settings import SourceSettings
from lievik.sources.remote.connectors import connector_of
from lievik.sources.remote.hubspot import HubSpot
from lievik.sources.remote.hubspot_deals import KEPT, Stages
from lievik.sources.remote.session import Given
from lievik.sources.remote.stream import Connector
from tests.sources.remote.fake_hubspot import STAGES, FakeHubSpot
from tests.sources.remote.fake_vendor import TOKEN, FakeVendor, Said
from tests.sources.remote.syncing import Synchronised, synchronised

DEALS = "SELECT id, amount, outcome, stage_id FROM deal WHERE is_deleted IS NOT TRUE ORDER BY id"
STATES = (
    "SELECT deal_id, stage_id, outcome, amount, owner_id, forecast_category, expected_close_on, closed_on, lost_reason "
    "FROM deal_version WHERE valid_from <= TIMESTAMP '{0}' AND (valid_until > TIMESTAMP '{0}' OR valid_until IS NULL) "
    "ORDER BY deal_id"
)
HISTORY = (
    "SELECT id, valid_from, valid_until, stage_id, outcome, amount, closed_on, expected_close_on "
    "FROM deal_version ORDER BY id"
)
EXPECTED = "2026-08-01T10:00:00.000Z"
SECONDLY = {"status": "error", "message": "You have reached your secondly limit.", "policyName": "SECONDLY"}
ROLLING = SECONDLY | {"policyName": "TEN_SECONDLY_ROLLING"}
DAILY = SECONDLY | {"policyName": "DAILY"}


def connector(vendor: FakeVendor) -> Connector:
    return HubSpot(access=Given(token=TOKEN), url=vendor.url, transport=vendor.transport)


def deal(vendor: FakeHubSpot, ident: int, amount: str | None = "100", **said: str | None) -> None:
    stage: dict[str, str | None] = {"dealname": f"Obchod {ident}", "dealstage": "appointmentscheduled"}
    usual: dict[str, str | None] = {"pipeline": "default", "hubspot_owner_id": "11", "closedate": EXPECTED}
    vendor.create("deals", ident, amount=amount, deal_currency_code="EUR", **(stage | usual | said))


@pytest.fixture
def vendor() -> FakeHubSpot:
    made = FakeHubSpot()
    made.owner("11", "Eva Nová", 7001, "91")
    made.owner("12", "Ján Starý", 7002, "92", archived=True)
    made.create("companies", 500, name="Žeriavy s.r.o.", country="Slovakia", hubspot_owner_id="11")
    made.create("contacts", 501, firstname="Ján", lastname="Ďurčo", email="jan@zeriavy.sk", associatedcompanyid="500")
    for number in range(1, 4):
        deal(made, number, str(100 * number))
    made.link(("deals", 1), "companies", 500, 341)
    return made


@pytest.fixture
def synced(vendor: FakeHubSpot, tmp_path: Path) -> Synchronised:
    return synchronised(tmp_path, vendor, connector)


def rich(vendor: FakeHubSpot) -> None:
    """Everything that an account may have beside deals."""
    vendor.create("companies", 400, name="Druhá", hs_is_target_account="true", hs_parent_company_id="500")
    vendor.create("contacts", 502, email="zla@zeriavy.sk", hs_email_bad_address="true")
    vendor.create("contacts", 503, lastname="Tretí")
    vendor.link(("deals", 1), "companies", 400, 5)
    for contact, label in ((501, "Decision maker"), (502, None), (503, "Champion")):
        vendor.link(("deals", 1), "contacts", contact, 3, label)
    vendor.create("products", 800, name="Lano", hs_product_type="inventory", hs_cost_of_goods_sold="4.5")
    percent: dict[str, str | None] = {"hs_discount_percentage": "10", "hs_line_item_currency_code": "EUR"}
    vendor.create("line_items", 810, hs_product_id="800", quantity="3", price="20", **percent)
    vendor.create("line_items", 811, hs_product_id="800", quantity="1", price="20", discount="5")
    vendor.create("line_items", 812, hs_product_id="800", quantity="9", price="20")
    for line in (810, 811):
        vendor.link(("line_items", line), "deals", 1)
    times: dict[str, str | None] = {
        "hs_meeting_start_time": "2026-05-04T08:00:00Z",
        "hs_meeting_end_time": "2026-05-04T09:30:00Z",
    }
    for number, outcome in ((820, "COMPLETED"), (821, "NO_SHOW")):
        vendor.create("meetings", number, hubspot_owner_id="11", hs_meeting_outcome=outcome, **times)
    vendor.link(("meetings", 820), "deals", 1)
    vendor.create("calls", 820, hs_timestamp="2026-05-05T08:00:00Z", hs_call_duration="900000", hubspot_owner_id="11")
    span: dict[str, str | None] = {"hs_start_datetime": "2026-04-01T00:00:00Z", "hs_target_amount": "5000.00"}
    money: dict[str, str | None] = {"hs_kpi_unit_type": "currency", "hs_goal_target_currency_code": "EUR"}
    vendor.create(
        "goal_targets", 830, hs_assignee_user_id="7001", hs_end_datetime="2026-07-01T00:00:00Z", **span, **money
    )
    vendor.create(
        "goal_targets", 831, hs_assignee_team_id="91", hs_end_datetime="2026-06-30T23:59:59Z", **span, **money
    )
    vendor.create("goal_targets", 832, hs_assignee_user_id="7001", hs_kpi_unit_type="number", **span)
    vendor.create("leads", 840, hs_pipeline_stage="new", hubspot_owner_id="11", hs_lead_source="PAID_SEARCH")
    vendor.create("leads", 841, hs_pipeline_stage="new", hubspot_owner_id="11")
    vendor.link(("leads", 840), "contacts", 501, 578)
    vendor.link(("leads", 840), "deals", 1)
    vendor.wait(days=1)
    vendor.change("leads", 840, hs_pipeline_stage="good")
    vendor.change("leads", 841, hs_pipeline_stage="bad", hs_lead_disqualification_reason="NO_BUDGET")


def test_a_first_run_brings_everything(synced: Synchronised, vendor: FakeHubSpot) -> None:
    rich(vendor)
    vendor.change("deals", 1, dealtype="newbusiness", hs_manual_forecast_category="BEST_CASE")
    found = synced.sync()
    assert found.trouble is None
    assert [stream.trouble for stream in found.streams if stream.trouble] == []
    rows = synced.rows
    assert rows("SELECT id, name FROM rep ORDER BY id") == [("11", "Eva Nová"), ("12", "Ján Starý")]
    assert rows("SELECT id FROM team ORDER BY id") == [("90",), ("91",), ("92",)]
    assert rows("SELECT rep_id, team_id FROM team_member") == [("11", "91")]
    kinds = rows("SELECT id, kind, position, pipeline_id FROM stage ORDER BY position")
    assert [row[:3] for row in kinds] == [
        (ident, kind, at) for at, (ident, kind) in enumerate(zip(STAGES, ("open", "open", "won", "lost"), strict=True))
    ]
    assert rows("SELECT id, parent_id, is_target FROM account ORDER BY id") == [
        ("400", "500", True),
        ("500", None, False),
    ]
    assert rows("SELECT id, name, account_id, email_status FROM contact ORDER BY id") == [
        ("501", "Ján Ďurčo", "500", None),
        ("502", "zla@zeriavy.sk", None, "invalid"),
        ("503", "Tretí", None, None),
    ]
    found_deal = rows("SELECT account_id, currency, deal_type, forecast_category FROM deal WHERE id = '1'")
    assert found_deal == [("400", "EUR", "new", "Best Case")]
    assert rows("SELECT contact_id, role FROM deal_contact WHERE deal_id = '1' ORDER BY 1") == [
        ("501", "Decision maker"),
        ("502", None),
        ("503", "Champion"),
    ]
    lines = rows(
        "SELECT id, deal_id, CAST(unit_price AS INTEGER), CAST(discount_share AS DOUBLE) FROM deal_line ORDER BY 1"
    )
    assert lines == [("810", "1", 20, 0.1), ("811", "1", 20, 0.25)]
    acts = rows("SELECT id, kind, deal_id, CAST(hours AS DOUBLE) FROM activity ORDER BY id")
    assert acts == [("call-820", "Call", None, 0.25), ("meeting-820", "Meeting", "1", 1.5)]
    goals = rows(
        "SELECT subject_kind, subject_id, CAST(starts_on AS VARCHAR), CAST(ends_on AS VARCHAR) FROM quota ORDER BY id"
    )
    assert goals == [("rep", "11", "2026-04-01", "2026-07-01"), ("team", "91", "2026-04-01", "2026-07-01")]
    leads = rows(
        "SELECT status, CAST(qualified_on AS VARCHAR), CAST(converted_on AS VARCHAR), deal_id, account_id, email, "
        "CAST(disqualified_on AS VARCHAR), disqualified_reason FROM lead ORDER BY id"
    )
    assert leads == [
        ("Qualified", "2026-06-02", "2026-06-01", "1", "500", "jan@zeriavy.sk", None, None),
        ("Disqualified", None, None, None, None, None, "2026-06-02", "NO_BUDGET"),
    ]
    assert {(each.table, each.there, each.here) for each in found.counted} == {
        ("deal", 3, 3),
        ("account", 2, 2),
        ("contact", 3, 3),
    }


def held(vendor: FakeHubSpot) -> list[tuple[Any, ...]]:
    """What each deal is now, as the vendor has it."""
    found = []
    for ident, each in sorted(vendor.objects["deals"].items()):
        said = each["properties"]
        is_closed, share = STAGES[said["dealstage"]][1] == "true", STAGES[said["dealstage"]][2]
        outcome = ("won" if share == "1.0" else "lost") if is_closed else "open"
        day = datetime.fromisoformat(said["closedate"]).date() if said.get("closedate") else None
        amount = Decimal(said["amount"]) if said.get("amount") else None
        found.append(
            (
                *(str(ident), said["dealstage"], outcome, amount, said["hubspot_owner_id"]),
                *(
                    {"COMMIT": "Commit"}.get(said.get("hs_manual_forecast_category")),
                    None if is_closed else day,
                    day if is_closed else None,
                ),
                said.get("closed_lost_reason") if outcome == "lost" else None,
            )
        )
    return found


def test_states_equal_what_it_held_after_every_step(synced: Synchronised, vendor: FakeHubSpot, tmp_path: Path) -> None:
    closes: dict[str, str | None] = {"dealstage": "closedwon", "closedate": "2026-06-20T12:00:00.000Z"}
    loses: dict[str, str | None] = {"dealstage": "closedlost", "closed_lost_reason": "Price"}
    steps: list[tuple[tuple[int, dict[str, str | None]], ...]] = [
        (
            (1, {"amount": "150", "hs_manual_forecast_category": "COMMIT"}),
            (2, {"closedate": "2026-09-01T10:00:00.000Z"}),
        ),
        ((1, {"dealstage": "contractsent"}), (3, {**loses, "closedate": "2026-06-10T12:00:00.000Z"})),
        ((1, closes), (2, {"amount": None, "hubspot_owner_id": "12"})),
        ((3, {"dealstage": "contractsent", "closedate": EXPECTED}), (1, {"amount": "140"})),
        ((3, {**closes, "closedate": "2026-06-30T12:00:00.000Z"}), (2, {"amount": "90"})),
    ]
    synced.sync()
    then = [(vendor.clock, held(vendor))]
    for number, step in enumerate(steps):
        vendor.wait(days=4)
        for ident, change in step:
            vendor.change("deals", ident, **change)
        vendor.wait(minutes=5)
        then.append((vendor.clock, held(vendor)))
        if number % 2:
            synced.sync()
    synced.sync()
    (tmp_path / "late").mkdir()
    late = synchronised(tmp_path / "late", vendor, connector)
    late.sync()
    for each in (synced, late):
        for at, states in then:
            assert each.rows(STATES.format(at.replace(tzinfo=None))) == states
    assert synced.rows(HISTORY) == late.rows(HISTORY)


def test_changes_archived_and_merged_records_follow(synced: Synchronised, vendor: FakeHubSpot) -> None:
    vendor.create("companies", 510, name="Dvojča")
    vendor.create("contacts", 511, email="dvojca@zeriavy.sk")
    deal(vendor, 4)
    synced.sync()
    vendor.wait(hours=2)
    vendor.change("deals", 1, amount="111", dealstage="closedwon")
    vendor.archive("deals", 2)
    vendor.merge("deals", 3, 4)
    vendor.merge("companies", 500, 510)
    vendor.archive("contacts", 511)
    vendor.change("contacts", 501, email="novy@zeriavy.sk")
    vendor.wait(hours=1)
    asked = len(vendor.asked)
    found = synced.sync()
    assert found.trouble is None
    assert [(row[0], float(row[1]), row[2]) for row in synced.rows(DEALS)] == [("1", 111, "won"), ("3", 300, "open")]
    assert synced.rows("SELECT id FROM deal WHERE is_deleted") == [("2",)]
    assert synced.rows("SELECT id FROM account") == [("500",)]
    assert synced.rows("SELECT id, email FROM contact") == [("501", "novy@zeriavy.sk")]
    assert {each.there - each.here for each in found.counted} == {0}
    whole = [ask.path for ask in vendor.asked[asked:] if ask.method == "GET" and ask.params.get("archived") == "false"]
    assert whole == ["/crm/owners/2026-09", "/crm/objects/2026-09/goal_targets"]


def test_nothing_new_makes_no_run(synced: Synchronised, vendor: FakeHubSpot) -> None:
    vendor.archive("deals", 3)
    synced.sync()
    vendor.wait(days=1)
    found = synced.sync()
    assert found.trouble is None
    assert found.receipt is None


def test_a_search_finds_any_number_while_records_change_and_its_index_lags(
    synced: Synchronised, vendor: FakeHubSpot
) -> None:
    for number in range(10, 140):
        deal(vendor, number)
    synced.sync()
    vendor.lag, vendor.most_found = timedelta(minutes=3), 60
    vendor.wait(hours=1)
    for number in range(10, 140):
        vendor.change("deals", number, amount="7")
    vendor.wait(minutes=4)
    vendor.change("deals", 139, amount="8")
    asked = len(vendor.asked)

    def meanwhile(number: int) -> None:
        if vendor.asked[-1].path.endswith("deals/search") and number > asked:
            vendor.change("deals", 10, amount="9")
            vendor.archive("deals", 30)

    vendor.meanwhile = meanwhile
    assert synced.sync().trouble is None
    vendor.meanwhile = lambda _number: None
    vendor.wait(minutes=5)
    assert synced.sync().trouble is None
    amounts = {row[0]: float(row[1]) for row in synced.rows(DEALS)}
    assert "30" not in amounts
    sevens = {str(number): 7.0 for number in range(10, 139) if number != 30}
    assert amounts == sevens | {"1": 100.0, "2": 200.0, "3": 300.0, "10": 9.0, "139": 8.0}


def test_limits_are_waited_for_and_the_one_of_the_day_ends_the_run(synced: Synchronised, vendor: FakeHubSpot) -> None:
    interval = {"x-hubspot-ratelimit-remaining": "0", "x-hubspot-ratelimit-interval-milliseconds": "20"}
    vendor.troubles = [
        *(Said(status=429, body=SECONDLY), None),
        *(Said(status=429, body=ROLLING, headers=interval), None, Said(status=503, body={})),
        *(None, Said(status=500, body={}), None, Said(body={"results": []}, is_cut=True)),
    ]
    assert synced.sync().trouble is None
    assert len(synced.rows(DEALS)) == 3
    vendor.wait(hours=1)
    vendor.change("companies", 500, country="Czechia")
    vendor.change("deals", 1, amount="5")
    vendor.troubles = [*[None] * 10, Said(status=429, body=DAILY)]
    found = synced.sync()
    assert found.ended is not None
    assert "HubSpot" in found.ended.message
    assert synced.rows("SELECT country FROM account") == [("Czechia",)]
    vendor.wait(days=1)
    assert synced.sync().ended is None
    assert float(synced.rows(DEALS)[0][1]) == 5.0


def test_a_token_that_ends_during_a_run_keeps_what_came(synced: Synchronised, vendor: FakeHubSpot) -> None:
    refused = Said(status=401, body={"status": "error", "message": "The token has expired", "category": "EXPIRED"})
    asked = len(vendor.asked)

    def meanwhile(number: int) -> None:
        if number > asked + 4 and vendor.asked[-1].path.startswith("/crm/objects/2026-09/deals"):
            vendor.troubles = [refused]

    vendor.meanwhile = meanwhile
    found = synced.sync()
    (lost,) = [stream for stream in found.streams if stream.name == "deals"]
    assert isinstance(lost.trouble, SourceError)
    assert "401" in lost.trouble.message
    assert TOKEN not in str(lost.trouble)
    assert synced.rows("SELECT id FROM account") == [("500",)]
    vendor.meanwhile = lambda _number: None
    vendor.wait(hours=1)
    assert synced.sync().trouble is None
    assert len(synced.rows(DEALS)) == 3


def test_an_edition_without_leads_brings_the_rest(synced: Synchronised, vendor: FakeHubSpot) -> None:
    vendor.denied = {"leads", "goal_targets"}
    found = synced.sync()
    assert {stream.name for stream in found.streams if stream.trouble} == {"leads", "goal_targets"}
    assert len(synced.rows(DEALS)) == 3


def test_a_new_property_and_another_type_change_no_row(synced: Synchronised, vendor: FakeHubSpot) -> None:
    synced.sync()
    vendor.wait(hours=1)
    vendor.spec = ""
    for ident, each in vendor.objects["deals"].items():
        vendor.change("deals", ident, hs_new_score="7")
        each["properties"]["amount"] = int(each["properties"]["amount"])
        each["tags"] = []
    assert synced.sync().receipt is None


def test_a_part_that_is_refused_refuses_the_stream(synced: Synchronised, vendor: FakeHubSpot) -> None:
    error = {"status": "error", "category": "MISSING_SCOPES", "message": "no right to companies"}

    def meanwhile(_number: int) -> None:
        if vendor.asked[-1].path.startswith("/crm/associations/2026-09/deals/companies"):
            vendor.troubles = [Said(status=207, body={"results": [], "errors": [error]})]

    vendor.meanwhile = meanwhile
    (lost,) = [stream for stream in synced.sync().streams if stream.name == "deals"]
    assert isinstance(lost.trouble, SourceError)
    assert "no right to companies" in lost.trouble.message


def test_states_before_values_that_were_forgotten_are_not_told() -> None:
    begins = datetime(2026, 1, 1, 8, tzinfo=UTC)
    amounts = [
        {"value": str(day), "timestamp": (begins + timedelta(days=day)).isoformat()} for day in range(KEPT, 0, -1)
    ]
    stage = [{"value": "sent", "timestamp": begins.isoformat()}]
    made = {
        "id": "1",
        "createdAt": begins.isoformat(),
        "properties": {"amount": str(KEPT), "dealstage": "sent", "createdate": begins.isoformat()},
        "propertiesWithHistory": {"amount": amounts, "dealstage": stage},
    }
    states = Stages(kinds={"sent": "open"}).states(made)
    assert [state["amount"] for state in states] == [str(day) for day in range(1, KEPT + 1)]
    assert states[0]["valid_from"] == (begins + timedelta(days=1)).isoformat()
    made["propertiesWithHistory"] = {"amount": amounts[:-1], "dealstage": stage}
    assert Stages(kinds={"sent": "open"}).states(made)[0]["amount"] is None


def test_it_is_asked_over_a_connection_by_its_kind(vendor: FakeHubSpot) -> None:
    with vendor.served() as url:
        made = connector_of(SourceSettings(name="crm", kind="hubspot", options={"url": url}), {"token": TOKEN})
        with made.session() as session:
            assert made.counts(session) == {"deal": 3, "account": 1, "contact": 1}
