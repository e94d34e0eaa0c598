"""Sums of deals by segment → each measure with its interval, and which segments differ from all other deals.

Pure, standard library only. A segment is compared with the deals that are not in it, and only where both have enough;
all comparisons of an answer are judged together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import exp, sqrt
from typing import Final

from lievik.insight.amounts import mean_interval
from lievik.insight.false_discovery import RATE, adjusted
from lievik.insight.intervals import wilson
from lievik.insight.permutation import Scores, chance_of_sum, chance_of_wins
from lievik.insight.sample import FEWEST, records_needed
from lievik.insight.shrinkage import pool_shares
from lievik.model.result import Interval
from lievik.model.segments import MEASURES, Segment, SegmentMeasure, SegmentNumber

_Z: Final = 1.959963984540054
GAP: Final = 0.1
"""A win rate that is so far off is worth seeing."""


@dataclass(frozen=True, kw_only=True)
class Summed:
    """One measure's records, added up.

    Attributes:
        records: how many.
        total: of what is measured; of money per day, money over `base` days.
        squares: of what is measured, and of money per day, of what lies beyond the segment's own money per day.
        scores: sum of the scores of the records; `scores_squared` and `scores_cubed` of their powers.
    """

    records: int = 0
    total: float = 0.0
    base: float = 0.0
    squares: float = 0.0
    scores: float = 0.0
    scores_squared: float = 0.0
    scores_cubed: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What was added up of one segment."""

    dimension: str
    key: str
    label: str
    ended: int
    won: int
    won_amount: Decimal = Decimal(0)
    worked_days: int = 0
    open_deals: int = 0
    open_amount: Decimal = Decimal(0)
    summed: Mapping[SegmentMeasure, Summed] = field(default_factory=dict)

    def records(self, measure: SegmentMeasure) -> int:
        """Deals that a measure rests on."""
        return self.ended if measure == "win_rate" else self.summed[measure].records


def segments_of(whole: Tally, tallies: Sequence[Tally]) -> tuple[Segment, tuple[Segment, ...]]:
    """Work out the measures of all deals and of each segment, and test each against the rest.

    Args:
        whole: of all deals.
        tallies: of each segment, by dimension.
    """
    chances = {
        (place, measure): _chance(measure, tally, whole)
        for place, tally in enumerate(tallies)
        for measure in MEASURES
        if _is_tested(measure, tally, whole)
    }
    surely = dict(zip(chances, adjusted(tuple(chances.values())), strict=True))
    pools = {
        dimension: pool_shares([(tally.won, tally.ended) for tally in tallies if tally.dimension == dimension])
        for dimension in {tally.dimension for tally in tallies}
    }
    found = []
    for place, tally in enumerate(tallies):
        numbers = {
            measure: _judged(measure, tally, whole, (chances.get((place, measure)), surely.get((place, measure))))
            for measure in MEASURES
        }
        drawn = pools[tally.dimension].drawn(tally.won / tally.ended, tally.ended) if tally.ended else None
        found.append(_segment(tally, numbers, drawn))
    return _segment(whole, {measure: number_of(measure, whole) for measure in MEASURES}, None), tuple(found)


def _judged(
    measure: SegmentMeasure, tally: Tally, whole: Tally, tested: tuple[float | None, float | None]
) -> SegmentNumber:
    """A number with its test: it is a finding where of all that are found no more than one in twenty is chance."""
    chance, surely = tested
    number = replace(number_of(measure, tally), chance=chance, adjusted=surely)
    if surely is None or surely > RATE:
        return number
    is_better = is_above(measure, tally, whole) == (measure != "speed")
    return replace(number, side="better" if is_better else "worse")


def is_above(measure: SegmentMeasure, segment: Tally, whole: Tally) -> bool:
    """Whether a segment lies above the rest; of amounts and days, whether its deals' ranks do."""
    if measure == "win_rate":
        return segment.won * whole.ended > whole.won * segment.ended
    return segment.summed[measure].scores > 0


def rest_value(measure: SegmentMeasure, segment: Tally, whole: Tally) -> Decimal | None:
    """The same measure of all other deals; for a win rate or money per day."""
    if measure == "win_rate":
        return _quotient(whole.won - segment.won, whole.ended - segment.ended)
    own, other = segment.summed[measure], whole.summed[measure]
    return _quotient(other.total - own.total, other.base - own.base)


def deals_needed(whole: Tally, tests: int) -> int | None:
    """Deals in a segment from which a win rate ten points off is found, in four of five cases, among so many tests.

    The first of several findings has to be as rare as one in twenty divided by the number of tests. None where all or
    nothing was won, or nothing was tested.
    """
    rate = whole.won / whole.ended if whole.ended else 0.0
    if not 0 < rate < 1 or not tests:
        return None
    return records_needed(rate * (1 - rate), GAP, RATE / tests)


def number_of(measure: SegmentMeasure, tally: Tally) -> SegmentNumber:
    """One measure of some deals, with its interval.

    Money per day is the amount of deals won over the days from start to end of all that ended, won or lost: so much
    does a day of selling bring in the long run, whichever deal it goes to. Its interval is on the logarithm, by the
    delta method for a ratio of sums.

    Source: Ross (1996), Stochastic Processes, theorem 3.6.1 (renewal reward: mean reward over mean length); Cochran
    (1977), Sampling Techniques, 6.4 (variance of a ratio of sums).

    Example:
        >>> paid = Summed(records=2, total=6000.0, base=90.0, squares=0.0)
        >>> summed = {"size": Summed(records=1, total=6000.0), "day_value": paid}
        >>> tally = Tally(dimension="industry", key="A", label="A", ended=2, won=1, summed=summed)
        >>> round(number_of("day_value", tally).value, 2)
        Decimal('66.67')
    """
    if measure == "win_rate":
        return _rate(tally)
    summed = tally.summed[measure]
    value = _quotient(summed.total, summed.base if measure == "day_value" else summed.records)
    if measure == "day_value" and tally.won and not tally.summed["size"].records:
        # nobody knows what the deals won brought: that is no zero
        value = None
    bounds = None
    if value and value > 0 and summed.records > 1:
        if measure == "day_value":
            factor = exp(_Z * sqrt(max(summed.squares, 0.0)) / summed.total)
            bounds = float(value) / factor, float(value) * factor
        else:
            bounds = mean_interval(float(value), summed.records, _spread(summed) / float(value))
    interval = bounds and Interval(low=_decimal(bounds[0]), high=_decimal(bounds[1]), method="logarithmic")
    return SegmentNumber(value=value, n=summed.records, interval=interval or None)


def _rate(tally: Tally) -> SegmentNumber:
    if not tally.ended:
        return SegmentNumber(value=None, n=0)
    low, high = wilson(tally.won, tally.ended)
    interval = Interval(low=_decimal(low), high=_decimal(high), method="wilson")
    return SegmentNumber(value=Decimal(tally.won) / tally.ended, n=tally.ended, interval=interval)


def _spread(summed: Summed) -> float:
    mean = summed.total / summed.records
    return sqrt(max(summed.squares - summed.records * mean**2, 0.0) / (summed.records - 1))


def _is_tested(measure: SegmentMeasure, tally: Tally, whole: Tally) -> bool:
    """Whether a segment and the rest both have enough deals."""
    own, every = tally.records(measure), whole.records(measure)
    return own >= FEWEST and every - own >= FEWEST


def _chance(measure: SegmentMeasure, tally: Tally, whole: Tally) -> float:
    """How often chance alone would set a segment of this size so far apart, to either side."""
    if measure == "win_rate":
        return chance_of_wins(tally.won, tally.ended, whole.won, whole.ended)
    every = whole.summed[measure]
    scores = Scores(records=every.records, squares=every.scores_squared, cubes=every.scores_cubed)
    return chance_of_sum(tally.summed[measure].scores, tally.summed[measure].records, scores)


def _segment(tally: Tally, numbers: Mapping[SegmentMeasure, SegmentNumber], drawn: float | None) -> Segment:
    return Segment(
        dimension=tally.dimension,
        key=tally.key,
        label=tally.label,
        ended=tally.ended,
        won=tally.won,
        won_amount=tally.won_amount,
        worked_days=tally.worked_days,
        numbers=numbers,
        drawn=None if drawn is None else _decimal(drawn),
        open_deals=tally.open_deals,
        open_amount=tally.open_amount,
    )


def _quotient(part: float, whole: float) -> Decimal | None:
    return _decimal(part / whole) if whole > 0 else None


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")
