"""A day → how old what is known is.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from lievik.model.freshness import Freshness, SourceFreshness

if TYPE_CHECKING:
    from lievik.model.facts import Facts
    from lievik.model.receipt import Receipt, TableChange

OLD_AFTER: Final = 7
"""Days after which data is called old: reps are met once a week."""


def freshness(
    receipts: Iterable[Receipt],
    facts: Facts,
    as_of: date,
    time_zone: str,
    limits: Mapping[str, int] = MappingProxyType({}),
) -> Freshness:
    """Tell how old what is known is.

    Args:
        receipts: of every run.
        facts: what the tables held at the end of the day.
        as_of: the day.
        time_zone: of the workspace, by which a moment belongs to a day.
        limits: source -> days after which it is old, where that is not a week.
    """
    known = tuple(receipts)
    moments = [(receipt.known_at.astimezone(ZoneInfo(time_zone)), receipt.run) for receipt in known]
    came_in, run = max(((at, run) for at, run in moments if at.date() <= as_of), default=(None, None))
    last_day = facts.last_day(as_of)
    run_age = (as_of - came_in.date()).days if came_in else None
    data_age = (as_of - last_day).days if last_day else None
    return Freshness(
        as_of=as_of,
        run=run,
        came_in=came_in,
        run_age=run_age,
        last_day=last_day,
        data_age=data_age,
        is_old=any(age is not None and age > OLD_AFTER for age in (run_age, data_age)),
        sources=_sources(known, as_of, ZoneInfo(time_zone), limits),
    )


def _sources(
    receipts: Iterable[Receipt], as_of: date, zone: ZoneInfo, limits: Mapping[str, int]
) -> tuple[SourceFreshness, ...]:
    """How old each source is, the one that is the most overdue first."""
    runs: dict[str, list[tuple[datetime, Receipt]]] = {}
    for receipt in receipts:
        at = receipt.known_at.astimezone(zone)
        if at.date() <= as_of:
            runs.setdefault(receipt.source, []).append((at, receipt))
    found = []
    for source, of_it in runs.items():
        came_in, last = max(of_it, key=lambda pair: (pair[0], pair[1].run))
        changed = [at for at, receipt in of_it if any(_moved(change) for change in receipt.changes)]
        found.append(
            SourceFreshness(
                source=source,
                run=last.run,
                came_in=came_in,
                changed_in=max(changed, default=came_in),
                age=(as_of - came_in.date()).days,
                limit=limits.get(source, OLD_AFTER),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.limit - each.age, each.source)))


def _moved(change: TableChange) -> bool:
    return bool(change.rows_new or change.rows_changed or change.rows_removed)
