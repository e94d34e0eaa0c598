"""Segments with their tests → what is found, both sides of each, and which segments are the same deals.

Pure. Two statements, and none where nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, cast

from lievik.insight.sample import FEWEST
from lievik.insight.segments import Tally, is_above, rest_value
from lievik.model.request import MetricRequest
from lievik.model.segments import (
    MEASURES,
    Segment,
    SegmentFinding,
    SegmentMeasure,
    SegmentOverlap,
    SegmentsAnswer,
)
from lievik.planner.segments_sql import SegmentsSQL
from lievik.questions.asking import decimal_of
from lievik.questions.stating import Stating

_MOSTLY: Final = 0.5
_FAR_MORE: Final = 1.5

Row = Sequence[object]
Name = tuple[str, str]
"""Dimension and key of a segment."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that was read.

    Attributes:
        dimensions: names of what deals are told apart by, in the order of the keys of `sql`.
    """

    request: MetricRequest
    dimensions: tuple[str, ...]
    sql: SegmentsSQL


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A number that is a finding, with the sums that it comes from."""

    segment: Segment
    tally: Tally
    measure: SegmentMeasure

    @property
    def name(self) -> Name:
        return self.segment.dimension, self.segment.key


def with_findings(
    company: Stating, asked: Asked, answer: SegmentsAnswer, summed: tuple[Tally, tuple[Tally, ...]]
) -> SegmentsAnswer:
    """Add what is found to an answer, the surest first.

    Args:
        company: runs statements.
        asked: the question.
        answer: with its segments.
        summed: sums of all deals, and of each segment in the order of the answer.
    """
    whole, tallies = summed
    pairs = zip(answer.segments, tallies, strict=True)
    found = [
        _Found(segment=segment, tally=tally, measure=measure)
        for segment, tally in pairs
        for measure in MEASURES
        if segment.numbers[measure].side
    ]
    found = _without_mirrored(found, answer)
    if not found:
        return answer
    names = list(dict.fromkeys(each.name for each in found))
    rows = cast("list[tuple[int, int, int]]", company.run(asked.sql.overlaps(_numbered(names, asked))))
    shared = {(names[one], names[other]): deals for one, other, deals in rows}
    same = _repeated(names, shared)
    found = [each for each in found if each.name not in same]
    medians = _medians(company, asked, found)
    findings = [_finding(each, whole, medians.get(each.name, ())) for each in found]
    labels = {(segment.dimension, segment.key): segment.label for segment in answer.segments}
    return replace(
        answer,
        findings=tuple(sorted(findings, key=lambda each: each.adjusted)),
        overlaps=tuple(_overlaps(shared, labels, whole.ended)),
    )


def _numbered(names: Sequence[Name], asked: Asked) -> list[tuple[int, str]]:
    return [(asked.dimensions.index(dimension), key) for dimension, key in names]


def _without_mirrored(found: Sequence[_Found], answer: SegmentsAnswer) -> list[_Found]:
    """Where a dimension tells all deals apart into two, each is the others of the other one: the better one is told."""
    kept = []
    for each in found:
        both = answer.of(each.segment.dimension)
        ended = answer.whole.ended if answer.whole else 0
        is_half = len(both) == 2 and sum(one.ended for one in both) == ended  # noqa: PLR2004 - both
        if not is_half or each.segment.numbers[each.measure].side == "better":
            kept.append(each)
    return kept


def _repeated(names: Sequence[Name], shared: Mapping[tuple[Name, Name], int]) -> set[Name]:
    """Segments that are the same deals as one of an earlier dimension."""
    return {
        other
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if shared.get((one, other)) == shared.get((one, one)) == shared.get((other, other))
    }


def _medians(company: Stating, asked: Asked, found: Sequence[_Found]) -> dict[Name, Row]:
    """Medians inside and outside, of segments that differ by size or speed."""
    names = list(dict.fromkeys(each.name for each in found if each.measure in {"size", "speed"}))
    if not names:
        return {}
    rows = company.run(asked.sql.medians(_numbered(names, asked)))
    return {names[cast("int", row[0])]: row[1:] for row in rows}


def _finding(found: _Found, whole: Tally, medians: Row) -> SegmentFinding:
    measure, number = found.measure, found.segment.numbers[found.measure]
    value, rest = number.value, None
    if measure in {"size", "speed"}:
        place = 0 if measure == "size" else 2
        value, rest = (decimal_of(float(cast("Decimal", cell) or 0)) for cell in medians[place : place + 2])
    else:
        rest = rest_value(measure, found.tally, whole)
    return SegmentFinding(
        dimension=found.segment.dimension,
        key=found.segment.key,
        label=found.segment.label,
        measure=measure,
        is_above=is_above(measure, found.tally, whole),
        is_better=number.side == "better",
        value=value or Decimal(0),
        rest=rest or Decimal(0),
        n=number.n,
        rest_n=whole.records(measure) - number.n,
        adjusted=number.adjusted or 0.0,
    )


def _overlaps(
    shared: Mapping[tuple[Name, Name], int], labels: Mapping[Name, str], ended: int
) -> Iterable[SegmentOverlap]:
    """Pairs where half of the smaller segment's deals or more are in the larger one, and far more than of all deals."""
    for (one, other), deals in shared.items():
        if one == other:
            continue
        smaller, larger = sorted((one, other), key=lambda name: shared[name, name])
        of, most = shared[smaller, smaller], shared[larger, larger]
        if of >= FEWEST and deals >= _MOSTLY * of and deals * ended >= _FAR_MORE * of * most:
            smaller, larger = (other, one) if of == most else (smaller, larger)
            yield SegmentOverlap(
                smaller=(smaller[0], labels[smaller]),
                larger=(larger[0], labels[larger]),
                shared=deals,
                of=of,
                is_same=deals == of == most,
            )
