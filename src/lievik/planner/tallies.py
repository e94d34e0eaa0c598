"""Counts of the rows that readings leave out: a column per reason, each row once however many measures drop it.

Pure. Done after scans are fused, when it is known which measures look at the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lievik.model.formula import names_in
from lievik.planner.plan import Bindings, PlannedReading, Scan, Tally, Use
from lievik.planner.row_sql import parameters_of
from lievik.planner.scan_sql import NO_RATE

_Counted = tuple[tuple[object, ...], frozenset[tuple[object, ...]], str]
"""Rows looked at and why they are left out, by which measures, and the column that counts them."""


_ENDS = {"open_until": "closed_on"}
"""End of a span that is worked out at load -> the day it is made from."""


def tally(
    scans: Iterable[Scan], readings: Mapping[str, PlannedReading]
) -> tuple[tuple[Scan, ...], dict[str, PlannedReading]]:
    """Give every scan the counts its readings need, and every reading the columns they stand in."""
    tallied = []
    excluded: dict[str, list[_Counted]] = {name: [] for name in readings}
    columns = {name: _columns_of(planned) for name, planned in readings.items()}
    number = 0
    for scan in scans:
        tallies: dict[tuple[object, ...], Tally] = {}
        for name in readings:
            uses = tuple(use for use in scan.uses if use.column in columns[name])
            for reason in _reasons(uses):
                dropping = _dropping(uses, reason)
                same = (reason, frozenset(dropping))
                made = Tally(column=f"left_out_{number + 1}", reason=reason, uses=tuple(dropping.values()))
                if scan.measure.per and reason != NO_RATE and not made.is_of_keys:
                    continue
                if same not in tallies:
                    number += 1
                    tallies[same] = made
                rows = (scan.measure.table, scan.measure.dated_by, scan.measure.span, scan.measure.stock, reason)
                excluded[name].append((rows, frozenset(dropping), tallies[same].column))
        tallied.append(replace(scan, tallies=tuple(tallies.values())))
    found = {name: replace(planned, excluded=_once(excluded[name])) for name, planned in readings.items()}
    return tuple(tallied), found


def _once(counted: list[_Counted]) -> tuple[tuple[str, str], ...]:
    """Reasons with their columns, but for rows that another pass over the same rows counts for the reason as well."""
    kept: list[_Counted] = []
    for one in counted:
        if not any(_covers(other, one) for other in kept):
            kept = [*(other for other in kept if not _covers(one, other)), one]
    return tuple((str(rows[-1]), column) for rows, _, column in kept)


def _covers(one: _Counted, other: _Counted) -> bool:
    """Whether one count has all the rows of another: it drops them for the same measures, or whatever they are."""
    of_all_rows = {key[:2] for key in one[1] if not key[2]}
    if _lasts_until(one[0], other[0]):
        return all(key[:2] in of_all_rows for key in other[1])
    return one[0] == other[0] and all(key in one[1] or key[:2] in of_all_rows for key in other[1])


def _lasts_until(lasting: tuple[object, ...], dated: tuple[object, ...]) -> bool:
    """Whether rows looked at while they last are looked at on the day they end elsewhere, of one table and reason."""
    table, _, span, _, reason = lasting
    until = span[1] if isinstance(span, tuple) else ""
    return bool(until) and (table, _ENDS.get(until, until), reason) == (dated[0], dated[1], dated[-1])


def _columns_of(planned: PlannedReading) -> set[str]:
    """Columns of the measures of a reading's formula, which are read for the period itself."""
    names = set() if planned.missing else {name.name for name in names_in(planned.reading.formula)}
    return {column for name, column in planned.columns.items() if name in names}


def _reasons(uses: Iterable[Use]) -> list[str]:
    """Reasons that any of the measures looks for, in order."""
    return list(dict.fromkeys(found.name for use in uses for found in use.conditions))


def _dropping(uses: Iterable[Use], reason: str) -> dict[tuple[object, ...], Use]:
    """Measures that leave rows out for a reason, by which rows those are; none whose rows another one has anyway."""
    found: dict[tuple[object, ...], Use] = {}
    for use in uses:
        names = [condition.name for condition in use.conditions]
        if reason in names:
            tried = use.conditions[: names.index(reason) + 1]
            bound = _bound(use, *(condition.when for condition in tried))
            found.setdefault((tried, bound, use.measure.where, _bound(use, use.measure.where)), use)
    of_all_rows = {key[:2] for key in found if not key[2]}
    return {key: use for key, use in found.items() if not key[2] or key[:2] not in of_all_rows}


def _bound(use: Use, *pieces: str) -> Bindings:
    """What the parameters in some pieces of a measure's SQL are bound by."""
    names = {name for sql in pieces for name in parameters_of(sql)}
    return tuple(pair for pair in use.bindings if pair[0] in names)
