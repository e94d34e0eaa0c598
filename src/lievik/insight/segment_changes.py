"""A factor's part split over segments: a rate into mix and the segments' own rates, a sum into the segments' amounts.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lievik.insight.drivers import mix_and_rate, per_unit
from lievik.insight.factor_changes import Look
from lievik.insight.factors import Factor
from lievik.model.drivers import FactorChange, SegmentChange
from lievik.model.formula import Binary, Name, Node, names_in

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_ROUNDING: Final = Decimal("1e-9")

Values = tuple[Decimal, Decimal]
"""A number now, and what it was before."""


def segment_changes(
    factor: Factor, change: FactorChange, looks: Sequence[Look], values: Values
) -> tuple[SegmentChange, ...]:
    """What each segment adds to a factor's part, the largest first.

    Args:
        factor: which.
        change: what it adds in all.
        looks: the segments, each looked at as the whole was.
        values: of the whole formula.

    Returns:
        Nothing where the factor is no sum and no ratio of two, or its segments do not make the whole.
    """
    if not looks or not all(look.numbers.is_additive(name) for look in looks[:1] for name in names_in(factor.expanded)):
        return ()
    worth = per_unit(change.later, change.earlier, change.part, change.power, values)
    match factor.expanded:
        case Binary("/", above, below) if _is_sum(above) and _is_sum(below):
            found = _rates(factor, change, looks, worth)
        case node if _is_sum(node):
            found = _amounts(factor, change, looks, worth)
        case _:
            return ()
    total = sum(((part.mix or _ZERO) + part.own for part in found), _ZERO)
    if abs(total - change.part) > _ROUNDING * max(abs(change.part), abs(worth * change.later), _ONE):
        return ()
    return tuple(sorted(found, key=lambda part: -abs((part.mix or _ZERO) + part.own)))


def _is_sum(node: Node) -> bool:
    """Whether a formula is of names that are added or subtracted alone."""
    match node:
        case Name():
            return True
        case Binary("+" | "-", left, right):
            return _is_sum(left) and _is_sum(right)
        case _:
            return False


def _amounts(factor: Factor, change: FactorChange, looks: Sequence[Look], worth: Decimal) -> list[SegmentChange]:
    """Segments of a sum: each adds what its own amount changed by."""
    found = []
    for look in looks:
        now, before = look.both(factor.expanded)
        own = worth * ((now or _ZERO) - (before or _ZERO))
        found.append(SegmentChange(label=_label(look), earlier=before, later=now, mix=None, own=own))
    now = sum((part.later or _ZERO for part in found), _ZERO)
    before = sum((part.earlier or _ZERO for part in found), _ZERO)
    return found if _is_alike(now, change.later) and _is_alike(before, change.earlier) else []


def _rates(factor: Factor, change: FactorChange, looks: Sequence[Look], worth: Decimal) -> list[SegmentChange]:
    """Segments of a rate: each adds by its place in the whole, and by its own rate."""
    assert isinstance(factor.expanded, Binary)  # noqa: S101 - told by who calls
    above, below = factor.expanded.left, factor.expanded.right
    tops, bottoms = ([look.both(node) for look in looks] for node in (above, below))
    later = [(top[0] or _ZERO, bottom[0] or _ZERO) for top, bottom in zip(tops, bottoms, strict=True)]
    earlier = [(top[1] or _ZERO, bottom[1] or _ZERO) for top, bottom in zip(tops, bottoms, strict=True)]
    if not _make_the_whole(later, change.later) or not _make_the_whole(earlier, change.earlier):
        return []
    return [
        SegmentChange(
            label=_label(look),
            earlier=before[0] / before[1] if before[1] else None,
            later=now[0] / now[1] if now[1] else None,
            mix=worth * part.mix,
            own=worth * part.rate,
        )
        for look, now, before, part in zip(looks, later, earlier, mix_and_rate(later, earlier), strict=True)
    ]


def _make_the_whole(pairs: Sequence[tuple[Decimal, Decimal]], rate: Decimal) -> bool:
    """Whether segments add up to the rate of the whole; a deal that counts in several would be there twice."""
    above, below = (sum((pair[side] for pair in pairs), _ZERO) for side in (0, 1))
    return bool(below) and _is_alike(above / below, rate)


def _is_alike(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same but for what a database rounds off."""
    return abs(one - other) <= _ROUNDING * max(abs(other), _ONE)


def _label(look: Look) -> str | None:
    return next(iter(look.group.labels.values()), None)
