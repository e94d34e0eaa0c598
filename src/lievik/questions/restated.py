"""Answers about an earlier day: beside what was known then, what is known of it today, and how much is inferred.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final, cast

from lievik.model.facts import Facts
from lievik.model.metric_table import MetricTable
from lievik.model.result import MetricResult
from lievik.planner.deal_states import deals_on
from lievik.planner.statement import Statement

_TELLING: Final = ("value", "status", "numerator", "denominator", "n")


def restate(then: MetricTable, today: MetricTable) -> MetricTable:
    """Put beside each number what is known of the same day today, where that is another one.

    Args:
        then: the answer by what was known then.
        today: the answer to the same question by what is known today.
    """
    known = {_key(result): result for result in today}
    return replace(then, rows=tuple(_restated(result, known.get(_key(result))) for result in then))


def _key(result: MetricResult) -> tuple[object, ...]:
    return (result.full_name, result.period, tuple(result.group.items()))


def _restated(result: MetricResult, today: MetricResult | None) -> MetricResult:
    """One number with what it is today; a group that is no longer there has no number today."""
    if today is None:
        gone = replace(result, value=None, status="undefined", reason="no_value", formula="", beside={})
        return replace(result, restated=replace(gone, numerator=None, denominator=None, n=None, interval=None))
    beside = {name: _restated(found, today.beside.get(name)) for name, found in result.beside.items()}
    is_same = all(getattr(today, name) == getattr(result, name) for name in _TELLING)
    return replace(result, beside=beside, restated=None if is_same else today)


def inferred_statement(facts: Facts, day: date) -> Statement | None:
    """Write what counts the deals of a day whose state nothing tells, and all of that day; none where all is told."""
    spans = facts.spans.get("meta_run", {})
    is_known = all(last <= day for _, last in spans.values())
    if is_known or not facts.has_rows("deal") or facts.is_always_filled("deal", "is_versioned"):
        return None
    sql = (
        "SELECT count(*) FILTER (WHERE origin = 'inferred') AS inferred, count(*) AS deals\n"
        f"FROM (\n{deals_on(facts, '$deals_on', ())}\n) AS standing"
    )
    return Statement(sql=sql, values={"deals_on": day})


def counted(rows: Iterable[tuple[object, ...]]) -> tuple[int, int]:
    """Read what `inferred_statement` gave."""
    found = next(iter(rows), (0, 0))
    return cast("int", found[0]), cast("int", found[1])
