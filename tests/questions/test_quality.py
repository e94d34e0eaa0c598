"""What to repair in the data: each fault told as it should be, counted once a deal, by whose it is, as of a day."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lievik.errors import ParameterError, RequestError, UnknownNameError
from lievik.model.quality import Fault, QualityAnswer
from lievik.planner.quality_rules import STAGE_FAULTS
from tests.soundness.table_from_docstring import TODAY, Rows, company, company_of

FAULTY = """
    rep      | id name  left_on
             | r1 Eva   -
             | r2 Jan   -
             | r3 Ivo   2026-06-30
             | r4 Mia   2026-07-01
    account  | id name
             | a  Alfa
    stage    | id name  kind
             | s  Start open
    activity | id deal_id lead_id started_on
             | 1  busy    -       2026-06-01
             | 2  idle    -       2026-05-31
             | 3  busy    -       2026-07-02
             | 4  -       l2      2026-06-20
 deal | id outcome amount owner_id account_id stage_id created_on closed_on expected_close_on next_step_on lost_reason
             | busy    open 10 r1     a       s 2026-01-01 -          2026-06-30 2026-07-03 -
             | idle    open 20 r1     a       s 2026-01-01 -          2026-07-30 2026-07-03 -
             | young   open 30 r1     a       s 2026-06-01 -          2026-07-30 2026-07-03 -
             | bare    open -  r2     a       x 2026-06-20 -          -          -          -
             | late    open 50 r2     a       s 2026-06-20 -          2026-06-29 2026-07-03 -
             | left    open 60 r3     a       s 2026-06-20 -          2026-07-30 2026-07-03 -
             | leaving open 70 r4     a       s 2026-06-20 -          2026-07-30 2026-07-03 -
             | won     won  80 r1     a       s 2026-01-01 2026-02-01 2026-02-01 -          -
             | free    won  -  r2     a       s 2026-01-01 2026-02-01 2026-02-01 -          -
             | never   won  90 r2     a       s 2026-01-01 -          2026-02-01 -          -
             | before  lost 15 r2     a       s 2026-02-02 2026-02-01 2026-02-01 -          price
             | why     lost 25 r2     a       s 2026-01-01 2026-02-01 2026-02-01 -          -
             | whose   won  35 nobody a       s 2026-01-01 2026-02-01 2026-02-01 -          -
             | orphan  won  45 -      -       s 2026-01-01 2026-02-01 2026-02-01 -          -
             | firm    won  55 r1     nowhere s 2026-01-01 2026-02-01 2026-02-01 -          -
             | what    -    65 r1     a       x 2026-01-01 -          2026-02-01 -          -
             | when    won  75 r1     a       s -          2026-02-01 2026-02-01 -          -
             | future  open 85 r2     a       x 2026-07-01 -          -          -          -
    lead     | id owner_id lead_source created_on converted_on disqualified_on email
             | l1 r1       Web         2026-05-31 -            -               ana@firma
             | l2 r1       Web         2026-01-01 -            -               bea@firma.sk
             | l3 r2       -           2026-06-20 -            -               -
             | l4 r2       Web         2026-01-01 2026-02-01   -               cyd@firma
             | l5 r2       Web         2026-01-01 -            2026-02-01      dan@firma
             | l6 r2       Web         2026-01-01 2026-07-01   -               info@firma.sk
"""

EXPECTED: dict[Fault, set[str]] = {
    "won_without_amount": {"free"},
    "closed_without_closing_date": {"never"},
    "closed_before_created": {"before"},
    "expected_close_passed": {"late"},
    "open_without_amount": {"bare"},
    "open_without_expected_close": {"bare"},
    "open_with_owner_gone": {"left"},
    "open_without_activity": {"idle"},
    "open_without_next_step": {"bare"},
    "open_without_stage": {"bare"},
    "without_owner": {"whose", "orphan"},
    "without_account": {"orphan", "firm"},
    "without_outcome": {"what"},
    "without_created_on": {"when"},
    "lost_without_reason": {"why"},
    "lead_without_source": {"l3"},
    "lead_without_activity": {"l1", "l6"},
    "lead_unreachable": {"l1"},
}


@pytest.fixture(scope="module")
def answer() -> QualityAnswer:
    return company(FAULTY).workspace.quality(listed="all")


def test_every_fault_is_tried_here_or_among_rules_of_stages() -> None:
    assert {*EXPECTED, *STAGE_FAULTS} == set(get_args(Fault))


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_is_found_where_it_is_and_nowhere_else(fault: Fault) -> None:
    found = company(FAULTY).workspace.quality(listed=fault)
    assert {row.id for row in found.rows} == EXPECTED[fault]
    assert found.faults[fault].found == len(EXPECTED[fault])


def test_a_row_is_counted_among_those_that_could_have_the_fault(answer: QualityAnswer) -> None:
    opens, wons = 7, 7
    among = {fault: faulty.of for fault, faulty in answer.faults.items()}
    assert among["expected_close_passed"] == among["open_without_amount"] == opens
    assert among["won_without_amount"] == wons
    assert among["lost_without_reason"] == 2
    assert among["closed_before_created"] == wons + 2
    assert among["without_account"] == answer.deals.of == opens + wons + 2 + 1
    assert (among["lead_without_source"], among["lead_without_activity"], among["lead_unreachable"]) == (6, 4, 4)


def test_a_deal_with_several_faults_is_one_deal_to_repair(answer: QualityAnswer) -> None:
    faulty = set().union(*(ids for fault, ids in EXPECTED.items() if not fault.startswith("lead_")))
    assert answer.deals.faulty == len(faulty)
    assert answer.deals.clean == answer.deals.of - len(faulty)
    assert {row.id for row in answer.rows if row.table == "deal"} == faulty
    (bare,) = [row for row in answer.rows if row.id == "bare"]
    assert bare.faults == (
        "open_without_amount",
        "open_without_expected_close",
        "open_without_next_step",
        "open_without_stage",
    )
    assert answer.leads.faulty == 3


def test_owners_add_up_to_everybody_and_who_has_the_most_comes_first(answer: QualityAnswer) -> None:
    assert answer.owners[0].owner == "Jan"
    counts = [owner.deals.faulty for owner in answer.owners]
    assert counts == sorted(counts, reverse=True)
    assert sum(owner.deals.of for owner in answer.owners) == answer.deals.of
    assert sum(owner.leads.clean for owner in answer.owners) == answer.leads.clean
    for fault, faulty in answer.faults.items():
        assert sum(owner.faults[fault].found for owner in answer.owners if fault in owner.faults) == faulty.found


def test_a_deal_of_somebody_unknown_stands_under_the_id_and_one_of_nobody_under_nothing(answer: QualityAnswer) -> None:
    unknown = {row.id: row.owner for row in answer.rows if "without_owner" in row.faults}
    assert unknown == {"whose": "nobody", "orphan": ""}


def test_the_amount_of_what_is_to_be_repaired_is_told_where_there_is_one(answer: QualityAnswer) -> None:
    assert answer.faults["expected_close_passed"].amount == 50
    assert answer.faults["open_without_amount"].amount is None


def test_another_day_tells_of_another_past() -> None:
    answer = company(FAULTY).workspace.quality(as_of="2026-07-02", listed="all")
    found = {row.id: row.faults for row in answer.rows}
    assert "open_with_owner_gone" in found["leaving"]
    assert "expected_close_passed" in found["busy"]
    assert "open_without_stage" in found["future"]
    assert "open_without_activity" in found["young"]
    assert "l6" not in found


def test_longer_ago_is_recent_with_more_days() -> None:
    workspace = company(FAULTY).workspace
    assert workspace.quality(days=31).faults["open_without_activity"].found == 0
    assert workspace.quality(days=29).faults["open_without_activity"].found == 3


def test_data_of_one_owner_or_account() -> None:
    workspace = company(FAULTY).workspace
    jan = workspace.quality(where={"owner": "Jan"}, listed="all")
    assert [owner.owner for owner in jan.owners] == ["Jan"]
    assert {row.owner for row in jan.rows} == {"Jan"}
    assert jan.leads.of == 4
    alfa = workspace.quality(where={"account": "Alfa"})
    assert alfa.faults["without_account"].found == 0
    assert {left.fault for left in alfa.not_looked if left.reason == "no_such_dimension"} <= {
        "lead_without_source",
        "lead_without_activity",
        "lead_unreachable",
    }


def test_what_the_data_does_not_tell_is_not_looked_for() -> None:
    answer = company(
        """
        deal | id outcome amount created_on
             | 1  won     10     2026-01-01
             | 2  open    -      2026-01-01
        """
    ).workspace.quality()
    assert answer.worst == ("open_without_amount",)
    reasons = {left.fault: left.reason for left in answer.not_looked}
    assert reasons["lead_without_source"] == "missing_table"
    assert reasons["lost_without_reason"] == reasons["open_without_next_step"] == "missing_column"
    assert not set(reasons) & set(answer.faults)
    assert set(reasons) | set(answer.faults) == set(get_args(Fault))


def test_next_steps_of_an_earlier_day_are_not_told_by_those_of_today() -> None:
    workspace = company(
        """
        deal         | id outcome amount created_on next_step_on
                     | 1  open    10     2026-01-01 2026-07-05
        deal_version | id deal_id outcome amount created_on valid_from valid_from_on valid_until valid_until_on
                     | 1  1       open    5      2026-01-01 2026-01-01 2026-01-01    2026-06-01  2026-06-01
                     | 2  1       open    10     2026-01-01 2026-06-01 2026-06-01    -           -
        """
    ).workspace
    assert "open_without_next_step" in workspace.quality().faults
    left = {found.fault: found.reason for found in workspace.quality(as_of="2026-03-01").not_looked}
    assert left["open_without_next_step"] == "known_as_now_only"


def test_an_empty_company_has_nothing_to_repair() -> None:
    answer = company("").workspace.quality(listed="all")
    assert (answer.deals.of, answer.leads.of, answer.owners, answer.rows, answer.worst) == (0, 0, (), (), ())
    assert answer.deals.share is None


def test_one_owner_with_gaps_stands_out_and_the_others_do_not() -> None:
    rows: Rows = [
        {"id": f"{rep}{n}", "outcome": "won", "owner_id": rep, "amount": None if rep == "r1" and n % 2 else 10}
        | {"created_on": "2026-01-01", "closed_on": "2026-02-01"}
        for rep in ("r1", "r2", "r3", "r4")
        for n in range(20)
    ]
    reps: Rows = [{"id": f"r{n}", "name": name} for n, name in enumerate(("Eva", "Jan", "Ivo", "Mia"), start=1)]
    answer = company_of({"deal": rows, "rep": reps}).workspace.quality()
    out = [
        (owner.owner, fault)
        for owner in answer.owners
        for fault, found in owner.faults.items()
        if found.side == "above"
    ]
    assert out == [("Eva", "won_without_amount")]
    assert answer.owners[0].deals.side == "above"


def test_what_makes_no_sense_is_refused() -> None:
    workspace = company(FAULTY).workspace
    with pytest.raises(UnknownNameError):
        workspace.quality(listed="nonsense")
    with pytest.raises(ParameterError):
        workspace.quality(days=0)
    with pytest.raises(RequestError):
        workspace.quality(where={"owner": "Nikto"})


DAYS = st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=20))
DEALS = st.lists(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(["open", "won", "lost", None]),
            "amount": st.none() | st.integers(1, 100),
            "owner_id": st.sampled_from(["r1", "r2", "r9", None]),
            "created_on": DAYS,
            "closed_on": DAYS,
            "expected_close_on": DAYS,
            "lost_reason": st.sampled_from([None, "price"]),
        }
    ),
    min_size=1,
    max_size=12,
)


def _plainly(deal: dict[str, object]) -> set[str]:
    """Say what is odd in a deal, one by one."""
    outcome, created, closed, expected = (deal[n] for n in ("outcome", "created_on", "closed_on", "expected_close_on"))
    is_over = closed is None or (isinstance(closed, date) and closed <= TODAY)
    is_open = outcome == "open" or not is_over
    is_ended = outcome in {"won", "lost"} and is_over
    is_reversed = isinstance(closed, date) and isinstance(created, date) and closed < created
    found = {
        "won_without_amount": is_ended and outcome == "won" and deal["amount"] is None,
        "closed_without_closing_date": is_ended and closed is None,
        "closed_before_created": is_ended and is_reversed,
        "expected_close_passed": is_open and isinstance(expected, date) and expected < TODAY,
        "open_without_amount": is_open and deal["amount"] is None,
        "open_without_expected_close": is_open and expected is None,
        "without_owner": deal["owner_id"] in {"r9", None},
        "without_outcome": outcome is None,
        "without_created_on": created is None,
        "lost_without_reason": is_ended and outcome == "lost" and deal["lost_reason"] is None,
    }
    return {fault for fault, is_there in found.items() if is_there}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deals=DEALS)
def test_any_deals_have_the_faults_that_plain_rules_find(deals: list[dict[str, object]]) -> None:
    rows: Rows = [{"id": f"d{n}", **deal} for n, deal in enumerate(deals)]
    reps: Rows = [{"id": "r1", "name": "Eva"}, {"id": "r2", "name": "Jan"}]
    answer = company_of({"deal": rows, "rep": reps}).workspace.quality(listed="all")
    looked = set(answer.faults)
    known = {
        str(row["id"]): _plainly(deal) & looked
        for row, deal in zip(rows, deals, strict=True)
        if deal["created_on"] is None or (isinstance(deal["created_on"], date) and deal["created_on"] <= TODAY)
    }
    assert {row.id: set(row.faults) for row in answer.rows} == {name: odd for name, odd in known.items() if odd}
    assert answer.deals.of == len(known)
    assert answer.deals.faulty == sum(bool(odd) for odd in known.values())
