"""The interval of one part of a formula, carried through to its value; what stands around it is taken as it is.

Pure. Where the part is a divisor, as churn is, its upper bound gives the lower value.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from lievik.insight.intervals import wilson_of
from lievik.model.formula import Binary, Call, Name, Node, names_in
from lievik.model.result import Interval

if TYPE_CHECKING:
    from lievik.insight.grid import Group
    from lievik.insight.numbers import Numbers
    from lievik.planner.plan import PlannedPeriod

Bounds = tuple[str, Decimal, Decimal]
"""A measure, and what it is worth at the lower and at the upper bound."""


def carried_interval(numbers: Numbers, period: PlannedPeriod, group: Group) -> Interval | None:
    """Where a value lies by the interval of its expected length, or of the share within it; none where neither has one.

    1,200 a year over a churn of 25 of 100, which lies between 17.55 and 34.3 per cent, is 3,498 to 6,838.
    """
    method: Literal["wilson", "kaplan_meier"] = "wilson"
    if numbers.planned.reading.interval == "kaplan_meier":
        method, bounds = "kaplan_meier", _of_length(numbers, period, group)
    else:
        bounds = _of_share(numbers, period, group)
    if bounds is None:
        return None
    name, *worth = bounds
    found = [numbers.value_with(name, each, period, group) for each in worth]
    known = sorted(value for value in found if value is not None)
    return Interval(low=known[0], high=known[-1], method=method) if len(known) == len(worth) else None


def _of_length(numbers: Numbers, period: PlannedPeriod, group: Group) -> Bounds | None:
    """The expected length that the statement gave bounds of."""
    for name in names_in(numbers.planned.reading.formula):
        if name.name not in numbers.planned.columns:
            continue
        low, high = (numbers.side(name.name, side, period, group) for side in ("low", "high"))
        if low is not None and high is not None:
            return name.name, low, high
    return None


def _of_share(numbers: Numbers, period: PlannedPeriod, group: Group) -> Bounds | None:
    """What is counted above the line of the share, at its bounds by Wilson."""
    for above, below in _quotients(numbers.planned.reading.formula):
        if not (numbers.is_count(above) and numbers.is_count(below)):
            continue
        part, whole = (numbers.of_name(name, period, group) for name in (above, below))
        bounds = wilson_of(part, whole) if part is not None and whole is not None else None
        if bounds is not None and whole is not None:
            return above.name, bounds[0] * whole, bounds[1] * whole
    return None


def _quotients(node: Node) -> Iterator[tuple[Name, Name]]:
    """Names over names in a formula."""
    match node:
        case Binary("/", Name() as above, Name() as below):
            yield above, below
        case Binary(_, left, right):
            yield from _quotients(left)
            yield from _quotients(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from _quotients(argument)
        case _:
            return
