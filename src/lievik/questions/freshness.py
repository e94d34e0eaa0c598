"""A day → how old what is known is.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from lievik.model.freshness import Freshness

if TYPE_CHECKING:
    from lievik.model.facts import Facts
    from lievik.model.receipt import Receipt

OLD_AFTER: Final = 7
"""Days after which data is called old: reps are met once a week."""


def freshness(receipts: Iterable[Receipt], facts: Facts, as_of: date, time_zone: str) -> Freshness:
    """Tell how old what is known is.

    Args:
        receipts: of every run.
        facts: what the tables held at the end of the day.
        as_of: the day.
        time_zone: of the workspace, by which a moment belongs to a day.
    """
    moments = [(receipt.known_at.astimezone(ZoneInfo(time_zone)), receipt.run) for receipt in receipts]
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
    )
