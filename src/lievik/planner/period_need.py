"""Which periods each reading looks at, so that a scan reads no more of them than its measures are wanted for.

Pure. One metric of a request that looks at the year before brings its periods in for all; the others pass over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from lievik.model.formula import names_in
from lievik.model.metric import Reading
from lievik.planner.plan import PlannedPeriod, PlannedReading, Scan


def looks_back(reading: Reading, unit: Literal["unit", "year"]) -> bool:
    """Whether a reading needs the unit before, or the same unit last year."""
    return reading.previous == unit and any(name.is_previous for name in names_in(reading.formula))


def narrowed(
    scans: Iterable[Scan], readings: Iterable[PlannedReading], asked: Sequence[PlannedPeriod], count: int
) -> tuple[Scan, ...]:
    """Name the periods that scans joined with them are wanted for, where these are not all.

    Args:
        scans: with the columns that readings look at.
        readings: all of the request.
        asked: the periods asked for.
        count: how many periods there are.
    """
    wanted: dict[str, set[int]] = {}
    for planned in readings:
        numbers = _numbers(planned.reading, asked)
        for column in (*planned.columns.values(), *(column for _, column in planned.excluded)):
            wanted.setdefault(column, set()).update(numbers)
    return tuple(_narrowed(scan, wanted, count) for scan in scans)


def _numbers(reading: Reading, asked: Sequence[PlannedPeriod]) -> set[int]:
    """Numbers of the periods that a reading looks at."""
    found: set[int] = set()
    for period in (each for one in asked for each in (one, one.compared) if each is not None):
        found.add(period.number)
        found |= {period.before} if looks_back(reading, "unit") else set()
        found |= {period.year_before} if looks_back(reading, "year") else set()
    return found


def _narrowed(scan: Scan, wanted: dict[str, set[int]], count: int) -> Scan:
    columns = [*(use.column for use in scan.uses), *(tally.column for tally in scan.tallies)]
    numbers = set().union(*(wanted.get(column, set()) for column in columns))
    is_joined = not scan.is_indexed and scan.measure.reach != "all"
    return replace(scan, numbers=tuple(sorted(numbers))) if is_joined and 0 < len(numbers) < count else scan
