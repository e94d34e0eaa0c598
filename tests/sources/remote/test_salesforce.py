"""Salesforce, kept in step: states and history equal what it went through, whatever happens on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lievik.errors import BudgetSpentError, SourceError
from lievik.model.source_settings import SourceSettings
from lievik.model.synced import Synced
from lievik.sources.remote.connectors import connector_of
from lievik.sources.remote.salesforce import Salesforce, salesforce
from lievik.sources.remote.soql import is_busy, is_spent
from lievik.sources.remote.stream import Connector
from tests.sources.remote.fake_salesforce import CLIENT, SECRET, STAGES, FakeSalesforce
from tests.sources.remote.fake_vendor import FakeVendor, Said
from tests.sources.remote.syncing import Synchronised, synchronised

DEALS = "SELECT id, amount, outcome, stage_id, closed_on, owner_id FROM deal ORDER BY id"
THEN = (
    "SELECT stage_id, amount, expected_close_on, probability, owner_id, outcome FROM deal_version "
    "WHERE deal_id = '{0}' AND valid_from <= TIMESTAMP '{1}' AND coalesce(valid_until > TIMESTAMP '{1}', TRUE)"
)
NOW = (
    "SELECT amount, outcome, stage_id, closed_on, owner_id, probability, expected_close_on, forecast_category "
    "FROM {0} WHERE {1} = '{2}'"
)
WRONG = "wr0ng"


def connector(vendor: FakeVendor) -> Connector:
    return Salesforce(client_id=CLIENT, client_secret=SECRET, url=vendor.url, transport=vendor.transport)


def daily_limit() -> Said:
    return Said(status=403, body=[{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}])


@pytest.fixture
def vendor() -> FakeSalesforce:
    return FakeSalesforce()


@pytest.fixture
def synced(vendor: FakeSalesforce, tmp_path: Path) -> Synchronised:
    return synchronised(tmp_path, vendor, connector)


def assert_all_came(found: Synced) -> None:
    assert found.trouble is None
    assert [(stream.name, str(stream.trouble)) for stream in found.streams if stream.trouble] == []
    assert found.ended is None


def state_told(synced: Synchronised, ident: str, moment: datetime) -> list[tuple[Any, ...]]:
    """What deal_version says an opportunity was like at an instant."""
    return synced.rows(THEN.format(ident, moment.strftime("%Y-%m-%d %H:%M:%S")))


def state_held(told: dict[str, Any]) -> tuple[Any, ...]:
    """What the vendor knows it was like, as deal_version would say it."""
    outcome = "open" if not told["IsClosed"] else "won" if told["IsWon"] else "lost"
    amount = None if told["Amount"] is None else Decimal(str(told["Amount"])).quantize(Decimal("0.01"))
    share = Decimal(told["Probability"]) / 100
    closes = datetime.fromisoformat(told["CloseDate"]).date()
    return (f"master:{told['StageName']}", amount, closes, share, told["OwnerId"], outcome)


def assert_history_is_true(synced: Synchronised, vendor: FakeSalesforce) -> None:
    for ident, steps in vendor.truth.items():
        for (at, told), (until, _) in zip(steps, [*steps[1:], (vendor.clock + timedelta(days=1), None)], strict=True):
            if until > at:
                assert state_told(synced, ident, at) == [state_held(told)], (ident, at)
                assert state_told(synced, ident, until - timedelta(seconds=1)) == [state_held(told)], (ident, until)
        (deal,) = synced.rows(NOW.format("deal", "id", ident))
        assert synced.rows(NOW.format("deal_version", "deal_id", ident) + " AND valid_until IS NULL") == [deal]
    assert synced.rows("SELECT id FROM deal WHERE NOT is_versioned") == []


def test_a_first_run_brings_everything(synced: Synchronised, vendor: FakeSalesforce) -> None:
    account = vendor.add("Account", Name="Žeriavy s.r.o.", OwnerId=vendor.eva, Industry="Stroje", BillingCountry="SK")
    contact = vendor.add("Contact", Name="Ján Ďurčo", AccountId=account, Email="jan@zeriavy.sk")
    deal = vendor.opportunity(AccountId=account)
    vendor.add("OpportunityContactRole", OpportunityId=deal, ContactId=contact, Role="Decision Maker")
    product = vendor.add("Product2", Name="Žeriav", Family="Stroje")
    vendor.add(
        "OpportunityLineItem", OpportunityId=deal, Product2Id=product, Quantity=2.0, UnitPrice=50.5, Discount=10.0
    )
    vendor.add("Lead", OwnerId="00G000000000001AAA", Status="Open", LeadSource="Web", Email="a@b.sk")
    vendor.add("Lead", OwnerId=vendor.jan, IsConverted=True, ConvertedDate="2026-05-30", ConvertedOpportunityId=deal)
    done = {"IsClosed": True, "OwnerId": vendor.eva, "WhatId": deal}
    vendor.add("Task", TaskSubtype="Call", ActivityDate="2026-05-29", CallDurationInSeconds=1800, **done)
    vendor.add("Task", TaskSubtype="Task", IsClosed=False, OwnerId=vendor.eva, ActivityDate="2026-07-29")
    meeting = {"StartDateTime": "2026-05-28T22:30:00.000+0000", "DurationInMinutes": 90}
    vendor.add("Event", OwnerId=vendor.jan, WhatId=account, **meeting)
    found = synced.sync()
    assert_all_came(found)
    assert synced.rows("SELECT id, name, owner_id, country FROM account") == [
        (account, "Žeriavy s.r.o.", vendor.eva, "SK")
    ]
    assert synced.rows("SELECT id, name, account_id, email FROM contact") == [
        (contact, "Ján Ďurčo", account, "jan@zeriavy.sk")
    ]
    assert synced.rows("SELECT deal_id, contact_id, role FROM deal_contact") == [(deal, contact, "Decision Maker")]
    assert synced.rows("SELECT name, email FROM rep ORDER BY name") == [
        ("Eva Nová", "eva@firma.sk"),
        ("Ján Malý", "jan@firma.sk"),
    ]
    assert synced.rows("SELECT id, name FROM pipeline") == [("master", "Opportunity")]
    assert synced.rows(
        "SELECT id, name, kind, position, CAST(probability * 100 AS INT) FROM stage ORDER BY position"
    ) == [
        ("master:Prospecting", "Oslovenie", "open", 1, 10),
        ("master:Proposal", "Ponuka", "open", 2, 60),
        ("master:Closed Won", "Vyhrané", "won", 3, 100),
        ("master:Closed Lost", "Prehrané", "lost", 4, 0),
    ]
    assert synced.rows(DEALS) == [(deal, Decimal("100.00"), "open", "master:Prospecting", None, vendor.eva)]
    assert synced.rows("SELECT deal_id, product_id, quantity, unit_price, discount_share FROM deal_line") == [
        (deal, product, Decimal(2), Decimal("50.5"), Decimal("0.1"))
    ]
    assert synced.rows(
        "SELECT owner_id, CAST(converted_on AS VARCHAR), deal_id FROM lead ORDER BY owner_id NULLS FIRST"
    ) == [
        (None, None, None),
        (vendor.jan, "2026-05-30", deal),
    ]
    assert synced.rows(
        "SELECT kind, rep_id, deal_id, CAST(started_on AS VARCHAR), hours FROM activity ORDER BY kind"
    ) == [
        ("Call", vendor.eva, deal, "2026-05-29", Decimal("0.5")),
        ("Meeting", vendor.jan, None, "2026-05-29", Decimal("1.5")),
    ]
    assert {count.table: (count.there, count.here) for count in found.counted} == {
        "account": (1, 1),
        "contact": (1, 1),
        "lead": (2, 2),
        "deal": (1, 1),
    }


def test_states_and_history_equal_what_each_opportunity_went_through(
    synced: Synchronised, vendor: FakeSalesforce
) -> None:
    one, other = vendor.opportunity(), vendor.opportunity(Amount=None, OwnerId=vendor.jan)
    vendor.wait(days=2)
    vendor.change("Opportunity", one, StageName="Proposal", Amount=250.5)
    vendor.change("Opportunity", one, Amount=300)
    vendor.wait(hours=5)
    vendor.change("Opportunity", one, OwnerId=vendor.jan)
    vendor.change("Opportunity", other, CloseDate="2026-12-24")
    vendor.wait(days=1)
    assert_all_came(synced.sync())
    assert_history_is_true(synced, vendor)
    vendor.wait(days=3)
    vendor.change("Opportunity", one, StageName="Closed Won", CloseDate="2026-06-07")
    vendor.change("Opportunity", other, StageName="Closed Lost", CloseDate="2026-06-07", Loss_Reason__c="Cena")
    vendor.wait(days=2)
    vendor.change("Opportunity", other, StageName="Prospecting", CloseDate="2026-12-31", OwnerId=vendor.eva)
    vendor.wait(days=2)
    vendor.change("Opportunity", other, StageName="Closed Lost", CloseDate="2026-06-11")
    vendor.wait(hours=1)
    assert_all_came(synced.sync())
    assert_history_is_true(synced, vendor)
    reasons = "SELECT outcome, lost_reason FROM deal_version WHERE deal_id = '{}' ORDER BY valid_from"
    assert synced.rows(reasons.format(other))[-3:] == [("lost", None), ("open", None), ("lost", "Cena")]
    (now,) = synced.workspace.show("total_revenue", period="2026-06")
    assert now.value == Decimal(300)
    full = synced.sync(is_full=True)
    assert full.is_full
    assert full.receipt is None


def test_later_runs_ask_for_changes_alone(synced: Synchronised, vendor: FakeSalesforce) -> None:
    deals = [vendor.opportunity(Amount=100.0 * number) for number in (1, 2, 3)]
    synced.sync()
    vendor.wait(hours=2)
    vendor.change("Opportunity", deals[0], StageName="Closed Won", CloseDate="2026-06-01")
    vendor.delete("Opportunity", deals[2])
    vendor.wait(hours=1)
    asked = len(vendor.asked)
    found = synced.sync()
    changes = {change.table: change for change in found.receipt.changes} if found.receipt else {}
    assert (changes["deal"].rows_changed, changes["deal"].rows_removed, changes["deal"].rows_new) == (1, 1, 0)
    questions = [
        ask.params["q"] for ask in vendor.asked[asked:] if " FROM Opportunity WHERE S" in ask.params.get("q", "")
    ]
    assert [question.partition("WHERE ")[2] for question in questions] == [
        "SystemModstamp >= 2026-06-01T07:45:00Z ORDER BY SystemModstamp"
    ]
    vendor.wait(hours=1)
    assert synced.sync().receipt is None


def test_what_is_deleted_merged_or_gone_for_good_goes(synced: Synchronised, vendor: FakeSalesforce) -> None:
    kept, lost = vendor.add("Account", Name="Žeriavy"), vendor.add("Account", Name="Zeriavy")
    deals = [vendor.opportunity(AccountId=lost), vendor.opportunity(AccountId=kept)]
    synced.sync()
    vendor.wait(hours=1)
    vendor.merge("Account", lost, kept)
    vendor.purge("Opportunity", deals[1])
    vendor.wait(hours=1)
    synced.sync()
    assert synced.rows("SELECT id FROM account") == [(kept,)]
    assert synced.rows("SELECT id, account_id FROM deal ORDER BY id") == [(deals[0], kept), (deals[1], kept)]
    vendor.wait(hours=1)
    vendor.rows["Opportunity"][deals[0]]["IsDeleted"] = False
    synced.sync(is_full=True)
    assert synced.rows("SELECT id FROM deal") == [(deals[0],)]
    vendor.delete("Opportunity", deals[0])
    vendor.wait(hours=1)
    synced.sync()
    assert synced.rows("SELECT id FROM deal") == []


def test_records_that_change_while_pages_are_turned_come_once_and_right(
    synced: Synchronised, vendor: FakeSalesforce
) -> None:
    vendor.size = 4
    deals = []
    for number in range(14):
        vendor.wait(minutes=1)
        deals.append(vendor.opportunity(Amount=float(number)))
    began = vendor.clock

    def meanwhile(asked: int) -> None:
        if asked in {30, 45}:
            vendor.wait(seconds=20)
            vendor.change("Opportunity", deals[-1], Amount=1000.0 + asked)
            vendor.change("Opportunity", deals[1], StageName="Proposal")

    vendor.meanwhile = meanwhile
    assert_all_came(synced.sync(at=began))
    vendor.meanwhile = lambda _asked: None
    assert synced.rows("SELECT count(*), count(DISTINCT id) FROM deal") == [(14, 14)]
    vendor.wait(hours=1)
    assert_all_came(synced.sync())
    assert_history_is_true(synced, vendor)


def test_a_daily_limit_ends_the_run_and_the_next_goes_on_from_there(
    synced: Synchronised, vendor: FakeSalesforce
) -> None:
    vendor.size = 5
    for _ in range(12):
        vendor.wait(hours=1)
        vendor.opportunity()

    def exhausted(_asked: int) -> None:
        if "/query/01g" in vendor.asked[-1].path:
            vendor.troubles = [daily_limit()]

    vendor.meanwhile = exhausted
    found = synced.sync()
    vendor.meanwhile = lambda _asked: None
    assert found.ended is not None
    assert found.ended.message == BudgetSpentError("Salesforce", None).message
    assert synced.rows("SELECT count(*) FROM deal") == [(5,)]
    vendor.troubles = []
    asked = len(vendor.asked)
    vendor.wait(hours=6)
    assert_all_came(synced.sync())
    assert synced.rows("SELECT count(*) FROM deal") == [(12,)]
    assert any("SystemModstamp >= 2026-06-01T12:45:00Z" in ask.params.get("q", "") for ask in vendor.asked[asked:])
    assert_history_is_true(synced, vendor)


@pytest.mark.parametrize("status", [403, 429])
def test_the_limit_of_a_day_is_told_from_that_of_the_moment(status: int) -> None:
    def said(message: str, code: str = "REQUEST_LIMIT_EXCEEDED") -> list[dict[str, str]]:
        return [{"message": message, "errorCode": code}]

    of_day, of_moment = said("TotalRequests Limit exceeded."), said("ConcurrentRequests Limit exceeded.")
    assert (is_spent(status, {}, of_day), is_busy(status, {}, of_day)) == (True, False)
    assert (is_spent(status, {}, of_moment), is_busy(status, {}, of_moment)) == (False, True)
    for other in (said("no", "INSUFFICIENT_ACCESS"), {"error": "REQUEST_LIMIT_EXCEEDED"}, None):
        assert (is_spent(status, {}, other), is_busy(status, {}, other)) == (False, False)


def test_opportunities_without_a_record_type_have_a_pipeline_beside_those_of_types(
    synced: Synchronised, vendor: FakeSalesforce
) -> None:
    vendor.show("RecordType", "Name IsActive SobjectType")
    vendor.show("Opportunity", "RecordTypeId")
    direct = vendor.add("RecordType", Name="Priamy predaj", IsActive=True, SobjectType="Opportunity")
    vendor.opportunity()
    assert_all_came(synced.sync())
    assert {row[0] for row in synced.rows("SELECT id FROM pipeline")} == {direct, "master"}
    assert synced.rows("SELECT count(*) FROM stage") == [(2 * len(STAGES),)]
    assert_history_is_true(synced, vendor)


def test_a_part_of_the_limit_is_left_to_others(synced: Synchronised, vendor: FakeSalesforce) -> None:
    vendor.opportunity()
    vendor.used = 95_000
    found = synced.sync()
    assert found.ended is not None
    assert found.receipt is None
    vendor.used = 0
    assert synced.sync().ended is None
    assert synced.rows("SELECT count(*) FROM deal") == [(1,)]


def test_troubles_that_pass_are_waited_for(synced: Synchronised, vendor: FakeSalesforce) -> None:
    vendor.opportunity()
    busy = [{"message": "ConcurrentRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    troubles = [Said(status=403, body=busy), Said(status=500, body={}), Said(status=503, body={})]
    cut = Said(body={"totalSize": 1, "done": True, "records": []}, is_cut=True)
    vendor.troubles = [None, None, *troubles[:1], None, *troubles[1:], None, cut]
    assert_all_came(synced.sync())
    assert synced.rows("SELECT count(*) FROM deal") == [(1,)]


def test_a_token_that_runs_out_is_renewed_on_the_way(synced: Synchronised, vendor: FakeSalesforce) -> None:
    vendor.opportunity()
    vendor.meanwhile = lambda asked: vendor.expire() if asked in {12, 20} else None
    found = synced.sync()
    assert_all_came(found)
    assert vendor.tokens == 3


def test_a_secret_that_is_refused_is_said_in_a_sentence_without_it(tmp_path: Path, vendor: FakeSalesforce) -> None:
    def wrong(found: FakeVendor) -> Connector:
        return Salesforce(client_id=CLIENT, client_secret=WRONG, url=found.url, transport=found.transport)

    found = synchronised(tmp_path, vendor, wrong).sync()
    assert isinstance(found.trouble, SourceError)
    assert "invalid_client" in found.trouble.message
    assert WRONG not in str(found.trouble) + repr(wrong(vendor))


def test_fields_and_objects_that_are_not_there_are_not_asked_for(synced: Synchronised, vendor: FakeSalesforce) -> None:
    for name in ("Task", "Event", "OpportunityFieldHistory", "Product2", "OpportunityLineItem"):
        del vendor.shown[name]
    vendor.shown["Account"] -= {"Industry", "BillingCountry"}
    vendor.shown["Opportunity"] -= {"Loss_Reason__c", "LeadSource"}
    vendor.add("Account", Name="Žeriavy")
    vendor.opportunity()
    found = synced.sync()
    assert found.trouble is None
    assert found.is_full
    assert synced.rows("SELECT name, industry FROM account") == [("Žeriavy", None)]
    assert synced.rows("SELECT count(*) FROM deal_version") == [(1,)]


def test_an_object_that_has_to_be_there_is_said_to_be_missing(synced: Synchronised, vendor: FakeSalesforce) -> None:
    del vendor.shown["User"]
    found = synced.sync()
    assert found.trouble is not None
    assert found.trouble.message == "Salesforce shows no object User to this user."


def test_what_larger_editions_have_more_of(synced: Synchronised, vendor: FakeSalesforce) -> None:
    vendor.show("RecordType", "Name IsActive SobjectType")
    vendor.show("Opportunity", "RecordTypeId CurrencyIsoCode")
    vendor.show("OpportunityHistory", "CurrencyIsoCode")
    vendor.show("CurrencyType", "IsoCode IsCorporate")
    vendor.show("DatedConversionRate", "IsoCode ConversionRate StartDate")
    vendor.show("Period", "EndDate")
    quota_fields = "QuotaOwnerId QuotaAmount IsAmount StartDate ProductFamily PeriodId ForecastingTypeId"
    vendor.show("ForecastingQuota", quota_fields, {"ForecastingType": "ForecastingTypeId"})
    vendor.show(
        "OpportunitySplit", "OpportunityId SplitOwnerId SplitPercentage SplitTypeId", {"SplitType": "SplitTypeId"}
    )
    direct = vendor.add("RecordType", Name="Priamy predaj", IsActive=True, SobjectType="Opportunity")
    vendor.add("RecordType", Name="Servis", IsActive=True, SobjectType="Case")
    vendor.picked[direct] = ["Prospecting", "Closed Won", "Closed Lost"]
    deal = vendor.opportunity(RecordTypeId=direct, CurrencyIsoCode="CZK")
    vendor.add("CurrencyType", IsoCode="EUR", IsCorporate=True)
    vendor.add("DatedConversionRate", IsoCode="EUR", ConversionRate=1.0, StartDate="0001-01-01")
    vendor.add("DatedConversionRate", IsoCode="CZK", ConversionRate=25.125, StartDate="0001-01-01")
    quarter = vendor.add("Period", EndDate="2026-06-30")
    quota = {
        "QuotaOwnerId": vendor.eva,
        "StartDate": "2026-04-01",
        "PeriodId": quarter,
        "IsAmount": True,
    }
    revenue, overlay = ({"DeveloperName": name} for name in ("OpportunityRevenue", "OpportunityQuantity"))
    vendor.add("ForecastingQuota", QuotaAmount=90000.0, ForecastingType=revenue, **quota)
    vendor.add("ForecastingQuota", QuotaAmount=7.0, ForecastingType=overlay, **quota)
    split = {"OpportunityId": deal, "SplitPercentage": 40.0, "SplitOwnerId": vendor.jan}
    vendor.add("OpportunitySplit", SplitType={"DeveloperName": "Overlay"}, **split)
    vendor.add("OpportunitySplit", SplitType={"DeveloperName": "Referral__c"}, **split)
    found = synced.sync()
    assert_all_came(found)
    assert synced.rows("SELECT id, name FROM pipeline") == [(direct, "Priamy predaj")]
    assert synced.rows("SELECT id FROM stage ORDER BY position") == [
        (f"{direct}:{name}",) for name in vendor.picked[direct]
    ]
    assert synced.rows("SELECT stage_id, currency, pipeline_id FROM deal_version") == [
        (f"{direct}:Prospecting", "CZK", direct)
    ]
    assert synced.rows("SELECT from_currency, to_currency, rate FROM fx_rate") == [("EUR", "CZK", Decimal("25.125"))]
    quotas = "SELECT subject_id, amount, CAST(starts_on AS VARCHAR), CAST(ends_on AS VARCHAR) FROM quota"
    assert synced.rows(quotas) == [(vendor.eva, Decimal(90000), "2026-04-01", "2026-07-01")]
    assert synced.rows("SELECT rep_id, share, kind FROM deal_split") == [(vendor.jan, Decimal("0.4"), "overlay")]


def test_a_new_field_and_a_number_written_as_text_change_no_row(synced: Synchronised, vendor: FakeSalesforce) -> None:
    deal = vendor.opportunity(Amount=100.0)
    synced.sync()
    vendor.wait(hours=1)
    vendor.show("Opportunity", "Region__c")
    vendor.rows["Opportunity"][deal] |= {"Amount": "100.00", "Region__c": "SK", "SystemModstamp": vendor.stamp()}
    assert synced.sync().receipt is None


def test_it_is_asked_over_a_real_connection(tmp_path: Path, vendor: FakeSalesforce) -> None:
    def real(found: FakeVendor) -> Connector:
        return Salesforce(client_id=CLIENT, client_secret=SECRET, url=found.url)

    deal = vendor.opportunity()
    with vendor.served():
        assert_all_came(synchronised(tmp_path, vendor, real).sync())
    assert [row[0] for row in Synchronised(vendor=vendor, folder=tmp_path / "workspace", make=real).rows(DEALS)] == [
        deal
    ]


def test_options_that_make_no_sense_are_said() -> None:
    secrets = {"client_id": CLIENT, "client_secret": SECRET}
    source = SourceSettings(name="crm", kind="salesforce", options={"domain": "firma.my.salesforce.com"})
    assert connector_of(source, secrets).vendor == "Salesforce"
    assert salesforce({"domain": "https://firma.my.salesforce.com/"}, secrets).url == "https://firma.my.salesforce.com"
    for options in (
        {},
        {"domain": "firma"},
        {"domain": "a.b", "lost_reason": "x, y"},
        {"domain": "a.b", "share_of_limit": 2},
    ):
        with pytest.raises(ValueError, match=r"lacks domain|says a"):
            salesforce(options, secrets)
