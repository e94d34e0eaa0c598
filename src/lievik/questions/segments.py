"""A request about a period → which segments of the deals that ended in it win more, bring more and close sooner.

Pure. All comparisons of an answer are judged together, whatever the number of dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, cast

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import DimensionError
from lievik.insight.sample import FEWEST
from lievik.insight.segments import (
    Summed,
    Tally,
    deals_needed,
    is_above,
    is_found,
    rest_value,
    segments_of,
)
from lievik.model.facts import Facts
from lievik.model.periods import Period, custom_period, previous_period
from lievik.model.request import MetricRequest
from lievik.model.segments import (
    FIT,
    MEASURES,
    Segment,
    SegmentFinding,
    SegmentMeasure,
    SegmentOverlap,
    SegmentsAnswer,
)
from lievik.planner.deal_filter import DealFilter, deal_filter
from lievik.planner.request_words import Said
from lievik.planner.segments_sql import FIT_DIMENSION, SegmentsSQL
from lievik.planner.standing_sql import Known
from lievik.questions.asking import decimal_of, last_full_quarter
from lievik.questions.stating import Stating

_NO_SEGMENT: Final = frozenset(
    {"owner", "manager", "team", "account", "stage", "forecast_category", "lost_reason", "currency"}
)
"""Dimensions that tell apart people, single customers, or deals by how they ended: none of them is a segment."""

_QUARTERS: Final = 8
_MOSTLY: Final = 0.5
_FAR_MORE: Final = 1.5
_METRICS: Final = ("win_rate", "average_deal_size", "sales_cycle_length")

Row = Sequence[object]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that was read.

    Attributes:
        dimensions: names of what deals are told apart by, in the order of `found.keys`.
    """

    request: MetricRequest
    dimensions: tuple[str, ...]
    sql: SegmentsSQL


def segments(company: Stating, said: Said, as_of: str | date | None = None) -> SegmentsAnswer:
    """Tell which segments differ, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: period in which deals ended (left out for the last eight full quarters), by (left out for all that tells
            deals apart), where, currency.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    asked = _asked(company, said, as_of)
    answer = SegmentsAnswer(
        period=asked.request.periods[0], as_of=asked.request.as_of, currency=asked.sql.known.currency
    )
    missing = _missing(company.facts)
    if missing:
        return replace(answer, reason=missing[0], reason_facts=missing[1])
    rows = company.run(asked.sql.tallies())
    whole, tallies = _tallies(rows, asked.dimensions)
    every, found = segments_of(whole, tallies)
    answer = replace(
        answer,
        dimensions=tuple(name for name in asked.dimensions if any(each.dimension == name for each in found)),
        whole=every,
        segments=found,
        tests=sum(number.chance is not None for segment in found for number in segment.numbers.values()),
        has_fit=company.facts.has_values("account", FIT),
        **_left_out(rows),
    )
    answer = replace(answer, needed=deals_needed(whole, answer.tests))
    return _with_findings(company, asked, answer, (whole, tallies))


def segment_dimensions(catalogue: Catalogue) -> tuple[str, ...]:
    """Dimensions that tell segments apart."""
    return tuple(
        name for name, known in catalogue.dimensions.items() if "deal" in known.through and name not in _NO_SEGMENT
    )


def _asked(company: Stating, said: Said, as_of: str | date | None) -> Asked:
    """Read the question; without a period it is about the last eight full quarters."""
    by = said.get("by") or ()
    names = (by,) if isinstance(by, str) else tuple(by)
    bare = cast("Said", {name: value for name, value in said.items() if name != "by"})
    period = said.get("period") or _last_quarters(company.default_period(company.as_of(as_of))).label
    request = company.request(_METRICS, {**bare, "period": period}, as_of)
    possible = (*segment_dimensions(company.catalogue), FIT)
    for name in names:
        if name not in possible:
            raise DimensionError("segments", name, "deal", possible)
    chosen = names or possible
    found = deal_filter(request, company.catalogue, [name for name in chosen if name != FIT])
    dimensions = tuple(dimension.name for dimension in found.keys)
    if FIT in chosen and company.facts.has_values("account", FIT):
        found, dimensions = replace(found, keys=(*found.keys, FIT_DIMENSION)), (*dimensions, FIT)
    known = Known(facts=company.facts, as_of=request.as_of, currency=request.currency or company.facts.currency)
    return Asked(
        request=request, dimensions=dimensions, sql=SegmentsSQL(period=request.periods[0], found=found, known=known)
    )


def _last_quarters(month: Period) -> Period:
    """The last eight quarters that are over with a month."""
    last = first = last_full_quarter(month)
    for _ in range(_QUARTERS - 1):
        first = previous_period(first)
    return custom_period(first.start, last.end)


def _missing(facts: Facts) -> tuple[str, Mapping[str, str]] | None:
    """What the question cannot do without and the data does not have."""
    if not facts.has_rows("deal"):
        return "missing_table", {"tables": "deal"}
    if not facts.has_values("deal", "closed_on"):
        return "missing_column", {"columns": "deal.closed_on"}
    return None


def _tallies(rows: Sequence[Row], dimensions: Sequence[str]) -> tuple[Tally, tuple[Tally, ...]]:
    """Read what was added up: of all deals, and of each segment of a dimension that tells any apart."""
    read = [_tally(row, dimensions) for row in rows]
    whole = next(tally for tally in read if not tally.dimension)
    counts: dict[str, int] = {}
    for tally in read:
        counts[tally.dimension] = counts.get(tally.dimension, 0) + 1
    parts = [tally for tally in read if tally.dimension and counts[tally.dimension] > 1]
    places = {name: place for place, name in enumerate(dimensions)}
    return whole, tuple(sorted(parts, key=lambda each: (places[each.dimension], -each.ended, each.label)))


def _tally(row: Row, dimensions: Sequence[str]) -> Tally:
    number, key, label = cast("tuple[str, str | None, str | None]", row[:3])
    ended, won = (cast("int | None", cell) or 0 for cell in row[3:5])
    sized, timed, paid, scores = row[5:8], row[8:11], row[11:17], [_float(cell) for cell in row[17:26]]
    money, days, squares, day_squares, products = (_float(cell) for cell in paid[1:])
    pace = money / days if days else 0.0
    summed: dict[SegmentMeasure, Summed] = {}
    for place, (measure, records, total, base, square) in enumerate(
        (
            ("size", sized[0], sized[1], 0.0, _float(sized[2])),
            ("speed", timed[0], timed[1], 0.0, _float(timed[2])),
            ("day_value", paid[0], money, days, squares - 2 * pace * products + pace**2 * day_squares),
        )
    ):
        summed[cast("SegmentMeasure", measure)] = Summed(
            records=cast("int | None", records) or 0,
            total=_float(total),
            base=base,
            squares=square,
            scores=scores[3 * place],
            scores_squared=scores[3 * place + 1],
            scores_cubed=scores[3 * place + 2],
        )
    return Tally(
        dimension=dimensions[int(number)] if number else "",
        key=key,
        label=label or key or "",
        ended=ended,
        won=won,
        won_amount=cast("Decimal | None", sized[1]) or Decimal(0),
        worked_days=int(days),
        open_deals=cast("int", row[29]),
        open_amount=cast("Decimal | None", row[30]) or Decimal(0),
        summed=summed,
    )


def _left_out(rows: Sequence[Row]) -> dict[str, int]:
    whole = next(row for row in rows if not row[0])
    names = ("renewals", "without_amount", "without_start")
    return {name: cast("int", cell) for name, cell in zip(names, whole[26:29], strict=True)}


def _float(cell: object) -> float:
    return float(cast("Decimal | float | int | None", cell) or 0)


def _with_findings(
    company: Stating, asked: Asked, answer: SegmentsAnswer, summed: tuple[Tally, tuple[Tally, ...]]
) -> SegmentsAnswer:
    """Put what was found into words' reach: both sides of each, and which segments are mostly the same deals."""
    whole, tallies = summed
    found = [
        (segment, tally, measure)
        for segment, tally in zip(answer.segments, tallies, strict=True)
        for measure in MEASURES
        if is_found(segment.numbers[measure])
    ]
    if not found:
        return answer
    told = list(dict.fromkeys((segment.dimension, segment.key) for segment, _, _ in found))
    numbered = [(asked.dimensions.index(dimension), key) for dimension, key in told]
    medians = {told[cast("int", row[0])]: row[1:] for row in company.run(asked.sql.medians(numbered))}
    findings = [
        _finding(segment, (tally, whole), measure, medians[segment.dimension, segment.key])
        for segment, tally, measure in found
    ]
    labels = {(segment.dimension, segment.key): segment.label for segment, _, _ in found}
    names = [(dimension, labels[dimension, key]) for dimension, key in told]
    return replace(
        answer,
        findings=tuple(sorted(findings, key=lambda each: (each.adjusted, each.dimension, each.label))),
        overlaps=tuple(_overlaps(company.run(asked.sql.overlaps(numbered)), names, whole.ended)),
    )


def _finding(segment: Segment, summed: tuple[Tally, Tally], measure: SegmentMeasure, medians: Row) -> SegmentFinding:
    tally, whole = summed
    number = segment.numbers[measure]
    value, rest = number.value, None
    if measure in {"size", "speed"}:
        place = 0 if measure == "size" else 2
        value, rest = (decimal_of(_float(cell)) for cell in medians[place : place + 2])
    else:
        rest = rest_value(measure, tally, whole)
    return SegmentFinding(
        dimension=segment.dimension,
        key=segment.key,
        label=segment.label,
        measure=measure,
        is_above=is_above(measure, tally, whole),
        value=value or Decimal(0),
        rest=rest or Decimal(0),
        n=number.n,
        rest_n=whole.records(measure) - number.n,
        adjusted=number.adjusted or 0.0,
    )


def _overlaps(rows: Iterable[Row], names: Sequence[tuple[str, str]], ended: int) -> Iterable[SegmentOverlap]:
    """Pairs where half of the smaller segment's deals or more are in the larger one, and far more than of all deals."""
    for row in rows:
        one, other, of_one, of_other, shared = cast("tuple[int, int, int, int, int]", tuple(row))
        smaller, larger = (one, other) if of_one <= of_other else (other, one)
        of, most = sorted((of_one, of_other))
        if of >= FEWEST and shared >= _MOSTLY * of and shared * ended >= _FAR_MORE * of * most:
            yield SegmentOverlap(smaller=names[smaller], larger=names[larger], shared=shared, of=of)
