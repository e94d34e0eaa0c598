"""A replayed history → what was put off, in plain Python, deal by deal; nothing of the product is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.properties.plain_bridge import CENT
from tests.properties.random_history import CLOSED, History, Row


@dataclass(frozen=True)
class Push:
    """One move of an expected closing out of its month; `days` are negative where it was brought forward."""

    deal: str
    on: date
    owner: object
    was: date
    days: int


def is_open(state: Row | None, day: date) -> bool:
    """Whether a deal was open on a day."""
    if state is None or state["is_deleted"]:
        return False
    closed = state["closed_on"]
    return state["outcome"] not in CLOSED or (isinstance(closed, date) and closed > day)


def is_qualified(state: Row, day: date, *, only: bool) -> bool:
    """Whether it counts by then."""
    qualified = state["qualified_on"]
    return not only or (isinstance(qualified, date) and qualified <= day)


def pushes(history: History, to_on: date) -> list[Push]:
    """Every move up to a day."""
    only = any(row["qualified_on"] for row in history.deals)
    found = []
    for deal, states in history.states.items():
        for (_, before), (day, after) in pairwise(states):
            if day > to_on or before is None or after is None:
                continue
            was, now = before["expected_close_on"], after["expected_close_on"]
            if not isinstance(was, date) or not isinstance(now, date) or was.timetuple()[:2] == now.timetuple()[:2]:
                continue
            start = next(first for first, state in states if state is before)
            if is_open(before, start) and is_open(after, day) and is_qualified(after, day, only=only):
                found.append(Push(deal, day, after["owner_id"], was, (now - was).days))
    return found


def opening(
    history: History, month: date, opens_on: date, last_on: date, moves: list[Push]
) -> tuple[int, Decimal, int, Decimal]:
    """Deals and euros that were to close in a month when it began, and those of them that were pushed out of it."""
    only = any(row["qualified_on"] for row in history.deals)
    deals = pushed = 0
    amount = pushed_amount = Decimal(0)
    following = (month + timedelta(days=32)).replace(day=1)
    for deal in history.states:
        state = history.at(deal, opens_on)
        if state is None or not is_open(state, opens_on) or not is_qualified(state, opens_on, only=only):
            continue
        expected = state["expected_close_on"]
        if not isinstance(expected, date) or not month <= expected < following:
            continue
        worth = Decimal(str(state["amount"] or 0)).quantize(CENT)
        deals, amount = deals + 1, amount + worth
        if any(
            move.deal == deal and move.days > 0 and opens_on < move.on <= last_on and month <= move.was < following
            for move in moves
        ):
            pushed, pushed_amount = pushed + 1, pushed_amount + worth
    return deals, amount, pushed, pushed_amount
