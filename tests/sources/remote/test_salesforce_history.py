"""What Salesforce keeps of an opportunity's history makes the states that it went through."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.sources.remote.salesforce_history import Histories
from tests.sources.remote.fake_salesforce import STAGES, FakeSalesforce

CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "StageName": st.sampled_from([stage[0] for stage in STAGES]),
    "Amount": st.sampled_from([None, 100, 100.0, 250.5]),
    "CloseDate": st.sampled_from(["2026-09-30", "2026-10-31"]),
    "OwnerId": st.integers(0, 1),
}
STEP = st.tuples(st.integers(0, 2), st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=2, unique=True))


def held(told: dict[str, Any]) -> dict[str, Any]:
    outcome = "open" if not told["IsClosed"] else "won" if told["IsWon"] else "lost"
    return {
        "stage_id": f"master:{told['StageName']}",
        "amount": None if told["Amount"] is None else Decimal(str(told["Amount"])),
        "expected_close_on": told["CloseDate"],
        "closed_on": None if outcome == "open" else told["CloseDate"],
        "owner_id": told["OwnerId"],
        "outcome": outcome,
    }


def read(state: dict[str, Any]) -> dict[str, Any]:
    names = ("stage_id", "expected_close_on", "closed_on", "owner_id", "outcome")
    amount = None if state["amount"] is None else Decimal(state["amount"])
    return {**{name: state[name] for name in names}, "amount": amount}


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=8), data=st.data())
def test_states_are_what_the_opportunity_went_through(steps: list[tuple[int, list[str]]], data: st.DataObject) -> None:
    vendor = FakeSalesforce()
    ident = vendor.opportunity()
    for hours, names in steps:
        vendor.wait(hours=hours)
        said = {name: data.draw(CHANGES[name]) for name in names}
        if "OwnerId" in said:
            said["OwnerId"] = (vendor.eva, vendor.jan)[said["OwnerId"]]
        vendor.change("Opportunity", ident, **said)
    histories = Histories(lost_reason="Loss_Reason__c")
    histories.stages = {stage["ApiName"]: stage for stage in vendor.rows["OpportunityStage"].values()}
    histories.tell(data.draw(st.permutations(list(vendor.rows["OpportunityHistory"].values()))))
    histories.tell_owners(data.draw(st.permutations(list(vendor.rows["OpportunityFieldHistory"].values()))))
    states = histories.states(vendor.rows["Opportunity"][ident])
    ends = [*(state["valid_from"] for state in states[1:]), (vendor.clock + timedelta(days=1)).isoformat()]
    truth = dict(vendor.truth[ident])
    for state, end in zip(states, ends, strict=True):
        begins, until = datetime.fromisoformat(state["valid_from"]), datetime.fromisoformat(end)
        assert read(state) == held(truth[max(at for at in truth if at <= begins)])
        assert all(read(state) == held(told) for at, told in truth.items() if begins <= at < until)


def test_a_stage_that_is_no_longer_there_is_told_by_its_category() -> None:
    vendor = FakeSalesforce()
    ident = vendor.opportunity()
    opportunity = vendor.rows["Opportunity"][ident]
    histories = Histories(lost_reason="Loss_Reason__c")
    row = {"OpportunityId": ident, "Amount": 1, "CloseDate": "2026-09-30", "StageName": "Old"}
    for number, (category, share) in enumerate([("Pipeline", 10), ("Closed", 100), ("Omitted", 0)]):
        vendor.wait(hours=1)
        told = {"ForecastCategory": category, "Probability": share, "CreatedDate": vendor.stamp()}
        histories.tell([{**row, "Id": f"{number}", **told}])
    opportunity["SystemModstamp"] = vendor.stamp()
    outcomes = [state["outcome"] for state in histories.states(opportunity)]
    assert outcomes == ["open", "won", "open"]
    opportunity["IsClosed"] = True
    assert [state["outcome"] for state in histories.states(opportunity)] == ["open", "won", "lost"]


def test_history_later_than_the_opportunity_was_read_is_left_to_the_next_run() -> None:
    vendor = FakeSalesforce()
    ident = vendor.opportunity()
    read_at = dict(vendor.rows["Opportunity"][ident])
    vendor.wait(hours=1)
    vendor.change("Opportunity", ident, StageName="Proposal")
    histories = Histories(lost_reason="Loss_Reason__c")
    histories.tell(vendor.rows["OpportunityHistory"].values())
    (state,) = histories.states(read_at)
    assert (state["stage_id"], state["valid_until"]) == ("master:Prospecting", None)
