"""Made-up histories: what was put off equals plain Python over a replay, and parts add up to the whole."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.properties.every_reading import seeds, some
from tests.properties.plain_slippage import is_open, is_qualified, opening, pushes
from tests.properties.random_history import DAYS, START, random_history
from tests.properties.test_bridge import company, sizes

windows = st.tuples(st.integers(0, DAYS), st.integers(1, 90))


@given(seed=seeds, size=sizes, window=windows)
@some
def test_pushes_and_rates_are_those_of_plain_python(seed: int, size: int, window: tuple[int, int]) -> None:
    history = random_history(seed, size)
    for rows in (history.deals, history.versions, history.past):
        for row in rows:
            row["currency"] = "EUR"
    from_on = START + timedelta(days=window[0] - 10)
    to_on = min(from_on + timedelta(days=window[1]), START + timedelta(days=DAYS + 60))
    answer = company(history).workspace.slippage(from_on=from_on, to_on=to_on, times=2, by="owner")
    moves = pushes(history, to_on)
    within = [move for move in moves if move.on > from_on]
    whole = answer.whole
    assert whole is not None
    put_off = [move for move in within if move.days > 0]
    forward = [move for move in within if move.days < 0]
    assert (whole.pushes, whole.deals, whole.days) == (
        len(put_off),
        len({move.deal for move in put_off}),
        sum(move.days for move in put_off),
    )
    assert (whole.pulls, whole.pulled) == (len(forward), len({move.deal for move in forward}))
    by_owner = Counter({"r1": "Rep 1", "r2": "Rep 2", "r3": "Rep 3"}.get(str(move.owner)) for move in put_off)
    assert {part.part: part.pushes for part in answer.parts if part.pushes and not part.is_whole} == by_owner
    for unit in answer.units:
        opens_on, last_on = (
            max(unit.period.start - timedelta(days=1), from_on),
            min(unit.period.end - timedelta(days=1), to_on),
        )
        found = opening(history, unit.period.start, opens_on, last_on, moves)
        rate = unit.rate
        assert (rate.opening.deals, rate.opening.amount, rate.pushed.deals, rate.pushed.amount) == found
    parts = [part for part in answer.parts if not part.is_whole]
    assert sum(part.rate.pushed.amount for part in parts) == whole.rate.pushed.amount
    assert sum(part.rate.opening.deals for part in parts) == whole.rate.opening.deals
    often = Counter(move.deal for move in moves if move.days > 0)
    only = any(row["qualified_on"] for row in history.deals)
    expected = {
        deal: count
        for deal, count in often.items()
        if count >= 2
        and is_open(history.at(deal, to_on), to_on)
        and (state := history.at(deal, to_on)) is not None
        and is_qualified(state, to_on, only=only)
    }
    assert {deal.deal_id: deal.pushes for deal in answer.deals} == expected
