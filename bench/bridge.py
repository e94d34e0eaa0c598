"""What moved in the pipeline of a quarter, asked of Lievik and written by hand: the same bars, and how long each takes.

By hand, each state is placed before the pipeline, then looked at twice: the opening beside the closing, and each state
beside the one before it. It leaves out what this company does not have: deals that vanish, and states that change what
they are in the middle.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any, Final

from bench.in_turn import Round, timed
from lievik import Workspace
from lievik.model.bridge import BridgeAnswer
from lievik.planner.bridge_sql import BridgeSQL
from lievik.planner.deal_walk import Walk
from lievik.planner.statement import Statement

PERIOD: Final = "2025-Q4"
_WARM_UP: Final = 1
_CHANGES: Final = ("increased", "decreased", "exchange_rate")

BY_HAND: Final = """
WITH state AS (
    SELECT deal_id, valid_from_on AS from_on, amount, currency, closed_on,
        CASE
            WHEN is_deleted THEN 'deleted'
            WHEN outcome IN ('won', 'lost') THEN outcome
            WHEN qualified_on IS NULL THEN 'unqualified'
            WHEN expected_close_on < DATE '2025-10-01' THEN 'before'
            WHEN expected_close_on >= DATE '2026-01-01' THEN 'after'
            ELSE 'in'
        END AS place
    FROM deal_version
    WHERE valid_from_on <= DATE '2025-12-31' AND (until_on > DATE '2025-09-30' OR until_on IS NULL)
        AND (until_on > valid_from_on OR until_on IS NULL) AND known_until IS NULL
),
told AS MATERIALIZED (
    SELECT *, lag(from_on) OVER w AS was_on, lag(place) OVER w AS was_place, lag(amount) OVER w AS was_amount,
        lead(from_on) OVER w IS NULL AS is_last, first_value(from_on) OVER w > DATE '2025-09-30' AS is_born,
        min(CASE WHEN place = 'in' THEN from_on END) OVER (PARTITION BY deal_id) < from_on AS was_in
    FROM state
    WHERE deal_id IN (SELECT deal_id FROM state WHERE place = 'in')
    WINDOW w AS (PARTITION BY deal_id ORDER BY from_on)
),
pair AS (
    SELECT 'net' AS basis, last.currency, opening.place AS was_place, opening.amount AS was_amount, last.place,
        last.amount, last.closed_on, last.is_born, last.was_in, TRUE AS is_opening
    FROM told AS last
    LEFT JOIN told AS opening ON opening.deal_id = last.deal_id AND opening.from_on <= DATE '2025-09-30'
    WHERE last.is_last
    UNION ALL
    SELECT 'step', currency, was_place, was_amount, place, amount, closed_on, is_born, was_in,
        was_on <= DATE '2025-09-30'
    FROM told WHERE from_on > DATE '2025-09-30'
    UNION ALL
    SELECT 'step', currency, place, amount, place, amount, closed_on, is_born, was_in, TRUE
    FROM told WHERE from_on <= DATE '2025-09-30' AND is_last
),
worth AS (
    SELECT basis, pair.currency, coalesce(was_place = 'in', FALSE) AS before_in, place = 'in' AS after_in,
        CASE
            WHEN was_place = 'in' AND place = 'in' THEN 'stays'
            WHEN was_place = 'in' THEN CASE place
                WHEN 'unqualified' THEN 'disqualified' WHEN 'before' THEN 'pulled_out' WHEN 'after' THEN 'pushed_out'
                ELSE place END
            WHEN was_place IS NULL OR (is_born AND was_in IS NOT TRUE) THEN 'new'
            WHEN was_place IN ('won', 'lost', 'deleted') THEN 'reopened'
            WHEN was_place = 'unqualified' THEN 'qualified'
            WHEN was_place = 'before' THEN 'pushed_in'
            ELSE 'pulled_in'
        END AS reason,
        coalesce(was_amount, 0) AS was, coalesce(amount, 0) AS now,
        CASE WHEN pair.currency = 'EUR' THEN coalesce(was_amount, 0)
            ELSE round(CAST(coalesce(was_amount, 0) AS DECIMAL(28, 2)) * first.rate, 2) END AS was_then,
        CASE WHEN pair.currency = 'EUR' THEN coalesce(was_amount, 0)
            ELSE round(CAST(coalesce(was_amount, 0) AS DECIMAL(28, 2)) * later.rate, 2) END AS was_later,
        CASE WHEN pair.currency = 'EUR' THEN coalesce(amount, 0)
            ELSE round(CAST(coalesce(amount, 0) AS DECIMAL(28, 2)) * later.rate, 2) END AS now_later
    FROM pair
    LEFT JOIN rate_day AS first ON first.from_currency = pair.currency AND first.to_currency = 'EUR'
        AND first.kind = 'market'
        AND first.on_date = CASE WHEN is_opening THEN DATE '2025-09-30' ELSE DATE '2025-12-31' END
    LEFT JOIN rate_day AS later ON later.from_currency = pair.currency AND later.to_currency = 'EUR'
        AND later.kind = 'market' AND later.on_date = CASE
            WHEN place IN ('won', 'lost') AND closed_on <= DATE '2025-12-31' THEN closed_on
            ELSE DATE '2025-12-31' END
    WHERE was_place = 'in' OR place = 'in'
)
SELECT basis, currency, reason, before_in, after_in, count(*), sum(was), sum(now), sum(was_then), sum(was_later),
    sum(now_later),
    count(*) FILTER (now > was), sum(now - was) FILTER (now > was), sum(now_later - was_later) FILTER (now > was),
    count(*) FILTER (now < was), sum(now - was) FILTER (now < was), sum(now_later - was_later) FILTER (now < was),
    count(*) FILTER (was_later <> was_then), sum(was_later - was_then)
FROM worth GROUP BY ALL
"""

Bars = dict[tuple[str, str, str], tuple[int, Decimal, Decimal]]
"""Reading, currency and movement -> deals, amount, converted amount."""


def answered(workspace: Workspace) -> BridgeAnswer:
    """Ask Lievik."""
    return workspace.bridge(period=PERIOD, to_on="2025-12-31")


def statement_of(workspace: Workspace) -> Statement:
    """The statement that Lievik runs for the bars."""
    then = workspace.known_then(None, has_states=True)
    values = {
        "from_on": date(2025, 9, 30),
        "to_on": date(2025, 12, 31),
        "period_start": date(2025, 10, 1),
        "period_end": date(2026, 1, 1),
        "currency": "EUR",
    }
    return BridgeSQL(walk=Walk(facts=then.facts, is_all=False), is_converted=True, values=values).sums()


def differences(workspace: Workspace) -> list[str]:
    """Tell every bar that differs; none where the two are the same."""
    mine, theirs = bars_of(workspace.run(statement_of(workspace))), _bars_by_hand(workspace)
    keys = sorted(mine.keys() | theirs.keys())
    return [f"{key}: {mine.get(key)} and {theirs.get(key)}" for key in keys if mine.get(key) != theirs.get(key)]


def bars_of(rows: Iterable[tuple[Any, ...]]) -> Bars:
    """The bars that Lievik's statement gives."""
    return {(row[0], row[3], row[4]): (row[6], row[7], row[8]) for row in rows}


def _bars_by_hand(workspace: Workspace) -> Bars:
    found: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(lambda: [0, Decimal(0), Decimal(0)])

    def add(key: tuple[str, str, str], count: int, amount: Decimal | None, converted: Decimal | None) -> None:
        for place, value in enumerate((count, amount or Decimal(0), converted or Decimal(0))):
            found[key][place] += value

    for row in workspace.run(Statement(sql=BY_HAND, values={})):
        basis, currency, reason, before_in, after_in, count, was, now, was_then, was_later, now_later, *changes = row
        of = (str(basis), str(currency))
        numbers: Any = (count, was, now, was_then, was_later, now_later)
        if basis == "net" and before_in:
            add((*of, "opening"), count, was, was_then)  # type: ignore[arg-type]
        if basis == "net" and after_in:
            add((*of, "closing"), count, now, now_later)  # type: ignore[arg-type]
        _add_reason(add, (*of, str(reason)), numbers)
        if before_in:
            _add_changes(add, of, changes, is_counted=bool(after_in) or reason == "won")
    return {key: (bar[0], bar[1], bar[2]) for key, bar in found.items() if bar[0]}


def _add_reason(add: Any, key: tuple[str, str, str], numbers: Any) -> None:  # noqa: ANN401 - rows of a statement
    """What came or went."""
    count, was, now, _, was_later, now_later = numbers
    if key[2] in {"new", "reopened", "qualified", "pushed_in", "pulled_in"}:
        add(key, count, now, now_later)
    elif key[2] == "won":
        add(key, count, -now, -now_later)
    elif key[2] != "stays":
        add(key, count, -was, -was_later)


def _add_changes(add: Any, of: tuple[str, str], changes: Any, *, is_counted: bool) -> None:  # noqa: ANN401
    """Amounts that changed, and what rates did."""
    up, up_by, up_later, down, down_by, down_later, moved, moved_by = changes
    if is_counted:
        add((*of, "increased"), up, up_by, up_later)
        add((*of, "decreased"), down, down_by, down_later)
    add((*of, "exchange_rate"), moved, None, moved_by)


def rounds_of_bridge(workspace: Workspace, count: int) -> list[Round]:
    """Do both in turn so many times; the first round does not count."""
    return [_round(workspace) for _ in range(count + _WARM_UP)][_WARM_UP:]


def _round(workspace: Workspace) -> Round:
    gc.collect()
    hand = timed(lambda: workspace.run(Statement(sql=BY_HAND, values={})))[0]
    gc.collect()
    planned, statement = timed(lambda: statement_of(workspace))
    executed, rows = timed(lambda: workspace.run(statement))
    start = perf_counter()
    bars_of(rows)
    return Round(hand=hand, plan=planned, execute=executed, values=perf_counter() - start)
