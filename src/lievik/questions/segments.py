"""A request about a period → which segments of the deals that ended in it win more, bring more and close sooner.

Pure. All comparisons of an answer are judged together, whatever the number of dimensions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.insight.sample import FEWEST
from lievik.insight.segments import (
    Summed,
    Tally,
    deals_needed,
    segments_of,
)
from lievik.model.facts import Facts
from lievik.model.periods import Period, custom_period, previous_period
from lievik.model.segments import (
    FIT,
    SegmentMeasure,
    SegmentsAnswer,
)
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.segment_keys import FIT_DIMENSION, segment_dimensions
from lievik.planner.segments_sql import SegmentsSQL
from lievik.planner.standing_sql import Known
from lievik.questions.asking import last_full_quarter
from lievik.questions.segment_findings import Asked, with_findings
from lievik.questions.stating import Stating

_QUARTERS: Final = 8
_METRICS: Final = ("win_rate", "average_deal_size", "sales_cycle_length")

Row = Sequence[object]


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
        period=asked.request.periods[0],
        as_of=asked.request.as_of,
        currency=asked.sql.known.currency,
        fewest=FEWEST,
    )
    missing = _missing(company.facts)
    if missing:
        return replace(answer, reason=missing[0], reason_facts=missing[1])
    rows = company.run(asked.sql.tallies())
    whole, tallies = _tallies(rows, asked.dimensions)
    every, found = segments_of(whole, tallies)
    left_out = _left_out(rows)
    answer = replace(
        answer,
        dimensions=tuple(name for name in asked.dimensions if any(each.dimension == name for each in found)),
        whole=every,
        segments=found,
        tests=sum(number.chance is not None for segment in found for number in segment.numbers.values()),
        has_fit=company.facts.has_values("account", FIT),
        renewals=left_out[0],
        without_amount=left_out[1],
        without_start=left_out[2],
    )
    answer = replace(answer, needed=deals_needed(whole, answer.tests))
    return with_findings(company, asked, answer, (whole, tallies))


def _asked(company: Stating, said: Said, as_of: str | date | None) -> Asked:
    """Read the question; without a period it is about the last eight full quarters."""
    by = said.get("by") or ()
    names = (by,) if isinstance(by, str) else tuple(by)
    bare = cast("Said", {name: value for name, value in said.items() if name != "by"})
    period = said.get("period") or _last_quarters(company.default_period(company.as_of(as_of))).label
    request = company.request(_METRICS, {**bare, "period": period}, as_of)
    possible = (*segment_dimensions(company.catalogue, is_all=True), FIT)
    for name in names:
        if name not in possible:
            raise RequestError(
                f"Segments are not told apart by '{name}'.", f"They are told apart by: {', '.join(possible)}."
            )
    chosen = names or (*segment_dimensions(company.catalogue), FIT)
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
    """Read what was added up: of all deals, and of each segment of a dimension that tells any apart.

    Deals without a value of it are no segment; they are among the others of every one.
    """
    read = [_tally(row, dimensions) for row in rows if row[1] is not None or not row[0]]
    whole = next(tally for tally in read if not tally.dimension)
    counts = Counter(str(row[0]) for row in rows)
    apart = {name for number, name in enumerate(dimensions) if counts[str(number)] > 1}
    parts = [tally for tally in read if tally.dimension in apart]
    places = {name: place for place, name in enumerate(dimensions)}
    return whole, tuple(sorted(parts, key=lambda each: (places[each.dimension], *_order(each))))


def _order(tally: Tally) -> tuple[int, str]:
    """The largest first; of fit, the best."""
    return (-int(tally.key.partition("-")[0]) if tally.dimension == FIT else -tally.ended), tally.label


def _tally(row: Row, dimensions: Sequence[str]) -> Tally:
    number, key, label = cast("tuple[str, str | None, str | None]", tuple(row[:3]))
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
        key=key or "",
        label=label or key or "",
        ended=ended,
        won=won,
        won_amount=cast("Decimal | None", sized[1]) or Decimal(0),
        worked_days=int(days),
        open_deals=cast("int", row[29]),
        open_amount=cast("Decimal | None", row[30]) or Decimal(0),
        summed=summed,
    )


def _left_out(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Renewals, deals won without an amount, deals without a start."""
    whole = next(row for row in rows if not row[0])
    return cast("tuple[int, int, int]", tuple(whole[26:29]))


def _float(cell: object) -> float:
    return float(cast("Decimal | float | int | None", cell) or 0)
