"""How old what is known is: the last run, and the last day that the data tells of.

Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class SourceFreshness:
    """How old what came from one source is, at the end of a day.

    Attributes:
        run, came_in: number and moment of its last run up to the day.
        changed_in: moment of the last one that brought anything new or different.
        age: days from `came_in` to the day.
        limit: days after which it is called old.
    """

    source: str
    run: int
    came_in: datetime
    changed_in: datetime
    age: int
    limit: int

    @property
    def is_old(self) -> bool:
        """Whether nothing came from it for longer than it should."""
        return self.age > self.limit


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """How old what is known is, at the end of a day.

    Attributes:
        run, came_in: number and moment of the last run up to the day; none where nothing came in by then.
        run_age: days from it to the day.
        last_day: on which anything happened; none where nothing did.
        data_age: days from it to the day.
        sources: the one that is the most overdue first.
        is_old: nothing came in for longer than a week, or the data ends more than a week before the day.
    """

    as_of: date
    run: int | None = None
    came_in: datetime | None = None
    run_age: int | None = None
    last_day: date | None = None
    data_age: int | None = None
    is_old: bool = False
    sources: tuple[SourceFreshness, ...] = ()
