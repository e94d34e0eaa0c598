"""Lievik's answer and the rows of the SQL written by hand: every number of one has its equal in the other.

Lievik works with decimals of 28 digits and the database with doubles, so the last digits may differ.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import isclose
from typing import Any

from bench.in_turn import Company, answered, values_of
from bench.work import Work

_DIGITS = 1e-11

Numbers = dict[tuple[object, ...], tuple[float | None, ...]]
"""Month or none, then the group's labels -> one value a metric."""


def differences(work: Work, company: Company) -> list[str]:
    """Tell every number that differs; none where the two answers are the same."""
    mine, theirs = _numbers_of_lievik(work, company), _numbers_of_hand(work, company)
    found = [f"{work.name} {key}: only one side has it" for key in mine.keys() ^ theirs.keys()]
    for key in mine.keys() & theirs.keys():
        for metric, one, other in zip(work.request.metrics, mine[key], theirs[key], strict=True):
            if not _is_same(one, other):
                found.append(f"{work.name} {key} {metric}: {one} and {other}")
    return found


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=_DIGITS)


def _numbers_of_hand(work: Work, company: Company) -> Numbers:
    rows: list[tuple[Any, ...]] = company.engine.fetch(work.sql, work.values)[1]
    found: Numbers = {}
    for row in rows:
        keys, values = row[: work.key_count], row[work.key_count :]
        found[tuple(map(_day, keys))] = tuple(None if value is None else float(value) for value in values)
    return _said(found)


def _said(found: Numbers) -> Numbers:
    """Leave out what says nothing: a group of which there is no number, or none but zero."""
    return {key: numbers for key, numbers in found.items() if any(numbers)}


def _day(key: object) -> object:
    """A month as a day, whichever type the database gave it."""
    return date(key.year, key.month, key.day) if isinstance(key, date) else key


def _numbers_of_lievik(work: Work, company: Company) -> Numbers:
    table = answered(work, company)
    values = values_of(table)
    periods, metrics = len(work.request.periods), len(work.request.metrics)
    groups = [tuple(result.group.values()) or (None,) for result in table.rows[: len(table) // periods // metrics]]
    found: Numbers = {}
    for period_no, period in enumerate(work.request.periods):
        for group_no, group in enumerate(groups):
            step, start = periods * len(groups), period_no * len(groups) + group_no
            key = (period.start, *group) if work.has_months else group
            found[key] = tuple(map(_float, values[start::step]))
    return _said(found)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
