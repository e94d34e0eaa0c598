"""A replayed history → the bridge between two days in plain Python, deal by deal, by the rules as they are written.

Nothing of the product is imported. Amounts are exact; converted ones are rounded row by row, half up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.properties.random_history import CLOSED, History, Row

CENT = Decimal("0.01")
Bars = dict[tuple[object, str], tuple[int, Decimal]]
"""(part, movement) -> deals and amount; `opening` and `closing` among the movements."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: the two days, the target period (none for all), one filter, and what the parts are."""

    from_on: date
    to_on: date
    period: tuple[date, date] | None
    where: tuple[str, object] | None = None
    part: str = ""


KINDS = {"owner": "owner", "team": "owner", "pipeline": "pipeline", "forecast_category": "category"}


def value_of(history: History, state: Row, name: str, day: date) -> object:
    """The part that a deal belongs to."""
    if name == "team":
        return history.team(state["owner_id"], day)
    return state[{"owner": "owner_id", "pipeline": "pipeline_id"}.get(name, name)]


def standing(state: Row | None, day: date, question: Question, *, qualified_only: bool) -> str:
    """Where a deal stands to the pipeline."""
    if state is None or state["is_deleted"]:
        return "deleted"
    closed, qualified, expected = (state[name] for name in ("closed_on", "qualified_on", "expected_close_on"))
    if state["outcome"] in CLOSED and not (isinstance(closed, date) and closed > day):
        return str(state["outcome"])
    if qualified_only and not (isinstance(qualified, date) and qualified <= day):
        return "unqualified"
    if question.period is None:
        return "in"
    if not isinstance(expected, date) or expected >= question.period[1]:
        return "after"
    return "before" if expected < question.period[0] else "in"


def plain_bridge(history: History, question: Question, currency: str) -> tuple[Bars, Bars, int]:
    """Bars in one currency and converted to euros, and the deals that have no rate."""
    own: Bars = defaultdict(lambda: (0, Decimal(0)))
    converted: Bars = defaultdict(lambda: (0, Decimal(0)))
    left_out = 0
    for deal in history.states:
        bars = _bars(history, deal, question)
        for part, movement, code, amount, _ in bars:
            if code == currency and movement != "exchange_rate":
                _add(own, part, movement, amount)
        if any(value is None for *_, value in bars):
            left_out += 1
            continue
        for part, movement, _, _, value in bars:
            assert value is not None
            if movement != "exchange_rate" or value:
                _add(converted, part, movement, value)
    return dict(own), dict(converted), left_out


def _add(bars: Bars, part: object, movement: str, amount: Decimal) -> None:
    deals, total = bars[part, movement]
    bars[part, movement] = deals + 1, total + amount


Piece = tuple[object, str, object, Decimal, Decimal | None]


def _bars(history: History, deal: str, question: Question) -> list[Piece]:  # noqa: C901, PLR0912, PLR0915
    """What one deal adds: part, movement, currency, amount, amount in euros."""
    from_on, to_on = question.from_on, question.to_on
    before, after = history.at(deal, from_on), history.at(deal, to_on)
    only = any(row["qualified_on"] for row in history.deals)
    stood = standing(before, from_on, question, qualified_only=only) if before else "absent"
    stands = standing(after, to_on, question, qualified_only=only)
    kind = KINDS[question.where[0]] if question.where else ""
    missed_then = _misses(history, before, question, from_on)
    misses = _misses(history, after, question, to_on)
    was_in, is_in = stood == "in" and not missed_then, stands == "in" and not misses
    if not was_in and not is_in:
        return []
    is_early = kind in {"owner", "pipeline"}
    reason = "stays"
    if was_in and not is_in:
        if stands == "deleted":
            reason = "deleted"
        elif misses and (is_early or stands not in CLOSED):
            reason = f"{kind}_out"
        elif stands in CLOSED:
            reason = stands
        else:
            reason = {"unqualified": "disqualified", "before": "pulled_out", "after": "pushed_out"}[stands]
    elif is_in and not was_in:
        reason = {
            "absent": "new",
            "won": "reopened",
            "lost": "reopened",
            "deleted": "reopened",
            "in": f"{kind}_in",
            "unqualified": "qualified",
            "before": "pushed_in",
            "after": "pulled_in",
        }[stood]
    then = _money(before)
    now = _money(after)
    later = to_on
    if stands in CLOSED and after and isinstance(after["closed_on"], date) and after["closed_on"] <= to_on:
        later = after["closed_on"]
    was = (then[0], _euros(history, then, from_on), _euros(history, then, later))
    is_now = (now[0], _euros(history, now, later))
    part_then = value_of(history, before, question.part, from_on) if before and question.part else None
    part_now = value_of(history, after, question.part, to_on) if after and question.part else None
    split_kind = KINDS.get(question.part, "")
    found: list[Piece] = []
    moves = was_in and part_then != part_now and not misses and stands != "deleted"
    over = moves and (is_in or split_kind in {"owner", "pipeline"})
    home = part_then if was_in and not over else part_now
    elsewhere = reason.endswith("_out") and reason not in {"pulled_out", "pushed_out"}
    if was_in:
        found.append((part_then, "opening", then[1], was[0], was[1]))
    if over:
        found.append((part_then, f"{split_kind}_out", then[1], -was[0], _minus(was[1])))
        found.append((part_now, f"{split_kind}_in", then[1], was[0], was[1]))
    is_valued = was_in or reason in {"owner_in", "pipeline_in", "category_in"}
    if is_valued and not elsewhere:
        rose = None if was[1] is None or was[2] is None else was[2] - was[1]
        found.append((home, "exchange_rate", then[1], Decimal(0), rose))
    if is_valued and (is_in or reason == "won"):
        if then[1] != now[1]:
            found.append((home, "decreased", then[1], -was[0], _minus(was[2])))
            found.append((home, "increased", now[1], is_now[0], is_now[1]))
        elif is_now[0] != was[0]:
            gain = None if was[2] is None or is_now[1] is None else is_now[1] - was[2]
            found.append((home, "increased" if is_now[0] > was[0] else "decreased", now[1], is_now[0] - was[0], gain))
    if not was_in:
        found.append((home, reason, *((then[1], was[0], was[1]) if is_valued else (now[1], is_now[0], is_now[1]))))
    elif reason == "won":
        found.append((home, reason, now[1], -is_now[0], _minus(is_now[1])))
    elif reason != "stays":
        found.append((home, reason, then[1], -was[0], _minus(was[1] if elsewhere else was[2])))
    if is_in:
        found.append((part_now, "closing", now[1], is_now[0], is_now[1]))
    return found


def _misses(history: History, state: Row | None, question: Question, day: date) -> bool:
    if question.where is None or state is None:
        return False
    return value_of(history, state, question.where[0], day) != question.where[1]


def _money(state: Row | None) -> tuple[Decimal, object]:
    if state is None:
        return Decimal(0), ""
    return Decimal(str(state["amount"] or 0)).quantize(CENT), state["currency"]


def _euros(history: History, money: tuple[Decimal, object], day: date) -> Decimal | None:
    amount, currency = money
    if currency == "EUR":
        return amount
    rates = [row for row in history.rates if row["from_currency"] == currency and row["on_date"] <= day]  # type: ignore[operator]
    if not rates:
        return None
    last = max(rates, key=lambda row: str(row["on_date"]))
    return (amount * Decimal(str(last["rate"]))).quantize(CENT, ROUND_HALF_UP)


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value
