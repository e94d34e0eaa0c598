"""States of a deal are its changes applied one after another, in whatever order they were told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lievik.sources.remote.deal_history import UNTOLD, Change, State, states_of

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
STAGES = ("10", "20", "30")
FIELDS = {"stage_id": st.sampled_from(STAGES), "amount": st.integers(1, 3), "owner_id": st.sampled_from("ab")}
FIRST: State = {"stage_id": "10", "amount": 1, "owner_id": "a"}

Log = list[Change]


def hour(number: float) -> datetime:
    return BEGAN + timedelta(hours=number)


def as_of(states: tuple[State, ...], moment: datetime) -> State | None:
    """The columns of the state that held at an instant."""
    for state in states:
        until = state["valid_until"]
        begins = datetime.fromisoformat(state["valid_from"])
        if begins <= moment and (until is None or moment < datetime.fromisoformat(until)):
            return {name: state[name] for name in FIRST}
    return None


def applied(log: Log, moment: datetime) -> State:
    """The first state after every change until an instant."""
    found = dict(FIRST)
    for change in log:
        if change.at <= moment:
            found[change.field] = change.new
    return found


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Changes as they happened, each from what the one before led to; several may fall on one instant."""
    now, log, at = dict(FIRST), [], 0
    for _ in range(draw(st.integers(0, 12))):
        at += draw(st.integers(0, 2))
        field = draw(st.sampled_from(sorted(FIELDS)))
        new = draw(FIELDS[field])
        log.append(Change(field=field, old=now[field], new=new, at=hour(at)))
        now[field] = new
    return log


def folded(log: Log, now: State, known_from: datetime | None = None) -> tuple[State, ...]:
    return states_of({"id": "7", "outcome": "open", **now}, log, created_at=BEGAN, known_from=known_from)


@given(log=logs(), data=st.data())
def test_as_of_any_instant_a_deal_is_what_its_changes_made_of_it(log: Log, data: st.DataObject) -> None:
    states = folded(data.draw(st.permutations(log)), applied(log, hour(99)))
    for at in range(27):
        assert as_of(states, hour(at)) == applied(log, hour(at))
        assert as_of(states, hour(at + 0.5)) == applied(log, hour(at + 0.5))
    assert as_of(states, hour(-1)) is None


@given(log=logs(), data=st.data())
def test_states_join_are_unlike_and_the_same_again(log: Log, data: st.DataObject) -> None:
    now = applied(log, hour(99))
    states = folded(log, now)
    assert states[0]["valid_from"] == BEGAN.isoformat()
    assert states[-1]["valid_until"] is None
    assert [state["valid_until"] for state in states[:-1]] == [state["valid_from"] for state in states[1:]]
    assert len({state["id"] for state in states}) == len(states)
    assert all(state["deal_id"] == "7" and state["origin"] == "vendor" for state in states)
    bare = [{name: state[name] for name in FIRST} for state in states]
    assert all(one != other for one, other in pairwise(bare))
    assert folded(data.draw(st.permutations(log)), now) == states


@given(log=logs(), lost=st.sets(st.integers(0, 11)), data=st.data())
def test_with_changes_missing_the_last_state_is_still_the_deal_as_it_is(
    log: Log, lost: set[int], data: st.DataObject
) -> None:
    now = applied(log, hour(99))
    left = [change for number, change in enumerate(log) if number not in lost]
    states = folded(data.draw(st.permutations(left)), now)
    assert {name: states[-1][name] for name in FIRST} == now
    instants = {change.at for change in left} | {BEGAN}
    assert {datetime.fromisoformat(state["valid_from"]) for state in states} <= instants


@given(log=logs(), cap=st.integers(0, 24))
def test_what_a_vendor_forgot_is_left_out_and_the_rest_is_the_same(log: Log, cap: int) -> None:
    now = applied(log, hour(99))
    kept = [change for change in log if change.at > hour(cap)]
    states = folded(kept, now, known_from=hour(cap))
    assert states[0]["valid_from"] == hour(cap).isoformat()
    for at in range(27):
        assert as_of(states, hour(at)) == (applied(log, hour(at)) if at >= cap else None)


@given(log=logs())
def test_changes_that_tell_only_what_came_after_do_as_well(log: Log) -> None:
    """All but the first of each column, before which nothing is known."""
    last = {(change.field, change.at): change for change in log}
    told = [Change(field=field, new=change.new, at=at) for (field, at), change in last.items()]
    first = [Change(field=name, new=value, at=BEGAN) for name, value in FIRST.items() if (name, BEGAN) not in last]
    states = folded([*told, *first], applied(log, hour(99)))
    assert [as_of(states, hour(at)) for at in range(27)] == [applied(log, hour(at)) for at in range(27)]


def test_what_happened_before_the_creation_is_part_of_the_first_state() -> None:
    log = [
        Change(field="stage_id", old="10", new="20", at=hour(-5)),
        Change(field="stage_id", old="20", new="30", at=hour(2)),
    ]
    states = folded(log, {**FIRST, "stage_id": "30"})
    assert [(state["id"], state["stage_id"]) for state in states] == [
        ("7@2026-01-05T09:00:00+00:00", "20"),
        ("7@2026-01-05T11:00:00+00:00", "30"),
    ]


def test_a_deal_closed_has_its_day_and_reason_from_then_on() -> None:
    deal = {"id": "7", "outcome": "lost", "closed_on": "2026-02-01", "lost_reason": "Price"}
    log = [
        Change(field="outcome", old="open", new="won", at=hour(1)),
        Change(field="outcome", old="won", new="open", at=hour(2)),
        Change(field="outcome", old="open", new="lost", at=hour(3)),
    ]
    states = states_of(deal, log, created_at=BEGAN)
    said = [(state["outcome"], state.get("closed_at"), state["closed_on"], state["lost_reason"]) for state in states]
    assert said == [
        ("open", None, None, None),
        ("won", hour(1).isoformat(), None, None),
        ("open", None, None, None),
        ("lost", None, "2026-02-01", "Price"),
    ]


def test_a_deal_without_an_instant_has_no_states() -> None:
    assert states_of({"id": "7", "outcome": "open"}, [], created_at=None) == ()
    (state,) = states_of({"id": "7", "outcome": "open"}, [], created_at=BEGAN)
    assert (state["valid_from"], state["valid_until"]) == (BEGAN.isoformat(), None)


def test_a_value_before_that_is_not_told_is_taken_to_be_the_first_one_known() -> None:
    states = folded([Change(field="amount", old=UNTOLD, new=2, at=hour(3))], {**FIRST, "amount": 2})
    assert [state["amount"] for state in states] == [2]
